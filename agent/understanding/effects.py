"""What each phrase and value of a turn does to the frame."""

from collections.abc import Callable, Sequence
from typing import Final

from agent.understanding.atoms import LOOK, Atom
from agent.understanding.ledger import WISHES, Ledger
from agent.understanding.lexicon import cue_tables
from agent.understanding.phrases import Phrase, head_fields, members
from stylist import vocabulary
from stylist.frame import Piece

_OPPOSITE_FIT: Final = {
    "slim": "relaxed", "regular": "relaxed", "relaxed": "regular", "oversized": "regular",
}  # fmt: skip
_RANK: Final = (
    "funeral", "wedding", "interview", "workout", "beach", "date", "party", "work", "travel",
    "home", "casual",
)  # fmt: skip


def _where(*found: Atom) -> tuple[int, int]:
    return min(a.start for a in found), max(a.end for a in found)


def merged(base: Piece, qualifier: Piece) -> Piece:
    """`qualifier` completed by what `base` says besides: black, except shoes → black shoes."""
    both = {**base.model_dump(exclude_none=True), **qualifier.model_dump(exclude_none=True)}
    if qualifier.category or qualifier.slot:
        both = {k: v for k, v in both.items() if k not in ("category", "slot")}
        both |= qualifier.model_dump(include={"category", "slot"}, exclude_none=True)
    return Piece(**both)


