"""A frame holds so many of the person's own words and no more, however long they talk.

Everything else in it is of closed vocabularies. What is over goes, the oldest first, and is said.
"""

from typing import Final

from agent.understanding.frame.ledger import detail_key
from stylist.frame import ConstraintFrame, Understanding

MOST: Final = 60
"""Notes, and details of each side."""
DROPPED: Final = "oldest-notes-dropped"


def bounded(understood: Understanding) -> tuple[Understanding, list[str]]:
    """What was understood with a frame not too long, and the degraded state where it was."""
    frame = understood.frame
    if max(len(frame.notes), len(frame.details.want), len(frame.details.avoid)) <= MOST:
        return understood, []
    return understood.model_copy(update={"frame": _cut(frame)}), [DROPPED]


def _cut(frame: ConstraintFrame) -> ConstraintFrame:
    kept = frame.model_copy(deep=True)
    kept.notes = kept.notes[-MOST:]
    for side in ("want", "avoid"):
        listed = getattr(kept.details, side)
        for detail in listed[:-MOST]:
            kept.provenance.pop(f"details.{side}.{detail_key(detail)}", None)
        setattr(kept.details, side, listed[-MOST:])
    return kept
