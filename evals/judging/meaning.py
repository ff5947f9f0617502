"""Whether a turn was understood as a case says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from evals.cases import Meaning
from evals.judging.screen import Screen
from evals.judging.slots import delta_slots, flatten, frame_slots, plain, without
from evals.metrics.counts import Counts, count
from evals.metrics.slots import Slot, as_text
from stylist.frame import ConstraintFrame, Piece, Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningVerdict:
    """How a turn was understood: slots and acts of both sides, references, and what is wrong.

    `gold` and `found` are None where the case says nothing of the frame; `acts` and `references`
    are None where it says nothing of them. `lost` are exclusions that were not heard.
    """

    gold: frozenset[Slot] | None = None
    found: frozenset[Slot] | None = None
    acts: Counts | None = None
    references: Counts | None = None
    wrong: list[str] = field(default_factory=list)

    @property
    def lost(self) -> list[Slot]:
        """Expected exclusions that were not heard."""
        missed = (self.gold or frozenset()) - (self.found or frozenset())
        return sorted(one for one in missed if one.polarity == "avoid")

    @property
    def holds(self) -> bool:
        """Whether all is as expected."""
        return not self.wrong


def judge_meaning(
    expect: Meaning, heard: Understanding, *, before: ConstraintFrame, screen: Screen
) -> MeaningVerdict:
    """Compare what was heard with what a case expects."""
    gold, found = _slots(expect, heard, before, screen)
    references = _references(expect, heard, screen)
    wrong = [
        *_slot_faults(gold, found),
        *_act_faults(expect, heard),
        *_forbidden(expect, heard, screen),
        *_other_faults(expect, heard),
    ]
    if references is not None and references.fp + references.fn:
        wrong.append(f"references: {_told(heard)}, expected {expect.references}")
    return MeaningVerdict(
        gold=gold,
        found=found,
        acts=None if expect.acts is None else count(set(expect.acts), set(heard.acts)),
        references=references,
        wrong=wrong,
    )


def _slots(
    expect: Meaning, heard: Understanding, before: ConstraintFrame, screen: Screen
) -> tuple[frozenset[Slot] | None, frozenset[Slot] | None]:
    if expect.frame is not None:
        both = frame_slots(expect.frame, heard.frame, screen)
    elif expect.delta is not None:
        after = heard.frame
        both = delta_slots(expect.delta, heard.delta, before=before, after=after, screen=screen)
    else:
        return None, None
    gold, found = (without(side, expect.free) for side in both)
    return gold, found


def _slot_faults(gold: frozenset[Slot] | None, found: frozenset[Slot] | None) -> list[str]:
    gold, found = gold or frozenset(), found or frozenset()
    missed = [f"missed {say_slot(one)}" for one in sorted(gold - found)]
    return missed + [f"invented {say_slot(one)}" for one in sorted(found - gold)]


def say_slot(one: Slot) -> str:
    """A slot in words."""
    side = "" if one.polarity == "is" else f" {one.polarity}"
    return f"{one.path}{side}: {one.value}"


def _act_faults(expect: Meaning, heard: Understanding) -> list[str]:
    acts, wrong = set(heard.acts), []
    if expect.acts is not None and acts != set(expect.acts):
        wrong.append(f"acts {sorted(acts)}, expected {sorted(expect.acts)}")
    if expect.acts_any and not acts & set(expect.acts_any):
        wrong.append(f"acts {sorted(acts)}, expected one of {sorted(expect.acts_any)}")
    if never := acts & set(expect.acts_never):
        wrong.append(f"acts {sorted(never)} must not be")
    return wrong


def _forbidden(expect: Meaning, heard: Understanding, screen: Screen) -> list[str]:
    holds = flatten(heard.frame)
    wrong = []
    for path, values in expect.forbid.items():
        given = holds.get(path)
        listed = values if isinstance(values, list) else [values]
        named = [one for each in listed for one in screen.resolve(path, each)]
        have = {as_text(one) for one in (given if isinstance(given, list) else [given])}
        wrong += [f"forbidden {path}: {one}" for one in named if as_text(one) in have]
    return wrong


def _other_faults(expect: Meaning, heard: Understanding) -> Iterable[str]:
    for words in expect.notes:
        if not any(words.casefold() in note.casefold() for note in heard.frame.notes):
            yield f"no note of {words!r}"
    for name in ("swap_slots", "asked_about"):
        wanted, given = getattr(expect, name), getattr(heard, name, [])
        if wanted is not None and set(wanted) != set(given):
            yield f"{name} {given}, expected {wanted}"
    if expect.asked is not None and _keys(expect.asked) != _keys(heard.asked):
        yield f"asked {sorted(_keys(heard.asked))}, expected {sorted(_keys(expect.asked))}"
    if expect.answer is not None and (heard.answer or "none") != expect.answer:
        yield f"answer {heard.answer}, expected {expect.answer}"
    yield from _doubt_faults(expect, heard)


def _doubt_faults(expect: Meaning, heard: Understanding) -> Iterable[str]:
    doubts = {doubt.why for doubt in heard.uncertain}
    if expect.uncertain is not None and doubts != set(expect.uncertain):
        yield f"uncertain {sorted(doubts)}, expected {expect.uncertain}"
    if expect.tastes is not None:
        stated = heard.tastes.model_dump(exclude_defaults=True)
        if stated != expect.tastes:
            yield f"tastes {stated}, expected {expect.tastes}"


def _keys(pieces: Iterable[Piece]) -> set[str]:
    return {as_text(plain(piece)) for piece in pieces}


def _references(expect: Meaning, heard: Understanding, screen: Screen) -> Counts | None:
    if expect.references is None:
        return None
    gold = {id_ for place in expect.references for id_ in screen.ids(place)}
    return count(gold, _pointed(heard))


def _pointed(heard: Understanding) -> set[str]:
    """What was pointed at: garments where some are meant, else the outfit."""
    found: set[str] = set()
    for reference in heard.references:
        whole = [reference.outfit_id] if reference.outfit_id else []
        found |= set(reference.garment_ids or whole)
    return found


def _told(heard: Understanding) -> Any:
    return [reference.text for reference in heard.references]