class Wishes:
    """Enters noun phrases into the ledger."""

    def __init__(self, ledger: Ledger, *, replace: bool) -> None:
        self.ledger = ledger
        self.replace = replace
        self.before: list[Phrase] = []
        self.cleared: set[str] = set()

    def enter(self, phrase: Phrase) -> None:
        """Let one phrase change the frame."""
        handlers: dict[str, Callable[[Phrase], None]] = {
            "want": self._want,
            "avoid": self._avoid,
            "allow": self._allow,
            "retract": self._retract,
        }
        handler = handlers.get(phrase.polarity)
        if handler:
            handler(phrase)
        self.before.append(phrase)

    def _want(self, phrase: Phrase) -> None:
        where = _where(*phrase.atoms)
        if any(a.kind == "pattern_group" for a in phrase.atoms):
            self.ledger.avoid("pattern", "solid", where)
            phrase.looks = [
                kept for look in phrase.looks if (kept := [a for a in look if a.kind in _PLAIN])
            ]
        tied = phrase.head is not None or any(len(look) > 1 for look in phrase.looks)
        if phrase.looks and tied:
            for piece in phrase.pieces():
                self._want_values(piece, phrase)
                self.ledger.want_piece(piece, where)
            return
        for atom in phrase.atoms:
            for kind, name in members(atom):
                if kind != "slot":
                    self._replace(kind, name)
                    self.ledger.want(kind, name, _where(atom))

    def _want_values(self, piece: Piece, phrase: Phrase) -> None:
        """The values of a wanted piece also stand in the flat wants, unless they are avoided."""
        forbidden = {name for _, name in self.ledger.forbidden(piece)}
        for atom in phrase.atoms:
            if phrase.borrowed and atom is phrase.head:
                continue
            for kind, name in members(atom):
                if kind == "slot" or getattr(piece, kind) != name:
                    continue
                if forbidden & {n for n in forbidden if name in vocabulary.with_descendants(n)}:
                    continue
                self._replace(kind, name)
                self.ledger.want(kind, name, _where(atom))

    def _replace(self, kind: str, name: str) -> None:
        """On a correction, let a new colour or garment take the place of the earlier ones."""
        if not self.replace or kind in self.cleared:
            return
        path = f"{WISHES[kind]}.want"
        earlier = list(self.ledger.wish(kind).want)
        if kind == "category":
            slot = vocabulary.slot_of(name)
            earlier = [n for n in earlier if vocabulary.slot_of(n) == slot]
        for gone in earlier:
            self.ledger.drop_named_pieces("want", kind, gone)
        self.ledger.drop(path, earlier)
        self.cleared.add(kind)

    def _avoid(self, phrase: Phrase) -> None:
        where = _where(*phrase.atoms)
        if phrase.tied and (base := self._base()):
            for piece in phrase.pieces():
                self.ledger.avoid_piece(merged(base, piece), where)
        elif phrase.head is None and all(len(look) == 1 for look in phrase.looks):
            self._avoid_flat(phrase.atoms)
        elif not phrase.looks and phrase.head is not None and phrase.head.kind == "category":
            self._avoid_head(phrase)
        else:
            for piece in phrase.pieces():
                self.ledger.avoid_piece(piece, where)

    def _avoid_flat(self, found: Sequence[Atom]) -> None:
        for atom in found:
            for kind, name in members(atom):
                self.ledger.avoid(kind, name, _where(atom))

    def _avoid_head(self, phrase: Phrase) -> None:
        """Avoid a kind of garment; "no ripped jeans" spares jeans that are wanted."""
        head = phrase.head
        if head is None:
            return
        if phrase.adjective:
            said = f"no {phrase.adjective} {head.word}"
            if said not in self.ledger.frame.notes:
                self.ledger.frame.notes.append(said)
            if str(head.value) in self.ledger.frame.categories.want:
                return
        self.ledger.avoid("category", str(head.value), _where(head))

    def _base(self) -> Piece | None:
        """The phrase that a tied one qualifies."""
        for phrase in reversed(self.before):
            pieces = phrase.pieces()
            if pieces and phrase.polarity in ("want", "avoid") and not phrase.tied:
                return pieces[0]
        return None

    def _bases(self) -> list[Piece]:
        """The pieces of this turn's latest avoided list, which an "except" qualifies."""
        found: list[Piece] = []
        for phrase in reversed(self.before):
            if phrase.polarity == "avoid":
                found = [*phrase.pieces(), *found]
            elif not phrase.tied:
                break
        return found

    def _allow(self, phrase: Phrase) -> None:
        where = _where(*phrase.atoms)
        for piece in phrase.pieces():
            bases = self._bases() if phrase.tied or self._completes(phrase) else []
            if bases:
                for base in bases:
                    self.ledger.allow_piece(merged(base, piece), where)
            else:
                self._lift(piece, where)

    def _completes(self, phrase: Phrase) -> bool:
        """Whether "but shoes are fine" speaks of what was just avoided."""
        if phrase.head is None or phrase.looks:
            return False
        return any(p.polarity == "avoid" and p.looks and not p.head for p in self.before)

    def _lift(self, piece: Piece, where: tuple[int, int]) -> None:
        stated = piece.model_dump(exclude_none=True)
        if len(stated) == 1:
            ((kind, name),) = stated.items()
            if kind in WISHES and name in self.ledger.wish(kind).avoid:
                self.ledger.drop(f"{WISHES[kind]}.avoid", [name])
                return
            self.ledger.drop_piece("avoid", piece)
        if self.ledger.forbidden(piece):
            self.ledger.allow_piece(piece, where)
        else:
            self.ledger.drop_piece("avoid", piece)

    def _retract(self, phrase: Phrase) -> None:
        if phrase.head is not None and phrase.looks:
            for piece in phrase.pieces():
                for which in ("want", "avoid", "allow"):
                    self.ledger.drop_piece(which, piece)
            return
        for atom in phrase.atoms:
            for kind, name in members(atom):
                if kind in WISHES:
                    self.ledger.lift(kind, name)
                else:
                    self._lift(Piece(**head_fields(phrase.head)), _where(atom))


_PLAIN: Final = LOOK - {"pattern_group"}


