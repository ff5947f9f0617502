"""Wished pieces and categories, and required garments: which candidates remain for which column."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from ml.outfits.color import distance
from ml.outfits.eligible import BY_ITSELF, Refused
from ml.outfits.facts import BOTTOM, DRESS, TOP, GarmentFacts, column_of
from ml.outfits.matching import in_words, is_kind, is_plainly, matches
from ml.outfits.request import Request
from stylist import vocabulary
from stylist.frame import Piece
from stylist.wording import listed

MOST_NEAREST = 3
NEAR_ENOUGH = 0.05
"""OKLab distance within which two colours are equally near to a wanted one. A judgement."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Garments of which one must be in each outfit, and what to say if that cannot be."""

    ids: frozenset[UUID]
    given_up: str


@dataclass(slots=True)
class Wishes:
    """What is left to choose from: columns that must be filled, loose wishes, what was given up."""

    garments: list[GarmentFacts]
    mandatory: set[int] = field(default_factory=set)
    loose: list[Wish] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    relaxed: list[str] = field(default_factory=list)

    def keep(self, column: int, chosen: list[GarmentFacts]) -> None:
        """Leave only `chosen` in a column, which must then be filled."""
        ids = {garment.view.id for garment in chosen}
        self.garments = [g for g in self.garments if g.column != column or g.view.id in ids]
        self.mandatory.add(column)


def apply_wishes(allowed: list[GarmentFacts], refused: list[Refused], request: Request) -> Wishes:
    """Narrow the allowed garments to what was asked for; what is not there is said."""
    wishes = Wishes(list(allowed))
    _require(wishes, refused, request)
    fixed = frozenset(wishes.mandatory)
    for slot, pieces in _by_slot(request.frame.pieces.want).items():
        _want_piece(wishes, slot, pieces, refused, fixed)
    for column, names in _by_column(request).items():
        _want_category(wishes, column, names, refused, fixed)
    _undress(wishes, fixed)
    return wishes


def _require(wishes: Wishes, refused: list[Refused], request: Request) -> None:
    if not request.frame.items.require:
        return
    known = {str(garment.view.id): garment for garment in wishes.garments}
    out = {str(r.garment.view.id): r for r in refused}
    for item in request.frame.items.require:
        garment = known.get(item)
        if garment is None and item in out:
            why = ", ".join(out[item].reasons)
            wishes.missing.append(f"{out[item].garment.view.name}: asked for, but {why}")
        elif garment is None:
            wishes.missing.append("a garment you asked for (not in your wardrobe, or not ready)")
        elif garment.column in wishes.mandatory:
            wishes.relaxed.append(f"{garment.view.name} cannot be worn with the other you named")
        else:
            wishes.keep(garment.column, [garment])


def _called(garment: GarmentFacts, piece: Piece) -> bool:
    """Whether a garment is the wished piece by its main colours, not by a trim."""
    return matches(garment, piece) and (piece.color is None or is_plainly(garment, piece.color))


def _by_slot(pieces: list[Piece]) -> dict[str | None, list[Piece]]:
    """Wished pieces by the slot they are worn in; several of one slot are alternatives."""
    grouped: dict[str | None, list[Piece]] = {}
    for piece in pieces:
        slot = piece.slot or (vocabulary.slot_of(piece.category) if piece.category else None)
        grouped.setdefault(slot, []).append(piece)
    return grouped


