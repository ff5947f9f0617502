"""The training photos: what they show, who sent them, and which are kept for which part."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

Part = Literal["train", "tune", "test"]

TEST_PART: Final = 5
"""One sender in this many is kept for the test."""
SPLIT: Final = "173"
"""Salt of the split: of 400 the one that leaves every label best represented in the test."""
TUNE_PART: Final = 10
"""Of the other senders one in this many is kept for tuning: calibration and every choice."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo: its path, the coarse label of its data set, its sender, and finer labels.

    `kind_alt` and `color_alt` are the names that another honest look gave or might give;
    `formality` is 1..5 and `warmth` 1..3, halves where two people differed; `annotated` tells that
    the labels came with the data, `looks` how many looks ours rest on (3: two differed).
    """

    path: Path
    label: str
    sender: str
    kind: str | None = None
    kind_alt: str | None = None
    pattern: str | None = None
    color: str | None = None
    color_alt: str | None = None
    formality: float | None = None
    warmth: float | None = None
    material: str | None = None
    fit: str | None = None
    flags: frozenset[str] = frozenset()
    looks: int = 0
    annotated: bool = False

    @property
    def part(self) -> Part:
        """What this sender's photos serve: training, tuning, or only ever the test."""
        digest = hashlib.sha256(f"{SPLIT}/{self.sender}".encode()).digest()
        if digest[0] % TEST_PART == 0:
            return "test"
        return "tune" if digest[3] % TUNE_PART == 0 else "train"

    @property
    def held_out(self) -> bool:
        """Whether this sender's photos are only ever tested on."""
        return self.part == "test"


PATTERNS: Final = {"polka-dot": "dotted", "print": "other", "animal-print": "other"}
"""Names of the labelled photos that are not ours; camouflage, geometric… are `other` too."""
KNOWN_PATTERNS: Final = ("solid", "striped", "plaid", "floral", "dotted", "graphic")


def pattern_name(text: str) -> str:
    """Our name for a pattern of the labelled photos."""
    return text if text in KNOWN_PATTERNS else PATTERNS.get(text, "other")


def shots(data: Path) -> list[Shot]:
    """Every training photo below `data` (the shared data folder), with all that is known of it."""
    root = data / "garments"
    finer = _finer(root / "labelled" / "LABELS.tsv")
    ours = {row["id"]: row for row in _rows(files(__package__).joinpath("labels.tsv").read_text())}
    return [_shot(root, row, finer, ours) for row in _table(root / "MANIFEST.tsv")]


def _shot(
    root: Path,
    row: dict[str, str],
    finer: dict[str, dict[str, str]],
    ours: dict[str, dict[str, str]],
) -> Shot:
    name = Path(row["file"]).stem
    given, seen = finer.get(name, {}), ours.get(name, {})
    pattern = given.get("pattern")
    kind = given.get("subcategory") or seen.get("kind") or None
    alt = seen.get("kind_alt") or None
    return Shot(
        path=root / row["file"],
        label=row["label"],
        sender=row["sender_id"],
        kind=kind,
        kind_alt=None if given or alt == kind else alt,
        pattern=pattern_name(pattern) if pattern else seen.get("pattern") or None,
        color=given.get("colour") or seen.get("color") or None,
        color_alt=(given["colour_alt"] if given else seen.get("color_alt")) or None,
        formality=_number(given.get("formality_1_5") or seen.get("formality")),
        warmth=_number(given.get("warmth_1_3") or seen.get("warmth")),
        material=seen.get("material") or None,
        fit=seen.get("fit") or None,
        flags=frozenset(filter(None, (seen.get("flags") or "").split(","))),
        looks=int(seen.get("checked") or 0),
        annotated=bool(given),
    )


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _finer(path: Path) -> dict[str, dict[str, str]]:
    return {Path(row["file"]).stem: row for row in _table(path)}


def _table(path: Path) -> Iterator[dict[str, str]]:
    return _rows(path.read_text("utf-8"))


def _rows(text: str) -> Iterator[dict[str, str]]:
    lines: Iterable[str] = text.splitlines()
    return csv.DictReader(lines, delimiter="\t")
