"""Who is asking: an access token, an API key, or the local user of embedded mode."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from starlette.datastructures import Headers

from stylist.errors import Forbidden, Unauthenticated
from tools.accounts import KEY_PREFIX, authenticate_key, authenticate_token, local_owner
from tools.deps import Deps, Services
from tools.tokens import looks_like_token

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
bearer = HTTPBearer(auto_error=False, description="An access token, or an API key (`stk_…`).")
key_header = APIKeyHeader(name="X-API-Key", auto_error=False, description="An API key.")


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in user and how they are known."""

    owner_id: UUID
    by: Literal["token", "key", "local"]


def get_services(request: Request) -> Services:
    """What this process has."""
    services: Services = request.app.state.services
    return services


ApiServices = Annotated[Services, Depends(get_services)]


async def get_caller(
    request: Request,
    services: ApiServices,
    authorization: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
    api_key: Annotated[str | None, Security(key_header)],
) -> Caller:
    """Find out who is asking.

    Raises:
        Unauthenticated: nobody whom we know.
    """
    given = api_key or (authorization.credentials if authorization else None)
    if given is None and "authorization" in request.headers:
        raise Unauthenticated("The Authorization header must be `Bearer TOKEN`.")
    if given is None:
        return Caller(await _local(request, services), "local")
    if given.startswith(KEY_PREFIX):
        return Caller(await authenticate_key(services, given), "key")
    if services.settings.auth.local_user and not looks_like_token(given):
        # OpenAI's clients cannot be made without some key; here it stands for none.
        return Caller(await _local(request, services), "local")
    return Caller(await authenticate_token(services, given), "token")


CurrentCaller = Annotated[Caller, Depends(get_caller)]


def get_deps(caller: CurrentCaller, services: ApiServices) -> Deps:
    """The world of a capability, on behalf of the signed-in user."""
    return services.for_owner(caller.owner_id)


CurrentDeps = Annotated[Deps, Depends(get_deps)]


def get_personal_deps(caller: CurrentCaller, services: ApiServices) -> Deps:
    """The same for routes that an app with a key may not use, such as making more keys.

    Raises:
        Forbidden: an API key was used.
    """
    if caller.by == "key":
        raise Forbidden("An API key cannot do this; sign in.")
    return services.for_owner(caller.owner_id)


PersonalDeps = Annotated[Deps, Depends(get_personal_deps)]


async def _local(request: Request, services: Services) -> UUID:
    if not services.settings.auth.local_user:
        raise Unauthenticated("Sign in first.")
    peer = request.client.host if request.client else ""
    if not is_local(peer, request.headers, allowed_origins=services.settings.api.cors_origins):
        raise Unauthenticated("Only this machine's own requests are signed in without a password.")
    return await local_owner(services)


def is_local(peer: str, headers: Headers, *, allowed_origins: list[str]) -> bool:
    """Whether a request was made on this machine and by no foreign web page.

    The Host check defeats a foreign name that was pointed at 127.0.0.1, the Origin and fetch
    metadata checks a page that the person has open, the forwarding headers a proxy before us.
    """
    if not _is_loopback_address(peer) or any(name in headers for name in FORWARDED):
        return False
    if not _is_loopback_host(f"//{headers.get('host', '')}"):
        return False
    if headers.get("sec-fetch-site") == "cross-site":
        return False
    origin = headers.get("origin")
    return origin is None or origin in allowed_origins or _is_loopback_host(origin)


def _is_loopback_address(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False


def _is_loopback_host(url: str) -> bool:
    try:
        return urlsplit(url).hostname in LOOPBACK_NAMES
    except ValueError:
        return False
