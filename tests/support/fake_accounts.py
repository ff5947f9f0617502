"""Accounts of the small API: one-time refresh tokens, access tokens that a test can end."""

import json
from itertools import count

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = ("/v1/auth/", "/v1/images/")


class FakeAccounts:
    """Who has an account, and which tokens are good."""

    def __init__(self, passwords: dict[str, str]) -> None:
        self.passwords = passwords
        self.access: set[str] = set()
        self.refresh: set[str] = set()
        self.renewals = 0
        self.replays = 0
        self._numbers = count()

    def routes(self) -> list[Route]:
        return [
            Route("/v1/auth/login", self.login, methods=["POST"]),
            Route("/v1/auth/refresh", self.renew, methods=["POST"]),
            Route("/v1/auth/logout", self.logout, methods=["POST"]),
        ]

    async def login(self, request: Request) -> Response:
        body = await request.json()
        if self.passwords.get(body["email"]) != body["password"]:
            return refusal("The email address or the password is wrong.")
        return JSONResponse(self.tokens())

    async def renew(self, request: Request) -> Response:
        token = (await request.json())["refresh_token"]
        if token not in self.refresh:
            self.replays += 1
            return refusal("This refresh token is not valid any more; sign in again.")
        self.refresh.remove(token)
        self.renewals += 1
        return JSONResponse(self.tokens())

    async def logout(self, request: Request) -> Response:
        self.refresh.discard((await request.json())["refresh_token"])
        return Response(status_code=204)

    def tokens(self) -> dict[str, str]:
        number = next(self._numbers)
        access, refresh = f"access-{number}", f"refresh-{number}"
        self.access.add(access)
        self.refresh.add(refresh)
        return {"access_token": access, "refresh_token": refresh}

    def guard(self, app: ASGIApp) -> ASGIApp:
        """The app, for those only who carry a good access token."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            headers = dict(scope.get("headers", ()))
            token = headers.get(b"authorization", b"").decode().removeprefix("Bearer ")
            shut = scope["type"] == "http" and not scope["path"].startswith(OPEN)
            inner = refusal("Sign in first.") if shut and token not in self.access else app
            await inner(scope, receive, send)

        return guarded


def refusal(detail: str) -> Response:
    """A 401 as the API words it."""
    body = json.dumps({"code": "unauthenticated", "detail": detail})
    return Response(body, 401, media_type="application/problem+json")
