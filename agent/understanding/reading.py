"""One turn read into the frame, step by step."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, get_args

from agent.understanding import dialogue, quantities, references, whereabouts
from agent.understanding.atoms import HEAD, LOOK, MANNER, Atom, Found, atoms
from agent.understanding.changes import delta_between
from agent.understanding.effects import Circumstances, Wishes, imply_formality
from agent.understanding.hindsight import look_back
from agent.understanding.ledger import Ledger
from agent.understanding.phrases import Phrase, phrases
from agent.understanding.polarity import settle
from agent.understanding.tokens import tokenize
from agent.understanding.unread import unread_refusals
from stylist.frame import Act, ConstraintFrame, Delta, Move, Piece, Reference, Tastes, Understanding
from stylist.outfits import OutfitCard

_DISLIKING: Final = ["hate", "dislike", "detest", "loathe", "despise"]
_FIRM_SWAP: Final = frozenset({"swap", "switch", "replace", "exchange", "trade", "change", "sub"})


def _patterns(text: str, now: datetime, *, imperial: bool) -> list[Found]:
    found: list[Found] = []
    for hits in (
        quantities.temperatures(text, imperial=imperial),
        quantities.budgets(text),
        quantities.counts(text),
        whereabouts.times(text, now),
        whereabouts.places(text),
        whereabouts.months(text),
    ):
        for hit in hits:
            if not any(hit.start < other.end and other.start < hit.end for other in found):
                found.append(hit)
    return found


class Turn:
    """The reading of one turn; each step adds to the ledger and to the understanding."""

    def __init__(
        self,
        text: str,
        frame: ConstraintFrame,
        *,
        shown: Sequence[OutfitCard],
        turn: int,
        now: datetime,
        history: Sequence[tuple[str, str]],
        imperial: bool,
    ) -> None:
        self.text, self.shown, self.history = text, shown, history
        self.before = frame
        tokens = tokenize(text)
        self.signals = dialogue.listen(tokens)
        self.row = atoms(tokens, _patterns(text, now, imperial=imperial))
        settle(self.row)
        look_back(self.row, elliptic=True)
        if self._is_foreign():
            self.row = []
        self.questions = dialogue.questions(self.signals, text, shown=bool(shown))
        self.ledger = Ledger(frame, turn=turn, text=text)
        self.pointed = references.outfits_by_position(text, shown) if shown else []
        self.asked: list[Piece] = []
        self.swaps: list[str] = []
        self.tastes = Tastes()
        self.acts: set[Act] = set()

    def _is_foreign(self) -> bool:
        """Whether the turn asks for something else and speaks of no clothes at all."""
        dressed = any(a.kind in LOOK | HEAD | MANNER for a in self.row)
        return self.signals.has("out_of_scope") and not dressed and not self._asks_for_outfit()

    def _asks_for_outfit(self) -> bool:
        words = {token.word for token in self.signals.tokens}
        return bool(words & {"wear", "outfit", "outfits", "dress", "clothes", "dressed"})

    def read(self) -> Understanding:
        """All steps in order."""
        self._take_back()
        self._enter()
        imply_formality(self.ledger)
        self.ledger.frame.notes.extend(
            note
            for note in unread_refusals(self.row, self.text, pointed=[r.text for r in self.pointed])
            if note not in self.ledger.frame.notes
        )
        self._point()
        moves: list[Move] = [m for m in get_args(Move) if m in self.ledger.moves]
        delta = delta_between(self.before, self.ledger.frame, moves)
        changed = bool(delta.set or delta.add or delta.remove or delta.moves or self.swaps)
        self._act(changed=changed, grown=self._has_grown(delta))
        said = dialogue.answer(self.signals)
        return Understanding(
            frame=self.ledger.frame,
            delta=delta,
            acts=dialogue.ordered(self.acts),
            spans=sorted(self.ledger.spans, key=lambda span: (span.start, span.path)),
            references=self.pointed,
            swap_slots=list(dict.fromkeys(self.swaps)),
            asked=self.asked,
            tastes=self.tastes,
            answer=said if said in ("yes", "no") else None,
        )

    def _has_grown(self, delta: Delta) -> bool:
        stated = [value for value in delta.set.values() if value is not None]
        return bool(stated or delta.add or delta.moves or self.swaps)

    def _take_back(self) -> None:
        """Start over, or undo the turn before."""
        if self.signals.has("reset"):
            self.ledger.frame = ConstraintFrame()
            self.acts.add("retract")
        elif self.signals.has("undo") and not self._names_something_to_undo():
            self._undo()
            self.acts.add("retract")

    def _names_something_to_undo(self) -> bool:
        return any(atom.polarity == "retract" for atom in self.row if atom.is_value())

    def _undo(self) -> None:
        frame = self.ledger.frame
        last = max((p.turn for p in frame.provenance.values()), default=-1)
        for path in [p for p, said in frame.provenance.items() if said.turn == last]:
            _unset(self.ledger, path)

    def _asked_about(self, atom: Atom) -> bool:
        return any(a <= atom.start < b for a, b in self.questions.values())

    def _enter(self) -> None:
        replace = self.signals.has("correct")
        wishes = Wishes(self.ledger, replace=replace)
        around = Circumstances(self.ledger, shown=bool(self.shown), replace=replace)
        for phrase in phrases(self.row):
            if self._asked_about(phrase.atoms[0]):
                self._ask(phrase)
            elif not self._points(phrase):
                self._say_of_oneself(phrase)
                wishes.enter(phrase)
        for atom in self.row:
            if atom.kind not in LOOK | HEAD and atom.is_value() and not self._asked_about(atom):
                around.enter(atom)
                self._say_of_manner(atom)
            if atom.is_value() and atom.polarity in ("retract", "allow"):
                self.acts.add("retract")

    def _ask(self, phrase: Phrase) -> None:
        self.asked.extend(phrase.pieces())
        reference = references.garments(phrase, self.shown, self.pointed) if self.shown else None
        if "ask_why" in self.questions and reference:
            self.pointed.append(reference)

    def _points(self, phrase: Phrase) -> bool:
        """Handle a phrase that points at something shown; True when it is no wish."""
        if phrase.head is None or phrase.polarity not in ("want", "avoid"):
            return False
        if self._swaps(phrase):
            return True
        determiner = references.determiner(phrase, self.row)
        reference = references.garments(phrase, self.shown, self.pointed) if self.shown else None
        if reference is None or determiner == "" or determiner == "my":
            return False
        self.pointed.append(reference)
        where = (phrase.atoms[0].start, phrase.atoms[-1].end)
        if phrase.polarity == "avoid":
            return self._refuse(phrase, reference, determiner, where)
        if self.signals.has("keep"):
            for garment in reference.garment_ids[:1]:
                self.ledger.add("items.require", garment, where)
            return True
        return not (phrase.looks and determiner == "the" and self._is_combined())

    def _is_combined(self) -> bool:
        """Whether an outfit is named beside: "the second, but with the white shoes"."""
        return any(not reference.garment_ids for reference in self.pointed)

    def _refuse(
        self, phrase: Phrase, reference: Reference, determiner: str, where: tuple[int, int]
    ) -> bool:
        for garment in reference.garment_ids:
            self.ledger.drop("items.require", [garment])
            self.ledger.add("items.exclude", garment, where)
        self.acts.add("reject")
        head = phrase.head
        if head is not None and head.kind == "slot" and not phrase.looks:
            self.swaps.append(str(head.value))
            return True
        return determiner in references.DEMONSTRATIVE

    def _swaps(self, phrase: Phrase) -> bool:
        head = phrase.head
        if head is None or not self.shown or phrase.polarity != "want":
            return False
        start = min(atom.start for atom in phrase.atoms)
        for hit in self.signals.groups.get("swap", ()):
            gap = self.text[self.signals.tokens[hit[1] - 1].end : start].split()
            firm = self.signals.words(hit).split()[0] in _FIRM_SWAP
            after = self.signals.tokens[hit[0]].start < start
            if after and len(gap) <= (2 if firm else 0) and not (phrase.looks and not firm):
                self.swaps.append(_slot(head))
                return True
        return False

    def _say_of_oneself(self, phrase: Phrase) -> None:
        if not self.signals.has("general") or phrase.head is not None:
            return
        target = {"want": self.tastes.favorite_colors, "avoid": self.tastes.avoid_colors}
        for piece in phrase.pieces():
            if piece.color and phrase.polarity in target:
                target[phrase.polarity].append(piece.color)

    def _say_of_manner(self, atom: Atom) -> None:
        if not self.signals.has("general"):
            return
        if atom.kind == "style":
            avoided = atom.polarity == "avoid"
            listed = self.tastes.avoid_styles if avoided else self.tastes.preferred_styles
            listed.append(str(atom.value))
        elif atom.kind == "fit" and self.ledger.frame.fit:
            self.tastes.preferred_fit = self.ledger.frame.fit

    def _point(self) -> None:
        """Resolve "that one" and "those" when the turn judges what was shown."""
        judged = dialogue.accepts(self.signals, shown=bool(self.shown), changed=False)
        judged = judged or dialogue.rejects(self.signals, shown=bool(self.shown))
        judged = judged or "ask_why" in self.questions
        if self.shown and not self.pointed and judged:
            self.pointed = references.outfits_by_pointing(self.text, self.shown)

    def _act(self, *, changed: bool, grown: bool) -> None:
        self.acts.update(act for act in ("ask_why", "ask_fact") if act in self.questions)
        if "ask_why" not in self.acts:
            self._judge(changed=changed)
        if grown:
            continued = bool(self.shown) or self.before != ConstraintFrame()
            self.acts.add("refine" if continued else "request")
        elif changed and not self.acts & {"reject"}:
            self.acts.add("retract")
        if self.pointed and not self.acts & {"accept", "reject", "ask_why"}:
            self.acts.add("refer")
        if dialogue.answer(self.signals) and not changed:
            self._answer()
        if not self.acts:
            self._chat()

    def _judge(self, *, changed: bool) -> None:
        shown = bool(self.shown)
        if dialogue.rejects(self.signals, shown=shown) or self._dislikes_shown():
            self.acts.add("reject")
        elif "ask_fact" not in self.acts and dialogue.accepts(
            self.signals, shown=shown, changed=changed and not self.pointed
        ):
            self.acts.add("accept")

    def _dislikes_shown(self) -> bool:
        """Whether a "no" stands right before a reference: "I don't like the second"."""
        lowered = self.text.lower().replace("'", "").replace("’", "")
        denied = r"\b(?:not|dont \w+|hate|dislike|no to|without|isnt|skip|lose|except)\s+(?:wear\s+)?(?:the\s+)?"
        return any(
            not reference.garment_ids
            and re.search(denied + re.escape(reference.text.lower().removeprefix("the ")), lowered)
            for reference in self.pointed
        )

    def _answer(self) -> None:
        asked = bool(self.history) and self.history[-1][1].rstrip().endswith("?")
        if dialogue.answer(self.signals) == "no" and self.shown and not asked:
            self.acts.add("reject")
        elif not self.acts & {"accept", "reject"}:
            self.acts.add("confirm")

    def _chat(self) -> None:
        if dialogue.is_small_talk(self.signals) and not self.signals.has("out_of_scope"):
            self.acts.add("request" if self.signals.has("request") else "small_talk")
        elif dialogue.is_out_of_scope(self.signals):
            self.acts.add("out_of_scope")
        else:
            self.acts.add("request")


def _slot(head: Atom) -> str:
    if head.kind == "slot":
        return str(head.value)
    from stylist import vocabulary

    return str(vocabulary.slot_of(str(head.value)))


def _unset(ledger: Ledger, path: str) -> None:
    """Take one value out by its path."""
    owner, _, name = path.rpartition(".")
    target: Any = ledger.frame
    for part in owner.split(".") if owner else []:
        target = getattr(target, part)
    if owner.startswith("pieces."):
        from agent.understanding.ledger import piece_key

        ledger.drop_pieces(owner.split(".")[1], lambda piece: piece_key(piece) == name)
    elif isinstance(target, list):
        ledger.drop(owner, [name])
    else:
        ledger.clear(path)
