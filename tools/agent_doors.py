"""The tools that the model is offered: thin doors, each around one capability."""

from typing import Any, Final, get_args
from uuid import uuid5

from langchain_core.tools import BaseTool
from pydantic import BaseModel, Field

from stylist import vocabulary
from stylist.frame import Weather
from stylist.preferences import PreferencesView
from tools.boundary import Answer, GarmentRef, ToolBlock, Turn, known_outfit, offer, quote
from tools.figure_doors import PurchaseArgs, StatisticsArgs, purchases, statistics
from tools.get_weather import get_weather
from tools.mark_doors import AgainArgs, MarkArgs, SavedArgs, list_saved, mark, show_again
from tools.outfit_doors import (
    ExplainArgs,
    RecommendArgs,
    ScoreArgs,
    SwapArgs,
    explain,
    recommend,
    score,
    swap,
)
from tools.record_feedback import record_feedback
from tools.removal_doors import PartingArgs, SettleArgs, ask, settle_asked
from tools.search_wardrobe import Most, SearchRanges, search_wardrobe
from tools.update_preferences import PreferencesChange, update_preferences

MOST_GARMENTS = 20


class SearchArgs(BaseModel):
    """Arguments of search_wardrobe."""

    query: str = Field(description="words for the garment, as in: blue linen shirt")
    slot: str = Field(default="", description=f"one of {', '.join(vocabulary.SLOTS)}, or nothing")
    category: str = Field(default="", description="a category such as boots, or nothing")
    color: str = Field(default="", description="a colour such as navy, or nothing")
    pattern: str = Field(default="", description="a pattern such as striped, or nothing")
    material: str = Field(default="", description="a material such as linen, or nothing")
    most: str = Field(default="", description=f"an order: {', '.join(get_args(Most))}; or nothing")
    limit: int = Field(default=8, description="most garments, 1 to 20")


async def search(
    turn: Turn,
    query: str,
    slot: str,
    category: str,
    color: str,
    pattern: str,
    material: str,
    most: str,
    limit: int,
) -> Answer:
    """Find garments that the person owns."""
    found = await search_wardrobe(
        turn.context.deps,
        query=query,
        slot=slot if slot in vocabulary.SLOTS else None,
        category=category if category in vocabulary.kinds() else None,
        color=color if color in vocabulary.colors() else None,
        pattern=pattern if pattern in vocabulary.terms("pattern") else None,
        ranges=SearchRanges(material=material)
        if material in vocabulary.terms("material")
        else None,
        most=next((name for name in get_args(Most) if name == most), None),
        limit=max(1, min(limit, MOST_GARMENTS)),
    )
    lines = [
        f"{quote(hit.garment.name)} (garment {hit.garment.id}, {hit.garment.category}): {hit.why}"
        for hit in found.hits
    ]
    said = [found.closest, *lines] if lines and found.closest else lines
    known = [GarmentRef.of_garment(garment) for garment in found.garments]
    whys = [hit.why for hit in found.hits] if most else []
    return Answer(
        text="\n".join(said) or "the wardrobe has nothing like that",
        block=ToolBlock(
            garments=known,
            facts={"found": [garment.name for garment in known], "why": whys},
            degraded=found.degraded,
        ),
    )


class FeedbackArgs(BaseModel):
    """Arguments of record_feedback."""

    outfit_id: str = Field(description="id of the outfit")
    action: str = Field(description="like, dislike, wear, save, skip, too_cold or too_warm")
    reason: str = Field(default="", description="why, in a few words, or nothing")


async def feedback(turn: Turn, outfit_id: str, action: str, reason: str) -> Answer:
    """Note what the person thinks of an outfit; later outfits learn from it."""
    noted = await record_feedback(
        turn.context.deps,
        outfit_id=known_outfit(turn, outfit_id),
        action=action,
        reason=reason[:50] or None,
        # A call is answered again when its process died before it could tell.
        feedback_id=uuid5(turn.context.run_id, turn.tool_call_id or action),
    )
    facts = {"outfit_id": str(noted.outfit_id), "action": noted.action}
    return Answer(text=f"noted: {noted.action}", block=ToolBlock(facts=facts))


MOST_TOLD: Final = 10
"""Learned weights that are told, the clearest first."""


class PreferencesArgs(BaseModel):
    """Arguments of update_preferences."""

    favorite_colors: list[str] = Field(default_factory=list, description="colours to like")
    avoid_colors: list[str] = Field(default_factory=list, description="colours never to wear")
    preferred_styles: list[str] = Field(default_factory=list, description="styles to like")
    avoid_styles: list[str] = Field(default_factory=list, description="styles never to wear")
    preferred_fit: str = Field(default="", description="slim, regular, relaxed or oversized")


async def preferences(turn: Turn, **given: Any) -> Answer:
    """Keep a lasting taste of the person, beyond this conversation; given nothing, tell them."""
    stated = {name: value for name, value in given.items() if value}
    view = await update_preferences(
        turn.context.deps, change=PreferencesChange.model_validate(stated)
    )
    if not stated:
        tastes = view.model_dump(include={*PreferencesArgs.model_fields})
        learned = sorted(view.learned_weights.items(), key=lambda one: -abs(one[1]))
        tastes["learned_weights"] = dict(learned[:MOST_TOLD])
        if tastes["preferred_fit"] == PreferencesView().preferred_fit:
            tastes["preferred_fit"] = ""
        return Answer(text=f"tastes: {tastes}", block=ToolBlock(facts={"tastes": tastes}))
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
    rain = report.rain_probability
    said = (
        f"{quote(report.place)} on {report.day} ({report.part}): {report.temperature_c} °C, {sky}"
        + ("" if rain is None else f", {rain:.0%} chance of rain")
    )
    found = Weather(
        temperature_c=report.temperature_c, conditions=report.conditions, rain_probability=rain
    )
    return Answer(text=said, block=ToolBlock(facts=facts, weather=found))


TOOLS: dict[str, BaseTool] = {
    tool.name: tool
    for tool in (
        offer("recommend_outfits", RecommendArgs, recommend),
        offer("swap_item", SwapArgs, swap),
        offer("explain_outfit", ExplainArgs, explain),
        offer("score_outfit", ScoreArgs, score),
        offer("mark_outfit", MarkArgs, mark),
        offer("list_saved_outfits", SavedArgs, list_saved),
        offer("show_again", AgainArgs, show_again),
        offer("wardrobe_statistics", StatisticsArgs, statistics),
        offer("purchase_ideas", PurchaseArgs, purchases),
        offer("search_wardrobe", SearchArgs, search),
        offer("record_feedback", FeedbackArgs, feedback),
        offer("update_preferences", PreferencesArgs, preferences),
        offer("get_weather", WeatherArgs, weather),
        offer("ask_to_part", PartingArgs, ask),
        offer("settle_parting", SettleArgs, settle_asked),
    )
}
"""Every tool, by name; what cannot be done yet is not there."""
OFFERED: list[BaseTool] = [tool for name, tool in TOOLS.items() if name != "settle_parting"]
"""Those that a language model is offered: the answer to a question is read from the person."""
