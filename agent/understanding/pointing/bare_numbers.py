"""Outfits pointed at by nothing but their number: "ok 2", "1: keep / 3: bin", "between 1 and 2"."""

import re
from dataclasses import dataclass
from typing import Final

_DIGIT: Final = re.compile("[1-9]")
_N: Final = r"(?P<n>[1-9])"
_LEADS: Final = (
    r"ok(?:ay)?|k|right|yes|yep|yeah|yup|sure|fine|cool|nice|great|good|perfect|alright|all right"
    r"|hm+|oh|omg|wow|ooh|aw+|well|um+|then|maybe|probably|definitely|just|like|liking|love|loving"
    r"|adore|prefer|pick|choose|take|wear|go(?:ing)? (?:with|for|w/?)|let['’]?s|def|gonna|going to"
    r"|i(?:['’]?ll| will| would|['’]?d|['’]?m| am)|i|for me|think|guess|say|no\.|nr\.?|#"
)
_TAILS: Final = (
    r"please|pls|plz|thanks|thank you|thx|ta|then|it is|for me|i (?:think|guess|suppose|reckon)"
    r"|for the win|ftw|all the way|wins|x+"
)
_ALONE: Final = re.compile(
    rf"\W*(?P<lead>(?:(?:{_LEADS})\b\W*)*?)#?{_N}(?P<tail>\W*(?:\b(?:{_TAILS})\b\W*)*)",
    re.IGNORECASE,
)
_TAKES: Final = re.compile(
    r"\b(?:ok(?:ay)?|k|yes|yep|yeah|yup|sure|fine|cool|nice|great|good|perfect|alright|all right"
    r"|like|liking|lov(?:e|ing)|adore|prefer|pick|choose|take|wear|go(?:ing)? (?:with|for|w)"
    r"|it is|for me|for the win|ftw|all the way|wins|please|pls)\b",
    re.IGNORECASE,
)
_KEEPS: Final = (
    r"keep(?:er)?|yes|yep|yeah|love(?:ly)?|like|ok(?:ay)?|good|nice|great|fine|perfect|sure|maybe"
)
_LEAVES: Final = (
    r"bin|no|nope|nah|meh|lose|drop|hate|out|never|bad|ugly|awful|pass|skip|reject|rubbish|boring"
)
_LABEL: Final = re.compile(
    rf"(?:^|[/,;|\n.])\s*#?{_N}\s*(?:[:=]|\s[-–—]\s|\s)\s*"
    rf"(?:(?P<keep>{_KEEPS})|(?P<leave>{_LEAVES}))\s*(?=[/,;|\n.!]|$)",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(
    r"(?:\b(?:between|compare|comparing|either|is it|both|difference of)\s+|^\W*)#?(?P<a>[1-9])"
    r"\s*(?:and|or|vs\.?|versus|with|to|&|/)\s*#?(?P<b>[1-9])\s*(?=$|[?.!,;])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An outfit's number, from 1, with the words; `taken` says what is thought of it, if told."""

    said: str
    number: int
    taken: bool | None = None


def by_number(text: str, count: int) -> list[Numbered]:
    """The outfits that a turn names by bare numbers, where `count` are shown."""
    if not (count and _DIGIT.search(text)):
        return []
    found = [*_labelled(text), *_beside(text)] or _alone(text)
    return found if found and all(1 <= one.number <= count for one in found) else []


def _alone(text: str) -> list[Numbered]:
    match = _ALONE.fullmatch(text)
    if match is None:
        return []
    takes = _TAKES.search(f"{match['lead']} | {match['tail']}") is not None
    return [Numbered(match["n"], int(match["n"]), takes or None)]


def _labelled(text: str) -> list[Numbered]:
    """Verdicts that are listed by number: "1: keep / 3: bin"; one alone needs its mark."""
    found = list(_LABEL.finditer(text))
    if len(found) == 1 and not re.search(r"[:=]", found[0].group()):
        return []
    return [
        Numbered(m.group().strip(" /,;|.\n"), int(m["n"]), taken=m["leave"] is None) for m in found
    ]


def _beside(text: str) -> list[Numbered]:
    """Two that are held against each other: "what is the difference between 1 and 2?"."""
    match = _BESIDE.search(text)
    return [Numbered(match[name], int(match[name])) for name in "ab"] if match else []
