"""Bulk uploads over HTTP; no worker runs, so a photo that was taken in waits."""

import asyncio
import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from photo_files import photo

from db import garments, jobs


async def open_batch(person, **said: Any) -> dict[str, Any]:
    answer = await person.client.post("/v1/garments/batches", json={"key": "phone", **said})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def send(person, batch: dict[str, Any], files: dict[str, bytes]) -> list[dict[str, Any]]:
    sent = [("files", (name, data)) for name, data in files.items()]
    answer = await person.client.post(f"/v1/garments/batches/{batch['id']}/photos", files=sent)
    assert answer.status_code == 202, answer.text
    return [row["file"] for row in answer.json()["results"]]


async def post(person, batch: dict[str, Any], verb: str) -> dict[str, Any]:
    answer = await person.client.post(f"/v1/garments/batches/{batch['id']}/{verb}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def counts(person, batch: dict[str, Any]) -> dict[str, int]:
    answer = await person.client.get(f"/v1/garments/batches/{batch['id']}")
    return {name: count for name, count in answer.json()["counts"].items() if count}


async def wardrobe(person) -> list[dict[str, Any]]:
    return (await person.client.get("/v1/garments", params={"limit": 500})).json()["garments"]


async def end(person, file: dict[str, Any], status: str, why: str | None = None) -> None:
    """End a file's job and garment as a worker does."""
    owner, garment = person.id, UUID(file["garment_id"])
    async with person.deps.sessions.begin() as session:
        [job] = [
            job
            for job in await jobs.list_jobs(session, owner_id=owner)
            if job.subject_id == garment
        ]
        job.status = "completed" if status == "ready" else "failed"
        await garments.set_status(
            session, garment, owner_id=owner, status=status, error_message=why
        )


async def test_the_same_key_is_the_same_batch_and_another_persons_is_another(person, other) -> None:
    first = await open_batch(person, expected=3)
    again = await open_batch(person, expected=4)
    assert (again["id"], again["expected"]) == (first["id"], 4)
    assert (await open_batch(other))["id"] != first["id"]
    found = (await person.client.get("/v1/garments/batches", params={"key": "phone"})).json()
    assert [batch["id"] for batch in found["batches"]] == [first["id"]]


async def test_a_file_sent_again_is_recognised(person) -> None:
    batch = await open_batch(person, expected=2)
    files = {"a.jpg": photo(1), "b.jpg": photo(2)}
    first = await send(person, batch, files)
    assert [file["state"] for file in first] == ["pending", "pending"]
    assert await send(person, batch, files) == first
    assert await counts(person, batch) == {"received": 2, "pending": 2}
    assert len(await wardrobe(person)) == 2


async def test_files_sent_by_two_at_once_are_one_garment_each(person) -> None:
    batch = await open_batch(person)
    files = {f"{n}.jpg": photo(n) for n in range(3)}
    await asyncio.gather(*(send(person, batch, files) for _ in range(3)))
    assert await counts(person, batch) == {"received": 3, "pending": 3}
    assert len(await wardrobe(person)) == 3


async def test_only_what_the_batch_lacks_has_to_be_sent(person) -> None:
    batch = await open_batch(person)
    files = {"a.jpg": photo(1), "day 2/a.jpg": photo(2), "b.jpg": photo(3)}
    await send(person, batch, {"a.jpg": files["a.jpg"]})
    asked = [
        {"filename": name, "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    ]
    url = f"/v1/garments/batches/{batch['id']}/missing"
    answer = await person.client.post(url, json={"files": asked})
    assert answer.json()["missing"] == asked[1:]


async def test_a_duplicate_is_told_and_the_batch_comes_to_its_end(person, other) -> None:
    batch = await open_batch(person, expected=3)
    sent = await person.client.post("/v1/garments", files={"file": photo(9)})
    there = sent.json()["garments"][0]["id"]
    files = {"a.jpg": photo(1), "copy of a.jpg": photo(1), "old.jpg": photo(9)}
    first, copy, old = await send(person, batch, files)
    assert (copy["state"], copy["garment_id"]) == ("duplicate", first["garment_id"])
    assert (old["state"], old["garment_id"], old["garment_status"]) == (
        "duplicate",
        there,
        "pending",
    )
    await end(person, first, "ready")
    read = (await person.client.get(f"/v1/garments/batches/{batch['id']}")).json()
    assert read["done"]
    assert await counts(person, batch) == {"received": 3, "ready": 1, "duplicates": 2}
    assert len(await wardrobe(person)) == 2
    [mine] = await send(other, await open_batch(other), {"a.jpg": photo(1)})
    assert mine["state"] == "pending", "somebody else's photo is no duplicate"


async def test_a_file_that_is_no_photo_is_named_and_stops_nothing(person) -> None:
    batch = await open_batch(person, expected=2)
    notes, shirt = await send(person, batch, {"notes.txt": b"buy socks", "a.jpg": photo(1)})
    assert (notes["state"], notes["code"], notes["garment_id"]) == (
        "failed",
        "unsupported_media",
        None,
    )
    assert shirt["state"] == "pending"
    read = (await person.client.get(f"/v1/garments/batches/{batch['id']}")).json()
    assert [problem["filename"] for problem in read["problems"]] == ["notes.txt"]
    again = await send(person, batch, {"notes.txt": b"buy socks"})
    assert again == [notes]


async def test_cancel_stops_what_waits_and_resume_goes_on_with_it(person) -> None:
    batch = await open_batch(person, expected=3)
    ready, waiting = await send(person, batch, {"a.jpg": photo(1), "b.jpg": photo(2)})
    await end(person, ready, "ready")
    cancelled = await post(person, batch, "cancel")
    assert cancelled["cancelled"]
    assert cancelled["done"]
    assert await counts(person, batch) == {"received": 2, "ready": 1, "cancelled": 1}
    kept = await person.client.get(f"/v1/garments/{waiting['garment_id']}")
    assert (await person.client.get(kept.json()["image_url"])).status_code == 200
    refused = await person.client.post(
        f"/v1/garments/batches/{batch['id']}/photos", files={"files": ("c.jpg", photo(3))}
    )
    [result] = refused.json()["results"]
    assert result["problem"]["code"] == "conflict"
    resumed = await post(person, batch, "resume")
    assert not resumed["cancelled"]
    assert not resumed["done"]
    assert await counts(person, batch) == {"received": 2, "ready": 1, "pending": 1}
    [third] = await send(person, batch, {"c.jpg": photo(3)})
    assert third["state"] == "pending"
    listed = (await person.client.get("/v1/jobs", params={"status": "pending"})).json()["jobs"]
    assert {job["subject_id"] for job in listed} == {waiting["garment_id"], third["garment_id"]}


async def test_cancel_leaves_alone_what_another_upload_brought(person) -> None:
    sent = await person.client.post("/v1/garments", files={"file": photo(9)})
    batch = await open_batch(person)
    await send(person, batch, {"old.jpg": photo(9)})
    await post(person, batch, "cancel")
    job = await person.client.get(f"/v1/jobs/{sent.json()['results'][0]['job_id']}")
    assert job.json()["status"] == "pending"


async def test_a_failed_file_is_looked_at_again(person) -> None:
    batch = await open_batch(person)
    [file] = await send(person, batch, {"a.jpg": photo(1)})
    await end(person, file, "failed", "The work was interrupted 5 times and was given up.")
    read = (await person.client.get(f"/v1/garments/batches/{batch['id']}")).json()
    assert [p["message"][:8] for p in read["problems"]] == ["The work"]
    await post(person, batch, "resume")
    assert await counts(person, batch) == {"received": 1, "pending": 1}


async def test_a_deleted_garment_comes_back_only_with_a_new_wish(person) -> None:
    batch = await open_batch(person, expected=2)
    first, _ = await send(person, batch, {"a.jpg": photo(1), "b.jpg": photo(2)})
    await person.client.delete(f"/v1/garments/{first['garment_id']}")
    asked = {"filename": "a.jpg", "sha256": hashlib.sha256(photo(1)).hexdigest()}
    url = f"/v1/garments/batches/{batch['id']}/missing"
    during = await person.client.post(url, json={"files": [asked]})
    assert during.json()["missing"] == []
    await post(person, batch, "cancel")
    after = await person.client.post(url, json={"files": [asked]})
    assert after.json()["missing"] == [asked]
    await post(person, batch, "resume")
    [again] = await send(person, batch, {"a.jpg": photo(1)})
    assert again["state"] == "pending"
    assert await counts(person, batch) == {"received": 2, "pending": 2}


async def test_progress_is_told_to_the_end(person) -> None:
    batch = await open_batch(person, expected=1)
    [file] = await send(person, batch, {"a.jpg": photo(1)})
    told = []
    url = f"/v1/garments/batches/{batch['id']}/events"
    ending = asyncio.create_task(end(person, file, "ready"))
    answer = await person.client.get(url)
    await ending
    for line in answer.text.splitlines():
        kind, _, said = line.partition(": ")
        if kind in ("event", "data"):
            told.append(said if kind == "event" else json.loads(said)["counts"]["ready"])
    assert told[-2:] == ["batch.ended", 1]


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 3000 + ".jpg", "ünï.jpg"])
async def test_a_files_name_is_kept_as_data(person, name) -> None:
    batch = await open_batch(person)
    [file] = await send(person, batch, {name: photo(1)})
    assert name.endswith(file["filename"])
    assert file["state"] == "pending"


async def test_a_batch_that_is_not_there_is_not_found_before_anything_is_read(person) -> None:
    answer = await person.client.post(f"/v1/garments/batches/{uuid4()}/photos", content=b"x")
    assert answer.status_code == 404
