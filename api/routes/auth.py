"""`/v1/auth`: register, sign in, renew, sign out."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from api.auth import ApiServices
from api.login_limit import LoginLimit
from tools import accounts
from tools.accounts import Tokens

router = APIRouter(prefix="/v1/auth", tags=["accounts"])
Email = Annotated[str, Field(max_length=320, examples=["ada@example.org"])]


class Registration(BaseModel):
    """A new account."""

    model_config = ConfigDict(extra="forbid")
    email: Email
    password: Annotated[
        str, Field(min_length=8, max_length=1024, examples=["correct horse battery staple"])
    ]


class Credentials(BaseModel):
    """What signs in."""

    model_config = ConfigDict(extra="forbid")
    email: Email
    password: Annotated[str, Field(max_length=1024, examples=["correct horse battery staple"])]


class RefreshBody(BaseModel):
    """A refresh token."""

    model_config = ConfigDict(extra="forbid")
    refresh_token: Annotated[str, Field(max_length=200, examples=["8e0f….4Zc0…"])]


class TokenAnswer(BaseModel):
    """A pair of tokens; each refresh token works once."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"
    expires_in: int = Field(description="Seconds until the access token ends.")


def _answer(tokens: Tokens) -> TokenAnswer:
    return TokenAnswer(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
    )


@router.post("/register", status_code=201)
async def register(body: Registration, services: ApiServices) -> TokenAnswer:
    """Make an account and sign it in."""
    _, tokens = await accounts.register(services, email=body.email, password=body.password)
    return _answer(tokens)


@router.post("/login")
async def login(body: Credentials, request: Request, services: ApiServices) -> TokenAnswer:
    """Sign in."""
    limit: LoginLimit = request.app.state.login_limit
    await limit.check(email=body.email, peer=request.client.host if request.client else "")
    return _answer(await accounts.login(services, email=body.email, password=body.password))


@router.post("/refresh")
async def refresh(body: RefreshBody, services: ApiServices) -> TokenAnswer:
    """Trade a refresh token for a new pair; a replayed one ends the whole sign-in."""
    return _answer(await accounts.refresh(services, refresh_token=body.refresh_token))


@router.post("/logout", status_code=204)
async def logout(body: RefreshBody, services: ApiServices) -> None:
    """Sign out: the refresh token and all that came from the same sign-in end."""
    await accounts.logout(services, refresh_token=body.refresh_token)
