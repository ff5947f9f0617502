"""What stands on a garment's tag, read from the raw text: sizes, brands and ratings."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.understanding.circumstances.whereabouts import is_city
from agent.understanding.words.atoms import HEAD, Found
from agent.understanding.words.lexicon import lexicon, word_list

_LETTERS: Final = re.compile(
    r"(?<![\w'’-])(?:X{1,4}[SL]|[2-5]XL|[SML]|(?i:x{1,4}l|x{1,2}s|[2-5]xl)|(?<=size )[smlSML])"
    r"(?![\w'’]|-\w)"
)
_SIGNED: Final = re.compile(
    r"(?P<before>[^\n]+)\n\s*[-–—~]?[ \t]*(?P<name>[SML])(?:\.?[ \t]*(?=\n|$)|\.[ \t]*[A-Z])"
)
"""An initial that a message is signed with, on a line of its own or before a surname."""
_SIGNED_BESIDE: Final = re.compile(
    r"(?i:\b(?:regards|wishes|thanks|thank you|cheers|sincerely|faithfully|yours|love|best),?)"
    r"[ \t]+[-–—]?[ \t]*(?P<name>[SML])\.?[ \t]*(?:xx?x?)?\s*$"
)
_ASKS_SIZE: Final = re.compile(r"\bsizes?\W*$", re.IGNORECASE)
_SALUTATION: Final = re.compile(r"(?:^|\n)[ \t]*(?i:dear|attn|to)\b[^,\n]{1,60}[,\n]")
_NUMBERED: Final = re.compile(
    r"\b(?:sizes?\s+(?:a\s+)?(?:us\s+|uk\s+|eu\s+)?|(?:US|UK|EU|EUR)\s+)(?P<n>\d{1,2}(?:\.5)?)\b",
    re.I,
)
_RATING: Final = re.compile(
    r"""\b(?:(?P<limit>above|over|at\sleast|more\sthan|higher\sthan|better\sthan|below|under)\s+)?
    (?:an?\s+)?(?P<n>[0-5](?:\.\d{1,2})?)(?:['’]?s)?(?:\s+or\s+(?:more|higher|better|above))?
    [\s-]*(?:(?:customer|user)\s+)?(?:stars?\b|rat(?:ing|ed)s?\b)
    |\brat(?:ing|ed)s?\s+(?:is\s+|are\s+|of\s+)?(?:that\s+(?:is|are)\s+)?
    (?:above|over|at\sleast|higher\sthan|better\sthan|of)\s+(?:an?\s+)?(?P<m>[0-5](?:\.\d{1,2})?)\b""",
    re.I | re.VERBOSE,
)
_NAME: Final = r"[A-Z][\w'’]*(?:\s+(?:(?:Are|and|of|the|&)\s+)?[A-Z&][\w'’]*){0,3}"
_NO_MODEL: Final = (
    r"(?<!me\s)(?<!look\s)(?<!looks\s)(?<!looking\s)(?<!dressed\s)(?<!dress\s)(?<!feel\s)(?<!be\s)"
)
"""Before "like", where somebody's manner follows and no maker: "dress me like James Bond"."""
_MAKER: Final = re.compile(
    rf"\b(?:by|(?<!I['’]m\s)(?<!im\s)(?<!am\s)(?<!are\s)(?<!re\s)(?<!comes\s)from|brand|made\sby|{_NO_MODEL}like|love|or)\s+(?P<name>(?:The\s+)?{_NAME})"
)
_LABELLED: Final = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Aa]nother|[Oo]ther|[Aa]ny|[Aa]nything|[Mm]y|[Oo]ne|[Aa]n?|of\sthe"
    rf"|[Nn]o|[Nn]ot|more|only)\s+(?P<name>{_NAME})\s+(?=[a-z])"
)
_TWO_WORDS: Final = (
    r"(?:The\s+)?[A-Z][a-z][\w'’]*(?:\s+(?:(?:Are|and|of|the|&)\s+)?[A-Z&][\w'’]*){1,3}"
)
_OPENING: Final = re.compile(
    rf"(?:^|[.!?]\s+)(?P<name>{_TWO_WORDS})(?=\s+(?:is|are|has|have|makes?|huh|skirt|dress)\b)"
)
_ANYWHERE: Final = re.compile(rf"(?<=[a-z,]\s)(?P<name>{_TWO_WORDS})\s+(?=[a-z])")
_THINGS: Final = word_list("tags_things")
_MOST_WORDS: Final = 4
_NOT_BRANDS: Final = word_list("tags_not_brands")
_NO_FIRST: Final = word_list("tags_no_first_names")


