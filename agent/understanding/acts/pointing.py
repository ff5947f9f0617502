"""Phrases that point at what was shown, or ask for a piece to be swapped, are no new wishes."""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.acts.dialogue import Signals
from agent.understanding.frame.ledger import Ledger
from agent.understanding.pointing import choosing, comparing, references
from agent.understanding.words.atoms import Atom
from agent.understanding.words.phrases import Phrase
from stylist import vocabulary
from stylist.frame import Reference
from stylist.outfits import OutfitCard

_FORGETS: Final = re.compile(r"\b(?:forget|never ?mind|scrap|scratch)(?: about)? the\s+$", re.I)
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
        history: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.text, self.row, self.signals = text, row, signals
        self.shown, self.ledger = shown, ledger
        self.references = references.outfits_by_position(text, shown) if shown else []
        self.beyond = references.beyond_what_is_shown(text, len(shown))
        self.swaps: list[str] = []
        self.refused = False
        self.speaks_of_unseen = False
        self.references = choosing.preferred(text, self.references)
        self.focus = choosing.spoken_of(history, shown)
        self._choose()

    def _choose(self) -> None:
        """Resolve "the other one"; what nothing settles is asked back for."""
        turned_down = choosing.turned_down(self.text, self.references, self.shown)
        others, unclear = choosing.the_other(self.text, self.shown, turned_down or self.focus)
        self.chose_other = bool(others)
        if turned_down is not None and others:
            self.references = others
        if not self.references:
            self.references = others
            self.beyond += [*unclear, *self._compare()] if self.shown else []

    def _compare(self) -> list[str]:
        """The words of "the cheaper of the two", which wish for nothing."""
        unclear = []
        for start, end in comparing.compared(self.text):
            for atom in self.row:
                if start <= atom.start < end and atom.is_value():
                    atom.polarity = "neutral"
            meant = comparing.the_most(self.text[start:end], self.shown)
            if meant is None:
                unclear.append(self.text[start:end])
            else:
                pointed = Reference(text=self.text[start:end], outfit_id=str(meant.id))
                self.references.append(pointed)
        return unclear

    def name(self, phrase: Phrase) -> Reference | None:
        """Keep and give the shown garments that a phrase names."""
        if not self.shown:
            return None
        own = choosing.owner(phrase, self.text, self.references, self.shown)
        if own is not None:
            reference = references.garments(phrase, [own], ()) or references.in_slot(phrase, own)
        else:
            reference = references.garments(phrase, self.shown, self.references)
        if reference:
            self.references.append(reference)
        return reference

    def point_in_question(self, phrase: Phrase, *, asks_why: bool) -> None:
        """Keep the shown garments that a question names: "are the second one's shoes leather?"."""
        if not self.shown or phrase.head is None:
            if self.shown:
                self._means_outfit(phrase)
            return
        own = choosing.owner(phrase, self.text, self.references, self.shown)
        pointed = references.determiner(phrase, self.row) in (*references.DEMONSTRATIVE, "the")
        if not (own or pointed or asks_why) or self._means_wearer(phrase):
            return
        self.name(phrase)
        if own is not None:
            self._narrow(own)

    def handles(self, phrase: Phrase) -> bool:
        """Handle a phrase that points at something shown; True when it is no wish."""
        if phrase.polarity not in ("want", "avoid") or self._lets_go(phrase):
            return False
        if phrase.head is None:
            return self._means_outfit(phrase) or self._speaks_of(phrase)
        if self._swaps(phrase) or self._means_wearer(phrase):
            return True
        determiner = references.determiner(phrase, self.row)
        own = choosing.owner(phrase, self.text, self.references, self.shown)
        reference = self.name(phrase) if own or determiner not in ("", "my") else None
        if reference is None:
            return self._speaks_of(phrase)
        where = (phrase.atoms[0].start, phrase.atoms[-1].end)
        if phrase.polarity == "avoid":
            if own is not None:
                self._narrow(own)
            return self._refuse(phrase, reference, determiner, where) or own is not None
        combined = own is not None and self._combines(own)
        if own is not None and not combined and not self.signals.has("keep"):
            return True
        if self.signals.has("keep") or combined:
            for garment in reference.garment_ids[:1]:
                self.ledger.add("items.require", garment, where)
            return True
        return not (phrase.looks and determiner == "the" and self._is_combined())

    def _lets_go(self, phrase: Phrase) -> bool:
        """Take "forget the dress" for the end of a wish for one, where one was wished for."""
        wished = phrase.head and str(phrase.head.value) in self.ledger.frame.categories.want
        before = self.text[: min(atom.start for atom in phrase.atoms)]
        if not wished or phrase.polarity != "avoid" or not _FORGETS.search(before):
            return False
        phrase.polarity = "retract"
        return True

    def _speaks_of(self, phrase: Phrase) -> bool:
        """Whether "that skirt is nice" only speaks of a thing, which is none of those shown."""
        if phrase.polarity != "want":
            return False
        unseen = references.is_spoken_of(phrase, self.row, self.text)
        self.speaks_of_unseen = self.speaks_of_unseen or unseen
        return unseen

    def _narrow(self, own: OutfitCard) -> None:
        """Mean the garment and not the outfit that wears it: "not those shoes on the first"."""
        self.references = [
            r for r in self.references if r.garment_ids or r.outfit_id != str(own.id)
        ]

    def _combines(self, own: OutfitCard) -> bool:
        """Whether garments of `own` are to be worn with another outfit, which is meant then."""
        others = [r for r in self.references if r.outfit_id != str(own.id) and not r.garment_ids]
        if others:
            garments = [r for r in self.references if r.garment_ids]
            self.references = [*others, *garments]
        return bool(others)

    def _means_outfit(self, phrase: Phrase) -> bool:
        """Handle "the pink one"; what is refused so is refused as a look, too."""
        reference = choosing.by_look(phrase, self.text, self.shown)
        if reference is None:
            return False
        self.references.append(reference)
        self.refused = self.refused or phrase.polarity == "avoid"
        return phrase.polarity == "want"

    def _means_wearer(self, phrase: Phrase) -> bool:
        """Handle "the look with the tie" and "the wellies look", which mean an outfit."""
        reference = choosing.by_garment(phrase, self.text, self.shown)
        if reference is None:
            return False
        if all(r.outfit_id != reference.outfit_id for r in self.references):
            self.references.append(reference)
        self.refused = self.refused or phrase.polarity == "avoid"
        return True

    def point_bare(self) -> None:
        """Resolve "that one" and "those", when nothing else was pointed at."""
        if self.shown and not self.references and not self.speaks_of_unseen:
            found = references.outfits_by_pointing(self.text, self.shown)
            if self.focus is not None and len(found) == 1:
                found = [found[0].model_copy(update={"outfit_id": str(self.focus.id)})]
            self.references = found

    def point_alone(self) -> None:
        """Resolve a turn that is nothing but "that one", or swaps a piece of "it"."""
        if self.references:
            return
        self.references = choosing.bare(self.text, self.shown, self.focus)
        if self.swaps and self.focus is not None:
            self.references += choosing.pronoun(self.text, self.focus)

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

    def _name_swapped(self, phrase: Phrase) -> None:
        """Keep the garment to be swapped, in the outfit pointed at or else in the first."""
        meant = {r.outfit_id for r in self.references}
        card = next((c for c in self.shown if str(c.id) in meant), self.focus or self.shown[0])
        reference = references.garments(phrase, [card], ()) or references.in_slot(phrase, card)
        if reference is not None and not meant:
            self.references.append(reference)

    def _swaps(self, phrase: Phrase) -> bool:
        head = phrase.head
        if head is None or not self.shown or phrase.polarity not in ("want", "avoid"):
            return False
        if self._swaps_named_before(phrase, head):
            return True
        if phrase.polarity != "want":
            return False
        start = min(atom.start for atom in phrase.atoms)
        for hit in self.signals.groups.get("swap", ()):
            gap = self.text[self.signals.tokens[hit[1] - 1].end : start].split()
            firm = self.signals.words(hit).split()[0] in _FIRM_SWAP
            after = self.signals.tokens[hit[0]].start < start
            if after and len(gap) <= (2 if firm else 0) and not (phrase.looks and not firm):
                if firm and references.determiner(phrase, self.row) not in ("", "my"):
                    self._name_swapped(phrase)
                self.swaps.append(_slot(head))
                return True
        return False

    def _swaps_named_before(self, phrase: Phrase, head: Atom) -> bool:
        """Whether a shown garment is named, then swapped: "the boots clash, swap them"."""
        end = max(atom.end for atom in phrase.atoms)
        if not choosing.swapped_behind(self.text, end):
            return False
        if references.determiner(phrase, self.row) not in (*references.DEMONSTRATIVE, "the"):
            return False
        if _slot(head) not in {item.slot for card in self.shown for item in card.items}:
            return False
        if self.name(phrase) is None:
            self._name_swapped(phrase)
        self.swaps.append(_slot(head))
        return True


def _slot(head: Atom) -> str:
    if head.kind == "slot":
        return str(head.value)
    return str(vocabulary.slot_of(str(head.value)))
