"""Questions that a "no" opens: they ask, refuse nothing and wish for nothing."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Delta, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(text: str, frame: ConstraintFrame | None = None) -> Understanding:
    return understand(text, frame=frame or ConstraintFrame(), shown=None, turn=1, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "Is it a crime to wear socks with sandals?",
        "Would it be a faux pas to wear red to an office?",
        "Are shorts a no-go at a christening?",
        "Is denim forbidden at the opera?",
        "Didn't you tell me that loafers were fine?",
        "Haven't you recommended boots already?",
        "Couldn't I wear navy with black?",
        "can't i wear a skirt with that",
        "Isn't linen too thin for winter?",
        "Aren't trainers banned at weddings?",
        "Don't you find beige a bit dull?",
        "Wouldn't a blazer look too stiff with shorts?",
        "Doesn't plaid clash with stripes?",
        "would a hoodie be ok?",
        "are my boots in the wash?",
        "does my wardrobe hold any silk?",
        "would chinos have been fine?",
    ],
)
def test_what_is_only_asked_changes_nothing(text: str) -> None:
    said = read(text)
    assert said.delta == Delta()
    assert said.acts[0] == "ask_fact"
    assert said.frame.notes == []


@pytest.mark.parametrize(
    ("text", "path", "name"),
    [
        ("Didn't I say no silk?", "materials.avoid", "silk"),
        ("Didn't I tell you I hate beige?", "colors.avoid", "beige"),
        ("Don't you dare show me orange!", "colors.avoid", "orange"),
        ("don't you suggest yellow", "colors.avoid", "yellow"),
        ("Don't give me purple, ok?", "colors.avoid", "purple"),
        ("Can't we have one without stripes?", "patterns.avoid", "striped"),
        ("Isn't there a look without a blazer?", "categories.avoid", "blazer"),
        ("Can't wear wool, can you look for cotton?", "materials.avoid", "wool"),
        ("Wouldn't wear pink, would you?", "colors.avoid", "pink"),
        ("Is navy a no-no with brown? No boots.", "categories.avoid", "boots"),
    ],
)
def test_a_no_of_its_own_stays_a_no(text: str, path: str, name: str) -> None:
    field, _, side = path.partition(".")
    refused = getattr(getattr(read(text).frame, field), side)
    assert name in refused


def test_what_stood_before_stays() -> None:
    frame = read("no sandals, no white").frame
    for text in ("Is it a no-no to wear white?", "Didn't you say sandals were fine?"):
        said = read(text, frame)
        assert said.frame.colors.avoid == ["white"]
        assert said.frame.categories.avoid == ["sandals"]


@pytest.mark.parametrize("text", ["is it going to snow?", "will it be windy tomorrow?"])
def test_a_question_about_the_sky_asks_first(text: str) -> None:
    assert read(text).acts[0] == "ask_fact"
    assert read(text).frame.weather.conditions == []


@pytest.mark.parametrize("text", ["so what shoes are these", "and what colour is that"])
def test_a_question_needs_no_mark(text: str) -> None:
    assert "ask_fact" in read(text).acts
