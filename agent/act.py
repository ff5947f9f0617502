"""The model's half of the tool loop: it asks for tools, or answers in words.

A weak model degrades the wording and not the outfit: where the person asked for outfits and the
model answers without any, the policy's own call is made in its place; so are its calls where the
model answers without having asked any tool.
"""

import logging
from typing import Final

from langchain_core.messages import AIMessage, SystemMessage, ToolMessage
from langgraph.runtime import Runtime

from agent.asking import ask
from agent.briefing import brief
from agent.context import RunContext
from agent.models import ChosenModel, offline
from agent.narrated import with_calls
from agent.ollama import (
    CUT,
    ERRORS,
    NEARLY_FULL,
    REPLACED,
    is_cut,
    is_nearly_full,
    name_failure,
    whole_sentences,
)
from agent.patience import IMPATIENT, MOST_FRUITLESS, fruitless_steps
from agent.policy import OfflinePolicy
from agent.state import TurnState, add_degraded, add_messages, read_messages
from agent.understanding.second_reading.read_words import ReadWords
from agent.understanding.second_reading.second_reader import telling_words
from prompts import render
from stylist.frame import Understanding
from tools.agent_doors import OFFERED, TOOLS

log = logging.getLogger(__name__)
OUTFIT_TOOLS = frozenset({"recommend_outfits", "swap_item"})
MOST_REFUSED: Final = 3
"""Refused tries of outfits in a turn, after which none is made in the model's place."""
OUTFIT_ACTS = frozenset({"request", "refine", "retract", "reject"})


def current_model(state: TurnState, context: RunContext) -> ChosenModel:
    """The run's model, or the policy once the model has failed in this run.

    Where clothes shall go, the policy speaks: the question names exactly what goes.
    """
    if state.get("order") or state.get("answered") or state.get("proposed"):
        return offline()
    if (REPLACED | {IMPATIENT}).isdisjoint(state.get("degraded", [])):
        return context.model
    return offline()


async def ask_model(state: TurnState, runtime: Runtime[RunContext]) -> TurnState:
    """Let the model take its next step; a model that fails is replaced for the rest of the run."""
    model = current_model(state, runtime.context)
    if not model.is_offline and fruitless_steps(read_messages(state)) >= MOST_FRUITLESS:
        log.warning("%s gets its calls wrong in run %s.", model.name, runtime.context.run_id)
        state = {**state, "degraded": add_degraded(state, IMPATIENT)}
        model = offline()
    if state.get("proposed") and not state.get("order"):
        said = AIMessage(await word_results(state))
    elif model.is_offline:
        said = await ask_policy(state)
    else:
        try:
            said = await step(model, state)
        except ERRORS as error:
            log.warning("%s failed in run %s.", model.name, runtime.context.run_id, exc_info=error)
            state = {**state, "degraded": add_degraded(state, name_failure(error, model.server))}
            said = await ask_policy(state)
    if said.tool_calls and not model.is_offline and is_only_small_talk(state):
        log.info("%s is let call nothing in run %s.", model.name, runtime.context.run_id)
        state = {**state, "degraded": add_degraded(state, IMPATIENT)}
        said = await ask_policy(state)
    if model.server is not None and is_nearly_full(said, model.server):
        state = {**state, "degraded": add_degraded(state, NEARLY_FULL)}
    if model.server is not None and is_cut(said):
        said = whole_sentences(said)
        state = {**state, "degraded": add_degraded(state, CUT)}
    if owes_outfits(state, said) or (not model.is_offline and owes_a_look(state, said)):
        planned = await ask_policy(state)
        said = planned if planned.tool_calls else said
    return {
        "messages": add_messages(state, said),
        "steps": state["steps"] + 1,
        "degraded": state.get("degraded", []),
    }


async def step(model: ChosenModel, state: TurnState) -> AIMessage:
    """One step of a model with the tools that it may call."""
    speaker = model.chat.bind_tools(list(TOOLS.values()) if model.is_offline else OFFERED)
    briefed = brief(state, model)
    said = await ask(model, speaker, briefed)
    if model.is_offline:
        return said
    told = [message.text for message in briefed if not isinstance(message, SystemMessage)]
    made = [
        (call["name"], call["args"])
        for message in briefed
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    ]
    return with_calls(said, offered={tool.name for tool in OFFERED}, told=told, made=made)


async def ask_policy(state: TurnState) -> AIMessage:
    """The policy's next step; outfits that another model has asked for are not asked for again."""
    said = await step(offline(), state)
    if has_tried(state) and any(call["name"] in OUTFIT_TOOLS for call in said.tool_calls):
        return AIMessage(await word_results(state))
    return said


async def word_results(state: TurnState) -> str:
    """The policy's words for what the tools have answered so far."""
    mute = OfflinePolicy(offered=frozenset())
    said: AIMessage = await mute.ainvoke(brief(state, offline()))
    return said.text.strip() or render("no_answer")


def owes_outfits(state: TurnState, said: AIMessage) -> bool:
    """Whether the model is about to answer a wish for outfits without having asked for any."""
    understood = state["understanding"]
    wanted = understood["swap_slots"] or OUTFIT_ACTS.intersection(understood["acts"])
    return bool(wanted) and not said.tool_calls and not has_tried(state)


def owes_a_look(state: TurnState, said: AIMessage) -> bool:
    """Whether the model answers without having asked any tool.

    Then it knows nothing of the wardrobe and has noted nothing: the policy's calls are made.
    """
    asked = any(isinstance(message, ToolMessage) for message in read_messages(state))
    return not said.tool_calls and not asked


def is_only_small_talk(state: TurnState) -> bool:
    """Whether the person only passed the time of day, so that no tool can be meant: "hello"."""
    understood, text = Understanding.model_validate(state["understanding"]), state["text"]
    if understood.acts != ["small_talk"] or state.get("may_part"):
        return False
    return not telling_words(ReadWords(understood, text), (0, len(text)))


def has_tried(state: TurnState) -> bool:
    """Whether outfits were made in this turn, or tried for too often."""
    answers = [m for m in read_messages(state) if isinstance(m, ToolMessage)]
    tried = [answer for answer in answers if answer.name in OUTFIT_TOOLS]
    return len(tried) >= MOST_REFUSED or any(answer.status == "success" for answer in tried)
