"""A refusing word that no other rule read is never let go by: what it governs is no wish.

"I would ask that you refrain from suggesting burgundy" refuses burgundy, for only light words
stand between. Where more stands between, it is left open and asked back.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from agent.understanding.refusals.unwelcome import doubt_of, settle_things
from agent.understanding.words.atoms import FAR, Atom
from agent.understanding.words.clauses import THINGS
from agent.understanding.words.predicates import belongs, words_of
from stylist.frame import Doubt

_ENDS: Final = frozenset({"but", "because", "so", "though", "although", "while", "when", "instead"})
_WHATEVER: Final = frozenset({"anything", "any", "in", "with", "made", "of"})
_LETS: Final = frozenset({"positive", "allow", "retract", "neutral", "idle"})
_NEAR: Final = 4
_ASIDE: Final = 8


def unheard_refusals(row: Sequence[Atom], text: str) -> list[Doubt]:
    """Refuse what an unread refusing word plainly governs; the doubts about the rest."""
    found: list[Doubt] = []
    for k in range(len(row)):
        if not _refuses(row, k) or _is_denied(row, k):
            continue
        governed, plain = _governed(row, k)
        if not governed:
            continue
        if plain:
            settle_things(governed, "avoid")
        else:
            settle_things(governed, "neutral")
            found.append(doubt_of(governed, text))
    return found


def _refuses(row: Sequence[Atom], k: int) -> bool:
    atom = row[k]
    unread = atom.kind == "word" or "neg" in atom.cues
    unread = unread or ("neg_post" in atom.cues and _opens(row, k))
    words = atom.word.split()
    return unread and not atom.cues & _LETS and any(belongs(word, "refusing") for word in words)


def _opens(row: Sequence[Atom], k: int) -> bool:
    """Whether nothing stands before the word at `k` in its sentence: "is forbidden leather"."""
    return k == 0 or row[k - 1].kind == "stop"


def _is_denied(row: Sequence[Atom], k: int) -> bool:
    """Whether a word before denies the refusal: "don't refrain from boots", "I never object"."""
    for atom in reversed(row[max(0, k - _NEAR) : k]):
        if atom.kind in ("stop", "comma"):
            return False
        denies = "neg" in atom.cues or any(w in words_of("negators") for w in atom.word.split())
        if denies or atom.cues & _LETS or atom.is_value():
            return True
    return False


def _governed(row: Sequence[Atom], k: int) -> tuple[list[Atom], bool]:
    """The wishes after the word at `k` in its sentence, and whether it plainly governs them."""
    governed: list[Atom] = []
    plain = True
    for at in range(k + 1, min(k + FAR, len(row))):
        atom = row[at]
        if atom.kind == "stop" or atom.word in _ENDS:
            break
        if atom.kind in THINGS:
            if atom.polarity != "want":
                return [], False
            if not governed and row[at - 1].word == "from":
                plain = True
            governed.append(atom)
        elif not _lists_on(row, at) if governed else atom.cues & _LETS:
            break
        elif not governed and not _is_light(atom) and not _in_aside(row, k, at):
            if atom.kind == "comma":
                break
            plain = False
    return governed, plain


def _in_aside(row: Sequence[Atom], k: int, at: int) -> bool:
    """Whether `at` is in an aside right after the refusing word: "exclude, if you will, boots"."""
    commas = [n for n in range(k + 1, min(k + _ASIDE, len(row))) if row[n].kind == "comma"]
    return len(commas) > 1 and commas[0] == k + 1 and at <= commas[1]


def _lists_on(row: Sequence[Atom], at: int) -> bool:
    """Whether the list of things goes on at the mark or word `at`."""
    atom = row[at]
    joins = bool(atom.cues & {"and", "or"}) or atom.kind == "comma" or atom.word in _WHATEVER
    following = next(_after(row, at), None)
    return (joins or bool(atom.cues & {"dem"})) and following is not None


def _after(row: Sequence[Atom], at: int) -> Iterator[Atom]:
    """The thing right after `at`, past "and" and "the"."""
    for atom in row[at + 1 : at + _NEAR]:
        if atom.kind in THINGS:
            yield atom
            return
        if not atom.cues & {"and", "or", "dem"} and atom.word not in _WHATEVER:
            return


def _is_light(atom: Atom) -> bool:
    if atom.is_value():
        return False
    return all(word in words_of("governed") or word.endswith("ing") for word in atom.word.split())
