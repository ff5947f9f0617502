"""Words that judge what is seen, and ask for nothing: "that's pricey", "it looks elegant"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from agent.understanding.words.atoms import DETAIL, HEAD, MANNER, Atom
from agent.understanding.words.lexicon import word_list

_COMPLAINTS: Final = frozenset({"price:expensive", "rating:low"})
_PRAISE: Final = frozenset({"price:cheaper", "rating:good"})
_ASKS: Final = word_list("judgements_asks")
_THINGS: Final = frozenset(
    {"that", "this", "it", "they", "these", "those", "thats", "its", "theyre"}
)
_LOOKS: Final = frozenset({"look", "looks", "looked", "seem", "seems", "seemed"})
_TO_LOOK: Final = frozenset({"look", "looking", "feel", "seem"})
_WISHING: Final = frozenset(
    {"to", "me", "i", "us", "we", "please", "ill", "im", "am", "should", "be"}
)
_FEW_BETWEEN: Final = 4
"""Words from "look" to what is looked: "look rich and expensive"."""
_DULL: Final = frozenset({"boring", "bland"})
_LIKES_DULL: Final = frozenset(
    {"something", "anything", "more", "keep", "make", "want", "need", "prefer", "like", "love"}
)
_JUDGED: Final = ("price:", "rating:")
_OPENERS: Final = frozenset(
    {"and", "but", "so", "oh", "ok", "okay", "hmm", "hm", "well", "wow", ",", "sure"}
)
_KNOWS: Final = frozenset({"is", "are", "was", "were", "which", "how", "does", "isnt", "did"})
_SHORTEST: Final = ("expensive", "?")
_USES: Final = frozenset({"season", "occasion", "condition"})
_LEAST_REQUEST: Final = 4
"""Words of a fragment that may ask without a word of asking: "something more affordable"."""


def judge(row: Sequence[Atom]) -> None:
    """Let complaints refuse, and praise and looks change nothing."""
    for first, last in _sentences(row):
        sentence = row[first:last]
        _pass_over_use(sentence)
        for k, atom in enumerate(sentence):
            if atom.kind == DETAIL:
                _weigh(sentence, k, atom)
            elif atom.kind in MANNER and _is_look(sentence, k, atom):
                atom.polarity = "neutral"
            elif _is_dull(sentence, k, atom) and not _is_of_garment(sentence, k):
                atom.kind, atom.value, atom.polarity, atom.degree = "move", "bolder", "want", ""


def _is_dull(sentence: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether what is seen is found too plain, or simply boring."""
    if atom.word == "plain":
        return atom.degree == "too"
    if atom.word not in _DULL or atom.polarity != "want":
        return False
    return not any(word in _LIKES_DULL for other in sentence[:k] for word in other.word.split())


def _pass_over_use(sentence: Sequence[Atom]) -> None:
    """Let what a kind of garment is for wish for nothing: "boots are for winter"."""
    if not sentence or sentence[0].kind not in HEAD or sentence[-1].word == "?":
        return
    after = next((k for k, atom in enumerate(sentence) if k and atom.is_value()), len(sentence))
    said = " ".join(atom.word for atom in sentence[1:after])
    if sentence[0].word.endswith("s") and said in ("are for", "are only for", "are just for"):
        for atom in sentence:
            if atom.polarity == "want" and (atom is sentence[0] or atom.kind in _USES):
                atom.polarity = "neutral"


def ask_only(row: Sequence[Atom], asked: Sequence[tuple[int, int]]) -> None:
    """Let a question refuse nothing by words of harm: "do I look daft in stripes?".

    Without its mark it may be none ("can the leather", "so does mustard"), and a question that asks
    nothing refuses ("do I look like someone who wears hoodies?").
    """
    for start, end in asked:
        inside = [atom for atom in row if start <= atom.start < end]
        if any("rhetorical" in atom.cues for atom in inside) or all(a.word != "?" for a in inside):
            continue
        for atom in inside:
            if atom.polarity == "avoid":
                atom.polarity, atom.firm = "want", False


def _is_of_garment(sentence: Sequence[Atom], k: int) -> bool:
    """Whether a garment follows: "too plain a shirt"."""
    return any(atom.kind in HEAD for atom in sentence[k + 1 : k + 3])


def _sentences(row: Sequence[Atom]) -> list[tuple[int, int]]:
    found, first = [], 0
    for k, atom in enumerate(row):
        if atom.kind == "stop" or k == len(row) - 1:
            found.append((first, k + 1))
            first = k + 1
    return found


def _weigh(sentence: Sequence[Atom], k: int, atom: Atom) -> None:
    if atom.polarity not in ("want", "avoid"):
        return
    if str(atom.value).startswith(_JUDGED) and not atom.degree and _only_asks(sentence):
        atom.polarity = "neutral"
    elif atom.value in _COMPLAINTS:
        before = sentence[k - 1].word if k else ""
        if atom.polarity == "want" and _is_wish_to_look(sentence, k):
            atom.polarity = "neutral"
            return
        atom.polarity = "want" if before in ("something", "anything") else "avoid"
        atom.degree = ""
    elif atom.value in _PRAISE and atom.polarity == "want" and not _compares(atom):
        asks = any(a.word in _ASKS or a.word.split()[0] in _ASKS for a in sentence)
        if not asks and len(sentence) > _LEAST_REQUEST:
            atom.polarity = "neutral"


def _is_wish_to_look(sentence: Sequence[Atom], k: int) -> bool:
    """Whether somebody wants to look so: "I want to look expensive", not "they look pricey"."""
    words = [word for atom in sentence[:k] for word in atom.word.split()]
    at = next((n for n in range(len(words) - 1, -1, -1) if words[n] in _TO_LOOK), -1)
    if at < 1 or len(words) - at > _FEW_BETWEEN:
        return False
    return words[at - 1] in _WISHING


def _only_asks(sentence: Sequence[Atom]) -> bool:
    """Whether a question wants to know rather than to have: "is it pricier?"."""
    words = [word for atom in sentence for word in atom.word.split()]
    opens = [word for word in words if word not in _OPENERS]
    if sentence[-1].word != "?" or not opens:
        return False
    return opens[0] in _KNOWS or "than" in words or len(opens) == len(_SHORTEST)


def _compares(atom: Atom) -> bool:
    return any(w.endswith("er") or w in ("less", "more") for w in atom.word.split())


def _is_look(sentence: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether "it looks …" or "that's …" says how a thing strikes the person."""
    if atom.polarity != "want" or atom.degree:
        return False
    before = [a for a in sentence[:k] if a.kind != "comma"]
    words = [word for a in before for word in a.word.split()]
    if not words or any(word in _ASKS for word in words):
        return False
    return any(a in _THINGS and b in _LOOKS for a, b in pairwise(words))
