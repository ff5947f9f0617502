"""The words that speech may well contain, put to Whisper as if they had been said just before."""

from collections.abc import Iterable
from typing import Final

MOST_WORDS: Final = 90
"""Words of a wardrobe in a prompt: with ours around them they stay within Whisper's 223 tokens."""
OURS: Final = (
    "Could I have something smart casual for a rainy day in spring? "
    "Chinos, loafers, blazer, cardigan, brogues, sneakers, trench coat, pullover, gilet."
)
"""The way people ask, and words of clothes that Whisper mishears. Nothing is refused in it: what
Whisper takes from a prompt must never become an exclusion that nobody spoke."""


def speech_prompt(words: Iterable[str], asked: str = "") -> str:
    """Ours, then names of a wardrobe, then what the caller gave: the end is what counts most."""
    listed = ", ".join(_bounded(words))
    # `<|…|>` would be one of Whisper's own signs, such as the end of what was said.
    plain = asked.replace("<|", " ").replace("|>", " ")
    said = (OURS, f"{listed}." if listed else "", " ".join(plain.split()))
    return " ".join(part for part in said if part)


def _bounded(words: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    room = MOST_WORDS
    for each in words:
        # A name is data: whatever it says, it is words that may be spoken, on one line.
        plain = " ".join("".join(c if c.isalnum() or c in "-'&" else " " for c in each).split())
        room -= len(plain.split())
        if room < 0:
            break
        if plain:
            kept.setdefault(plain.lower(), plain)
    return list(kept.values())
