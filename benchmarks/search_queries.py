"""The queries of the search benchmark, and how well a labelled garment answers each (0..3)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ml.training.photos import Shot
from stylist import vocabulary

FILE: Final = Path(__file__).parent / "data" / "search_queries.tsv"
HALF_OF: Final = "search-queries-1"
"""Salt of the split in halves; fixed before the first query was run."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with the terms of its rule."""

    text: str
    wanted: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def half(self) -> Literal["dev", "test"]:
        """Whether weights may be tuned on this query, or it is only measured."""
        digest = hashlib.sha256(f"{HALF_OF}/{self.text}".encode()).digest()
        return "dev" if digest[0] % 2 else "test"

    def grade(self, shot: Shot) -> int:
        """0..3 by the share of terms that hold; 0 when something ruled out holds."""
        if any(holds(term, shot) for term in self.refused):
            return 0
        return int(3 * sum(holds(term, shot) for term in self.wanted) / len(self.wanted) + 1e-9)


def queries() -> list[Asked]:
    """Every query of the file."""
    lines = FILE.read_text("utf-8").splitlines()
    return [_asked(line) for line in lines if line and not line.startswith("#")]


def _asked(line: str) -> Asked:
    text, _, rule = line.partition("\t")
    terms = rule.split()
    return Asked(
        text=text,
        wanted=tuple(term for term in terms if not term.startswith("!")),
        refused=tuple(term[1:] for term in terms if term.startswith("!")),
    )


def holds(term: str, shot: Shot) -> bool:
    """Whether the labels fulfil a term such as `color=navy|blue`, `f>=3.5` or `kind=slot:top`."""
    for sign in ("<=", ">="):
        if sign in term:
            name, _, bound = term.partition(sign)
            value = shot.formality if name == "f" else shot.warmth
            return value is not None and (value <= float(bound)) == (
                sign == "<=" or value == float(bound)
            )
    field, _, names = term.partition("=")
    return any(_is(field, name, shot) for name in names.split("|"))


def _is(field: str, name: str, shot: Shot) -> bool:
    if name.startswith("slot:"):
        return vocabulary.slot_of(shot.kind or "", shot.kind) == name.removeprefix("slot:")
    own = {
        "kind": {shot.kind, shot.kind_alt},
        "color": {shot.color, shot.color_alt},
        "pattern": {shot.pattern},
        "material": {shot.material},
    }[field]
    return bool((own - {None}) & vocabulary.with_descendants(name))
