"""What an outfit was not judged by, and why: a part that does not apply is absent, not guessed."""

from collections.abc import Collection
from typing import Final

ALWAYS: Final = {
    "body": "your measurements are not known here, so how clothes sit on you is not judged",
}
"""Parts that nothing in this program can judge yet."""
UNKNOWN: Final = {
    "warmth": "nobody has said how warm or cold it is",
    "formality_fit": "no level of formality was asked for",
    "season": "neither a season nor a temperature is known",
    "occasion": "no occasion was named",
    "style": "no style was asked for, and none is among your tastes",
    "fit": "no cut was asked for, and none is among your tastes",
    "taste": "you have stated no tastes yet",
    "learned": "you have not reacted to outfits yet",
    "rotation": "nothing was logged as worn in the last days",
    "novelty": "nothing was logged as worn in the last weeks",
}
"""Why a part is absent, by its name."""


def unjudged(parts: Collection[str]) -> dict[str, str]:
    """Each part that is not among these, and in words why not."""
    return {**{part: why for part, why in UNKNOWN.items() if part not in parts}, **ALWAYS}
