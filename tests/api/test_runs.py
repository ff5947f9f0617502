"""Runs survive what happens to them: a cancel, a process that ends or dies, a log that is lost."""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date

import pytest
from chat_frames import Turn
from langgraph.checkpoint.base import empty_checkpoint
from redis.asyncio import Redis
from wardrobe_rows import hang_up

from agent import chat
from agent.lifespan import open_agent
from agent.tail import follow_run
from db import conversations, runs
from db.conversations import list_messages
from jobs.event_log import EventLog, run_stream
from stylist.settings import AgentSettings
from tools.weather import WeatherReport

OSLO = "what can I wear tomorrow in Oslo?"


class HeldWeather:
    """A weather source that answers when the test lets it."""

    def __init__(self):
        self.asked = asyncio.Event()
        self.let_go = asyncio.Event()
        self.calls = 0

    async def look_up(self, place: str, day: date, part: str = "day") -> WeatherReport:
        self.calls += 1
        self.asked.set()
        await self.let_go.wait()
        return WeatherReport(place=place, day=day, temperature_c=3, conditions=["snow"])


@pytest.fixture
async def weather():
    return HeldWeather()


@pytest.fixture
async def conversation(person, services):
    async with services.sessions.begin() as session:
        await hang_up(session, person.id)
        return (await conversations.add_conversation(session, owner_id=person.id)).id


@pytest.fixture
async def start_agent(services, person, make_settings, weather):
    """Starts an agent as another process would; returns it with its world."""
    async with AsyncExitStack() as stack:

        async def start(events=None, **changes):
            agent_settings = AgentSettings(model="offline", **{"sweep_s": 0.1, **changes})
            world = replace(
                services,
                settings=make_settings(agent=agent_settings),
                weather=weather,
                events=events or services.events,
            )
            agent = await stack.enter_async_context(open_agent(world))
            return agent, world.for_owner(person.id)

        yield start


async def post(deps, conversation, content):
    async with deps.sessions.begin() as session:
        run, _ = await runs.post_message(
            session, conversation, owner_id=deps.owner_id, content=content
        )
    return run


async def follow(deps, run_id, after=None):
    frames = [frame async for frame in follow_run(deps, run_id, after=after)]
    return Turn([(frame.id, frame.type, json.loads(frame.data)) for frame in frames])


class Reader:
    """A reader of a run in the background; a test can wait until it has seen something."""

    def __init__(self, deps, run_id):
        self._frames = []
        self._more = asyncio.Condition()
        self._task = asyncio.create_task(self._read(deps, run_id))

    async def _read(self, deps, run_id):
        async for frame in follow_run(deps, run_id, after=None):
            async with self._more:
                self._frames.append((frame.id, frame.type, json.loads(frame.data)))
                self._more.notify_all()

    async def has_seen(self, type_):
        async with self._more:
            await self._more.wait_for(lambda: any(name == type_ for _, name, _ in self._frames))

    async def to_the_end(self):
        await self._task
        return Turn(self._frames)


async def replies(deps, conversation):
    async with deps.sessions() as session:
        messages = await list_messages(session, conversation, owner_id=deps.owner_id)
    return [message.content for message in messages if message.role == "assistant"]


async def test_a_run_in_work_is_cancelled_and_the_conversation_goes_on(
    start_agent, conversation, weather
):
    agent, deps = await start_agent()
    run = await chat.say(agent, deps, conversation, content=OSLO)
    await weather.asked.wait()

    await chat.stop(agent, deps, run.id)

    turn = await follow(deps, run.id)
    assert turn.types[-1] == "run.cancelled"
    assert await replies(deps, conversation) == []
    again = await chat.say(agent, deps, conversation, content="hello")
    assert (await follow(deps, again.id)).types[-1] == "run.finished"


async def test_a_cancel_reaches_a_run_of_another_process(start_agent, conversation, weather):
    ours, deps = await start_agent()
    others, _ = await start_agent()
    run = await chat.say(ours, deps, conversation, content=OSLO)
    await weather.asked.wait()
    await chat.stop(others, deps, run.id)
    assert (await follow(deps, run.id)).types[-1] == "run.cancelled"


