"""One rule for two readings of a turn: by the rules, and by a language model.

The reading by the rules is the ground; the model adds what it left unread.

1. An exclusion that either of them read stands. The model lifts none: a wish of its that an
   exclusion ("only black" is one of all else) forbids, of this turn or an earlier one, is
   dropped. One that the rules took for a
   wish gives way to the model's exclusion, and the turn is marked as contradictory.
2. Where the rules read a refusal, a question or a pointing word, their reading of those words is
   the whole of it: the model makes no refusal broader.
3. A wish of the model counts only where it quotes a word that the rules do not know, and none
   that says such things (`passed_over.py`), and only from a model that has right what the rules
   know (`agreement.py`); what the rules set in this turn, it does not set again.
4. A doubt of the rules about a thing that was only named ends where the model reads a refusal.

See docs/decisions/0022-two-readers-one-rule.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from agent.understanding.acts.dialogue import ordered
from agent.understanding.circumstances.dress_code import imply_formality
from agent.understanding.frame.changes import delta_between
from agent.understanding.frame.ledger import WISHES, Ledger
from agent.understanding.second_reading.agreement import agrees
from agent.understanding.second_reading.claims import LOOKS, Checked, Claim, check
from agent.understanding.second_reading.passed_over import why_no_refusal, why_no_wish
from agent.understanding.second_reading.read_words import Area, ReadWords, overlaps
from stylist import vocabulary
from stylist.frame import Act, ConstraintFrame, Delta, Doubt, Piece, Span, Understanding

SCALARS: Final = {
    "occasion": "occasion", "fit": "fit", "count": "count", "place": "weather.place",
    "when": "weather.when", "temperature_c": "weather.temperature_c",
}  # fmt: skip
LISTS: Final = {"season": "seasons", "condition": "weather.conditions"}
IDLE_ACTS: Final = frozenset[Act]({"small_talk", "out_of_scope", "confirm"})
MOVING_ACTS: Final = frozenset[Act]({"request", "refine", "retract", "reject", "accept"})


@dataclass(slots=True)
class Merged:
    """The reading that counts, what the model added to it, and what was left out, by reason."""

    understanding: Understanding
    added: list[Checked] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


def untouched(frame: ConstraintFrame, text: str) -> Understanding:
    """The reading of somebody who does not speak the language."""
    doubt = Doubt(text=text, start=0, end=len(text), why="language")
    return Understanding(frame=frame, delta=Delta(), acts=[], uncertain=[doubt])


def merge(
    ours: Understanding,
    claims: Iterable[Claim],
    *,
    text: str,
    before: ConstraintFrame,
    turn: int,
) -> Merged:
    """What `ours`, the reading by the rules after `before`, becomes with the model's claims."""
    checked, dropped = check(claims, text)
    merging = _Merging(ours, text, before, turn)
    merging.agreed = agrees(ours, checked)
    merged = Merged(ours, dropped=dropped)
    for claim in checked:
        why = merging.enter(claim)
        if why is None:
            merged.added.append(claim)
        else:
            merged.dropped[why] += 1
    if merged.added:
        merged.understanding = merging.result()
    return merged


