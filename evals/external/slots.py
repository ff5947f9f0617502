"""What our understanding found in one turn, as pairs that can be counted against SIMMC's slots."""

from collections.abc import Iterator
from typing import Final

from evals.external.simmc1 import Pair, Polarity, is_broad
from stylist import names, vocabulary
from stylist.frame import Span, Understanding

_FIELDS: Final = {
    "colors": "color", "patterns": "pattern", "materials": "material", "styles": "style",
    "categories": "category",
}  # fmt: skip
_ASKED: Final = frozenset(
    {*_FIELDS.values(), "color_group", "pattern_group", "occasion", "fit", "season"}
)
_SCALARS: Final = {"occasion": "occasion", "fit": "fit", "budget": "budget"}


def found(understood: Understanding) -> frozenset[Pair]:
    """The values of one turn: wanted, refused, or named in a question (which counts as wanted).

    Garment words that name a whole category are left out, since SIMMC does not annotate them.
    """
    pairs = {pair for span in understood.spans for pair in _of_span(span, understood)}
    return frozenset(pair for pair in pairs if not is_broad(pair))


def _of_span(span: Span, understood: Understanding) -> Iterator[Pair]:
    head, _, rest = span.path.partition(".")
    side, _, value = rest.partition(".")
    if head == "asked":
        yield from _of_question(rest, span)
    elif head in _FIELDS and side in ("want", "avoid"):
        yield _look(_FIELDS[head], value, "want" if side == "want" else "avoid", span)
    elif head == "pieces" and side in ("want", "avoid"):
        if side == "avoid":  # what a wanted piece names stands in the flat lists as well
            yield from _of_pieces(value, understood)
    elif head == "details" and side in ("want", "avoid"):
        yield _detail(value, "want" if side == "want" else "avoid")
    elif head == "seasons":
        yield Pair("season", side, "want")
    elif head == "moves":
        yield _moved(side, span.text.lower())
    elif head == "formality":
        yield Pair("formality", span.text.lower(), "want")
    elif head in _SCALARS:
        yield from _of_scalar(head, understood)


def _moved(move: str, said: str) -> Pair:
    """A move; "too casual", "more formal" and "a bit bright" count as what they name."""
    band = vocabulary.formality_bands().get(said)
    if band is None:
        group = names.find("color_group", f"{said.removeprefix('more ')} colors")
        if group is None or move not in ("more_colourful", "less_colourful"):
            return Pair("move", move, "want")
        wanted = (move == "more_colourful") == (group == "bright")
        return Pair("color_group", group, "want" if wanted else "avoid")
    return Pair("formality", said, "want" if (band[0] > 0) == (move == "dressier") else "avoid")


def _of_question(rest: str, span: Span) -> Iterator[Pair]:
    kind, _, value = rest.partition(".")
    if kind == "details":
        yield _detail(value, "want")
    elif kind == "formality":
        yield Pair("formality", span.text.lower(), "want")
    elif kind == "budget":
        yield Pair("budget", str(float(value)), "want")
    elif value and kind in _ASKED:
        yield _look(kind, value, "want", span)


def _look(kind: str, value: str, polarity: Polarity, span: Span) -> Pair:
    """A colour or pattern; one of a group that was named ("dark") counts as the group."""
    if kind in ("color", "pattern") and (group := names.find(f"{kind}_group", span.text)):
        flipped = kind == "pattern" and value == "solid"
        turned: Polarity = "want" if polarity == "avoid" else "avoid"
        return Pair(f"{kind}_group", group, turned if flipped else polarity)
    if kind == "category" and value.startswith("denim-"):
        return Pair("material", "denim", polarity)
    return Pair(kind, value, polarity)


def _of_pieces(key: str, understood: Understanding) -> Iterator[Pair]:
    for piece in understood.frame.pieces.avoid:
        said = piece.model_dump(exclude_none=True)
        if "+".join(map(str, said.values())) == key:
            yield from (Pair(kind, str(value), "avoid") for kind, value in said.items())


def _detail(key: str, polarity: Polarity) -> Pair:
    attribute, _, value = key.partition(":")
    if attribute == "rating" and value.replace(".", "").isdigit():
        value = str(float(value))
    return Pair(attribute, value.lower().removeprefix("the "), polarity)


def _of_scalar(name: str, understood: Understanding) -> Iterator[Pair]:
    value = getattr(understood.frame, name)
    if name == "budget" and value is not None:
        yield Pair("budget", str(float(value.max)), "want")
    elif value is not None:
        yield Pair(name, str(value), "want")