async def test_a_process_that_is_told_to_end_hands_its_run_over(start_agent, conversation, weather):
    ours, deps = await start_agent(sweep_s=60)
    run = await chat.say(ours, deps, conversation, content=OSLO)
    await weather.asked.wait()
    reader = Reader(deps, run.id)
    await reader.has_seen("tool.started")
    await ours.engine.close()
    weather.let_go.set()

    others, _ = await start_agent()

    turn = await reader.to_the_end()
    assert turn.types[-1] == "run.finished"
    assert turn.types.count("run.started") == 1
    # Once for the words; a second one tells of the weather that was looked up.
    until_told = turn.types[: turn.types.index("tool.finished")]
    assert until_told.count("constraints.updated") == 1
    assert "run.snapshot" in turn.types
    assert weather.calls == 2
    assert await replies(deps, conversation) == [turn.reply]
    assert others is not ours


async def test_a_run_whose_process_died_is_taken_over_and_its_ghost_writes_nothing(
    start_agent, conversation, services, person
):
    run = await post(services.for_owner(person.id), conversation, "something for work")
    async with services.sessions.begin() as session:
        ghost = await runs.claim(session, run.id, "a process that died", lease_s=0.01)

    _, deps = await start_agent()

    turn = await follow(deps, run.id)
    assert turn.types[0] == "run.snapshot"
    assert turn.types[-1] == "run.finished"
    assert len(turn.outfits) == 3
    async with services.sessions.begin() as session:
        assert not await runs.write(session, ghost, model="ghost")
        assert await runs.renew(session, ghost, lease_s=5) is None


async def test_a_run_that_took_two_processes_with_it_ends_as_interrupted(
    start_agent, conversation, services, person
):
    run = await post(services.for_owner(person.id), conversation, "something for work")
    async with services.sessions.begin() as session:
        for name in ("first", "second"):
            assert await runs.claim(session, run.id, name, lease_s=-1)
    _, deps = await start_agent()
    turn = await follow(deps, run.id)
    assert turn.last("run.failed")["code"] == "interrupted"
    next_run = await post(deps, conversation, "hello")
    assert (await follow(deps, next_run.id)).types[-1] == "run.finished"


async def test_a_message_whose_process_died_before_it_began_is_answered(
    start_agent, conversation, services, person
):
    run = await post(services.for_owner(person.id), conversation, "something for work")
    _, deps = await start_agent()
    assert (await follow(deps, run.id)).types[-1] == "run.finished"


async def test_a_run_that_was_announced_by_a_process_that_ended_is_announced_once(
    start_agent, conversation
):
    ours, deps = await start_agent(sweep_s=60)
    await ours.engine.close()
    run = await chat.say(ours, deps, conversation, content="something for work")
    await start_agent()
    turn = await follow(deps, run.id)
    assert turn.types.count("run.started") == 1
    assert turn.types[0] == "run.started"
    assert turn.types[-1] == "run.finished"


async def test_the_first_event_does_not_wait_for_a_slot(start_agent, conversation, person, weather):
    agent, deps = await start_agent(max_concurrent_runs=1)
    first = await chat.say(agent, deps, conversation, content=OSLO)
    await weather.asked.wait()
    async with deps.sessions.begin() as session:
        other = await conversations.add_conversation(session, owner_id=person.id)
    waiting = await chat.say(agent, deps, other.id, content="something for work")
    frames = follow_run(deps, waiting.id, after=None, just_begun=True)
    assert (await anext(frames)).type == "run.started"
    weather.let_go.set()
    assert (await follow(deps, waiting.id)).types.count("run.started") == 1
    assert (await follow(deps, first.id)).types[-1] == "run.finished"


async def test_a_run_keeps_one_checkpoint_while_it_works_and_none_when_it_has_ended(
    start_agent, conversation, weather
):
    agent, deps = await start_agent()
    run = await chat.say(agent, deps, conversation, content=OSLO)
    await weather.asked.wait()
    thread = {"configurable": {"thread_id": str(run.id)}}
    async with agent.checkpoints.open_saver() as saver:
        kept = await saver.aget_tuple(thread)
        assert kept is not None
        assert kept.checkpoint["channel_values"]["text"] == OSLO
        weather.let_go.set()
        assert (await follow(deps, run.id)).types[-1] == "run.finished"
        assert await saver.aget_tuple(thread) is None


