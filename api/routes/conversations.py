"""Conversations and their messages."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from agent import chat
from api.auth import CurrentDeps
from api.chat import CurrentAgent, answer_with_run, read_cursor, write_cursor
from db import conversations as rows
from stylist.frame import ConstraintFrame

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])
Title = Annotated[str, Field(min_length=1, max_length=200)]


class NewConversation(BaseModel):
    """A conversation to begin; its title is its first words when none is given."""

    model_config = ConfigDict(extra="forbid")
    title: Title | None = None


class NewTitle(BaseModel):
    """Another title."""

    model_config = ConfigDict(extra="forbid")
    title: Title


class NewMessage(BaseModel):
    """What the person says."""

    model_config = ConfigDict(extra="forbid")
    content: str


class ConversationOut(BaseModel):
    """A conversation and what holds in it."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    title: str | None
    constraints: ConstraintFrame = Field(validation_alias="active_constraints")
    excluded_item_ids: list[UUID]
    created_at: datetime
    updated_at: datetime


class MessageOut(BaseModel):
    """One utterance; `constraints` are those after it, when it was the person's."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    role: str
    content: str
    run_id: UUID | None
    outfit_ids: list[UUID] | None = Field(validation_alias="recommended_outfit_ids")
    constraints: ConstraintFrame | None = Field(validation_alias="extracted_constraints")
    created_at: datetime


class ConversationWithMessages(ConversationOut):
    """A conversation with everything that was said, oldest first."""

    messages: list[MessageOut]


class ConversationPage(BaseModel):
    """Conversations, the one spoken in last first; `next_cursor` is null on the last page."""

    items: list[ConversationOut]
    next_cursor: str | None


class MessageAccepted(BaseModel):
    """The message is stored and its run has been started."""

    message_id: UUID
    run_id: UUID


@router.post("", status_code=201)
async def begin(deps: CurrentDeps, body: NewConversation | None = None) -> ConversationOut:
    """Begin a conversation."""
    async with deps.sessions.begin() as session:
        title = body.title if body else None
        made = await rows.add_conversation(session, owner_id=deps.owner_id, title=title)
    return ConversationOut.model_validate(made)


@router.get("")
async def list_all(
    deps: CurrentDeps,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
    cursor: str | None = None,
) -> ConversationPage:
    """List conversations."""
    before = read_cursor(cursor) if cursor else None
    async with deps.sessions() as session:
        found = await rows.list_conversations(
            session, owner_id=deps.owner_id, limit=limit + 1, before=before
        )
    items = [ConversationOut.model_validate(row) for row in found[:limit]]
    more = len(found) > limit
    last = items[-1] if more else None
    return ConversationPage(
        items=items, next_cursor=write_cursor(last.updated_at, last.id) if last else None
    )


@router.get("/{conversation_id}")
async def read(conversation_id: UUID, deps: CurrentDeps) -> ConversationWithMessages:
    """Read a conversation with its messages."""
    async with deps.sessions() as session:
        found = await rows.get_conversation(session, conversation_id, owner_id=deps.owner_id)
        said = await rows.list_messages(session, conversation_id, owner_id=deps.owner_id)
    messages = [MessageOut.model_validate(message) for message in said]
    head = ConversationOut.model_validate(found)
    return ConversationWithMessages.model_construct(**dict(head), messages=messages)


@router.patch("/{conversation_id}")
async def rename(conversation_id: UUID, body: NewTitle, deps: CurrentDeps) -> ConversationOut:
    """Give a conversation another title."""
    async with deps.sessions.begin() as session:
        renamed = await rows.rename_conversation(
            session, conversation_id, owner_id=deps.owner_id, title=body.title
        )
    return ConversationOut.model_validate(renamed)


@router.delete("/{conversation_id}", status_code=204)
async def delete(conversation_id: UUID, deps: CurrentDeps, agent: CurrentAgent) -> None:
    """Delete a conversation with its messages and runs; an answer in work is stopped."""
    await chat.delete(agent, deps, conversation_id)


@router.post("/{conversation_id}/messages", status_code=202, response_model=MessageAccepted)
async def say(
    conversation_id: UUID,
    body: NewMessage,
    request: Request,
    deps: CurrentDeps,
    agent: CurrentAgent,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """Say something: 202 with the ids, or the run's events for `Accept: text/event-stream`."""
    run = await chat.say(
        agent, deps, conversation_id, content=body.content, idempotency_key=idempotency_key
    )
    accepted = MessageAccepted(message_id=run.message_id, run_id=run.id)
    return answer_with_run(request, deps, run, accepted)
