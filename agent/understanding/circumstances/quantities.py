"""Numbers with a meaning: how many outfits, and how likely rain is."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.words.atoms import Found

_NUMBER: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "single": 1, "couple": 2, "few": 3, "handful": 5, "pair": 2,
    "half a dozen": 6,
}  # fmt: skip
_THINGS: Final = (
    r"(?:outfits?|options?|looks?|suggestions?|ideas?|choices?|combinations?|combos?"
    r"|alternatives?|versions?|ensembles?|fits|sets?)"
)
_SAID: Final = (
    r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|single|couple|few|handful)"
)
_JUDGED: Final = (
    r"(?!(?<=looks)\s+(?:very\s+|so\s+|really\s+|pretty\s+|quite\s+|a\s+bit\s+|too\s+)?(?:good|great|nice|best|better"
    r"|lovely|fine|fun|perfect|amazing|like|ok(?:ay)?|right|wrong|bad|awful|odd|weird|warm|cold|smart"
    r"|formal|casual)\b)"
)
"""Of "looks": what is judged is not counted, as in "the second one looks good"."""
_NAMED: Final = r"(?<!number\s)(?<!option\s)(?<!outfit\s)(?<!choice\s)(?<!look\s)(?<!no\.\s)(?<!#)"
_COUNT: Final = (
    re.compile(
        rf"{_NAMED}\b{_SAID}(?:\s+of|\s+or\s+so)?(?:\s+(?!and\b|or\b)[a-z-]+){{0,2}}\s+{_THINGS}\b{_JUDGED}",
        re.I,
    ),
    re.compile(
        rf"\b(?:and|then|also|plus)\s+{_SAID}(?:\s+more)?\s+for\s+(?!me\b|the\s+price)", re.I
    ),
    re.compile(
        rf"(?:^|[.!?,;\n]\s*|\b(?:and|but|just|only|or|even)\s+)(?:just\s+|only\s+)?(?:the\s+|a\s+)?{_SAID}"
        r"(?:\s+of\s+(?:them|those))?\s+(?:will|would|should|['’]d|['’]ll|is|are)\s+(?:be\s+|do\b|suffice\b)?"
        r"(?:(?:just\s+|more\s+than\s+|quite\s+|perfectly\s+)?(?:enough|plenty|fine|great|better|perfect|ideal|lovely|nice|good|sufficient|ample|ok(?:ay)?|me\b)"
        r"|nicely|me\b|(?=\s*(?:$|[.,!?]|please|thanks|today)))",
        re.I,
    ),
    re.compile(
        rf"{_THINGS}\b[^.!?\n]{{0,60}}?[,;:(–-]\s*(?:maybe\s+|about\s+|like\s+|say\s+|just\s+)?{_SAID}"
        r"(?:\s+of\s+(?:them|those))?(?:\s+(?:please|pls|max|tops|maybe))?(?=\s*(?:$|[.,!?)]))",
        re.I,
    ),
    re.compile(
        rf"\banother\s+{_SAID}(?:\s+of\s+(?:them|those))?(?=\s*(?:$|[.,!?]|please|pls|thanks))",
        re.I,
    ),
    re.compile(
        r"\b(?:give|show|gimme|get|suggest|make|pick|want|need|find)\s+(?:me\s+|us\s+)?"
        rf"(?:just\s+|only\s+|like\s+)?(?:a\s+)?{_SAID}"
        r"(?=\s*(?:$|[.,!?]|please|more|different|for|of them))",
        re.I,
    ),
    re.compile(
        rf"\b(?:can|could|may|let)\s+(?:i|we|me|us)\s+(?:please\s+)?(?:see|have|get|try)\s+(?:about\s+|just\s+|maybe\s+)?{_SAID}"
        r"(?=\s*(?:$|[.,!?]|at\s+once|please|more|instead|to\s+choose|this\s+time))",
        re.I,
    ),
    re.compile(
        rf"\b(?:just|only)\s+(?:the\s+)?{_SAID}"
        r"(?=\s*(?:$|[.,!?]|please|outfit|option|look|this time))",
        re.I,
    ),
    re.compile(rf"\b(?P<n>half\s+a\s+dozen)(?:\s+of)?(?:\s+[a-z-]+){{0,1}}\s+{_THINGS}\b", re.I),
    re.compile(r"\b(?P<n>an?)\s+single\s+(?:outfit|option|look)\b", re.I),
)
MOST_OUTFITS: Final = 10
_NO_WORD_BETWEEN: Final = 2
_SHARE: Final = r"(?P<n>\d{1,3})(?:[.,]\d+)?\s?(?:%|per\s?cent\b)"
_CHANCE: Final = r"(?:chances?|probability|likelihood|risk|possibility|odds)"
_RAIN: Final = r"(?:(?:some|light|heavy|a\s+bit\s+of)\s+)?(?:rain|showers?|precipitation|drizzle)\b"
_RAIN_CHANCES: Final = (
    re.compile(rf"{_SHARE}(?:\s+{_CHANCE})?(?:\s+(?:of|for|that\s+it\s+will))?\s+{_RAIN}", re.I),
    re.compile(
        rf"\b{_CHANCE}\s+(?:of|for)\s+{_RAIN}(?:\s+(?:is|of|at|about|around|only)|\s*:)*\s*{_SHARE}",
        re.I,
    ),
    re.compile(rf"\brain\s+{_CHANCE}(?:\s+(?:is|of|at|about|around|only)|\s*:)*\s*{_SHARE}", re.I),
    re.compile(
        r"(?<!no )\brain(?:\s+(?:is|at|about|around|only|maybe|probably|likely)|\s*[:=,])*"
        rf"\s*{_SHARE}(?!\s*{_CHANCE})",
        re.I,
    ),
)


def rain_chances(text: str) -> Iterator[Found]:
    """The probability of rain (0..1) that is said in per cent."""
    for pattern in _RAIN_CHANCES:
        for match in pattern.finditer(text):
            if (share := int(match["n"])) <= 100:
                yield Found("rain_chance", share / 100, match.start(), match.end())


_ROUND: Final = re.compile(
    r"\b(?:my|his|her|their|our|a|the|[a-z]+['’]s?)\s+(?:big\s+|surprise\s+)?(?:16|18|21|[3-9][05])(?:st|th)\b"
    r"(?=\s*(?:$|[.,!?;]|(?:on|this|next|tomorrow|tonight|party|bash|do|at|in|and|so|please)\b))",
    re.I,
)


def milestones(text: str) -> Iterator[Found]:
    """A birthday by its number: "my mate's 40th"."""
    for match in _ROUND.finditer(text):
        yield Found("occasion", "party", match.start(), match.end())


def counts(text: str) -> Iterator[Found]:
    """How many outfits are asked for, 1 to 10."""
    for pattern in _COUNT:
        for match in pattern.finditer(text):
            said = " ".join(match["n"].lower().split())
            asked = _NUMBER.get(said) or (int(said) if said.isdigit() else 1)
            if 1 <= asked <= MOST_OUTFITS:
                # What stands between may be a wish of its own: "three party outfits".
                bare = match.group()[len(match["n"]) :].count(" ") < _NO_WORD_BETWEEN
                end = match.end() if bare else match.end("n")
                yield Found("count", asked, match.start("n"), end)
                return
