"""The end of a turn: check the reply, and word it as events."""

import logging
import re
from collections.abc import Iterator
from uuid import UUID

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from langgraph.runtime import Runtime

from agent.act import current_model, word_results
from agent.context import RunContext
from agent.narrated import machine_words, of_the_person
from agent.state import TurnState, add_degraded, add_messages, open_calls, read_messages
from agent.tool_calls import refusal
from agent.verify import find_faults
from agent.worn import Worn, is_excluded
from stylist.events import MessageDelta, MessageFinished, RunEvent
from stylist.frame import ConstraintFrame
from stylist.plain_text import harmless
from tools.agent_doors import TOOLS
from tools.boundary import GarmentRef

log = logging.getLogger(__name__)
RECOMPOSED, BUDGET_SPENT = "reply-recomposed", "step-budget-spent"
WORDS_AT_ONCE = 6
IDEAS = "purchase_ideas"


async def verify(state: TurnState, runtime: Runtime[RunContext]) -> TurnState:
    """Let the reply pass, or word the same results again by the templates."""
    unanswered = open_calls(read_messages(state))
    if unanswered:
        # The budget ends with calls that nobody will answer; a model must never see such a thread.
        closed = [refusal(call, "not called: the step budget is spent") for call in unanswered]
        state = {**state, "messages": add_messages(state, *closed)}
        return await recompose(state, BUDGET_SPENT)
    reply = last_words(state)
    if current_model(state, runtime.context).is_offline and reply:
        return {"reply": harmless(reply)}
    faults = faults_of(state, reply)
    if faults:
        log.warning("Run %s: the reply was not let out: %s.", runtime.context.run_id, faults)
        return await recompose(state, RECOMPOSED)
    return {"reply": harmless(reply)}


async def recompose(state: TurnState, why: str) -> TurnState:
    """The policy's words for the same tool results."""
    return {
        "messages": state["messages"],
        "reply": harmless(await word_results(state)),
        "degraded": add_degraded(state, why),
    }


def last_words(state: TurnState) -> str:
    """What the model said last."""
    said = [message for message in read_messages(state) if isinstance(message, AIMessage)]
    return said[-1].text.strip() if said else ""


def faults_of(state: TurnState, reply: str) -> list[str]:
    """What is wrong with the reply in this conversation."""
    theirs = [words for role, words in state["history"] if role == "user"]
    # What could be bought is spoken of, though nobody owns it.
    theirs += [m.text for m in read_messages(state) if _is_idea(m)]
    frame = ConstraintFrame.model_validate(state["frame"])
    known = [GarmentRef.model_validate(item) for item in state["garments"].values()]
    ruled_out = {str(ref.garment_id) for ref in known if is_excluded(Worn.of_ref(ref), frame)}
    code, repeated = machine_words(reply, TOOLS), of_the_person(reply)
    return [
        *([f"it repeats what it was told: {repeated}"] if repeated else []),
        *([f"it shows code: {code}"] if code else []),
        *find_faults(
            reply,
            known=known,
            excluded=ruled_out | set(frame.items.exclude),
            said="\n".join([*theirs, state["text"]]),
        ),
    ]


def _is_idea(message: AnyMessage) -> bool:
    return isinstance(message, ToolMessage) and message.name == IDEAS


def tell_reply(message_id: UUID, text: str) -> list[RunEvent]:
    """The reply as events: a few words at a time, then whole."""
    said = [MessageDelta(message_id=message_id, text=piece) for piece in pieces(text)]
    return [*said, MessageFinished(message_id=message_id, text=text)]


def pieces(text: str) -> Iterator[str]:
    """The text, a few words at a time."""
    words = re.findall(r"\s*\S+\s*", text)
    for start in range(0, len(words), WORDS_AT_ONCE):
        yield "".join(words[start : start + WORDS_AT_ONCE])
