"""Thousands of refusals: what is refused is avoided or noted, and never wished for."""

import random
from collections.abc import Iterator
from datetime import datetime

import pytest

from agent.understanding import understand
from stylist import vocabulary
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
DRAWN = 90
"""Words that each family is tried with in each of its frames."""

FAMILIES = {
    "plain": ("no {x}", "not {x}", "never {x}", "non-{x} please", "NO {x}!!!", "nope, no {x}"),
    "with a wish": (
        "a dress for a wedding, but no {x}",
        "something warm without {x}",
        "show me two outfits, no {x} please",
        "jeans and a t-shirt and absolutely no {x}",
        "I need a look for the office that isn't {x}",
    ),
    "before a wish": (
        "no {x}, but something warm please",
        "without {x}, for a party tonight",
        "skip the {x} and show me an outfit for work",
        "not {x} because it's for a funeral",
    ),
    "verbs": (
        "I can't wear {x}",
        "I won't wear {x}",
        "don't show me {x}",
        "please don't give me any {x}",
        "I'd rather not see {x}",
        "I do not want to see {x} again",
        "I refuse to wear {x}",
        "I wouldn't wear {x}",
        "you shouldn't suggest {x}",
        "stop suggesting {x}",
    ),
    "feelings": (
        "I hate {x}",
        "I can't stand {x}",
        "I'm sick of {x}",
        "not a fan of {x}",
        "I'm not big on {x}",
        "I'm not really into {x}",
        "I've had enough of {x}",
        "I don't care for {x}",
        "I'm not crazy about {x}",
        "I never liked {x}",
    ),
    "exceptions": (
        "anything but {x}",
        "anything except {x}",
        "anything other than {x}",
        "everything except {x} is fine",
        "whatever, just not {x}",
        "I'll take anything, only no {x}",
    ),
    "afterwards": (
        "{x} is out",
        "{x}? no",
        "{x}? no way",
        "{x} is a no go",
        "{x} isn't for me",
        "{x} isn't my thing",
        "{x} doesn't suit me",
        "{x} is not an option",
        "{x} is off the table",
    ),
    "idioms": (
        "steer clear of {x}",
        "stay away from {x}",
        "leave out the {x}",
        "lose the {x}",
        "ditch {x}",
        "over my dead body will I wear {x}",
        "hard pass on {x}",
        "I'd rather die than wear {x}",
        "keep me out of {x}",
        "spare me the {x}",
    ),
    "long": (
        "so my sister is getting married next month and I was thinking of something light, it "
        "should be elegant and comfortable, and whatever you do please no {x}",
        "it's going to be 12 degrees, I have a meeting at nine, drinks after that, no {x} though",
    ),
}


def _spoken() -> list[tuple[str, str]]:
    """(kind, name) of everything that can be refused by one word."""
    rows = [("color", name) for name in vocabulary.colors()]
    rows += [("category", name) for name in vocabulary.kinds() if name != "shoes"]
    rows += [("pattern", name) for name in vocabulary.terms("pattern") if name != "other"]
    # Without a garment, "down" is a direction.
    rows += [("material", name) for name in vocabulary.terms("material") if name != "down"]
    rows += [("style", name) for name in vocabulary.terms("style") if name != "casual"]
    for attribute in ("neckline", "embellishment"):
        rows += [(attribute, name) for name in vocabulary.details()[attribute]]
    return rows


def _values(frame: ConstraintFrame, side: str) -> set[str]:
    wishes = (frame.colors, frame.categories, frame.patterns, frame.materials, frame.styles)
    found = {name for wish in wishes for name in getattr(wish, side)}
    pieces = getattr(frame.pieces, side)
    found |= {str(v) for piece in pieces for v in piece.model_dump(exclude_none=True).values()}
    return found | {detail.value for detail in getattr(frame.details, side)}


def _lost(kind: str, name: str, template: str) -> str:
    """Why the refusal is not kept, or nothing."""
    word = name if kind in ("neckline", "embellishment") else name.replace("-", " ")
    text = template.format(x=word)
    frame = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame
    if name in _values(frame, "want"):
        return f"wished for: {text}"
    noted = any(word.lower() in note.lower() for note in frame.notes)
    return "" if noted or name in _values(frame, "avoid") else f"dropped: {text}"


def _tried(family: str) -> Iterator[tuple[str, str, str]]:
    drawn = random.Random(family)
    for template in FAMILIES[family]:
        for kind, name in drawn.sample(_spoken(), DRAWN):
            yield kind, name, template


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_refused_is_kept_out(family: str) -> None:
    assert [lost for row in _tried(family) if (lost := _lost(*row))] == []


def test_thousands_of_refusals_are_tried() -> None:
    assert sum(1 for family in FAMILIES for _ in _tried(family)) > 5_000
