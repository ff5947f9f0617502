"""Whatever is typed is read without an exception and in bounded time."""

import json
import random
from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard
from stylist.settings import Settings

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
ODD = (
    "",
    " \n\t",
    "👍🎉",
    "?!?!...",
    "no",
    "not",
    "except",
    "no, no, no",
    "but",
    "\x00\x01",
    "İstanbul NO BLACK",
    "ich möchte kein Schwarz",
    "no " * 10_000,
    "no black shoes and " * 2_500,
    "1" * 20_000,
    "12 degrees " * 3_000,
    "a" * 50_000,
    "$5 " * 5_000,
    "the first " * 4_000,
    "black, " * 5_000,
)
WORDS = [
    "no", "not", "without", "black", "shoes", "boots", "but", "except", "only", "as",
    "fine", "the", "a", "second", "one", "that", "those", "swap", "warmer", "too",
    "formal", "why", "what", "do", "I", "have", ",", ".", "?", "and", "or", "with", "in",
    "isn't", "don't", "want", "12", "degrees", "tomorrow", "forget", "rain", "actually",
    "never", "mind", "ones",
]  # fmt: skip


def read(text: str, shown: list[OutfitCard] | None) -> Understanding:
    return understand(text, frame=ConstraintFrame(), shown=shown, turn=0, now=NOW)


def is_consistent(said: Understanding, text: str) -> bool:
    frame = said.frame
    wishes = (frame.colors, frame.categories, frame.patterns, frame.materials, frame.styles)
    apart = all(set(wish.want).isdisjoint(wish.avoid) for wish in wishes)
    return apart and all(text[span.start : span.end] == span.text for span in said.spans)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_is_read(text: str, shown: list[OutfitCard]) -> None:
    assert is_consistent(read(text, shown), text)
    assert read(text, None).acts


def test_random_words_never_want_and_avoid_the_same(shown: list[OutfitCard]) -> None:
    drawn = random.Random(7)
    for _ in range(1_500):
        text = " ".join(drawn.choices(WORDS, k=drawn.randint(1, 14)))
        assert is_consistent(read(text, shown if drawn.random() < 0.5 else None), text), text


def test_a_long_random_conversation_keeps_its_invariants(shown: list[OutfitCard]) -> None:
    drawn, frame = random.Random(11), ConstraintFrame()
    for turn in range(300):
        text = " ".join(drawn.choices(WORDS, k=drawn.randint(1, 10)))
        said = understand(text, frame=frame, shown=shown, turn=turn, now=NOW)
        assert is_consistent(said, text), text
        frame = said.frame


def test_dialogues_that_nobody_here_wrote_are_read() -> None:
    path = Settings().shared_data / "dialogues/simmc1_fashion/simmc1_fashion_dev.jsonl"
    lines = path.read_text("utf-8").splitlines()[:150] if path.exists() else []
    turns = [turn["user"] for line in lines for turn in json.loads(line)["turns"]]
    for text in [*turns, *ODD[:10]]:
        assert is_consistent(read(text, None), text)


@pytest.mark.parametrize(("imperial", "degrees"), [(False, -5.0), (True, -20.6)])
def test_bare_degrees_are_in_the_units_of_the_settings(imperial: bool, degrees: float) -> None:
    said = understand(
        "it's -5", frame=ConstraintFrame(), shown=None, turn=0, now=NOW, imperial=imperial
    )
    assert said.frame.weather.temperature_c == degrees


@pytest.mark.parametrize("word", ["no", "leather", "please", "black,", "not a", "in London on"])
def test_ten_thousand_words_are_read(word: str) -> None:
    text = " ".join([word] * 10_000)
    said = read(f"no boots. {text}", None)
    assert "boots" in said.frame.categories.avoid
    assert is_consistent(said, f"no boots. {text}")
