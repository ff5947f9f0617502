"""What was learned of a person's taste, as a card: to see, to mend and to forget."""

from typing import Any, Final, Literal
from urllib.parse import quote

from pydantic import BaseModel, Field

from stylist.preferences import MOST_WEIGHT, PreferencesView
from ui.cards import words
from ui.client import StylistApi

PATH: Final = "/v1/preferences"
STEP: Final = 0.5
"""One tap of "more" or "less", in log-odds: 60 % for what was even. A judgement."""
CLEAR: Final = 1.0
"""From this weight on a liking is called clear."""
FAMILIES: Final = {"color": "colour", "category": "kind", "subcategory": "kind"}
"""How a person calls what stands before an attribute's colon, where it is called otherwise."""
MEASURED: Final = {
    "formality": "dressy rather than casual",
    "lightness": "light rather than dark colours",
    "colorfulness": "strong rather than quiet colours",
}
NOTHING: Final = (
    "Nothing is learned yet. Like, dislike, save or wear what I show you, and I learn from it."
)


class TasteAct(BaseModel):
    """A tap on the card; `name` is the attribute that it is about."""

    do: Literal["look", "more", "less", "forget", "relearn", "reset", "explore"]
    name: str = ""


class TasteRow(BaseModel):
    """One learned attribute: what it is, how it is liked, and whether the person has set it."""

    name: str
    label: str
    family: str
    weight: float
    liked: str
    own: bool


class TasteCard(BaseModel):
    """Everything that the card draws, the strongest leaning first."""

    title: str
    rows: list[TasteRow] = Field(default_factory=list)
    warmth: str = ""
    explore: bool
    said: str | None = None


async def follow(api: StylistApi, act: TasteAct) -> TasteCard:
    """Do what was tapped, and give the card that shows what holds then."""
    view = PreferencesView.model_validate(await api.call("GET", PATH))
    said = None
    if act.do != "look":
        method, path, body = _asked(act, view)
        view = PreferencesView.model_validate(await api.call(method, path, json=body))
        said = _done(act, view)
    return card_of(view, said)


def _asked(act: TasteAct, view: PreferencesView) -> tuple[str, str, dict[str, Any] | None]:
    """The call to the API that a tap means."""
    one = f"{PATH}/learned_weights/{quote(act.name, safe=':')}"
    match act.do:
        case "more" | "less":
            now = view.learned_weights.get(act.name, 0.0)
            moved = now + (STEP if act.do == "more" else -STEP)
            return "PUT", one, {"weight": round(max(-MOST_WEIGHT, min(moved, MOST_WEIGHT)), 3)}
        case "forget":
            return "DELETE", one, None
        case "relearn":
            return "PATCH", PATH, {"release_weights": [act.name]}
        case "explore":
            return "PATCH", PATH, {"explore": not view.explore}
        case _:
            return "DELETE", f"{PATH}/learned_weights", None


def _done(act: TasteAct, view: PreferencesView) -> str:
    label = _label(act.name)[0]
    return {
        "more": f"Noted: more of “{label}”.",
        "less": f"Noted: less of “{label}”.",
        "forget": f"Forgotten: “{label}”.",
        "relearn": f"“{label}” is learned from what you like again.",
        "reset": "Everything that was learned is forgotten.",
        "explore": "Now and then I show something different."
        if view.explore
        else "I show only what I expect you to like.",
    }[act.do]


def card_of(view: PreferencesView, said: str | None = None) -> TasteCard:
    """The card of somebody's tastes."""
    ordered = sorted(view.learned_weights.items(), key=lambda one: (-abs(one[1]), one[0]))
    times = "one reaction" if view.learned_from == 1 else f"{view.learned_from} reactions"
    return TasteCard(
        title=f"Learned from {times} of yours" if ordered or view.learned_from else NOTHING,
        rows=[_row(name, weight, view) for name, weight in ordered],
        warmth=_warmth(view.clo_offset),
        explore=view.explore,
        said=said,
    )


def _row(name: str, weight: float, view: PreferencesView) -> TasteRow:
    label, family = _label(name)
    own = name in view.weights_set
    return TasteRow(
        name=name, label=label, family=family, weight=weight, liked=_liked(weight), own=own
    )


def _label(name: str) -> tuple[str, str]:
    family, _, value = name.partition(":")
    if not value:
        return MEASURED.get(name, words(name)), ""
    return words(value), FAMILIES.get(family, family)


def _liked(weight: float) -> str:
    if not weight:
        return "no matter"
    much = "clearly " if abs(weight) >= CLEAR else "a little "
    return f"{much}{'liked' if weight > 0 else 'not liked'}"


def _warmth(clo: float) -> str:
    if not clo:
        return ""
    return f"You need {'warmer' if clo > 0 else 'lighter'} clothes than others ({clo:+.2f} clo)."
