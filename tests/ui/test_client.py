from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import httpx
import pytest
from fake_api import REPLY, FakeApi, serving

from stylist.errors import BackendUnavailable, UnsupportedMedia
from ui.client import StylistApi


@asynccontextmanager
async def connected(base_url: str):
    async with httpx.AsyncClient(base_url=base_url, trust_env=False) as http:
        yield StylistApi(http, attempts=3, pause_s=0.01)


async def heard(api: StylistApi) -> list:
    conversation = await api.start_conversation()
    run_id = await api.ask(conversation, "Something for the rain")
    return [event async for event in api.follow(run_id)]


async def test_a_message_gives_every_event_of_its_run_in_order():
    with serving(FakeApi()) as url:
        async with connected(url) as api:
            events = await heard(api)
    assert events[0].type == "run.started"
    assert events[-1].type == "run.finished"
    assert "".join(e.text for e in events if e.type == "message.delta").strip() == REPLY


async def test_a_lost_connection_is_taken_up_where_it_broke():
    fake = FakeApi(drop_after=4)
    with serving(fake) as url:
        async with connected(url) as api:
            events = await heard(api)
    assert fake.resumed_after == [None, "4-0"]
    assert [e.type for e in events].count("tool.finished") == 1
    assert events[-1].type == "run.finished"


async def test_a_message_whose_answer_was_lost_is_sent_again_under_the_same_key():
    fake = FakeApi(lost_answers=2)
    with serving(fake) as url:
        async with connected(url) as api:
            events = await heard(api)
    assert events[-1].type == "run.finished"
    assert len(fake.keys) == 3
    assert len(set(fake.keys)) == 1


async def test_a_stream_that_breaks_off_for_good_is_said_in_words():
    with serving(FakeApi(drop_after=0)) as url:
        async with connected(url) as api:
            with pytest.raises(BackendUnavailable, match="broke off"):
                await heard(api)


async def test_an_api_that_is_down_is_said_in_words():
    async with connected("http://127.0.0.1:9") as api:
        with pytest.raises(BackendUnavailable, match="does not answer"):
            await api.start_conversation()


async def test_a_refusal_keeps_its_class_and_its_message():
    with serving(FakeApi()) as url:
        async with connected(url) as api:
            with pytest.raises(UnsupportedMedia, match="not a photo"):
                await api.add_photo("notes.jpg", b"just text")


async def test_feedback_and_cancel_reach_the_api():
    fake = FakeApi()
    outfit_id, run_id = uuid4(), uuid4()
    fake.runs[run_id] = []
    with serving(fake) as url:
        async with connected(url) as api:
            await api.give_feedback(outfit_id, "like", reason=None)
            await api.cancel(run_id)
    assert fake.feedback == [{"outfit_id": str(outfit_id), "action": "like", "reason": None}]
    assert [UUID(run) for run in fake.cancelled] == [run_id]
