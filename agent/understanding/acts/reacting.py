"""What follows from clauses that only react: which act they are, and what they do not mean."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from agent.understanding.acts.dialogue import Signals
from agent.understanding.acts.orders import before_order
from agent.understanding.acts.reactions import Kind, Reaction, reactions
from agent.understanding.acts.speech import Speech
from agent.understanding.words.atoms import HEAD, LOOK, Atom
from stylist import vocabulary
from stylist.frame import Act, ConstraintFrame

_THINGS: Final = LOOK | HEAD
_KEPT: Final = frozenset({"dem", "det", "ones", "link", "with", "and", "or"})
"""Cues that name or point; what refuses or takes back in a clause of praise does neither."""
_HEARD: Final = frozenset({"reject", "request", "out_of_scope", "ask_fact", "undo", "reset"})
_PLEASED: Final[frozenset[Kind]] = frozenset({"accept", "praise", "chat"})
_LEFT: Final[frozenset[Kind]] = frozenset({"reject", "scoffs", "loose", "complaint"})
_OFFERED: Final = frozenset({"facts", "others", "showing", "which", "size", "size_sought"})
"""What a question of ours may offer beside an outfit: "go for it" takes that."""
_RECORD: Final = re.compile(r"\W*(?:(?:and|so|ok|hey)\W+)*what (?:did|have) i\b", re.I)
_AGAIN: Final = re.compile(
    r"\W*(?:(?:oh|ugh|god|great|seriously|really|not|what|more|the|those|these|that|and|yet)\W+)*"
    r"(?P<named>(?:[\w-]+ ){1,4}?|(?:[\w-]+ ){0,3}[\w-]+[.,!?]+\s*)(?:yet\s+)?again\s*"
    r"(?:[!?]+|(?<=[.,!?] again)[.])",
    re.I,
)
"""Nothing but a thing that is there once more: "blue again!"."""


class Reacting:
    """The reactions of a turn; with nothing `shown`, they take and leave nothing."""

    def __init__(
        self, text: str, frame: ConstraintFrame, *, shown: bool, offered: str = ""
    ) -> None:
        self.text, self.frame, self.shown = text, frame, shown
        self.refused = refused_names(frame)
        self.found = [r for r in reactions(text) if not self._asks_for_record(r)]
        if offered in _OFFERED:
            self.found = [r for r in self.found if r.kind != "accept"]

    @property
    def acts(self) -> frozenset[Act]:
        """What is done with the outfits on the screen, and whether there is chat."""
        kinds = {reaction.kind for reaction in self.found}
        acts: set[Act] = {"small_talk"} if "chat" in kinds else set()
        if self.shown and kinds & {"accept", "praise"}:
            acts.add("accept")
        if self.shown and kinds & _LEFT:
            acts.add("reject")
        return frozenset(acts)

    @property
    def judges(self) -> bool:
        """Whether the outfits on the screen are judged."""
        return bool(self.acts & {"accept", "reject"})

    @property
    def asks_why(self) -> list[tuple[int, int]]:
        """The clauses that ask for a reason, without an order that follows in them."""
        ranges = self._ranges({"why"}) if self.shown else []
        return [(a, a + len(before_order(self.text[a:b]))) for a, b in ranges]

    def hush(self, speech: Speech) -> None:
        """Let complaints do nothing; and chat, and taking what is shown, ask nothing."""
        speech.hush(self._ranges({"complaint"}))
        pleased: set[Kind] = {"chat", "accept"} if self.shown else {"chat"}
        speech.hush(self._ranges(pleased), only="ask", whole=True)

    def hear(self, row: Sequence[Atom], signals: Signals) -> None:
        """Let the words of a reaction mean nothing else; what was refused stays so."""
        self._leave_out_idle(row)
        self._repeat(row)
        for reaction in self.found:
            inside = [a for a in row if reaction.start <= a.start < reaction.end]
            if reaction.kind != "chat" and not self.shown:
                continue
            if reaction.kind in _PLEASED and self._is_empty(inside, reaction.kind):
                _make_plain(inside)
                _silence(signals, reaction, _HEARD)
            elif reaction.kind in ("reject", "scoffs"):
                _drop([a for a in inside if a.kind not in _THINGS])
                _silence(signals, reaction, {"accept", "reset", "undo"})
            elif reaction.kind == "complaint":
                _silence(signals, reaction, {"ask_fact", "ask_why", "keep", "general"})

    def covers(self, atom: Atom) -> bool:
        """Whether an atom stands in praise of what is shown, which wishes for nothing."""
        return self.shown and any(
            r.start <= atom.start < r.end for r in self._of("accept", "praise")
        )

    def settle(self, row: Iterable[Atom]) -> None:
        """Take the wish from what is refused and only complained of."""
        refused = self.refused if self._of("complaint") else ()
        for atom in row:
            if atom.kind in _THINGS and atom.polarity != "avoid" and str(atom.value) in refused:
                atom.polarity = "neutral"

    def _asks_for_record(self, reaction: Reaction) -> bool:
        """Whether "what did I tell you?" stands alone, and wants to know."""
        alone = self.text[reaction.start : reaction.end].strip() == self.text.strip(" ?.!\n")
        return reaction.kind == "complaint" and alone and _RECORD.match(self.text) is not None

    def _of(self, *kinds: Kind) -> list[Reaction]:
        return [reaction for reaction in self.found if reaction.kind in kinds]

    def _ranges(self, kinds: Iterable[Kind]) -> list[tuple[int, int]]:
        return [(r.start, r.end) for r in self._of(*kinds)]

    def _is_empty(self, inside: Sequence[Atom], kind: Kind) -> bool:
        """Whether a clause of praise or chat names nothing, or only what is shown."""
        return not any(a.kind in _THINGS for a in inside) or (kind != "chat" and self.shown)

    def _leave_out_idle(self, row: Sequence[Atom]) -> None:
        """Take "too tight for me" for what its words say, and praise of no garment for talk."""
        self.found = [r for r in self.found if self._counts(r, row)]

    def _counts(self, reaction: Reaction, row: Sequence[Atom]) -> bool:
        inside = [a for a in row if a.is_value() and reaction.start <= a.start < reaction.end]
        if reaction.kind == "loose":
            alone = reaction.start == 0 and len(self.text[reaction.end :].strip(" .!")) == 0
            bare = self.text[reaction.start : reaction.end].split()
            named = any(a.is_value() for a in row) if len(bare) == 1 else inside
            return not named and not (alone and len(bare) == 1)
        return reaction.kind != "praise" or any(a.kind in HEAD for a in inside)

    def _repeat(self, row: Sequence[Atom]) -> None:
        """Hear "blue again!" of what is refused as a complaint."""
        for match in _AGAIN.finditer(self.text) if self.refused else ():
            inside = [a for a in row if match.start("named") <= a.start < match.end("named")]
            things = [a for a in inside if a.kind in _THINGS]
            if things and all(str(a.value) in self.refused for a in things):
                self.found.append(Reaction("complaint", match.start(), match.end()))


def refused_names(frame: ConstraintFrame) -> frozenset[str]:
    """The names of all that a frame refuses, with what lies below them."""
    flat = (frame.colors, frame.categories, frame.patterns, frame.materials)
    named = [name for wish in flat for name in wish.avoid]
    named += [str(v) for p in frame.pieces.avoid for v in p.model_dump(exclude_none=True).values()]
    return frozenset(below for name in named for below in vocabulary.with_descendants(name))


def _make_plain(inside: Sequence[Atom]) -> None:
    _drop([a for a in inside if a.kind not in _THINGS])
    for atom in inside:
        atom.cues &= _KEPT


def _drop(atoms: Sequence[Atom]) -> None:
    for atom in atoms:
        if atom.is_value():
            atom.kind, atom.value, atom.polarity, atom.degree = "word", None, "want", ""


def _silence(signals: Signals, reaction: Reaction, names: Iterable[str]) -> None:
    """Leave out the signals of these groups that stand in a reaction."""
    for name in names:
        if name in signals.groups:
            kept = [
                hit
                for hit in signals.groups[name]
                if not reaction.start <= signals.tokens[hit[0]].start < reaction.end
            ]
            if kept:
                signals.groups[name] = kept
            else:
                del signals.groups[name]
