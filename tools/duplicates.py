"""Garments that may be one and the same: what is asked, and what the answer does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import duplicates as rows
from db import garments
from db.duplicates import Answer
from db.effective_garments import list_effective
from db.models import GarmentDuplicate
from stylist.errors import BadRequest
from stylist.garments import GarmentView
from tools.deps import Deps

ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class DuplicateQuestion:
    """Is `garment`, the later one, the same as `other`? `score` is their likeness (0..1)."""

    id: UUID
    garment: GarmentView
    other: GarmentView
    score: float
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class DuplicateAnswer:
    """What holds after an answer: the garment that was kept and the one put away, if any."""

    id: UUID
    state: Answer
    kept: UUID | None
    archived: UUID | None


async def list_duplicates(deps: Deps) -> list[DuplicateQuestion]:
    """The open questions, likeliest first."""
    async with deps.sessions.begin() as session:
        found = await rows.list_open(session, owner_id=deps.owner_id)
        ids = {id_ for row in found for id_ in (row.garment_id, row.other_id)}
        views = await list_effective(session, owner_id=deps.owner_id, status=None, ids=ids)
    by_id = {view.id: view for view in views}
    return [
        DuplicateQuestion(
            row.id, by_id[row.garment_id], by_id[row.other_id], row.score, row.created_at
        )
        for row in found
        if row.garment_id in by_id and row.other_id in by_id
    ]


async def answer_duplicate(
    deps: Deps, question_id: UUID, *, answer: Answer, keep: UUID | None = None
) -> DuplicateAnswer:
    """Merge the two garments, or remember that they differ.

    "same" keeps one with its record and corrections and archives the other. A later answer takes
    an earlier one back: the archived garment is then where it was before.

    Raises:
        NotFound: no such question.
        BadRequest: "same" without one of the two garments to keep, or "different" with one.
    """
    async with deps.sessions.begin() as session:
        question = await rows.get_question(session, question_id, owner_id=deps.owner_id)
        pair = (question.garment_id, question.other_id)
        if (keep in pair) != (answer == "same"):
            raise BadRequest(
                "To merge two garments, `keep` names one of them; otherwise it is left out."
            )
        await _take_back(session, deps, question)
        goes = next((id_ for id_ in pair if id_ != keep), None) if keep else None
        was = await _archive(session, deps, goes) if goes else None
        await rows.record_answer(session, question, answer, kept_id=keep, was=was)
    return DuplicateAnswer(question_id, answer, keep, goes)


async def _archive(session: AsyncSession, deps: Deps, garment_id: UUID) -> str:
    garment = await garments.get_garment(session, garment_id, owner_id=deps.owner_id, lock=True)
    was = garment.availability
    await _place(session, deps, garment_id, ARCHIVED)
    return was


async def _take_back(session: AsyncSession, deps: Deps, question: GarmentDuplicate) -> None:
    """Bring back what an earlier "same" put away, unless its owner moved it since."""
    if question.kept_id is None or question.was is None:
        return
    pair = {question.garment_id, question.other_id}
    (gone,) = pair - {question.kept_id}
    garment = await garments.get_garment(session, gone, owner_id=deps.owner_id, lock=True)
    if garment.availability == ARCHIVED:
        await _place(session, deps, gone, question.was)
    await session.refresh(garment)


async def _place(session: AsyncSession, deps: Deps, garment_id: UUID, availability: str) -> None:
    await garments.set_availability(
        session, [garment_id], owner_id=deps.owner_id, availability=availability
    )
