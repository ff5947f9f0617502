"""The words of the answer, from what tools returned: no garment is named that they did not name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from agent.asides import aside_in
from agent.policy import beside
from agent.policy.already import has_already
from agent.policy.chatting import chat, excluded
from agent.policy.comparing import compared, ordinal
from agent.policy.last_worn import TOOL, asks_last_worn, tell_last_worn
from agent.policy.of_shown import of_shown
from agent.policy.parting import speaks_of_parting, told_of_parting
from agent.policy.picking import picks, weighs, which_first
from agent.policy.plan import points_beyond, wants_outfits
from agent.policy.pointed import referred
from agent.policy.questions import unknown_thing
from agent.policy.situation import Situation, ToolResult
from agent.policy.superlatives import tell_most
from agent.policy.taken_back import taken_back
from agent.policy.talk import says
from agent.policy.tastes import asks_for_tastes, in_words
from agent.policy.unsure import owned_up
from agent.policy.wording import plain, say, spelled, told
from agent.understanding.acts.orders import asks_and_orders
from agent.withhold import withhold
from ml.outfits import NOTHING_READY, caution, headline
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard
from stylist.plain_text import plain_name
from stylist.wording import is_own_word, listed

_MOST_NAMED: Final = 8


def answer(situation: Situation) -> str:
    """The whole reply."""
    if not speaks_of_parting(situation):
        kept = say("reply_part_kept", situation) if situation.let_go else ""
        return _join([kept, _answer(situation)])
    more = bool(situation.understanding.acts) and situation.answered is None
    return _join([_answer(situation) if more else "", *told_of_parting(situation)])


def _answer(situation: Situation) -> str:
    """The reply to everything but an order to part with clothes."""
    if points_beyond(situation):
        return say_beyond(situation)
    aside = aside_in(situation.user_text)
    if aside is None and not situation.tool_results and (said := of_shown(situation)):
        return said
    if aside is None:
        return _wished(situation)
    wished = _wished(situation) if wants_outfits(situation) else ""
    return _join([beside.words(situation, aside), wished])


def _wished(situation: Situation) -> str:
    by_name = {result.name: result for result in situation.tool_results}
    if "show_again" in by_name:
        return _shown_again(situation, by_name["show_again"])
    if {"recommend_outfits", "swap_item"} & by_name.keys():
        first = _answered_first(situation, by_name)
        return "\n\n".join(filter(None, [first, _join(_about_outfits(situation, by_name))]))
    if result := by_name.get("explain_outfit"):
        return _explanation(situation, result)
    if "search_wardrobe" in by_name:
        return _findings(situation)
    if asks_last_worn(situation) and (result := by_name.get(TOOL)):
        return tell_last_worn(situation, result)
    if asks_for_tastes(situation.user_text):
        return chat(situation)
    told = [*_acknowledged(situation, by_name), *_weather(situation, by_name)]
    return _join([*told, *([] if by_name else [chat(situation)])])


def _shown_again(situation: Situation, result: ToolResult) -> str:
    cards = _cards([result], situation.frame)
    if not result.ok or not cards:
        return say("reply_failed", situation)
    template = "reply_has_already" if has_already(situation) else "reply_returned"
    return say(template, situation, first=_worn(cards[0]))


def _answered_first(situation: Situation, by_name: dict[str, ToolResult]) -> str:
    """The answer to a question that stood before a wish: "why the first, and …"."""
    # What a language model has looked up by itself answers no question of the person's.
    acts = situation.understanding.acts
    if "ask_why" in acts and (result := by_name.get("explain_outfit")):
        return _explanation(situation, result)
    asked = "ask_fact" in acts and asks_and_orders(situation.user_text)
    return _findings(situation) if asked and "search_wardrobe" in by_name else ""


def _join(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def _about_outfits(situation: Situation, by_name: dict[str, ToolResult]) -> Iterator[str]:
    yield from _acknowledged(situation, by_name)
    if what := taken_back(situation):
        yield say("reply_taken_back", situation, what=what)
    if situation.understanding.beyond and not situation.understanding.references:
        yield say_beyond(situation)
    results = [r for r in situation.tool_results if r.name in ("recommend_outfits", "swap_item")]
    cards = _cards(results, situation.frame)
    if cards:
        yield from _offered(situation, results, cards)
    else:
        yield _nothing(situation, results)
    yield " ".join([*_weather(situation, by_name), *_assumed(situation), *owned_up(situation)])


def _offered(
    situation: Situation, results: Sequence[ToolResult], cards: Sequence[OutfitCard]
) -> Iterator[str]:
    """The offer, and what it lacks."""
    yield _offer(situation, results, cards)
    if against := caution(cards[0]):
        yield say("reply_caution", situation, against=against)
    relaxed = [words.removesuffix(".") for words in _facts(results, "relaxed")]
    lacking = [words for words in _facts(results, "missing") if not _says(relaxed, words)]
    if lacking:
        yield say("reply_missing", situation, missing=listed(lacking, "or"))
    if relaxed:
        yield say("reply_relaxed", situation, relaxed="; ".join(relaxed))
    yield _letting_go(situation, results)


def _letting_go(situation: Situation, results: Sequence[ToolResult]) -> str:
    """The fewest exclusions that stand in the way of a whole outfit."""
    sets = [f"“{words}”" for words in _facts(results, "to_relax")]
    return say("reply_to_relax", situation, sets=listed(sets, "or")) if sets else ""


def _says(relaxed: Sequence[str], missing: str) -> bool:
    """Whether what was given up already says that this is not there."""
    return any(words.startswith(f"no {missing};") or words == f"no {missing}" for words in relaxed)


def _nothing(situation: Situation, results: Sequence[ToolResult]) -> str:
    """Why there is no outfit to show."""
    if all(not result.ok for result in results):
        return say("reply_failed", situation)
    missing = _facts(results, "missing")
    waiting = [n for r in results if (n := told(r).get("waiting")) is not None]
    if any(told(result).get("drawing") for result in results):
        return say("reply_being_drawn", situation)
    if waiting:
        return say("reply_empty", situation, reading=_reading(int(waiting[0])))
    if any(result.name == "swap_item" for result in results):
        return say("reply_kept_piece", situation, lacking=listed(missing) or "nothing else fits")
    if away := [words for words in missing if words.startswith(f"{NOTHING_READY} (")]:
        where = away[0].removeprefix(f"{NOTHING_READY} (").removesuffix(")")
        return say("reply_away", situation, where=where)
    none = say("reply_none", situation, lacking=_why_none(situation.frame, missing))
    return _join([none, _letting_go(situation, results)])


def _reading(waiting: int) -> str:
    """How far the reading of photos is."""
    if not waiting:
        return "is still empty"
    photos = "one photo is" if waiting == 1 else f"{waiting} photos are"
    return f"is not ready yet ({photos} still being looked at)"


def say_beyond(situation: Situation) -> str:
    """A friendly word about an outfit that was pointed at and is not there."""
    count = len(situation.shown)
    if not count:
        return say("reply_nothing_shown", situation)
    shown = "only one outfit" if count == 1 else f"{spelled(count)} outfits"
    which = plain(situation.understanding.beyond[0])
    return say("reply_beyond", situation, shown=shown, which=which)


def _cards(results: Sequence[ToolResult], frame: ConstraintFrame) -> list[OutfitCard]:
    """The outfits that tools returned, without any that the frame excludes."""
    found = [OutfitCard.model_validate(c) for r in results for c in r.content.get("outfits", [])]
    return withhold(found, frame)[0]


def _facts(results: Sequence[ToolResult], name: str) -> list[str]:
    found = [words for r in results for words in told(r).get(name, [])]
    return list(dict.fromkeys(found))


def _offer(situation: Situation, results: Sequence[ToolResult], cards: Sequence[OutfitCard]) -> str:
    """How many outfits there are and why the first is first; the cards tell the rest."""
    first, count = cards[0], len(cards)
    fields: dict[str, object] = {"reason": headline(first), "heard": excluded(situation.frame)}
    changed = _changed(_meant(situation, results), first)
    if changed:
        fields |= {"new": changed, "others": _others(count - 1)}
        swapped = any(r.name == "swap_item" and r.ok for r in results)
        return say("reply_swapped" if swapped else "reply_changed", situation, **fields)
    if count == 1:
        return say("reply_offer_one", situation, first=_worn(first), **fields)
    return say("reply_offer", situation, count=spelled(count), first=_worn(first), **fields)


def _meant(situation: Situation, results: Sequence[ToolResult]) -> OutfitCard | None:
    """The shown outfit that the tools were told to change."""
    names = ("outfit_id", "reference_outfit_id")
    ids = {str(r.arguments.get(name)) for r in results for name in names}
    return next((card for card in situation.shown if str(card.id) in ids), None)


def _changed(before: OutfitCard | None, after: OutfitCard) -> str:
    """The new pieces of an outfit that keeps most of the one before, else nothing."""
    if before is None:
        return ""
    new = [item for item in after.items if item.garment_id not in before.garment_ids]
    left = len(set(before.garment_ids) - set(after.garment_ids))
    if max(len(new), left) > len(before.garment_ids) / 2:
        return ""
    if not new:
        gone = [item for item in before.items if item.garment_id not in after.garment_ids]
        return f"without the {listed([plain(item.name) for item in gone])}"
    return f"with the {listed([plain(item.name) for item in new])}"


def _others(count: int) -> str:
    if not count:
        return ""
    return " The other one changes more." if count == 1 else " The others change more of it."


def _worn(card: OutfitCard) -> str:
    return listed([plain(item.name) for item in card.items])


def _why_none(frame: ConstraintFrame, missing: Sequence[str]) -> str:
    return listed(missing) if missing else f"anything that fits{excluded(frame)}"


def _acknowledged(situation: Situation, by_name: dict[str, ToolResult]) -> Iterator[str]:
    notes = [r for r in situation.tool_results if r.name == "record_feedback" and r.ok]
    actions = [str(note.arguments.get("action")) for note in notes]
    for action in dict.fromkeys(actions):
        several = action == "dislike" and actions.count(action) > 1
        yield say("reply_disliked_all", situation) if several else _noted(situation, action)
    if (kept := by_name.get("update_preferences")) and kept.ok and kept.arguments:
        yield say("reply_kept", situation, tastes=in_words(kept.arguments))


def _noted(situation: Situation, action: str) -> str:
    if change := {"too_cold": "warmer", "too_warm": "lighter"}.get(action):
        return say("reply_felt", situation, change=change)
    if action in ("save", "wear"):
        return say(f"reply_noted_{action}", situation)
    return say("reply_disliked" if action == "dislike" else "reply_liked", situation)


def _weather(situation: Situation, by_name: dict[str, ToolResult]) -> Iterator[str]:
    result = by_name.get("get_weather")
    if result is None:
        return
    facts = told(result)
    if not result.ok and not result.arguments.get("place"):
        yield say("reply_weather_nowhere", situation)
        return
    if not result.ok or result.content.get("degraded") or facts.get("temperature_c") is None:
        yield say("reply_weather_unknown", situation, place=_at(facts, result))
        return
    sky = listed(facts.get("conditions", [])) or "nothing special in the sky"
    degrees = round(float(facts["temperature_c"]))
    yield say("reply_weather", situation, place=_at(facts, result), degrees=degrees, sky=sky)


def _at(facts: dict[str, Any], result: ToolResult) -> str:
    place = facts.get("place") or result.arguments.get("place")
    day = facts.get("day")
    when = f" on {date.fromisoformat(day):%A %d %B}" if day else ""
    return f"{f' in {place}' if place else ''}{when}"


def _assumed(situation: Situation) -> Iterator[str]:
    """What was inferred in this turn, said so that the person can object."""
    frame, changed = situation.frame, situation.understanding.delta.set
    weather = frame.provenance.get("weather.temperature_c")
    if "weather.temperature_c" in changed and weather and weather.kind == "inferred":
        degrees = round(frame.weather.temperature_c or 0)
        yield say("reply_assumed_weather", situation, said=weather.text, degrees=degrees)
    formality = frame.provenance.get("formality.min") or frame.provenance.get("formality.max")
    if "occasion" in changed and frame.occasion and formality and formality.kind == "inferred":
        dressed = "dressed up" if (frame.formality.min or 0) >= 0.5 else "easy"
        if (frame.formality.min or 0) >= 0.5 or (frame.formality.max or 1) <= 0.6:
            yield say(
                "reply_assumed_formality", situation, occasion=frame.occasion, dressed=dressed
            )


def _explanation(situation: Situation, result: ToolResult) -> str:
    texts = told(result).get("explanations", {})
    numbers = {str(card.id): n for n, card in enumerate(situation.shown, start=1)}
    lines = [f"{numbers.get(id_, n)}. {text}" for n, (id_, text) in enumerate(texts.items(), 1)]
    if not result.ok or not lines:
        return say("reply_failed", situation)
    why = "\n".join(lines) if len(lines) > 1 else next(iter(texts.values()))
    asked = "ask_why" in situation.understanding.acts
    if comparison := compared(situation):
        return comparison
    if picks(situation):
        return say("reply_pick", situation, which=which_first(situation), why=why)
    if weighs(situation):
        return say("reply_compare", situation, which=which_first(situation), why=why)
    if len(lines) > 1 and not asked:
        return _which_meant(situation)
    if asked and not says("reasons", situation.user_text):
        return say("reply_what_is_known", situation, why=why)
    return say("reply_why" if asked else "reply_pointed", situation, why=why)


def _which_meant(situation: Situation) -> str:
    """Which outfits have what is pointed at, and a question which of them is meant."""
    cards = referred(situation) or situation.shown
    which = listed([f"the {ordinal(situation.shown, card)}" for card in cards])
    said = [r.text for r in situation.understanding.references if r.garment_ids]
    if not said:
        return say("reply_which", situation, count=spelled(len(situation.shown)))
    return say("reply_which_meant", situation, which=which[:1].upper() + which[1:], said=said[0])


def _findings(situation: Situation) -> str:
    results = [r for r in situation.tool_results if r.name == "search_wardrobe"]
    names = list(dict.fromkeys(plain(n) for r in results for n in told(r).get("found", [])))
    if thing := unknown_thing(situation):
        names = [name for name in names if thing.rstrip("s") in name.casefold()]
    asked = listed([str(r.arguments.get("query", "")) for r in results])
    if not names:
        return say("reply_found_none", situation, asked=asked)
    if len(results) == 1 and results[0].arguments.get("most"):
        return tell_most(situation, results[0])
    more = len(names) - _MOST_NAMED
    tail = f" and {more} more" if more > 0 else ""
    shown = f"{', '.join(names[:_MOST_NAMED])}{tail}" if tail else listed(names)
    if said := _finer_word(situation, names):
        return say("reply_found_near", situation, said=said, names=shown)
    return say("reply_found", situation, count=len(names), names=shown)


def _finer_word(situation: Situation, names: Sequence[str]) -> str:
    """The word for one kind of thing asked for, where nothing found is called so: "tuxedo".

    The vocabulary takes it for a blazer, and a blazer may not be called one.
    """
    spans = [s for s in situation.understanding.spans if s.path.startswith("asked.category.")]
    if len(spans) != 1:
        return ""
    said = plain_name(spans[0].text).casefold()
    kind = spans[0].path.removeprefix("asked.category.")
    singular = said.rstrip("s")
    if is_own_word(kind, said) or any(singular in name.casefold() for name in names):
        return ""
    return said
