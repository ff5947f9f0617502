"""What looks alike is found by photo and by garment; one photographed twice is asked about."""

import io
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import numpy as np
import pytest
from photo_files import photo
from PIL import Image
from remembering_eyes import drawn_photo
from sqlalchemy import select
from worker_in_process import open_world, work, working

from db.models import GarmentDuplicate, Job
from jobs.world import World
from tools import similar_garments as tool


@pytest.fixture
async def world(services, models) -> AsyncIterator[World]:
    async with open_world(services.settings, models) as world:
        yield world


async def upload(person, world: World, data: bytes) -> str:
    answer = await person.client.post("/v1/garments", files={"files": ("a.jpg", data)})
    assert answer.status_code == 202, answer.text
    await work(world, person.id)
    return answer.json()["garments"][0]["id"]


async def ask(person, world: World, data: bytes, **params):
    async with working(world, person.id):
        return await person.client.post(
            "/v1/garments/similar", files={"photo": ("q.jpg", data)}, params=params
        )


def again(data: bytes) -> bytes:
    """Another photo of the same: a little darker, closer, warmer, and another JPEG."""
    rgb = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(np.float32)
    high, wide = rgb.shape[:2]
    near = rgb[high // 100 :, wide // 100 :] * np.array([0.99, 0.98, 0.97], np.float32)
    buffer = io.BytesIO()
    Image.fromarray(near.astype(np.uint8)).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


PHOTOS = {number: drawn_photo(number) for number in (0, 4, 8)}


async def duplicates(person) -> list[dict]:
    return (await person.client.get("/v1/garments/duplicates")).json()["duplicates"]


@pytest.fixture
async def twice(person, world) -> tuple[str, str, str]:
    """A person who photographed one garment twice: the question, the first, the second."""
    first = await upload(person, world, PHOTOS[0])
    second = await upload(person, world, again(PHOTOS[0]))
    (question,) = await duplicates(person)
    assert (question["garment"]["id"], question["other"]["id"]) == (second, first)
    return question["id"], first, second


async def test_a_photo_finds_the_garment_it_shows_and_says_what_it_sees(person, world):
    ids = {number: await upload(person, world, data) for number, data in PHOTOS.items()}
    answer = await ask(person, world, again(PHOTOS[4]))
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["matches"][0]["garment"]["id"] == ids[4]
    assert said["matches"][0]["same"] is True
    likeness = [match["likeness"] for match in said["matches"]]
    assert likeness == sorted(likeness, reverse=True)
    assert said["seen"]["category"]
    assert said["seen"]["attributes"]["color_primary"]
    assert not said["pending"]


async def test_a_photo_that_was_asked_about_is_not_kept(person, world, services):
    await ask(person, world, PHOTOS[0])
    assert services.blobs.list_keys(person.id) == []
    assert (await person.client.get("/v1/garments")).json()["garments"] == []


async def test_a_slot_narrows_what_is_found(person, world):
    for data in PHOTOS.values():
        await upload(person, world, data)
    everything = (await ask(person, world, PHOTOS[0])).json()["matches"]
    slot = everything[0]["garment"]["slot"]
    narrowed = (await ask(person, world, PHOTOS[0], slot=slot)).json()["matches"]
    assert {match["garment"]["slot"] for match in narrowed} == {slot}
    assert len(narrowed) <= len(everything)


async def test_a_busy_worker_is_not_waited_for_for_ever(person, world, monkeypatch):
    monkeypatch.setattr(tool, "WAIT_S", 0.0)
    found = await tool.similar_garments(person.deps, photo=PHOTOS[0], wait_s=0.0)
    assert found.pending
    where = f"/v1/garments/similar/{found.job_id}"
    assert (await person.client.get(where)).status_code == 202
    await work(world, person.id)
    answer = await person.client.get(where)
    assert (answer.status_code, answer.json()["pending"]) == (200, False)


async def test_a_photo_of_nothing_is_refused_in_words(person, world, services):
    buffer = io.BytesIO()
    Image.new("RGB", (300, 300), (200, 200, 200)).save(buffer, "JPEG")
    answer = await ask(person, world, buffer.getvalue())
    assert answer.status_code == 422
    assert answer.json()["code"] == "photo_unusable"
    assert services.blobs.list_keys(person.id) == []


async def test_a_garment_finds_its_likes_and_not_itself(person, world):
    ids = {number: await upload(person, world, data) for number, data in PHOTOS.items()}
    answer = await person.client.post("/v1/garments/similar", json={"garment_id": ids[0]})
    assert answer.status_code == 200, answer.text
    found = {match["garment"]["id"] for match in answer.json()["matches"]}
    assert found == {ids[4], ids[8]}


@pytest.mark.parametrize("body", [{}, {"garment_id": "x"}, {"garment_id": str(uuid4()), "a": 1}])
async def test_a_question_about_nothing_is_a_bad_request(person, body):
    answer = await person.client.post("/v1/garments/similar", json=body)
    assert answer.status_code == 400


async def test_a_job_of_another_kind_is_no_question_about_a_photo(person, world):
    sent = (await person.client.post("/v1/garments", files={"file": photo(901)})).json()
    job_id = sent["results"][0]["job_id"]
    for path in ("similar", "search"):
        answer = await person.client.get(f"/v1/garments/{path}/{job_id}")
        assert answer.status_code == 404


async def test_nobody_finds_garments_of_others(person, other, world):
    theirs = await upload(other, world, PHOTOS[0])
    assert (await ask(person, world, PHOTOS[0])).json()["matches"] == []
    answer = await person.client.post("/v1/garments/similar", json={"garment_id": theirs})
    assert answer.status_code == 404


async def test_the_same_garment_photographed_again_is_kept_and_asked_about(twice, person):
    _, first, second = twice
    listed = (await person.client.get("/v1/garments")).json()["garments"]
    assert {garment["id"] for garment in listed} == {first, second}


async def test_different_garments_are_not_asked_about(person, world):
    for data in PHOTOS.values():
        await upload(person, world, data)
    assert await duplicates(person) == []


async def test_a_job_that_runs_again_asks_once(twice, person, world, services):
    _, _, second = twice
    async with services.sessions.begin() as session:
        job = await session.scalar(select(Job).where(Job.subject_id == UUID(second)))
        job.status = "pending"
    await work(world, person.id)
    assert len(await duplicates(person)) == 1


async def test_the_answer_same_keeps_one_and_archives_the_other(twice, person):
    question, first, second = twice
    answer = await person.client.post(
        f"/v1/garments/duplicates/{question}", json={"answer": "same", "keep": first}
    )
    assert answer.json() == {"id": question, "state": "same", "kept": first, "archived": second}
    assert await duplicates(person) == []
    listed = (await person.client.get("/v1/garments")).json()["garments"]
    assert [garment["id"] for garment in listed] == [first]


async def test_a_merge_can_be_taken_back(twice, person):
    question, first, second = twice
    where = f"/v1/garments/duplicates/{question}"
    await person.client.patch(f"/v1/garments/{second}", json={"availability": "laundry"})
    await person.client.post(where, json={"answer": "same", "keep": first})
    answer = await person.client.post(where, json={"answer": "different"})
    assert answer.json()["archived"] is None
    garment = (await person.client.get(f"/v1/garments/{second}")).json()
    assert garment["availability"] == "laundry"


async def test_another_choice_of_what_to_keep_swaps_them(twice, person):
    question, first, second = twice
    where = f"/v1/garments/duplicates/{question}"
    for keep in (first, second, second):
        await person.client.post(where, json={"answer": "same", "keep": keep})
    listed = (await person.client.get("/v1/garments")).json()["garments"]
    assert [garment["id"] for garment in listed] == [second]


async def test_the_answer_different_is_remembered(twice, person, world, services):
    question, _, second = twice
    where = f"/v1/garments/duplicates/{question}"
    assert (await person.client.post(where, json={"answer": "different"})).status_code == 200
    async with services.sessions.begin() as session:
        job = await session.scalar(select(Job).where(Job.subject_id == UUID(second)))
        job.status = "pending"
    await work(world, person.id)
    assert await duplicates(person) == []


@pytest.mark.parametrize(
    "reply",
    [{"answer": "same"}, {"answer": "same", "keep": str(uuid4())}],
    ids=["keeps nothing", "keeps another"],
)
async def test_a_merge_names_which_of_the_two_to_keep(twice, person, reply):
    answer = await person.client.post(f"/v1/garments/duplicates/{twice[0]}", json=reply)
    assert answer.status_code == 400
    assert len(await duplicates(person)) == 1


async def test_a_deleted_garment_takes_its_questions_along(twice, person, services):
    _, first, _ = twice
    await person.client.delete(f"/v1/garments/{first}")
    assert await duplicates(person) == []
    async with services.sessions() as session:
        rows = select(GarmentDuplicate).where(GarmentDuplicate.user_id == person.id)
        assert list(await session.scalars(rows)) == []


async def test_questions_of_others_do_not_exist(twice, other):
    assert await duplicates(other) == []
    answer = await other.client.post(
        f"/v1/garments/duplicates/{twice[0]}", json={"answer": "different"}
    )
    assert answer.status_code == 404
