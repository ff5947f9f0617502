"""A garment's photo through its life, with the real pipeline behind the routes."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest
from PIL import Image
from remembering_eyes import drawn_photo
from worker_in_process import open_world

from db import garments
from db.vectors import garment_collection
from jobs.runner import run_job
from jobs.tasks import KINDS
from jobs.world import World
from stylist.settings import JobSettings

Look = Callable[[object], Awaitable[dict]]


@pytest.fixture
async def world(services, models) -> AsyncIterator[World]:
    settings = services.settings.model_copy(update={"jobs": JobSettings(heartbeat_s=0.2)})
    async with open_world(settings, models) as world:
        yield world


@pytest.fixture
def look(person, world) -> Look:
    """Does the job of an answer, and reads the garment after it."""

    async def do(answer) -> dict:
        assert answer.status_code == 202, answer.text
        body = answer.json()
        said = body["garments"][0] if "garments" in body else body
        job = body["results"][0]["job_id"] if "results" in body else body["job_id"]
        await run_job(world, KINDS, UUID(job), worker_id="test")
        return await read(person, said["id"])

    return do


async def read(person, garment) -> dict:
    return (await person.client.get(f"/v1/garments/{garment}")).json()


async def send(person, path: str, data: bytes):
    return await person.client.post(path, files={"file": ("photo.jpg", data)})


async def image(person, url: str) -> Image.Image:
    return Image.open(io.BytesIO((await person.client.get(url)).content))


@pytest.fixture
async def garment(person, look) -> dict:
    return await look(await send(person, "/v1/garments", drawn_photo(0)))


async def post(person, garment: dict, action: str, **body):
    return await person.client.post(f"/v1/garments/{garment['id']}/{action}", json=body)


async def test_a_turned_photo_is_shown_turned_and_kept_as_it_was(person, look, garment) -> None:
    before = await image(person, garment["cutout_url"])
    turned = await look(await post(person, garment, "rotate", degrees=90))
    assert (turned["status"], turned["rotation"], turned["photo_version"]) == ("ready", 90, 2)
    after = await image(person, turned["cutout_url"])
    assert before.height > before.width
    assert after.width > after.height
    original = await person.client.get(turned["image_url"])
    assert original.content == drawn_photo(0)
    further = await look(await post(person, turned, "rotate", degrees=270))
    assert (further["rotation"], further["photo_version"]) == (0, 3)
    assert (await image(person, further["cutout_url"])).size == before.size


async def test_the_background_comes_back_and_goes_again(person, look, garment) -> None:
    shown = await look(await post(person, garment, "background", removed=False))
    assert not shown["background_removed"]
    whole = await image(person, shown["cutout_url"])
    assert whole.mode == "RGB"
    assert whole.size == (768, 1024)
    same = await post(person, shown, "background", removed=False)
    assert (same.json()["job_id"], same.json()["photo_version"]) == (None, 2)
    cut = await look(await post(person, shown, "background", removed=True))
    assert cut["background_removed"]
    assert (await image(person, cut["cutout_url"])).mode == "RGBA"


async def test_another_photo_is_looked_at_and_corrections_stay(
    person, services, look, garment
) -> None:
    path = f"/v1/garments/{garment['id']}"
    await person.client.patch(path, json={"pattern": "plaid", "name": "Old faithful"})
    other = drawn_photo(12)
    replaced = await look(await send(person, f"{path}/photo", other))
    assert replaced["category"] != garment["category"]
    assert (replaced["attributes"]["pattern"], replaced["name"]) == ("plaid", "Old faithful")
    assert (await person.client.get(replaced["image_url"])).content == other
    undone = (await person.client.post(f"{path}/undo")).json()
    assert undone["attributes"]["pattern"] != "plaid"
    assert undone["category"] == replaced["category"]


async def test_every_change_of_the_photo_is_undone_one_by_one(
    person, services, look, garment
) -> None:
    path = f"/v1/garments/{garment['id']}"
    await look(await post(person, garment, "rotate", degrees=180))
    replaced = await look(await send(person, f"{path}/photo", drawn_photo(12)))
    turned = (await person.client.post(f"{path}/photo/undo")).json()
    assert (turned["status"], turned["rotation"]) == ("ready", 180)
    assert (await person.client.get(replaced["image_url"])).status_code == 404
    assert (await person.client.get(turned["image_url"])).content == drawn_photo(0)
    back = (await person.client.post(f"{path}/photo/undo")).json()
    changing = {"updated_at", "degraded", "image_url", "cutout_url", "thumbnail_url"}
    assert {k: v for k, v in back.items() if k not in changing} == {
        k: v for k, v in garment.items() if k not in changing
    }
    for link in ("image_url", "cutout_url", "thumbnail_url"):
        assert (await person.client.get(back[link])).status_code == 200
    assert len(services.blobs.list_keys(person.id)) == 3
    nothing = await person.client.post(f"{path}/photo/undo")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "conflict")


async def test_a_change_after_an_undo_is_looked_at_like_any_other(person, look, garment) -> None:
    await look(await post(person, garment, "rotate", degrees=90))
    await post(person, garment, "photo/undo")
    again = await look(await post(person, garment, "rotate", degrees=180))
    assert (again["status"], again["rotation"]) == ("ready", 180)


async def test_the_index_follows_the_photo_and_its_undo(person, services, look, garment) -> None:
    async def nearest(words: str) -> float:
        found = await services.vectors.query(
            garment_collection(services.embedder.name),
            owner_id=person.id,
            vector=services.embedder.embed([words])[0],
            ids=None,
            limit=1,
        )
        return found[0][1]

    other = await look(await send(person, f"/v1/garments/{garment['id']}/photo", drawn_photo(12)))
    as_other, as_before = await nearest(other["name"]), await nearest(garment["name"])
    assert as_other > as_before
    await post(person, garment, "photo/undo")
    assert await nearest(garment["name"]) > as_before
    assert await nearest(other["name"]) < as_other


async def test_a_photo_that_shows_nothing_fails_and_can_be_undone(person, look, garment) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 400), (200, 200, 200)).save(buffer, "JPEG")
    path = f"/v1/garments/{garment['id']}"
    failed = await look(await send(person, f"{path}/photo", buffer.getvalue()))
    assert failed["status"] == "failed"
    assert "garment" in failed["error_message"]
    again = await send(person, f"{path}/photo", buffer.getvalue())
    assert again.json()["status"] == "pending", "the same photo is looked at once more"
    await look(again)
    back = (await person.client.post(f"{path}/photo/undo")).json()
    assert (back["status"], back["error_message"]) == ("ready", None)
    assert back["category"] == garment["category"]


async def test_a_photo_in_work_or_changed_meanwhile_is_left_alone(person, look, garment) -> None:
    stale = await post(person, garment, "rotate", degrees=90, photo_version=7)
    assert (stale.status_code, "changed meanwhile" in stale.json()["detail"]) == (409, True)
    first = await post(person, garment, "rotate", degrees=90, photo_version=1)
    path = f"/v1/garments/{garment['id']}"
    for answer in (
        await post(person, garment, "rotate", degrees=90),
        await post(person, garment, "background", removed=False),
        await post(person, garment, "photo/undo"),
        await send(person, f"{path}/photo", drawn_photo(1)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert (await look(first))["rotation"] == 90


async def test_a_job_that_is_begun_twice_leaves_one_state(person, world, look, garment) -> None:
    answer = await post(person, garment, "rotate", degrees=90)
    once = await look(answer)
    await run_job(world, KINDS, UUID(answer.json()["job_id"]), worker_id="another")
    assert await read(person, garment["id"]) == once


async def test_a_photo_that_two_garments_share_outlives_one_of_them(
    person, services, look, garment
) -> None:
    second = await look(await send(person, "/v1/garments", drawn_photo(1)))
    path = f"/v1/garments/{second['id']}"
    await look(await send(person, f"{path}/photo", drawn_photo(0)))
    await person.client.delete(f"/v1/garments/{garment['id']}")
    shared = await read(person, second["id"])
    for link in ("image_url", "cutout_url", "thumbnail_url"):
        assert (await person.client.get(shared[link])).status_code == 200
    await person.client.delete(path)
    assert services.blobs.list_keys(person.id) == [], "former photos go with their garment"


async def test_a_drawn_garment_has_no_photo_to_turn_until_it_gets_one(
    person, services, look, garment
) -> None:
    async with services.sessions.begin() as session:
        row = await garments.get_garment(session, UUID(garment["id"]), owner_id=person.id)
        row.drawn = True
    for action, body in (("rotate", {"degrees": 90}), ("background", {"removed": False})):
        answer = await post(person, garment, action, **body)
        assert (answer.status_code, "drawn" in answer.json()["detail"]) == (409, True)
    path = f"/v1/garments/{garment['id']}"
    replaced = await look(await send(person, f"{path}/photo", drawn_photo(12)))
    assert (replaced["status"], replaced["drawn"]) == ("ready", False)
    assert (await post(person, garment, "photo/undo")).json()["drawn"]


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("rotate", {"degrees": 45}),
        ("rotate", {}),
        ("rotate", {"degrees": 90, "twice": True}),
        ("background", {}),
        ("background", {"removed": None}),
    ],
)
async def test_a_senseless_change_is_a_typed_problem(person, make_ready, action, body) -> None:
    garment = await make_ready(person.id)
    answer = await person.client.post(f"/v1/garments/{garment}/{action}", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_is_no_photo_changes_nothing(person, make_ready) -> None:
    garment = await make_ready(person.id)
    before = await read(person, garment)
    path = f"/v1/garments/{garment}/photo"
    assert (await send(person, path, b"not a photo")).status_code == 415
    two = [("file", ("a.jpg", drawn_photo(0))), ("file", ("b.jpg", drawn_photo(1)))]
    assert (await person.client.post(path, files=two)).status_code == 400
    assert await read(person, garment) == before


async def test_another_persons_photo_is_not_to_be_had(person, other, make_ready) -> None:
    garment = {"id": await make_ready(other.id)}
    path = f"/v1/garments/{garment['id']}"
    for answer in (
        await post(person, garment, "rotate", degrees=90),
        await post(person, garment, "background", removed=False),
        await post(person, garment, "photo/undo"),
        await send(person, f"{path}/photo", drawn_photo(0)),
    ):
        assert answer.status_code == 404
    assert len(person.deps.blobs.list_keys(other.id)) == 3
