"""When something was worn last: "when did I last wear the boots?", "what did I wear yesterday?"."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from agent.policy.situation import Call, Situation, ToolResult
from agent.policy.talk import says
from agent.policy.wording import plain, say, told
from stylist.wording import listed

TOOL = "wardrobe_statistics"
MOST_NAMED = 8


def asks_last_worn(situation: Situation) -> bool:
    """Whether the question is when, or what, was worn last."""
    return says("last_worn", situation.user_text) is not None


def look_up(situation: Situation) -> Call:
    """The call that tells when the garments asked about were worn."""
    asked = next(iter(situation.understanding.asked), None)
    kind = (asked.category or asked.slot or "") if asked else ""
    color = (asked.color or "") if asked else ""
    arguments = {"order": "last_worn", "category": kind, "color": color, "limit": MOST_NAMED}
    return Call(name=TOOL, arguments=arguments)


def tell_last_worn(situation: Situation, result: ToolResult) -> str:
    """The day on which it was worn, as far as it was logged."""
    if not result.ok:
        return say("reply_failed", situation)
    facts = told(result)
    uses: list[Mapping[str, Any]] = facts["garments"]
    asked = [str(result.arguments[name]) for name in ("color", "category")]
    if not uses:
        words = " ".join(word for word in asked if word).replace("-", " ")
        return say("reply_found_none", situation, asked=words)
    worn = [use for use in uses if use["last_worn"]]
    if not worn:
        names = listed([f"the {plain(use['name'])}" for use in uses]) if any(asked) else "anything"
        return say("reply_never_logged", situation, names=names)
    day = worn[0]["last_worn"]
    names = listed([f"the {plain(use['name'])}" for use in worn if use["last_worn"] == day])
    return say("reply_last_worn", situation, names=names, day=f"{date.fromisoformat(day):%A %d %B}")
