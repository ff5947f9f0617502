"""A frame does not grow with the conversation."""

from agent.bounded import DROPPED, MOST, bounded
from stylist.frame import ConstraintFrame, Delta, Detail, Provenance, Understanding


def understood(frame: ConstraintFrame) -> Understanding:
    return Understanding(frame=frame, delta=Delta(), acts=["refine"])


def test_a_frame_of_usual_length_is_left_alone() -> None:
    frame = ConstraintFrame(notes=[f"no zorb{n}" for n in range(MOST)])
    heard = understood(frame)
    assert bounded(heard) == (heard, [])


def test_the_oldest_notes_and_details_go_and_that_is_said() -> None:
    frame = ConstraintFrame(notes=[f"no zorb{n}" for n in range(MOST + 2)])
    frame.colors.avoid = ["black"]
    for n in range(MOST + 1):
        frame.details.avoid.append(Detail(attribute="brand", value=f"b{n}"))
        frame.provenance[f"details.avoid.brand:b{n}"] = Provenance(turn=n, text="x", start=0, end=1)
    kept, said = bounded(understood(frame))
    assert said == [DROPPED]
    assert kept.frame.notes == [f"no zorb{n}" for n in range(2, MOST + 2)]
    assert [detail.value for detail in kept.frame.details.avoid] == [
        f"b{n}" for n in range(1, MOST + 1)
    ]
    assert len(kept.frame.provenance) == MOST
    assert kept.frame.colors.avoid == ["black"]
    assert len(frame.notes) == MOST + 2
