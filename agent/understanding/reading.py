"""One turn read into the frame, step by step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, get_args

from agent.understanding.acts import dialogue
from agent.understanding.acts.acting import Acting
from agent.understanding.acts.asked_with import is_given
from agent.understanding.acts.asking_on import was_asked
from agent.understanding.acts.follow_ups import asked_before, last_question, with_kind
from agent.understanding.acts.inquiries import inquiries
from agent.understanding.acts.judgements import ask_only, judge
from agent.understanding.acts.pointing import Pointing
from agent.understanding.acts.reacting import Reacting
from agent.understanding.acts.speech import Speech, takes_leave
from agent.understanding.circumstances.bygone import pass_over_bygone
from agent.understanding.circumstances.circumstances import Circumstances
from agent.understanding.circumstances.details import Details
from agent.understanding.circumstances.dress_code import imply_formality
from agent.understanding.circumstances.patterns import patterns
from agent.understanding.circumstances.renumbering import renumbered
from agent.understanding.circumstances.repairs import repair, replace_wanted, wanted
from agent.understanding.circumstances.skies import ask_of_sky, asks_of_sky, feel
from agent.understanding.frame.changes import delta_between
from agent.understanding.frame.ledger import Ledger
from agent.understanding.frame.undoing import (
    before_last_change,
    before_naming,
    goes_before,
    restated,
    same,
)
from agent.understanding.pointing.bare_numbers import by_number
from agent.understanding.pointing.found_before import found_before
from agent.understanding.pointing.placing import without_places
from agent.understanding.pointing.references import determiner
from agent.understanding.refusals.asked_back import left_out
from agent.understanding.refusals.contrasts import weigh
from agent.understanding.refusals.denials import deny_before
from agent.understanding.refusals.exclusive import close_lists
from agent.understanding.refusals.headed import refuse_below
from agent.understanding.refusals.hindsight import look_back
from agent.understanding.refusals.leftover import unheard_refusals
from agent.understanding.refusals.likewise import carry_over, said_last, take_up
from agent.understanding.refusals.polarity import settle
from agent.understanding.refusals.sayings import RHETORICAL, hear_sayings
from agent.understanding.refusals.standing import Standing
from agent.understanding.refusals.unread import unread_refusals
from agent.understanding.refusals.yes_no import hear_questions
from agent.understanding.wishes.doubts import doubts
from agent.understanding.wishes.oneself import Oneself
from agent.understanding.wishes.unclear import unclear
from agent.understanding.wishes.wishes import Wishes
from agent.understanding.words.atoms import CONTEXT, DETAIL, HEAD, LOOK, MANNER, Atom, Found, atoms
from agent.understanding.words.layout import lay_out
from agent.understanding.words.people import pass_over_manners, pass_over_names
from agent.understanding.words.phrases import Phrase, members, phrases
from agent.understanding.words.tokens import tokenize
from agent.understanding.words.told import only_tell, pass_over_scenery, told
from stylist.frame import (
    Act,
    Budget,
    ConstraintFrame,
    Delta,
    Doubt,
    Move,
    Piece,
    Understanding,
)
from stylist.outfits import OutfitCard

_NOTHING: Final = ConstraintFrame()
_LONG: Final = 100
"""Characters from which on a sentence is speech without stops."""


class Turn:
    """The reading of one turn; each step adds to the ledger and to the understanding."""

    def __init__(
        self,
        text: str,
        frame: ConstraintFrame,
        *,
        shown: Sequence[OutfitCard],
        turn: int,
        now: datetime,
        history: Sequence[tuple[str, str]],
        imperial: bool,
        past: Sequence[ConstraintFrame] = (),
    ) -> None:
        self.text, self.shown, self.history, self.past = text, shown, history, past
        self.before = frame
        tokens = tokenize(text)
        self.signals = dialogue.listen(tokens)
        last = history[-1] if history else ("", "")
        self.speech = Speech(text, before=last[1] if last[0] != "user" else "")
        if self.speech.asks_on and was_asked(history):
            self.speech.ask_on()
        only_told = told(text)
        found = patterns(text, now, imperial=imperial, shown=len(shown), over=only_told)
        self.row = atoms(tokens, found or self._renumbered(frame))
        pass_over_names(self.row, text)
        pass_over_manners(self.row, text)
        pass_over_scenery(self.row, exclusive="colors" in frame.only)
        lay_out(self.row, text)
        self.row = without_places(self.row, text, shown)
        self.reacting = Reacting(text, frame, shown=bool(shown), offered=self.speech.offered)
        self.reacting.hear(self.row, self.signals)
        hear_sayings(self.row, text)
        self.speech.ask_in(hear_questions(self.row, text))
        self.reacting.hush(self.speech)
        settle(self.row)
        look_back(self.row, elliptic=True)
        refuse_below(self.row, text)
        take_up(self.row, shown=bool(shown))
        carry_over(self.row, said_last(frame))
        deny_before(self.row)
        repair(self.row)
        replace_wanted(self.row, wanted(frame))
        weigh(self.row)
        judge(self.row)
        self.reacting.settle(self.row)
        ask_of_sky(self.row, text)
        pass_over_bygone(self.row, text)
        self.complains = feel(self.row, text)
        self.uncertain = [
            *unheard_refusals(self.row, text),
            *doubts(self.row, tokens, text, refused=self.reacting.refused, only_told=only_told),
            *unclear(self.row, text, shown=bool(shown), answers=_asks(last)),
        ]
        only_tell(self.row, only_told)
        if dialogue.answer(self.signals) == "yes" and last[0] != "user":
            self.row += left_out(last[1], text)
        builds_on = self._found_before(last[1])
        self.row += builds_on
        self._pass_over_leave()
        if self._is_foreign():
            self.row = []
        around = [(a.start, a.end) for a in self.row if a.kind in CONTEXT and a.kind != "aspect"]
        self.speech.reconsider(around)
        self.goes_on = asked_before(text, history, shown=bool(shown))
        if self.goes_on:
            self.speech.only_ask()
        sought = self.speech.ranges("seek")
        self.questions = dialogue.questions(self.signals, text, shown=bool(shown), sought=sought)
        rhetorical = [(a.start, a.end) for a in self.row if RHETORICAL in a.cues]
        self.questions = {
            act: (start, end)
            for act, (start, end) in self.questions.items()
            if not any(start <= a < end for a, _ in rhetorical)
        }
        if why := self.reacting.asks_why:
            self.questions["ask_why"] = why[-1]
        self.inquired, asking = inquiries(self.signals, text, self.row)
        ask_only(self.row, self.speech.only_asked())
        plain = [asks for asks in self.speech.ranges("ask") if not self._refuses(*asks)]
        others = [*self.questions.values(), *asking]
        self.asking = [*(asks for asks in others if not self._tells_much(*asks)), *plain]
        if builds_on:
            self.speech.only_seek()
            self.questions, self.asking = {}, []
        self.row = [a for a in self.row if not self._is_inquiry(a)]
        self.ledger = Ledger(frame, turn=turn, text=text)
        self.pointing = Pointing(
            text, self.row, signals=self.signals, shown=shown, ledger=self.ledger, history=history
        )
        if builds_on:
            self.pointing.beyond = []
        self.asked: list[Piece] = []
        self.oneself = Oneself(general=self.signals.has("general"))
        self.restarted = False

    def _renumbered(self, frame: ConstraintFrame) -> list[Found]:
        """A number that takes another's place, unless it names an outfit on the screen."""
        found = list(renumbered(self.text, frame))
        return [] if found and by_number(self.text, len(self.shown)) else found

    def _found_before(self, told: str) -> list[Atom]:
        """The garment that our answer `told` to a question is gone on with."""
        found = found_before(told, self.text)
        return found if found and last_question(self.history) else []

    def _is_foreign(self) -> bool:
        """Whether the turn asks for something else and speaks of no clothes at all."""
        if not self.signals.has("out_of_scope") or self._asks_for_outfit():
            return False
        if self._tells_weather():
            return False
        return not any(
            a.kind in LOOK | HEAD | MANNER | {DETAIL} or (a.kind == "occasion" and " " in a.word)
            for a in self.row
        )

    def _tells_weather(self) -> bool:
        """Whether degrees are told and nothing is asked: "the lawyer at ten, it will be 12 °C"."""
        told = any(a.kind == "temperature" and isinstance(a.value, float) for a in self.row)
        return told and "?" not in self.text and not self.speech.does("ask", "seek")

    def _asks_for_outfit(self) -> bool:
        words = {token.word for token in self.signals.tokens}
        return bool(words & {"wear", "outfit", "outfits", "dress", "clothes", "dressed"})

    def read(self) -> Understanding:
        """All steps in order."""
        self._take_back()
        self._enter()
        close_lists(self.row, self.ledger)
        imply_formality(self.ledger)
        self._keep_notes()
        judges = dialogue.judges(self.signals, shown=bool(self.shown)) or self.reacting.judges
        if "ask_why" in self.questions or judges or self.complains:
            self.pointing.point_bare()
        self.pointing.point_alone()
        moves: list[Move] = [m for m in get_args(Move) if m in self.ledger.moves]
        delta = delta_between(self.before, self.ledger.frame, moves)
        return Understanding(
            frame=self.ledger.frame,
            delta=delta,
            acts=self._acts(delta),
            spans=sorted(self.ledger.spans, key=lambda span: (span.start, span.path)),
            references=self.pointing.references,
            swap_slots=list(dict.fromkeys(self.pointing.swaps)),
            beyond=self.pointing.beyond,
            asked=with_kind(self.asked, self.goes_on) if self.goes_on else self.asked,
            tastes=self.oneself.tastes,
            answer=dialogue.answer(self.signals),
            started_over=self.signals.has("reset"),
            uncertain=self.uncertain,
            asked_about=list(dict.fromkeys(inquiry.quality for inquiry in self.inquired)),
        )

    def _acts(self, delta: Delta) -> list[Act]:
        if any(doubt.why == "language" for doubt in self.uncertain):
            return ["out_of_scope"]
        return Acting(
            text=self.text,
            signals=self.signals,
            speech=self.speech,
            reacted=self.reacting.acts,
            ironic=any(doubt.why == "sarcasm" for doubt in self.uncertain),
            shown_count=len(self.shown),
            begun=self.before != _NOTHING,
            asked_last=bool(self.history) and self.history[-1][1].rstrip().endswith("?"),
            asks=frozenset(self.questions) | ({"ask_fact"} if self.goes_on else set()),
            delta=delta,
            pointing=self.pointing,
            before_leaving=any(self.speech.leaves_after(s.start) for s in self.ledger.spans),
            names_things=bool(self.asked or self.inquired),
            asks_sky=asks_of_sky(self.text),
            stated=bool(
                self.ledger.spans or self._doubts_things() or any(a.kind in HEAD for a in self.row)
            )
            and not self.signals.has("out_of_scope"),
            taken_back=self.restarted or _takes_back(self.row, delta),
        ).acts()

    def _doubts_things(self) -> bool:
        return any(doubt.why == "unclear" for doubt in self.uncertain)

    def _keep_notes(self) -> None:
        pointed = [reference.text for reference in self.pointing.references]
        pointed += self.pointing.beyond
        notes = self.ledger.frame.notes
        for note in unread_refusals(self.row, self.text, pointed=pointed):
            if note not in notes and not takes_leave(note):
                notes.append(note)

    def _take_back(self) -> None:
        """Start over, or undo the turn before."""
        if self.signals.has("reset"):
            self.ledger.frame = ConstraintFrame()
            self.restarted = True
        elif goes_before(self.text) and any(atom.is_value() for atom in self.row):
            self.restarted = self._undo_naming()
        elif self._undoes():
            if not self._only_outfits_changed():
                self._undo()
            self.restarted = True

    def _names_something_to_undo(self) -> bool:
        return any(atom.polarity == "retract" for atom in self.row if atom.is_value())

    def _undoes(self) -> bool:
        """Whether the last turn is taken back; "go back to the second one" only points."""
        names = self._names_something_to_undo() or self.pointing.references
        return self.signals.has("undo") and not names

    def _only_outfits_changed(self) -> bool:
        """Whether the turn before swapped a piece or went "dressier", which no frame tells."""
        before = next((words for role, words in reversed(self.history) if role == "user"), "")
        tokens = tokenize(before)
        moved = any(atom.kind == "move" for atom in atoms(tokens, []))
        changed = moved or dialogue.listen(tokens).has("swap")
        return changed and bool(self.past) and same(self.past[-1], self.ledger.frame)

    def _undo_naming(self) -> bool:
        """Go back to before what is named; False when it is not there."""
        named = [atom for atom in self.row if atom.is_value()]
        names = [pair for atom in named for pair in members(atom)]
        target = before_naming(self.ledger.frame, self.past, names)
        for atom in named:
            atom.polarity = "neutral"
        if target is not None:
            self.ledger.frame = target.model_copy(deep=True)
        return target is not None

    def _undo(self) -> None:
        frame = self.ledger.frame
        if (target := before_last_change(frame, self.past)) is not None:
            said = [a.kind for a in self.row if a.is_value() and a.polarity == "want"]
            self.ledger.frame = restated(frame, target, said).model_copy(deep=True)
            return
        last = max((p.turn for p in frame.provenance.values()), default=-1)
        for path in [p for p, said in frame.provenance.items() if said.turn == last]:
            self.ledger.unset(path)

    def _pass_over_leave(self) -> None:
        """Let "that's all for today" tell nothing of the day."""
        for start, end in self.speech.leaving():
            for atom in self.row:
                if start <= atom.start < end and atom.kind == "when":
                    atom.kind = "word"

    def _refuses(self, start: int, end: int) -> bool:
        """Whether a "no" was heard there: what is refused in a question is refused."""
        inside = [a for a in self.row if start <= a.start < end]
        return any(a.is_value() and a.polarity != "want" for a in inside)

    def _tells_much(self, start: int, end: int) -> bool:
        """Whether a question is only a part of a long message without stops that refuses things."""
        return end - start > _LONG and self._refuses(start, end)

    def _is_inquiry(self, atom: Atom) -> bool:
        """Whether the atom only names the quality that is asked for: "does it have a pattern?"."""
        return any(i.start <= atom.start and atom.end <= i.end for i in self.inquired)

    def _asked_about(self, atom: Atom) -> bool:
        return any(a <= atom.start < b for a, b in self.asking)

    def _enter(self) -> None:
        replace = self.signals.has("correct")
        self.standing = Standing(self.ledger.frame, self.row, self.text)
        self._enter_things(Wishes(self.ledger, replace=replace))
        shown = bool(self.shown)
        self._enter_rest(Circumstances(self.ledger, shown=shown, replace=replace))
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
        self.pointing.point_in_question(phrase, asks_why="ask_why" in self.questions)

    def _note_question(self, atom: Atom) -> None:
        value = atom.value.max if isinstance(atom.value, Budget) else atom.value
        self.ledger.note_question(f"{atom.kind}.{value}", (atom.start, atom.end))


def _asks(last: tuple[str, str]) -> bool:
    """Whether the turn before was a question of ours."""
    return last[0] != "user" and last[1].rstrip().endswith("?")


def _takes_back(row: Sequence[Atom], delta: Delta) -> bool:
    """Whether the turn lifts something; an exception within its own "no" lifts nothing."""
    lifts = {atom.polarity for atom in row if atom.is_value()}
    refuses = any(path.endswith("avoid") for path in delta.add)
    return "retract" in lifts or ("allow" in lifts and not refuses)
