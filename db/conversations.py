"""Conversations and their messages, always of one owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Conversation, Message, Outfit, Run, User
from db.models.base import Json
from stylist.errors import NotFound

TITLE_CHARS = 60
RECENT = 200
"""Messages that a turn looks back on; a longer conversation costs a turn no more."""
UNSYNCHRONISED = {"synchronize_session": False}
"""An update of rows that the session has not read."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What a turn starts from: whose it is, what holds, what was said and what was shown.

    `shown` are the outfits last shown, `known` those of the last RECENT messages, in order.
    """

    settings: Json
    constraints: Json
    turn: int
    history: list[tuple[str, str]]
    shown: list[UUID]
    known: list[UUID]


async def add_conversation(
    session: AsyncSession, *, owner_id: UUID, title: str | None = None
) -> Conversation:
    """Begin a conversation."""
    conversation = Conversation(user_id=owner_id, title=title)
    session.add(conversation)
    await session.flush()
    await session.refresh(conversation)
    return conversation


async def get_conversation(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID, lock: bool = False
) -> Conversation:
    """Read one conversation, locked for this transaction when asked.

    Raises:
        NotFound: no such conversation, or it is somebody else's.

    """
    wanted = select(Conversation).where(
        Conversation.id == conversation_id, Conversation.user_id == owner_id
    )
    conversation = await session.scalar(wanted.with_for_update() if lock else wanted)
    if conversation is None:
        raise NotFound("There is no such conversation.")
    return conversation


async def list_conversations(
    session: AsyncSession,
    *,
    owner_id: UUID,
    limit: int,
    before: tuple[datetime, UUID] | None = None,
) -> list[Conversation]:
    """The owner's conversations, the one spoken in last first; `before` is the last row seen."""
    place = tuple_(Conversation.updated_at, Conversation.id)
    wanted = select(Conversation).where(Conversation.user_id == owner_id)
    if before is not None:
        wanted = wanted.where(place < tuple_(*before))
    order = (Conversation.updated_at.desc(), Conversation.id.desc())
    return list(await session.scalars(wanted.order_by(*order).limit(limit)))


async def rename_conversation(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID, title: str
) -> Conversation:
    """Give a conversation another title."""
    conversation = await get_conversation(session, conversation_id, owner_id=owner_id, lock=True)
    conversation.title = title
    await session.flush()
    await session.refresh(conversation)
    return conversation


async def delete_conversation(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID
) -> list[UUID]:
    """Delete a conversation with its messages and runs; returns the runs that it had."""
    await get_conversation(session, conversation_id, owner_id=owner_id, lock=True)
    runs = await session.scalars(select(Run.id).where(Run.conversation_id == conversation_id))
    gone = list(runs)
    await session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    return gone


async def list_messages(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID
) -> list[Message]:
    """The messages of a conversation, oldest first."""
    wanted = (
        select(Message)
        .join(Conversation)
        .where(Message.conversation_id == conversation_id, Conversation.user_id == owner_id)
    )
    return list(await session.scalars(wanted.order_by(Message.seq)))


async def read_dialogue(
    session: AsyncSession,
    conversation_id: UUID,
    message_id: UUID,
    *,
    owner_id: UUID,
    last: int = 12,
) -> Dialogue:
    """What was said and shown before a message, however often it is asked.

    The history are the `last` messages.

    Raises:
        NotFound: no such conversation, or it is somebody else's.

    """
    before = Message.seq < select(Message.seq).where(Message.id == message_id).scalar_subquery()
    settings, constraints = await _read_head(session, conversation_id, before, owner_id=owner_id)
    here = (Message.conversation_id == conversation_id, before)
    asked = select(func.count()).where(*here, Message.role == "user").scalar_subquery()
    told = select(Message.role, Message.content, Message.recommended_outfit_ids, asked)
    newest = told.where(*here).order_by(Message.seq.desc()).limit(RECENT)
    earlier = (await session.execute(newest)).all()[::-1]
    offered = [ids for _, _, ids, _ in earlier if ids]
    return Dialogue(
        settings=settings,
        constraints=constraints or {},
        turn=earlier[-1][3] if earlier else 0,
        history=[(role, content) for role, content, _, _ in earlier[-last:]],
        shown=offered[-1] if offered else [],
        known=list(dict.fromkeys(id_ for ids in offered for id_ in ids)),
    )


async def read_frames(
    session: AsyncSession,
    conversation_id: UUID,
    message_id: UUID,
    *,
    owner_id: UUID,
    last: int = 20,
) -> list[Json]:
    """The constraints before each of the `last` user messages before a message, oldest first."""
    before = Message.seq < select(Message.seq).where(Message.id == message_id).scalar_subquery()
    told = (
        select(Message.extracted_constraints)
        .join(Conversation)
        .where(Message.conversation_id == conversation_id, Conversation.user_id == owner_id)
        .where(before, Message.role == "user", Message.extracted_constraints.is_not(None))
        .order_by(Message.seq.desc())
        .limit(last + 1)
    )
    newest_first = list(await session.scalars(told))
    # The newest is what holds now; before the first message nothing held.
    began: list[Json] = [{}] if len(newest_first) <= last else []
    return [*began, *(frame or {} for frame in newest_first[:0:-1])]


async def _read_head(
    session: AsyncSession, conversation_id: UUID, before: ColumnElement[bool], *, owner_id: UUID
) -> tuple[Json, Json | None]:
    # Not the conversation's own constraints: a run that died may have written this message's.
    held = (
        select(Message.extracted_constraints)
        .where(Message.conversation_id == conversation_id, before)
        .where(Message.extracted_constraints.is_not(None))
        .order_by(Message.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        select(User.settings, held)
        .join(Conversation, Conversation.user_id == User.id)
        .where(Conversation.id == conversation_id, User.id == owner_id)
    )
    head = (await session.execute(wanted)).one_or_none()
    if head is None:
        raise NotFound("There is no such conversation.")
    return head[0], head[1]


async def read_outfits(
    session: AsyncSession, outfit_ids: list[UUID], *, owner_id: UUID
) -> list[Outfit]:
    """Outfits in the order of their ids; unknown ones are left out."""
    wanted = select(Outfit).where(Outfit.id.in_(outfit_ids), Outfit.user_id == owner_id)
    found = {outfit.id: outfit for outfit in await session.scalars(wanted)}
    return [found[id_] for id_ in outfit_ids if id_ in found]


async def store_constraints(
    session: AsyncSession,
    message_id: UUID,
    *,
    owner_id: UUID,
    constraints: Json,
    excluded: list[UUID],
) -> None:
    """Keep what a message established, on the message and as what holds in its conversation."""
    noting = (
        update(Message)
        .where(Message.id == message_id)
        .values(extracted_constraints=constraints)
        .returning(Message.conversation_id)
    )
    conversation_id = await session.scalar(noting, execution_options=UNSYNCHRONISED)
    holding = (
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.user_id == owner_id)
        .values(
            active_constraints=constraints,
            excluded_item_ids=excluded,
            updated_at=func.clock_timestamp(),
        )
    )
    await session.execute(holding, execution_options=UNSYNCHRONISED)
