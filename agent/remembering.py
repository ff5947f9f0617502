"""What a language model is told of a conversation that is longer than its window.

The newest messages stand whole, as many as fit a share of the window; what was before them becomes
a short account by fixed rules: what came of the outfits, the person's tastes, our open question.
What holds (the constraints) is told in every turn besides. No model writes it, so it invents
nothing, costs no call, and is the same after a restart.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agent.models import ChosenModel
from db.conversations import Dialogue
from db.outfit_marks import Reaction, reactions_in
from db.preferences import get_or_default
from db.runs import ClaimedRun
from prompts import render
from stylist.plain_text import harmless, plain_name
from stylist.preferences import PreferencesView

REMEMBERED: Final = 40
"""Outfits of a conversation that can still be spoken of."""
HEARD: Final = 12
"""Messages that the rules look back on."""
TOLD: Final = 60
"""Messages that a language model may be told whole, where its window is large."""
MOST_REACTIONS: Final = 12
"""Reactions to outfits that are remembered, the newest."""
HISTORY_SHARE: Final = 0.25
"""Of the window: instructions, tools (about 2,500 tokens) and their answers need the rest."""
WINDOW: Final = 8192
"""Tokens, where a server does not say."""
_ASCII_A_TOKEN: Final = 3.5
"""Characters; English has about four, names and JSON fewer."""
_PER_MESSAGE: Final = 6
"""Tokens that a chat format puts around a message."""
_MOST_TOLD: Final = 3
"""Outfits of each kind that are told, the newest."""
_LONGEST_QUESTION: Final = 300
Said = tuple[str, str]
"""A role and its words."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The newest messages, a short account of the others, and the outfits that it speaks of."""

    newest: list[Said]
    earlier: str = ""
    outfit_ids: list[UUID] = field(default_factory=list)


async def remember(
    session: AsyncSession, run: ClaimedRun, dialogue: Dialogue, model: ChosenModel
) -> Remembered:
    """What a model is told of earlier messages; the offline policy needs no account."""
    if model.is_offline:
        return Remembered(dialogue.history)
    newest = newest_within(dialogue.history, room_for_history(model.window))
    if sum(role == "user" for role, _ in newest) >= dialogue.turn:
        return Remembered(newest)
    left_out = dialogue.history[: len(dialogue.history) - len(newest)]
    owner_id = run.owner_id
    reactions = await reactions_in(
        session, run.conversation_id, owner_id=owner_id, last=MOST_REACTIONS
    )
    earlier = account(
        last=left_out[-1] if left_out else None,
        reactions=reactions,
        tastes=await get_or_default(session, owner_id=owner_id),
    )
    ids = dict.fromkeys(reaction.outfit_id for reaction in reversed(reactions))
    return Remembered(newest, earlier, list(ids))


def estimate_tokens(text: str) -> int:
    """About how many tokens a text takes, rather too many: other scripts take one a character."""
    plain = sum(char.isascii() for char in text)
    return math.ceil(plain / _ASCII_A_TOKEN) + len(text) - plain


def room_for_history(window: int | None) -> int:
    """Tokens that what was said before may take in a window of so many."""
    return int((window or WINDOW) * HISTORY_SHARE)


def newest_within(history: Sequence[Said], tokens: int) -> list[Said]:
    """The newest messages that fit, whole, beginning with one of the person's.

    Where not even the last one fits, its beginning and its end stand for it.
    """
    kept: list[Said] = []
    for role, words in reversed(history):
        cost = estimate_tokens(words) + _PER_MESSAGE
        if cost > tokens:
            break
        kept.insert(0, (role, words))
        tokens -= cost
    if not kept and history:
        role, words = history[-1]
        return [(role, _shortened(words, tokens))]
    while len(kept) > 1 and kept[0][0] != "user":
        kept.pop(0)
    return kept


def _shortened(words: str, tokens: int) -> str:
    half = max(1, int((tokens - _PER_MESSAGE) / 2))
    half = half if not words.isascii() else int(half * _ASCII_A_TOKEN)
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def account(
    *,
    last: Said | None,
    reactions: Sequence[Reaction],
    tastes: PreferencesView,
) -> str:
    """What was before the newest messages, in a few lines.

    `last` is the last message of what was, `reactions` begin with the newest.
    """
    return render(
        "stylist_earlier",
        liked=_told(reactions, "like"),
        disliked=_told(reactions, "dislike", "skip"),
        kept=_told(reactions, "save", "wear"),
        tastes=_tastes(tastes) or "nothing stated",
        question=_question(last) or "none",
    )


def _told(reactions: Sequence[Reaction], *actions: str) -> str:
    """The newest outfits of some reactions; `reactions` begin with the newest."""
    newest: dict[UUID, tuple[str, ...]] = {}
    for one in reactions:
        if one.action in actions:
            newest.setdefault(one.outfit_id, one.names)
    found = list(newest.values())[:_MOST_TOLD]
    told = (" + ".join(plain_name(name) for name in names) for names in found)
    return "; ".join(f"“{worn}”" for worn in told) or "none"


def _tastes(tastes: PreferencesView) -> str:
    listed = {
        "likes": [*tastes.favorite_colors, *tastes.preferred_styles],
        "avoids": [*tastes.avoid_colors, *tastes.avoid_styles],
    }
    return "; ".join(f"{side} {', '.join(names)}" for side, names in listed.items() if names)


def _question(last: Said | None) -> str:
    """The question that the first of the messages that stand whole may answer."""
    role, words = last or ("user", "")
    said = words.rstrip()
    if role == "user" or not said.endswith("?"):
        return ""
    begins = max(said[:-1].rfind(stop) for stop in (". ", "! ", "? ", "\n")) + 1
    return harmless(said[begins:].strip())[-_LONGEST_QUESTION:]
