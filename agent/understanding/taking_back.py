"""Turns that take back: start over, undo the turn before, or go back to before a name was said."""

from collections.abc import Sequence

from agent.understanding.acts import dialogue
from agent.understanding.acts.pointing import Pointing
from agent.understanding.frame.ledger import Ledger
from agent.understanding.frame.undoing import (
    before_last_change,
    before_naming,
    goes_before,
    restated,
    same,
)
from agent.understanding.words.atoms import Atom, atoms
from agent.understanding.words.phrases import members
from agent.understanding.words.tokens import tokenize
from stylist.frame import ConstraintFrame


class TakingBack:
    """Gives the ledger an earlier frame where a turn asks for it.

    `past` are the frames before each earlier turn, oldest first.
    """

    def __init__(
        self,
        text: str,
        row: Sequence[Atom],
        *,
        ledger: Ledger,
        signals: dialogue.Signals,
        pointing: Pointing,
        history: Sequence[tuple[str, str]],
        past: Sequence[ConstraintFrame],
    ) -> None:
        self.text, self.row, self.ledger, self.signals = text, row, ledger, signals
        self.pointing, self.history, self.past = pointing, history, past

    def take_back(self) -> bool:
        """Start over, or undo the turn before; whether either was done."""
        if self.signals.has("reset"):
            self.ledger.frame = ConstraintFrame()
            return True
        if goes_before(self.text) and any(atom.is_value() for atom in self.row):
            return self._undo_naming()
        if not self._undoes():
            return False
        if not self._only_outfits_changed():
            self._undo()
        return True

    def _names_something_to_undo(self) -> bool:
        return any(atom.polarity == "retract" for atom in self.row if atom.is_value())

    def _undoes(self) -> bool:
        """Whether the last turn is taken back; "go back to the second one" only points."""
        names = self._names_something_to_undo() or self.pointing.references
        return self.signals.has("undo") and not names

    def _only_outfits_changed(self) -> bool:
        """Whether the turn before swapped a piece or went "dressier", which no frame tells."""
        before = next((words for role, words in reversed(self.history) if role == "user"), "")
        tokens = tokenize(before)
        moved = any(atom.kind == "move" for atom in atoms(tokens, []))
        changed = moved or dialogue.listen(tokens).has("swap")
        return changed and bool(self.past) and same(self.past[-1], self.ledger.frame)

    def _undo_naming(self) -> bool:
        """Go back to before what is named; False when it is not there."""
        named = [atom for atom in self.row if atom.is_value()]
        names = [pair for atom in named for pair in members(atom)]
        target = before_naming(self.ledger.frame, self.past, names)
        for atom in named:
            atom.polarity = "neutral"
        if target is not None:
            self.ledger.frame = target.model_copy(deep=True)
        return target is not None

    def _undo(self) -> None:
        frame = self.ledger.frame
        if (target := before_last_change(frame, self.past)) is not None:
            said = [a.kind for a in self.row if a.is_value() and a.polarity == "want"]
            self.ledger.frame = restated(frame, target, said).model_copy(deep=True)
            return
        last = max((p.turn for p in frame.provenance.values()), default=-1)
        for path in [p for p, said in frame.provenance.items() if said.turn == last]:
            self.ledger.unset(path)