def sizes(text: str) -> Iterator[Found]:
    """Sizes in letters (XS, 2XL, a capital M) and in numbers ("size 12", "US 8")."""
    if not (text.isupper() and len(text) > _MOST_WORDS):
        signed = set(_initials(text))
        for match in _LETTERS.finditer(text):
            if match.start() in signed:
                continue
            yield Found("detail", f"size:{_letters(match.group())}", match.start(), match.end())
    for match in _NUMBERED.finditer(text):
        yield Found("detail", f"size:{match['n']}", match.start(), match.end())


def _initials(text: str) -> Iterator[int]:
    """Where a message is signed with a letter that is a size elsewhere: "Yours, M."."""
    for match in _SIGNED.finditer(text) if "\n" in text else ():
        if match["before"].strip() and not _ASKS_SIZE.search(match["before"]):
            yield match.start("name")
    if beside := _SIGNED_BESIDE.search(text):
        yield beside.start("name")


def _letters(said: str) -> str:
    plain = said.lower()
    if plain[0].isdigit():
        return "x" * int(plain[0]) + plain[-1]
    return plain


def ratings(text: str) -> Iterator[Found]:
    """A rating in numbers: "above a 3 rating", "4 stars"."""
    for match in _RATING.finditer(text):
        yield Found("detail", f"rating:{match['n'] or match['m']}", match.start(), match.end())


def brands(text: str) -> Iterator[Found]:
    """Brands by their capital letters: "anything by Daily Wear", "the Blue Barn skirt"."""
    if text.isupper() or text.istitle():
        return
    addressed = [match.span() for match in _SALUTATION.finditer(text)]
    for pattern in (_MAKER, _LABELLED, _OPENING, _ANYWHERE):
        for match in pattern.finditer(text):
            name = match["name"]
            if any(start <= match.start("name") < end for start, end in addressed):
                continue
            labels = pattern in (_MAKER, _OPENING) or _is_thing(text[match.end() :])
            if labels and _is_name(name):
                yield Found("detail", f"brand:{name}", match.start("name"), match.end("name"))


def _is_thing(rest: str) -> bool:
    """Whether what follows a name is a garment: "the Blue Barn skirt"."""
    word = re.match(r"[a-z]+", rest)
    if word is None:
        return False
    readings = lexicon().by_first.get(word.group(), ())
    return word.group() in _THINGS or any(r.kind in HEAD for r in readings)


def _is_name(name: str) -> bool:
    """Whether capitalised words name a maker, and are not words that are known otherwise."""
    said = name.lower().replace("’", "'").split()
    if said[0] in _NO_FIRST or any(word in _NOT_BRANDS for word in said) or len(name) < 3:
        return False
    if is_city(name):
        return False
    return not _is_said_otherwise([word.replace("'", "") for word in said])


def _is_said_otherwise(said: Sequence[str]) -> bool:
    """Whether every word is one of ours: "Navy Linen", but not "Cats Are Great"."""
    if len(said) == 1:
        return said[0] in lexicon().known
    at = 0
    while at < len(said):
        reading = next(lexicon().at(said, at), None)
        if reading is None:
            return False
        at += len(reading.phrase)
    return True