def _want_piece(
    wishes: Wishes,
    slot: str | None,
    pieces: list[Piece],
    refused: list[Refused],
    fixed: frozenset[int],
) -> None:
    pool = [g for g in wishes.garments if slot in (None, g.slot)]
    chosen = [g for g in pool if any(matches(g, piece) for piece in pieces)]
    named = [g for g in chosen if any(_called(g, piece) for piece in pieces)]
    chosen = named or chosen
    words = " or ".join(in_words(piece) for piece in pieces)
    if not chosen:
        wishes.missing.append(_none_of(words, refused, lambda g: matches(g, pieces[0])))
        chosen = _nearest(pool, pieces[0])
        nearest = listed([*dict.fromkeys(map(_color_word, chosen))][:MOST_NEAREST], "or")
        wishes.relaxed.append(f"no {words}; the nearest is {nearest}" if chosen else f"no {words}")
    columns = {g.column for g in chosen}
    if len(columns) == 1 and slot is not None:
        column = columns.pop()
        if column not in fixed:
            wishes.keep(column, chosen)
    elif chosen:
        ids = frozenset(g.view.id for g in chosen)
        wishes.loose.append(Wish(ids, f"not every outfit has {words}"))


def _none_of(words: str, refused: list[Refused], hits: Callable[[GarmentFacts], bool]) -> str:
    """Say that there is none, or that those there are were ruled out."""
    out = [r for r in refused if hits(r.garment)]
    if not out:
        return words
    reasons = sorted({reason for r in out for reason in r.reasons} - {BY_ITSELF})
    why = f"ruled out by: {', '.join(reasons)}" if reasons else "which you ruled out"
    return f"{words} (you own {len(out)}, {why})"


def _color_word(garment: GarmentFacts) -> str:
    color = next(iter(garment.colors), "")
    return f"{color} {garment.kind_names[1]}".replace("-", " ").strip()


def _nearest(pool: list[GarmentFacts], piece: Piece) -> list[GarmentFacts]:
    """The garments that miss a wished piece by least, those of the nearest colour first."""
    if not pool:
        return []

    def missed(garment: GarmentFacts) -> int:
        given = piece.model_dump(exclude_none=True, exclude={"color"})
        return sum(not matches(garment, Piece(**{key: value})) for key, value in given.items())

    def off(garment: GarmentFacts) -> float:
        known = [c for c in garment.main_colors if c in vocabulary.colors()]
        if piece.color not in vocabulary.colors() or not known:
            return 0.0 if piece.color is None else 1.0
        return min(distance(c, piece.color) for c in known)

    fewest = min(missed(garment) for garment in pool)
    near = sorted(((off(g), g) for g in pool if missed(g) == fewest), key=lambda pair: pair[0])
    best = near[0][0]
    return [g for far, g in near if far <= best + NEAR_ENOUGH]


def _by_column(request: Request) -> dict[int | None, list[str]]:
    """Wished categories by column; several of one column are alternatives, tied ones left out."""
    tied = {piece.category for piece in request.frame.pieces.want}
    grouped: dict[int | None, list[str]] = {}
    for name in request.frame.categories.want:
        kind = vocabulary.kinds().get(name)
        if name in tied or (kind is None and name not in vocabulary.SLOTS):
            continue
        column = column_of(kind.slot, kind.category, kind.name) if kind else None
        grouped.setdefault(column, []).append(name)
    return grouped


def _want_category(
    wishes: Wishes,
    column: int | None,
    names: list[str],
    refused: list[Refused],
    fixed: frozenset[int],
) -> None:
    chosen = [g for g in wishes.garments if any(is_kind(g, name) for name in names)]
    words = " or ".join(names).replace("-", " ")
    if not chosen:
        wishes.missing.append(_none_of(words, refused, lambda g: is_kind(g, names[0])))
        wishes.relaxed.append(f"no {words}")
    elif column is None:
        ids = frozenset(g.view.id for g in chosen)
        wishes.loose.append(Wish(ids, f"not every outfit has {words}"))
    elif column not in fixed:
        wishes.keep(column, chosen)


def _undress(wishes: Wishes, fixed: frozenset[int]) -> None:
    """A dress and a bottom cannot both be asked for: what was named by id stays."""
    separates = wishes.mandatory & {TOP, BOTTOM}
    if DRESS not in wishes.mandatory or not separates:
        return
    wishes.relaxed.append("a dress is not worn with a separate top or bottom; I chose one way")
    if DRESS in fixed:
        wishes.mandatory -= separates
    else:
        wishes.mandatory.discard(DRESS)
