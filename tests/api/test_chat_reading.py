"""A language model reads messages beside the rules, through the real graph and ChatOllama."""

import pytest
from ollama_server import Breaks, Calls, HangsUp, Reads, Refuses, Says, Waits, Writes

ASKS = Calls((("recommend_outfits", {"count": 2}),))
PLAIN = "smart casual for a rainy 12 °C day, no black"
RAINY = f"{PLAIN}, for the wibblefest"
"""With a word that the rules do not know."""
GERMAN = "kein Schwarz bitte, etwas für eine Hochzeit"


def found(span, polarity, path, value, **of):
    return {"span": span, "polarity": polarity, "path": path, "value": value, **of}


@pytest.fixture
def ollama(ollama):
    ollama.script = [ASKS, Says("Take the first.")]
    return ollama


async def test_a_message_is_read_with_a_schema_and_without_tools(talk, ollama):
    turn = await talk(RAINY)
    assert turn.last("run.finished")["degraded"] == []
    (asked,) = ollama.read
    assert asked["format"]["properties"]["found"]["items"]["required"]
    assert not asked.get("tools")
    assert asked["think"] is False
    assert asked["options"]["temperature"] == 0
    assert asked["messages"][-1] == {"role": "user", "content": RAINY}


async def test_plain_english_costs_no_second_reading(talk, ollama):
    turn = await talk(PLAIN)
    assert turn.reply == "Take the first."
    assert turn.last("run.finished")["degraded"] == []
    assert turn.last("constraints.updated")["constraints"]["colors"]["avoid"] == ["black"]
    assert not ollama.read


async def test_another_language_gets_its_outfits(talk, ollama):
    ollama.readings = [
        Reads(
            (
                found("kein Schwarz", "avoid", "color", "black"),
                found("Hochzeit", "want", "occasion", "wedding"),
            )
        )
    ]
    turn = await talk(GERMAN)
    heard = turn.last("constraints.updated")
    assert heard["constraints"]["colors"]["avoid"] == ["black"]
    assert heard["constraints"]["occasion"] == "wedding"
    assert turn.outfits
    worn = [c["name"] for o in turn.outfits for item in o["items"] for c in item["colors"]]
    assert worn
    assert "black" not in worn


async def test_a_reader_that_lies_lifts_nothing(talk, ollama):
    ollama.readings = [
        Reads(
            (
                found("no black", "want", "color", "black"),
                found("black", "want", "color", "black"),
                found("everything pink", "want", "color", "pink"),
            )
        )
    ]
    turn = await talk(RAINY)
    heard = turn.last("constraints.updated")["constraints"]
    assert heard["colors"] == {"want": [], "avoid": ["black"]}


@pytest.mark.parametrize(
    "broken",
    [
        Refuses(500, "grammar failed"),
        Breaks("{", "runner has terminated"),
        HangsUp("{"),
        Reads(text="Sure! Here is what I found:"),
        Reads(text='{"found": [{"span": "black"}]}'),
        Reads(text='{"found": [{"span": "black", "polarity": "wa'),
        Writes("[]"),
    ],
)
async def test_a_reader_that_fails_leaves_the_rules_reading_and_is_said(talk, ollama, broken):
    ollama.readings = [broken, broken]
    turn = await talk(RAINY)
    assert turn.last("constraints.updated")["constraints"]["colors"]["avoid"] == ["black"]
    assert turn.reply == "Take the first."
    assert turn.last("run.finished")["degraded"] == ["llm-extraction-failed"]


async def test_a_slow_reader_is_waited_for_so_long_and_no_longer(talk_with, ollama):
    ollama.readings = [Waits(30)]
    async with talk_with(host=ollama.url, extract_timeout_s=0.3) as talk:
        turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert turn.last("run.finished")["degraded"] == ["llm-extraction-failed"]


async def test_a_reader_can_be_left_out(talk_with, ollama):
    async with talk_with(host=ollama.url, extraction="off") as talk:
        turn = await talk(RAINY)
    assert turn.reply == "Take the first."
    assert not ollama.read


async def test_a_message_without_letters_is_not_sent_to_be_read(talk, ollama):
    ollama.script = [Says("Hello!")]
    await talk("👍 !!")
    assert not ollama.read
