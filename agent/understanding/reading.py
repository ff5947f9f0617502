"""One turn read into the frame, step by step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, get_args

from agent.understanding.acts import dialogue
from agent.understanding.acts.acting import Acting
from agent.understanding.acts.asking_on import was_asked
from agent.understanding.acts.follow_ups import asked_before, last_question, with_kind
from agent.understanding.acts.inquiries import inquiries
from agent.understanding.acts.judgements import ask_only, judge
from agent.understanding.acts.pointing import Pointing
from agent.understanding.acts.reacting import Reacting
from agent.understanding.acts.speech import Speech, takes_leave
from agent.understanding.circumstances.bygone import pass_over_bygone
from agent.understanding.circumstances.dress_code import imply_formality
from agent.understanding.circumstances.patterns import patterns
from agent.understanding.circumstances.renumbering import renumbered
from agent.understanding.circumstances.repairs import repair, replace_wanted, wanted
from agent.understanding.circumstances.skies import ask_of_sky, asks_of_sky, feel
from agent.understanding.entering import Entering
from agent.understanding.frame.changes import delta_between
from agent.understanding.frame.ledger import Ledger
from agent.understanding.pointing.bare_numbers import by_number
from agent.understanding.pointing.found_before import found_before
from agent.understanding.pointing.placing import without_places
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
from agent.understanding.refusals.unread import unread_refusals
from agent.understanding.refusals.yes_no import hear_questions
from agent.understanding.taking_back import TakingBack
from agent.understanding.wishes.doubts import doubts
from agent.understanding.wishes.unclear import unclear
from agent.understanding.words.atoms import CONTEXT, DETAIL, HEAD, LOOK, MANNER, Atom, Found, atoms
from agent.understanding.words.layout import lay_out
from agent.understanding.words.people import pass_over_manners, pass_over_names
from agent.understanding.words.tokens import tokenize
from agent.understanding.words.told import only_tell, pass_over_scenery, told
from stylist.frame import (
    Act,
    ConstraintFrame,
    Delta,
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
        self.restarted = TakingBack(
            self.text,
            self.row,
            ledger=self.ledger,
            signals=self.signals,
            pointing=self.pointing,
            history=self.history,
            past=self.past,
        ).take_back()
        entering = Entering(
            self.text,
            self.row,
            ledger=self.ledger,
            signals=self.signals,
            pointing=self.pointing,
            reacting=self.reacting,
            shown=bool(self.shown),
            asking=self.asking,
            asks_why="ask_why" in self.questions,
            inquired=self.inquired,
            uncertain=self.uncertain,
        )
        entering.enter()
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
            acts=self._acts(delta, entering.asked),
            spans=sorted(self.ledger.spans, key=lambda span: (span.start, span.path)),
            references=self.pointing.references,
            swap_slots=list(dict.fromkeys(self.pointing.swaps)),
            beyond=self.pointing.beyond,
            asked=with_kind(entering.asked, self.goes_on) if self.goes_on else entering.asked,
            tastes=entering.oneself.tastes,
            answer=dialogue.answer(self.signals),
            started_over=self.signals.has("reset"),
            uncertain=self.uncertain,
            asked_about=list(dict.fromkeys(inquiry.quality for inquiry in self.inquired)),
        )

    def _acts(self, delta: Delta, asked: Sequence[Piece]) -> list[Act]:
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
            names_things=bool(asked or self.inquired),
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


def _asks(last: tuple[str, str]) -> bool:
    """Whether the turn before was a question of ours."""
    return last[0] != "user" and last[1].rstrip().endswith("?")


def _takes_back(row: Sequence[Atom], delta: Delta) -> bool:
    """Whether the turn lifts something; an exception within its own "no" lifts nothing."""
    lifts = {atom.polarity for atom in row if atom.is_value()}
    refuses = any(path.endswith("avoid") for path in delta.add)
    return "retract" in lifts or ("allow" in lifts and not refuses)