class _Merging:
    def __init__(self, ours: Understanding, text: str, before: ConstraintFrame, turn: int) -> None:
        self.ours, self.text, self.before = ours, text, before
        self.read = ReadWords(ours, text)
        self.ledger = Ledger(ours.frame, turn=turn, text=text)
        self.ledger.moves = list(ours.delta.moves)
        self.doubts: list[Doubt] = []
        self.settled: list[Area] = []
        self.agreed: bool | None = None

    def enter(self, claim: Checked) -> str | None:
        """Enter a claim, or say why not."""
        where = (claim.start, claim.end)
        if self.read.is_pointed_at(where) or self.read.is_only_asked(where):
            return "read-otherwise"
        return self._refuse(claim, where) if claim.side == "avoid" else self._wish(claim, where)

    def _refuse(self, claim: Checked, where: Area) -> str | None:
        if (why := why_no_refusal(self.read, where, agreed=self.agreed)) is not None:
            return why
        self.settled.append(where)
        if claim.note:
            self._note(str(claim.value), where)
            return None
        if self._is_refused(claim):
            return "read-already"
        if self.read.are_bare_wishes(where):
            return "no-words-of-refusal"
        if WISHES[claim.path] in self.ledger.frame.only and self._is_wanted_now(claim):
            return "read-otherwise"
        if self._is_wanted_now(claim):
            said = self.text[slice(*where)]
            doubt = Doubt(text=said, start=where[0], end=where[1], why="contradiction")
            self.doubts.append(doubt)
        self._avoid(claim, where)
        return None

    def _avoid(self, claim: Checked, where: Area) -> None:
        piece = _piece_of(claim)
        if piece is not None:
            self.ledger.avoid_piece(piece, where)
        else:
            self.ledger.avoid(claim.path, claim.value, where)

    def _note(self, words: str, where: Area) -> None:
        self.ledger.frame.notes.append(words)
        self.ledger.spans.append(Span(path="notes", text=words, start=where[0], end=where[1]))

    def _wish(self, claim: Checked, where: Area) -> str | None:
        if (why := why_no_wish(self.read, claim, where, agreed=self.agreed)) is not None:
            return why
        if claim.path in SCALARS:
            return self._set(SCALARS[claim.path], claim, where)
        if claim.path in LISTS:
            self.ledger.add(LISTS[claim.path], claim.value, where)
        elif claim.path == "move":
            self.ledger.move(claim.value, where)
        elif claim.path == "formality":
            return self._band(claim, where)
        else:
            return self._want(claim, where)
        return None

    def _set(self, path: str, claim: Checked, where: Area) -> str | None:
        if self._is_set(path):
            return "read-already"
        if path == "weather.place" and self.before.weather.place != claim.value:
            self.ledger.forget_weather()
        self.ledger.set(path, claim.value, where)
        return None

    def _band(self, claim: Checked, where: Area) -> str | None:
        if self._is_set("formality.min") or self._is_set("formality.max"):
            return "read-already"
        low, high = claim.value
        for end, value, open_at in (("min", low, 0.0), ("max", high, 1.0)):
            self.ledger.clear(f"formality.{end}")
            if value != open_at:
                self.ledger.set(f"formality.{end}", value, where)
        return None

    def _want(self, claim: Checked, where: Area) -> str | None:
        if self._is_refused(claim) or WISHES[claim.path] in self.ledger.frame.only:
            return "refused"
        piece = _piece_of(claim)
        if piece is None or claim.of is not None:
            self.ledger.want(claim.path, claim.value, where)
        if piece is not None:
            self.ledger.want_piece(piece, where)
            if piece.category:
                self.ledger.want("category", piece.category, where)
        return None

    def _is_refused(self, claim: Checked) -> bool:
        """Whether an exclusion that stands forbids what is claimed."""
        piece = _piece_of(claim) or _flat_piece(claim)
        if piece is None:
            return claim.value in self.ledger.wish(claim.path).avoid
        if self.ledger.forbidden(piece):
            return True
        return any(_within(refused, piece) for refused in self.ledger.frame.pieces.avoid)

    def _is_wanted_now(self, claim: Checked) -> bool:
        if claim.path not in WISHES:
            return False
        below = vocabulary.with_descendants(str(claim.value))
        path = f"{WISHES[claim.path]}.want"
        return any(span.path in {f"{path}.{name}" for name in below} for span in self.ours.spans)

    def _is_set(self, path: str) -> bool:
        said = self.ours.frame.provenance.get(path)
        now = any(span.path == path for span in self.ours.spans) or path in self.ours.delta.set
        return now and (said is None or said.kind == "stated")

    def result(self) -> Understanding:
        """The whole reading."""
        imply_formality(self.ledger)
        moves = list(dict.fromkeys(self.ledger.moves))
        frame = self.ledger.frame
        delta = delta_between(self.before, frame, moves)  # type: ignore[arg-type]
        spans = [*self.ours.spans, *self.ledger.spans]
        heard = [doubt for doubt in self.ours.uncertain if not self._is_settled(doubt)]
        return self.ours.model_copy(
            update={
                "frame": frame,
                "delta": delta,
                "acts": self._acts(),
                "spans": sorted(spans, key=lambda span: (span.start, span.path)),
                "uncertain": [*heard, *self.doubts],
            }
        )

    def _is_settled(self, doubt: Doubt) -> bool:
        """Whether the model's reading answers it: a refusal, of what was named and not judged."""
        named = doubt.why == "unclear" and overlaps(self.settled, (doubt.start, doubt.end))
        return named or doubt.why == "language"

    def _acts(self) -> list[Act]:
        """The acts, with a wish among them, since one was found."""
        acts = set(self.ours.acts) - IDLE_ACTS
        if not acts & (MOVING_ACTS | {"ask_why", "ask_fact"}):
            acts.add("request" if self.before == ConstraintFrame() else "refine")
        first = self.ours.acts[0] if self.ours.acts else None
        return ordered(acts, main=first if first in acts else None)


def _piece_of(claim: Checked) -> Piece | None:
    """The partial garment of a claim that ties two things together, or names a whole slot."""
    if claim.of is not None and claim.path in LOOKS:
        return claim.of.model_copy(update={claim.path: claim.value})
    if claim.path == "category" and claim.value not in vocabulary.kinds():
        return Piece(slot=claim.value)
    return None


def _flat_piece(claim: Checked) -> Piece | None:
    known = claim.path in Piece.model_fields
    return Piece.model_validate({claim.path: claim.value}) if known else None


def _within(refused: Piece, piece: Piece) -> bool:
    """Whether everything that is refused holds for the piece."""
    return all(
        value is None or getattr(piece, name) in vocabulary.with_descendants(value)
        for name, value in refused.model_dump().items()
    )
