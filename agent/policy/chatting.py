"""Replies that no tool stands behind: talk, what is known so far, what is no matter of clothes."""

from collections.abc import Sequence
from typing import Final

from agent.policy.questions import asks_of_clothes
from agent.policy.situation import Situation
from agent.policy.talk import says
from agent.policy.tastes import asks_for_tastes, in_words, learned_in_words
from agent.policy.unsure import in_another_language, not_caught, owned_up
from agent.policy.wording import say, spelled, told
from stylist import vocabulary
from stylist.frame import ConstraintFrame
from stylist.wording import listed

_PATTERN_WORDS: Final = {
    "striped": "stripes", "floral": "florals", "dotted": "dots", "graphic": "graphic prints",
}  # fmt: skip
"""How patterns are spoken of after "no"."""


def asks_what_is_known(text: str) -> bool:
    """Whether somebody asks what was kept of what they said."""
    return says("known", text) is not None


def chat(situation: Situation) -> str:
    """The reply to a turn that called for nothing."""
    acts, said = set(situation.understanding.acts), situation.user_text
    if in_another_language(situation):
        return say("reply_language", situation)
    if any(doubt.why == "sarcasm" for doubt in situation.understanding.uncertain):
        return " ".join(owned_up(situation))
    if asks_for_tastes(situation.user_text):
        return " ".join(filter(None, [_tastes(situation), _known(situation)]))
    if asks_what_is_known(situation.user_text):
        return _known(situation)
    if says("abilities", said):
        return say("reply_abilities", situation)
    if "ask_why" in acts or "refer" in acts:
        return say("reply_nothing_shown", situation)
    if "out_of_scope" in acts or ("ask_fact" in acts and not asks_of_clothes(situation)):
        return say(_out_of_reach(situation), situation)
    if "retract" in acts:
        return say("reply_fresh_start", situation)
    if acts & {"confirm", "accept"}:
        return _agreed(situation)
    return say(_talk(said, shown=bool(situation.shown)), situation)


def _out_of_reach(situation: Situation) -> str:
    """The template for what was not understood, or is no matter of clothes."""
    if "ask_fact" in situation.understanding.acts or not not_caught(situation):
        return "reply_out_of_scope"
    if says("waits", situation.user_text):
        return "reply_waiting"
    return "reply_not_caught_shown" if situation.shown else "reply_not_caught"


def _agreed(situation: Situation) -> str:
    """The reply to a yes that nothing was noted for, or to a no."""
    count = len(situation.shown)
    if (
        count > 1
        and "accept" in situation.understanding.acts
        and says("delight", situation.user_text)
    ):
        return say("reply_which_liked", situation, count=spelled(count))
    agreed = situation.understanding.answer != "no"
    return say("reply_agreed" if agreed else "reply_declined", situation)


def _talk(said: str, *, shown: bool) -> str:
    """The template that answers small talk."""
    if says("leaves", said):
        return "reply_goodbye"
    if says("waits", said):
        return "reply_waiting"
    if says("thanks", said):
        return "reply_thanks"
    return "reply_talk" if shown else "reply_greeting"


def _tastes(situation: Situation) -> str:
    """What holds beyond this conversation, stated and learned."""
    result = next((r for r in situation.tool_results if r.name == "update_preferences"), None)
    if result is None or not result.ok:
        return say("reply_failed", situation)
    tastes = told(result).get("tastes", {})
    stated, learned = in_words(tastes), learned_in_words(tastes)
    if not stated and not learned:
        return say("reply_no_tastes", situation)
    return " ".join(
        filter(
            None,
            [
                say("reply_tastes_stated", situation, stated=stated) if stated else "",
                say("reply_tastes_learned", situation, learned=learned) if learned else "",
            ],
        )
    )


def _known(situation: Situation) -> str:
    """What the frame holds, in words."""
    frame = situation.frame
    held = [
        f"it is for {frame.occasion}" if frame.occasion else "",
        f"about {round(frame.weather.temperature_c)} °C"
        if frame.weather.temperature_c is not None
        else "",
        f"in {frame.weather.place}" if frame.weather.place else "",
        f"you like {listed(wanted)}" if (wanted := _wanted(frame)) else "",
        excluded(frame).strip(),
    ]
    known = listed([words for words in held if words])
    return (
        say("reply_known", situation, known=known)
        if known
        else say("reply_nothing_known", situation)
    )


def _wanted(frame: ConstraintFrame) -> list[str]:
    flat = (frame.colors, frame.categories, frame.patterns, frame.materials, frame.styles)
    return [name.replace("-", " ") for wish in flat for name in wish.want]


def excluded(frame: ConstraintFrame) -> str:
    """What is kept out, in words, so that the person sees that the "no" was heard."""
    flat = (frame.colors, frame.categories, frame.patterns, frame.materials, frame.styles)
    avoided = [
        name.replace("-", " ") for wish in flat if wish is not frame.patterns for name in wish.avoid
    ]
    avoided += _patterns(frame.patterns.avoid)
    avoided += [
        " ".join(str(v) for v in (p.color, p.pattern, p.material, p.category or p.slot) if v)
        for p in frame.pieces.avoid
    ]
    kept_out = f" with no {listed(avoided, 'or')}" if avoided else ""
    return f"{kept_out}{_exclusively(frame)}"


def _patterns(avoided: Sequence[str]) -> list[str]:
    """The patterns that are kept out, in one word where those are all there are."""
    every = set(vocabulary.terms("pattern")) - {"solid"}
    named = [_PATTERN_WORDS.get(name, name) for name in avoided if name != "other"]
    return ["patterns"] if every <= set(avoided) else named


def _exclusively(frame: ConstraintFrame) -> str:
    """What alone is to be worn, as in " only in black"."""
    wanted = [name.replace("-", " ") for field in frame.only for name in getattr(frame, field).want]
    return f" only in {listed(wanted)}" if wanted else ""
