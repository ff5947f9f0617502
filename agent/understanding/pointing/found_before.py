"""Garments that were told of a moment ago: "make an outfit with that one", "with what?"."""

import re
from typing import Final

from agent.understanding.words.atoms import HEAD, Atom, atoms
from agent.understanding.words.phrases import phrases
from agent.understanding.words.tokens import tokenize

_THING: Final = r"(?:it|that|this|them|those|these|that one|this one|those ones|both)"
_AROUND: Final = re.compile(
    r"\W*(?:(?:ok|okay|and|so|then|right|great|cool|now|well|fine|yes|sure|good|alright)\W+)*(?:"
    rf"(?:can|could|would|will) you \w+[^.?!]*\b(?:with|around|round|using) {_THING}"
    r"|(?:make|build|create|give|show|put|find|suggest|style|dress|do)\b[^.?!]*"
    rf"\b(?:with|around|round|using) {_THING}"
    rf"|(?:an?|any|some) (?:outfit|look|idea)s? (?:with|for|around) {_THING}"
    rf"|(?:put|use|wear|style|work) {_THING} (?:in|into|in to)"
    r" (?:an?|some|the) (?:outfit|look)s?(?: for me)?"
    rf"|(?:wear|style|combine|pair) {_THING}(?: with what)?"
    r"|(?:with )?what (?:would|do|should|can|could|shall|might) (?:i|you|we)"
    r" (?:wear|put|pair|style|combine|team)"
    rf" (?:{_THING} with|with {_THING})"
    rf"|what (?:goes|would go|might go|works|looks good) with {_THING}"
    rf"|how (?:do|would|should|can) i (?:wear|style) {_THING}"
    r"|(?:yes,? )?(?:add|include|put in) (?:it|one|that|them|those)"
    r"|(?:and )?with what"
    r")(?: please| then| instead| for me| today| tomorrow)*"
    r"(?: (?:for|to|at|in|on) [\w' -]{1,40})?\W*",
    re.IGNORECASE,
)
_TOLD: Final = 400
"""Characters of our last words that are looked at."""


def found_before(told: str, text: str) -> list[Atom]:
    """The garment that `told` named first, wished for by the whole `text`; none where not meant."""
    if not _AROUND.fullmatch(text):
        return []
    row = atoms(tokenize(told[:_TOLD]), [])
    named = next((p for p in phrases(row) if any(a.kind in HEAD for a in p.atoms)), None)
    if named is None:
        return []
    for atom in named.atoms:
        atom.start, atom.end, atom.polarity = 0, len(text), "want"
    return list(named.atoms)
