"""Random wardrobes and random requests: frames, tastes, histories, moves, outfits to stay near."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from all_outfits import choose_among_all, every_outfit

from ml.outfits import History, Preferences, Request, recommend
from ml.outfits.demands import MEASURES
from ml.outfits.eligible import eligible, ready
from ml.outfits.find import asked_of, find, fitting_ones, template_of
from ml.outfits.score import Judge
from ml.outfits.situation import resolve
from ml.outfits.table import build
from ml.outfits.wishes import apply_wishes
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Piece
from stylist.garments import ColorShare, GarmentAttributes, GarmentView

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PATTERNS = ["solid"] * 5 + ["striped", "plaid", "floral", "dotted"]
MATERIALS = [None] * 4 + ["cotton", "leather", "suede", "wool", "silk"]
STYLES = ["minimal", "sporty", "classic", "boho"]
OCCASIONS = [None, None, None, "work", "wedding", "beach", "party", "workout", "casual"]
CONDITIONS = [[], [], ["rain"], ["wind"], ["snow"], ["sun"]]
MOST_OUTFITS = 40_000


def garment(rng: random.Random) -> GarmentView:
    """A random garment, some with a second colour, a measured warmth or tags."""
    kind = rng.choice([*vocabulary.kinds().values()])
    names = rng.sample([*vocabulary.colors()], rng.choice([1, 1, 2]))
    shares = [1.0] if len(names) == 1 else [0.7, 0.3]
    seen = GarmentAttributes(
        color_primary=names[0],
        colors=[
            ColorShare(name=name, hex=vocabulary.colors()[name].hex, share=share)
            for name, share in zip(names, shares, strict=True)
        ],
        pattern=rng.choice(PATTERNS),
        material=rng.choice(MATERIALS),
        formality=min(1.0, max(0.0, kind.formality + rng.uniform(-0.2, 0.2))),
        warmth_clo=rng.choice([None, None, round(kind.clo * rng.uniform(0.6, 1.5), 3)]),
        style_tags=rng.sample(STYLES, rng.choice([0, 0, 1])),
        fit=rng.choice([None, "slim", "regular", "relaxed"]),
    )
    return GarmentView(
        id=UUID(int=rng.getrandbits(128)),
        status="ready",
        name=f"{names[0]} {kind.name}",
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes=seen,
        created_at=NOW,
        updated_at=NOW,
    )


def wardrobe(rng: random.Random, size: int) -> list[GarmentView]:
    """Random garments, now and then one that is the same as another but for its id."""
    made = [garment(rng) for _ in range(size)]
    twins = [rng.choice(made) for _ in range(size // 8)] if made else []
    return made + [g.model_copy(update={"id": UUID(int=rng.getrandbits(128))}) for g in twins]


def frame(rng: random.Random, owned: list[GarmentView]) -> ConstraintFrame:
    """A random frame with exclusions, wishes, weather, an occasion and named garments."""
    asked = ConstraintFrame(occasion=rng.choice(OCCASIONS))
    colors, kinds = [*vocabulary.colors()], [*vocabulary.kinds()]
    asked.colors.avoid = rng.sample(colors, rng.randint(0, 3))
    asked.categories.avoid = rng.sample(kinds, rng.randint(0, 3))
    asked.patterns.avoid = rng.sample(PATTERNS[5:], rng.randint(0, 1))
    asked.materials.avoid = rng.sample(MATERIALS[4:], rng.randint(0, 1))
    asked.colors.want = rng.sample(colors, rng.choice([0, 0, 1, 2]))
    asked.patterns.want = rng.sample(PATTERNS[5:], rng.choice([0, 0, 0, 1]))
    asked.categories.want = rng.sample(kinds, rng.choice([0, 0, 1, 2]))
    asked.styles.want = rng.sample(STYLES, rng.choice([0, 0, 1]))
    asked.styles.avoid = rng.sample(STYLES, rng.choice([0, 0, 0, 1]))
    asked.weather.temperature_c = rng.choice([None, -5.0, 3.0, 12.0, 18.0, 24.0, 31.0])
    asked.weather.conditions = rng.choice(CONDITIONS)
    asked.weather.rain_probability = rng.choice([None, None, 0.2, 0.7])
    asked.warmth = rng.choice([None, None, None, "warmer", "cooler"])
    if rng.random() < 0.4:
        low = rng.uniform(0.0, 0.7)
        asked.formality.min, asked.formality.max = low, low + 0.3
    if rng.random() < 0.3:
        piece = Piece(slot=rng.choice(["shoes", "top", "outerwear"]), color=rng.choice(colors))
        rng.choice([asked.pieces.want, asked.pieces.avoid]).append(piece)
    if owned and rng.random() < 0.25:
        asked.items.require = [str(rng.choice(owned).id)]
    if owned and rng.random() < 0.25:
        asked.items.exclude = [str(g.id) for g in rng.sample(owned, min(3, len(owned)))]
    return asked


def request(rng: random.Random, owned: list[GarmentView]) -> Request:
    """A random request over a wardrobe, before any outfit was shown."""
    likes = Preferences(
        colors=tuple(rng.sample([*vocabulary.colors()], rng.choice([0, 0, 2]))),
        comfort_style_balance=rng.choice([0.5, 0.5, 0.1, 0.9]),
    )
    some = rng.sample(owned, len(owned) // 3)
    worn = {g.id: rng.uniform(0.0, 9.0) for g in some} if rng.random() < 0.4 else {}
    seen = {g.id: rng.randint(1, 4) for g in some} if rng.random() < 0.4 else {}
    return Request(
        frame=frame(rng, owned),
        preferences=likes,
        history=History(worn_days_ago=worn, shown=seen),
        count=rng.randint(1, 5),
        lot=rng.randint(0, 9),
    )


def later(rng: random.Random, owned: list[GarmentView], asked: Request) -> Request:
    """Often the request of a later turn: outfits shown already, one to stay near to, moves."""
    outfits = [outfit for outfit in _some_outfits(rng, owned, asked) if outfit]
    if not outfits or rng.random() < 0.5:
        return asked
    shown = tuple(frozenset(g.id for g in outfit) for outfit in outfits)
    near = rng.random() < 0.6
    return replace(
        asked,
        exclude=shown,
        reference=rng.choice(outfits) if near else (),
        moves=tuple(rng.sample([*MEASURES], rng.choice([0, 1, 1, 2]))) if near else (),
        recolor=tuple(asked.frame.colors.want) if near and rng.random() < 0.3 else (),
    )


def _some_outfits(
    rng: random.Random, owned: list[GarmentView], asked: Request
) -> list[tuple[GarmentView, ...]]:
    rows, judge = Case(owned, asked).rows()
    picked = rng.sample(range(len(rows)), min(3, len(rows)))
    return [tuple(judge.table.garments[i].view for i in rows[p] if i >= 0) for p in picked]


@dataclass(frozen=True, slots=True)
class Case:
    """One wardrobe and one request, solved by the engine and by looking at every outfit."""

    owned: list[GarmentView]
    asked: Request

    def rows(self) -> tuple[np.ndarray, Judge]:
        """Every outfit there is, (N, COLUMNS), and the judge of them."""
        wishes, now, _ = self._opened()
        judge = Judge(build(fitting_ones(wishes, now), self.asked, now), self.asked, now)
        template = template_of(judge, wishes)
        made = [*every_outfit(judge, template.must, template.may)]
        return np.array(made, dtype=np.int64).reshape(len(made), 11), judge

    def _opened(self):
        reference = ready(self.asked.reference)
        now = resolve(self.asked, reference)
        allowed, refused = eligible(self.owned, self.asked.frame)
        return apply_wishes(allowed, refused, self.asked), now, reference

    def wishes(self):
        """What is left of the wardrobe for the request."""
        wishes, now, _ = self._opened()
        wishes.garments = fitting_ones(wishes, now)
        return wishes

    def by_engine(self):
        """The chosen outfits as lists of ids, what was given up, and whether it is proven."""
        wishes, now, reference = self._opened()
        found = find(wishes, self.asked, now, reference)
        given_up = [one.given_up for one in found.given_up]
        return [self._ids(found.judge, row) for row in found.rows], given_up, found.exact

    def by_brute_force(self, rows: np.ndarray, judge: Judge):
        """The same from all outfits."""
        wishes, _, reference = self._opened()
        asked = asked_of(judge, wishes, reference)
        chosen, given_up = choose_among_all(judge, rows, asked, self.asked.count)
        return [self._ids(judge, row) for row in chosen], [one.given_up for one in given_up]

    @staticmethod
    def _ids(judge: Judge, row: np.ndarray) -> list[UUID]:
        return [judge.table.garments[i].view.id for i in row if i >= 0]


def draw_case(rng: random.Random, sizes: tuple[int, int]) -> tuple[Case, np.ndarray, Judge]:
    """A random case whose outfits can all be looked at, with them and their judge."""
    while True:
        owned = wardrobe(rng, rng.randint(*sizes))
        asked = request(rng, owned)
        case = Case(owned, asked)
        rows, _ = case.rows()
        if not 0 < len(rows) <= MOST_OUTFITS:
            continue
        case = Case(owned, later(rng, owned, asked))
        rows, judge = case.rows()
        if len(rows) <= MOST_OUTFITS:
            return case, rows, judge


def draw_request(rng: random.Random, sizes: tuple[int, int]) -> tuple[list[GarmentView], Request]:
    """A random wardrobe, with some garments not ready, and a random request of any turn."""
    owned = [
        g.model_copy(update={"status": "processing"}) if rng.random() < 0.1 else g
        for g in wardrobe(rng, rng.randint(*sizes))
    ]
    asked = request(rng, owned)
    if rng.random() < 0.5:
        return owned, asked
    shown = recommend(owned, asked).outfits
    if not shown:
        return owned, asked
    by_id = {g.id: g for g in owned}
    near = rng.random() < 0.5
    return owned, replace(
        asked,
        exclude=tuple(frozenset(card.garment_ids) for card in shown),
        reference=tuple(by_id[id_] for id_ in shown[0].garment_ids) if near else (),
        moves=tuple(rng.sample([*MEASURES], rng.choice([0, 1, 2]))) if near else (),
    )
