"""Recordings over HTTP: OpenAI's shapes, clear refusals, nothing kept, nobody else's."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import numpy as np
import pytest
from scripted_speech import ScriptedModels, ScriptedTranscriber
from spoken import wav
from worker_in_process import open_world, work, working

from db.models import Job
from jobs.world import World
from stylist.settings import SpeechSettings
from tools import transcribe as tool

PATH = "/v1/audio/transcriptions"
SPEECH = wav(np.sin(np.arange(32_000) / 8).astype(np.float32) / 2)


@pytest.fixture
def backend() -> ScriptedTranscriber:
    return ScriptedTranscriber("Something warm. For the office.")


@pytest.fixture
async def world(services, backend) -> AsyncIterator[World]:
    async with open_world(services.settings, ScriptedModels(backend)) as world:
        yield world


async def ask(person, world: World, data: bytes = SPEECH, **form):
    async with working(world, person.id):
        return await person.client.post(PATH, files={"file": ("a.wav", data)}, data=form)


async def test_json_is_the_text_alone(person, world):
    answer = await ask(person, world, model="whisper-1")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"text": "Something warm For the office."}


async def test_verbose_json_has_openais_fields(person, world):
    said = (await ask(person, world, response_format="verbose_json", language="en")).json()
    assert set(said) == {"task", "language", "duration", "text", "segments"}
    assert (said["task"], said["language"], said["duration"]) == ("transcribe", "english", 2.0)
    assert [set(segment) for segment in said["segments"]] == [
        {
            "id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob",
            "compression_ratio", "no_speech_prob",
        }
    ] * 2  # fmt: skip
    assert [segment["id"] for segment in said["segments"]] == [0, 1]


async def test_words_that_are_not_sure_are_told_as_such_in_every_shape(person, world, backend):
    for sure, told in ((-0.44, None), (-0.46, "words-uncertain")):
        backend.avg_logprob = sure
        for shape in ("json", "text", "verbose_json", "srt", "vtt"):
            answer = await ask(person, world, response_format=shape)
            assert (answer.status_code, answer.headers.get("stylist-degraded")) == (200, told)


async def test_text_and_subtitles_are_plain(person, world, backend):
    text = await ask(person, world, response_format="text")
    assert text.headers["content-type"].startswith("text/plain")
    assert text.text == "Something warm For the office.\n"
    srt = await ask(person, world, response_format="srt")
    assert srt.text == (
        "1\n00:00:00,000 --> 00:00:01,000\nSomething warm\n\n"
        "2\n00:00:01,000 --> 00:00:02,000\nFor the office.\n"
    )
    backend.text = "Less <b>formal</b> & warm"
    vtt = await ask(person, world, response_format="vtt")
    assert vtt.headers["content-type"].startswith("text/vtt")
    assert vtt.text == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nLess &lt;b&gt;formal&lt;/b&gt; &amp; warm\n"
    )


async def test_the_names_of_ones_own_garments_go_along(person, other, world, backend, make_ready):
    mine = await make_ready(person.id, color_primary="teal")
    await person.client.patch(f"/v1/garments/{mine}", json={"name": "Grandpa's henley"})
    theirs = await make_ready(other.id, color_primary="mustard")
    await other.client.patch(f"/v1/garments/{theirs}", json={"name": "Secret kimono"})
    await ask(person, world, prompt="Talk of brogues.")
    (asked,) = backend.asked
    assert "Grandpa's henley" in asked["prompt"]
    assert "teal" in asked["prompt"]
    assert asked["prompt"].endswith("Talk of brogues.")
    assert "kimono" not in asked["prompt"]


async def test_the_recording_is_not_kept(person, world, backend, services):
    await ask(person, world)
    backend.text = ""
    assert (await ask(person, world)).status_code == 422
    assert services.blobs.list_keys(person.id) == []


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "bad_request"),
        (b"%PDF-1.7 and so on", 415, "unsupported_media"),
        (b"\xff\xd8\xff\xe0 a photo", 415, "unsupported_media"),
        (b"OggS" + bytes(300), 422, "audio_unusable"),
        (wav(np.zeros(16_000, np.float32)), 422, "nothing_heard"),
    ],
    ids=["empty", "a document", "a photo", "damaged", "silent"],
)
async def test_what_cannot_be_heard_is_a_problem_in_words(
    person, world, services, data, status, code
):
    answer = await ask(person, world, data)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert services.blobs.list_keys(person.id) == []


async def test_a_recording_beyond_ten_minutes_is_refused_with_the_limit(person, world):
    answer = await ask(person, world, wav(np.zeros(601 * 8_000, np.float32), rate_hz=8_000))
    assert answer.status_code == 413
    assert "10 minutes" in answer.json()["detail"]


async def test_too_many_bytes_are_refused_with_the_limit(person, world, services):
    small = services.settings.model_copy(update={"speech": SpeechSettings(max_bytes=2_097_152)})
    deps = replace(services, settings=small).for_owner(person.id)
    with pytest.raises(tool.PayloadTooLarge, match="larger than 2 MB"):
        await tool.transcribe(deps, bytes(2_097_153), tool.SpeechRequest())


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ({"response_format": "mp3"}, "verbose_json"),
        ({"model": "whisper-9"}, "whisper-base"),
        ({"language": "klingon"}, "language"),
        ({"model": "whisper-tiny.en", "language": "de"}, "English only"),
        ({"temperature": "hot"}, "temperature"),
        ({"temperature": "1.5"}, "temperature"),
        ({"temperature": "nan"}, "temperature"),
        ({"prompt": "x" * 1001}, "1000"),
        ({"stream": "true"}, "stream"),
        ({"timestamp_granularities[]": "word"}, "segment"),
    ],
)
async def test_a_wrong_field_is_a_bad_request_that_names_it(person, world, services, form, named):
    answer = await ask(person, world, **form)
    assert answer.status_code == 400, answer.text
    assert named in answer.json()["detail"]
    assert services.blobs.list_keys(person.id) == []


async def test_a_request_without_a_file_is_refused(person):
    assert (await person.client.post(PATH, json={})).status_code == 415
    answer = await person.client.post(PATH, files={"other": ("a", b"x")})
    assert answer.status_code == 400
    two = [("file", ("a.wav", SPEECH)), ("file", ("b.wav", SPEECH))]
    assert (await person.client.post(PATH, files=two)).status_code == 413


async def test_a_long_recording_is_answered_later_in_the_form_asked_for(person, world):
    long = wav(np.tile(np.sin(np.arange(16_000) / 8).astype(np.float32) / 2, 90))
    request = tool.SpeechRequest(shape="text")
    told = await tool.transcribe(person.deps, long, request, wait_s=0.0)
    async with world.sessions() as session:
        assert (await session.get(Job, told.job_id)).queue == "batch"
    where = f"{PATH}/{told.job_id}"
    waiting = await person.client.get(where)
    assert (waiting.status_code, waiting.headers["location"]) == (202, where)
    assert waiting.json() == {"status": "pending", "job_id": str(told.job_id), "progress": 0.0}
    await work(world, person.id)
    answer = await person.client.get(where)
    assert (answer.status_code, answer.text) == (200, "Something warm For the office.\n")


async def test_listening_can_be_stopped_and_forgets_the_recording(person, world, services):
    told = await tool.transcribe(person.deps, SPEECH, tool.SpeechRequest(), wait_s=0.0)
    where = f"{PATH}/{told.job_id}"
    assert (await person.client.delete(where)).status_code == 204
    assert services.blobs.list_keys(person.id) == []
    assert (await person.client.get(where)).json()["code"] == "conflict"


async def test_a_stop_while_the_worker_listens_forgets_the_recording(
    person, world, services, backend
):
    told = await tool.transcribe(person.deps, SPEECH, tool.SpeechRequest(), wait_s=0.0)

    def stopped_meanwhile(samples, *, report, **_):
        asyncio.run_coroutine_threadsafe(
            tool.stop_transcription(person.deps, told.job_id), loop
        ).result(10)
        while True:
            report(0.5)

    loop = asyncio.get_running_loop()
    backend.transcribe = stopped_meanwhile
    await work(world, person.id)
    assert services.blobs.list_keys(person.id) == []
    assert (await person.client.get(f"{PATH}/{told.job_id}")).status_code == 409


async def test_the_same_recording_twice_at_once_is_heard_twice(person, world):
    both = [
        await tool.transcribe(person.deps, SPEECH, tool.SpeechRequest(), wait_s=0.0)
        for _ in range(2)
    ]
    await work(world, person.id)
    told = [await tool.read_transcription(person.deps, each.job_id) for each in both]
    assert [each.transcript.text for each in told] == ["Something warm For the office."] * 2


async def test_missing_weights_are_told_at_once_with_the_mend(person, services):
    async with open_world(services.settings, ScriptedModels(None)) as world:
        answer = await ask(person, world)
    assert answer.status_code == 503
    assert "speech-weights-missing" in answer.json()["detail"]
    assert services.blobs.list_keys(person.id) == []


async def test_recordings_of_others_do_not_exist(person, other, world):
    told = await tool.transcribe(person.deps, SPEECH, tool.SpeechRequest(), wait_s=0.0)
    where = f"{PATH}/{told.job_id}"
    assert (await other.client.get(where)).status_code == 404
    assert (await other.client.delete(where)).status_code == 404
    assert (await person.client.get(f"/v1/garments/similar/{told.job_id}")).status_code == 404


async def test_nobody_is_heard_without_signing_in(anyone):
    assert (await anyone.post(PATH, files={"file": ("a.wav", SPEECH)})).status_code == 401


async def test_the_route_is_documented(anyone):
    paths = (await anyone.get("/openapi.json")).json()["paths"]
    form = paths[PATH]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert json.dumps(form["properties"]["response_format"]["enum"]) == json.dumps(
        ["json", "text", "verbose_json", "srt", "vtt"]
    )
    assert {"200", "202"} <= set(paths[PATH]["post"]["responses"])
