"""The frame while a turn is entered into it: the newest word wins, and evidence is kept."""

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

from agent.understanding.words.phrases import FIELDS
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Detail, Piece, Provenance, Span, Weather, Wish

Kind = Literal["stated", "inferred"]
WISHES: Final = {
    "color": "colors", "pattern": "patterns", "material": "materials", "style": "styles",
    "category": "categories",
}  # fmt: skip


def piece_key(piece: Piece) -> str:
    """A stable name of a piece for paths, such as `shoes+brown`."""
    return "+".join(str(value) for value in piece.model_dump().values() if value)


def detail_key(detail: Detail) -> str:
    """A stable name of a detail for paths, such as `length:mini`."""
    return f"{detail.attribute}:{detail.value}"


class Ledger:
    """Writes a turn's changes into a copy of the frame."""

    def __init__(self, frame: ConstraintFrame, *, turn: int, text: str) -> None:
        # Several times as fast as a deep copy, on every turn.
        self.frame = ConstraintFrame.model_validate(frame.model_dump())
        self.turn = turn
        self.text = text
        self.spans: list[Span] = []
        self.moves: list[str] = []

    def unset(self, path: str) -> None:
        """Take one value out by its path in `provenance`."""
        owner, _, name = path.rpartition(".")
        target = _owner(self.frame, owner)
        if path.startswith("details."):
            _, side, key = path.split(".", 2)
            self._drop_details(side, lambda detail: detail_key(detail) == key)
        elif owner.startswith("pieces."):
            self.drop_pieces(owner.split(".")[1], lambda piece: piece_key(piece) == name)
        elif isinstance(target, list):
            self.drop(owner, [name])
        else:
            self.clear(path)

    def note_evidence(self, path: str, where: tuple[int, int], kind: Kind = "stated") -> None:
        """Keep the words that gave `path` its value."""
        start, end = where
        said = self.text[start:end]
        self.spans.append(Span(path=path, text=said, start=start, end=end))
        self.frame.provenance[path] = Provenance(
            turn=self.turn, text=said, start=start, end=end, kind=kind
        )

    def note_question(self, path: str, where: tuple[int, int]) -> None:
        """Keep the words that only ask; they change nothing."""
        start, end = where
        self.spans.append(
            Span(path=f"asked.{path}", text=self.text[start:end], start=start, end=end)
        )

    def _forget(self, path: str) -> None:
        self.frame.provenance.pop(path, None)

    def set(self, path: str, value: Any, where: tuple[int, int], kind: Kind = "stated") -> None:
        """Set a scalar such as `occasion` or `weather.place`."""
        owner, _, name = path.rpartition(".")
        setattr(getattr(self.frame, owner) if owner else self.frame, name, value)
        self.note_evidence(path, where, kind)

    def clear(self, path: str) -> None:
        """Unset a scalar."""
        owner, _, name = path.rpartition(".")
        setattr(getattr(self.frame, owner) if owner else self.frame, name, None)
        self._forget(path)

    def add(self, path: str, name: str, where: tuple[int, int], kind: Kind = "stated") -> None:
        """Add to a plain list such as `seasons` or `weather.conditions`."""
        listed = self._list(path)
        if name not in listed:
            listed.append(name)
        self.note_evidence(f"{path}.{name}", where, kind)

    def drop(self, path: str, names: Iterable[str]) -> None:
        """Remove names from a plain list."""
        listed = self._list(path)
        for name in list(names):
            if name in listed:
                listed.remove(name)
            self._forget(f"{path}.{name}")

    def _list(self, path: str) -> list[str]:
        owner, _, name = path.rpartition(".")
        found: list[str] = getattr(_owner(self.frame, owner), name)
        return found

    def wish(self, kind: str) -> Wish:
        """The wish that holds names of a kind (`color`, `style`, …)."""
        found: Wish = getattr(self.frame, WISHES[kind])
        return found

    def want(self, kind: str, name: str, where: tuple[int, int], how: Kind = "stated") -> None:
        """Want a name; what forbade it is lifted, wholly or for this name only."""
        self.drop(f"{WISHES[kind]}.avoid", [name])
        if kind in Piece.model_fields:
            self.drop_piece("avoid", Piece(**{kind: name}))
        above = [n for n in self.wish(kind).avoid if name in vocabulary.with_descendants(n)]
        if above and kind in ("color", "category"):
            self.allow_piece(Piece(**{kind: name}), where)
        self.add(f"{WISHES[kind]}.want", name, where, how)

    def avoid(self, kind: str, name: str, where: tuple[int, int]) -> None:
        """Avoid a name and what lies below it; earlier wishes for it go."""
        below = vocabulary.with_descendants(name)
        self.drop(f"{WISHES[kind]}.want", below)
        if kind in Piece.model_fields:
            for which in ("want", "allow"):
                self.drop_pieces(which, lambda piece: getattr(piece, kind) in below)
        self.add(f"{WISHES[kind]}.avoid", name, where)

    def lift(self, kind: str, name: str) -> None:
        """Remove a name from both sides."""
        self.drop(f"{WISHES[kind]}.avoid", [name])
        self.drop(f"{WISHES[kind]}.want", [name])
        if kind in Piece.model_fields:
            for which in ("want", "avoid", "allow"):
                self.drop_pieces(which, lambda piece: getattr(piece, kind) == name)

    def _add_piece(self, which: str, piece: Piece, where: tuple[int, int]) -> None:
        pieces: list[Piece] = getattr(self.frame.pieces, which)
        if piece not in pieces:
            pieces.append(piece)
        self.note_evidence(f"pieces.{which}.{piece_key(piece)}", where)

    def drop_pieces(self, which: str, matches: Callable[[Piece], bool]) -> None:
        """Remove the pieces that match."""
        pieces: list[Piece] = getattr(self.frame.pieces, which)
        for piece in [piece for piece in pieces if matches(piece)]:
            pieces.remove(piece)
            self._forget(f"pieces.{which}.{piece_key(piece)}")

    def drop_piece(self, which: str, piece: Piece) -> None:
        """Remove exactly this piece."""
        self.drop_pieces(which, lambda other: other == piece)

    def drop_named_pieces(self, which: str, kind: str, name: str) -> None:
        """Remove the pieces that name this value."""
        self.drop_pieces(which, lambda piece: getattr(piece, kind) == name)

    def want_piece(self, piece: Piece, where: tuple[int, int]) -> None:
        """Want a partial garment; an `avoid` that stands in its way is lifted for it alone."""
        self.drop_pieces("avoid", lambda other: covers(other, piece))
        if self.forbidden(piece):
            self.allow_piece(piece, where)
        self._add_piece("want", piece, where)

    def avoid_piece(self, piece: Piece, where: tuple[int, int]) -> None:
        """Avoid a partial garment."""
        for which in ("want", "allow"):
            self.drop_pieces(which, lambda other: covers(piece, other))
        self._add_piece("avoid", piece, where)

    def allow_piece(self, piece: Piece, where: tuple[int, int]) -> None:
        """Allow a partial garment in spite of a flat `avoid`."""
        self.drop_pieces("avoid", lambda other: covers(other, piece))
        self._add_piece("allow", piece, where)

    def put_detail(self, side: str, detail: Detail, where: tuple[int, int]) -> None:
        """Want or avoid a detail; the same on the other side goes."""
        other = "avoid" if side == "want" else "want"
        self._drop_details(
            other, lambda d: (d.attribute, d.value) == (detail.attribute, detail.value)
        )
        listed: list[Detail] = getattr(self.frame.details, side)
        if detail not in listed:
            listed.append(detail)
        self.note_evidence(f"details.{side}.{detail_key(detail)}", where)

    def lift_detail(self, detail: Detail) -> None:
        """Remove a detail from both sides."""
        for side in ("want", "avoid"):
            self._drop_details(
                side, lambda d: (d.attribute, d.value) == (detail.attribute, detail.value)
            )

    def _drop_details(self, side: str, matches: Callable[[Detail], bool]) -> None:
        listed: list[Detail] = getattr(self.frame.details, side)
        for detail in [detail for detail in listed if matches(detail)]:
            listed.remove(detail)
            self._forget(f"details.{side}.{detail_key(detail)}")

    def forbidden(self, piece: Piece) -> list[tuple[str, str]]:
        """The (kind, name) of the flat `avoid` entries that exclude this piece."""
        return [
            (kind, name)
            for kind in (*FIELDS, "category")
            for name in self.wish(kind).avoid
            if getattr(piece, kind) in vocabulary.with_descendants(name)
        ]

    def move(self, name: str, where: tuple[int, int]) -> None:
        """Ask for a move relative to what was shown."""
        if name not in self.moves:
            self.moves.append(name)
        self.spans.append(
            Span(path=f"moves.{name}", text=self.text[slice(*where)], start=where[0], end=where[1])
        )

    def forget_weather(self) -> None:
        """Drop everything known of the weather."""
        self.frame.weather = Weather()
        for path in [p for p in self.frame.provenance if p.startswith("weather.")]:
            self._forget(path)


def _owner(frame: ConstraintFrame, path: str) -> Any:
    owner: Any = frame
    for name in path.split(".") if path else []:
        owner = getattr(owner, name)
    return owner


def covers(broad: Piece, narrow: Piece) -> bool:
    """Whether everything that `broad` states holds for `narrow` as well."""
    return all(
        value is None or getattr(narrow, name) in vocabulary.with_descendants(value)
        for name, value in broad.model_dump().items()
    )
