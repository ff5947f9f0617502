"""Words that are no "no" by themselves, and refuse in some sentences."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.words.atoms import FAR, HEAD, LOOK, Atom
from agent.understanding.words.lexicon import word_list
from agent.understanding.words.lists import ARTICLES, run_after, run_before, verb_ahead, word_at
from stylist import vocabulary

_COPULAS: Final = frozenset(
    {"arent", "isnt", "not", "shouldnt", "should not", "cant", "cannot", "mustnt", "wont"}
)
_AFTER_ENOUGH: Final = frozenset({"already", "", "now", "!", "."})
_GRIMACES: Final = word_list("unread_grimaces")
OPENERS: Final = _GRIMACES | {"than", "in", "but", "bar", "enough"}
"""Words that are looked at, though they are no cues."""
_ALL: Final = frozenset({"any", "all", "every", "whatever", "whichever", "everything", "anything"})
_SEEM: Final = frozenset({"feel", "look", "looks", "feels", "looking", "feeling"})


def refuses_here(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether the word at `k` opens a refusal in this sentence."""
    return (
        _is_any_but(row, k, atom)
        or _is_enough(row, k, atom)
        or _is_likeness(row, k, atom)
        or _is_the_lesser(row, k, atom)
        or _is_grimace(row, k, atom)
    )


def _is_any_but(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether "but" means except: "any bottoms but jeans"."""
    if atom.word not in ("but", "bar") or not run_after(row, k) or verb_ahead(row, k):
        return False
    before = run_before(row, k)
    return bool(before) and word_at(row, k - len(before) - 1) in _ALL


def _is_enough(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether "enough" complains: "enough beige already"."""
    after = run_after(row, k)
    if "enough" not in atom.cues or not after or after[0].kind not in LOOK | HEAD:
        return False
    if run_before(row, k):
        return False
    return word_at(row, k + len(after) + 1) in _AFTER_ENOUGH


def _is_likeness(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether "in" follows an unkind likeness: "I feel like a clown in orange"."""
    if atom.word != "in" or word_at(row, k - 2) not in ARTICLES or word_at(row, k - 3) != "like":
        return False
    return word_at(row, k - 4) in _SEEM


def _is_the_lesser(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether "than" names what is liked less: "I'd sooner wear a skirt than trousers"."""
    if atom.word != "than" or not run_after(row, k):
        return False
    words = {word for a in row[max(0, k - FAR) : k] for word in a.word.split()}
    return bool(words & {"rather", "sooner", "instead"}) and not words & {"more", "less"}


def _is_grimace(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether a sound of disgust names its object: "yuck, florals"."""
    if atom.word not in _GRIMACES:
        return False
    after = k + 1 + (word_at(row, k + 1) in (",", "!", "."))
    run = run_after(row, after - 1)
    end = after + len(run)
    return bool(run) and run[0] is row[after] and (end >= len(row) or row[end].kind != "word")


def speaks_of_it(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether the garment before is meant: "trousers, as long as they aren't beige"."""
    before = k - 2 if word_at(row, k - 1) in ("are", "is", "be") else k - 1
    pronoun = word_at(row, before) in ("they", "it", "theyre", "its")
    return (
        pronoun and atom.word in _COPULAS and any(a.kind in HEAD for a in row[max(0, k - FAR) : k])
    )


def names_a_part(row: Sequence[Atom], k: int, following: Sequence[Atom]) -> bool:
    """Whether the "with" at `k` tells which ones a "no" leaves out: "no shoes with heels"."""
    whole = row[k - 1]
    if whole.kind != "slot" or whole.polarity != "avoid" or word_at(row, k + 1) in ARTICLES:
        return False
    return any(
        a.kind == "category" and vocabulary.slot_of(str(a.value)) == whole.value for a in following
    )


def excepts(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether "only not leather" leaves something out of "a jacket of any kind"."""
    if atom.word != "not" or word_at(row, k - 1) not in ("only", "just") or k < _LEAST:
        return False
    return any(
        a.word in _ALL and any(b.kind in HEAD for b in row[max(0, n - _NEAR) : n + _NEAR])
        for n, a in enumerate(row[max(0, k - FAR) : k], start=max(0, k - FAR))
    )


_LEAST: Final = 3
_NEAR: Final = 3
