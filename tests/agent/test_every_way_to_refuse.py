"""Every way to refuse times things times a second clause: refused, whatever stands beside it."""

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
SAID = tomllib.loads(Path(__file__).with_name("refusals.toml").read_text("utf-8"))
THINGS = {
    "heels": ("heel", "category", "pumps"),
    "hoodies": ("hoodie", "category", "hoodie"),
    "jeans": ("jeans", "category", "jeans"),
    "leggings": ("legging", "category", "leggings"),
    "stripes": ("stripe", "pattern", "striped"),
    "florals": ("floral", "pattern", "floral"),
    "orange": ("orange", "color", "orange"),
    "navy": ("navy", "color", "navy"),
    "wool": ("wool", "material", "wool"),
    "leather": ("leather", "material", "leather"),
}
FIELDS = {
    "category": "categories", "pattern": "patterns", "color": "colors", "material": "materials",
}  # fmt: skip
PLURAL = frozenset({"heels", "hoodies", "jeans", "leggings", "stripes", "florals"})
BESIDE = (
    "{said}",
    "{said}. Show me something for the office.",
    "I have a wedding on Saturday. {said}",
    "{said}, and I need an outfit for tonight",
    "12 degrees and rain, {said}",
    "so {said}",
)
DRAWN = 3
"""Sentences that each wording is tried in."""


def _filled(template: str, thing: str) -> str:
    agreeing = (
        {"is": "are", "isnt": "aren't", "dont": "don't", "have": "have", "them": "them", "s": "",
         "es": "", "their": "have had their"}
        if thing in PLURAL
        else {"is": "is", "isnt": "isn't", "dont": "doesn't", "have": "has", "them": "it", "s": "s",
              "es": "es", "their": "has had its"}
    )  # fmt: skip
    return template.format(x=thing, x1=THINGS[thing][0], **agreeing)


def _tried(templates: list[str]) -> Iterator[tuple[str, str]]:
    """(thing, sentence), always the same."""
    for template in templates:
        drawn = random.Random(template)
        for thing in drawn.sample(sorted(THINGS), DRAWN):
            beside = [b for b in BESIDE if not (template.endswith("?") and b.startswith("{said},"))]
            yield thing, drawn.choice(beside).format(said=_filled(template, thing))


def _read(text: str, frame: ConstraintFrame | None = None) -> Understanding:
    return understand(text, frame=frame or ConstraintFrame(), shown=None, turn=0, now=NOW)


def _named(said: Understanding, thing: str, side: str) -> bool:
    _, kind, name = THINGS[thing]
    pieces = [getattr(piece, kind) for piece in getattr(said.frame.pieces, side)]
    return name in getattr(getattr(said.frame, FIELDS[kind]), side) or name in pieces


@pytest.mark.parametrize("kind", SAID["refused"])
def test_what_is_refused_is_avoided(kind: str) -> None:
    wrong = []
    for thing, text in _tried(SAID["refused"][kind]["said"]):
        said = _read(text)
        if _named(said, thing, "want") or not _named(said, thing, "avoid"):
            wrong.append(text)
    assert wrong == []


def test_what_is_left_open_is_told_and_never_wished_for() -> None:
    wrong = []
    for thing, text in _tried(SAID["left_open"]["said"]):
        said = _read(text)
        told = said.frame.notes or said.uncertain or _named(said, thing, "avoid")
        if _named(said, thing, "want") or not told:
            wrong.append(text)
    assert wrong == []


def test_what_only_sounds_like_a_refusal_refuses_nothing() -> None:
    wrong = [
        text
        for thing, text in _tried(SAID["not_refused"]["said"])
        if _named(_read(text), thing, "avoid")
    ]
    assert wrong == []


def test_thousands_of_sentences_are_tried() -> None:
    templates = [t for kind in SAID["refused"].values() for t in kind["said"]]
    assert len(set(templates)) > 1_000
    assert len(SAID["not_refused"]["said"]) > 150


@pytest.mark.parametrize("lift", ["remove the {x} exclusion", "drop the no-{x} rule",
                                  "lift the ban on {x}", "I changed my mind about {x}",
                                  "scrap the no {x} rule"])  # fmt: skip
@pytest.mark.parametrize("thing", ["heels", "orange", "wool", "stripes"])
def test_a_rule_that_is_lifted_is_gone_and_nothing_is_wished_for(lift: str, thing: str) -> None:
    refused = _read(f"no {thing}").frame
    assert _named(_read("", refused), thing, "avoid")
    said = _read(lift.format(x=thing), refused)
    assert not _named(said, thing, "avoid")
    assert not _named(said, thing, "want")


@pytest.mark.parametrize("mention", ["the sofa is {x}", "my sister loves {x}", "I saw an {x} cat"])
def test_an_exclusive_list_is_not_widened_by_a_mention(mention: str) -> None:
    only = _read("only black").frame
    assert only.only == ["colors"]
    said = _read(mention.format(x="orange"), only)
    assert said.frame.colors.want == ["black"]
    assert any(doubt.why == "unclear" for doubt in said.uncertain)
    assert _read("show me orange too", only).frame.colors.want == ["black", "orange"]


def test_the_one_of_another_thing_lifts_nothing() -> None:
    refused = _read("no black").frame
    assert _read("I need a taxi, a black one", refused).frame.colors.avoid == ["black"]
    assert _read("I need a dress, a black one", refused).frame.pieces.want


@pytest.mark.parametrize("text", ["nothing wintery", "no winter clothes", "velvet is a no go",
                                  "scarves are out", "velvet? never"])  # fmt: skip
def test_what_the_frame_cannot_refuse_is_kept_in_words(text: str) -> None:
    assert _read(text).frame.notes == [text]
