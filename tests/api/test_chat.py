"""A conversation over HTTP: messages in, events and outfits out."""

import json

import pytest
from wardrobe_rows import hang_up


def read_frames(text):
    """The frames of an event stream: (id, type, data)."""
    frames = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        fields = dict(line.split(": ", 1) for line in lines)
        if fields:
            frames.append((fields.get("id"), fields["event"], json.loads(fields["data"])))
    return frames


async def begin(person):
    return (await person.client.post("/v1/conversations")).json()["id"]


async def say(person, conversation, content):
    """One turn as a stream of events."""
    answer = await person.client.post(
        f"/v1/conversations/{conversation}/messages",
        json={"content": content},
        headers={"Accept": "text/event-stream"},
    )
    assert answer.status_code == 200, answer.text
    return read_frames(answer.text)


@pytest.fixture
async def dressed(person, services):
    """A person with a wardrobe."""
    async with services.sessions.begin() as session:
        await hang_up(session, person.id)
    return person


async def test_a_turn_streams_its_events_in_order(dressed):
    conversation = await begin(dressed)

    frames = await say(dressed, conversation, "smart casual for a rainy 12 °C day, not the boots")

    for f in frames:
        print(f[1], json.dumps(f[2])[:300])
    types = [type_ for _, type_, _ in frames]
    assert types[0] == "run.started"
    assert types[-1] == "run.finished"
