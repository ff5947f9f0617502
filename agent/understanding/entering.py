"""What a turn says is entered into the frame: wished for, refused, asked about, or let stand."""

from collections.abc import Sequence

from agent.understanding.acts.asked_with import is_given
from agent.understanding.acts.dialogue import Signals
from agent.understanding.acts.inquiries import Inquiry
from agent.understanding.acts.pointing import Pointing
from agent.understanding.acts.reacting import Reacting
from agent.understanding.circumstances.circumstances import Circumstances
from agent.understanding.circumstances.details import Details
from agent.understanding.frame.ledger import Ledger
from agent.understanding.pointing.references import determiner
from agent.understanding.refusals.standing import Standing
from agent.understanding.wishes.oneself import Oneself
from agent.understanding.wishes.wishes import Wishes
from agent.understanding.words.atoms import DETAIL, HEAD, LOOK, Atom
from agent.understanding.words.phrases import Phrase, members, phrases
from stylist.frame import Budget, Doubt, Piece


class Entering:
    """Enters the row of a turn into its ledger.

    `asking` are the character ranges of questions; `uncertain` is added to where a refusal stands
    against a mention. `asked` and `oneself` are filled on the way.
    """

    def __init__(
        self,
        text: str,
        row: Sequence[Atom],
        *,
        ledger: Ledger,
        signals: Signals,
        pointing: Pointing,
        reacting: Reacting,
        shown: bool,
        asking: Sequence[tuple[int, int]],
        asks_why: bool,
        inquired: Sequence[Inquiry],
        uncertain: list[Doubt],
    ) -> None:
        self.text, self.row, self.ledger, self.signals = text, row, ledger, signals
        self.pointing, self.reacting, self.shown = pointing, reacting, shown
        self.asking, self.asks_why, self.inquired = asking, asks_why, inquired
        self.uncertain = uncertain
        self.asked: list[Piece] = []
        self.oneself = Oneself(general=signals.has("general"))
        self.standing = Standing(ledger.frame, row, text)

    def _asked_about(self, atom: Atom) -> bool:
        return any(a <= atom.start < b for a, b in self.asking)

    def enter(self) -> None:
        """All things first, then what is around them, then details and questions."""
        replace = self.signals.has("correct")
        self._enter_things(Wishes(self.ledger, replace=replace))
        self._enter_rest(Circumstances(self.ledger, shown=self.shown, replace=replace))
        details = Details(self.ledger, self.row)
        for k, atom in enumerate(self.row):
            if self.standing.holds_against_one(atom):
                self._let_stand([atom])
            else:
                details.ask(k) if self._asked_about(atom) else details.enter(k)
        for inquiry in self.inquired:
            self.ledger.note_question(inquiry.quality, (inquiry.start, inquiry.end))

    def _enter_things(self, wishes: Wishes) -> None:
        for phrase in phrases(self.row):
            start = phrase.atoms[0].start
            if self._asked_about(phrase.atoms[0]) and not is_given(self.text, start):
                self._ask(phrase)
            elif self._refuses_unseen(phrase):
                self._note_unseen(phrase)
            elif not self.pointing.handles(phrase) and not self.reacting.covers(phrase.atoms[0]):
                self._enter_thing(phrase, wishes)

    def _enter_thing(self, phrase: Phrase, wishes: Wishes) -> None:
        if self.standing.holds_against(phrase):
            self._let_stand(phrase.atoms)
            return
        self.oneself.say_of_thing(phrase)
        wishes.enter(phrase)

    def _let_stand(self, mentioned: Sequence[Atom]) -> None:
        """Leave refused what is only mentioned, and say that it was no wish."""
        for atom in mentioned:
            atom.polarity = "neutral"
        start, end = min(a.start for a in mentioned), max(a.end for a in mentioned)
        said = self.text[start:end]
        if all(doubt.start != start for doubt in self.uncertain):
            self.uncertain.append(Doubt(text=said, start=start, end=end, why="unclear"))

    def _enter_rest(self, around: Circumstances) -> None:
        for atom in self.row:
            if atom.kind in LOOK | HEAD | {DETAIL} or not atom.is_value():
                continue
            if self._asked_about(atom):
                self._note_question(atom)
            elif self.standing.holds_against_one(atom):
                self._let_stand([atom])
            else:
                around.enter(atom)
                self.oneself.say_of_manner(atom, self.ledger.frame)

    def _refuses_unseen(self, phrase: Phrase) -> bool:
        """Whether one thing is refused that is not on the screen: "I don't like this skirt"."""
        bare = phrase.head is not None and not phrase.looks and phrase.polarity == "avoid"
        return bare and not self.shown and determiner(phrase, self.row) in ("this", "that")

    def _note_unseen(self, phrase: Phrase) -> None:
        """Keep it in words: it is no "no" to every garment of the kind."""
        first = min(atom.start for atom in phrase.atoms)
        said = f"not {determiner(phrase, self.row)} {self.text[first : phrase.atoms[-1].end]}"
        if said not in self.ledger.frame.notes:
            self.ledger.frame.notes.append(said)

    def _ask(self, phrase: Phrase) -> None:
        self.asked.extend(phrase.pieces())
        for atom in phrase.atoms:
            for kind, name in members(atom):
                self.ledger.note_question(f"{kind}.{name}", (atom.start, atom.end))
        self.pointing.point_in_question(phrase, asks_why=self.asks_why)

    def _note_question(self, atom: Atom) -> None:
        value = atom.value.max if isinstance(atom.value, Budget) else atom.value
        self.ledger.note_question(f"{atom.kind}.{value}", (atom.start, atom.end))
