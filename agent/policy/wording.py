"""How the policy words things: reply templates, names in a sentence, facts of a tool's answer."""

import zlib
from typing import Any, Final

from agent.policy.situation import Situation, ToolResult
from prompts import render
from stylist.plain_text import plain_name
from stylist.wording import in_sentence

_RULE: Final = "\n---\n"


def say(template: str, situation: Situation, **fields: object) -> str:
    """A reply template; which of its variants is settled by the person's own words."""
    one_line = {name: str(value).replace(_RULE, "\n") for name, value in fields.items()}
    variants = render(template, **one_line).split(_RULE)
    return variants[zlib.crc32(situation.user_text.encode()) % len(variants)].strip()


def plain(name: str) -> str:
    """A garment's name on one line within a sentence; it is the person's own text."""
    return in_sentence(plain_name(name))


def told(result: ToolResult) -> dict[str, Any]:
    """The facts of a tool's answer."""
    facts = result.content.get("facts", {})
    return facts if isinstance(facts, dict) else {}


def spelled(count: int) -> str:
    """A small number in words."""
    numbers = ("no", "one", "two", "three", "four", "five", "six")
    return numbers[count] if count < len(numbers) else str(count)
