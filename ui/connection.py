"""This process's one connection pool to the API, and the API as one person may use it."""

import asyncio
import logging
import sys
import time
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import chainlit as cl
import httpx
from chainlit.auth import get_token_from_cookies
from chainlit.auth.jwt import decode_jwt
from chainlit.config import config
from chainlit.server import app as server
from fastapi import HTTPException, Request, Response
from jwt import InvalidTokenError

from stylist.errors import BackendUnavailable, StylistError, Unauthenticated
from stylist.settings import Settings
from ui.client import StylistApi
from ui.sign_ins import SignedIn, SignIns

_SIGN_INS: Final = SignIns(Path("sign-ins"))
"""Below the folder that Chainlit runs in (`ui.site_root`)."""
_ASK_AGAIN_S: Final = 0.25
_LOG: Final = logging.getLogger("stylist.ui")


async def connect() -> None:
    """Open the pool; ask people to sign in if the API does not know who they are."""
    settings = Settings()
    base = (settings.api_url or settings.public_url).rstrip("/")
    server.state.http = httpx.AsyncClient(base_url=base, timeout=30.0, trust_env=False)
    if await _wants_sign_in(settings.ui.api_wait_s):
        # Past Chainlit's decorator, which would swallow our refusals and their words.
        config.code.password_auth_callback = sign_in
        config.code.on_logout = sign_out


async def _wants_sign_in(patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return await StylistApi(server.state.http).wants_sign_in()
        except BackendUnavailable as error:
            if time.monotonic() > deadline:
                sys.exit(error.message)
        await asyncio.sleep(_ASK_AGAIN_S)


async def disconnect() -> None:
    """Close the pool."""
    await server.state.http.aclose()


def api_of(user: cl.User | None) -> StylistApi:
    """The API as a person may use it: who signed in here, or the API's one local user."""
    http: httpx.AsyncClient = server.state.http
    if user is None:
        return StylistApi(http)
    refresh_url = http.base_url.join("v1/auth/refresh")
    sign_in_id = UUID(user.metadata["sign_in"])
    return StylistApi(http, auth=SignedIn(_SIGN_INS, sign_in_id, refresh_url=refresh_url))


def api() -> StylistApi:
    """The API as the person at this tab may use it."""
    return api_of(cl.context.session.user)


async def sign_in(email: str, password: str) -> cl.User:
    """Sign a person in, or refuse in the API's own words."""
    try:
        tokens = await StylistApi(server.state.http).sign_in(email, password)
    except StylistError as error:
        raise HTTPException(error.status, error.message) from error
    sign_in_id = uuid4()
    _SIGN_INS.keep(sign_in_id, tokens)
    return cl.User(identifier=email.strip().lower(), metadata={"sign_in": str(sign_in_id)})


async def sign_out(request: Request, response: Response) -> dict[str, bool]:
    """End a sign-in here and at the API."""
    try:
        user = decode_jwt(get_token_from_cookies(dict(request.cookies)) or "")
        sign_in_id = UUID(user.metadata["sign_in"])
        tokens = _SIGN_INS.find(sign_in_id)
    except (InvalidTokenError, Unauthenticated):
        return {"success": True}
    _SIGN_INS.forget(sign_in_id)
    try:
        await StylistApi(server.state.http).sign_out(tokens)
    except StylistError as error:
        _LOG.warning("A sign-in ended here, but not at the API: %s", error.message)
    return {"success": True}
