"""What a model is told before it speaks: who it is, what was said, and how things stand."""

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage

from agent.models import ChosenModel
from agent.policy.situation import Situation
from agent.state import TurnState, read_messages
from prompts import render
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard
from tools.outfit_doors import tell_card

SITUATION = "SITUATION\n"


def brief(state: TurnState, model: ChosenModel) -> list[AnyMessage]:
    """The messages for a model's next step: the policy reads a record, a language model prose.

    How things stand comes last, so that what never changes (instructions, tools, history) is one
    prefix that a server has read before.
    """
    if model.is_offline:
        told = SystemMessage(SITUATION + read_situation(state).model_dump_json())
        return [told, HumanMessage(state["text"]), *read_messages(state)]
    asked = HumanMessage(tell_turn(state))
    return [SystemMessage(render("stylist")), *_history(state), asked, *read_messages(state)]


def read_situation(state: TurnState) -> Situation:
    """How things stand, for the policy."""
    return Situation.model_validate(
        {
            "understanding": state["understanding"],
            "shown": state["shown"],
            "replaced": state.get("replaced"),
            "order": state.get("order"),
            "answered": state.get("answered"),
            "let_go": state.get("let_go", False),
        }
    )


def tell_turn(state: TurnState) -> str:
    """The person's words for a language model, with what holds, was before, and is seen."""
    understood = Understanding.model_validate(state["understanding"])
    cards = [OutfitCard.model_validate(card) for card in state["shown"]]
    shown = "\n".join(tell_card(number, card) for number, card in enumerate(cards, start=1))
    told = render(
        "stylist_turn",
        constraints=tell_frame(understood.frame),
        acts=", ".join(understood.acts),
        moves=", ".join(understood.delta.moves) or "none",
        shown=shown or "nothing yet",
        said=state["text"],
    )
    return "\n\n".join(part for part in (state.get("earlier", ""), told) if part)


def tell_frame(frame: ConstraintFrame) -> str:
    """What holds in the conversation, as JSON without what is not said."""
    return frame.model_dump_json(exclude_defaults=True, exclude={"provenance"})


def _history(state: TurnState) -> list[AnyMessage]:
    return [
        HumanMessage(said) if role == "user" else AIMessage(said) for role, said in state["history"]
    ]
