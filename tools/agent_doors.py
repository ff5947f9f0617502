"""The tools that the model is offered: thin doors, each around one capability."""

from collections.abc import Sequence
from typing import Any, get_args

from langchain_core.tools import BaseTool
from pydantic import BaseModel, Field

from stylist import vocabulary
from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame, Move, Weather
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
    offer,
    quote,
)
from tools.explain_outfit import explain_outfit
from tools.get_weather import get_weather
from tools.recommend_outfits import recommend_outfits
from tools.record_feedback import record_feedback
from tools.score_outfit import score_outfit
from tools.search_wardrobe import search_wardrobe
from tools.swap_item import swap_item
from tools.update_preferences import PreferencesChange, update_preferences

MOST_OUTFITS, MOST_GARMENTS = 6, 20
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
    lines += [f"missing: {words}" for words in found.missing]
    lines += [f"given up: {words}" for words in found.relaxed]
    block = ToolBlock(
        outfits=found.outfits,
        garments=[GarmentRef.of_item(item) for card in found.outfits for item in card.items],
        facts={"missing": found.missing, "relaxed": found.relaxed},
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


async def recommend(
    turn: Turn,
    count: int,
    moves: list[str],
    reference_outfit_id: str,
    exclude_garment_ids: list[str],
) -> Answer:
    """Build outfits from the person's wardrobe, whenever the person wants outfits.

    What the person has said so far (weather, colours, what to avoid) is applied by itself.
    """
    frame = _without(frame_of(turn), [known_garment(turn, id_) for id_ in exclude_garment_ids])
    reference = known_outfit(turn, reference_outfit_id) if reference_outfit_id else None
    acts = FRESH_ACTS.intersection(turn.state["understanding"]["acts"])
    seen = [known_outfit(turn, id_) for id_ in turn.state["known_outfits"]] if acts else []
    found = await recommend_outfits(
        turn.context.deps,
        frame=frame,
        count=max(1, min(count, MOST_OUTFITS)),
        moves=[move for move in moves if move in MOVES],
        reference_outfit_id=reference,
        exclude_outfit_ids=seen,
        run_id=turn.context.run_id,
    )
    return tell_set(found)


def _without(frame: ConstraintFrame, garment_ids: Sequence[Any]) -> ConstraintFrame:
    excluded = list(dict.fromkeys([*frame.items.exclude, *map(str, garment_ids)]))
    items = frame.items.model_copy(update={"exclude": excluded})
    return frame.model_copy(update={"items": items})


class SwapArgs(BaseModel):
    """Arguments of swap_item."""

    outfit_id: str = Field(description="id of the outfit")
    slot: str = Field(description=f"the piece to replace: {', '.join(vocabulary.SLOTS)}")


async def swap(turn: Turn, outfit_id: str, slot: str) -> Answer:
    """Replace one piece of a shown outfit and keep the rest."""
    if slot not in vocabulary.SLOTS:
        raise BadRequest(f"A slot is one of {', '.join(vocabulary.SLOTS)}.")
    wanted: Slot = next(name for name in vocabulary.SLOTS if name == slot)
    found = await swap_item(
        turn.context.deps,
        outfit_id=known_outfit(turn, outfit_id),
        slot=wanted,
        frame=frame_of(turn),
        run_id=turn.context.run_id,
    )
    return tell_set(found)


class ExplainArgs(BaseModel):
    """Arguments of explain_outfit."""

    outfit_ids: list[str] = Field(description="ids of the outfits to explain")


async def explain(turn: Turn, outfit_ids: list[str]) -> Answer:
    """Say why outfits were chosen, from the parts of their scores."""
    told = [
        await explain_outfit(turn.context.deps, outfit_id=known_outfit(turn, id_))
        for id_ in outfit_ids[:MOST_OUTFITS]
    ]
    cards = [explained.outfit for explained in told]
    return Answer(
        text="\n".join(f"outfit {t.outfit.id}: {t.text}" for t in told) or "no outfit was named",
        block=ToolBlock(
            garments=[GarmentRef.of_item(item) for card in cards for item in card.items],
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
        f"{name} {p.score:.2f}: {p.reason}" for name, p in card.score_breakdown.items()
    )
    return Answer(
        text=f"score {card.score:.2f}. {parts}",
        block=ToolBlock(
            garments=[GarmentRef.of_item(item) for item in card.items],
            facts={"score": card.score, "explanation": card.explanation},
        ),
    )


class SearchArgs(BaseModel):
    """Arguments of search_wardrobe."""

    query: str = Field(description="words for the garment, as in: blue linen shirt")
    slot: str = Field(default="", description=f"one of {', '.join(vocabulary.SLOTS)}, or nothing")
    category: str = Field(default="", description="a category such as boots, or nothing")
    color: str = Field(default="", description="a colour such as navy, or nothing")
    limit: int = Field(default=8, description="most garments, 1 to 20")


async def search(
    turn: Turn, query: str, slot: str, category: str, color: str, limit: int
) -> Answer:
    """Find garments that the person owns."""
    found = await search_wardrobe(
        turn.context.deps,
        query=query,
        slot=slot if slot in vocabulary.SLOTS else None,
        category=category if category in vocabulary.kinds() else None,
        color=color if color in vocabulary.colors() else None,
        limit=max(1, min(limit, MOST_GARMENTS)),
    )
    lines = [f"{quote(g.name)} (garment {g.id}, {g.category})" for g in found.garments]
    return Answer(
        text="\n".join(lines) or "the wardrobe has nothing like that",
        block=ToolBlock(
            garments=[GarmentRef.of_garment(garment) for garment in found.garments],
            facts={"found": [garment.name for garment in found.garments]},
            degraded=found.degraded,
        ),
    )


class FeedbackArgs(BaseModel):
    """Arguments of record_feedback."""

    outfit_id: str = Field(description="id of the outfit")
    action: str = Field(description="like, dislike, wear, save or skip")
    reason: str = Field(default="", description="why, in a few words, or nothing")


async def feedback(turn: Turn, outfit_id: str, action: str, reason: str) -> Answer:
    """Note what the person thinks of an outfit; later outfits learn from it."""
    noted = await record_feedback(
        turn.context.deps,
        outfit_id=known_outfit(turn, outfit_id),
        action=action,
        reason=reason[:50] or None,
    )
    facts = {"outfit_id": str(noted.outfit_id), "action": noted.action}
    return Answer(text=f"noted: {noted.action}", block=ToolBlock(facts=facts))


class PreferencesArgs(BaseModel):
    """Arguments of update_preferences."""

    favorite_colors: list[str] = Field(default_factory=list, description="colours to like")
    avoid_colors: list[str] = Field(default_factory=list, description="colours never to wear")
    preferred_styles: list[str] = Field(default_factory=list, description="styles to like")
    avoid_styles: list[str] = Field(default_factory=list, description="styles never to wear")
    preferred_fit: str = Field(default="", description="slim, regular, relaxed or oversized")


async def preferences(turn: Turn, **given: Any) -> Answer:
    """Keep a lasting taste of the person, beyond this conversation."""
    stated = {name: value for name, value in given.items() if value}
    await update_preferences(turn.context.deps, change=PreferencesChange.model_validate(stated))
    return Answer(text=f"kept: {stated}", block=ToolBlock(facts=stated))


class WeatherArgs(BaseModel):
    """Arguments of get_weather."""

    place: str = Field(description="a city; nothing means the person's home")
    when: str = Field(default="", description="such as tomorrow evening; nothing means today")


async def weather(turn: Turn, place: str, when: str) -> Answer:
    """Look up the weather of a place and time."""
    report = await get_weather(turn.context.deps, place=place, when=when)
    facts = report.model_dump(mode="json", exclude={"degraded"})
    if report.degraded:
        return Answer(
            text="the weather service does not answer; go on without it, or ask the person",
            block=ToolBlock(facts=facts, degraded=report.degraded),
        )
    sky = ", ".join(report.conditions) or "nothing special"
    said = (
        f"{quote(report.place)} on {report.day} ({report.part}): {report.temperature_c} °C, {sky}"
    )
    found = Weather(temperature_c=report.temperature_c, conditions=report.conditions)
    return Answer(text=said, block=ToolBlock(facts=facts, weather=found))


TOOLS: dict[str, BaseTool] = {
    tool.name: tool
    for tool in (
        offer("recommend_outfits", RecommendArgs, recommend),
        offer("swap_item", SwapArgs, swap),
        offer("explain_outfit", ExplainArgs, explain),
        offer("score_outfit", ScoreArgs, score),
        offer("search_wardrobe", SearchArgs, search),
        offer("record_feedback", FeedbackArgs, feedback),
        offer("update_preferences", PreferencesArgs, preferences),
        offer("get_weather", WeatherArgs, weather),
    )
}
"""Every tool that is offered, by name; what cannot be done yet is not offered."""
