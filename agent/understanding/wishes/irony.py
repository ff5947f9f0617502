"""Whether a sentence is said with a smile: "oh great, another beige cardigan"."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from agent.understanding.acts.speech_words import plain_words

Ironic = Literal["always", "things", "refused"]
"""Of whatever it says, or only where it names things, or where it names what was refused before."""


@cache
def _patterns() -> dict[Ironic, re.Pattern[str]]:
    data = tomllib.loads(files(__package__).joinpath("irony.toml").read_text("utf-8"))
    tables: dict[Ironic, str] = {"always": "said", "things": "again", "refused": "refused"}
    praise = data["names"]["praise"]
    return {
        when: re.compile("|".join(data[name]).replace("<praise>", praise))
        for when, name in tables.items()
    }


def irony(sentence: str) -> Ironic | None:
    """When the words mean the opposite of what they say; None where they never do."""
    plain = plain_words(sentence)
    return next((when for when, says in _patterns().items() if says.search(plain)), None)
