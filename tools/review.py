"""The review queue: what is in doubt, the costliest first, and a yes to what was seen."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from db import garments as rows
from db.effective_garments import get_effective, list_effective
from stylist.errors import BadRequest, Conflict
from stylist.garments import IN_SIGHT, GarmentView
from tools.corrections import GarmentChange
from tools.deps import Deps
from tools.doubts import FieldDoubt, doubt_of, field_doubts, value_of
from tools.duplicates import DuplicateQuestion, list_duplicates
from tools.garment_vectors import follow_change
from tools.garments import Changed
from tools.item_facts import ItemFacts

COST_OF_DOUBLE: Final = 0.5
"""What it costs to keep one garment as two, against a wrong category. A judgement."""
WORDS: Final = "doubts"
"""Stands for the words against the photo, among the fields that can be confirmed."""
CONFIRMABLE: Final = frozenset(
    {*GarmentChange.model_fields.keys() - ItemFacts.model_fields.keys(), WORDS}
)


@dataclass(frozen=True, slots=True)
class AttributeReview:
    """A garment with fields or a photo in doubt; `doubt` is 0..1, what a look is worth."""

    garment: GarmentView
    doubt: float
    fields: list[FieldDoubt]
    kind: Literal["attributes"] = "attributes"

    @property
    def place(self) -> tuple[float, str]:
        """Where it stands in the queue; smaller comes first."""
        return -self.doubt, str(self.garment.id)


@dataclass(frozen=True, slots=True)
class DuplicateReview:
    """Two garments that may be one; answered where duplicates are answered."""

    question: DuplicateQuestion
    kind: Literal["duplicate"] = "duplicate"

    @property
    def doubt(self) -> float:
        """What a look is worth (0..1)."""
        return round(COST_OF_DOUBLE * self.question.score, 6)

    @property
    def place(self) -> tuple[float, str]:
        """Where it stands in the queue; smaller comes first."""
        return -self.doubt, str(self.question.id)


ReviewItem = AttributeReview | DuplicateReview


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some of the queue, how many wait in all, and where the next page begins."""

    items: list[ReviewItem]
    open: int
    next_cursor: str | None


async def list_review(deps: Deps, *, cursor: str | None, limit: int) -> ReviewPage:
    """One page of the queue. What is answered leaves it; the cursor is not shaken by that.

    Raises:
        BadRequest: the cursor is not one of ours.
    """
    after = _read_cursor(cursor) if cursor else None
    async with deps.sessions.begin() as session:
        garments = await list_effective(session, owner_id=deps.owner_id, availability=IN_SIGHT)
    doubles = [DuplicateReview(question) for question in await list_duplicates(deps)]
    every: list[ReviewItem] = [*_doubted(garments), *doubles]
    waiting = sorted(every, key=lambda item: item.place)
    rest = [item for item in waiting if after is None or item.place > after]
    more = len(rest) > limit
    page = rest[:limit]
    return ReviewPage(page, len(waiting), _write_cursor(page[-1]) if more else None)


async def confirm_garment(
    deps: Deps, garment_id: UUID, fields: Sequence[str] | None = None
) -> Changed:
    """Say that what was seen is right; without fields, of everything in doubt. Twice is once.

    Raises:
        NotFound: no such garment.
        Conflict: its photo is not read yet.
        BadRequest: no such field, or nothing is known of it.
    """
    owner = deps.owner_id
    async with deps.sessions.begin() as session:
        await rows.get_garment(session, garment_id, owner_id=owner, lock=True)
        view = await get_effective(session, garment_id, owner_id=owner)
        if view.status != "ready":
            raise Conflict(
                "The photo of this garment is not read yet; there is nothing to confirm."
            )
        said = _confirmed(view, _all_in_doubt(view) if fields is None else fields)
        if said:
            await rows.add_label(
                session, garment_id, owner_id=owner, fields=said, source="confirmed"
            )
        after = await get_effective(session, garment_id, owner_id=owner)
    return Changed(after, await follow_change(deps, after) if said else [])


def _doubted(garments: Sequence[GarmentView]) -> list[AttributeReview]:
    items = []
    for garment in garments:
        fields = field_doubts(garment)
        if fields or garment.doubts:
            items.append(AttributeReview(garment, doubt_of(garment, fields), fields))
    return items


def _all_in_doubt(garment: GarmentView) -> list[str]:
    return [doubt.field for doubt in field_doubts(garment)] + [WORDS] * bool(garment.doubts)


def _confirmed(garment: GarmentView, fields: Sequence[str]) -> dict[str, object]:
    """The fields of the label row; what the person has said before is not said again."""
    said: dict[str, object] = {}
    for field in dict.fromkeys(fields):
        if field not in CONFIRMABLE:
            raise BadRequest(f"“{field[:40]}” cannot be confirmed; known are: {_known()}.")
        if field == WORDS:
            said |= {WORDS: garment.doubts} if garment.doubts else {}
        elif (value := value_of(garment, field)) in (None, []):
            raise BadRequest(f"Nothing is known of {field.replace('_', ' ')} that could be right.")
        elif field not in garment.corrected:
            said[field] = value
    if "color_primary" in said:
        said["colors"] = value_of(garment, "colors")
    return said


def _known() -> str:
    return ", ".join(sorted(CONFIRMABLE))


def _write_cursor(item: ReviewItem) -> str:
    doubt, id_ = item.place
    place = f"{-doubt!r}|{id_}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[float, str]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        doubt, _, id_ = (
            base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition("|")
        )
        return -float(doubt), str(UUID(id_))
    except ValueError as error:
        raise BadRequest("This cursor is not valid; start again without one.") from error
