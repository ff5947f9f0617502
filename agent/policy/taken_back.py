"""What a turn took back, in words, so that the person sees what was forgotten."""

from typing import Final

from agent.policy.situation import Situation
from stylist.wording import listed

_SCALARS: Final = {
    "occasion": "the occasion", "weather.temperature_c": "the temperature",
    "weather.place": "the place", "weather.when": "the time", "budget": "the budget",
    "count": "how many outfits", "fit": "the fit", "warmth": "the warmth",
}  # fmt: skip
_NO: Final = "avoid"


def taken_back(situation: Situation) -> str:
    """A list such as “no black” and the occasion; "" where nothing was lifted."""
    said = situation.understanding
    if "retract" not in said.acts:
        return ""
    told = [name for path, name in _SCALARS.items() if said.delta.set.get(path, "") is None]
    pieces = said.delta.remove.get("pieces.want", [])
    parts = [value for piece in pieces if isinstance(piece, dict) for value in piece.values()]
    for path, values in said.delta.remove.items():
        kind, _, side = path.partition(".")
        if kind in ("items", "notes", "weather", "provenance", "only"):
            told += [f"“{value}”" for value in values if path == "weather.conditions"]
            continue
        told += [
            f"“{'no ' if side == _NO else ''}{_named(value)}”"
            for value in values
            if value not in parts
        ]
    return listed(list(dict.fromkeys(told)))


def _named(value: object) -> str:
    if isinstance(value, dict):
        names = (
            value.get(k) for k in ("color", "pattern", "material", "category", "slot", "value")
        )
        return " ".join(str(name) for name in names if name).replace("-", " ")
    return str(value).replace("-", " ")
