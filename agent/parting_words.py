"""Whether a turn speaks of parting with clothes at all, so that a model may ask about it."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from agent.understanding.words.pasted import own_words
from stylist.frame import Understanding

_QUOTED: Final = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")


def speaks_of_parting(text: str, understood: Understanding) -> bool:
    """Whether the person's own words may be about parting with clothes at all.

    Where they are not, no model may put the question: names of garments order nothing, and a "yes"
    to an outfit must not meet it. In another language only a model can tell.
    """
    if any(doubt.why == "language" for doubt in understood.uncertain):
        return True
    return _parting().search(_QUOTED.sub(" ", own_words(text)).lower()) is not None


@cache
def _parting() -> re.Pattern[str]:
    told = files(__package__).joinpath("parting_words.toml").read_text("utf-8")
    return re.compile(rf"\b(?:{'|'.join(tomllib.loads(told)['parting'])})\b")
