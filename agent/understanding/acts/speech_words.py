"""The words of `speech.toml`: which groups a sentence says, and which rules read them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Deed = Literal["ask", "seek", "back", "wish", "take", "later", "close", "answer", "point", "none"]
LONGEST: Final = 400
"""Characters of one sentence that are looked at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sentence does that says one of each group of `when`, and nothing of `unless`."""

    deed: Deed
    when: tuple[frozenset[str], ...]
    unless: frozenset[str]

    def fits(self, says: set[str]) -> bool:
        """Whether the rule holds for these groups."""
        for group in self.when:  # a plain loop: this is asked some forty times a sentence
            if group.isdisjoint(says):
                return False
        return self.unless.isdisjoint(says)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("speech.toml").read_text("utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in order; the first that fits counts."""
    return tuple(
        Rule(
            row["deed"],
            tuple(frozenset(group) for group in row["when"]),
            frozenset(row.get("unless", ())),
        )
        for row in _data()["rule"]
    )


@cache
def patterns(table: str) -> dict[str, re.Pattern[str]]:
    """The groups of a table ("sentence" or "offer") as expressions over plain words."""
    data = _data()
    named = {f"<{name}>": f"(?:{'|'.join(words)})" for name, words in data["names"].items()}
    made = {}
    for name, alternatives in data[table].items():
        joined = "|".join(alternatives)
        for placeholder, words in named.items():
            joined = joined.replace(placeholder, words)
        made[name] = re.compile(rf"\b(?:{joined})(?!\w)" if table == "sentence" else joined)
    return made


def plain_words(text: str) -> str:
    """Lower-case words without apostrophes, cut at `LONGEST`."""
    return " ".join(text.lower().replace("'", "").replace("’", "").split())[:LONGEST]
