"""Conversations and their messages, always of one owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Conversation, Message, Outfit, Run
from db.models.base import Json
from stylist.errors import NotFound

TITLE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What a turn starts from: the constraints, the earlier turns and the outfits last shown."""

    constraints: Json
    turn: int
    history: list[tuple[str, str]]
    shown: list[UUID]


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
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID, before_seq: int | None = None
) -> list[Message]:
    """The messages of a conversation, oldest first."""
    wanted = (
        select(Message)
        .join(Conversation)
        .where(Message.conversation_id == conversation_id, Conversation.user_id == owner_id)
    )
    if before_seq is not None:
        wanted = wanted.where(Message.seq < before_seq)
    return list(await session.scalars(wanted.order_by(Message.seq)))


async def read_dialogue(
    session: AsyncSession, message_id: UUID, *, owner_id: UUID, last: int = 12
) -> Dialogue:
    """What was said and shown before a message."""
    message = await session.get_one(Message, message_id)
    conversation = await get_conversation(session, message.conversation_id, owner_id=owner_id)
    earlier = await list_messages(
        session, conversation.id, owner_id=owner_id, before_seq=message.seq
    )
    offered = [m.recommended_outfit_ids for m in earlier if m.recommended_outfit_ids]
    return Dialogue(
        constraints=conversation.active_constraints,
        turn=sum(m.role == "user" for m in earlier),
        history=[(m.role, m.content) for m in earlier[-last:]],
        shown=offered[-1] if offered else [],
    )


async def read_outfits(
    session: AsyncSession, outfit_ids: list[UUID], *, owner_id: UUID
) -> list[Outfit]:
    """Outfits in the order of their ids; unknown ones are left out."""
    wanted = select(Outfit).where(Outfit.id.in_(outfit_ids), Outfit.user_id == owner_id)
    found = {outfit.id: outfit for outfit in await session.scalars(wanted)}
    return [found[id_] for id_ in outfit_ids if id_ in found]


async def known_outfits(
    session: AsyncSession, conversation_id: UUID, *, owner_id: UUID
) -> list[UUID]:
    """Every outfit that was ever shown in a conversation, in order."""
    messages = await list_messages(session, conversation_id, owner_id=owner_id)
    shown = (id_ for message in messages for id_ in message.recommended_outfit_ids or [])
    return list(dict.fromkeys(shown))


async def store_constraints(
    session: AsyncSession,
    message_id: UUID,
    *,
    owner_id: UUID,
    constraints: Json,
    excluded: list[UUID],
) -> None:
    """Keep what a message established, on the message and as what holds in its conversation."""
    message = await session.get_one(Message, message_id)
    message.extracted_constraints = constraints
    await session.execute(
        update(Conversation)
        .where(Conversation.id == message.conversation_id, Conversation.user_id == owner_id)
        .values(
            active_constraints=constraints,
            excluded_item_ids=excluded,
            updated_at=func.clock_timestamp(),
        )
    )
