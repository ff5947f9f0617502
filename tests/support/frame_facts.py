"""What stands in a frame, flat enough to be compared with what a test's YAML expects."""

from typing import Any

from stylist.frame import ConstraintFrame, Piece, Understanding

WISHES = {
    "color": "colors",
    "pattern": "patterns",
    "material": "materials",
    "style": "styles",
    "category": "categories",
}


def flat(frame: ConstraintFrame, side: str) -> set[str]:
    """`kind:name` of everything on one side, `want` or `avoid`."""
    return {
        f"{kind}:{name}"
        for kind, field in WISHES.items()
        for name in getattr(getattr(frame, field), side)
    }


def key(piece: Piece) -> str:
    """A piece as its values in order."""
    return "+".join(sorted(str(v) for v in piece.model_dump(exclude_none=True).values()))


def common_facts(said: Understanding) -> dict[str, Any]:
    """What both single utterances and dialogues are judged by."""
    frame, weather = said.frame, said.frame.weather
    return {
        "want": flat(frame, "want"),
        "avoid": flat(frame, "avoid"),
        "pieces_want": {key(p) for p in frame.pieces.want},
        "pieces_avoid": {key(p) for p in frame.pieces.avoid},
        "pieces_allow": {key(p) for p in frame.pieces.allow},
        "occasion": frame.occasion,
        "temp": weather.temperature_c,
        "conditions": set(weather.conditions),
        "place": weather.place,
        "formality": [frame.formality.min, frame.formality.max],
        "fit": frame.fit,
        "budget": [frame.budget.max, frame.budget.currency] if frame.budget else None,
        "count": frame.count,
        "moves": set(said.delta.moves),
        "acts": set(said.acts),
        "asked": {key(p) for p in said.asked},
    }
