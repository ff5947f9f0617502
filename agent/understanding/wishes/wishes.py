"""What the noun phrases of a turn do to the frame."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from agent.understanding.frame.ledger import WISHES, Ledger
from agent.understanding.words.atoms import LOOK, Atom
from agent.understanding.words.phrases import Phrase, head_fields, members
from stylist import vocabulary
from stylist.frame import Piece


def _where(*found: Atom) -> tuple[int, int]:
    return min(a.start for a in found), max(a.end for a in found)


def merged(base: Piece, qualifier: Piece) -> Piece:
    """`qualifier` completed by what `base` says besides: black, except shoes → black shoes."""
    both = {**base.model_dump(exclude_none=True), **qualifier.model_dump(exclude_none=True)}
    if qualifier.category or qualifier.slot:
        both = {k: v for k, v in both.items() if k not in ("category", "slot")}
        both |= qualifier.model_dump(include={"category", "slot"}, exclude_none=True)
    return Piece(**both)


class Wishes:
    """Enters noun phrases into the ledger."""

    def __init__(self, ledger: Ledger, *, replace: bool) -> None:
        self.ledger = ledger
        self.replace = replace
        self.before: list[Phrase] = []
        self.cleared: set[str] = set()

    def enter(self, phrase: Phrase) -> None:
        """Let one phrase change the frame."""
        handlers: dict[str, Callable[[Phrase], None]] = {
            "want": self._want,
            "avoid": self._avoid,
            "allow": self._allow,
            "retract": self._retract,
        }
        handler = handlers.get(phrase.polarity)
        if handler:
            handler(phrase)
        self.before.append(phrase)

    def _want(self, phrase: Phrase) -> None:
        where = _where(*phrase.atoms)
        if any(a.kind == "pattern_group" for a in phrase.atoms):
            self.ledger.avoid("pattern", "solid", where)
            phrase.looks = [
                kept for look in phrase.looks if (kept := [a for a in look if a.kind in _PLAIN])
            ]
        tied = phrase.head is not None or any(len(look) > 1 for look in phrase.looks)
        if phrase.looks and tied:
            for piece in phrase.pieces():
                self._want_values(piece, phrase)
                self.ledger.want_piece(piece, where)
            return
        for atom in phrase.atoms:
            for kind, name in members(atom):
                if kind != "slot":
                    self._replace(kind, name)
                    self.ledger.want(kind, name, _where(atom))

    def _want_values(self, piece: Piece, phrase: Phrase) -> None:
        """The values of a wanted piece also stand in the flat wants, unless they are avoided."""
        forbidden = {name for _, name in self.ledger.forbidden(piece)}
        for atom in phrase.atoms:
            if phrase.borrowed and atom is phrase.head:
                continue
            for kind, name in members(atom):
                if kind == "slot" or getattr(piece, kind) != name:
                    continue
                if forbidden & {n for n in forbidden if name in vocabulary.with_descendants(n)}:
                    continue
                self._replace(kind, name)
                self.ledger.want(kind, name, _where(atom))

    def _replace(self, kind: str, name: str) -> None:
        """On a correction, let a new colour or garment take the place of the earlier ones."""
        if not self.replace or kind in self.cleared:
            return
        path = f"{WISHES[kind]}.want"
        earlier = list(self.ledger.wish(kind).want)
        if kind == "category":
            slot = vocabulary.slot_of(name)
            earlier = [n for n in earlier if vocabulary.slot_of(n) == slot]
        for gone in earlier:
            self.ledger.drop_named_pieces("want", kind, gone)
        self.ledger.drop(path, earlier)
        self.cleared.add(kind)

    def _avoid(self, phrase: Phrase) -> None:
        where = _where(*phrase.atoms)
        if phrase.tied and (base := self._base()):
            for piece in phrase.pieces():
                self._avoid_merged(merged(base, piece), where)
        elif phrase.head is None and all(len(look) == 1 for look in phrase.looks):
            self._avoid_flat(phrase.atoms)
        elif not phrase.looks and (phrase.detailed or _is_of_a_sort(phrase)):
            self._note(phrase)  # "no cropped jackets", "no open shoes": not every one
        elif not phrase.looks and phrase.head is not None and phrase.head.kind == "category":
            self._avoid_head(phrase)
        else:
            for piece in phrase.pieces():
                self.ledger.avoid_piece(piece, where)

    def _avoid_merged(self, piece: Piece, where: tuple[int, int]) -> None:
        """Avoid an exception of what came before; one without a quality is plainly avoided."""
        stated = piece.model_dump(exclude_none=True)
        ((kind, name), *rest) = stated.items()
        if not rest and kind in WISHES:
            self.ledger.avoid(kind, name, where)
        else:
            self.ledger.avoid_piece(piece, where)

    def _avoid_flat(self, found: Sequence[Atom]) -> None:
        for atom in found:
            for kind, name in members(atom):
                spared = self._spared(kind, name)
                self.ledger.avoid(kind, name, _where(atom))
                for piece in spared:
                    self.ledger.want_piece(piece, _where(atom))

    def _spared(self, kind: str, name: str) -> list[Piece]:
        """Pieces wished for before "otherwise": "black shoes, no black otherwise"."""
        if not self._otherwise:
            return []
        wanted = [piece for p in self.before if p.polarity == "want" for piece in p.pieces()]
        return [p for p in wanted if getattr(p, kind, None) == name and (p.category or p.slot)]

    @cached_property
    def _otherwise(self) -> bool:
        return _OTHERWISE.search(self.ledger.text) is not None

    def _avoid_head(self, phrase: Phrase) -> None:
        """Avoid a kind of garment; "no ripped jeans" spares jeans that are wanted."""
        head = phrase.head
        if head is None:
            return
        if phrase.adjective:
            self._note(phrase)
            if str(head.value) in self.ledger.frame.categories.want:
                return
        self.ledger.avoid("category", str(head.value), _where(head))

    def _note(self, phrase: Phrase) -> None:
        """Keep a refusal in words that no tool can check."""
        said = " ".join(["no", phrase.adjective, phrase.head.word] if phrase.head else [])
        said = " ".join(said.split())
        if said and said not in self.ledger.frame.notes:
            self.ledger.frame.notes.append(said)

    def _base(self) -> Piece | None:
        """The phrase that a tied one qualifies."""
        for stated in (("want", "avoid"), ("allow", "neutral")):
            for phrase in reversed(self.before):
                pieces = phrase.pieces()
                if pieces and phrase.polarity in stated and not phrase.tied:
                    return pieces[0]
        return None

    def _bases(self) -> list[Piece]:
        """The pieces of this turn's latest avoided list, which an "except" qualifies."""
        found: list[Piece] = []
        for phrase in reversed(self.before):
            if phrase.polarity == "avoid":
                found = [*phrase.pieces(), *found]
            elif not phrase.tied:
                break
        return found

    def _allow(self, phrase: Phrase) -> None:
        where = _where(*phrase.atoms)
        for piece in phrase.pieces():
            bases = self._bases() if phrase.tied or self._completes(phrase) else []
            if bases:
                for base in bases:
                    self.ledger.allow_piece(merged(base, piece), where)
            else:
                self._lift(piece, where)

    def _completes(self, phrase: Phrase) -> bool:
        """Whether "but shoes are fine" speaks of what was just avoided."""
        if phrase.head is None or phrase.looks:
            return False
        return any(p.polarity == "avoid" and p.looks and not p.head for p in self.before)

    def _lift(self, piece: Piece, where: tuple[int, int]) -> None:
        stated = piece.model_dump(exclude_none=True)
        if len(stated) == 1:
            ((kind, name),) = stated.items()
            if kind in WISHES and name in self.ledger.wish(kind).avoid:
                self.ledger.drop(f"{WISHES[kind]}.avoid", [name])
                return
            self.ledger.drop_piece("avoid", piece)
        if self.ledger.forbidden(piece):
            self.ledger.allow_piece(piece, where)
        else:
            self.ledger.drop_piece("avoid", piece)

    def _retract(self, phrase: Phrase) -> None:
        if phrase.head is not None and phrase.looks:
            for piece in phrase.pieces():
                for which in ("want", "avoid", "allow"):
                    self.ledger.drop_piece(which, piece)
            return
        for atom in phrase.atoms:
            for kind, name in members(atom):
                if kind in WISHES:
                    self.ledger.lift(kind, name)
                else:
                    self._lift(Piece(**head_fields(phrase.head)), _where(atom))


def _is_of_a_sort(phrase: Phrase) -> bool:
    """Whether an unknown word narrows a whole slot: "no open shoes"."""
    head = phrase.head
    return head is not None and head.kind == "slot" and bool(phrase.adjective)


_OTHERWISE: Final = re.compile(
    r"\b(?:otherwise|elsewhere|anywhere\s+else|(?:other\s+than|apart\s+from|besides|beyond)\s+that)\b",
    re.IGNORECASE,
)
_PLAIN: Final = LOOK - {"pattern_group"}
