"""The training photos: what they show, who sent them, and which are kept for the test."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

TEST_PART: Final = 5
"""One sender in this many is kept for the test."""
SPLIT: Final = "173"
"""Salt of the split: of 400 the one that leaves every label best represented in the test."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo: its path, the coarse label of its data set, its sender, and finer labels."""

    path: Path
    label: str
    sender: str
    kind: str | None = None
    pattern: str | None = None
    color: str | None = None
    color_alt: str | None = None

    @property
    def held_out(self) -> bool:
        """Whether this sender's photos are only ever tested on."""
        digest = hashlib.sha256(f"{SPLIT}/{self.sender}".encode()).digest()
        return digest[0] % TEST_PART == 0


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
    return Shot(
        path=root / row["file"],
        label=row["label"],
        sender=row["sender_id"],
        kind=given.get("subcategory") or seen.get("kind") or None,
        pattern=pattern_name(pattern) if pattern else seen.get("pattern") or None,
        color=given.get("colour"),
        color_alt=given.get("colour_alt") or None,
    )


def _finer(path: Path) -> dict[str, dict[str, str]]:
    return {Path(row["file"]).stem: row for row in _table(path)}


def _table(path: Path) -> Iterator[dict[str, str]]:
    return _rows(path.read_text("utf-8"))


def _rows(text: str) -> Iterator[dict[str, str]]:
    lines: Iterable[str] = text.splitlines()
    return csv.DictReader(lines, delimiter="\t")
