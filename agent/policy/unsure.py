"""What the reply owns up to: words that may not mean what they say, and wishes it can't check."""

from collections.abc import Iterator

from agent.policy.situation import Situation
from agent.policy.wording import say
from stylist.wording import listed

_PLURAL = {
    "neckline": "necklines", "sleeves": "sleeves", "length": "lengths",
    "embellishment": "trimmings", "cut": "cuts", "size": "sizes", "brand": "brands",
    "price": "prices", "rating": "ratings",
}  # fmt: skip
"""How each attribute of a detail is spoken of."""


def in_another_language(situation: Situation) -> bool:
    """Whether the turn was not in English, so that nothing was read from it."""
    return any(doubt.why == "language" for doubt in situation.understanding.uncertain)


def owned_up(situation: Situation) -> Iterator[str]:
    """A sentence for each kind of doubt of this turn, and one for details that no tool checks."""
    for doubt in situation.understanding.uncertain:
        if doubt.why in ("sarcasm", "contradiction", "unclear"):
            said = " ".join(doubt.text.split())[:80]
            yield say(f"reply_{doubt.why}", situation, said=said)
    added = situation.understanding.delta.add
    rows = [*added.get("details.want", []), *added.get("details.avoid", [])]
    if attributes := dict.fromkeys(_PLURAL[str(row["attribute"])] for row in rows):
        yield say("reply_unchecked", situation, what=listed(list(attributes), "or"))
