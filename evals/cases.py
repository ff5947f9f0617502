"""The schema of suites: utterances against their meaning, conversations against what must happen.

Suites are YAML files; `evals/suites/README.md` shows one of each kind.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from evals.expected_frame import FlatFrame, FramePath
from stylist.frame import Act, Move, Piece
from stylist.vocabulary import Slot

Tag = Literal[
    "negation", "scope", "exception", "list", "comparative", "degree", "number", "unit", "budget",
    "count", "place", "time", "weather", "season", "occasion", "formality", "style", "fit",
    "material", "pattern", "color", "piece", "synonym", "colloquial", "spelling", "reference",
    "correction", "retraction", "undo", "dislike", "taste", "question", "why", "fact", "small-talk",
    "out-of-scope", "accept", "reject", "swap", "move", "injection", "contradiction", "sarcasm",
    "foreign", "noise", "long", "empty", "implied", "carry-over", "restart",
]  # fmt: skip
Trajectory = Literal["strict", "unordered", "subset", "superset"]

SHOWN = re.compile(r"shown\.[1-9]\d*(\.(top|bottom|dress|outerwear|shoes|accessory))?$")
NAMED = re.compile(r"[a-z][a-z0-9-]*(\.(top|bottom|dress|outerwear|shoes|accessory))?$")


def _check_place(place: str) -> str:
    if not (SHOWN.match(place) or NAMED.match(place)):
        raise ValueError(
            f"{place!r} is no place: write shown.2, shown.2.shoes, an outfit or a garment by name"
        )
    return place


Place = Annotated[str, AfterValidator(_check_place)]
"""Something on the screen: `shown.2`, `shown.2.shoes`, `office.shoes`, or a garment by name."""


class SuiteModel(BaseModel):
    """Base of the schema: a key that is not known is a typo."""

    model_config = ConfigDict(extra="forbid")


class Said(SuiteModel):
    """An earlier turn."""

    role: Literal["user", "assistant"]
    content: str


class ExpectedDelta(SuiteModel):
    """What one turn changes, the whole of it; a value that is unset is set to null."""

    set: FlatFrame = Field(default_factory=dict)
    add: FlatFrame = Field(default_factory=dict)
    remove: FlatFrame = Field(default_factory=dict)
    moves: list[Move] = Field(default_factory=list)


class Meaning(SuiteModel):
    """What a turn must be understood as. What is left out is not judged.

    `frame` is the whole of what holds after the turn, `delta` the whole of what it changes; give
    one of them. Inferred values (a formality that follows from an occasion) may be there unnamed.
    `acts` is the exact set, of `acts_any` one must be there, of `acts_never` none. `forbid` must
    not be in the frame. Of `notes`, each must be part of a note. Paths that are `free` are not
    judged: people would read them differently. `uncertain` are the reasons why words may not mean
    what they say, `asked_about` the qualities that a question is after.
    """

    frame: FlatFrame | None = None
    delta: ExpectedDelta | None = None
    acts: list[Act] | None = None
    acts_any: list[Act] = Field(default_factory=list)
    acts_never: list[Act] = Field(default_factory=list)
    forbid: FlatFrame = Field(default_factory=dict)
    free: list[FramePath] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    references: list[Place] | None = None
    swap_slots: list[Slot] | None = None
    asked: list[Piece] | None = None
    tastes: dict[str, list[str] | str] | None = None
    answer: Literal["yes", "no", "none"] | None = None
    asked_about: list[str] | None = None
    uncertain: list[Literal["contradiction", "sarcasm", "language", "unclear"]] | None = None

    @model_validator(mode="after")
    def _say_it_once(self) -> "Meaning":
        if self.frame is not None and self.delta is not None:
            raise ValueError("give frame or delta, not both: two tellings drift apart")
        return self


class ExpectedTool(SuiteModel):
    """A tool call: its arguments, those that matter.

    A value is the argument itself, `{any_of: [...]}`, or a place where the argument is an id.
    """

    name: str
    args: dict[str, Any] = Field(default_factory=dict)


class Count(SuiteModel):
    """How many."""

    at_least: int = 0
    at_most: int = 20


class Than(SuiteModel):
    """Every outfit against one that was shown before."""

    outfit: Place
    is_: list[Literal["warmer", "cooler", "dressier", "more_casual"]] = Field(alias="is")


class Keeps(SuiteModel):
    """Every outfit wears what another wore, but for some slots."""

    outfit: Place
    except_: list[Slot] = Field(alias="except")


class Shows(SuiteModel):
    """What the outfits shown in a turn must be.

    `every`: pieces that each outfit has, each of them. `none`: pieces that no outfit has.
    `with_`/`without` name garments. `fresh`: none was shown before. All hold for every outfit.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    count: int | Count | None = None
    every: list[Piece] = Field(default_factory=list)
    none: list[Piece] = Field(default_factory=list)
    with_: list[Place] = Field(default_factory=list, alias="with")
    without: list[Place] = Field(default_factory=list)
    fresh: bool = False
    than: Than | None = None
    keeps: Keeps | None = None


