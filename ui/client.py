"""The API as the chat page uses it: conversations, runs, photos, feedback, pictures."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
from pydantic import BaseModel

from stylist.errors import BackendUnavailable, StylistError, Unauthenticated
from stylist.events import TERMINAL_RUN_EVENTS, JobStatus, RunEvent, RunSnapshot
from stylist.garments import GarmentView
from stylist.outfits import OutfitCard
from ui.sign_ins import Tokens
from ui.sse import Received, received

_CODES: Final = {kind.code: kind for kind in StylistError.__subclasses__()}
_DOWN: Final = "Stylist's API does not answer. Is it running? Start it with `make run`."
_BROKEN: Final = "The connection to Stylist broke off in mid-answer. Please ask again."
_SILENCE_S: Final = 60.0
"""Longer than the API's heartbeat: a stream that is silent this long has died."""

_LONGEST_PAUSE_S: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPhoto:
    """A photo in the API's hands: its garment, its job, and whether it was there before."""

    garment_id: UUID
    job_id: UUID | None
    was_there: bool


class Talk(BaseModel):
    """A conversation as it is listed; it is called by its first words."""

    id: UUID
    title: str | None


class Said(BaseModel):
    """One message of a conversation, and the outfits that came with it."""

    role: str
    content: str
    run_id: UUID | None
    outfit_ids: list[UUID] | None


