"""What a turn does in the conversation: its dialogue acts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from agent.understanding.acts.orders import parts
from agent.understanding.words.lexicon import heard, word_list
from agent.understanding.words.tokens import Token
from stylist.frame import Act

MOST_OF_AN_ORDER: Final = 5
"""Words of "like the second one", which likes it; a longer turn compares."""
_WEAK_ACCEPT: Final = word_list("dialogue_weak_accept")
_NEGATORS: Final = word_list("dialogue_negators")
_POLITE: Final = word_list("dialogue_polite")
_LIKENED: Final = frozenset(
    {"more", "something", "anything", "one", "just", "exactly", "bit", "is", "look", "looks", ","}
)
_HESITATES: Final = word_list("dialogue_hesitates")
_ASKING: Final = word_list("dialogue_asking")
_BEFORE_NEXT: Final = word_list("dialogue_before_next")
_KIN: Final = word_list("dialogue_kin")
_AFTER_NEXT: Final = word_list("dialogue_after_next")
_FEELS: Final = word_list("dialogue_feels")
_OF_LIFE: Final = word_list("dialogue_of_life")
_QUESTION: Final = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|oh|hey|hi)\W+)*"
    r"(what(?:['’]?s)?|which|who(?:['’]?s)?|when|where(?:['’]?s)?|why|how(?:['’]?s)?|do|does|did|is|are|can|could|have|has|would|will|am)\b",
    re.I,
)


@dataclass(slots=True)
class Signals:
    """The signal phrases of a turn and the ranges of characters that only ask something."""

    tokens: Sequence[Token]
    groups: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        """Whether any of the groups was heard."""
        return any(name in self.groups for name in names)

    def negated(self, at: int) -> bool:
        """Whether a "not" stands within the two words before word `at`."""
        return any(token.word in _NEGATORS for token in self.tokens[max(0, at - 2) : at])

    def words(self, found: tuple[int, int]) -> str:
        """The plain words of a signal."""
        return " ".join(token.word for token in self.tokens[slice(*found)])

    def sentence(self, at: int) -> tuple[int, int]:
        """Character range of the sentence around word `at`."""
        stops = [i for i, t in enumerate(self.tokens) if t.word in (".", "!", "?")]
        first = max((i + 1 for i in stops if i < at), default=0)
        last = min((i for i in stops if i >= at), default=len(self.tokens) - 1)
        return self.tokens[first].start, self.tokens[last].end


_SOMEBODY: Final = frozenset({"will", "wont", "would", "nobody", "they", "people", "cant", "dont"})
"""Words before a verb of looking that make it no order of ours."""


def listen(tokens: Sequence[Token]) -> Signals:
    """Find the signal phrases of a turn."""
    signals = Signals(tokens)
    for group, i, j in sorted(heard(tokens), key=lambda hit: hit[1:]):
        if group == "general" and j < len(tokens) and tokens[j].word == "mind":
            continue
        signals.groups.setdefault(group, []).append((i, j))
    return signals


def questions(
    signals: Signals, text: str, *, shown: bool, sought: Sequence[tuple[int, int]] = ()
) -> dict[str, tuple[int, int]]:
    """The sentences that only ask: act → character range.

    What is `sought` in them asks for more than a fact: "do you have any other coats?".
    """
    found: dict[str, tuple[int, int]] = {}
    for act in ("ask_why", "ask_fact"):
        for hit in signals.groups.get(act, ()):
            if act == "ask_fact" and _is_told(signals, hit[0]):
                continue
            start, end = _part(text, *signals.sentence(hit[0]), signals.tokens[hit[0]].start)
            if act == "ask_fact" and any(a < end and start < b for a, b in sought):
                continue
            if signals.words(hit).endswith(" my") and _names_a_person(signals.tokens[hit[1] :]):
                continue
            if _asks(act, signals.words(hit), text[start:end], at_start=hit[0], shown=shown):
                found.setdefault(act, (start, end))
    return found


def _names_a_person(after: Sequence[Token]) -> bool:
    """Whether somebody is gone to see: "on sunday I see my in-laws"."""
    return bool(after) and after[0].word in _KIN


def _is_told(signals: Signals, first: int) -> bool:
    """Whether somebody else does it: "nobody will see my legs"."""
    before = signals.tokens[first - 1].word if first else ""
    return signals.tokens[first].word in ("see", "find", "search") and before in _SOMEBODY


def _part(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """The part of a sentence around the character `at`: a question, or the order behind it."""
    ranges = [(start + a, start + b) for a, b in parts(text[start:end])]
    return next(((a, b) for a, b in ranges if a <= at < b), (start, end))


def _asks(act: str, said: str, sentence: str, *, at_start: int, shown: bool) -> bool:
    lowered = sentence.lower().replace("'", "").replace("’", "")
    if act == "ask_why":
        if re.search(r"why (dont|not) (we|you|i|try|go|use|make)\b", lowered):
            return False
        return not said.startswith("explain") or shown or "?" in sentence or at_start < 3
    wishes = (
        r"\b(?:need|want|looking for|have to|to wear|should i wear|dress code|give me"
        r"|(?:best|warmest|nicest|smartest|favou?rite) (?:outfit|look))\b"
    )
    if re.search(wishes, lowered):
        return False
    command = re.search(r"\b(show|list|see|search|look|find|count)\b", lowered)
    return bool(command or "?" in sentence or _QUESTION.match(sentence) or said == "got any")


def accepts(signals: Signals, *, shown: bool, changed: bool) -> bool:
    """Whether the turn says yes to what was shown."""
    if not shown:
        return False
    for hit in signals.groups.get("accept", ()):
        said = signals.words(hit)
        orders = hit[0] == 0 and not changed and len(signals.tokens) <= MOST_OF_AN_ORDER
        if said.startswith("like ") and _likens(signals, hit[0]) and not orders:
            continue
        if _only_asked(signals, hit[0]):
            continue
        if signals.negated(hit[0]) or (changed and said in _WEAK_ACCEPT):
            continue
        if changed and said in (
            "i like",
            "like the",
            "i like the",
            "love the",
            "i love the",
            "thats it",
        ):
            continue
        return True
    return False


def _only_asked(signals: Signals, at: int) -> bool:
    """Whether a question stands around word `at`: "do you like the first?"."""
    stops = [i for i, t in enumerate(signals.tokens) if t.word in (".", "!", "?")]
    first = max((i + 1 for i in stops if i < at), default=0)
    last = min((i for i in stops if i >= at), default=-1)
    return last >= 0 and signals.tokens[last].word == "?" and signals.tokens[first].word in _ASKING


def _likens(signals: Signals, at: int) -> bool:
    """Whether the "like" at word `at` compares: "like the second but warmer", "more like it"."""
    return at == 0 or signals.tokens[at - 1].word in _LIKENED


def rejects(signals: Signals, *, shown: bool) -> bool:
    """Whether the turn says no to what was shown."""
    hits = signals.groups.get("reject", ())
    weak = {"bad", "pass", "ugly", "gross", "awful", "terrible", "horrible"}
    return shown and any(
        not (signals.words(hit) in weak and signals.negated(hit[0]))
        and not (signals.words(hit) in weak and _is_of_life(signals, hit))
        and not (signals.words(hit) == "next" and not _asks_for_next(signals, hit))
        and signals.words(hit) not in ("not the", "dont like the", "do not like the", "not feeling")
        for hit in hits
    )


def _is_of_life(signals: Signals, hit: tuple[int, int]) -> bool:
    """Whether a day or a mood is judged, and no outfit: "I'm having an awful day"."""
    before = {token.word for token in signals.tokens[max(0, hit[0] - 2) : hit[0]]}
    after = {token.word for token in signals.tokens[hit[1] : hit[1] + 2]}
    return bool(before & _FEELS or after & _OF_LIFE)


def _asks_for_next(signals: Signals, hit: tuple[int, int]) -> bool:
    """Whether "next" asks for another outfit, and names no day, place or turn of events."""
    before = [token.word for token in signals.tokens[: hit[0]]]
    after = [token.word for token in signals.tokens[hit[1] :]]
    return all(word in _BEFORE_NEXT for word in before[-3:]) and (
        not after or after[0] in _AFTER_NEXT
    )


def judges(signals: Signals, *, shown: bool) -> bool:
    """Whether the turn says what the person thinks of what was shown."""
    return accepts(signals, shown=shown, changed=False) or rejects(signals, shown=shown)


def answer(signals: Signals) -> Literal["yes", "no"] | None:
    """A bare yes or no: nothing else is said but pleasantries."""
    if not signals.has("no", "yes"):
        return None
    alpha = [k for k, t in enumerate(signals.tokens) if t.word.isalpha()]
    words = [signals.tokens[k].word for k in alpha]
    first_of = dict(enumerate(alpha))
    names: tuple[Literal["no"], Literal["yes"]] = ("no", "yes")
    for name in names:
        found = signals.groups.get(name, ())
        opens = next((k for k, w in enumerate(words) if w not in _HESITATES), 0)
        if not any(begin in (0, first_of.get(opens)) for begin, _ in found):
            continue
        said = {w for hit in found for w in signals.words(hit).split()}
        allowed = _POLITE | _HESITATES | said | {"yes", "yeah", "no", "nope", "sure", "ok", "okay"}
        if all(word in allowed for word in words):
            return name
    return None


def is_small_talk(signals: Signals) -> bool:
    """Whether the turn only greets, thanks or chats."""
    return signals.has("small_talk") or not any(t.word.isalnum() for t in signals.tokens)


def is_out_of_scope(signals: Signals) -> bool:
    """Whether the turn asks for something that is not about clothes."""
    return signals.has("out_of_scope") or not signals.has("request")


def ordered(acts: set[Act], *, main: Act | None = None) -> list[Act]:
    """The main act, then the others in a fixed order, the most telling first."""
    order: tuple[Act, ...] = (
        "retract", "reject", "accept", "ask_why", "ask_fact", "refer", "refine", "request",
        "confirm", "small_talk", "out_of_scope",
    )  # fmt: skip
    first = [main] if main in acts and main is not None else []
    return [*first, *(act for act in order if act in acts and act != main)]
