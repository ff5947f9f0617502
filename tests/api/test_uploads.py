import asyncio
import tempfile
from pathlib import Path

import photo_files
import pytest
from photo_files import photo

from api.body_limit import JSON_BYTES

BAD = {
    "truncated": (photo(1)[:-400], 400),
    "zero bytes": (b"", 400),
    "100 megapixels by its header": (photo_files.png_promise(10_000, 10_000), 413),
    "decompression bomb": (photo_files.png_bomb(8_000), 413),
    "beyond the size limit": (b"\xff\xd8\xff" + b"\0" * 3_000_000, 413),
    "svg": (photo_files.SVG, 415),
    "text": (b"Dear diary, today I wore a shirt.", 415),
}
ODD = {
    "animated": photo_files.animation(20),
    "cmyk": photo_files.encoded(photo_files.noise(30).convert("CMYK"), "JPEG"),
    "16 bit": photo_files.sixteen_bit(40),
    "turned by exif": photo_files.turned(50),
    "palette": photo_files.encoded(photo_files.noise(60).convert("P"), "PNG"),
}


async def send(person, *files: bytes, name: str = "photo.jpg", **fields: str):
    parts = [("files", (name, data, "image/jpeg")) for data in files]
    return await person.client.post("/v1/garments", files=parts, data=fields)


@pytest.fixture
def temporary_files(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_photo_is_a_typed_problem(person, temporary_files, kind) -> None:
    data, status = BAD[kind]
    answer = await send(person, data)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert (await person.client.get("/v1/garments")).json()["garments"] == []
    assert list(temporary_files.iterdir()) == []


@pytest.mark.parametrize("kind", ODD)
async def test_an_odd_photo_is_taken_in(person, temporary_files, kind) -> None:
    answer = await send(person, ODD[kind])
    assert answer.status_code == 202, answer.text
    assert answer.json()["results"][0]["garment"]["status"] == "pending"
    assert list(temporary_files.iterdir()) == []


async def test_a_photo_becomes_a_row_a_job_and_a_blob(person) -> None:
    data = photo(100)
    answer = (await send(person, data, name="../../etc/shirt.jpg")).json()["results"][0]
    job = (await person.client.get(f"/v1/jobs/{answer['job_id']}")).json()
    assert job["kind"] == "ingest_garment"
    assert job["subject_id"] == answer["garment"]["id"]
    assert job["status"] == "pending"
    image = await person.client.get(answer["garment"]["image_url"])
    assert image.content == data
    assert image.headers["content-type"] == "image/jpeg"
    assert image.headers["x-content-type-options"] == "nosniff"
    assert image.headers["cache-control"].startswith("private")


async def test_the_same_photo_again_is_the_same_garment(person) -> None:
    first = (await send(person, photo(101))).json()["results"][0]
    assert first["duplicate_of"] is None
    again = (await send(person, photo(101))).json()["results"][0]
    assert again["duplicate_of"] == again["garment"]["id"] == first["garment"]["id"]
    assert again["job_id"] == first["job_id"]


async def test_the_same_photo_twice_at_once_is_one_garment(person) -> None:
    answers = await asyncio.gather(*(send(person, photo(102)) for _ in range(4)))
    assert len({answer.json()["results"][0]["garment"]["id"] for answer in answers}) == 1


async def test_a_failed_photo_sent_again_is_looked_at_again(person) -> None:
    first = (await send(person, photo(103))).json()["results"][0]
    await person.client.post(f"/v1/jobs/{first['job_id']}/cancel")
    failed = (await person.client.get(f"/v1/garments/{first['garment']['id']}")).json()
    assert failed["status"] == "failed"
    assert failed["error_message"]
    again = (await send(person, photo(103))).json()["results"][0]
    assert again["garment"]["status"] == "pending"
    assert (await person.client.get(f"/v1/jobs/{again['job_id']}")).json()["status"] == "pending"


async def test_a_bad_photo_among_good_ones_spoils_none(person) -> None:
    answer = await send(person, photo(104), b"not a photo", photo(105))
    assert answer.status_code == 202
    good, bad, last = answer.json()["results"]
    assert good["garment"]
    assert last["garment"]
    assert bad["garment"] is None
    assert bad["problem"]["status"] == 415


async def test_a_huge_photo_among_good_ones_spoils_none(person) -> None:
    answer = await send(person, photo(106), BAD["beyond the size limit"][0])
    assert [row["garment"] is None for row in answer.json()["results"]] == [False, True]
    assert answer.json()["results"][1]["problem"]["status"] == 413


async def test_only_bad_photos_are_the_problem_of_the_first(person) -> None:
    assert (await send(person, b"", b"text")).status_code == 400


async def test_the_field_may_be_called_file(person) -> None:
    answer = await person.client.post("/v1/garments", files={"file": ("a.png", photo(107, "PNG"))})
    assert answer.status_code == 202


async def test_imports_wait_on_the_batch_queue(person) -> None:
    answer = (await send(person, photo(108), queue="batch")).json()["results"][0]
    assert answer["job_id"]
    assert (await send(person, photo(109), queue="express")).status_code == 400


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\nbroken", 400),
        ({"content-type": "multipart/form-data"}, b"", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x--\r\n", 400),
        ({"content-type": "application/json"}, b"{}", 415),
        ({"content-type": "image/jpeg"}, photo(110), 415),
        (
            {"content-type": "multipart/form-data; boundary=x", "content-length": "99999999"},
            b"",
            413,
        ),
    ],
)
async def test_a_broken_form_is_a_typed_problem(person, headers, body, status) -> None:
    answer = await person.client.post("/v1/garments", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["status"] == status


async def test_too_many_photos_are_refused(person) -> None:
    assert (await send(person, *[b"x"] * 6)).status_code == 413


async def test_an_undeclared_flood_is_cut_off(person) -> None:
    sent = 0

    async def flood():
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 100_000

    answer = await person.client.post("/v1/conversations", content=flood())
    assert answer.status_code == 413
    assert sent * 100_000 < JSON_BYTES + 300_000
    assert answer.json()["code"] == "payload_too_large"


async def test_an_unsigned_upload_is_refused_before_it_is_read(anyone) -> None:
    async def body():
        raise AssertionError("read")
        yield b""

    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert (await anyone.post("/v1/garments", content=body(), headers=headers)).status_code == 401
