"""What is asked of the engine: the frame, the person's tastes, their history, what to vary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ml.outfits.compatibility.visual import Looks
from stylist.frame import ConstraintFrame
from stylist.garments import GarmentView


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Stated and learned tastes. They tilt the judgement; only the frame's words are hard.

    `comfort_style_balance` is 0 (comfort first) to 1 (style first). `learned` maps an attribute
    ("color:navy", "category:boots", "pattern:striped", "formality") to log-odds of liking
    (`taste_attributes`). `clo_offset` is how much more insulation this person needs than others.
    """

    styles: tuple[str, ...] = ()
    avoid_styles: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    avoid_colors: tuple[str, ...] = ()
    fit: str | None = None
    formality: tuple[float, float] = (0.0, 1.0)
    comfort_style_balance: float = 0.5
    learned: Mapping[str, float] = field(default_factory=dict)
    clo_offset: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was worn, shown and not liked.

    Days since each garment was worn, on how many days of the last weeks, how often each was shown
    lately, outfits to leave out.
    """

    worn_days_ago: Mapping[UUID, float] = field(default_factory=dict)
    wears: Mapping[UUID, int] = field(default_factory=dict)
    shown: Mapping[UUID, int] = field(default_factory=dict)
    disliked: tuple[frozenset[UUID], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to the engine.

    `moves` compare with `reference` when there is one: "warmer" then gives only outfits of more
    clo than it. A reference is also stayed near to; `recolor` are colours that a piece must bring
    in which the reference has not. `exclude` are garment sets already shown. `lot` settles which
    of equally good outfits comes first: the same lot, the same outfits. With `looks`, what
    photos say of pairs is added to what attributes say.
    """

    frame: ConstraintFrame = field(default_factory=ConstraintFrame)
    preferences: Preferences = field(default_factory=Preferences)
    history: History = field(default_factory=History)
    count: int = 3
    moves: tuple[str, ...] = ()
    reference: tuple[GarmentView, ...] = ()
    exclude: tuple[frozenset[UUID], ...] = ()
    recolor: tuple[str, ...] = ()
    lot: int = 0
    looks: Looks | None = None
