"""What a second reader may not add, since the rules have judged those words already.

A model that reads badly lists every thing that a message names. The rules know the words for
things; where they took nothing from one, it was a mention, a question or another's opinion.
"""

from typing import Final

from agent.understanding.refusals.granting_words import others
from agent.understanding.second_reading.claims import SIDED, Checked
from agent.understanding.second_reading.read_words import Area, ReadWords
from agent.understanding.second_reading.second_reader import (
    denies,
    no_is_unread,
    refuses,
    telling_words,
)
from agent.understanding.words.atoms import atoms
from agent.understanding.words.tokens import tokenize
from stylist import vocabulary

_KINDS: Final[dict[str, frozenset[str]]] = {
    "category": frozenset({"category", "slot"}),
    "color": frozenset({"color", "color_group"}),
    "pattern": frozenset({"pattern", "pattern_group"}),
    "formality": frozenset({"formality", "style", "quality"}),
    "style": frozenset({"formality", "style", "quality"}),
    "move": frozenset({"move", "quality", "formality"}),
    "temperature_c": frozenset({"temperature", "condition"}),
}
"""The kinds of word that say a path's values; of the other paths, those of their own name."""
_SURROUNDINGS: Final = frozenset({"condition", "temperature_c", "season", "place", "when"})
_ALSO_OTHERS: Final = SIDED | {"fit", "formality"}
"""What others wear or like is no wish; where they take one is an occasion all the same."""
_OWN: Final = frozenset({"i", "im", "id", "ive", "ill", "me", "we", "us"})


def why_no_wish(read: ReadWords, claim: Checked, where: Area, *, agreed: bool | None) -> str | None:
    """Why a wish that a model read does not count; None where it may.

    `agreed` tells whether the model has right what the rules know, None where they know nothing
    and it cannot be checked: of English it is then not believed.
    """
    if read.is_doubted(where):
        return "in-doubt"
    if not telling_words(read, where):
        return "read-already"
    if read.is_foreign:
        return None
    refused = read.is_refused(where) or read.is_noted(where) or denies(read, where)
    if refused or _names(read, claim, where):
        return "read-otherwise"
    if claim.path == "category" and claim.value not in vocabulary.kinds():
        return "too-vague"
    if claim.path in _ALSO_OTHERS and _is_of_others(read, where):
        return "of-others"
    if not agreed:
        return "not-believed"
    return _why_not_around(read, claim, where) if claim.path in _SURROUNDINGS else None


def _why_not_around(read: ReadWords, claim: Checked, where: Area) -> str | None:
    """Why a place, a time or weather does not count: the rules read those well."""
    if claim.path in ("condition", "temperature_c", "season"):
        known = any(span.path.startswith("weather.") for span in read.ours.spans)
        return "read-already" if known else None
    quote = read.text[slice(*where)]
    if str(claim.value).casefold() not in quote.casefold():
        return "not-in-the-text"
    named = claim.path != "place" or any(
        word[0].isupper() and where[0] + quote.index(word) > 0 for word in quote.split()
    )
    return None if named else "no-name-of-a-place"


def why_no_refusal(read: ReadWords, where: Area, *, agreed: bool | None) -> str | None:
    """Why a refusal that a model read does not count; None where it may.

    In words that the rules know they read every "no" there is. A model that gets those wrong, or
    adds to a "no" that was heard, must quote a word that refuses, unless the rules took its words
    for a wish: then the "no" stands.
    """
    if read.is_noted(where) or read.is_read_refusal(where):
        return "read-already"
    if read.is_foreign or read.is_unclear(where):
        return None
    if read.is_refused(where):
        return "read-already"
    if not (telling_words(read, where) or no_is_unread(read, where)):
        return "read-already"
    if refuses(read, where) or read.is_wanted(where):
        return None
    heard = read.is_refused(read.sentence(where))
    return "not-believed" if heard or agreed is False else None


def _names(read: ReadWords, claim: Checked, where: Area) -> bool:
    """Whether words of the quote say such values, which the rules took or passed over."""
    kinds = _KINDS.get(claim.path, frozenset({claim.path}))
    row = atoms(tokenize(read.text[slice(*where)]), ())
    return any(atom.kind in kinds for atom in row)


def _is_of_others(read: ReadWords, where: Area) -> bool:
    """Whether the nearest person spoken of before the words is somebody else."""
    first, _ = read.sentence(where)
    said = [word for start, _, word in read.tokens if first <= start < where[1]]
    theirs = [k for k, word in enumerate(said) if word in others()]
    mine = [k for k, word in enumerate(said) if word in _OWN]
    return bool(theirs) and max(theirs) > max(mine, default=-1)
