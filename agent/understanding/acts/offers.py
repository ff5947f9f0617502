"""What a question of the assistant offers, which a yes takes."""

import re

from agent.understanding.acts.speech_words import LONGEST, patterns, plain_words


def offered(before: str) -> str:
    """What the assistant's last question offers or asks for, or nothing."""
    offers = patterns("offer")
    asked = [s.strip() for s in re.findall(r"[^.!?]*\?", before[-2 * LONGEST :])]
    if not asked:
        return "which" if offers["which"].search(plain_words(before[-LONGEST:])) else ""
    last = plain_words(asked[-1])
    order = (
        "size_sought",
        "take",
        "which",
        "like",
        "showing",
        "facts",
        "size",
        "more",
        "others",
        "preference",
    )
    return next((name for name in order if offers[name].search(last)), "")
