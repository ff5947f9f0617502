"""Names of people and places that are words of clothes, too: "my friend Violet", "Gordon Gray"."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from agent.understanding.words.atoms import HEAD, LOOK, Atom
from agent.understanding.words.told import people

_NAMES: Final = LOOK | {"season", "style", "category"}
_BEFORE: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|miss|mx|dr|prof|sir|lady|lord|uncle|aunt|auntie|aunty|cousin|friend|mate|pal|dog"
    r"|cat|puppy|pup|horse|baby|sister|brother|wife|husband|daughter|son|niece|nephew|boss|manager|colleague"
    r"|neighbour|neighbor|flatmate|nan|gran|granny|partner|boyfriend|girlfriend|fiancee?|hubby|named|called"
    r"|meeting|dear|hi|hello|hey|sincerely|regards|name's|name is|i'm|im|this is)\.?,?\s+)$"
)
_FIRST_NAME: Final = re.compile(
    r"(?<![.!?:\n] )(?<![.!?:\n])\b(?!(?:I|No|Not|And|Or|But|In|My|The|A|An|Nothing|Any|Light|Dark"
    r"|Bright|Pale|Deep|Never|Without|Something|Avoid|Hate|For|With|Only|Just|All)\b)[A-Z][a-z]+\s+$"
)
_INITIAL: Final = re.compile(
    r"^(?:'s\b|’s\b|\s+(?!I\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April"
    r"|May|June|July|August|September|October|November|December|Christmas|Easter)[A-Z][a-z]+)"
)
_DOES: Final = re.compile(
    r"^(?:\s+(?:told|said|says|wants|asked|invited|marries|invites|hosts|reckons|thinks|gets|married"
    r"|is (?:getting|having|coming|hosting|turning|marrying|throwing)|has (?:invited|asked|told)"
    r"|and (?:i|me|my)\b|'s (?:wedding|party|birthday|hen)))\b"
)
_SIGNED: Final = re.compile(
    r"\b(?i:regards|wishes|thanks|thank you|cheers|love|best|sincerely|faithfully|truly|yours|xx?"
    r"|xo)[,.!]?\s*(?:\n\s*)?(?P<name>[A-Z][\w.]*(?: [A-Z][\w.]*){0,2})\.?\s*(?:$|\n)"
)
_ADVERBS: Final = (
    r"(?:very|so|quite|rather|pretty|really|super|a bit|a little|all|just|too|such an?|incredibly"
    r"|terribly|proper|still|always|kind of|kinda|deeply|fairly)"
)
_LONGEST: Final = 24
"""Characters before a word that are looked at."""
_MOST_BEFORE: Final = 80
"""The same where a person is to be found before it."""


@cache
def _is_said_of() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:(?:my|our|the|his|her|their|your) (?:[\w-]+ ){0,2}?"
        rf"(?:{people()})|he|she|they|everyone)"
        rf"(?:['’]?s|['’]?re| is| are| was| were) (?:{_ADVERBS} )*$",
        re.IGNORECASE,
    )


def pass_over_manners(row: Sequence[Atom], text: str) -> None:
    """Let what somebody is like ask for no such look: "my gran is very old school"."""
    for k, atom in enumerate(row):
        start = max(0, atom.start - _MOST_BEFORE)
        followed = k + 1 < len(row) and row[k + 1].kind in HEAD
        said_of = atom.kind == "style" and not followed
        if said_of and _is_said_of().search(text[start : atom.start]):
            atom.kind, atom.cues = "word", frozenset()


def pass_over_names(row: Sequence[Atom], text: str) -> None:
    """Let a name tell nothing of clothes."""
    if text.isupper() or text.istitle() or text.islower():
        return
    signed = [m.span("name") for m in _SIGNED.finditer(text)]
    for k, atom in enumerate(row):
        if atom.kind in _NAMES and _is_name(row, k, text, signed):
            atom.kind, atom.cues = "word", frozenset()


def _is_name(row: Sequence[Atom], k: int, text: str, signed: Sequence[tuple[int, int]]) -> bool:
    atom = row[k]
    said = text[atom.start : atom.end].replace("’", "'")
    owned = said.endswith("'s") and atom.kind != "occasion"
    said = said.removesuffix("'s")
    if not said[:1].isupper() or said.isupper() or not said.isalpha():
        return False
    if any(start <= atom.start < end for start, end in signed):
        return True
    if k + 1 < len(row) and row[k + 1].kind in HEAD:
        return False
    before, after = text[max(0, atom.start - _LONGEST) : atom.start], text[atom.end :]
    titled = _BEFORE.search(_lower_titles(before)) is not None
    if titled or atom.kind == "category":
        return titled
    led = owned or _FIRST_NAME.search(_lower_titles(before)) is not None
    return led or bool(_INITIAL.match(after) or _DOES.match(after.lower()))


def _lower_titles(before: str) -> str:
    """Titles and relations as they are listed: "Mrs Black", "Uncle Gray"."""
    return re.sub(
        r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Lady|Lord|Uncle|Aunt|Auntie|Aunty|Dear|Hi|Hello|Hey|Meeting|My)\b",
        lambda said: said.group().lower(),
        before,
    )
