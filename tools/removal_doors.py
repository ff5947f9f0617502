"""The doors to parting with garments: one asks the person, one does what they have agreed to."""

from collections.abc import Mapping
from typing import Final, get_args
from uuid import UUID

from pydantic import BaseModel, Field

from stylist import vocabulary
from stylist.confirmations import Answer as GivenAnswer
from stylist.confirmations import Confirmation, Parting
from stylist.errors import BadRequest, Forbidden
from stylist.frame import Piece
from stylist.plain_text import plain_name
from tools.boundary import Answer, ToolBlock, Turn, known_garment, quote
from tools.confirmations import ask_to_part, names_now, settle
from tools.garments_meant import find_meant

MOST_TOLD: Final = 30
"""Names that a model is told of; the person reads them all."""


class PartingArgs(BaseModel):
    """Arguments of ask_to_part."""

    action: str = Field(description="delete (for good) or archive (out of sight)")
    name: str = Field(default="", description="what the garment is called, or nothing")
    category: str = Field(default="", description="a category such as boots, or nothing")
    slot: str = Field(default="", description=f"one of {', '.join(vocabulary.SLOTS)}, or nothing")
    color: str = Field(default="", description="a colour such as navy, or nothing")
    pattern: str = Field(default="", description="a pattern such as striped, or nothing")
    material: str = Field(default="", description="a material such as wool, or nothing")
    several: bool = Field(default=False, description="whether all that fit are meant, or one")
    everything: bool = Field(default=False, description="whether the whole wardrobe is meant")
    garment_ids: list[str] = Field(default_factory=list, description="ids of garments, if known")


async def ask(
    turn: Turn,
    action: str,
    name: str,
    category: str,
    slot: str,
    color: str,
    pattern: str,
    material: str,
    several: bool,
    everything: bool,
    garment_ids: list[str],
) -> Answer:
    """Ask the person whether garments shall be deleted or archived. Nothing happens until a yes."""
    if not turn.state["may_part"]:
        # Names and notes of garments give no orders, and neither does a model.
        raise Forbidden("Nobody asked for that.", hint="the person has not asked to part with any")
    wanted = next((known for known in get_args(Parting) if known == action), None)
    if wanted is None:
        raise BadRequest("I can delete or archive.", hint="action is delete or archive")
    if unknown := [word for word in (category,) if word and not _is_known(word)]:
        raise BadRequest("I do not know that kind.", hint=f"{quote(unknown[0])} is no category")
    piece = Piece(
        slot=slot or None,
        category=category or None,
        color=color or None,
        pattern=pattern or None,
        material=material or None,
    )
    if not (name or everything or garment_ids or piece != Piece()):
        raise BadRequest("I do not know what is meant.", hint="say which garments are meant")
    meant = await find_meant(
        turn.context.deps,
        action=wanted,
        piece=piece,
        name=name,
        several=several,
        everything=everything,
        garment_ids=[known_garment(turn, id_) for id_ in garment_ids],
    )
    names = [plain_name(garment.name) for garment in meant.garments]
    if not names:
        return Answer(text="no garment fits", block=ToolBlock(facts={"action": wanted}))
    if meant.unsettled:
        said = ", ".join(quote(each) for each in names[:MOST_TOLD])
        return Answer(
            text=f"several fit, ask which is meant: {said}",
            block=ToolBlock(facts={"action": wanted, "which": names}),
        )
    asked = await ask_to_part(
        turn.context.deps,
        run_id=turn.context.run_id,
        action=wanted,
        garment_ids=[garment.id for garment in meant.garments],
    )
    return _told(asked, "the person is asked, nothing has happened")


def _is_known(word: str) -> bool:
    return word in vocabulary.kinds() or word in vocabulary.SLOTS


class SettleArgs(BaseModel):
    """Arguments of settle_parting."""

    confirmation_id: str = Field(description="id of the question")
    answer: str = Field(description="yes or no, as the person has said")


async def settle_asked(turn: Turn, confirmation_id: str, answer: str) -> Answer:
    """Take the person's answer to the question before garments go."""
    said = turn.state["answered"]
    given = next((known for known in get_args(GivenAnswer) if known == answer), None)
    # The words of the person decide, and no model's: they were read before it was asked.
    if said is None or given is None or said != {"id": confirmation_id, "answer": answer}:
        raise Forbidden("The person has not said that.", hint="the person has not said that")
    open_one = Confirmation.model_validate(turn.state["asked"])
    deps = turn.context.deps
    settled = await settle(deps, open_one.id, given)
    return _told(settled, "answered", await names_now(deps, settled.left_out))


def _told(found: Confirmation, what: str, now: Mapping[UUID, str] | None = None) -> Answer:
    """What became of a question; `now` is what those are called that stayed under another name."""
    names = [garment.name for garment in found.garments if garment.id not in found.left_out]
    left = [garment for garment in found.garments if garment.id in found.left_out]
    renamed = [[each.name, (now or {})[each.id]] for each in left if each.id in (now or {})]
    gone = [each.name for each in left if each.id not in (now or {})]
    listed = ", ".join(quote(name) for name in names[:MOST_TOLD])
    return Answer(
        text=f"{what}: {found.action} {len(names)} ({found.state}): {listed}",
        block=ToolBlock(
            confirmation=found,
            facts={
                "action": found.action,
                "names": names,
                "state": found.state,
                "gone": gone,
                "renamed": renamed,
            },
            degraded=found.degraded,
        ),
    )
