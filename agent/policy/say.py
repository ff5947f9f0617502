"""Wording from a template in `prompts/`."""

import zlib
from typing import Final

from agent.policy.situation import Situation
from prompts import render

_RULE: Final = "\n---\n"


def say(template: str, situation: Situation, **fields: object) -> str:
    """A reply template; which of its variants is settled by the person's own words."""
    one_line = {name: str(value).replace(_RULE, "\n") for name, value in fields.items()}
    variants = render(template, **one_line).split(_RULE)
    return variants[zlib.crc32(situation.user_text.encode()) % len(variants)].strip()
