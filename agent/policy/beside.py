"""Calls and words for what is said beside a wish: marks on outfits, questions in figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from agent.asides import Aside
from agent.policy.situation import Call, Situation, ToolResult
from agent.policy.wording import plain, say, told
from stylist.outfits import OutfitCard
from stylist.wording import listed

TOOLS: Final = {
    "mark": "mark_outfit",
    "list_saved": "list_saved_outfits",
    "figures": "wardrobe_statistics",
    "purchase": "purchase_ideas",
}
MOST_NAMED: Final = 5
MOST_IDEAS: Final = 3


def calls(situation: Situation, aside: Aside, meant: Sequence[OutfitCard]) -> list[Call]:
    """What is called for an aside; `meant` are the outfits that the person points at."""
    if aside.kind == "mark":
        return [
            Call(
                name="mark_outfit",
                arguments={
                    "outfit_id": str(card.id),
                    "mark": aside.mark,
                    "name": aside.name,
                    "day": aside.day,
                },
            )
            for card in [*meant, *situation.shown][:1]
        ]
    return [Call(name=TOOLS[aside.kind], arguments=_arguments(aside))]


def _arguments(aside: Aside) -> dict[str, Any]:
    piece = {
        "category": aside.piece.category or aside.piece.slot or "",
        "color": aside.piece.color or "",
    }
    if aside.kind == "figures":
        return {"order": aside.order, **piece, "limit": MOST_NAMED}
    if aside.kind == "purchase":
        budget = aside.budget
        return {
            **piece,
            "budget_max": budget.max if budget else 0.0,
            "currency": (budget.currency or "") if budget else "",
            "limit": MOST_IDEAS,
        }
    return {"limit": MOST_IDEAS}


def words(situation: Situation, aside: Aside) -> str:
    """The answer to an aside, from what its tool returned."""
    result = next((r for r in situation.tool_results if r.name == TOOLS[aside.kind]), None)
    if result is None:
        return say("reply_nothing_shown", situation)
    if not result.ok:
        return say("reply_failed", situation)
    facts = told(result)
    if aside.kind == "mark":
        return _marked(situation, facts)
    if aside.kind == "list_saved":
        return _saved(situation, facts)
    if aside.kind == "purchase":
        return _purchases(situation, result, facts)
    return _figures(situation, aside, facts)


def _marked(situation: Situation, facts: Mapping[str, Any]) -> str:
    outfit = listed([plain(name) for name in facts["pieces"]])
    called = f" as “{plain(facts['name'])}”" if facts["name"] else ""
    days = listed([f"{date.fromisoformat(day):%A %d %B}" for day in facts["worn_on"]])
    done = {
        "save": f"Saved{called}",
        "forget": "No longer saved",
        "name": f"Kept{called}" if called else "Its name is gone",
        "wear": f"Logged as worn on {days}",
        "unwear": f"Logged as worn on {days} only" if days else "No longer logged as worn",
    }[facts["mark"]]
    return say("reply_marked", situation, done=done, outfit=outfit)


def _saved(situation: Situation, facts: Mapping[str, Any]) -> str:
    if not facts["saved"]:
        return say("reply_none_saved", situation)
    names = [f"“{plain(name)}”" if name else "one without a name" for name in facts["saved"]]
    return say("reply_saved", situation, names=listed(names))


def _figures(situation: Situation, aside: Aside, facts: Mapping[str, Any]) -> str:
    uses: list[dict[str, Any]] = facts["garments"]
    if not facts["count"]:
        return say("reply_empty", situation, reading="is still empty")
    if not uses:
        return say("reply_found_none", situation, asked=_asked(aside))
    if aside.order == "most_outfits":
        return _outfits(situation, facts)
    if aside.order == "cost_per_wear":
        return say("reply_figures", situation, told=_costs(uses))
    if not facts["wears"]:
        return say("reply_no_wears", situation, count=facts["count"])
    if aside.order == "most_worn":
        worn = [_how_often(use) for use in uses if use["wears"]]
        return say("reply_figures", situation, told=f"You wear these most: {listed(worn)}.")
    return say("reply_figures", situation, told=_never(aside, facts, uses))


def _never(aside: Aside, facts: Mapping[str, Any], uses: Sequence[dict[str, Any]]) -> str:
    unworn = [f"the {plain(use['name'])}" for use in uses if not use["wears"]]
    kind = _asked(aside) or "garments"
    if not unworn:
        least = listed([_how_often(use) for use in uses])
        return f"You have worn all of your {kind}; the least of them {least}."
    more = facts["unworn"] - len(unworn)
    names = ", ".join(unworn) + f" and {more} more" if more > 0 else listed(unworn)
    spent = [f"{sums['never_worn']:g} {code}" for code, sums in facts["money"].items()]
    cost = [one for one in spent if not one.startswith("0 ")]
    idle = f" Of all your clothes, {listed(cost)} lies in pieces never worn." if cost else ""
    return f"Not worn yet, of your {facts['asked']} {kind}: {names} ({facts['unworn']}).{idle}"


def _how_often(use: Mapping[str, Any]) -> str:
    return f"the {plain(use['name'])} ({_times(use['wears'])})"


def _outfits(situation: Situation, facts: Mapping[str, Any]) -> str:
    about = "about " if facts["estimated"] else ""
    said = (
        f"Your {facts['count']} garments make {about}{facts['good_outfits']} outfits that go "
        f"together, of {facts['possible_outfits']} that could be put on"
    )
    return say("reply_figures", situation, told=f"{said} (a top, a bottom and shoes, or a dress).")


def _costs(uses: Sequence[dict[str, Any]]) -> str:
    """The cost of a wear of each garment whose price is known, and which are not."""
    known = [_cost(use) for use in uses if use["price"] is not None]
    unknown = [f"the {plain(use['name'])}" for use in uses if use["price"] is None]
    told = [f"{_capital('; '.join(known))}."] if known else []
    told += [f"No price is noted for {listed(unknown)}."] if unknown else []
    return " ".join(told)


def _cost(use: Mapping[str, Any]) -> str:
    name = f"the {plain(use['name'])}"
    paid = f"{use['price']:g} {use['currency'] or ''}".strip()
    if use["cost_per_wear"] is None:
        return f"{name} cost {paid} and was never logged as worn"
    each = f"{use['cost_per_wear']:g} {use['currency'] or ''}".strip()
    return f"{name}: {each} a wear ({paid}, worn {_times(use['wears'])})"


def _purchases(situation: Situation, result: ToolResult, facts: Mapping[str, Any]) -> str:
    if not facts["ideas"]:
        lacking = listed(facts["missing"]) or "anything that would bring new outfits"
        return say("reply_no_purchase", situation, lacking=lacking)
    about = "about " if facts["estimated"] else ""
    ideas = [
        f"{_a(plain(idea['name']))}, {about}{idea['unlocks']} more outfits{_price(idea)}"
        for idea in facts["ideas"]
    ]
    return say("reply_purchase", situation, ideas="; ".join(ideas), good=facts["good_outfits"])


def _price(idea: Mapping[str, Any]) -> str:
    if idea["price"] is None:
        return ""
    return f" (about {idea['price']:g} {idea['currency']}, {idea['price_from']})"


def _a(name: str) -> str:
    if name.endswith("s") and not name.endswith("ss"):
        return name
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def _asked(aside: Aside) -> str:
    piece = aside.piece
    return " ".join(w for w in (piece.color, piece.category or piece.slot) if w).replace("-", " ")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
