"""A look refused on some garments leaves the garments, and the look elsewhere, alone."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("no red on shoes", {"slot": "shoes", "color": "red"}),
        ("no stripes on my trousers please", {"category": "trousers", "pattern": "striped"}),
        ("please don't put green on my feet", {"slot": "shoes", "color": "green"}),
        ("blue is fine but not on shoes", {"slot": "shoes", "color": "blue"}),
        ("white yes, just not on trousers", {"category": "trousers", "color": "white"}),
        ("I like red but I don't want it on shoes", {"slot": "shoes", "color": "red"}),
        ("I love floral, hate it on shirts though", {"category": "shirt", "pattern": "floral"}),
        ("linen is lovely, I hate it on blazers", {"category": "blazer", "material": "linen"}),
    ],
)
def test_a_look_is_refused_where_it_would_be_worn(text: str, refused: dict[str, str]) -> None:
    frame = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame
    assert [piece.model_dump(exclude_none=True) for piece in frame.pieces.avoid] == [refused]
    flat = (frame.colors, frame.patterns, frame.materials, frame.categories)
    assert not any(wish.avoid for wish in flat)


@pytest.mark.parametrize("text", ["no boots on Sunday", "no jeans, it's on a boat"])
def test_on_something_else_spares_nothing(text: str) -> None:
    frame = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW).frame
    assert frame.categories.avoid
    assert not frame.pieces.avoid
