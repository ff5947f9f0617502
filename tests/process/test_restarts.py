"""A process that is killed in the middle of a turn, or between two, loses and doubles nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import ANY

import httpx
import psycopg
import pytest
from api_process import (
    LEASE_S,
    ApiProcess,
    Client,
    HeldWeather,
    held,
    ids_of,
    somebody_waits,
    until,
)
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import delete
from wardrobe_rows import SMALL, hang_up

from db.models import Garment
from db.session import build_engine, build_sessions
from stylist.settings import DatabaseSettings

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]
OSLO = "what can I wear tomorrow in Oslo?"


@dataclass
class World:
    """A running API over real servers, its client and its database."""

    api: ApiProcess
    client: Client
    database: str
    weather: HeldWeather

    async def rows(self, query: str, *values: object) -> list[tuple]:
        url = self.database.replace("+psycopg", "")
        async with await psycopg.AsyncConnection.connect(url) as connection:
            return await (await connection.execute(query, values)).fetchall()

    async def execute(self, statement: str) -> None:
        url = self.database.replace("+psycopg", "")
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute(statement)

    async def hang(self, wardrobe: tuple[tuple[str, str], ...]) -> None:
        """Leave the person with just these garments."""
        [[owner]] = await self.rows("SELECT id FROM users LIMIT 1")
        engine = build_engine(DatabaseSettings(url=self.database))
        async with build_sessions(engine).begin() as session:
            await session.execute(delete(Garment).where(Garment.user_id == owner))
            await hang_up(session, owner, wardrobe)
        await engine.dispose()

    async def start(self) -> None:
        """Start the API again, as long after its end as a lease lasts."""
        await self.execute("UPDATE runs SET lease_expires_at = now() WHERE status = 'running'")
        await asyncio.to_thread(self.api.start)

    async def restart(self) -> None:
        self.api.kill()
        await self.start()


@pytest.fixture(scope="module")
async def running(
    make_database, valkey_url, chroma_url, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    folder: Path = tmp_path_factory.mktemp("restarts")
    database, weather = make_database("restarts"), HeldWeather()
    env = {
        "STYLIST_DATA_DIR": str(folder / "data"),
        "STYLIST_DATABASE__URL": database,
        "STYLIST_REDIS__URL": valkey_url,
        "STYLIST_CHROMA__URL": chroma_url,
        "STYLIST_AUTH__SECRET": "a secret that only the tests know",
        "STYLIST_AUTH__LOCAL_USER": "true",
        "STYLIST_BLOBS__MIN_FREE_MB": "0",
        "STYLIST_AGENT__MODEL": "offline",
        "STYLIST_AGENT__LEASE_S": str(LEASE_S),
        "STYLIST_AGENT__SWEEP_S": "0.2",
        "STYLIST_AGENT__TOOL_TIMEOUT_S": "60",
        "STYLIST_WEATHER__GEOCODING_URL": weather.url,
        "STYLIST_WEATHER__FORECAST_URL": weather.url,
        "STYLIST_WEATHER__TIMEOUT_S": "60",
        "STYLIST_WEATHER__CACHE_S": "0",
    }
    api = ApiProcess(env, folder / "api.log")
    api.start()
    async with httpx.AsyncClient(base_url=api.url, timeout=60, trust_env=False) as http:
        yield World(api, Client(http), database, weather)
    api.stop()
    weather.close()


@pytest.fixture
async def world(running: World) -> World:
    """A fresh wardrobe; the weather answers at once."""
    assert (await running.client.http.get("/v1/garments")).status_code == 200
    await running.hang(SMALL)
    running.weather.let_go.set()
    return running


async def test_a_turn_killed_in_a_tool_call_is_finished_once_and_its_reader_gets_the_rest(
    world: World,
) -> None:
    client, weather = world.client, world.weather
    weather.hold()
    conversation = await client.begin()
    run = await client.post(conversation, OSLO, **{"Idempotency-Key": "oslo"})
    heard: list[str] = []
    watching = asyncio.create_task(client.events(run, hear=heard.append))
    await until(weather.asked.is_set)
    await until(lambda: "event: tool.started" in "".join(heard))
    world.api.kill()
    before = await watching
    assert before.types[-1] == "tool.started"
    assert "run.finished" not in before.types

    weather.let_go.set()
    await world.start()
    again = await client.post(conversation, OSLO, **{"Idempotency-Key": "oslo"})
    assert again == run
    rest = await client.events(run, after=ids_of(before.frames)[-1])
    assert rest.types[-1] == "run.finished"
    assert rest.types.count("message.finished") == rest.types.count("outfits.shown") == 1
    assert not set(ids_of(before.frames)) & set(ids_of(rest.frames))
    assert len(rest.outfits) == 3
    assert rest.constraints["weather"]["conditions"] == ["snow"]

    found = await client.run(run)
    assert (found["status"], found["attempt"]) == ("completed", 2)
    assert await client.messages(conversation, "user") == [OSLO]
    assert await client.messages(conversation, "assistant") == [rest.reply]
    stored = await world.rows("SELECT id FROM outfits WHERE run_id = %s", run)
    assert {str(id_) for (id_,) in stored} == {card["id"] for card in rest.outfits}


async def test_a_turn_that_kills_two_processes_says_so_and_the_next_is_answered(
    world: World,
) -> None:
    client, weather = world.client, world.weather
    weather.hold()
    conversation = await client.begin()
    run = await client.post(conversation, OSLO)
    for attempt in (1, 2):
        await until(weather.asked.is_set)
        assert (await client.run(run))["attempt"] == attempt
        weather.asked.clear()
        world.api.kill()
        await world.start()
    ended = await client.ended(run)
    assert (ended["status"], ended["error_code"]) == ("failed", "interrupted")
    assert "ask again" in ended["error"]
    told = await client.events(run)
    assert told.types[-1] == "run.failed"
    weather.let_go.set()
    turn = await client.say(conversation, OSLO)
    assert turn.types[-1] == "run.finished"
    assert len(turn.outfits) == 3
    assert await client.messages(conversation, "user") == [OSLO, OSLO]


async def killed_with_an_effect_untold(
    world: World, conversation: str, said: str, table: str, effect: str
) -> str:
    """Kill the process once a tool has committed to a table, and no row of the run tells of it."""
    [[before]] = await world.rows(effect)

    async def is_there() -> bool:
        return await world.rows(effect) != [(before,)]

    async with held(world.database, SQL("LOCK TABLE {} IN SHARE MODE").format(Identifier(table))):
        run = await world.client.post(conversation, said)
        await until(lambda: somebody_waits(world.database))
        its_row = SQL("SELECT 1 FROM runs WHERE id = {} FOR UPDATE").format(Literal(run))
        waiting = held(world.database, its_row)
        await waiting.__aenter__()
    try:
        await until(is_there)
        world.api.kill()
    finally:
        await waiting.__aexit__(None, None, None)
    await world.start()
    return run


async def test_a_reaction_is_noted_once_though_its_process_died_right_after(world: World) -> None:
    client = world.client
    conversation = await client.begin()
    await client.say(conversation, "an outfit for work, 12 degrees")
    noted = "SELECT count(*) FROM outfit_feedback WHERE action = 'too_cold'"
    run = await killed_with_an_effect_untold(
        world, conversation, "I was too cold in the first one", "outfit_feedback", noted
    )
    ended = await client.ended(run)
    assert (ended["status"], ended["attempt"]) == ("completed", 2)
    assert all(call["ok"] for call in ended["tool_calls"])
    assert await world.rows(noted) == [(1,)]
    assert await client.messages(conversation, "assistant") == [ANY, ended["text"]]


async def test_outfits_are_stored_once_though_their_process_died_right_after(world: World) -> None:
    client = world.client
    conversation = await client.begin()
    every = "SELECT count(*) FROM outfits"
    run = await killed_with_an_effect_untold(
        world, conversation, "an outfit for work, 12 degrees", "outfits", every
    )
    ended = await client.ended(run)
    assert ended["status"] == "completed"
    stored = await world.rows("SELECT id FROM outfits WHERE run_id = %s", run)
    assert sorted(str(id_) for (id_,) in stored) == sorted(o["id"] for o in ended["outfits"])
    assert len(stored) == 3


BLACK = {"black jeans", "black sweater", "black boots"}
CLOTHES = (
    ("dress", "red"), ("jeans", "black"), ("sweater", "black"), ("boots", "black"),
    ("shirt", "white"), ("trousers", "gray"), ("sneakers", "white"),
)  # fmt: skip
NAMES = {f"{color} {kind}" for kind, color in CLOTHES}


async def put_to_the_question(world: World) -> str:
    """A conversation in which the person was asked whether their black clothes shall go."""
    conversation = await world.client.begin()
    asked = await world.client.say(conversation, "delete all my black clothes")
    named = asked.last("confirmation.asked")["confirmation"]["garments"]
    assert {garment["name"] for garment in named} == BLACK
    return conversation


async def test_after_a_restart_a_yes_and_only_that_deletes_what_was_named_once(
    world: World,
) -> None:
    client = world.client
    await world.hang(CLOTHES)
    others = ("no, better not", "an outfit for the office", "yes, but keep the boots")
    asked = {words: await put_to_the_question(world) for words in others}
    late, agreed = await put_to_the_question(world), await put_to_the_question(world)
    await world.execute(
        f"UPDATE confirmations SET expires_at = now() WHERE conversation_id = '{late}'"
    )
    await world.restart()
    for words, conversation in asked.items():
        await client.say(conversation, words)
        await client.say(conversation, "yes")
    await client.say(await client.begin(), "yes")
    expired = await client.say(late, "yes")
    assert expired.last("confirmation.settled")["confirmation"]["state"] == "expired"
    assert "changed nothing" in expired.reply
    assert await client.garments() == NAMES

    [[boots]] = await world.rows(
        "SELECT garment_ids[array_position(names, 'black boots')] FROM confirmations"
        " WHERE conversation_id = %s",
        agreed,
    )
    assert (await client.http.delete(f"/v1/garments/{boots}")).status_code == 200
    turn = await client.say(agreed, "yes")
    assert turn.last("confirmation.settled")["confirmation"]["state"] == "done"
    assert "any more when you answered: black boots" in turn.reply
    assert await client.garments() == NAMES - BLACK
    again = await client.say(agreed, "yes")
    assert "settle_parting" not in again.tools
    assert await client.garments() == NAMES - BLACK


async def test_a_deletion_killed_half_way_is_gone_on_with(world: World) -> None:
    client = world.client
    await world.hang(CLOTHES)
    conversation = await put_to_the_question(world)
    ids = SQL("SELECT garment_ids FROM confirmations WHERE conversation_id = {}").format(
        Literal(conversation)
    )
    last = SQL(
        "SELECT 1 FROM garments WHERE id IN (SELECT id FROM garments WHERE id = ANY(({})::uuid[])"
        " ORDER BY created_at, id OFFSET 1 LIMIT 1) FOR UPDATE"
    ).format(ids)
    async with held(world.database, last):
        run = await client.post(conversation, "yes, delete them")
        await until(lambda: somebody_waits(world.database))
        world.api.kill()
    left = await world.rows("SELECT count(*) FROM garments")
    assert len(NAMES - BLACK) < left[0][0] <= len(NAMES)
    await world.start()
    ended = await client.ended(run)
    assert (ended["status"], ended["attempt"]) == ("completed", 2)
    assert await client.garments() == NAMES - BLACK
    for name in BLACK:
        assert name in ended["text"]


async def test_a_conversation_goes_on_where_it_was_after_a_restart(world: World) -> None:
    client = world.client
    conversation = await client.begin()
    first = await client.say(conversation, "three outfits for work, 12 degrees, no navy")
    await world.restart()
    second = await client.say(conversation, "the second one, but with the white sneakers")
    assert second.constraints["colors"]["avoid"] == ["navy"]
    assert second.constraints["occasion"] == "work"
    pieces = {item["garment_id"] for item in first.outfits[1]["items"] if item["slot"] != "shoes"}
    assert second.outfits, second.reply
    shown = second.outfits[0]["items"]
    assert "white sneakers" in {item["name"] for item in shown}
    assert len(pieces & {item["garment_id"] for item in shown}) >= len(pieces) - 1
    more = await client.say(conversation, "and no brown")
    assert set(more.constraints["colors"]["avoid"]) == {"navy", "brown"}
    await world.restart()
    undone = await client.say(conversation, "undo that")
    assert undone.constraints["colors"]["avoid"] == ["navy"]
    assert undone.constraints["occasion"] == "work"
    why = await client.say(conversation, "why the first one?")
    assert why.tools == ["explain_outfit"]
