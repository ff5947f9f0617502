"""What a turn says about parting with clothes: an order, or the answer to the question before."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from uuid import UUID

from agent.removals import Removal, answer_in, removal_in, without_order
from agent.understanding.pasted import own_words, says_nothing
from stylist.confirmations import Confirmation
from stylist.frame import Understanding
from tools.confirmations import withdraw
from tools.deps import Deps

_QUOTED: Final = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """What was heard.

    `rest` remains to be understood, `answered` is a question's id with the person's yes or no;
    `let_go` says that a question lapsed.
    """

    rest: str
    order: Removal | None = None
    answered: dict[str, str] | None = None
    let_go: bool = False


async def hear_parting(
    deps: Deps, conversation_id: UUID, text: str, *, asked: Confirmation | None, stale: bool
) -> Parting:
    """Read a turn; a question that it does not answer with a plain yes or no is withdrawn.

    So a later "yes" to something else deletes nothing. `asked` is the question of the turn before;
    a `stale` one was put earlier.
    """
    answer = answer_in(text) if asked else None
    if asked is not None and answer is not None:
        return Parting(rest=answer, answered={"id": str(asked.id), "answer": answer})
    if asked is not None or stale:
        await withdraw(deps, conversation_id)
    order = removal_in(text)
    let_go = asked is not None and order is None
    return Parting(rest=without_order(text, order), order=order, let_go=let_go)


def speaks_of_parting(text: str, understood: Understanding) -> bool:
    """Whether the person's own words may be about parting with clothes at all.

    Where they are not, no model may put the question: names of garments order nothing, and a "yes"
    to an outfit must not meet it. In another language only a model can tell.
    """
    if any(doubt.why == "language" for doubt in understood.uncertain):
        return True
    return _parting().search(_QUOTED.sub(" ", own_words(text)).lower()) is not None


@cache
def _parting() -> re.Pattern[str]:
    told = files(__package__).joinpath("parting.toml").read_text("utf-8")
    return re.compile(rf"\b(?:{'|'.join(tomllib.loads(told)['parting'])})\b")


def with_no_other_act(understood: Understanding, heard: Parting) -> Understanding:
    """The understanding of a turn that only gave an order: it has no act of its own."""
    if heard.order is None or not says_nothing(heard.rest):
        return understood
    return understood.model_copy(update={"acts": []})
