"""Tools that get in each other's way, fail, hang or are asked for what is not there."""

import asyncio
from collections import Counter
from uuid import uuid4

import psycopg
import pytest
from chat_frames import begin, say
from ollama_server import Calls, Says
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from wardrobe_rows import hang_up

from agent.recorder import RunRecorder
from agent.tool_calls import TOOL_FAILED
from db.models import OutfitFeedback
from tools import agent_doors
from tools.record_feedback import record_feedback

AT_ONCE = 20


@pytest.fixture
async def dressed(person):
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    return person


async def outfits_of(person, count: int) -> list[str]:
    made = await person.client.post("/v1/outfits/recommend", json={"count": count})
    return [outfit["id"] for outfit in made.json()["outfits"]]


async def test_twenty_reactions_at_once_are_all_kept_and_learned_from(dressed) -> None:
    ids = await outfits_of(dressed, 4)
    actions = ("like", "wear", "save", "skip", "dislike")
    pairs = [(ids[n % len(ids)], actions[n // len(ids) % 5]) for n in range(AT_ONCE)]
    assert len(set(pairs)) == AT_ONCE
    await asyncio.gather(
        *(record_feedback(dressed.deps, outfit_id=id_, action=action) for id_, action in pairs)
    )
    async with dressed.deps.sessions() as session:
        kept = await session.execute(
            select(OutfitFeedback.outfit_id, OutfitFeedback.action, func.count())
            .where(OutfitFeedback.outfit_id.in_(ids))
            .group_by(OutfitFeedback.outfit_id, OutfitFeedback.action)
        )
        rows = kept.all()
    assert {(str(id_), action) for id_, action, _ in rows} >= {
        (id_, action) for id_, action in pairs if action in ("wear", "save")
    }
    tastes = (await dressed.client.get("/v1/preferences")).json()
    assert tastes["learned_from"] > 0


async def test_none_of_those_ends_well_however_often_it_is_said(dressed) -> None:
    talk = await begin(dressed)
    await say(dressed, talk, "three outfits for 12 degrees")
    for _ in range(3):
        turn = await say(dressed, talk, "none of those")
        assert turn.types[-1] == "run.finished"
        assert turn.last("run.finished")["degraded"] == []


def _fails_first(monkeypatch, name: str, errors: list[Exception]) -> Counter:
    """Lets a tool fail with these errors, one a call, before it works."""
    tried: Counter = Counter()
    tool = agent_doors.TOOLS[name]
    works = tool.coroutine

    async def call(runtime, **given):
        tried[name] += 1
        if errors:
            raise errors.pop(0)
        return await works(runtime=runtime, **given)

    monkeypatch.setattr(tool, "coroutine", call)
    return tried


def deadlock() -> DBAPIError:
    return DBAPIError("UPDATE", {}, psycopg.errors.DeadlockDetected("deadlock detected"))


async def test_a_deadlock_is_tried_once_more(dressed, monkeypatch) -> None:
    tried = _fails_first(monkeypatch, "recommend_outfits", [deadlock()])
    turn = await say(dressed, await begin(dressed), "something for 12 degrees")
    assert tried["recommend_outfits"] == 2
    assert turn.outfits
    assert turn.last("run.finished")["degraded"] == []


def unkept() -> DBAPIError:
    return DBAPIError("INSERT", {}, psycopg.DataError("no NUL in a text: a bug"))


@pytest.mark.parametrize("bug", [KeyError("a bug"), unkept()], ids=["ours", "of a statement"])
async def test_a_bug_of_a_tool_becomes_words(dressed, monkeypatch, bug) -> None:
    _fails_first(monkeypatch, "recommend_outfits", [bug])
    turn = await say(dressed, await begin(dressed), "something for 12 degrees")
    assert turn.types[-1] == "run.finished"
    assert turn.reply
    assert "a bug" not in turn.reply
    assert turn.last("run.finished")["degraded"] == [TOOL_FAILED]


async def test_a_run_that_writes_what_cannot_be_kept_ends_at_once(dressed, monkeypatch) -> None:
    async def keep(self, **values) -> None:
        raise unkept()

    monkeypatch.setattr(RunRecorder, "keep", keep)
    turn = await say(dressed, await begin(dressed), "something for 12 degrees")
    assert turn.types[-1] == "run.failed"
    assert turn.last("run.failed")["code"] == "internal"


@pytest.mark.parametrize("words", ["hello", "hi there!", "thanks", "ok"])
async def test_no_tool_is_called_for_nothing(dressed, words) -> None:
    assert (await say(dressed, await begin(dressed), words)).tools == []


async def test_ids_of_nobody_and_of_somebody_else_are_told_alike(
    talk_with, ollama, person, other
) -> None:
    async with other.deps.sessions.begin() as session:
        await hang_up(session, other.id)
    [theirs] = await outfits_of(other, 1)
    shown = (await other.client.get(f"/v1/outfits/{theirs}")).json()
    foreign, nobodys = shown["garment_ids"][0], str(uuid4())
    told = {}
    async with talk_with(host=ollama.url, extraction="off") as talk:
        for name, outfit, garment in (
            ("theirs", theirs, foreign), ("nobodys", str(uuid4()), nobodys)
        ):  # fmt: skip
            ollama.asked.clear()
            calls = (
                ("swap_item", {"outfit_id": outfit, "slot": "shoes"}),
                ("explain_outfit", {"outfit_ids": [outfit]}),
                ("record_feedback", {"outfit_id": outfit, "action": "like"}),
                ("score_outfit", {"garment_ids": [garment]}),
                ("ask_to_part", {"action": "delete", "garment_ids": [garment]}),
                ("recommend_outfits", {"count": 1, "around_garment_ids": [garment]}),
            )
            ollama.script = [Calls(calls), Says("I do not know those."), Says("Sorry.")]
            turn = await talk("which of those is the warmest?")
            done = [d for _, kind, d in turn.frames if kind == "tool.finished"]
            assert [d["ok"] for d in done[:6]] == [False] * 6
            said = (d["summary"].replace(outfit, "ID").replace(garment, "ID") for d in done[:6])
            told[name] = sorted(said)
    assert told["theirs"] == told["nobodys"]
    assert foreign not in str(told)


async def test_a_model_that_never_ends_meets_its_budget(talk_with, ollama, person) -> None:
    async with talk_with(host=ollama.url, extraction="off") as talk:
        ollama.script = [Calls((("search_wardrobe", {"query": f"shirt {n}"}),)) for n in range(12)]
        turn = await talk("what shirts do I have?")
    assert turn.types[-1] == "run.finished"
    assert turn.reply
    assert "step-budget-spent" in turn.last("run.finished")["degraded"]
    assert len(turn.tools) <= 5
