"""A missed "no" is the worst failure: every template with every name must keep it out."""

import random
from datetime import datetime

import pytest

from agent.understanding import understand
from stylist import vocabulary
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
TEMPLATES = (
    "no {x}",
    "No {x}!",
    "NO {x} PLEASE",
    "not {x}",
    "nothing {x}",
    "nothing in {x}",
    "without {x}",
    "without any {x}",
    "avoid {x}",
    "please avoid {x} if you can",
    "never {x}",
    "never ever {x}, please",
    "I hate {x}",
    "i really hate {x}",
    "I dislike {x}",
    "I don't want {x}",
    "i dont want any {x} today",
    "I do not want {x}",
    "I don't like {x}",
    "I don't wear {x}",
    "I never wear {x}",
    "can't stand {x}",
    "i cant wear {x} any more",
    "I won't wear {x}",
    "I'm tired of {x}",
    "sick of {x}",
    "less {x}",
    "anything but {x}",
    "anything except {x}",
    "everything but {x} is ok for me",
    "skip the {x}",
    "leave out {x}",
    "{x} is out",
    "{x} are out",
    "{x}? no thanks",
    "{x}? nope.",
    "{x} isn't for me",
    "{x} aren't my thing",
    "{x} doesn't work for me",
    "smart casual, 12 degrees, no {x}",
    "I need something for a wedding, but no {x}",
    "something for work without {x}, please",
    "ok so it's cold and I have a meeting and really no {x} this time",
    "no {x} because it's a party",
    "no {x}, thank you",
    "please don't put me in {x}",
    "i'd rather not wear {x}",
    "not a fan of {x}",
    "steer clear of {x}",
    "w/o {x}",
    "instead of {x}",
    "zero {x}",
)
LISTS = (
    "no {x}, {y} or {z}",
    "no {x}, {y}, or {z} please",
    "no {x} or {y} or {z}",
    "no {x} and no {y} and no {z}",
    "not {x}, not {y}, not {z}",
    "nothing {x}, {y} or {z}",
    "without {x}, {y} and {z}",
    "I don't want {x}, {y}, or {z}",
    "{x}, {y} and {z} are out",
    "no {x}, {y}, {z}",
    "neither {x} nor {y} nor {z}",
    "anything but {x}, {y} or {z}",
)
MIXED = tuple(t for t in LISTS if t != "no {x}, {y}, {z}")
"""Without a conjunction, "no black, jeans, white" may also wish for jeans."""


def _names(kind: str) -> list[str]:
    if kind == "color":
        return [name for name in vocabulary.colors() if name != "multicolor"]
    return [name for name in vocabulary.kinds() if name not in ("shoes", "pants")]


def _spoken(name: str) -> str:
    return name.replace("-", " ")


def _kept_out(kind: str, name: str, frame: ConstraintFrame) -> bool:
    wish = frame.colors if kind == "color" else frame.categories
    wanted = set(wish.want) | {getattr(piece, kind) for piece in frame.pieces.want}
    avoided = set(wish.avoid) | {getattr(piece, kind) for piece in frame.pieces.avoid}
    return name not in wanted and name in avoided


def _read(text: str) -> ConstraintFrame:
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("kind", ["color", "category"])
def test_a_refused_name_is_kept_out(template: str, kind: str) -> None:
    missed = [
        text
        for name in _names(kind)
        if not _kept_out(kind, name, _read(text := template.format(x=_spoken(name))))
    ]
    assert missed == []


@pytest.mark.parametrize("template", LISTS)
@pytest.mark.parametrize("kind", ["color", "category"])
def test_a_list_of_refused_names_is_kept_out_whole(template: str, kind: str) -> None:
    drawn = random.Random(f"{template}{kind}")
    missed = []
    for _ in range(40):
        x, y, z = drawn.sample(_names(kind), 3)
        frame = _read(text := template.format(x=_spoken(x), y=_spoken(y), z=_spoken(z)))
        if not all(_kept_out(kind, name, frame) for name in (x, y, z)):
            missed.append(text)
    assert missed == []


@pytest.mark.parametrize("template", MIXED)
def test_a_list_of_colours_and_garments_is_kept_out_whole(template: str) -> None:
    drawn = random.Random(template)
    missed = []
    for _ in range(60):
        kinds = [drawn.choice(["color", "category"]) for _ in range(3)]
        said = [drawn.choice(_names(kind)) for kind in kinds]
        x, y, z = map(_spoken, said)
        frame = _read(text := template.format(x=x, y=y, z=z))
        rows = zip(kinds, said, strict=True)
        if not all(_kept_out(kind, name, frame) for kind, name in rows):
            missed.append(text)
    assert missed == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_refused_piece_is_kept_out(template: str) -> None:
    drawn = random.Random(template)
    missed = []
    for _ in range(30):
        color, category = drawn.choice(_names("color")), drawn.choice(_names("category"))
        frame = _read(text := template.format(x=f"{_spoken(color)} {_spoken(category)}"))
        if category == "tie" and color in ("black", "white"):  # a dress code, not a tie
            continue
        out = [p for p in frame.pieces.avoid if (p.color, p.category) == (color, category)]
        if not out or frame.pieces.want:
            missed.append(text)
    assert missed == []
