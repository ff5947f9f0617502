"""Degrees told without the word: "minus five", "eighteen and cloudy", "it's dropped to 4"."""

import re
from collections.abc import Iterator
from typing import Final

from agent.understanding.words.numerals import IN_WORDS, number

DASHES: Final = "-−–"
_NO_UNIT: Final = (
    r"(?!\s*(?:°|º|degree|deg\b|%|percent|per\s+cent|[€£$₹]|k\b|:\d|[ap]\.?m\b))(?![\w])"
)
_MINUS: Final = rf"(?P<minus>[{DASHES}]|minus\s+|negative\s+)?"
_N: Final = rf"(?P<low>\d{{1,3}}|{IN_WORDS})"
_TO: Final = rf"(?:\s*(?:[{DASHES}]|to|and|or)\s*(?P<high>\d{{1,3}}|{IN_WORDS}))?"
_IT_IS: Final = (
    r"\b(?:it'?s|it\sis|its|it'?ll\s+be|it\s+will\s+be|it\s+(?:might|may|could|should)\s+be|about|around|will\sbe"
    r"|gonna\sbe|going\s+to\s+be)\s+"
)
_ROUGHLY: Final = (
    r"(?:(?:only|like|about|around|over|under|roughly|nearly|almost|maybe|probably|just|already|still"
    r"|approx)\s+)*"
)
_SKY: Final = (
    r"(?:sunny|sun|cloudy|rain\w*|snow\w*|wind\w*|clear|dry|humid|overcast|fog\w*|drizzl\w*|mild|wet|"
    r"storm\w*|freezing|cold|chilly|warm|hot|breezy|grey|gray|muggy|bright|icy|sleet\w*|pouring|showers?|gusty)"
)
_HERE: Final = (
    r"(?:outside|out|out\s+(?:there|today|here)|today|tonight|tomorrow|here|right\s+now|now|at\s+the\s+moment"
    r"|over\s+there|all\s+(?:day|week)|this\s+(?:morning|afternoon|evening)|(?:in\s+)?the\s+shade|max(?:imum)?|tops"
    r"|at\s+(?:best|most))"
)
_INDOORS: Final = (
    r"(?:ward|office|classroom|lab|kitchen|studio|gym|hall|factory|warehouse|church|venue|garden"
    r"|shade|sun|house|flat|room|bedroom|building|workshop|site|courtroom|greenhouse|tent|terrace"
    r"|train|bus|theatre|theater|hospital|beach|mountains?|valley|city|desert|north|south)"
)
_MERCURY: Final = (
    r"(?:(?-i:T)(?=\s*(?:[:=]|is\b))|temp(?:erature)?s?|highs?|lows?|thermometer|mercury|forecast)"
    r"(?:['’]s)?"
)
_ENDS: Final = (
    r"(?=\s*(?:$|[.,;!?\n]|(?:and|with|but|so|then|in|by|or\s+so|after|please|at\s+night|out|outside"
    r"|today|tonight|tomorrow|here|now|right\s+now|over|this|later|at\s+(?:noon|midday|most|best|least))\b))"
)
_BARE: Final = (
    re.compile(
        rf"\b(?P<minus>minus|negative)\s+(?P<low>\d{{1,2}}|{IN_WORDS})(?=\W|$)", re.IGNORECASE
    ),
    re.compile(
        rf"(?:^|(?<=it's\s)|(?<=its\s)|(?<=be\s)|(?<=,\s))(?P<minus>[{DASHES}])\s?"
        r"(?P<low>\d{1,2})(?=\s*(?:$|[.,!?]|out|outside|and|today|here|rn|this))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.$€£])(?P<minus>[{DASHES}])?(?P<low>\d{{1,3}}|\b{IN_WORDS})"
        rf"(?:\s*(?:[{DASHES}]|to)\s*(?P<high>\d{{1,3}}|{IN_WORDS}))?"
        rf"(?=,?\s+(?:and|with|but|&)\s+(?:it's\s+)?{_SKY}\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:it'?s|be|is|its)\s+{_ROUGHLY}(?P<minus>[{DASHES}]|minus\s+)(?P<low>\d{{1,2}}){_NO_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(rf"{_IT_IS}{_ROUGHLY}{_MINUS}{_N}\+?(?=\s+{_HERE}(?:\W|$))", re.IGNORECASE),
    re.compile(
        rf"\b(?:it'?s|it\sis|its|be|was)\s+{_ROUGHLY}{_MINUS}{_N}"
        rf"\s+(?:on|in|at)\s+(?:the|my|our|this|that)\s+(?:\w+\s+)?{_INDOORS}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:it|{_MERCURY})(?:['’]?s|\s+(?:has|have|is|will|might|may|could|should|had|are))?(?:\s+(?:be|been|just))?\s+"
        r"(?:drop\w*|fall\w*|fell|gone|going|go|goes|down|up|climb\w*|r[io]s\w+|warm\w*|cool\w*|plummet\w*"
        rf"|sink\w*|dip\w*|soar\w*|heat\w*|get\w*|got|reach\w*|hit\w*)\s+(?:(?:down|up|back|as\s+\w+\s+as)\s+)?(?:to\s+)?"
        rf"{_ROUGHLY}{_MINUS}{_N}{_NO_UNIT}{_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:supposed|meant|expected|forecast|due|going|should|could|might|will|won['’]?t|not|just|today|it|we['’]?ll)\s+"
        r"(?:to\s+)?(?:even\s+|barely\s+|just\s+)?(?:hit|reach|touch|peak\s+at|top\s+out\s+at|max\s+out\s+at"
        r"|(?:get|go|rise|climb|drop|fall|dip|stay|be|sink)\s+(?:much\s+)?(?:above|below|under|over|past))"
        rf"\s+{_ROUGHLY}{_MINUS}{_N}{_NO_UNIT}{_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:a|an)\s+(?:very\s+|rather\s+|lovely\s+|nice\s+|cool\s+)?(?:balmy|chilly|toasty|mild|cool|warm|cold|hot"
        r"|freezing|sticky|sweltering|scorching|crisp|brisk|nippy|frosty|pleasant|lovely|comfortable|humid|muggy|bitter"
        rf"|baking|boiling|icy|bracing|mere|measly|solid)\s+{_MINUS}{_N}{_NO_UNIT}{_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:a|an)\s+[a-z]+\s+(?P<minus>[{DASHES}]|minus\s+)(?P<low>\d{{1,2}}|{IN_WORDS}){_NO_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w.,$€£{DASHES}]){_N}(?=\s+in\s+the\s+(?:sun|shade)\b)", re.IGNORECASE),
    re.compile(
        rf"\bfeels?\s+(?:more\s+)?like\s+{_ROUGHLY}{_MINUS}{_N}{_NO_UNIT}{_ENDS}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:between|from)\s+{_MINUS}{_N}\s*(?:[{DASHES}]|to|and)\s*(?P<high>\d{{1,3}}|{IN_WORDS})"
        rf"(?=\s+{_HERE}(?:\W|$))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,$€£{DASHES}]){_MINUS}(?P<low>\d{{1,2}})\s*(?:[{DASHES}]|to)\s*(?P<high>\d{{1,2}})"
        rf"(?=\s+(?:outside|out\s+there|out\s+today|in\s+the\s+shade)(?:\W|$))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_MERCURY}\s*[:=]?\s*(?<=[\s:=])"
        rf"(?:(?:is|are|of|at|around|about|near|says|say|reads|read|will|be|from|between|it's|hits?|hitting|shows"
        rf"|just|only)\s+){{0,3}}"
        rf"{_MINUS}{_N}{_TO}{_NO_UNIT}",
        re.IGNORECASE,
    ),
)
"""A number that only weather can be."""
_ASIDE: Final = (
    r"(?=\s*(?:$|[,;.!?\n]|(?:they|apparently|i\s+(?:think|guess|reckon|believe|hear)|according|or\s+so|on\s+(?:my|the)"
    r"|today|tonight|now|or|right\s+now|at\s+(?:most|best))\b))"
)
_BESIDE: Final = re.compile(
    r"(?:^|[,;:.!?]\s+|\b(?:says|said|say|around|about|roughly|approx\w*|maybe|like|only|hitting|reaching|be)\s+)"
    rf"(?:about\s+|like\s+|around\s+|a\s+)?(?P<minus>[{DASHES}]|minus\s+)?(?P<low>\d{{1,3}}){_ASIDE}",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+")
_OUTDOORS: Final = re.compile(
    rf"\b(?:{_SKY}|outside|weather|forecast|scorcher|heatwave|boiling|roasting|breeze|nippy|frost\w*|colder|hotter|milder|degrees|temp\w*)\b",
    re.IGNORECASE,
)
_HIGH_LOW: Final = re.compile(
    rf"\bhighs?\s+(?:of|around|near)\s+(?P<high>-?\d{{1,3}}|{IN_WORDS})\W+(?:and\s+)?(?:an?\s+)?"
    rf"lows?\s+(?:of|around|near)\s+(?P<low>-?\d{{1,3}}|{IN_WORDS})(?![\w°])",
    re.IGNORECASE,
)
_ABOUT_ZERO: Final = re.compile(
    r"\b(?:(?P<just>just|barely|slightly|a\s+(?:bit|touch|little)|well|hardly)\s+)?"
    r"(?P<side>around|about|near(?:ly)?|close\s+to|hovering\s+(?:at|around)|at|above|below|under|over|it'?s|be)\s+"
    r"(?P<zero>zero|freezing(?!\s+(?:cold|outside|out|in|here|today|my))|nought)"
    r"(?=\s*(?:$|[.,;!?\n]|and|with|but|so|tonight|today|tomorrow|out|outside|here|right|this|all|in|at|for|again|on))",
    re.IGNORECASE,
)
_SIDES: Final = {"above": 2.0, "over": 2.0, "below": -3.0, "under": -3.0}
_JUST: Final = {"above": 1.0, "over": 1.0, "below": -1.0, "under": -1.0}
_FROM_ZERO: Final = re.compile(
    rf"(?<![\w.,$€£])(?P<n>\d{{1,2}}|\b{IN_WORDS})\s+(?:degrees\s+)?(?P<side>below|above)"
    r"(?:\s+(?P<zero>zero|freezing)\b|(?!\s*(?:the|my|a|an|average|normal|this|that|his|her|our|\d|knee|budget|waist)\b))",
    re.IGNORECASE,
)


def degrees(text: str) -> Iterator[tuple[float, int, int]]:
    """Each number of degrees in the person's own unit, with its end-exclusive range.

    Zero told by its word is told in Celsius: see `by_freezing`.
    """
    for match in _HIGH_LOW.finditer(text):
        yield (_signed(match["high"]) + _signed(match["low"])) / 2, match.start(), match.end()
    for pattern in _BARE:
        for match in pattern.finditer(text):
            given = match.groupdict()
            low = number(match["low"]) * (-1 if given.get("minus") else 1)
            high = number(given["high"]) if given.get("high") else low
            yield (low + high) / 2, match.start(), match.end()


def beside_the_sky(text: str) -> Iterator[tuple[float, int, int]]:
    """A number on its own in a sentence about the weather: "a scorcher, 36 they reckon"."""
    for sentence in _SENTENCE.finditer(text) if _OUTDOORS.search(text) else ():
        if _OUTDOORS.search(sentence[0]):
            for match in _BESIDE.finditer(text, sentence.start(), sentence.end()):
                value = number(match["low"]) * (-1 if match["minus"] else 1)
                yield value, match.start("minus" if match["minus"] else "low"), match.end()


def by_freezing(text: str) -> Iterator[tuple[float, int, int]]:
    """Degrees Celsius told by the freezing point: "five below", "just above freezing"."""
    for match in _FROM_ZERO.finditer(text):
        below = match["side"].lower() == "below"
        if below or match["zero"]:
            yield number(match["n"]) * (-1 if below else 1), match.start(), match.end()
    for match in _ABOUT_ZERO.finditer(text):
        side = match["side"].lower()
        if match["zero"].lower() == "freezing" and side in ("it's", "its", "be", "at"):
            continue
        near = match["just"] and match["just"].lower() != "well"
        yield (_JUST if near else _SIDES).get(side, 0.0), match.start(), match.end()


def _signed(said: str) -> float:
    return -number(said[1:]) if said.startswith("-") else number(said)
