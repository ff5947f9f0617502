"""Whether an outfit wears what was excluded, by the expected frame and not by what was heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stylist import vocabulary

FIELDS: Final = {
    "colors": "color",
    "patterns": "pattern",
    "materials": "material",
    "categories": "category",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """A garment as an exclusion sees it; `kinds` are its category, subcategory and slot."""

    name: str
    id: str = ""
    kinds: frozenset[str]
    color: str
    pattern: str
    material: str | None = None

    def is_a(self, field: str, name: str) -> bool:
        """Whether the garment is, in one respect, a name or below it."""
        below = vocabulary.with_descendants(name) | {name}
        if field in ("category", "slot"):
            return bool(self.kinds & below)
        return getattr(self, field) in below

    def is_piece(self, piece: Mapping[str, Any]) -> bool:
        """Whether everything that a partial garment states holds."""
        stated = {field: name for field, name in piece.items() if name is not None}
        return bool(stated) and all(self.is_a(field, name) for field, name in stated.items())


def violations(frame: Mapping[str, Any], outfit: Sequence[Worn]) -> list[str]:
    """What of an outfit breaks a frame (flat paths), as "garment: exclusion"."""
    return [f"{worn.name}: {why}" for worn in outfit for why in _broken(frame, worn)]


def _broken(frame: Mapping[str, Any], worn: Worn) -> list[str]:
    pieces = [f"pieces.avoid {p}" for p in frame.get("pieces.avoid", []) if worn.is_piece(p)]
    if any(worn.is_piece(piece) for piece in frame.get("pieces.allow", [])):
        return pieces
    flat = [
        f"{path}.avoid {name}"
        for path, field in FIELDS.items()
        for name in frame.get(f"{path}.avoid", [])
        if worn.is_a(field, name)
    ]
    flat += [
        f"only {path} {frame.get(f'{path}.want')}"
        for path in frame.get("only", [])
        if not any(worn.is_a(FIELDS[path], name) for name in frame.get(f"{path}.want", []))
    ]
    named = [
        f"items.exclude {n}" for n in frame.get("items.exclude", []) if n in (worn.name, worn.id)
    ]
    return [*pieces, *flat, *named]
