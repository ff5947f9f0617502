"""The outfit tools that the model is offered: thin doors, each around one capability."""

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from pydantic import BaseModel, Field

from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame, Move
from stylist.outfits import OutfitCard, OutfitSet
from stylist.vocabulary import Slot
from tools.boundary import (
    Answer,
    GarmentRef,
    ToolBlock,
    Turn,
    frame_of,
    known_garment,
    known_outfit,
    one_of,
    quote,
)
from tools.explain_outfit import explain_outfit
from tools.recommend_outfits import recommend_outfits
from tools.score_outfit import score_outfit
from tools.swap_item import swap_item

MOST_OUTFITS = 6
MOST_SAID = 1000
"""Characters of a reason or explanation; garments' names stand in it, so it is quoted."""
RECENT = 12
"""Shown outfits whose garments come a little later than others."""
MOVES = get_args(Move)
FRESH_ACTS = frozenset({"reject"})
"""After these, outfits that were shown already are not shown again."""


def tell_card(number: int, card: OutfitCard) -> str:
    """An outfit in one line: position, id, score, garments by slot."""
    worn = ", ".join(f"{item.slot} {quote(item.name)}" for item in card.items)
    return f"{number}. outfit {card.id} (score {card.score:.2f}): {worn}"


def tell_set(found: OutfitSet) -> Answer:
    """Outfits, what is missing and what was given up, in words and as a block."""
    lines = [tell_card(number, card) for number, card in enumerate(found.outfits, start=1)]
    lines += [f"missing: {quote(words, most=MOST_SAID)}" for words in found.missing]
    lines += [f"given up: {quote(words, most=MOST_SAID)}" for words in found.relaxed]
    lines += [f"letting go would help: {words}" for words in found.to_relax]
    block = ToolBlock(
        outfits=found.outfits,
        garments=[GarmentRef.of_item(item) for card in found.outfits for item in card.items],
        facts={
            "missing": found.missing,
            "relaxed": found.relaxed,
            "to_relax": found.to_relax,
            "waiting": found.waiting,
            "drawing": found.drawing,
        },
        degraded=found.degraded,
    )
    return Answer(text="\n".join(lines) or "no outfit fits", block=block)


class RecommendArgs(BaseModel):
    """Arguments of recommend_outfits."""

    count: int = Field(default=3, description="how many outfits, 1 to 6")
    moves: list[str] = Field(
        default_factory=list,
        description=f"changes against the reference outfit, of: {', '.join(MOVES)}",
    )
    reference_outfit_id: str = Field(default="", description="id of the outfit to compare with")
    exclude_garment_ids: list[str] = Field(
        default_factory=list, description="ids of garments that must not be in the outfits"
    )
    around_garment_ids: list[str] = Field(
        default_factory=list, description="ids of garments that every outfit is built around"
    )


async def recommend(
    turn: Turn,
    count: int,
    moves: list[str],
    reference_outfit_id: str,
    exclude_garment_ids: list[str],
    around_garment_ids: list[str],
) -> Answer:
    """Build outfits from the person's wardrobe, whenever the person wants outfits.

    What the person has said so far (weather, colours, what to avoid) is applied by itself.
    """
    one_of(moves, MOVES, "A move")
    frame = _with(
        frame_of(turn),
        require=[known_garment(turn, id_) for id_ in around_garment_ids],
        exclude=[known_garment(turn, id_) for id_ in exclude_garment_ids],
    )
    reference = known_outfit(turn, reference_outfit_id) if reference_outfit_id else None
    acts = FRESH_ACTS.intersection(turn.state["understanding"]["acts"])
    seen = [known_outfit(turn, id_) for id_ in turn.state["known_outfits"]] if acts else []
    found = await recommend_outfits(
        turn.context.deps,
        frame=frame,
        count=max(1, min(count, MOST_OUTFITS)),
        moves=moves,
        reference_outfit_id=reference,
        exclude_outfit_ids=seen,
        recolor=turn.state["understanding"]["delta"]["add"].get("colors.want", []),
        recent_outfit_ids=[UUID(id_) for id_ in turn.state["known_outfits"][-RECENT:]],
        run_id=turn.context.run_id,
    )
    return tell_set(found)


