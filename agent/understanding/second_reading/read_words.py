"""What the rules made of each word of a turn, for a second reader."""

import re
from collections.abc import Iterable
from typing import Final

from agent.understanding.words.lexicon import lexicon, word_list
from agent.understanding.words.tokens import tokenize
from stylist.frame import Understanding

_STOP: Final = re.compile(r"[.!\n]+(?=\s|$)")
"""What ends a sentence; after "heels?" it goes on: "no chance"."""
Area = tuple[int, int]
"""End-exclusive character offsets."""


class ReadWords:
    """A turn's words beside the reading by the rules."""

    def __init__(self, ours: Understanding, text: str) -> None:
        self.ours, self.text = ours, text
        self.is_foreign = any(doubt.why == "language" for doubt in ours.uncertain)
        self.known = frozenset() if self.is_foreign else word_list("unread_empty") | lexicon().known
        self.tokens = [(token.start, token.end, token.word) for token in tokenize(text)]

    def is_read(self, where: Area) -> bool:
        """Whether the rules made anything of the words: of the frame, a question, a note."""
        spans = [(span.start, span.end) for span in self.ours.spans]
        return overlaps(spans, where) or self.is_noted(where) or self.is_pointed_at(where)

    def is_refused(self, where: Area) -> bool:
        """Whether the rules read a refusal in some of the words."""
        return overlaps(self._areas("avoid"), where)

    def is_wanted(self, where: Area) -> bool:
        """Whether the rules read a wish in some of the words."""
        return overlaps(self._areas("want"), where)

    def is_read_refusal(self, where: Area) -> bool:
        """Whether the rules read a refusal in the words, and know every word of them."""
        return self.is_refused(where) and not self.unknown_words(where)

    def are_bare_wishes(self, where: Area) -> bool:
        """Whether the rules took every one of the words for a wish."""
        wanted = self._areas("want")
        inside = [(a, b) for a, b, _ in self.tokens if meets(where, (a, b))]
        return overlaps(wanted, where) and all(overlaps(wanted, word) for word in inside)

    def unknown_words(self, where: Area) -> list[str]:
        """The words that the rules read nothing from and have no use for elsewhere either."""
        read = [(span.start, span.end) for span in self.ours.spans]
        return [
            word
            for a, b, word in self.tokens
            if meets(where, (a, b)) and word not in self.known and word[0].isalnum()
            if not overlaps(read, (a, b))
        ]

    def is_only_asked(self, where: Area) -> bool:
        """Whether the words belong to a question."""
        asked = [(s.start, s.end) for s in self.ours.spans if s.path.startswith("asked.")]
        return overlaps(asked, where)

    def is_pointed_at(self, where: Area) -> bool:
        """Whether the words point at something shown."""
        words = [reference.text for reference in self.ours.references]
        return overlaps(self._found(words), where)

    def is_noted(self, where: Area) -> bool:
        """Whether the words stand in a note."""
        return overlaps(self._found(self.ours.frame.notes), where)

    def is_doubted(self, where: Area) -> bool:
        """Whether the words are said with a smile, or may be no more than a mention."""
        return overlaps(self._doubts("sarcasm", "unclear"), where)

    def is_unclear(self, where: Area) -> bool:
        """Whether the words name a thing, and nobody knows what is said of it."""
        return overlaps(self._doubts("unclear"), where)

    def _doubts(self, *why: str) -> list[Area]:
        return [(d.start, d.end) for d in self.ours.uncertain if d.why in why]

    def sentence(self, where: Area) -> Area:
        """The sentences that the words stand in."""
        ends = [found.end() for found in _STOP.finditer(self.text)]
        first = max((end for end in ends if end <= where[0]), default=0)
        last = min((end for end in ends if end >= where[1]), default=len(self.text))
        return first, last

    def _areas(self, *parts: str) -> list[Area]:
        """Where the rules read something of these sides."""
        spans = self.ours.spans
        return [(s.start, s.end) for s in spans if set(parts) & set(s.path.split("."))]

    def _found(self, words: Iterable[str]) -> list[Area]:
        found = ((self.text.find(said), len(said)) for said in words if said)
        return [(at, at + length) for at, length in found if at >= 0]


def meets(one: Area, other: Area) -> bool:
    """Whether two areas share a character."""
    return one[0] < other[1] and other[0] < one[1]


def overlaps(areas: Iterable[Area], where: Area) -> bool:
    """Whether one of the areas meets another."""
    return any(meets(area, where) for area in areas)
