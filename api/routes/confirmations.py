"""Questions before garments go: read the open one of a conversation, and answer it."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.auth import CurrentDeps
from stylist.confirmations import Answer, Confirmation
from tools import confirmations

router = APIRouter(prefix="/v1", tags=["conversations"])


class GivenAnswer(BaseModel):
    """A yes or a no."""

    model_config = ConfigDict(extra="forbid")
    answer: Answer


@router.get("/conversations/{conversation_id}/confirmation")
async def read(conversation_id: UUID, deps: CurrentDeps) -> Confirmation:
    """Read what the conversation waits for a yes or no to; 404 when it waits for nothing."""
    return await confirmations.read_open(deps, conversation_id)


@router.post("/confirmations/{confirmation_id}")
async def answer(confirmation_id: UUID, body: GivenAnswer, deps: CurrentDeps) -> Confirmation:
    """Answer a question: on a yes, exactly the garments that it names go, once.

    `state` tells what became of it; a yes to a question that was let go is a 409.
    """
    return await confirmations.settle(deps, confirmation_id, body.answer)
