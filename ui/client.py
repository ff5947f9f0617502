"""The API as the chat page uses it: conversations, runs, photos, feedback, pictures."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

import httpx

from stylist.errors import BackendUnavailable, StylistError
from stylist.events import TERMINAL_RUN_EVENTS, JobStatus, RunEvent, RunSnapshot
from stylist.garments import GarmentView
from ui.sse import Received, received

_CODES: Final = {kind.code: kind for kind in StylistError.__subclasses__()}
_DOWN: Final = "Stylist's API does not answer. Is it running? Start it with `make run`."
_BROKEN: Final = "The connection to Stylist broke off in mid-answer. Please ask again."
_SILENCE_S: Final = 60.0
"""Longer than the API's heartbeat: a stream that is silent this long has died."""


class StylistApi:
    """One caller's connection to the API.

    Every method raises `BackendUnavailable` when the API cannot be reached, and the API's own
    refusals under their own class.
    """

    def __init__(self, http: httpx.AsyncClient, *, attempts: int = 8, pause_s: float = 0.5) -> None:
        self._http = http
        self._attempts = attempts
        self._pause_s = pause_s

    async def start_conversation(self) -> UUID:
        """Open a new conversation and give its id."""
        return UUID((await self._json("POST", "/v1/conversations", json={}))["id"])

    async def say(self, conversation_id: UUID, content: str) -> AsyncIterator[RunEvent]:
        """Send a message and give the run's events to its end, across lost connections."""
        asked = partial(self._asked, conversation_id, content, str(uuid4()))
        run_id: UUID | None = None
        last: str | None = None
        failures = 0
        while failures < self._attempts:
            opened = self._resumed(run_id, last) if run_id else asked()
            try:
                async for item in opened:
                    failures, last = 0, item.id or last
                    run_id = getattr(item.event, "run_id", run_id)
                    yield item.event
                    if ends_run(item.event):
                        return
            except httpx.TransportError:
                pass
            failures += 1
            await asyncio.sleep(self._pause_s * failures)
        raise BackendUnavailable(_BROKEN if run_id else _DOWN)

    async def _asked(
        self, conversation_id: UUID, content: str, key: str
    ) -> AsyncIterator[Received]:
        headers = {"Idempotency-Key": key}
        path = f"/v1/conversations/{conversation_id}/messages"
        async with self._stream("POST", path, headers, json={"content": content}) as response:
            async for item in received(response.aiter_lines()):
                yield item

    async def _resumed(self, run_id: UUID, last: str | None) -> AsyncIterator[Received]:
        headers = {"Last-Event-ID": last} if last else {}
        async with self._stream("GET", f"/v1/runs/{run_id}/events", headers) as response:
            async for item in received(response.aiter_lines()):
                yield item

    async def cancel(self, run_id: UUID) -> None:
        """Stop a run."""
        await self._json("POST", f"/v1/runs/{run_id}/cancel")

    async def add_photo(self, name: str, content: bytes) -> tuple[UUID, UUID | None]:
        """Hand in one photo; gives the garment's id and the id of the job that looks at it."""
        files = [("files", (name, content))]
        answer = await self._json("POST", "/v1/garments", files=files)
        jobs = answer.get("jobs") or [{}]
        job_id = jobs[0].get("id")
        return UUID(answer["garments"][0]["id"]), UUID(job_id) if job_id else None

    async def garment(self, garment_id: UUID) -> tuple[GarmentView, str | None]:
        """A garment as it is known now, and the address of its thumbnail."""
        body = await self._json("GET", f"/v1/garments/{garment_id}")
        return GarmentView.model_validate(body), find_thumbnail(body)

    async def job(self, job_id: UUID) -> tuple[JobStatus, float, str | None]:
        """A job's status, progress (0..1) and stage."""
        body = await self._json("GET", f"/v1/jobs/{job_id}")
        return body["status"], body.get("progress") or 0.0, body.get("stage")

    async def give_feedback(self, outfit_id: UUID, action: str, *, reason: str | None) -> None:
        """Tell what the person thinks of an outfit."""
        body = {"action": action, "reason": reason}
        await self._json("POST", f"/v1/outfits/{outfit_id}/feedback", json=body)

    async def picture(self, url: str) -> tuple[bytes, str]:
        """The bytes and the media type behind a signed picture address of the API."""
        try:
            response = await self._http.get(url)
        except httpx.TransportError as error:
            raise BackendUnavailable(_DOWN) from error
        _refuse(response)
        return response.content, response.headers.get("content-type", "image/jpeg")

    async def _json(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        try:
            response = await self._http.request(method, path, **sent)
        except httpx.TransportError as error:
            raise BackendUnavailable(_DOWN) from error
        _refuse(response)
        body: dict[str, Any] = response.json() if response.content else {}
        return body

    @asynccontextmanager
    async def _stream(
        self, method: str, path: str, headers: dict[str, str], **sent: Any
    ) -> AsyncIterator[httpx.Response]:
        headers = {**headers, "Accept": "text/event-stream"}
        timeout = httpx.Timeout(10.0, read=_SILENCE_S)
        async with self._http.stream(
            method, path, headers=headers, timeout=timeout, **sent
        ) as response:
            if response.is_error:
                await response.aread()
            _refuse(response)
            yield response


def ends_run(event: RunEvent) -> bool:
    """Whether nothing follows this event."""
    if isinstance(event, RunSnapshot):
        return event.status in ("completed", "failed", "cancelled")
    return event.type in TERMINAL_RUN_EVENTS


def find_thumbnail(garment: Mapping[str, Any]) -> str | None:
    """The address of a garment's small picture, where the API has one already."""
    images = garment.get("images") or {}
    url = garment.get("thumbnail_url") or images.get("thumbnail") or images.get("thumbnail_url")
    return str(url) if url else None


def _refuse(response: httpx.Response) -> None:
    if response.is_success:
        return
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    kind = _CODES.get(problem.get("code", ""), StylistError)
    raise kind(problem.get("detail") or problem.get("title") or "Stylist could not do that.")
