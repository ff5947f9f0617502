import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx
import pytest
from photo_files import photo
from served import serve

from jobs.event_log import job_stream
from stylist.events import JobEnded, JobProgressed


@pytest.fixture
async def job_id(person) -> UUID:
    answer = await person.client.post("/v1/garments", files={"files": photo(700)})
    return UUID(answer.json()["results"][0]["job_id"])


def _frames(text: str) -> list[dict]:
    frames = []
    for block in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if "data" in lines:
            frames.append(
                {"id": lines.get("id"), "type": lines["event"], **json.loads(lines["data"])}
            )
    return frames


async def _follow(person, job_id, **headers) -> list[dict]:
    answer = await person.client.get(f"/v1/jobs/{job_id}/events", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "\r" not in answer.text
    return _frames(answer.text)


@asynccontextmanager
async def _watched(app, person, job_id) -> AsyncIterator[AsyncIterator[dict]]:
    """The events one by one, as they come; the first has come when the test goes on."""
    async with (
        serve(app) as url,
        httpx.AsyncClient(base_url=url, headers=person.client.headers, trust_env=False) as client,
        client.stream("GET", f"/v1/jobs/{job_id}/events", timeout=60) as answer,
    ):
        frames = _one_by_one(answer)
        first = await anext(frames)

        async def all_of_them() -> AsyncIterator[dict]:
            yield first
            async for frame in frames:
                yield frame

        yield all_of_them()


async def _one_by_one(answer: httpx.Response) -> AsyncIterator[dict]:
    block = ""
    async for line in answer.aiter_lines():
        block += f"{line}\n"
        if not line:
            for frame in _frames(block):
                yield frame
            block = ""


async def test_a_watcher_sees_the_row_then_every_change_to_the_end(
    app, person, services, job_id
) -> None:
    said = {"job_id": job_id, "kind": "ingest_garment"}
    step = JobProgressed(**said, status="processing", stage="cut-out", progress=0.4)
    end = JobEnded(**said, status="completed")
    async with _watched(app, person, job_id) as told:
        first, last = [await services.events.append(job_stream(job_id), e) for e in (step, end)]
        frames = [frame async for frame in told]
    assert [frame["type"] for frame in frames] == ["job.progress", "job.progress", "job.ended"]
    assert frames[0]["status"] == "pending"
    assert [frame["id"] for frame in frames] == [None, first, last]
    assert await _follow(person, job_id, **{"Last-Event-ID": first}) == frames[2:]


async def test_a_cancelled_job_ends_its_watchers_and_its_garment(app, person, job_id) -> None:
    async with _watched(app, person, job_id) as told:
        cancelled = await person.client.post(f"/v1/jobs/{job_id}/cancel")
        frames = [frame async for frame in told]
    assert cancelled.status_code == 202
    assert cancelled.json()["status"] == "cancelled"
    assert frames[-1]["status"] == "cancelled"
    again = await person.client.post(f"/v1/jobs/{job_id}/cancel")
    assert again.json()["status"] == "cancelled"


async def test_an_ended_job_is_told_from_its_row_when_the_log_is_gone(
    person, services, job_id
) -> None:
    await person.client.post(f"/v1/jobs/{job_id}/cancel")
    await services.events.forget(job_stream(job_id))
    frames = await _follow(person, job_id, **{"Last-Event-ID": "1-1"})
    assert [frame["type"] for frame in frames] == ["job.progress", "job.ended"]


async def test_a_foreign_event_id_is_refused(person, job_id) -> None:
    answer = await person.client.get(
        f"/v1/jobs/{job_id}/events", headers={"Last-Event-ID": "yesterday"}
    )
    assert answer.status_code == 400


async def test_jobs_are_listed_by_status(person, job_id) -> None:
    listed = await person.client.get("/v1/jobs", params={"status": "pending"})
    assert [job["id"] for job in listed.json()["jobs"]] == [str(job_id)]
    none = await person.client.get("/v1/jobs", params={"status": "failed"})
    assert none.json()["jobs"] == []
    assert (await person.client.get("/v1/jobs", params={"status": "odd"})).status_code == 422
