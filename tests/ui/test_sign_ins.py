import asyncio
from uuid import uuid4

import httpx
import pytest
from fake_accounts import FakeAccounts
from fake_api import FakeApi, serving

from stylist.errors import Unauthenticated
from ui.client import StylistApi
from ui.sign_ins import SignedIn, SignIns, Tokens


async def test_requests_at_once_renew_a_sign_in_once(tmp_path):
    accounts, sign_ins, sign_in = FakeAccounts({}), SignIns(tmp_path), uuid4()
    sign_ins.keep(sign_in, Tokens.model_validate(accounts.tokens()))
    accounts.access.clear()
    with serving(FakeApi(accounts=accounts)) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
            refresh_url = httpx.URL(f"{url}/v1/auth/refresh")
            api = StylistApi(http, auth=SignedIn(sign_ins, sign_in, refresh_url=refresh_url))
            await asyncio.gather(*(api.start_conversation() for _ in range(5)))
    assert (accounts.renewals, accounts.replays) == (1, 0)


def test_an_ended_sign_in_is_unknown_and_its_file_is_gone(tmp_path):
    sign_ins, sign_in = SignIns(tmp_path), uuid4()
    sign_ins.keep(sign_in, Tokens(access_token="a", refresh_token="r"))
    sign_ins.forget(sign_in)
    with pytest.raises(Unauthenticated):
        sign_ins.find(sign_in)
    assert list(tmp_path.iterdir()) == []
