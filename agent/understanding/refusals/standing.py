"""What stands refused is taken back by who refused it, and never by a mention.

"Black is fine now" and "I want black shoes" take a refusal of black back; "the sofa is black", "my
mother loves black" and "should I wear black?" do not. In doubt the refusal stands.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from agent.understanding.circumstances.details import read
from agent.understanding.frame.ledger import WISHES, Ledger, covers
from agent.understanding.refusals.grants import Grants
from agent.understanding.words.atoms import Atom
from agent.understanding.words.named_details import said_by
from agent.understanding.words.phrases import Phrase, members
from stylist import vocabulary
from stylist.frame import ConstraintFrame

LOOKS: Final = frozenset({"color", "pattern", "material"})


class Standing:
    """What was refused before this turn, and whether the turn takes it back.

    `row` are the atoms of the turn `text`; `frame` is the one before anything was entered.
    """

    def __init__(self, frame: ConstraintFrame, row: Sequence[Atom], text: str) -> None:
        self.refuses = _refuses(frame)
        if self.refuses:
            self.ledger = Ledger(frame, turn=0, text="")
            self.grants = Grants(row, text)

    def holds_against(self, phrase: Phrase) -> bool:
        """Whether a phrase names what stands refused, and only mentions it."""
        if not self.refuses:
            return False
        said = [a for a in phrase.atoms if a is not phrase.head] if phrase.borrowed else []
        named = said or phrase.atoms
        return self._names_refused(phrase) and not self.grants.grant(named, phrase.polarity)

    def holds_against_one(self, atom: Atom) -> bool:
        """The same of a style or of a detail."""
        if not self.refuses or atom.polarity not in ("want", "allow", "retract"):
            return False
        refused = (
            atom.kind == "style" and atom.value in self.ledger.wish("style").avoid
        ) or _is_refused_detail(self.ledger.frame, atom)
        return refused and not self.grants.grant([atom], atom.polarity)

    def _names_refused(self, phrase: Phrase) -> bool:
        if phrase.polarity not in ("want", "allow", "retract"):
            return False
        pieces = phrase.pieces()
        refused = self.ledger.frame.pieces.avoid
        if any(self.ledger.forbidden(p) or any(covers(no, p) for no in refused) for p in pieces):
            return True
        named = {pair for atom in phrase.atoms for pair in members(atom)}
        flat = any(
            kind in WISHES and name in vocabulary.with_descendants(no)
            for kind, name in named
            for no in (self.ledger.wish(kind).avoid if kind in WISHES else ())
        )
        tied = phrase.polarity != "want" and any(
            named & set(no.model_dump(exclude_none=True).items()) for no in refused
        )
        return flat or tied or (phrase.polarity == "want" and self._is_beyond(named))

    def _is_beyond(self, named: Iterable[tuple[str, str]]) -> bool:
        """Whether a look is named that a list has no room for: "only black" stands."""
        frame = self.ledger.frame
        return any(
            WISHES[kind] in frame.only and name not in self._listed(kind)
            for kind, name in named
            if kind in LOOKS
        )

    def _listed(self, kind: str) -> set[str]:
        """The names of an exclusive list, with what lies below them."""
        listed = self.ledger.wish(kind).want
        return {name for wanted in listed for name in vocabulary.with_descendants(wanted)}


def _refuses(frame: ConstraintFrame) -> bool:
    """Whether anything stands refused; mostly nothing does, and then nothing need be read."""
    flat = any(getattr(frame, name).avoid for name in WISHES.values())
    return flat or bool(frame.pieces.avoid or frame.details.avoid or frame.only)


def _is_refused_detail(frame: ConstraintFrame, atom: Atom) -> bool:
    refused = {(detail.attribute, detail.value) for detail in frame.details.avoid}
    return bool(refused) and any(read(value) in refused for value in said_by(atom))
