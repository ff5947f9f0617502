"""The first two steps of a turn: gather what it starts from, and understand the words."""

import logging
import unicodedata
from typing import Any

from langgraph.runtime import Runtime

from agent.asides import Aside, aside_in, without
from agent.bounded import bounded
from agent.context import RunContext
from agent.parting import hear_parting, with_no_other_act
from agent.parting_words import speaks_of_parting
from agent.policy.returning import made_from
from agent.read_along import read_along
from agent.remembering import HEARD, REMEMBERED, TOLD, remember
from agent.state import TurnState, add_degraded
from agent.tracing import tell_understanding, understand_span
from agent.understanding import understand
from agent.understanding.frame.undoing import goes_back
from agent.understanding.words.legible import BREAKS
from agent.understanding.words.pasted import own_words
from db.confirmations import read_asked
from db.conversations import read_dialogue, read_frames, read_outfits
from db.session import autocommit
from stylist.confirmations import Confirmation
from stylist.events import ConstraintsUpdated
from stylist.frame import Act, ConstraintFrame, Understanding
from stylist.mended_frame import DROPPED, mended
from stylist.outfits import OutfitCard
from tools.boundary import GarmentRef
from tools.confirmations import view
from tools.moments import local_time
from tools.outfit_cards import read_cards_now

log = logging.getLogger(__name__)


async def guard(state: TurnState, runtime: Runtime[RunContext]) -> TurnState:
    """Clean the words of what no one can type, and gather what was said and shown before."""
    run, deps = runtime.context.recorder.run, runtime.context.deps
    model = runtime.context.model
    async with autocommit(deps.sessions) as session:
        dialogue = await read_dialogue(
            session,
            run.conversation_id,
            run.message_id,
            owner_id=deps.owner_id,
            last=HEARD if model.is_offline else TOLD,
        )
        past = (
            await read_frames(session, run.conversation_id, run.message_id, owner_id=deps.owner_id)
            if goes_back(run.text)
            else []
        )
        told = await remember(session, run, dialogue, model)
        recent = dialogue.known[-REMEMBERED:]
        older = [id_ for id_ in told.outfit_ids if id_ not in recent]
        given = await read_outfits(session, [*older, *recent], owner_id=deps.owner_id)
        known = await read_cards_now(session, deps, given)
        asked, right_after = await read_asked(
            session, run.conversation_id, run.message_id, owner_id=deps.owner_id
        )
    shown = [card for card in known if card.id in dialogue.shown]
    before = made_from(shown, known) if goes_back(run.text) else None
    held, dropped = mended(dialogue.constraints)
    if dropped:
        log.warning("Run %s: earlier constraints that nobody knows: %s.", run.id, dropped)
    return {
        "text": clean(run.text),
        "settings": dialogue.settings,
        "turn": dialogue.turn,
        "history": [list(pair) for pair in told.newest],
        "earlier": told.earlier,
        "base_frame": held.model_dump(mode="json"),
        "past": past,
        "shown": [card.model_dump(mode="json") for card in shown],
        "replaced": before.model_dump(mode="json") if before else None,
        "known_outfits": [str(outfit.id) for outfit in given],
        "garments": refs_of(known),
        "asked": view(asked).model_dump(mode="json") if asked and right_after else None,
        "stale": asked is not None and not right_after,
        "messages": [],
        "tool_calls": [],
        "outfits": [],
        "steps": 0,
        "degraded": [*model.degraded, *([DROPPED] if dropped else [])],
    }


def refs_of(outfits: list[OutfitCard]) -> dict[str, dict[str, Any]]:
    """The garments of outfits by id, each enough to know it again."""
    items = (item for outfit in outfits for item in outfit.items)
    return {
        str(item.garment_id): GarmentRef.of_item(item).model_dump(mode="json") for item in items
    }


def clean(text: str) -> str:
    """The text without control and invisible characters, in composed form."""
    composed = unicodedata.normalize("NFC", text.translate(BREAKS))
    kept = (c for c in composed if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(kept).strip()


async def listen(state: TurnState, runtime: Runtime[RunContext]) -> TurnState:
    """Bring the constraint frame up to date with this turn, keep it, and tell of it."""
    recorder, settings = runtime.context.recorder, state["settings"]
    heard = await hear_parting(
        runtime.context.deps,
        recorder.run.conversation_id,
        state["text"],
        asked=Confirmation.model_validate(state["asked"]) if state["asked"] else None,
        stale=state["stale"],
        shown=[OutfitCard.model_validate(card) for card in state["shown"]],
    )
    aside = aside_in(heard.rest)
    rest = without(heard.rest, aside)
    with understand_span() as span:
        understood = understand(
            rest,
            frame=ConstraintFrame.model_validate(state["base_frame"]),
            shown=[OutfitCard.model_validate(card) for card in state["shown"]],
            turn=state["turn"],
            now=local_time(settings, runtime.context.deps.now()),
            history=[(role, words) for role, words in state["history"][-HEARD:]],
            imperial=settings.get("units") == "imperial",
            past=[ConstraintFrame.model_validate(frame) for frame in state.get("past", [])],
        )
        understood, degraded = await read_along(
            runtime.context.model,
            understood,
            text=own_words(rest),
            before=ConstraintFrame.model_validate(state["base_frame"]),
            turn=state["turn"],
        )
        understood, cut = bounded(understood)
        understood = with_no_other_act(beside_a_wish(understood, aside, rest), heard)
        told = understood.model_dump(mode="json")
        contents = runtime.context.deps.settings.agent.trace_contents
        tell_understanding(span, before=state["base_frame"], told=told, contents=contents)
    await recorder.keep_constraints(understood.frame)
    await recorder.say(
        ConstraintsUpdated(
            constraints=understood.frame, delta=understood.delta, acts=list(understood.acts)
        )
    )
    # What was gone back to is needed no more, and a checkpoint stays small without it.
    return {
        "frame": told["frame"],
        "understanding": told,
        "past": [],
        "may_part": heard.order is not None or speaks_of_parting(state["text"], understood),
        "order": heard.order.model_dump(mode="json") if heard.order else None,
        "answered": heard.answered,
        "let_go": heard.let_go,
        "proposed": False,
        "degraded": add_degraded(state, *degraded, *cut),
    }


def beside_a_wish(understood: Understanding, aside: Aside | None, rest: str) -> Understanding:
    """What was understood, with the act of what was said beside it."""
    if aside is None or (aside.kind != "mark" and rest.strip()):
        return understood
    pointed = understood.references or understood.beyond
    marked: list[Act] = ["accept", "refer"] if pointed else ["accept"]
    return understood.model_copy(update={"acts": marked if aside.kind == "mark" else ["ask_fact"]})
