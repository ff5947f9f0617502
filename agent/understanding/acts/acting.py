"""Which dialogue acts a turn performs, from its signals and from what it changed."""

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from agent.understanding.acts import dialogue
from agent.understanding.acts.dialogue import Signals
from agent.understanding.acts.elsewhere import asks_of_the_world
from agent.understanding.acts.pointing import Pointing
from agent.understanding.acts.remarks import remarks
from agent.understanding.acts.speech import Speech
from agent.understanding.pointing.bare_numbers import by_number
from stylist.frame import Act, Delta

_DENIED: Final = (
    r"\b(?:not|dont \w+|hate|dislike"
    r"|(?<!cant say )(?<!couldnt say )(?<!never say )(?<!hard to say )no to"
    r"|without|isnt|skip|lose|except)\s+"
    r"(?:wear\s+)?(?:the\s+)?"
)


_OTHERS: Final = re.compile(
    r"\b(?:like|similar|other|others|else|more|another|different|new|again)\b", re.I
)

_NO_OTHERS: Final = re.compile(
    r"\W*(?:no|nope|nah|naw)\b\W+(?:(?:show|give|got|get|me|any|some|the|please|a few|try)\W+)*"
    r"(?:others?|other ones|more|different ones|new ones|the next|next|another|another one)\W*"
    r"(?:(?:please|pls|then|thanks|ones|ideas|options|looks|outfits)\W*)*",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Acting:
    """Everything that tells what a turn does.

    `reacted` are the acts of clauses that only react, `ironic` says that words mean the opposite.
    `begun` says that the conversation had constraints before, `asked_last` that the assistant's
    last words were a question, `stated` that something was said which the frame may hold already,
    `taken_back` that something was lifted, `before_leaving` that something was said in the very
    sentence that takes leave then, `names_things` that a question names garments or qualities,
    `asks_sky` that the weather is asked for.
    """

    text: str
    signals: Signals
    speech: Speech
    reacted: frozenset[Act]
    ironic: bool
    shown_count: int
    begun: bool
    asked_last: bool
    asks: frozenset[str]
    delta: Delta
    pointing: Pointing
    before_leaving: bool
    names_things: bool
    asks_sky: bool
    stated: bool
    taken_back: bool
    _acts: set[Act] = field(default_factory=set)

    @property
    def shown(self) -> bool:
        """Whether outfits are on the screen."""
        return self.shown_count > 0

    def acts(self) -> list[Act]:
        """The acts, the most telling first."""
        self._ask()
        if "ask_why" not in self._acts:
            self._judge()
        self._change()
        points = [
            r for r in self.pointing.references if not (self.pointing.swaps and r.garment_ids)
        ]
        if points and not self._acts & {"accept", "reject", "ask_why"}:
            self._acts.add("refer")
        main = self._speak()
        if dialogue.answer(self.signals) and not self._changed and main is None:
            self._answer()
        if not self._acts:
            self._chat()
        return dialogue.ordered(self._acts, main=main)

    def _speak(self) -> Act | None:
        """Add what the sentences do; the act that must be answered is the main one."""
        main = self._main_act()
        if main is None or (self.signals.has("out_of_scope") and not self.speech.of_garments):
            return None
        if main == "small_talk" and self.before_leaving:
            return None
        if main == "small_talk" and self._acts & {"accept", "reject", "retract"}:
            return None
        if main == "small_talk" and self._grown and not self.speech.ends_in_leave:
            return None
        if main in ("request", "refine") and self._only_points():
            return None
        if main in ("request", "refine") and "reject" in self._acts and not self._grown:
            return None
        if main != "accept":
            self._acts -= {"accept"} if not self.pointing.references else set()
        self._acts.add(main)
        if self.speech.looks_back and main in ("ask_fact", "request", "refine"):
            self._acts.add("refer")
        return main

    def _only_points(self) -> bool:
        """Whether an outfit is all that is asked for: "what about the third?", "I prefer it"."""
        pointed = bool(self.pointing.references) and not self._changed
        return pointed and _OTHERS.search(self.text) is None

    def _main_act(self) -> Act | None:
        deed = self.speech.main
        if self.asks_sky:
            return "ask_fact"
        if deed == "ask":
            known = self.names_things or self.speech.of_record
            if not (known or self.shown or self.begun) and asks_of_the_world(self.text):
                return "out_of_scope"
            opinion = self.shown and not known and "ask_fact" not in self._acts
            return "ask_why" if opinion or "ask_why" in self._acts else "ask_fact"
        if deed in ("seek", "wish"):
            return self._sought()
        if deed == "back":
            return "refer" if self.pointing.references else self._sought()
        if deed == "take":
            return "accept"
        if deed == "later":
            return "accept" if self.shown else "confirm"
        if deed == "answer":
            return "confirm"
        if deed == "point":
            return "refer"
        return "small_talk" if deed == "close" else None

    def _sought(self) -> Act:
        return "refine" if self.shown or self.begun else "request"

    @property
    def _changed(self) -> bool:
        return self._grown or bool(self.delta.set or self.delta.remove)

    @property
    def _grown(self) -> bool:
        stated = [value for value in self.delta.set.values() if value is not None]
        return bool(stated or self.delta.add or self.delta.moves or self.pointing.swaps)

    def _ask(self) -> None:
        if "ask_why" in self.asks and dialogue.answer(self.signals) != "yes":
            self._acts.add("ask_why")
        if "ask_fact" in self.asks:
            self._acts.add("ask_fact")

    def _change(self) -> None:
        if self.taken_back:
            self._acts.add("retract")
        if self._grown:
            self._acts.add("refine" if self.shown or self.begun else "request")
        elif self._changed and "reject" not in self._acts:
            self._acts.add("retract")

    def _judge(self) -> None:
        changed = self._changed and not self.pointing.references
        if self.pointing.chose_other:
            return
        if (
            self.pointing.refused
            or self._numbers("left")
            or self._turns_to_others()
            or "reject" in self.reacted
            or self._dislikes_outfit()
            or dialogue.rejects(self.signals, shown=self.shown)
        ):
            self._acts.add("reject")
        elif (
            not self.ironic
            and "ask_fact" not in self._acts
            and (
                "accept" in self.reacted
                or self._numbers("taken")
                or dialogue.accepts(self.signals, shown=self.shown, changed=changed)
            )
        ):
            self._acts.add("accept")

    def _numbers(self, which: Literal["taken", "left"]) -> bool:
        """Whether an outfit named by its bare number is taken or left: "ok 2", "3: bin"."""
        told = {one.taken for one in by_number(self.text, self.shown_count)}
        return (which == "taken") in told

    def _turns_to_others(self) -> bool:
        """Whether a "no" opens what only asks for others: "no. others."."""
        return self.shown and not self.asked_last and _NO_OTHERS.fullmatch(self.text) is not None

    def _dislikes_outfit(self) -> bool:
        """Whether a "no" stands right before a reference: "I don't like the second"."""
        lowered = self.text.lower().replace("'", "").replace("’", "")
        return any(
            not reference.garment_ids
            and re.search(_DENIED + re.escape(reference.text.lower().removeprefix("the ")), lowered)
            for reference in self.pointing.references
        )

    def _answer(self) -> None:
        if dialogue.answer(self.signals) == "no" and self.shown and not self.asked_last:
            self._acts.add("reject")
        elif not self._acts & {"accept", "reject"}:
            self._acts.add("confirm")

    @property
    def _chats(self) -> bool:
        chats = "small_talk" in self.reacted or dialogue.is_small_talk(self.signals)
        return chats or (not self.signals.has("request") and not self.stated and remarks(self.text))

    def _chat(self) -> None:
        if self.pointing.beyond and not self.signals.has("out_of_scope"):
            self._acts.add("refer")
        elif self._chats and not self.signals.has("out_of_scope"):
            self._acts.add("request" if self.signals.has("request") else "small_talk")
        elif dialogue.is_out_of_scope(self.signals) and not self.stated:
            self._acts.add("out_of_scope")
        else:
            self._acts.add("request")