class Circumstances:
    """Enters everything that is not a noun phrase: weather, occasion, manner, numbers."""

    def __init__(self, ledger: Ledger, *, shown: bool, replace: bool) -> None:
        self.ledger = ledger
        self.shown = shown
        self.replace = replace
        self.renewed: set[str] = set()

    def enter(self, atom: Atom) -> None:
        """Let one value change the frame."""
        handler = getattr(self, f"_{atom.kind}", None)
        if handler and atom.polarity != "neutral":
            handler(atom)

    def _occasion(self, atom: Atom) -> None:
        name, now = str(atom.value), self.ledger.frame.occasion
        if atom.polarity == "want":
            fresh = "occasion" not in self.renewed
            if fresh or now is None or _RANK.index(name) < _RANK.index(now):
                self.ledger.set("occasion", name, _where(atom))
                self.renewed.add("occasion")
        elif now == name:
            self.ledger.clear("occasion")

    def _temperature(self, atom: Atom) -> None:
        if atom.polarity == "retract":
            self.ledger.clear("weather.temperature_c")
        elif atom.polarity != "want":
            return
        elif isinstance(atom.value, str):
            self._felt(atom)
        else:
            self.ledger.set("weather.temperature_c", float(atom.value), _where(atom))
            self.renewed.add("temperature")

    def _felt(self, atom: Atom) -> None:
        (degrees,) = vocabulary.terms("temperature")[atom.value]
        if atom.degree == "too" and self.shown:
            self._moved("cooler" if float(degrees) > 20 else "warmer", atom)
        elif "temperature" not in self.renewed:
            self.ledger.set("weather.temperature_c", float(degrees), _where(atom), "inferred")

    def _condition(self, atom: Atom) -> None:
        name = str(atom.value)
        if atom.polarity != "want":
            self.ledger.drop("weather.conditions", [name])
            return
        if "conditions" not in self.renewed and self.replace:
            self.ledger.drop("weather.conditions", list(self.ledger.frame.weather.conditions))
        self.renewed.add("conditions")
        opposite = {"sun": ("rain", "snow", "storm", "cloud"), "rain": ("sun",), "snow": ("sun",)}
        fresh = [
            n
            for n in opposite.get(name, ())
            if n in self.ledger.frame.weather.conditions
            and not self._said_now(f"weather.conditions.{n}")
        ]
        self.ledger.drop("weather.conditions", fresh)
        self.ledger.add("weather.conditions", name, _where(atom))

    def _said_now(self, path: str) -> bool:
        said = self.ledger.frame.provenance.get(path)
        return said is not None and said.turn == self.ledger.turn

    def _season(self, atom: Atom) -> None:
        name = str(atom.value)
        if atom.polarity == "want":
            if self.replace and "season" not in self.renewed:
                self.ledger.drop("seasons", list(self.ledger.frame.seasons))
            self.renewed.add("season")
            self.ledger.add("seasons", name, _where(atom))
        else:
            self.ledger.drop("seasons", [name])

    def _place(self, atom: Atom) -> None:
        self._weather_scalar("weather.place", atom)

    def _when(self, atom: Atom) -> None:
        self._weather_scalar("weather.when", atom)

    def _weather_scalar(self, path: str, atom: Atom) -> None:
        if atom.polarity == "retract":
            self.ledger.clear(path)
        else:
            self.ledger.set(path, atom.value, _where(atom))

    def _budget(self, atom: Atom) -> None:
        self.ledger.set("budget", atom.value, _where(atom))

    def _count(self, atom: Atom) -> None:
        self.ledger.set("count", atom.value, _where(atom))

    def _fit(self, atom: Atom) -> None:
        name = str(atom.value)
        if atom.polarity == "retract":
            self.ledger.clear("fit")
        elif atom.polarity == "avoid" or atom.degree in ("too", "less"):
            self.ledger.set("fit", _OPPOSITE_FIT[name], _where(atom), "inferred")
        elif atom.polarity == "want":
            self.ledger.set("fit", name, _where(atom))

    def _style(self, atom: Atom) -> None:
        name = str(atom.value)
        if atom.polarity in ("retract", "allow"):
            self.ledger.lift("style", name)
        elif atom.polarity == "avoid" or atom.degree in ("too", "less"):
            self.ledger.avoid("style", name, _where(atom))
        else:
            self.ledger.want("style", name, _where(atom))

    def _move(self, atom: Atom) -> None:
        if atom.polarity == "want":
            self._moved(str(atom.value), atom)

    def _moved(self, name: str, atom: Atom) -> None:
        self.ledger.move(name, _where(atom))
        if name in ("warmer", "cooler"):
            self.ledger.set("warmth", name, _where(atom))

    def _quality(self, atom: Atom) -> None:
        more, less = cue_tables()["quality_moves"][atom.value]
        lacking = atom.polarity == "avoid" and atom.degree == "enough"
        against = atom.polarity == "avoid" or atom.degree in ("too", "less")
        if atom.polarity in ("want", "avoid"):
            self._moved(more if lacking or not against else less, atom)

    def _formality(self, atom: Atom) -> None:
        low, high = vocabulary.formality_bands()[str(atom.value)]
        dressy = low > 0
        up, down = ("dressier", "more_casual") if dressy else ("more_casual", "dressier")
        lacking = atom.polarity == "avoid" and atom.degree == "enough"
        if atom.polarity == "retract":
            self.clear_formality()
        elif (atom.degree == "more" and atom.polarity == "want") or lacking:
            self._moved(up, atom)
        elif atom.degree == "less" or (atom.degree == "too" and atom.polarity == "want"):
            self._moved(down, atom)
        elif atom.polarity == "avoid":
            self._limit(atom, low, high, dressy=dressy)
        elif atom.polarity == "want":
            self._band(atom, low, high)

    def _limit(self, atom: Atom, low: float, high: float, *, dressy: bool) -> None:
        if dressy:
            self._end("max", low, atom)
        else:
            self._end("min", high / 2 if atom.degree == "too" else high, atom)

    def _end(self, name: str, value: float, atom: Atom) -> None:
        other = "min" if name == "max" else "max"
        limit = getattr(self.ledger.frame.formality, other)
        if limit is not None and (limit >= value if name == "max" else limit <= value):
            self.ledger.clear(f"formality.{other}")
        self.ledger.set(f"formality.{name}", value, _where(atom))

    def _band(self, atom: Atom, low: float, high: float) -> None:
        self.clear_formality()
        if low > 0:
            self.ledger.set("formality.min", low, _where(atom))
        if high < 1:
            self.ledger.set("formality.max", high, _where(atom))

    def clear_formality(self) -> None:
        """Forget both ends of the formality band."""
        self.ledger.clear("formality.min")
        self.ledger.clear("formality.max")

    def _aspect(self, atom: Atom) -> None:
        if atom.polarity == "retract" or (atom.polarity == "avoid" and atom.value == "budget"):
            self._forget_aspect(str(atom.value))

    def _forget_aspect(self, name: str) -> None:
        ledger = self.ledger
        if name == "weather":
            ledger.forget_weather()
        elif name == "formality":
            self.clear_formality()
        elif name in ("budget", "occasion", "fit", "count"):
            ledger.clear(name)
        elif name == "seasons":
            ledger.drop("seasons", list(ledger.frame.seasons))
        elif name in WISHES.values():
            kind = next(k for k, v in WISHES.items() if v == name)
            for value in [*ledger.wish(kind).want, *ledger.wish(kind).avoid]:
                ledger.lift(kind, value)


def imply_formality(ledger: Ledger) -> None:
    """Let the occasion imply a formality band as long as the person has stated none."""
    frame = ledger.frame
    ends = [frame.provenance.get(f"formality.{end}") for end in ("min", "max")]
    if any(end is not None and end.kind == "stated" for end in ends):
        return
    ledger.clear("formality.min")
    ledger.clear("formality.max")
    said = frame.provenance.get("occasion")
    if frame.occasion is None or said is None:
        return
    low, high = vocabulary.occasion_formality()[frame.occasion]
    for end, value, open_at in (("min", low, 0.0), ("max", high, 1.0)):
        if value != open_at:
            setattr(frame.formality, end, value)
            frame.provenance[f"formality.{end}"] = said.model_copy(update={"kind": "inferred"})
