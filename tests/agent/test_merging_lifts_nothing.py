"""Whatever a language model claims, no refusal that the rules read is gone or loosened."""

import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
import yaml

from agent.understanding import understand
from agent.understanding.second_reading.claims import Claim
from agent.understanding.second_reading.claims import Path as ClaimPath
from agent.understanding.second_reading.merging import merge
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Piece

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
CASES = yaml.safe_load((Path(__file__).parent / "utterances.yaml").read_text("utf-8"))
STRANGE = ("quorly zanzible", "frabjous", "kein gimblig")
"""Words that nobody knows: only where there are some is a model heard."""
TEXTS = [f"{case['text']} {STRANGE[n % 3]}" for n, case in enumerate(CASES)]
VALUES = [
    *vocabulary.colors(),
    *vocabulary.kinds(),
    *vocabulary.SLOTS,
    *(
        name
        for group in ("pattern", "material", "style", "fit")
        for name in vocabulary.terms(group)
    ),
]
WISHES = ("colors", "categories", "patterns", "materials", "styles")
LIES = 12


def lies(text: str, chance: random.Random) -> Iterator[Claim]:
    """Claims that quote the turn and want anything."""
    words = text.split() or ["x"]
    for _ in range(LIES):
        start = chance.randrange(len(words))
        span = " ".join(words[start : start + chance.randint(1, 6)])
        path = chance.choice(get_args(ClaimPath))
        value, of = chance.choice(VALUES), chance.choice(["", "", *VALUES])
        side = chance.choice(["want", "want", "avoid"])
        yield Claim.model_validate(
            {"span": span, "polarity": side, "path": path, "value": value, "of": of}
        )


def refusals(frame: ConstraintFrame) -> set[str]:
    """Everything that the frame refuses."""
    found = {f"{field}.{name}" for field in WISHES for name in getattr(frame, field).avoid}
    found |= {f"piece {piece!r}" for piece in frame.pieces.avoid}
    found |= {f"detail {detail!r}" for detail in frame.details.avoid}
    return found | {*frame.items.exclude, *frame.notes, *frame.only}


def allowed(frame: ConstraintFrame) -> list[Piece]:
    return list(frame.pieces.allow)


@pytest.mark.parametrize("earlier", ["", "no black, no boots, no brown shoes, nothing striped"])
def test_no_claim_lifts_a_refusal(earlier: str) -> None:
    chance = random.Random(5)
    before = ConstraintFrame()
    if earlier:
        before = understand(earlier, frame=before, shown=None, turn=0, now=NOW).frame
    added = 0
    for text in TEXTS:
        ours = understand(text, frame=before, shown=None, turn=1, now=NOW)
        told = list(lies(text, chance))
        merged = merge(ours, told, text=text, before=before, turn=1)
        frame = merged.understanding.frame
        assert refusals(ours.frame) <= refusals(frame), text
        assert all(piece in allowed(ours.frame) for piece in allowed(frame)), text
        for field in WISHES:
            wish = getattr(frame, field)
            assert not set(wish.want) & set(wish.avoid), text
        added += len(merged.added)
    assert added > len(TEXTS) / 10  # the lies were believable