class StylistApi:
    """One caller's connection to the API.

    Every method raises `BackendUnavailable` when the API cannot be reached, and the API's own
    refusals under their own class.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        auth: httpx.Auth | None = None,
        attempts: int = 24,
        pause_s: float = 0.5,
    ) -> None:
        self._http = http
        self._auth = auth
        self._attempts = attempts
        self._pause_s = pause_s

    async def wants_sign_in(self) -> bool:
        """Whether the API asks who is there, instead of knowing the one local user."""
        try:
            await self.call("GET", "/v1/me")
        except Unauthenticated:
            return True
        return False

    async def sign_in(self, email: str, password: str) -> Tokens:
        """Trade an email address and a password for tokens."""
        body = {"email": email, "password": password}
        return Tokens.model_validate(await self.call("POST", "/v1/auth/login", json=body))

    async def sign_out(self, tokens: Tokens) -> None:
        """End the sign-in that these tokens belong to."""
        body = {"refresh_token": tokens.refresh_token}
        await self.call("POST", "/v1/auth/logout", json=body)

    async def latest_conversations(self, count: int) -> list[Talk]:
        """The conversations spoken in last, newest first."""
        body = await self.call("GET", "/v1/conversations", params={"limit": count})
        return [Talk.model_validate(row) for row in body["items"]]

    async def messages(self, conversation_id: UUID) -> list[Said]:
        """Everything that was said in a conversation, oldest first."""
        body = await self.call("GET", f"/v1/conversations/{conversation_id}")
        return [Said.model_validate(row) for row in body["messages"]]

    async def outfits_of(self, run_id: UUID) -> list[OutfitCard]:
        """The outfits that a run has shown, with picture addresses that are valid now."""
        body = await self.call("GET", f"/v1/runs/{run_id}")
        return [OutfitCard.model_validate(row) for row in body["outfits"]]

    async def start_conversation(self) -> UUID:
        """Open a new conversation and give its id."""
        return UUID((await self._patiently("POST", "/v1/conversations", json={}))["id"])

    async def ask(self, conversation_id: UUID, content: str) -> UUID:
        """Send a message, once even where the answer is lost; gives the id of its run."""
        headers = {"Idempotency-Key": str(uuid4())}
        path = f"/v1/conversations/{conversation_id}/messages"
        answer = await self._patiently("POST", path, headers=headers, json={"content": content})
        return UUID(answer["run_id"])

    async def _patiently(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        """Ask until the API is there; only for what does no harm when it is done twice."""
        for attempt in range(1, self._attempts):
            try:
                return await self.call(method, path, **sent)
            except BackendUnavailable:
                await self._pause(attempt)
        return await self.call(method, path, **sent)

    async def follow(self, run_id: UUID) -> AsyncGenerator[RunEvent, None]:
        """Give a run's events to its end, each once, across lost connections."""
        last: str | None = None
        failures = 0
        while failures < self._attempts:
            opened = self._events(run_id, last)
            try:
                async with aclosing(opened):
                    async for item in opened:
                        failures, last = 0, item.id or last
                        yield item.event
                        if ends_run(item.event):
                            return
            except (httpx.TransportError, BackendUnavailable):
                # The API is being restarted; the run goes on without us.
                pass
            failures += 1
            await self._pause(failures)
        raise BackendUnavailable(_BROKEN)

    async def _events(self, run_id: UUID, last: str | None) -> AsyncGenerator[Received, None]:
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
        timeout = httpx.Timeout(10.0, read=_SILENCE_S)
        path = f"/v1/runs/{run_id}/events"
        async with self._http.stream(
            "GET", path, headers=headers, timeout=timeout, auth=self._auth
        ) as response:
            if response.is_error:
                await response.aread()
            _refuse(response)
            async for item in received(response.aiter_lines()):
                yield item

    async def cancel(self, run_id: UUID) -> None:
        """Stop a run."""
        await self.call("POST", f"/v1/runs/{run_id}/cancel")

    async def add_photo(self, name: str, content: bytes) -> TakenPhoto:
        """Hand in one photo; a worker looks at it afterwards."""
        answer = await self.call("POST", "/v1/garments", files=[("files", (name, content))])
        (result,) = answer["results"]
        job_id = result["job_id"]
        return TakenPhoto(
            garment_id=UUID(result["garment"]["id"]),
            job_id=UUID(job_id) if job_id else None,
            was_there=result["duplicate_of"] is not None,
        )

    async def garment(self, garment_id: UUID) -> tuple[GarmentView, str | None]:
        """A garment as it is known now, and the address of its thumbnail."""
        body = await self.call("GET", f"/v1/garments/{garment_id}")
        return GarmentView.model_validate(body), body["thumbnail_url"]

    async def job(self, job_id: UUID) -> tuple[JobStatus, float, str | None]:
        """A job's status, progress (0..1) and stage."""
        body = await self.call("GET", f"/v1/jobs/{job_id}")
        return body["status"], body.get("progress") or 0.0, body.get("stage")

    async def give_feedback(self, outfit_id: UUID, action: str, *, reason: str | None) -> None:
        """Tell what the person thinks of an outfit."""
        body = {"action": action, "reason": reason}
        await self.call("POST", f"/v1/outfits/{outfit_id}/feedback", json=body)

    async def picture(self, url: str) -> tuple[bytes, str]:
        """The bytes and the media type behind a signed picture address of the API."""
        try:
            response = await self._http.get(url)
        except httpx.TransportError as error:
            raise BackendUnavailable(_DOWN) from error
        _refuse(response)
        return response.content, response.headers.get("content-type", "image/jpeg")

    async def _pause(self, failures: int) -> None:
        await asyncio.sleep(min(self._pause_s * failures, _LONGEST_PAUSE_S))

    async def call(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        """Ask the API once; gives the JSON of its answer."""
        try:
            response = await self._http.request(method, path, auth=self._auth, **sent)
        except httpx.TransportError as error:
            raise BackendUnavailable(_DOWN) from error
        _refuse(response)
        body: dict[str, Any] = response.json() if response.content else {}
        return body


def ends_run(event: RunEvent) -> bool:
    """Whether nothing follows this event."""
    if isinstance(event, RunSnapshot):
        return event.status in ("completed", "failed", "cancelled")
    return event.type in TERMINAL_RUN_EVENTS


def _refuse(response: httpx.Response) -> None:
    if response.is_success:
        return
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    kind = _CODES.get(problem.get("code", ""), StylistError)
    raise kind(_said(problem))


def _said(problem: dict[str, Any]) -> str:
    """What went wrong, for a person to read: of wrong fields, what is wrong with the first."""
    for field in problem.get("errors") or ():
        return str(field["message"]).removeprefix("Value error, ")
    return problem.get("detail") or problem.get("title") or "Stylist could not do that."
