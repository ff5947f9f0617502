"""Details of garments that no photo tells: necklines, lengths, sizes, brands and the like."""

from collections.abc import Sequence
from typing import Final, cast

from agent.understanding.frame.ledger import Ledger
from agent.understanding.words.atoms import HEAD, LOOK, Atom
from agent.understanding.words.named_details import said_by
from stylist.frame import Attribute, Detail

_GAP: Final = 3
"""Words that may stand between a detail and its garment."""


def read(value: str) -> tuple[Attribute, str]:
    """Attribute and value of a detail atom."""
    attribute, _, said = value.partition(":")
    return cast(Attribute, attribute), said


class Details:
    """Enters the details of a turn into the ledger."""

    def __init__(self, ledger: Ledger, row: Sequence[Atom]) -> None:
        self.ledger, self.row = ledger, row

    def enter(self, k: int) -> None:
        """Let the atom at `k` change the frame, when it names a detail."""
        atom = self.row[k]
        for value in said_by(atom):
            attribute, said = read(value)
            detail = Detail(attribute=attribute, value=said, of=self._of(k))
            self._put(detail, atom)

    def ask(self, k: int) -> None:
        """Keep what the atom at `k` names in a question."""
        atom = self.row[k]
        for value in said_by(atom):
            self.ledger.note_question(f"details.{value}", (atom.start, atom.end))

    def _put(self, detail: Detail, atom: Atom) -> None:
        where = (atom.start, atom.end)
        lacking = atom.polarity == "avoid" and atom.degree == "enough"
        if atom.polarity in ("retract", "allow"):
            self.ledger.lift_detail(detail)
        elif detail.attribute == "size" and atom.degree == "too":
            return  # "too small" tells how a thing sits, not which sizes are out
        elif (atom.polarity == "avoid" or atom.degree in ("too", "less")) and not lacking:
            self.ledger.put_detail("avoid", detail, where)
        elif atom.polarity != "neutral":
            self.ledger.put_detail("want", detail, where)

    def _of(self, k: int) -> str | None:
        """The garment that the detail at `k` qualifies: itself, the next or the last one."""
        if self.row[k].kind in HEAD:
            return str(self.row[k].value)
        for atom in self.row[k + 1 : k + 1 + _GAP]:
            if atom.kind in HEAD:
                return str(atom.value) if atom.polarity == self.row[k].polarity else None
            if atom.kind in ("stop", "comma") or not (_bridges(atom) or atom.kind == "word"):
                break
        for atom in reversed(self.row[max(0, k - _GAP) : k]):
            if atom.kind in HEAD:
                return str(atom.value) if atom.polarity == self.row[k].polarity else None
            if not (_bridges(atom) or atom.cues & {"with", "link", "det"}):
                break
        return None


def _bridges(atom: Atom) -> bool:
    return atom.kind in LOOK or atom.kind == "detail" or bool(atom.cues & {"and", "or"})
