"""Simulated people for the benchmark of learning: wardrobes, tastes, and how they react.

A person likes an outfit with the log-odds
    b + k·(score − its mean) + u·(attributes that the engine sees) + v·(what it does not see).
u is sparse: six to ten attributes matter to somebody. What is not seen: how each single garment is
liked, and which colours are worn together. k differs from person to person and is not what the
engine takes it to be. Kinds of people: static; drifting (every 30 reactions a third of u is drawn
anew, and like-rates are by the taste of that moment); contradictory (a quarter of the reactions say
the opposite); adversarial (the stronger a feeling, the likelier the reaction says the opposite: 45
of 100 times at the strongest, so that hardly anything can be learned and much be mislearned); coin
(reactions have nothing to do with what is shown).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

import numpy as np

from ml.outfits import Request
from ml.outfits.eligible import ready
from ml.outfits.facts import BLAZER, BOTTOM, COLUMNS, DRESS, MID, OUTER, SHOES, TOP, GarmentFacts
from ml.outfits.learn import Observation
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import Ints, build
from ml.outfits.taste_attributes import attributes_of
from ml.outfits.taste_fit import Floats, chance
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Weather
from stylist.garments import ColorShare, GarmentAttributes, GarmentView

KINDS = ("static", "drifting", "contradictory", "adversarial", "coin")
FRAME = ConstraintFrame(weather=Weather(temperature_c=15))
OUTFITS = 1_200
"""Half of them may be shown; like-rates are told on the other half."""
PIECES = {"top": 14, "bottom": 9, "shoes": 7, "outerwear": 6, "dress": 4}
DRIFT_EVERY = 30
SKIPPED = 0.15
LEAST_SPREAD = 0.5
"""What hardly any outfit has decides no taste."""
WORN = 0.25
"""Of the liked ones."""


@dataclass
class World:
    """A wardrobe's outfits: rows, base scores, attributes in the order of `names`."""

    names: list[str]
    train: Ints
    attributes: Floats
    base: Floats
    hidden: Floats
    unseen_attributes: Floats
    unseen_base: Floats
    unseen_hidden: Floats

    def observe(self, card: int, signal: float, day: int) -> Observation:
        """A reaction to one of the shown outfits; `days_ago` holds its day until it is aged."""
        has = zip(self.names, self.attributes[card], strict=True)
        worn = {name: float(value) for name, value in has if value}
        return Observation(worn, signal, day, float(self.base[card]))

    @staticmethod
    def aged(event: Observation, day: int) -> Observation:
        """A reaction as it is seen on a later day."""
        return replace(event, days_ago=day - event.days_ago)


