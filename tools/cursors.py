"""Cursors of lists: the last row that was seen, as an opaque word."""

import base64
from datetime import datetime
from uuid import UUID

from stylist.errors import BadRequest

Place = tuple[datetime, UUID]
"""A row's time and id."""


def write_cursor(at: datetime, id_: UUID) -> str:
    """The place after a row."""
    place = f"{at.isoformat()}|{id_}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Place:
    """The place that a cursor names.

    Raises:
        BadRequest: we did not make this cursor.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        said = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        at, _, id_ = said.partition("|")
        place = datetime.fromisoformat(at), UUID(id_)
    except ValueError as error:
        raise BadRequest("This cursor is not valid; start again without one.") from error
    if place[0].tzinfo is None:
        raise BadRequest("This cursor is not valid; start again without one.")
    return place
