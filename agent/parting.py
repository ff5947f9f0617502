"""What a turn says about parting with clothes: an order, or the answer to the question before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from agent.parting_answers import answer_in
from agent.removals import Removal, removal_in, without_order
from agent.understanding.words.pasted import says_nothing
from stylist.confirmations import Confirmation
from stylist.frame import Understanding
from stylist.outfits import OutfitCard
from tools.confirmations import withdraw
from tools.deps import Deps


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
    deps: Deps,
    conversation_id: UUID,
    text: str,
    *,
    asked: Confirmation | None,
    stale: bool,
    shown: Sequence[OutfitCard] = (),
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
    order = removal_in(text, [item for card in shown for item in card.items])
    let_go = asked is not None and order is None
    return Parting(rest=without_order(text, order), order=order, let_go=let_go)


def with_no_other_act(understood: Understanding, heard: Parting) -> Understanding:
    """The understanding of a turn that only gave an order: it has no act of its own."""
    if heard.order is None or not says_nothing(heard.rest):
        return understood
    return understood.model_copy(update={"acts": []})