def _with(
    frame: ConstraintFrame, *, require: Sequence[UUID], exclude: Sequence[UUID]
) -> ConstraintFrame:
    """The frame with garments that every outfit must have, and that none may have."""
    ids = {"require": require, "exclude": exclude}
    if both := set(require) & set(exclude):
        raise BadRequest(
            "A garment cannot be both in and out.",
            hint=f"{both.pop()} is named in around_garment_ids and in exclude_garment_ids",
        )
    changed = {
        side: list(dict.fromkeys([*getattr(frame.items, side), *map(str, given)]))
        for side, given in ids.items()
    }
    return frame.model_copy(update={"items": frame.items.model_copy(update=changed)})


class SwapArgs(BaseModel):
    """Arguments of swap_item."""

    outfit_id: str = Field(description="id of the outfit")
    slot: str = Field(description=f"the piece to replace: {', '.join(vocabulary.SLOTS)}")


async def swap(turn: Turn, outfit_id: str, slot: str) -> Answer:
    """Replace one piece of a shown outfit and keep the rest."""
    one_of([slot], vocabulary.SLOTS, "A slot")
    wanted: Slot = next(name for name in vocabulary.SLOTS if name == slot)
    found = await swap_item(
        turn.context.deps,
        outfit_id=known_outfit(turn, outfit_id),
        slot=wanted,
        frame=frame_of(turn),
        exclude_outfit_ids=[UUID(id_) for id_ in turn.state["known_outfits"][-RECENT:]],
        run_id=turn.context.run_id,
    )
    return tell_set(found)


class ExplainArgs(BaseModel):
    """Arguments of explain_outfit."""

    outfit_ids: list[str] = Field(description="ids of the outfits to explain, six at most")
    why_not_garment_id: str = Field(
        default="", description="id of a garment: why it is not in the outfit; or nothing"
    )
    why_not_category: str = Field(
        default="", description="a category such as boots: why the outfit has none; or nothing"
    )
    why_not_color: str = Field(
        default="", description="a colour such as navy: why the outfit has none of it; or nothing"
    )


async def explain(
    turn: Turn,
    outfit_ids: list[str],
    why_not_garment_id: str,
    why_not_category: str,
    why_not_color: str,
) -> Answer:
    """Say why outfits were chosen, from the parts of their scores, or why something is not in them.

    With why_not_garment_id the outfit is compared with itself wearing that garment.
    """
    if why_not_color:
        one_of([why_not_color], [*vocabulary.colors()], "A colour")
    if why_not_category:
        one_of([why_not_category], [*vocabulary.SLOTS, *vocabulary.kinds()], "A category")
    told = [
        await explain_outfit(
            turn.context.deps,
            outfit_id=known_outfit(turn, id_),
            why_not_garment_id=known_garment(turn, why_not_garment_id)
            if why_not_garment_id
            else None,
            why_not_color_name=why_not_color or None,
            why_not_category=why_not_category or None,
        )
        for id_ in outfit_ids[:MOST_OUTFITS]
    ]
    items = [item for each in told for item in (*each.outfit.items, *each.compared)]
    lines = [f"outfit {each.outfit.id}: {quote(each.text, most=MOST_SAID)}" for each in told]
    return Answer(
        text="\n".join(lines) or "no outfit was named",
        block=ToolBlock(
            garments=[GarmentRef.of_item(item) for item in items],
            facts={"explanations": {str(t.outfit.id): t.text for t in told}},
        ),
    )


class ScoreArgs(BaseModel):
    """Arguments of score_outfit."""

    garment_ids: list[str] = Field(description="ids of the garments worn together")


async def score(turn: Turn, garment_ids: list[str]) -> Answer:
    """Judge garments that the person has put together themselves."""
    ids = [known_garment(turn, id_) for id_ in garment_ids]
    card = await score_outfit(turn.context.deps, garment_ids=ids, frame=frame_of(turn))
    parts = "; ".join(
        f"{name} {p.score:.2f}: {quote(p.reason, most=MOST_SAID)}"
        for name, p in card.score_breakdown.items()
    )
    return Answer(
        text=f"score {card.score:.2f}. {parts}",
        block=ToolBlock(
            garments=[GarmentRef.of_item(item) for item in card.items],
            facts={"score": card.score, "explanation": card.explanation},
        ),
    )
