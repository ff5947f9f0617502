"""How dressed up: the formality band, as stated, moved, limited, or implied by the occasion."""

from agent.understanding.frame.ledger import Ledger
from agent.understanding.words.atoms import Atom
from stylist import vocabulary


def _where(atom: Atom) -> tuple[int, int]:
    return atom.start, atom.end


class DressCode:
    """Enters formality words into the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def enter(self, atom: Atom) -> None:
        """Let one formality word change the frame."""
        low, high = vocabulary.formality_bands()[str(atom.value)]
        dressy = low > 0
        up, down = ("dressier", "more_casual") if dressy else ("more_casual", "dressier")
        lacking = atom.polarity == "avoid" and atom.degree == "enough"
        if atom.polarity == "retract":
            self.clear()
        elif (atom.degree == "more" and atom.polarity == "want") or lacking:
            self.ledger.move(up, _where(atom))
        elif atom.degree == "less" or (atom.degree == "too" and atom.polarity == "want"):
            self.ledger.move(down, _where(atom))
        elif atom.polarity == "avoid":
            self._limit(atom, low, high, dressy=dressy)
        elif atom.polarity == "want":
            self._band(atom, low, high)

    def _limit(self, atom: Atom, low: float, high: float, *, dressy: bool) -> None:
        if dressy:
            self._end("max", low, atom)
        else:
            self._end("min", high / 2 if atom.degree == "too" else high, atom)

    def _end(self, name: str, value: float, atom: Atom) -> None:
        other = "min" if name == "max" else "max"
        limit = getattr(self.ledger.frame.formality, other)
        if limit is not None and (limit >= value if name == "max" else limit <= value):
            self.ledger.clear(f"formality.{other}")
        self.ledger.set(f"formality.{name}", value, _where(atom))

    def _band(self, atom: Atom, low: float, high: float) -> None:
        self.clear()
        if low > 0:
            self.ledger.set("formality.min", low, _where(atom))
        if high < 1:
            self.ledger.set("formality.max", high, _where(atom))

    def clear(self) -> None:
        """Forget both ends of the formality band."""
        self.ledger.clear("formality.min")
        self.ledger.clear("formality.max")


def imply_formality(ledger: Ledger) -> None:
    """Let the occasion imply a formality band as long as the person has stated none."""
    frame = ledger.frame
    ends = [frame.provenance.get(f"formality.{end}") for end in ("min", "max")]
    if any(end is not None and end.kind == "stated" for end in ends):
        return
    ledger.clear("formality.min")
    ledger.clear("formality.max")
    said = frame.provenance.get("occasion")
    if frame.occasion is None or said is None:
        return
    low, high = vocabulary.occasion_formality()[frame.occasion]
    for end, value, open_at in (("min", low, 0.0), ("max", high, 1.0)):
        if value != open_at:
            setattr(frame.formality, end, value)
            frame.provenance[f"formality.{end}"] = said.model_copy(update={"kind": "inferred"})
