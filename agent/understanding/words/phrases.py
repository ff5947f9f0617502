"""Noun phrases: which colour, pattern and material belong to which garment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from agent.understanding.words.atoms import DETAIL, FAR, HEAD, LOOK, Atom, Polarity
from agent.understanding.words.lexicon import word_list
from agent.understanding.words.named_details import holds_detail
from stylist import vocabulary
from stylist.frame import Piece

_TIE_WORDS: Final = frozenset({"isnt", "arent", "not", "without", "no", "non", "non-"})
_FUNCTION: Final = word_list("phrases_function")
FIELDS: Final = {"color": "color", "pattern": "pattern", "material": "material"}


@dataclass(slots=True)
class Phrase:
    """A garment or a look that was named; each of `looks` is one alternative of qualities."""

    polarity: Polarity
    looks: list[list[Atom]] = field(default_factory=list)
    head: Atom | None = None
    borrowed: bool = False
    tied: bool = False
    adjective: str = ""
    detailed: bool = False

    @property
    def atoms(self) -> list[Atom]:
        """Everything the phrase was read from."""
        return [*(a for look in self.looks for a in look), *([self.head] if self.head else [])]

    def pieces(self) -> list[Piece]:
        """The partial garments that are named; a group of colours names several."""
        fixed = head_fields(self.head)
        return [
            Piece(**{**look, **fixed})
            for alternative in (self.looks or [[]])
            for look in _expanded(alternative)
        ]


def head_fields(head: Atom | None) -> dict[str, str]:
    """The piece field that a garment word fills."""
    return {head.kind: str(head.value)} if head else {}


def members(atom: Atom) -> list[tuple[str, str]]:
    """(field, name) of each value that an atom names."""
    if atom.kind in ("color_group", "pattern_group"):
        named = vocabulary.terms(f"{atom.kind}_members")[str(atom.value)]
        return [(atom.kind.removesuffix("_group"), name) for name in named]
    return [(atom.kind, str(atom.value))]


def _expanded(alternative: Sequence[Atom]) -> Iterator[dict[str, str]]:
    looks: list[dict[str, str]] = [{}]
    for atom in alternative:
        looks = [{**look, name: value} for look in looks for name, value in members(atom)]
    yield from looks


class Reader:
    """Reads atoms into phrases, from left to right."""

    def __init__(self, row: Sequence[Atom]) -> None:
        self.row = row
        self.made: list[Phrase] = []
        self.pending: list[list[Atom]] = []
        self.joined = False
        self.last_head: Atom | None = None
        self.open: Phrase | None = None
        self.links: list[Atom] = []

    def read(self) -> list[Phrase]:
        """All phrases, in order."""
        for k, atom in enumerate(self.row):
            if atom.kind in LOOK:
                self._look(k, atom)
            elif atom.kind in HEAD:
                self._head(k, atom)
            elif "ones" in atom.cues and self.pending:
                self._ones()
            else:
                self._between(k, atom)
        self._flush()
        return self.made

    def _look(self, k: int, atom: Atom) -> None:
        if self.open and self._modifies(k, atom):
            self._modify(atom)
            return
        if self.pending and self.pending[-1][-1].polarity != atom.polarity:
            self._flush()
        same = self.pending and any(a.kind == atom.kind for a in self.pending[-1])
        if self.pending and not self.joined and not same:
            self.pending[-1].append(atom)
        else:
            self.pending.append([atom])
        self.joined = False
        self.open = None

    def _modifies(self, k: int, atom: Atom) -> bool:
        links = [a for a in self.links if not a.cues & {"det", "dem"} or a.cues & {"link"}]
        if not links or not all(self._links(a) for a in links):
            return False
        if self.open and self.open.polarity == "avoid" and any(a.word in _TIE_WORDS for a in links):
            return False
        for later in self.row[k + 1 : k + FAR]:
            if later.kind in HEAD:
                return False
            if later.kind not in LOOK and not later.cues & {"or", "and"}:
                break
        return True

    @staticmethod
    def _links(atom: Atom) -> bool:
        if atom.kind == "comma":
            return False
        return bool(atom.cues & {"link", "with"}) or atom.word in _TIE_WORDS

    def _modify(self, atom: Atom) -> None:
        phrase = self.open
        if phrase is None:
            return
        if phrase.polarity == atom.polarity:
            if phrase.looks and not any(a.kind == atom.kind for a in phrase.looks[-1]):
                phrase.looks[-1].append(atom)
            else:
                phrase.looks.append([atom])
        else:
            self.made.append(Phrase(atom.polarity, [[atom]], phrase.head, borrowed=True))

    def _head(self, k: int, atom: Atom) -> None:
        apart = self.pending and self.pending[-1][-1].polarity != atom.polarity
        # In "no green or hats" the colour stands for itself.
        if apart or self.joined:
            self._flush()
        adjective = self._adjective(k)
        phrase = Phrase(atom.polarity, self.pending, atom, tied=atom.tied, adjective=adjective)
        phrase.detailed = self._is_detailed(k, atom)
        self.made.append(phrase)
        self.pending, self.joined, self.links = [], False, []
        self.open, self.last_head = phrase, atom

    def _adjective(self, k: int) -> str:
        before = self.row[k - 1] if k else None
        plain = before is not None and (
            before.kind == DETAIL or (before.kind == "word" and before.word.isalpha())
        )
        if before is None or not plain or before.word in _FUNCTION:
            return ""
        # What a pattern found has no words of its own.
        return before.word if before.word.strip("\0") else str(before.value).partition(":")[2]

    def _is_detailed(self, k: int, head: Atom) -> bool:
        """Whether a detail of the same polarity qualifies the garment: "no cropped jackets"."""
        before = self.row[k - 1] if k else None
        if before is not None and before.kind == DETAIL and before.polarity == head.polarity:
            return True
        return holds_detail(head)

    def _ones(self) -> None:
        if self.last_head is None:
            self._flush()
            return
        polarity = self.pending[-1][-1].polarity
        tied = self.pending[-1][-1].tied
        self.made.append(Phrase(polarity, self.pending, self.last_head, borrowed=True, tied=tied))
        self.pending, self.joined = [], False

    def _between(self, k: int, atom: Atom) -> None:
        if atom.kind == "stop":
            self._flush()
            self.open = None
        elif atom.kind == "comma":
            self.joined = True
            self.open = None
        elif atom.cues & {"or", "and"} and self.pending:
            self.joined = True
        elif self.pending and not (self._bridges(k, atom) or self._is_where_worn(k)):
            self._flush()
        self.links = [*self.links, atom] if self.open else []

    def _bridges(self, k: int, atom: Atom) -> bool:
        """Whether a plain word such as "pointy" may stand between a quality and its garment."""
        following = self.row[k + 1] if k + 1 < len(self.row) else None
        plain = atom.kind in ("word", "detail", "style", "fit", "quality", "formality")
        near = following is not None and (following.kind in HEAD | LOOK or "ones" in following.cues)
        return plain and atom.word not in _FUNCTION and near and not self.joined

    def _is_where_worn(self, k: int) -> bool:
        """Whether a refused look is refused on a garment only: "no red on my shoes"."""
        on = k if self.row[k].word == "on" else k - 1
        named = next((a for a in self.row[k + 1 : k + 3] if not a.cues & {"det", "dem"}), None)
        refused = self.pending[-1][-1].polarity == "avoid"
        if not refused or self.joined or named is None or self.row[on].word != "on":
            return False
        return named.kind in HEAD and named.polarity == "avoid" and self.row[on - 1].kind in LOOK

    def _flush(self) -> None:
        for look in self.pending:
            self.made.append(Phrase(look[-1].polarity, [look], tied=look[-1].tied))
        self.pending, self.joined = [], False


def phrases(row: Sequence[Atom]) -> list[Phrase]:
    """The noun phrases of a turn whose values have their polarity."""
    return Reader(row).read()
