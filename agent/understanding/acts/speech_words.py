"""The words of `speech.toml`: which groups a sentence says, and which rules read them."""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Deed = Literal["ask", "seek", "back", "wish", "take", "later", "close", "answer", "point", "none"]
LONGEST: Final = 400
"""Characters of one sentence that are looked at."""


_OPENS_WH: Final = re.compile(
    r"(?:(?:and|so|ok|okay|oh|hi|hey|also|now|well)[, ]+)*"
    r"(?:what(?! an? )|whats|which|who|whos|how)\b"
)
_ASKS: Final = re.compile(
    r"(?:(?:and|so|ok|okay|oh|hi|hey|also|now|well|but)[, ]+)*"
    r"(?:(?:does|do|did|is|are|was|were|can|could|has|have|would) (?:it|this|that|the|these"
    r"|those|they|you|i|we|there|any|either|both)|who|how (?:much|many|long)|what(?! an? )|which)\b"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sentence does that says one of each group of `when`, and nothing of `unless`."""

    deed: Deed
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]

    def fits(self, says: Callable[[Iterable[str]], bool]) -> bool:
        """Whether the rule holds, where `says` tells whether any of some groups is said."""
        for group in self.when:  # a plain loop: this is asked some forty times a sentence
            if not says(group):
                return False
        return not says(self.unless)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("speech.toml").read_text("utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in order; the first that fits counts."""
    return tuple(
        Rule(
            row["deed"],
            # The mark of a question first: it is the cheapest to look for.
            tuple(
                sorted((tuple(group) for group in row["when"]), key=lambda group: group != ("?",))
            ),
            tuple(row.get("unless", ())),
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


class Plain:
    """A sentence in plain words, and the groups of the data file once they were asked for."""

    def __init__(self, words: str) -> None:
        self.words = words
        self._said: dict[str, bool] = {}

    def any_of(self, groups: Iterable[str]) -> bool:
        """Whether its words belong to any of these groups."""
        known = self._said
        for name in groups:
            says = known.get(name)
            if says is None:
                says = known[name] = self._says(name)
            if says:
                return True
        return False

    def _says(self, name: str) -> bool:
        if name == "?":
            return self.words.endswith("?") or _ASKS.match(self.words) is not None
        if name == "opens_wh":
            return _OPENS_WH.match(self.words) is not None
        if name == "wh_quality":
            return self.any_of(("wh",)) and self.any_of(("quality",))
        return patterns("sentence")[name].search(self.words) is not None
