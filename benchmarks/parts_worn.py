"""What each part of the score tells of outfits that people put together (Polyvore-T).

Items become garments by the words that compatibility reads and by their fine category: kind,
colours, pattern, material; formality and warmth are those usual for the kind. Pieces that have no
place in the engine's outfits (jewellery, scarves, watches) are left out, and so are questions about
them or with one of them among the candidates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Final
from uuid import UUID

import numpy as np

from benchmarks.ablation import WHOLE, Gap, gap, scored
from ml.outfits import Request
from ml.outfits.compatibility.model import on_scale
from ml.outfits.compatibility.reading import Item, fine_category, of_garment, read
from ml.outfits.compatibility.words import spelled
from ml.outfits.facts import COLUMNS, GarmentFacts, facts_of
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build
from ml.outfits.together import Together
from ml.training.outfits.folds import Fold
from ml.training.outfits.questions import Blank, right
from ml.training.outfits.weighing import Sheet, calibrate, sheet_of, weigh
from stylist import vocabulary
from stylist.arrays import Floats
from stylist.garments import ColorShare, GarmentAttributes, GarmentView

NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)
FURTHER: Final = {
    "Tops": "long-sleeve-top", "Tunics": "blouse", "Vests": "jacket", "Outerwear": "jacket",
    "Skinny Jeans": "jeans", "Bootcut Jeans": "jeans", "Boyfriend Jeans": "jeans",
    "Flared Jeans": "jeans", "Straight Leg Jeans": "jeans", "Wide Leg Jeans": "jeans",
    "Capri & Cropped Pants": "pants", "Dresses": "dress", "Cocktail Dresses": "dress",
    "Gowns": "dress", "Jumpsuits": "dress", "Rompers": "dress", "Mini Skirts": "skirt",
    "Knee Length Skirts": "skirt", "Long Skirts": "skirt", "Knee High Boots": "boots",
    "Mid Calf Boots": "boots", "Over-The-Knee Boots": "boots", "Rain Boots": "rain-boots",
    "Flip Flops": "sandals", "Clogs": "shoes", "Slippers": "flats", "Activewear Shorts": "shorts",
    "Activewear Jackets": "jacket", "Activewear Tank Tops": "tank-top", "Handbags": "bag",
    "Clutches": "bag", "Shoulder Bags": "bag", "Tote Bags": "bag", "Messenger Bags": "bag",
    "Backpacks": "bag",
}  # fmt: skip
"""Fine categories that none of our kinds is judged as, and the kind that they are nearest to."""


@cache
def _kinds() -> dict[str, list[str]]:
    """Our kinds by the fine category that they are judged as, categories before finer ones."""
    found: dict[str, list[str]] = {}
    for name in vocabulary.kinds():
        if fine := fine_category(name):
            found.setdefault(fine, []).append(name)
    for fine, name in FURTHER.items():
        found.setdefault(fine, []).insert(0, name)
    return found


def _meanings(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Single words by the name of the vocabulary that they stand for."""
    rows = ((word, name) for name, words in names.items() for word in (*words, name))
    return {"".join(spelled(word)): name for word, name in rows}


@cache
def _words() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    colors = {name: color.words for name, color in vocabulary.colors().items()}
    return (
        _meanings(colors),
        _meanings(vocabulary.terms("pattern")),
        _meanings(vocabulary.terms("material")),
    )


def as_garment(item: Item, key: int) -> GarmentFacts | None:
    """What the engine would know of an item, or None where it has no place for such a piece."""
    words = read(item, attributes_only=True).words
    kinds = _kinds().get(fine_category(item.category) or "", [])
    if not kinds:
        return None
    said = {name: set(spelled(name.replace("-", " "))) for name in kinds}
    finer = [name for name in kinds[1:] if len(said[name]) > 1 and said[name] <= {*words}]
    kind = vocabulary.kinds()[finer[0] if finer else kinds[0]]
    colors, patterns, materials = (
        list(dict.fromkeys(known[word] for word in words if word in known)) for known in _words()
    )
    view = GarmentView(
        id=UUID(int=key + 1),
        status="ready",
        name=kind.name,
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes=GarmentAttributes(
            colors=[
                ColorShare(name=c, hex=vocabulary.colors()[c].hex, share=1 / len(colors))
                for c in colors
            ],
            pattern=next((name for name in patterns if name != "solid"), None),
            material=materials[0] if materials else None,
        ),
        created_at=NOW,
        updated_at=NOW,
    )
    return facts_of(view)


@dataclass
class Answers:
    """Right answers (0..1) and, for outfits, the score of worn and thrown, by what is left out."""

    slot: dict[str, list[float]] = field(default_factory=dict)
    category: dict[str, list[float]] = field(default_factory=dict)
    worn: dict[str, list[Floats]] = field(default_factory=dict)
    thrown: dict[str, list[Floats]] = field(default_factory=dict)
    pieces: int = 0
    colored: int = 0


def sheets(folds: Sequence[Fold]) -> list[Sheet]:
    """What each fold's model says of its questions, to weigh the other folds' models by."""
    return [sheet_of(fold.model, fold.paper, attributes_only=True) for fold in folds]


def answer(
    folds: Sequence[Fold], weighing: Sequence[Sheet], earlier: Answers | None = None
) -> Answers:
    """Answer every fold's questions with the whole score and without each part that applies.

    A fold's compatibility is weighed on the other folds' sheets. They are added to `earlier` ones.
    """
    answers = earlier or Answers()
    for number, fold in enumerate(folds):
        rest = [sheet for other, sheet in enumerate(weighing) if other != number]
        _answer_fold(fold, rest, answers)
    return answers


