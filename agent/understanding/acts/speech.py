"""What each sentence of a turn does: ask, look for others, take, look back, or take leave.

The turn's main deed is what must be answered: a question or a search before a yes, a yes before
leave. A short answer is read against what the assistant asked last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from agent.understanding.acts.offers import offered
from agent.understanding.acts.orders import parts
from agent.understanding.acts.speech_words import Deed, Plain, patterns, plain_words, rules

MOST_SENTENCES: Final = 40
_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:[.!?\n]+|$)")
_FIRM: Final = frozenset(
    {"may_i", "quality", "tell", "have_it", "which_quality", "limit", "in_it"}
    | {"polar", "polar_q", "past", "how_to"}
)
_POLAR: Final = frozenset({"polar", "polar_q", "past"})
_OF_GARMENTS: Final = ("quality", "comes_in", "have_it", "whose")
_DEMANDS: Final = frozenset({"ask", "seek", "back"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as end-exclusive offsets in the text, what it does, and what it points back at.

    `from_here` is where the words of leave-taking begin; `firm` asks whatever else it says;
    `asks_on` says that it only names another thing.
    """

    start: int
    end: int
    deed: Deed
    looks_back: bool
    from_here: int
    firm: bool
    asks_on: bool


class Speech:
    """The deeds of a turn. `before` is what the assistant said last, or nothing."""

    def __init__(self, text: str, *, before: str = "") -> None:
        self.text = text
        self.sentences = list(_sentences(text))
        self.offered = offered(before)
        self.main: Deed = self._main()

    @property
    def of_garments(self) -> bool:
        """Whether a question is after a quality of a garment, as in "who is it made by"."""
        says = [patterns("sentence")[name] for name in _OF_GARMENTS]
        asked = [plain_words(self.text[a:b]) for a, b in self.ranges("ask")]
        return any(pattern.search(plain) for pattern in says for plain in asked)

    @property
    def of_record(self) -> bool:
        """Whether it is asked what was said, saved or learned: "what did I ask for?"."""
        says = patterns("sentence")["record"]
        return any(says.search(plain_words(self.text[a:b])) for a, b in self.ranges("ask"))

    @property
    def asks_on(self) -> bool:
        """Whether a thing is named and left to what was asked before: "what about the blue?"."""
        return any(sentence.asks_on for sentence in self.sentences)

    def ask_on(self) -> None:
        """Take "what about the blue?" for the question that was answered of another thing."""
        self.sentences = [replace(s, deed="ask") if s.asks_on else s for s in self.sentences]
        self.main = self._main()

    @property
    def looks_back(self) -> bool:
        """Whether something seen before is pointed at: "the red one I saw earlier"."""
        return any(sentence.looks_back for sentence in self.sentences)

    @property
    def ends_in_leave(self) -> bool:
        """Whether leave is taken last, but for thanks, and not only where the turn opens."""
        thanks = patterns("sentence")["thanks"]
        for said in reversed(self.sentences):
            if said.deed == "close":
                return True
            if not thanks.search(plain_words(self.text[said.start : said.end])):
                return False
        return False

    def does(self, *deeds: Deed) -> bool:
        """Whether any sentence does one of these."""
        return any(sentence.deed in deeds for sentence in self.sentences)

    def reconsider(self, wishes: Sequence[tuple[int, int]]) -> None:
        """Take a loose question for a wish where it tells of an occasion or of the weather."""
        self.sentences = [
            replace(s, deed="wish")
            if s.deed == "ask" and not s.firm and any(s.start <= a < s.end for a, _ in wishes)
            else s
            for s in self.sentences
        ]
        self.main = self._main()

    def only_ask(self) -> None:
        """Take every sentence for a question of fact."""
        self.sentences = [replace(s, deed="ask") for s in self.sentences]
        self.main = "ask"

    def only_seek(self) -> None:
        """Take every sentence for a search."""
        self.sentences = [replace(s, deed="seek") for s in self.sentences]
        self.main = "seek"

    def ask_in(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Take the sentences in these character ranges for questions, whatever else they say."""
        self.sentences = [
            replace(s, deed="ask", firm=True) if any(a <= s.start < b for a, b in ranges) else s
            for s in self.sentences
        ]
        self.main = self._main()

    def only_asked(self) -> list[tuple[int, int]]:
        """The questions whether something is so that say no "no" themselves."""
        says = patterns("sentence")
        return [
            (s.start, s.end)
            for s in self.sentences
            if s.deed == "ask"
            and Plain(plain := plain_words(self.text[s.start : s.end])).any_of(_POLAR)
            and not says["says_no"].search(plain)
        ]

    def hush(
        self, ranges: Sequence[tuple[int, int]], *, only: Deed | None = None, whole: bool = False
    ) -> None:
        """Let the sentences around these character ranges do nothing: they complain or chat.

        With `whole`, only sentences of which the ranges leave no word.
        """
        if not ranges:
            return
        self.sentences = [
            replace(s, deed="none", looks_back=False)
            if only in (None, s.deed)
            and any(a < s.end and s.start < b for a, b in ranges)
            and not (whole and self._says_more(s, ranges))
            else s
            for s in self.sentences
        ]
        self.main = self._main()

    def _says_more(self, sentence: Sentence, ranges: Sequence[tuple[int, int]]) -> bool:
        return any(
            self.text[at].isalnum() and not any(a <= at < b for a, b in ranges)
            for at in range(sentence.start, sentence.end)
        )

    def leaving(self) -> list[tuple[int, int]]:
        """The character ranges that only take leave."""
        return [(s.from_here, s.end) for s in self.sentences if s.deed == "close"]

    def leaves_after(self, at: int) -> bool:
        """Whether leave is taken in the sentence of `at`, and after it."""
        closing = [s for s in self.sentences if s.deed == "close"]
        return any(s.start <= at < s.from_here for s in closing)

    def ranges(self, *deeds: Deed) -> list[tuple[int, int]]:
        """The sentences that do one of these, as character ranges."""
        return [(s.start, s.end) for s in self.sentences if s.deed in deeds]

    def _main(self) -> Deed:
        deeds = [sentence.deed for sentence in self.sentences]
        demands: list[Deed] = [deed for deed in deeds if deed in _DEMANDS]
        if demands:
            return demands[-1]
        answered = self._answered()
        if "take" in deeds or (deeds[:1] == ["none"] and answered == "take"):
            return "take"
        if "later" in deeds:
            return "later"
        if "close" in deeds:
            return answered if deeds[0] == "none" and answered == "ask" else "close"
        return "seek" if "wish" in deeds and answered not in ("answer", "point") else answered

    def _answered(self) -> Deed:
        """What a short answer does to what was asked last."""
        plain = plain_words(self.text)
        says = patterns("sentence")
        if not self.offered or says["no"].match(plain):
            return "none"
        yes = any(
            says["yes"].match(plain_words(self.text[s.start : s.end])) for s in self.sentences
        )
        if self.offered == "size_sought":
            return "seek" if says["size"].search(plain) else "answer"
        if self.offered in ("size", "which"):
            return "answer" if self.offered == "size" else "point"
        taken: dict[str, Deed] = {
            "take": "take",
            "facts": "ask",
            "others": "seek",
            "showing": "seek",
        }
        sized = self.offered == "take" and says["size"].search(plain)
        if self.offered in taken:
            return taken[self.offered] if yes or sized else "none"
        return "seek" if self.offered == "preference" and "?" not in plain else "none"


def _leave(sentence: str) -> int:
    """Where leave-taking begins in a sentence, as an offset; apostrophes do not count as words."""
    kept = [i for i, c in enumerate(sentence) if c not in "'’"]
    plain = "".join(sentence[i].lower()[:1] for i in kept)
    found = patterns("sentence")["close"].search(plain)
    return kept[found.start()] if found else 0


def takes_leave(words: str) -> bool:
    """Whether words such as "don't need anything else" end a conversation and refuse nothing."""
    return patterns("sentence")["close"].search(plain_words(words)) is not None


def _sentences(text: str) -> Iterator[Sentence]:
    for number, match in enumerate(_SENTENCE.finditer(text)):
        if number >= MOST_SENTENCES:
            return
        for first, last in parts(match.group()):
            said = match.group()[first:last]
            if plain_words(said).strip(".!?,;: "):
                yield _sentence(said, match.start() + first)


def _sentence(said: str, start: int) -> Sentence:
    says = Plain(plain_words(said))
    deed: Deed = next((rule.deed for rule in rules() if rule.fits(says.any_of)), "none")
    asks_on = deed == "seek" and says.any_of(("definite",))
    return Sentence(
        start,
        start + len(said),
        deed,
        looks_back=says.any_of(("before", "again")),
        from_here=start + (_leave(said) if deed == "close" else 0),
        firm=(deed == "ask" or asks_on) and says.any_of(_FIRM),
        asks_on=asks_on,
    )
