"""The model's half of the tool loop: it asks for tools, or answers in words.

A weak model degrades the wording and not the outfit: where the person asked for outfits and the
model answers without any, the policy's own call is made in its place.
"""

import logging
from typing import Any

from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.runnables import Runnable
from langgraph.runtime import Runtime

from agent.briefing import brief
from agent.context import RunContext
from agent.models import FAILED, OLLAMA_ERRORS, UNREACHABLE, ChosenModel, offline
from agent.policy import OfflinePolicy
from agent.state import TurnState, add_degraded, add_messages, read_messages
from agent.tracing import chat_span, tell_reply
from prompts import render
from tools.agent_doors import TOOLS

log = logging.getLogger(__name__)
OUTFIT_TOOLS = frozenset({"recommend_outfits", "swap_item"})
OUTFIT_ACTS = frozenset({"request", "refine", "retract", "reject"})


def current_model(state: TurnState, context: RunContext) -> ChosenModel:
    """The run's model, or the policy once the model has failed in this run."""
    if {UNREACHABLE, FAILED}.isdisjoint(state.get("degraded", [])):
        return context.model
    return offline()


def bound(model: ChosenModel) -> Runnable[Any, Any]:
    """The model with the tools it may call."""
    return model.chat.bind_tools(list(TOOLS.values()))


async def ask(model: ChosenModel, state: TurnState) -> AIMessage:
    """One step of a model, traced."""
    with chat_span(model.name) as span:
        said: AIMessage = await bound(model).ainvoke(brief(state, model))
        tell_reply(span, said)
        return said


async def ask_model(state: TurnState, runtime: Runtime[RunContext]) -> TurnState:
    """Let the model take its next step; a model that fails is replaced for the rest of the run."""
    model = current_model(state, runtime.context)
    degraded = state.get("degraded", [])
    if model.is_offline:
        said = await ask_policy(state)
    else:
        try:
            said = await ask(model, state)
        except OLLAMA_ERRORS as error:
            log.warning("%s failed in run %s.", model.name, runtime.context.run_id, exc_info=error)
            degraded = add_degraded(state, name_failure(error))
            said = await ask_policy(state)
    if owes_outfits(state, said):
        planned = await ask_policy(state)
        said = planned if planned.tool_calls else said
    return {
        "messages": add_messages(state, said),
        "steps": state["steps"] + 1,
        "degraded": degraded,
    }


async def ask_policy(state: TurnState) -> AIMessage:
    """The policy's next step; outfits that another model has asked for are not asked for again."""
    said = await ask(offline(), state)
    if has_tried(state) and any(call["name"] in OUTFIT_TOOLS for call in said.tool_calls):
        return AIMessage(await word_results(state))
    return said


async def word_results(state: TurnState) -> str:
    """The policy's words for what the tools have answered so far."""
    mute = OfflinePolicy(offered=frozenset())
    said: AIMessage = await mute.ainvoke(brief(state, offline()))
    return said.text.strip() or render("no_answer")


def name_failure(error: Exception) -> str:
    """The degraded state that a failed reply leaves behind."""
    return UNREACHABLE if isinstance(error, ConnectionError) else FAILED


def owes_outfits(state: TurnState, said: AIMessage) -> bool:
    """Whether the model is about to answer a wish for outfits without having asked for any."""
    understood = state["understanding"]
    wanted = understood["swap_slots"] or OUTFIT_ACTS.intersection(understood["acts"])
    return bool(wanted) and not said.tool_calls and not has_tried(state)


def has_tried(state: TurnState) -> bool:
    """Whether a tool that makes outfits has answered in this turn."""
    answers = (m for m in read_messages(state) if isinstance(m, ToolMessage))
    return any(answer.name in OUTFIT_TOOLS for answer in answers)