@dataclass
class Person:
    """A taste and how it shows. `tastes` are (d,) weights, one for each stretch of reactions."""

    kind: str
    intercept: float
    slope: float
    tastes: list[Floats]

    def like_unseen(self, world: World, count: int) -> Floats:
        """(N,) how likely each unseen outfit is to be liked after `count` reactions."""
        taste = self._taste(count)
        seen = world.unseen_attributes @ taste
        score = self.slope * (world.unseen_base - world.base.mean())
        return chance(self.intercept + score + seen + world.unseen_hidden)

    def react(self, world: World, card: int, count: int, rng: np.random.Generator) -> float:
        """A signal as the product knows them: −1 to 2."""
        score = self.slope * (world.base[card] - world.base.mean())
        seen = world.attributes[card] @ self._taste(count)
        odds = float(chance(np.array(self.intercept + score + seen + world.hidden[card])))
        rolls = rng.random(3)
        if rolls[0] < SKIPPED:
            return -0.1
        liked = rolls[1] < (odds if self.kind != "coin" else 0.5)
        if self._says_the_opposite(odds, rng):
            liked = not liked
        return (2.0 if rolls[2] < WORN else 1.0) if liked else -1.0

    def _says_the_opposite(self, odds: float, rng: np.random.Generator) -> bool:
        roll = rng.random()
        often = {"contradictory": 0.25, "adversarial": 0.45 * abs(2.0 * odds - 1.0)}
        return bool(roll < often.get(self.kind, 0.0))

    def _taste(self, count: int) -> Floats:
        return self.tastes[min(count // DRIFT_EVERY, len(self.tastes) - 1)]


def people(shared: Path, kind: str, count: int, seed: int) -> Iterator[tuple[World, Person]]:
    """Wardrobes and people; the same ones for each kind but for the kind itself."""
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        world = _world(shared, rng)
        taste = _taste(world, rng)
        tastes = [taste]
        while kind == "drifting" and len(tastes) < 4:
            again = rng.random(len(taste)) < 1 / 3
            tastes.append(np.where(again, _taste(world, rng), tastes[-1]))
        intercept, slope = rng.normal(0.5, 0.7), rng.uniform(2.0, 14.0)
        yield world, Person(kind, float(intercept), float(slope), tastes)


def _taste(world: World, rng: np.random.Generator) -> Floats:
    """Six to ten attributes that matter, by their spread over this wardrobe's outfits."""
    spread = world.attributes.std(axis=0)
    matters = rng.choice(
        len(spread), size=int(rng.integers(6, 11)), replace=False, p=_common(world)
    )
    taste = np.zeros(len(spread))
    taste[matters] = rng.normal(0.0, 0.6, len(matters)) / np.maximum(spread[matters], LEAST_SPREAD)
    return taste


def _common(world: World) -> Floats:
    """People have feelings rather for what they own: by how often outfits have an attribute."""
    share = (world.attributes != 0).mean(axis=0) ** 0.5
    chances: Floats = share / share.sum()
    return chances


def _world(shared: Path, rng: np.random.Generator) -> World:
    garments = ready(drawn_wardrobe(shared, rng))
    request = Request(frame=FRAME)
    now = resolve(request, [])
    judge = Judge(build(garments, request, now), request, now)
    rows = drawn_outfits(garments, rng)
    base = judge.total(rows)
    per_garment = [attributes_of(garment) for garment in garments]
    names = sorted({name for one in per_garment for name in one})
    values = np.array([[one.get(name, 0.0) for name in names] for one in per_garment])
    values = np.vstack([values, np.zeros(len(names))])
    weight = judge.table.weight
    worn = np.einsum("nc,ncd->nd", weight[rows], values[rows]) / weight[rows].sum(axis=1)[:, None]
    hidden = _hidden(garments, rows, rng)
    half = len(rows) // 2
    return World(
        names=names,
        train=rows[:half],
        attributes=worn[:half],
        base=base[:half],
        hidden=hidden[:half],
        unseen_attributes=worn[half:],
        unseen_base=base[half:],
        unseen_hidden=hidden[half:],
    )


def _hidden(garments: list[GarmentFacts], rows: Ints, rng: np.random.Generator) -> Floats:
    """What the engine does not see: single garments, and pairs of colours."""
    single = np.append(rng.normal(0.0, 0.45, len(garments)), 0.0)
    colors = [*vocabulary.colors()]
    shade = np.array([colors.index(g.main_colors[0]) for g in garments] + [0])
    pair = rng.normal(0.0, 0.5, (len(colors), len(colors)))
    upper = np.where(rows[:, TOP] >= 0, rows[:, TOP], rows[:, DRESS])
    lower = np.where(rows[:, BOTTOM] >= 0, rows[:, BOTTOM], rows[:, SHOES])
    summed: Floats = single[rows].sum(axis=1) + pair[shade[upper], shade[lower]]
    centred: Floats = summed - summed.mean()
    return centred


def drawn_outfits(garments: list[GarmentFacts], rng: np.random.Generator) -> Ints:
    """(N, COLUMNS) different whole outfits."""
    at = {c: [i for i, g in enumerate(garments) if g.column == c] for c in range(COLUMNS)}
    found: dict[tuple[int, ...], None] = {}
    for _ in range(OUTFITS * 20):
        if len(found) >= OUTFITS:
            break
        row = np.full(COLUMNS, -1, dtype=np.int64)
        dress = at[DRESS] and rng.random() < 0.15
        for column in (DRESS, SHOES) if dress else (TOP, BOTTOM, SHOES):
            row[column] = rng.choice(at[column])
        for column, often in ((MID, 0.3), (BLAZER, 0.25), (OUTER, 0.4)):
            if at[column] and rng.random() < often:
                row[column] = rng.choice(at[column])
        found.setdefault(tuple(int(i) for i in row))
    rows = np.array([*found], dtype=np.int64)
    return rows[rng.permutation(len(rows))]


def drawn_wardrobe(shared: Path, rng: np.random.Generator) -> list[GarmentView]:
    """Forty garments with the slot shares of a wardrobe."""
    rows = _rows(shared)
    chosen: list[GarmentView] = []
    for slot, count in PIECES.items():
        own = [row for row in rows if row["slot"] == slot]
        picked = rng.choice(len(own), size=min(count, len(own)), replace=False)
        chosen += [_garment(own[i], int(rng.integers(2**62))) for i in picked]
    return chosen


@cache
def _rows(shared: Path) -> list[dict[str, str]]:
    """The rows of both tables whose kind and colour the vocabulary knows."""
    rows: list[dict[str, str]] = []
    for table in ("wardrobe/wardrobe.tsv", "garments/labelled/LABELS.tsv"):
        with (shared / table).open(newline="") as lines:
            rows += csv.DictReader(lines, delimiter="\t")
    kinds, colors = vocabulary.kinds(), vocabulary.colors()
    unique = {row["file"] if "file" in row else f"n{row.get('n')}": row for row in rows}
    known = [r for r in unique.values() if r["subcategory"] in kinds and r["colour"] in colors]
    return [r for r in known if kinds[r["subcategory"]].slot == r["slot"]]


def _garment(row: dict[str, str], key: int) -> GarmentView:
    kind, now = vocabulary.kinds()[row["subcategory"]], datetime(2026, 11, 21, tzinfo=UTC)
    pattern = {"polka-dot": "dotted"}.get(row["pattern"], row["pattern"])
    color = vocabulary.colors()[row["colour"]]
    return GarmentView(
        id=UUID(int=key),
        status="ready",
        name=f"{row['colour']} {row['subcategory']}",
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes=GarmentAttributes(
            color_primary=row["colour"],
            colors=[ColorShare(name=row["colour"], hex=color.hex, share=1.0)],
            pattern=pattern if pattern in vocabulary.terms("pattern") else "other",
            formality=(int(row["formality_1_5"]) - 1) / 4,
        ),
        created_at=now,
        updated_at=now,
    )
