"""A "no" whose object is outside the vocabulary is kept in words, never dropped."""

from collections.abc import Iterator, Sequence
from typing import Final

from agent.understanding.circumstances.whereabouts import is_city
from agent.understanding.words.atoms import DETAIL, Atom
from agent.understanding.words.lexicon import word_list
from agent.understanding.words.predicates import belongs, words_of

_EMPTY: Final = word_list("unread_empty")
_TAKES_OFF: Final = frozenset({"without", "lose", "skip", "drop", "ditch", "leave out", "omit"})
_TOLD: Final = frozenset({DETAIL, "season"})
"""Values of which a "no" may be left in words."""
_OTHER_SUBJECTS: Final = frozenset({"i", "im", "we", "he", "she", "they", "that", "it", "this"})
_TAKES_UP: Final = frozenset({"wait", "sorry", "actually", "i", "im", "make", "thanks", "thank"})
_PRONOUNS: Final = frozenset({"it", "them", "that", "those", "these", "this"})
LONGEST: Final = 8
"""Most words of a note."""


def _clause(row: Sequence[Atom], k: int) -> list[Atom]:
    clause: list[Atom] = []
    for atom in row[k + 1 : k + 1 + LONGEST]:
        if atom.kind in ("stop", "comma") or atom.word in ("but", "because", "so", "and", "if"):
            break
        clause.append(atom)
    return clause


def unread_refusals(
    row: Sequence[Atom], text: str, *, pointed: Sequence[str] = ()
) -> Iterator[str]:
    """The refusals of a turn that no value was read from, in the person's own words.

    `pointed` are the words that were understood as pointing at something shown.
    """
    yield from _orphans(row, text, pointed)
    covered = -1
    for k, atom in enumerate(row):
        if "neg" not in atom.cues or k <= covered or atom.cues & {"idle", "neutral", "allow"}:
            continue
        if _is_predicate(row, k) or _is_interjection(row, k):
            continue
        clause = _clause(row, k)
        covered = k + len(clause)
        if not pointed and _points(atom, clause):
            yield text[atom.start : clause[-1].end].strip()
            continue
        telling = [a for a in clause if a.kind == DETAIL or _tells(a) or _has_no_place(a)]
        read = any((a.is_value() and a.kind not in _TOLD) or a.cues & {"idle"} for a in clause)
        if is_city(" ".join(a.word for a in clause)):
            continue
        if telling and not read and not _is_number(clause):
            note = text[atom.start : clause[-1].end].strip()
            if not any(words in note for words in pointed):
                yield note


def _orphans(row: Sequence[Atom], text: str, pointed: Sequence[str]) -> Iterator[str]:
    """What a later word refuses, and no value names: "velvet is a no go", "scarves? Never"."""
    for k, atom in enumerate(row):
        after_mark = k > 0 and row[k - 1].word == "?"
        alone = k + 1 == len(row) or row[k + 1].kind in ("stop", "comma")
        curt = atom.word in ("no", "never", "nope") and after_mark and alone
        if not (curt or "neg_post" in atom.cues) or belongs(atom.word.split()[0], "unwelcome"):
            continue
        named = _named_before(row, k - 1 if after_mark else k)
        if any(_tells(a) for a in named) and not any(a.is_value() for a in named):
            note = text[named[0].start : atom.end].strip()
            if not any(words in note for words in pointed):
                yield note


def _named_before(row: Sequence[Atom], k: int) -> list[Atom]:
    """The atoms of the clause before `k`, without what opens it."""
    first = k
    while first > max(0, k - LONGEST) and row[first - 1].kind not in ("stop", "comma"):
        first -= 1
    named = list(row[first:k])
    while named and named[0].word in words_of("openings"):
        named = named[1:]
    return named if all(a.word not in _OTHER_SUBJECTS for a in named) else []


def _points(atom: Atom, clause: Sequence[Atom]) -> bool:
    """Whether what is refused is only pointed at: "without it", where nothing is shown."""
    said = [a.word for a in clause if a.word != "please"]
    return atom.word in _TAKES_OFF and len(said) == 1 and said[0] in _PRONOUNS


def _has_no_place(atom: Atom) -> bool:
    """Whether the frame cannot hold a "no" to it: seasons are only ever wanted."""
    return atom.kind == "season" and atom.polarity == "avoid"


def _is_number(clause: Sequence[Atom]) -> bool:
    """Whether only a number is denied, which another took the place of: "7, not 17"."""
    return len(clause) == 1 and clause[0].word.replace(".", "", 1).isdigit()


def _tells(atom: Atom) -> bool:
    return atom.kind == "word" and atom.word not in _EMPTY


def _is_interjection(row: Sequence[Atom], k: int) -> bool:
    """Whether a "no" only takes up the word: "no wait, I misread"."""
    following = row[k + 1].word.split() if k + 1 < len(row) else [""]
    return row[k].word == "no" and following[0] in _TAKES_UP


def _is_predicate(row: Sequence[Atom], k: int) -> bool:
    """Whether the "no" at `k` was read as said of the thing before: "heels are not happening"."""
    at = k - 2 if k > 1 and row[k - 1].word in ("is", "are", "really", "just") else k - 1
    return at >= 0 and row[at].is_value() and row[at].polarity == "avoid"