async def test_an_attempt_that_comes_too_late_leaves_no_checkpoint(start_agent, conversation):
    agent, deps = await start_agent()
    run = await chat.say(agent, deps, conversation, content="hello!")
    assert (await follow(deps, run.id)).types[-1] == "run.finished"
    thread = {"configurable": {"thread_id": str(run.id)}}
    async with agent.checkpoints.open_saver() as saver:
        await saver.aput(thread, empty_checkpoint(), {"source": "loop"}, {})
        assert await saver.aget_tuple(thread) is None


async def test_a_tool_that_hangs_is_stopped_and_the_answer_comes_without_it(
    start_agent, conversation, weather
):
    agent, deps = await start_agent(tool_timeout_s=0.1)

    async def hang(*_):
        try:
            await asyncio.Event().wait()
        finally:  # only this call is to be too slow for so short a limit
            deps.settings.agent.tool_timeout_s = 60

    weather.look_up = hang
    run = await chat.say(agent, deps, conversation, content=OSLO)
    turn = await follow(deps, run.id)
    assert [d["ok"] for _, t, d in turn.frames if t == "tool.finished"] == [False, True]
    assert turn.outfits
    assert turn.types[-1] == "run.finished"


async def test_a_run_that_takes_too_long_says_so(start_agent, conversation):
    agent, deps = await start_agent(run_timeout_s=0.3)
    run = await chat.say(agent, deps, conversation, content=OSLO)
    assert (await follow(deps, run.id)).last("run.failed")["code"] == "timeout"


async def test_without_a_log_a_run_still_answers_and_its_reader_gets_the_snapshot(
    start_agent, conversation, services
):
    nowhere = EventLog(Redis.from_url("redis://127.0.0.1:9"), services.settings.redis)
    agent, deps = await start_agent(events=nowhere)
    run = await chat.say(agent, deps, conversation, content="something for work")
    turn = await follow(deps, run.id)
    assert turn.types[-2:] == ["run.snapshot", "run.finished"]
    assert len(turn.last("run.snapshot")["outfits"]) == 3
    assert [turn.last("run.snapshot")["text"]] == await replies(deps, conversation)


async def test_a_log_that_is_lost_in_mid_run_costs_its_reader_nothing(
    start_agent, conversation, weather
):
    agent, deps = await start_agent()
    run = await chat.say(agent, deps, conversation, content=OSLO)
    await weather.asked.wait()
    early = Reader(deps, run.id)
    await early.has_seen("tool.started")
    await deps.services.events.forget(run_stream(run.id))
    late = Reader(deps, run.id)
    for reader in (early, late):
        await reader.has_seen("run.snapshot")
    weather.let_go.set()

    for turn in [await reader.to_the_end() for reader in (early, late)]:
        assert "run.snapshot" in turn.types
        assert turn.types[-1] == "run.finished"
        assert len(turn.outfits) == 3
        assert [turn.reply] == await replies(deps, conversation)
        ids = [id_ for id_, _, _ in turn.frames if id_]
        assert len(ids) == len(set(ids))


async def test_weather_that_was_looked_up_dresses_the_outfits(start_agent, conversation, weather):
    weather.let_go.set()
    agent, deps = await start_agent()
    run = await chat.say(agent, deps, conversation, content=OSLO)
    turn = await follow(deps, run.id)
    assert turn.tools == ["get_weather", "recommend_outfits"]
    assert all("outerwear" in outfit["slots"] for outfit in turn.outfits)


async def test_a_deleted_conversation_takes_its_running_answer_with_it(
    start_agent, conversation, weather
):
    agent, deps = await start_agent()
    run = await chat.say(agent, deps, conversation, content=OSLO)
    await weather.asked.wait()
    reader = Reader(deps, run.id)
    await reader.has_seen("tool.started")
    await chat.delete(agent, deps, conversation)
    assert (await reader.to_the_end()).types[-1] == "run.cancelled"
    async with deps.sessions() as session:
        assert await session.get(type(run), run.id) is None
    async with agent.checkpoints.open_saver() as saver:
        assert await saver.aget_tuple({"configurable": {"thread_id": str(run.id)}}) is None
