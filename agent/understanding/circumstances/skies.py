"""Questions about the weather, which tell nothing of it: "how cold will it be tomorrow?"."""

import re
from collections.abc import Sequence
from typing import Final

from agent.understanding.words.atoms import HEAD, Atom
from stylist import vocabulary

_STATE: Final = (
    r"(?:rain(?:ing|y)?|snow(?:ing|y)?|storm(?:ing|y)?|sunny|cloudy|windy|foggy|cold|chilly|warm"
    r"|hot|mild|freezing|wet|dry|icy|humid|cool|bad|nice)"
)
_IT: Final = r"(?:will it|is it(?: (?:going to|gonna))?|does it)"
_ASKS: Final = re.compile(
    r"\b(?:what|what'?s|how|how'?s|tell me|know|check|show me|look up)\b[^.?!]*"
    r"\b(?:weather|forecast|temperature)\b"
    rf"|\b{_IT} (?:be )?(?:\w+ )?{_STATE}\b"
    rf"|\bhow (?:{_STATE}|many degrees) (?:is|will|does)\b(?: it| be)?"
    r"|\bneed an umbrella\b"
    r"|^(?:.*[.!?,] )?(?:(?:and|so|or) )?(?:an |my )?umbrella(?: [\w ]{1,30})?\?"
    r"|^\W*(?:(?:and|so|ok|okay|but|oh)\W+)*(?:the )?(?:weather|forecast)"
    r"(?: (?:there|tomorrow|today|tonight|then|please))*\W*$"
    r"|\bwhat (?:will|is) it (?:be )?like (?:outside|out)\b"
)
_CLOTHES: Final = re.compile(
    r"\b(?:wear\w*|outfits?|clothes|dress\w*|looks?|put on|suggest|recommend|jackets?|coats?"
    r"|shoes|boots|sweaters?|something|layers?|enough|too|for that)\b"
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")


_MYSELF: Final = re.compile(
    r"\bi(?:['’]?m|\s+am|\s+feel|\s+get|['’]?ve\s+been|\s+run"
    r"|(?:['’]?d|['’]?ll|\s+will|\s+would|\s+might)(?:\s+(?:just|only|still|surely|probably|then))?\s+(?:be|get|feel))\s+(?:(?:always|usually|often|so|really|very|still|quite"
    r"|constantly|forever|easily|just|a\s+bit|a\s+little|too)\s+){0,3}$",
    re.IGNORECASE,
)
_WAS: Final = re.compile(
    r"\bi\s+(?:was|felt|got)\s+(?:(?:\w+\s+){0,2})?$|\bi['’]?ve\s+been\s+(?:(?:\w+\s+){0,2})?$",
    re.IGNORECASE,
)
"""Tells of what was worn before: "I was freezing in it"."""
_WORN: Final = re.compile(
    r"\s+in\s+(?:(?P<bare>(?:that|this|it|those|these)(?=\s*(?:[.,;!]|$)))"
    r"|(?:that|this|those|these|just|only|the|my)\b(?:[ \t]+[\w-]+){0,3})",
    re.IGNORECASE,
)
_I_AM: Final = frozenset({"i", "id", "ill", "im"})
"""Opens what is felt, as in "I'd be cold"; "warmer" in a red dress is a wish for one."""
_MILD: Final = 20
"""°C between what is felt as cold and as warm."""


def asks_of_sky(text: str) -> bool:
    """Whether words ask what the weather will be, and nothing of clothes."""
    return _asked(text) is not None


def _asked(text: str) -> re.Match[str] | None:
    plain = text.lower().replace("’", "'")
    return None if _CLOTHES.search(plain) else _ASKS.search(plain)


def feel(row: Sequence[Atom], text: str) -> bool:
    """Take "I'm always cold" as a wish for warmer clothes: it tells nothing of the weather.

    True when a complaint about what was worn before is heard, which wishes for nothing.
    """
    complains = False
    for atom in row:
        if atom.kind == "temperature" and _is_felt(atom) and _WAS.search(text[: atom.start]):
            atom.polarity, complains = "neutral", True
        elif atom.kind == "temperature" and _is_felt(atom) and _is_of_clothes(row, atom, text):
            _wish_against(atom)
            _pass_over_worn(row, atom, text)
        elif atom.kind == "move" and atom.word.split()[0] in _I_AM:
            _pass_over_worn(row, atom, text)
        elif atom.kind == "temperature" and _is_felt(atom) and _MYSELF.search(text[: atom.start]):
            _wish_against(atom)
    return complains


def _wish_against(atom: Atom) -> None:
    (degrees,) = vocabulary.terms("temperature")[atom.value]
    atom.kind, atom.value = "move", "warmer" if float(degrees) < _MILD else "cooler"
    atom.degree = ""


def _is_of_clothes(row: Sequence[Atom], atom: Atom, text: str) -> bool:
    """Whether it is felt in something that is worn: "too cold in that blouse"."""
    worn = _WORN.match(text, atom.end)
    if worn is None or "?" in text or _WAS.search(text[: atom.start]):
        return False
    named = any(a.kind in HEAD for a in row if worn.start() <= a.start < worn.end())
    return named or worn["bare"] is not None


def _pass_over_worn(row: Sequence[Atom], felt: Atom, text: str) -> None:
    """Wish for nothing that it was felt in."""
    worn = _WORN.match(text, felt.end)
    for atom in row if worn else ():
        if worn and worn.start() <= atom.start < worn.end() and atom.polarity == "want":
            atom.polarity = "neutral"


def ask_of_sky(row: Sequence[Atom], text: str) -> None:
    """Let no weather be stated by a question after it."""
    sky = [a for a in row if a.kind == "condition" or (a.kind == "temperature" and _is_felt(a))]
    for sentence in _SENTENCE.finditer(text) if sky else ():
        asked = _asked(sentence[0])
        for atom in sky if asked else ():
            if asked and sentence.start() + asked.start() <= atom.start < sentence.end():
                atom.polarity = "neutral"


def _is_felt(atom: Atom) -> bool:
    return isinstance(atom.value, str)
