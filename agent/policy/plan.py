"""Which tools a turn needs, in which order: from dialogue acts to calls."""

from collections.abc import Iterator, Sequence
from typing import Final

from agent.asides import aside_in
from agent.policy import beside
from agent.policy.already import shown_as_it_is
from agent.policy.borrowing import borrowed
from agent.policy.chatting import asks_what_is_known
from agent.policy.complaints import only_felt
from agent.policy.of_shown import of_shown
from agent.policy.parting import parting_calls
from agent.policy.picking import picks, weighs
from agent.policy.pointed import asks_for_alike, referred
from agent.policy.questions import asks_what_is_owned, searches
from agent.policy.returning import returned
from agent.policy.situation import Call, Situation
from agent.policy.skies import asks_weather
from agent.policy.tastes import asks_for_tastes, only_tastes, read_tastes
from agent.policy.verdicts import disliked, only_notes, verdicts
from agent.understanding.acts.orders import asks_and_orders
from agent.worn import Worn, is_excluded
from stylist.frame import Act, ConstraintFrame, Delta, Piece, Reference
from stylist.named_frame import closed
from stylist.outfits import OutfitCard

DEFAULT_COUNT: Final = 3
_OUTFIT_ACTS: Final = frozenset({"request", "refine", "retract"})


def stages(situation: Situation) -> list[list[Call]]:
    """Calls in the order they must be made; the calls of one stage do not depend on each other."""
    acts = set(situation.understanding.acts)
    if parting := parting_calls(situation):
        more = [] if situation.answered or not acts else _stages(situation, acts)
        return [parting, *more]
    return _stages(situation, acts)


def _stages(situation: Situation, acts: set[Act]) -> list[list[Call]]:
    """The calls of everything else that was said."""
    if asks_for_tastes(situation.user_text):
        return [[read_tastes()]]
    if points_beyond(situation) or asks_what_is_known(situation.user_text):
        return []
    if picks(situation) or weighs(situation):
        return [_explain(situation)]
    if aside := aside_in(situation.user_text):
        first = beside.calls(situation, aside, referred(situation))
        return [first, _outfits(situation)] if wants_outfits(situation) else [first]
    if (answers := _questions(situation, acts)) is not None:
        return answers
    asked = searches(situation) if "ask_fact" in acts and _is_twofold(situation) else []
    notes = [*asked, *verdicts(situation), *_preferences(situation)]
    if only_notes(situation) or only_felt(situation) or only_tastes(situation):
        return [notes]
    if wants_outfits(situation):
        return [[*notes, *_weather(situation)], _outfits(situation)]
    if "refer" in acts and not notes:
        return [_explain(situation)]
    return [notes]


def _questions(situation: Situation, acts: set[Act]) -> list[list[Call]] | None:
    """The calls of a turn that asks something; None where a wish is all there is."""
    if asks_weather(situation):
        return [[_forecast(situation)]]
    if "ask_why" in acts and (situation.shown or "request" not in acts):
        if not wants_outfits(situation) or not acts & {"refine", "request"}:
            return [_explain(situation)]
        return [[*_explain(situation), *_weather(situation)], _outfits(situation)]
    if acts == {"out_of_scope"} and asks_what_is_owned(situation):
        return [searches(situation)]
    if of_shown(situation):
        return []
    if "ask_fact" in acts and not acts & {"refine", "request"}:
        about_shown = referred(situation) and not situation.understanding.asked
        answer = _explain(situation) if about_shown else searches(situation)
        return [answer, _outfits(situation)] if _is_twofold(situation) else [answer]
    return None


def _is_twofold(situation: Situation) -> bool:
    """Whether something of the wardrobe is asked, and something ordered beside it."""
    return bool(situation.understanding.asked) and asks_and_orders(situation.user_text)


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


def _explain(situation: Situation) -> list[Call]:
    ours = situation.shown[:1] if picks(situation) else situation.shown
    cards = referred(situation) or ours
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
        yield _forecast(situation)


def _forecast(situation: Situation) -> Call:
    weather = situation.frame.weather
    arguments = {"place": weather.place or "", "when": weather.when or ""}
    return Call(name="get_weather", arguments=arguments)


def _outfits(situation: Situation) -> list[Call]:
    slots = situation.understanding.swap_slots
    if again := [*returned(situation), *shown_as_it_is(situation)]:
        return again
    if lent := borrowed(situation):
        return [Call(name="recommend_outfits", arguments=_recommendation(situation) | lent)]
    if slots and situation.shown:
        card = (referred(situation) or situation.shown)[0]
        if not _can_stay(card, slots, situation.frame):
            near = {"reference_outfit_id": str(card.id)}
            return [Call(name="recommend_outfits", arguments=_recommendation(situation) | near)]
        return [
            Call(name="swap_item", arguments={"outfit_id": str(card.id), "slot": slot})
            for slot in slots
        ]
    return [Call(name="recommend_outfits", arguments=_recommendation(situation))]


def _can_stay(card: OutfitCard, slots: Sequence[str], frame: ConstraintFrame) -> bool:
    """Whether nothing that a swap of these slots keeps is ruled out by now."""
    kept = (item for item in card.items if item.slot not in slots)
    return not any(is_excluded(Worn.of_item(item), closed(frame)) for item in kept)


def _recommendation(situation: Situation) -> dict[str, object]:
    understood = situation.understanding
    moves = list(understood.delta.moves)
    refused_cards = disliked(situation)
    cards = [card for card in referred(situation) if str(card.id) not in refused_cards]
    if "reject" in understood.acts and not refused_cards:
        cards = []
    alike = understood.beyond and len(situation.shown) == 1
    if not cards and (moves or alike or asks_for_alike(situation)):
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
