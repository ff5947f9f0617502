"""Keeps other web pages out: the chat page answers only to itself."""

from typing import Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class SameOrigin:
    """Refuse requests and sockets whose Origin is another site, or whose Host is a foreign name.

    The API trusts this process, so a page on the web must not reach the API through it: neither by
    opening our socket from its own origin, nor by pointing its own name at this machine. The names
    we go by are this machine's own and the host of `public_url`.
    """

    def __init__(self, app: ASGIApp, *, public_url: str | None = None) -> None:
        self._app = app
        self._names = _LOOPBACK | ({urlsplit(public_url).hostname or ""} if public_url else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] not in ("http", "websocket") or is_ours(scope, self._names):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = PlainTextResponse("This page answers only to itself.", status_code=403)
            await refusal(scope, receive, send)


def is_ours(scope: Scope, names: frozenset[str] = _LOOPBACK) -> bool:
    """Whether the request comes from our own page under one of the names this server goes by."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host, origin = headers.get("host", ""), headers.get("origin")
    try:
        return (
            urlsplit(f"//{host}").hostname in names
            and (origin is None or urlsplit(origin).netloc == host)
        )  # fmt: skip
    except ValueError:
        return False