def _answer_fold(fold: Fold, rest: Sequence[Sheet], answers: Answers) -> None:
    facts = [as_garment(item, at) for at, item in enumerate(fold.paper.items)]
    garments = [one for one in facts if one]
    at = {one.view.id.int - 1: number for number, one in enumerate(garments)}
    answers.pieces += len(garments)
    answers.colored += sum(bool(one.colors) for one in garments)
    request = Request()
    now = resolve(request, [])
    table = replace(build(garments, request, now), together=_together(garments, fold, rest))
    judge = Judge(table, request, now)
    columns = [garment.column for garment in garments]

    def row(items: Sequence[int]) -> list[int] | None:
        filled = [-1] * COLUMNS
        for item in items:
            if item in at and filled[columns[at[item]]] < 0:
                filled[columns[at[item]]] = at[item]
            elif item in at:
                return None
        return filled

    for blanks, kept in ((fold.paper.slot, answers.slot), (fold.paper.category, answers.category)):
        _fill(judge, blanks, row, at, kept)
    worn, thrown = [], []
    for one, other in zip(fold.paper.worn, fold.paper.thrown, strict=True):
        both = [(a, b) for a, b in zip(one, other, strict=True) if a in at and b in at]
        rows = row([a for a, _ in both]), row([b for _, b in both])
        if len(both) > 1 and rows[0] and rows[1]:
            worn.append(rows[0])
            thrown.append(rows[1])
    for side, found in ((worn, answers.worn), (thrown, answers.thrown)):
        for way, scores in scored(judge, np.array(side)).items():
            found.setdefault(way, []).append(scores)


def _fill(
    judge: Judge,
    blanks: Sequence[Blank],
    row: Callable[[Sequence[int]], list[int] | None],
    at: Mapping[int, int],
    kept: dict[str, list[float]],
) -> None:
    asked: list[tuple[Blank, list[list[int]]]] = []
    for blank in blanks:
        if not all(c in at for c in blank.candidates) or not any(p in at for p in blank.rest):
            continue
        rows = [row([*blank.rest, candidate]) for candidate in blank.candidates]
        whole = [one for one in rows if one]
        if len(whole) == len(rows):
            asked.append((blank, whole))
    everything = np.array([one for _, rows in asked for one in rows])
    for way, scores in scored(judge, everything).items():
        each = zip(scores.reshape(len(asked), -1), asked, strict=True)
        kept.setdefault(way, []).extend(right(s.tolist(), blank.answer) for s, (blank, _) in each)


def _together(garments: Sequence[GarmentFacts], fold: Fold, rest: Sequence[Sheet]) -> Together:
    """Compatibility as the engine reads garments, fitted and weighed without the asked outfits."""
    weight = np.maximum(weigh(rest), 0.0)
    worn, thrown = (
        np.concatenate([getattr(s, side) for s in rest]) @ weight for side in ("worn", "thrown")
    )
    slope, offset = calibrate(worn, thrown)
    readings = [read(of_garment(garment), attributes_only=True) for garment in garments]
    value = np.tensordot(weight, np.stack(fold.model.parts(readings, attributes_only=True)), 1)
    pairs = on_scale(slope * value + offset)
    alike: Ints = np.array([*range(len(garments)), 0], dtype=np.int64)
    return Together(alike, (pairs + pairs.T) / 2)


def _placed(worn: Floats, thrown: Floats) -> tuple[Floats, Floats]:
    """(N,) each: the share of the others that an outfit beats, or loses to."""

    def below(scores: Floats, others: Floats) -> Floats:
        order = np.sort(np.round(others, 12))
        scores = np.round(scores, 12)
        left, right_ = (np.searchsorted(order, scores, side=s) for s in ("left", "right"))
        share: Floats = (left + right_) / 2 / len(order)
        return share

    return below(worn, thrown), 1.0 - below(thrown, worn)


def area(answers: Answers, out: str) -> tuple[float, Floats]:
    """The area under the curve, and (N,) what each outfit and its swap bring to it (DeLong 1988).

    Their mean is the area, and their spread is its error's.
    """
    first, second = [], []
    for worn, thrown in zip(answers.worn[out], answers.thrown[out], strict=True):
        a, b = _placed(worn, thrown)
        first.append(a)
        second.append(b)
    one, other = np.concatenate(first), np.concatenate(second)
    return float(one.mean()), one + other - one.mean()


def lines(answers: Answers) -> list[str]:
    """The table: the whole score, then how much worse (below nought) it gets without a part."""
    count = len(answers.slot[WHOLE]), len(answers.category[WHOLE]), len(area(answers, WHOLE)[1])
    told = [
        f"{count[0]:,} blanks with distractors of the same slot, {count[1]:,} of the same fine "
        f"category, {count[2]:,} outfits against as many thrown together; {answers.pieces:,} "
        f"pieces, of which {answers.colored:,} name a colour.",
        "",
        "| | blank, same slot | blank, same category | AUC |",
        "|---|---|---|---|",
    ]
    value, whole = area(answers, WHOLE)
    slot, category = answers.slot[WHOLE], answers.category[WHOLE]
    told.append(
        f"| {WHOLE} | {np.mean(slot):.4f} ± {gap(slot).half:.4f} | {np.mean(category):.4f} ± "
        f"{gap(category).half:.4f} | {value:.4f} ± {gap(whole).half:.4f} |"
    )
    for way in answers.slot:
        if way != WHOLE:
            change = [_paired(kept[way], kept[WHOLE]) for kept in (answers.slot, answers.category)]
            change.append(gap(area(answers, way)[1] - whole))
            told.append(f"| {way} | {' | '.join(map(str, change))} |")
    return told


def _paired(mine: Sequence[float], whole: Sequence[float]) -> Gap:
    return gap(a - b for a, b in zip(mine, whole, strict=True))
