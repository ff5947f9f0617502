"""Who is signed in on the page. Tokens stay with this process; a browser gets only a name."""

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final
from uuid import UUID

import httpx
from pydantic import BaseModel

from stylist.errors import Unauthenticated

ENDED: Final = "Your sign-in has ended. Sign out at the top right, and sign in again."


class Tokens(BaseModel):
    """A short-lived access token and the refresh token that renews it once."""

    access_token: str
    refresh_token: str


class SignIns:
    """A folder with one file of tokens per sign-in, readable by this system user only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._locks: defaultdict[UUID, asyncio.Lock] = defaultdict(asyncio.Lock)

    def keep(self, sign_in: UUID, tokens: Tokens) -> None:
        """Remember the newest tokens of a sign-in."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f"{sign_in}.new"
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as f:
            f.write(tokens.model_dump_json())
        unfinished.replace(self._folder / f"{sign_in}.json")

    def find(self, sign_in: UUID) -> Tokens:
        """The newest tokens of a sign-in.

        Raises:
            Unauthenticated: it has ended.
        """
        try:
            return Tokens.model_validate_json((self._folder / f"{sign_in}.json").read_bytes())
        except FileNotFoundError:
            raise Unauthenticated(ENDED) from None

    def forget(self, sign_in: UUID) -> None:
        """End a sign-in here; the API is told by whoever ends it."""
        (self._folder / f"{sign_in}.json").unlink(missing_ok=True)
        self._locks.pop(sign_in, None)

    def renewing(self, sign_in: UUID) -> asyncio.Lock:
        """Held while a sign-in is renewed: a refresh token that is used twice ends it."""
        return self._locks[sign_in]


class SignedIn(httpx.Auth):
    """Sends a sign-in's access token, and renews it when the API does not take it any more."""

    def __init__(self, sign_ins: SignIns, sign_in: UUID, *, refresh_url: httpx.URL) -> None:
        self._sign_ins = sign_ins
        self._sign_in = sign_in
        self._refresh_url = refresh_url

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send the request; after a 401 once more, with renewed tokens.

        Raises:
            Unauthenticated: the sign-in has ended.
        """
        tokens = self._sign_ins.find(self._sign_in)
        response = yield _bearing(request, tokens)
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        async with self._sign_ins.renewing(self._sign_in):
            newest = self._sign_ins.find(self._sign_in)
            if newest == tokens:
                body = {"refresh_token": tokens.refresh_token}
                answer = yield httpx.Request("POST", self._refresh_url, json=body)
                await answer.aread()
                if answer.status_code == httpx.codes.UNAUTHORIZED:
                    self._sign_ins.forget(self._sign_in)
                    raise Unauthenticated(ENDED)
                if answer.is_error:
                    return
                newest = Tokens.model_validate_json(answer.content)
                self._sign_ins.keep(self._sign_in, newest)
        yield _bearing(request, newest)


def _bearing(request: httpx.Request, tokens: Tokens) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {tokens.access_token}"
    return request
