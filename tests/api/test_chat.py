"""A conversation over HTTP: messages in, events and outfits out."""

import asyncio
from uuid import uuid4

import pytest
from chat_frames import begin, colors_of, kinds_of, read_events, say
from wardrobe_rows import hang_up

from agent.verify import find_faults
from db import runs
from jobs.event_log import run_stream
from stylist.outfits import OutfitItem
from tools.boundary import GarmentRef

RAINY = "smart casual for a rainy 12 °C day, no black, not the boots"


async def dress(person):
    async with person.deps.sessions.begin() as session:
        await hang_up(session, person.id)
    return person


@pytest.fixture
async def dressed(person):
    return await dress(person)


def refs(turn):
    items = [OutfitItem.model_validate(i) for outfit in turn.outfits for i in outfit["items"]]
    return [GarmentRef.of_item(item) for item in items]


async def post(person, conversation, content, **headers):
    return await person.client.post(
        f"/v1/conversations/{conversation}/messages", json={"content": content}, headers=headers
    )


async def test_a_turn_tells_its_events_in_order_and_keeps_everything(dressed):
    conversation = await begin(dressed)

    turn = await say(dressed, conversation, RAINY)

    deltas = turn.types.count("message.delta")
    assert deltas > 3
    assert turn.types == [
        "run.started",
        "constraints.updated",
        "tool.started",
        "tool.finished",
        "outfits.shown",
        *["message.delta"] * deltas,
        "message.finished",
        "run.finished",
    ]
    said = "".join(d["text"] for _, t, d in turn.frames if t == "message.delta")
    assert said == turn.reply
    assert len(turn.outfits) == 3
    for outfit in turn.outfits:
        assert "outerwear" in outfit["slots"]
        assert "black" not in colors_of(outfit)
        assert "boots" not in kinds_of(outfit)
    kept = (await dressed.client.get(f"/v1/conversations/{conversation}")).json()
    assert kept["title"] == RAINY
    assert kept["constraints"] == turn.constraints
    assert [m["role"] for m in kept["messages"]] == ["user", "assistant"]
    assert kept["messages"][1]["content"] == turn.reply
    assert kept["messages"][1]["outfit_ids"] == [outfit["id"] for outfit in turn.outfits]
    run = (await dressed.client.get(f"/v1/runs/{turn.run_id}")).json()
    assert run["status"] == "completed"
    assert run["text"] == turn.reply
    assert [call["name"] for call in run["tool_calls"]] == ["recommend_outfits"]
    assert [outfit["id"] for outfit in run["outfits"]] == [o["id"] for o in turn.outfits]
    assert run["timings_ms"]["total"] > 0


async def test_follow_ups_change_what_was_shown_and_keep_what_was_said(dressed):
    conversation = await begin(dressed)
    first = await say(dressed, conversation, RAINY)

    other = await say(dressed, conversation, "not that one")
    before = {tuple(sorted(outfit["garment_ids"])) for outfit in first.outfits}
    assert all(tuple(sorted(outfit["garment_ids"])) not in before for outfit in other.outfits)

    warmer = await say(dressed, conversation, "warmer")
    assert warmer.outfits[0]["id"] != other.outfits[0]["id"]
    assert warmer.frames[2][2]["arguments"]["moves"] == ["warmer"]

    swapped = await say(dressed, conversation, "swap the shoes")
    assert swapped.tools == ["swap_item"]
    old, new = warmer.outfits[0], swapped.outfits[0]
    assert old["slots"]["shoes"] != new["slots"]["shoes"]
    assert {**old["slots"], "shoes": 0} == {**new["slots"], "shoes": 0}

    three = await say(dressed, conversation, "show me three more")
    blue = await say(dressed, conversation, "the second, but in blue")
    assert blue.constraints["colors"]["want"] == ["blue"]
    assert len(three.outfits) >= 2

    dry = await say(dressed, conversation, "forget the rain")
    assert dry.constraints["weather"]["conditions"] == []
    assert dry.constraints["weather"]["temperature_c"] == 12

    why = await say(dressed, conversation, "why these?")
    assert why.tools == ["explain_outfit"]
    assert "outfits.shown" not in why.types

    why_not = await say(dressed, conversation, "why not the sneakers?")
    assert why_not.tools == ["explain_outfit"]
    assert "sneakers" in why_not.reply
    for turn in (other, warmer, swapped, three, blue, dry):
        assert find_faults(turn.reply, known=refs(turn), excluded=set(), said="blue") == []
        for outfit in turn.outfits:
            assert "black" not in colors_of(outfit)
            assert "boots" not in kinds_of(outfit)


async def test_a_wish_that_cannot_be_met_is_answered_with_the_nearest(dressed):
    turn = await say(dressed, await begin(dressed), "only purple shoes")
    assert "purple shoes" in turn.reply
    assert turn.outfits


async def test_an_empty_wardrobe_is_said(person):
    turn = await say(person, await begin(person), "something for work")
    assert "outfits.shown" not in turn.types
    assert turn.reply
    assert turn.types[-1] == "run.finished"


async def test_a_reader_who_comes_back_gets_every_later_event_once(dressed):
    turn = await say(dressed, await begin(dressed), RAINY)
    for place, (id_, _, _) in enumerate(turn.frames):
        later = await read_events(dressed, turn.run_id, **{"Last-Event-ID": id_})
        assert later == turn.frames[place + 1 :]
    assert await read_events(dressed, turn.run_id) == turn.frames
    query = await dressed.client.get(
        f"/v1/runs/{turn.run_id}/events", params={"last_event_id": turn.frames[-2][0]}
    )
    assert query.text.count("event: ") == 1
    assert query.headers["cache-control"] == "no-store"
    assert "\r" not in query.text


