"""What weather, occasion, manner and numbers of a turn do to the frame."""

from typing import Final

from agent.understanding.circumstances.dress_code import DressCode
from agent.understanding.circumstances.moments import on_the_day_known, resolved, tells_no_other_day
from agent.understanding.frame.ledger import WISHES, Ledger
from agent.understanding.words.atoms import Atom
from agent.understanding.words.lexicon import cue_tables
from stylist import vocabulary
from stylist.frame import FORECAST

_OPPOSITE_FIT: Final = {
    "slim": "relaxed", "regular": "relaxed", "relaxed": "regular", "oversized": "regular",
}  # fmt: skip
_RANK: Final = (
    "funeral", "wedding", "interview", "workout", "beach", "date", "party", "work", "travel",
    "home", "casual",
)  # fmt: skip


def _where(*found: Atom) -> tuple[int, int]:
    return min(a.start for a in found), max(a.end for a in found)


class Circumstances:
    """Enters everything that is not a noun phrase: weather, occasion, manner, numbers."""

    def __init__(self, ledger: Ledger, *, shown: bool, replace: bool) -> None:
        self.ledger = ledger
        self.shown = shown
        self.replace = replace
        self.renewed: set[str] = set()
        self.dress = DressCode(ledger)

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

    def _rain_chance(self, atom: Atom) -> None:
        """A probability says whether rain is there; what was said of it before gives way."""
        if atom.polarity == "retract":
            self.ledger.clear("weather.rain_probability")
            return
        self.ledger.set("weather.rain_probability", float(atom.value), _where(atom))
        if self.ledger.frame.weather.rain_is_likely:
            self.ledger.add("weather.conditions", "rain", _where(atom), "inferred")
        else:
            self.ledger.drop("weather.conditions", ["rain"])

    def _condition(self, atom: Atom) -> None:
        name = str(atom.value)
        if name in ("rain", "sun") and not self._said_now("weather.rain_probability"):
            self.ledger.clear("weather.rain_probability")
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
        atom.value = on_the_day_known(str(atom.value), self.ledger.frame.weather.when)
        self._weather_scalar("weather.when", atom)

    def _weather_scalar(self, path: str, atom: Atom) -> None:
        if atom.polarity == "retract":
            self.ledger.clear(path)
            return
        if self._is_elsewhere(path, str(atom.value)):
            self._forget_earlier_weather()
        self.ledger.set(path, atom.value, _where(atom))

    def _is_elsewhere(self, path: str, said: str) -> bool:
        """Whether a place or time is another than the one that the known weather is of."""
        known = getattr(self.ledger.frame.weather, path.removeprefix("weather."))
        if path == "weather.place":
            return known is None or known.casefold() != said.casefold()
        if self._is_looked_up():
            return bool(known != said)
        if known is None:
            return not tells_no_other_day(said)
        return resolved(known)[:10] != resolved(said)[:10]

    def _is_looked_up(self) -> bool:
        found = self.ledger.frame.provenance.get("weather.temperature_c")
        return found is not None and found.text == FORECAST

    def _forget_earlier_weather(self) -> None:
        """Drop the weather of another place or time; what this turn says of it stays."""
        if not self._said_now("weather.temperature_c"):
            self.ledger.clear("weather.temperature_c")
        if not self._said_now("weather.rain_probability"):
            self.ledger.clear("weather.rain_probability")
        conditions = self.ledger.frame.weather.conditions
        earlier = [c for c in conditions if not self._said_now(f"weather.conditions.{c}")]
        self.ledger.drop("weather.conditions", earlier)

    def _budget(self, atom: Atom) -> None:
        """A limit without a currency is in the one that was named before."""
        known = self.ledger.frame.budget
        if known is not None and atom.value.currency is None:
            atom.value = atom.value.model_copy(update={"currency": known.currency})
        self.ledger.set("budget", atom.value, _where(atom))

    def _count(self, atom: Atom) -> None:
        self.ledger.set("count", atom.value, _where(atom))

    def _fit(self, atom: Atom) -> None:
        name = str(atom.value)
        if atom.polarity == "retract":
            self.ledger.clear("fit")
        elif atom.polarity == "avoid" or atom.degree in ("too", "less"):
            if "fit" not in self.renewed:
                self.ledger.set("fit", _OPPOSITE_FIT[name], _where(atom), "inferred")
        elif atom.polarity == "want":
            self.ledger.set("fit", name, _where(atom))
            self.renewed.add("fit")

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
        group = vocabulary.terms("color_group_members").get(atom.word)
        if group and atom.polarity == "avoid" and not atom.degree:
            for name in group:
                self.ledger.avoid("color", name, _where(atom))
            return
        more, less = cue_tables()["quality_moves"][atom.value]
        lacking = atom.polarity == "avoid" and atom.degree == "enough"
        against = atom.polarity == "avoid" or atom.degree in ("too", "less")
        if atom.polarity in ("want", "avoid"):
            self._moved(more if lacking or not against else less, atom)

    def _formality(self, atom: Atom) -> None:
        self.dress.enter(atom)

    def _aspect(self, atom: Atom) -> None:
        if atom.polarity == "retract" or (atom.polarity == "avoid" and atom.value == "budget"):
            self._forget_aspect(str(atom.value))

    def _forget_aspect(self, name: str) -> None:
        ledger = self.ledger
        if name == "weather":
            ledger.forget_weather()
        elif name == "formality":
            self.dress.clear()
        elif name in ("budget", "occasion", "fit", "count"):
            ledger.clear(name)
        elif name == "seasons":
            ledger.drop("seasons", list(ledger.frame.seasons))
        elif name in WISHES.values():
            kind = next(k for k, v in WISHES.items() if v == name)
            for value in [*ledger.wish(kind).want, *ledger.wish(kind).avoid]:
                ledger.lift(kind, value)
