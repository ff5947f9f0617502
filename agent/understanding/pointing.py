"""Phrases that point at what was shown, or ask for a piece to be swapped, are no new wishes."""

from collections.abc import Sequence
from typing import Final

from agent.understanding import references
from agent.understanding.atoms import Atom
from agent.understanding.dialogue import Signals
from agent.understanding.ledger import Ledger
from agent.understanding.phrases import Phrase
from stylist import vocabulary
from stylist.frame import Reference
from stylist.outfits import OutfitCard

_FIRM_SWAP: Final = frozenset({"swap", "switch", "replace", "exchange", "trade", "change", "sub"})


class Pointing:
    """Collects the references of a turn, and what they refuse or swap."""

    def __init__(
        self,
        text: str,
        row: Sequence[Atom],
        *,
        signals: Signals,
        shown: Sequence[OutfitCard],
        ledger: Ledger,
    ) -> None:
        self.text, self.row, self.signals = text, row, signals
        self.shown, self.ledger = shown, ledger
        self.references = references.outfits_by_position(text, shown) if shown else []
        self.beyond = references.beyond_what_is_shown(text, len(shown))
        self.swaps: list[str] = []
        self.refused = False

    def name(self, phrase: Phrase) -> Reference | None:
        """Keep and give the shown garments that a phrase names."""
        if not self.shown:
            return None
        reference = references.garments(phrase, self.shown, self.references)
        if reference:
            self.references.append(reference)
        return reference

    def handles(self, phrase: Phrase) -> bool:
        """Handle a phrase that points at something shown; True when it is no wish."""
        if phrase.head is None or phrase.polarity not in ("want", "avoid"):
            return False
        if self._swaps(phrase):
            return True
        determiner = references.determiner(phrase, self.row)
        reference = self.name(phrase) if determiner not in ("", "my") else None
        if reference is None:
            return False
        where = (phrase.atoms[0].start, phrase.atoms[-1].end)
        if phrase.polarity == "avoid":
            return self._refuse(phrase, reference, determiner, where)
        if self.signals.has("keep"):
            for garment in reference.garment_ids[:1]:
                self.ledger.add("items.require", garment, where)
            return True
        return not (phrase.looks and determiner == "the" and self._is_combined())

    def point_bare(self) -> None:
        """Resolve "that one" and "those", when nothing else was pointed at."""
        if self.shown and not self.references:
            self.references = references.outfits_by_pointing(self.text, self.shown)

    def _is_combined(self) -> bool:
        """Whether an outfit is named beside: "the second, but with the white shoes"."""
        return any(not reference.garment_ids for reference in self.references)

    def _refuse(
        self, phrase: Phrase, reference: Reference, determiner: str, where: tuple[int, int]
    ) -> bool:
        for garment in reference.garment_ids:
            self.ledger.drop("items.require", [garment])
            self.ledger.add("items.exclude", garment, where)
        self.refused = True
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


def _slot(head: Atom) -> str:
    if head.kind == "slot":
        return str(head.value)
    return str(vocabulary.slot_of(str(head.value)))