async def test_a_lost_log_is_answered_with_a_snapshot_and_the_end(dressed, services):
    turn = await say(dressed, await begin(dressed), RAINY)
    await services.events.forget(run_stream(turn.run_id))

    frames = [
        await read_events(dressed, turn.run_id),
        await read_events(dressed, turn.run_id, **{"Last-Event-ID": turn.frames[3][0]}),
    ]

    for found in frames:
        assert [type_ for _, type_, _ in found] == ["run.snapshot", "run.finished"]
        assert found[0][2]["text"] == turn.reply
        assert [o["id"] for o in found[0][2]["outfits"]] == [o["id"] for o in turn.outfits]


async def test_an_id_that_no_log_gave_is_refused(dressed):
    turn = await say(dressed, await begin(dressed), "hello")
    answer = await dressed.client.get(
        f"/v1/runs/{turn.run_id}/events", headers={"Last-Event-ID": "seven"}
    )
    assert answer.status_code == 400


async def test_the_same_key_gives_the_same_run_and_other_words_a_conflict(dressed):
    conversation = await begin(dressed)
    first = await post(dressed, conversation, "hello", **{"Idempotency-Key": "k1"})
    again = await post(dressed, conversation, "hello", **{"Idempotency-Key": "k1"})
    other = await post(dressed, conversation, "goodbye", **{"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    assert other.status_code == 409
    await read_events(dressed, first.json()["run_id"])
    kept = (await dressed.client.get(f"/v1/conversations/{conversation}")).json()
    assert len(kept["messages"]) == 2


async def test_of_two_messages_at_once_one_is_answered_and_one_told_to_wait(dressed):
    conversation = await begin(dressed)
    answers = await asyncio.gather(*(post(dressed, conversation, RAINY) for _ in range(4)))
    accepted = [answer for answer in answers if answer.status_code == 202]
    refused = [answer for answer in answers if answer.status_code == 409]
    assert len(accepted) == 1
    assert len(refused) == 3
    assert refused[0].headers["retry-after"] == "1"
    assert refused[0].json()["code"] == "conflict"
    await read_events(dressed, accepted[0].json()["run_id"])


@pytest.mark.parametrize(("content", "status"), [("", 400), (" \n ", 400), ("x" * 20_000, 413)])
async def test_a_message_of_the_wrong_size_is_refused(dressed, content, status):
    assert (await post(dressed, await begin(dressed), content)).status_code == status


async def test_what_is_somebody_elses_does_not_exist(dressed, other):
    conversation = await begin(dressed)
    turn = await say(dressed, conversation, "hello")
    asked = [
        await post(other, conversation, "hello"),
        await other.client.get(f"/v1/conversations/{conversation}"),
        await other.client.patch(f"/v1/conversations/{conversation}", json={"title": "mine"}),
        await other.client.delete(f"/v1/conversations/{conversation}"),
        await other.client.get(f"/v1/runs/{turn.run_id}"),
        await other.client.get(f"/v1/runs/{turn.run_id}/events"),
        await other.client.post(f"/v1/runs/{turn.run_id}/cancel"),
        await post(other, str(uuid4()), "hello"),
    ]
    assert [answer.status_code for answer in asked] == [404] * len(asked)
    assert (await other.client.get("/v1/conversations")).json()["items"] == []


async def test_two_wardrobes_never_mix(dressed, other):
    await dress(other)
    places = [(person, await begin(person)) for person in (dressed, other)]
    theirs, ours = await asyncio.gather(*(say(*place, RAINY) for place in places))
    seen = [{id_ for o in turn.outfits for id_ in o["garment_ids"]} for turn in (theirs, ours)]
    assert seen[0].isdisjoint(seen[1])


async def test_a_run_that_waits_is_cancelled_at_once(dressed, app):
    conversation = await begin(dressed)
    async with dressed.deps.sessions.begin() as session:
        run, _ = await runs.post_message(
            session, conversation, owner_id=dressed.id, content="hello"
        )
    stopping = await dressed.client.post(f"/v1/runs/{run.id}/cancel")
    assert stopping.status_code == 202
    assert stopping.json()["status"] == "cancelled"
    frames = await read_events(dressed, str(run.id))
    assert frames[-1][1] == "run.cancelled"
    assert (await post(dressed, conversation, "hello again")).status_code == 202


async def test_conversations_are_listed_renamed_and_deleted(dressed):
    made = [await begin(dressed) for _ in range(3)]
    turn = await say(dressed, made[0], "hello")
    page = (await dressed.client.get("/v1/conversations", params={"limit": 2})).json()
    assert page["items"][0]["id"] == made[0]
    rest = await dressed.client.get(
        "/v1/conversations", params={"limit": 2, "cursor": page["next_cursor"]}
    )
    ids = [row["id"] for row in [*page["items"], *rest.json()["items"]]]
    assert sorted(ids) == sorted(made)
    assert rest.json()["next_cursor"] is None
    renamed = await dressed.client.patch(
        f"/v1/conversations/{made[0]}", json={"title": "Rain in Oslo"}
    )
    assert renamed.json()["title"] == "Rain in Oslo"
    assert (await dressed.client.delete(f"/v1/conversations/{made[0]}")).status_code == 204
    assert (await dressed.client.get(f"/v1/conversations/{made[0]}")).status_code == 404
    assert (await dressed.client.get(f"/v1/runs/{turn.run_id}")).status_code == 404
    bad = await dressed.client.get("/v1/conversations", params={"cursor": "nonsense"})
    assert bad.status_code == 400