class ExpectedTurn(Meaning):
    """What a turn of a conversation must mean, do, show and say.

    `tools` are the calls in order ([] means none), compared as `trajectory` says. Of
    `reply_contains`, each must be in the reply, or one of it where it is a list.
    """

    tools: list[ExpectedTool] | None = None
    trajectory: Trajectory = "strict"
    reply_contains: list[str | list[str]] = Field(default_factory=list)
    reply_never: list[str] = Field(default_factory=list)
    shows: Shows | None = None


class Case(SuiteModel):
    """What all cases have. `family` names the wording's template: a family is held out whole."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    family: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    tags: list[Tag] = Field(min_length=1)
    units: Literal["metric", "imperial"] = "metric"


class UtteranceCase(Case):
    """One thing said. `shown` names outfits on the screen, in order; `before` is what held."""

    text: str
    history: list[Said] = Field(default_factory=list)
    before: FlatFrame = Field(default_factory=dict)
    shown: list[str] = Field(default_factory=list)
    expect: Meaning


class ExtraGarment(SuiteModel):
    """A garment that one conversation adds to the wardrobe, its words as somebody else wrote them.

    `name` and `notes` are what the owner (or an imported file) says; looks as in `garments.tsv`.
    """

    n: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    subcategory: str
    colour: str
    pattern: str = "solid"
    formality: int = Field(default=3, ge=1, le=5)
    warmth: int = Field(default=2, ge=1, le=3)
    name: str | None = None
    notes: str | None = None
    brand: str | None = None


class Turn(SuiteModel):
    """One turn of the person, and what must follow."""

    say: str
    expect: ExpectedTurn = Field(default_factory=ExpectedTurn)


class ConversationCase(Case):
    """A conversation over the fixed wardrobe.

    Unless `changes_wardrobe`, no garment may be other or gone at its end.
    """

    garments: list[ExtraGarment] = Field(default_factory=list)
    without: list[str] = Field(default_factory=list)
    changes_wardrobe: bool = False
    turns: list[Turn] = Field(min_length=1)


Group = Literal["own", "unheard"]
"""`unheard` suites were written apart from the reading, and no goal is fitted to them."""


class UtteranceSuite(SuiteModel):
    """A file of utterances."""

    group: Group = "own"
    suite: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    kind: Literal["utterances"]
    about: str
    cases: list[UtteranceCase] = Field(min_length=1)


class ConversationSuite(SuiteModel):
    """A file of conversations."""

    group: Group = "own"
    suite: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    kind: Literal["conversations"]
    about: str
    cases: list[ConversationCase] = Field(min_length=1)


Suite = Annotated[UtteranceSuite | ConversationSuite, Field(discriminator="kind")]
