"""Whether a conversation went as its case says, turn by turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evals.cases import ConversationCase, ExpectedTurn
from evals.judging.calls import CallVerdict, judge_calls
from evals.judging.gold_frame import GoldFrame
from evals.judging.meaning import MeaningVerdict, judge_meaning
from evals.judging.screen import Screen
from evals.judging.shows import show_faults
from evals.judging.worn import Closet
from evals.metrics.exclusions import violations
from evals.running.seen import ConversationSeen, TurnSeen, TurnTrace
from evals.wardrobe import wardrobe_of
from stylist.outfits import OutfitCard


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnVerdict:
    """A turn against its case. Of the `outfits` shown, `violating` many break the gold frame."""

    say: str
    meaning: MeaningVerdict
    calls: CallVerdict | None
    outfits: int
    violating: int
    faults: list[str]
    seen: TurnSeen
    trace: TurnTrace

    @property
    def holds(self) -> bool:
        """Whether all is as expected."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationVerdict:
    """A conversation against its case."""

    turns: list[TurnVerdict]
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every turn and the wardrobe are as expected."""
        return not self.faults and all(turn.holds for turn in self.turns)


def judge_conversation(
    case: ConversationCase, seen: ConversationSeen, traces: Mapping[str, TurnTrace]
) -> ConversationVerdict:
    """Judge every turn with what stood on the screen before it."""
    closet = Closet.of(wardrobe_of(case.garments, case.without), seen.garments)
    gold, shown, earlier = GoldFrame(), list[OutfitCard](), list[OutfitCard]()
    turns = []
    for turn, done in zip(case.turns, seen.turns, strict=True):
        screen = Screen(shown, seen.garments)
        gold.take_in(turn.expect, screen)
        trace = traces.get(done.run_id, TurnTrace())
        turns.append(_judge_turn(turn.say, turn.expect, done, trace, screen, closet, gold, earlier))
        shown = done.outfits if done.outfits is not None else shown
        earlier += done.outfits or []
    changed = [] if case.changes_wardrobe else [f"{n} is not as it was" for n in seen.changed]
    return ConversationVerdict(turns=turns, faults=changed)


def _judge_turn(
    say: str,
    expect: ExpectedTurn,
    done: TurnSeen,
    trace: TurnTrace,
    screen: Screen,
    closet: Closet,
    gold: GoldFrame,
    earlier: Sequence[OutfitCard],
) -> TurnVerdict:
    shown = done.outfits or []
    meaning = _meaning(expect, trace, screen)
    calls = None
    if expect.tools is not None:
        calls = judge_calls(expect.tools, trace.tools, mode=expect.trajectory, screen=screen)
    broken = [violations(gold.flat, closet.worn(card)) for card in shown]
    faults = [
        *([f"the run ended badly: {done.error}"] if done.error else []),
        *meaning.wrong,
        *(calls.faults if calls else []),
        *(f"excluded, yet shown: {told}" for each in broken for told in each),
        *(f"not of the wardrobe: {id_}" for card in shown for id_ in closet.strangers(card)),
        *_reply_faults(expect, done.reply),
    ]
    if expect.shows is not None:
        faults += show_faults(expect.shows, shown, screen=screen, closet=closet, earlier=earlier)
    return TurnVerdict(
        say=say,
        meaning=meaning,
        calls=calls,
        outfits=len(shown),
        violating=sum(map(bool, broken)),
        faults=faults,
        seen=done,
        trace=trace,
    )


def _meaning(expect: ExpectedTurn, trace: TurnTrace, screen: Screen) -> MeaningVerdict:
    if trace.understanding is None or trace.before is None:
        return MeaningVerdict(wrong=["nothing was understood"])
    return judge_meaning(expect, trace.understanding, before=trace.before, screen=screen)


def _reply_faults(expect: ExpectedTurn, reply: str) -> Iterator[str]:
    said = reply.casefold()
    for wanted in expect.reply_contains:
        any_of = [wanted] if isinstance(wanted, str) else wanted
        if not any(words.casefold() in said for words in any_of):
            yield f"the reply lacks {' or '.join(any_of)!r}"
    for words in expect.reply_never:
        if words.casefold() in said:
            yield f"the reply says {words!r}"
