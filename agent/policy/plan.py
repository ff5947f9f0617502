"""Which tools a turn needs, in which order: from dialogue acts to calls."""

from collections.abc import Iterator
from typing import Final

from agent.asides import aside_in
from agent.policy import beside
from agent.policy.complaints import felt_in_it
from agent.policy.parting import parting_calls
from agent.policy.situation import Call, Situation
from stylist.frame import Act, Delta, Piece, Reference
from stylist.outfits import OutfitCard

DEFAULT_COUNT: Final = 3
MOST_SEARCHES: Final = 3
_OUTFIT_ACTS: Final = frozenset({"request", "refine", "retract"})


def stages(situation: Situation) -> list[list[Call]]:
    """Calls in the order they must be made; the calls of one stage do not depend on each other."""
    acts = set(situation.understanding.acts)
    if parting := parting_calls(situation):
        beside = [] if situation.answered or not acts else _stages(situation, acts)
        return [parting, *beside]
    return _stages(situation, acts)


def _stages(situation: Situation, acts: set[Act]) -> list[list[Call]]:
    """The calls of everything else that was said."""
    if points_beyond(situation):
        return []
    if aside := aside_in(situation.user_text):
        first = beside.calls(situation, aside, referred(situation))
        return [first, _outfits(situation)] if wants_outfits(situation) else [first]
    if "ask_why" in acts and not acts & {"refine"}:
        return [_explain(situation)]
    if "ask_fact" in acts and not acts & {"refine", "request"}:
        about_shown = referred(situation) and not situation.understanding.asked
        return [_explain(situation)] if about_shown else [_search(situation)]
    notes = [*_feedback(situation), *_preferences(situation)]
    if wants_outfits(situation):
        return [[*notes, *_weather(situation)], _outfits(situation)]
    if "refer" in acts:
        return [_explain(situation)]
    return [notes]


def points_beyond(situation: Situation) -> bool:
    """Whether the person only points at an outfit that is not there."""
    said = situation.understanding
    changed = said.delta != Delta() or said.swap_slots
    return bool(said.beyond) and not said.references and not changed


def wants_outfits(situation: Situation) -> bool:
    """Whether this turn is to bring outfits."""
    understood = situation.understanding
    acts = set(understood.acts)
    if understood.swap_slots or "reject" in acts:
        return True
    if understood.started_over and not acts & {"request", "refine"}:
        return False
    if "accept" in acts and not acts & {"refine", "request"}:
        return False
    return bool(acts & _OUTFIT_ACTS)


def referred(situation: Situation) -> list[OutfitCard]:
    """The shown outfits that the person points at, in order: as a whole, or else by a garment."""
    found = situation.understanding.references
    whole = [reference for reference in found if not reference.garment_ids]
    ids = {reference.outfit_id for reference in whole or found}
    return [card for card in situation.shown if str(card.id) in ids]


def _explain(situation: Situation) -> list[Call]:
    cards = referred(situation) or situation.shown
    if not cards:
        return []
    asked = next((p for p in situation.understanding.asked if _told_apart(p)), None)
    if asked is None or "ask_why" not in situation.understanding.acts:
        ids = [str(card.id) for card in cards]
        return [Call(name="explain_outfit", arguments={"outfit_ids": ids})]
    arguments = {
        "outfit_ids": [str(cards[0].id)],
        "why_not_category": asked.category or asked.slot or "",
        "why_not_color": asked.color or "",
    }
    return [Call(name="explain_outfit", arguments=arguments)]


def _told_apart(piece: Piece) -> bool:
    """Whether a piece is asked for by something that an outfit can be compared by."""
    return bool(piece.category or piece.slot or piece.color)


def _search(situation: Situation) -> list[Call]:
    asked = situation.understanding.asked or [Piece()]
    return [
        Call(name="search_wardrobe", arguments=_search_arguments(piece, situation.user_text))
        for piece in asked[:MOST_SEARCHES]
    ]


def _search_arguments(piece: Piece, text: str) -> dict[str, str | int]:
    stated = piece.model_dump(exclude_none=True)
    return {
        "query": " ".join(stated.values()) or text[:100] or "everything",
        "slot": piece.slot or "",
        "category": piece.category or "",
        "color": piece.color or "",
        "limit": 8,
    }


def _feedback(situation: Situation) -> Iterator[Call]:
    """What is thought of the outfit that is meant; a refused garment is no refused outfit."""
    acts = situation.understanding.acts
    if situation.shown and (felt := felt_in_it(situation.user_text)):
        card = (referred(situation) or situation.shown)[0]
        arguments = {"outfit_id": str(card.id), "action": felt, "reason": ""}
        yield Call(name="record_feedback", arguments=arguments)
        return
    if not situation.shown or not {"accept", "reject"} & set(acts):
        return
    references = situation.understanding.references
    if "reject" in acts and references and all(ref.garment_ids for ref in references):
        return
    action = "dislike" if "reject" in acts else _liking(situation.user_text)
    for card in referred(situation) or situation.shown[:1]:
        arguments = {"outfit_id": str(card.id), "action": action, "reason": ""}
        yield Call(name="record_feedback", arguments=arguments)


def _liking(text: str) -> str:
    return "wear" if "wear" in text.lower() else "like"


def _preferences(situation: Situation) -> Iterator[Call]:
    stated = situation.understanding.tastes.model_dump(exclude_defaults=True)
    if stated:
        yield Call(name="update_preferences", arguments=stated)


def _weather(situation: Situation) -> Iterator[Call]:
    """A look at the forecast when a place or time was named and no temperature."""
    weather = situation.frame.weather
    changed = situation.understanding.delta.set
    named = changed.get("weather.place") or changed.get("weather.when")
    if named and weather.temperature_c is None:
        arguments = {"place": weather.place or "", "when": weather.when or ""}
        yield Call(name="get_weather", arguments=arguments)


def _outfits(situation: Situation) -> list[Call]:
    slots = situation.understanding.swap_slots
    if slots and situation.shown:
        card = (referred(situation) or situation.shown)[0]
        return [
            Call(name="swap_item", arguments={"outfit_id": str(card.id), "slot": slot})
            for slot in slots
        ]
    return [Call(name="recommend_outfits", arguments=_recommendation(situation))]


def _recommendation(situation: Situation) -> dict[str, object]:
    understood = situation.understanding
    moves = list(understood.delta.moves)
    cards = [] if "reject" in understood.acts else referred(situation)
    if not cards and (moves or (understood.beyond and len(situation.shown) == 1)):
        cards = situation.shown[:1]
    refused = _refused(understood.references) if "reject" in understood.acts else []
    return {
        "count": situation.frame.count or DEFAULT_COUNT,
        "moves": moves,
        "reference_outfit_id": str(cards[0].id) if cards else "",
        "exclude_garment_ids": refused,
    }


def _refused(references: list[Reference]) -> list[str]:
    return list(dict.fromkeys(id_ for ref in references for id_ in ref.garment_ids))
