"""The constraint frame: what the person wants, in the vocabularies, as the contract of all parts.

Its JSON is the same at the command line, in the API, in the database and in the evals. Polarity is
never lost: what is not wanted stands in `avoid` or `exclude`.
"""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Act = Literal[
    "request",
    "refine",
    "retract",
    "refer",
    "accept",
    "reject",
    "ask_why",
    "ask_fact",
    "confirm",
    "small_talk",
    "out_of_scope",
]
Move = Literal[
    "warmer",
    "cooler",
    "dressier",
    "more_casual",
    "more_colourful",
    "less_colourful",
    "simpler",
    "bolder",
]


FORECAST = "forecast"
"""The provenance text of weather that was looked up."""


class FrameModel(BaseModel):
    """Base of the frame's parts: unknown keys are refused, so that a typo never passes silently.

    A number is a number: JSON has no NaN, and PostgreSQL stores none.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


LIKELY: Final = 0.5
"""From this probability on one dresses for rain."""


class Weather(FrameModel):
    """Weather as stated or looked up; `when` and `place` are as said plus resolved values.

    `rain_probability` is 0..1. Rain among the conditions is there, however improbable it was.
    """

    temperature_c: float | None = None
    conditions: list[str] = Field(default_factory=list)
    rain_probability: float | None = None
    place: str | None = None
    when: str | None = None

    @property
    def rain_is_likely(self) -> bool:
        """Whether the probability of rain, where it is known, asks to be dressed for."""
        return self.rain_probability is not None and self.rain_probability >= LIKELY


class Formality(FrameModel):
    """The wanted band of the 0..1 formality axis; None leaves an end open."""

    min: float | None = None
    max: float | None = None


class Wish(FrameModel):
    """Names that are wanted and names that are not."""

    want: list[str] = Field(default_factory=list)
    avoid: list[str] = Field(default_factory=list)


class Items(FrameModel):
    """Garment ids (as strings) that must be in every outfit, or in none."""

    require: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)


class Piece(FrameModel):
    """A partial garment that ties wishes together: "brown shoes" is slot shoes, colour brown."""

    slot: str | None = None
    category: str | None = None
    color: str | None = None
    pattern: str | None = None
    material: str | None = None


class Pieces(FrameModel):
    """Partial garments that are wanted, not wanted, or allowed in spite of a flat `avoid`."""

    want: list[Piece] = Field(default_factory=list)
    avoid: list[Piece] = Field(default_factory=list)
    allow: list[Piece] = Field(default_factory=list)


class Budget(FrameModel):
    """A spending limit: `max` in units of `currency` (ISO 4217)."""

    max: float
    currency: str | None = None


Attribute = Literal[
    "neckline", "sleeves", "length", "embellishment", "cut", "size", "brand", "price", "rating"
]
"""What people say of a garment beyond the closed lists."""


Exclusive = Literal["colors", "patterns", "materials"]
"""The lists that may be exclusive."""


class Detail(FrameModel):
    """A quality that no photo tells, such as a v-neck; `of` is the category or slot it was said of.

    `value` is a name of `stylist.vocabulary.details`, or the person's own word for a brand, a
    numbered size or a rating.
    """

    attribute: Attribute
    value: str
    of: str | None = None


class Details(FrameModel):
    """Details that are wanted and details that are not; tools pass over what they cannot check."""

    want: list[Detail] = Field(default_factory=list)
    avoid: list[Detail] = Field(default_factory=list)


class Provenance(FrameModel):
    """Where a value came from: the turn (0-based user turn), the words, stated or inferred."""

    turn: int
    text: str
    start: int
    end: int
    kind: Literal["stated", "inferred"] = "stated"


class ConstraintFrame(FrameModel):
    """Everything the conversation has established so far.

    `only` names the lists whose `want` is all that may be worn: "only black".
    """

    occasion: str | None = None
    weather: Weather = Field(default_factory=Weather)
    formality: Formality = Field(default_factory=Formality)
    styles: Wish = Field(default_factory=Wish)
    colors: Wish = Field(default_factory=Wish)
    categories: Wish = Field(default_factory=Wish)
    patterns: Wish = Field(default_factory=Wish)
    materials: Wish = Field(default_factory=Wish)
    items: Items = Field(default_factory=Items)
    pieces: Pieces = Field(default_factory=Pieces)
    details: Details = Field(default_factory=Details)
    only: list[Exclusive] = Field(default_factory=list)
    seasons: list[str] = Field(default_factory=list)
    fit: str | None = None
    warmth: Literal["warmer", "cooler"] | None = None
    budget: Budget | None = None
    count: int | None = None
    notes: list[str] = Field(default_factory=list)
    provenance: dict[str, Provenance] = Field(default_factory=dict)


class Delta(FrameModel):
    """What one turn changed: scalar paths set, list members added or removed, and moves."""

    set: dict[str, Any] = Field(default_factory=dict)
    add: dict[str, list[Any]] = Field(default_factory=dict)
    remove: dict[str, list[Any]] = Field(default_factory=dict)
    moves: list[Move] = Field(default_factory=list)


class Span(FrameModel):
    """The words (end-exclusive character offsets in the turn's text) that gave a frame path."""

    path: str
    text: str
    start: int
    end: int


class Reference(FrameModel):
    """Words that point at something shown: an outfit, garments of it, or a slot."""

    text: str
    outfit_id: str | None = None
    garment_ids: list[str] = Field(default_factory=list)
    slot: str | None = None


class Tastes(FrameModel):
    """What the person says of themselves in general, beyond this conversation."""

    favorite_colors: list[str] = Field(default_factory=list)
    avoid_colors: list[str] = Field(default_factory=list)
    preferred_styles: list[str] = Field(default_factory=list)
    avoid_styles: list[str] = Field(default_factory=list)
    preferred_fit: str = ""


class Doubt(FrameModel):
    """Words that may not mean what they say, and why: the reader should ask or say so.

    `contradiction`: wanted and refused in one turn (the refusal stands). `sarcasm`: praise that
    complains. `language`: words of another language than English. `unclear`: things that were
    named, and neither asked for nor refused in words that are understood.
    """

    text: str
    start: int
    end: int
    why: Literal["contradiction", "sarcasm", "language", "unclear"]


class Understanding(FrameModel):
    """What one turn means: the frame after it, the change, the dialogue acts and the evidence.

    `references` point at what was shown, `swap_slots` are pieces to change, `asked` what a question
    is about, `tastes` what holds beyond this conversation, `answer` a bare yes or no;
    `beyond` are words that point at an outfit that is not there; `started_over` says that
    everything before was let go. `asked_about` are the qualities that a question is after (price,
    size, color, …), `uncertain` the words that may not mean what they say.
    """

    frame: ConstraintFrame
    delta: Delta
    acts: list[Act]
    spans: list[Span] = Field(default_factory=list)
    references: list[Reference] = Field(default_factory=list)
    swap_slots: list[str] = Field(default_factory=list)
    beyond: list[str] = Field(default_factory=list)
    asked: list[Piece] = Field(default_factory=list)
    tastes: Tastes = Field(default_factory=Tastes)
    answer: Literal["yes", "no"] | None = None
    started_over: bool = False
    asked_about: list[str] = Field(default_factory=list)
    uncertain: list[Doubt] = Field(default_factory=list)
