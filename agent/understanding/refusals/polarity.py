"""How far a "no" reaches: one pass over the atoms that gives every value its polarity.

A cue such as "no" or "without" opens a scope; the scope runs over lists ("no black, brown or
grey") and ends where a new wish begins ("but", "with", "I want", an article after a comma).
"""

from collections.abc import Sequence
from typing import Final

from agent.understanding.refusals.openers import (
    OPENERS,
    excepts,
    names_a_part,
    refuses_here,
    speaks_of_it,
)
from agent.understanding.refusals.where_worn import is_where_worn
from agent.understanding.words.atoms import CONTEXT, DETAIL, HEAD, LOOK, MANNER, Atom, Polarity
from agent.understanding.words.lexicon import word_list
from agent.understanding.words.lists import (
    ARTICLES,
    and_goes_on,
    coordinated_later,
    cues_at,
    group_of,
    run_after,
    run_before,
    verb_ahead,
    word_at,
)
from agent.understanding.words.predicates import words_of

_ALWAYS_END: Final = word_list("polarity_always_end")
_NEW_SUBJECT: Final = word_list("polarity_new_subject")
_INTO: Final = word_list("polarity_into")
_AFTER_INTERJECTION: Final = word_list("polarity_after_interjection")
_NEGATED_VERBS: Final = word_list("polarity_negated_verbs")
_DENIALS: Final = frozenset({"dont", "do not", "not", "never", "hate", "dislike", "cant", "wont"})
_THINGS: Final = LOOK | HEAD | {DETAIL, "style"}
_WHOLE: Final = frozenset({"too much", "too many"})
"""Said of what is there, when nothing follows: "that is too much, a bit more casual"."""
_LETS_GO: Final = frozenset({"never mind", "nevermind", "forget", "scratch", "scrap", "undo"})
"""What only lets go, with a comma behind it: "never mind, something in green"."""
_ONE_THING: Final = frozenset({"instead of", "rather than"})
_EXAMPLES: Final = frozenset({"for instance", "for example", "eg", "such as"})
_ASIDE: Final = 7
"""Atoms of an aside such as ", come to that," with its commas."""
_HAVE: Final = frozenset({"ive got", "i have got", "i already have", "im wearing", "i am wearing"})
"""Words that only mention a garment, and tell of an occasion: "I've got a funeral on Tuesday"."""
_ANYTHING: Final = frozenset({"anything", "everything", "any", "all", "most"})
_HAVING: Final = frozenset({"with", "in", "of", "made", "has"})
_NEVER_NEGATED: Final = frozenset({"when", "place", "budget", "count"})


class Reach:
    """The state while reading: which polarity is in force, and what it has met so far."""

    def __init__(self, row: Sequence[Atom]) -> None:
        self.row = row
        self.mode: Polarity = "want"
        self.opened = -1
        self.met_value = False
        self.firm = False
        self.tied = False
        self.added = -1

    def run(self) -> None:
        """Give every value atom of the row its polarity and degree."""
        for k, atom in enumerate(self.row):
            if atom.kind == "stop":
                self._at_stop(k)
            elif atom.kind == "comma":
                self._at_comma(k)
            elif atom.is_value():
                self._at_value(k, atom)
            elif atom.cues or atom.word in OPENERS:
                self._at_cue(k, atom)
            elif self.met_value and atom.word in _NEW_SUBJECT and not self._repeats(k, atom):
                self._reset()

    def _reset(self, mode: Polarity = "want", at: int = -1, *, tied: bool = False) -> None:
        self.mode, self.opened, self.met_value, self.firm = mode, at, False, False
        self.tied = tied

    def _and_goes_on(self, k: int) -> bool:
        opener = self._word(self.opened).split()
        repeated = len(opener) > 1 and self._word(k + 1) == opener[-1]
        return repeated or and_goes_on(self.row, k)

    def _repeats(self, k: int, atom: Atom) -> bool:
        """Whether a list repeats the opener's last word: "allergic to wool and to angora"."""
        opener = self._word(self.opened).split()
        listed = bool(self._cues(k - 1) & {"and", "or"})
        return listed and len(opener) > 1 and opener[-1] == atom.word

    def _word(self, k: int) -> str:
        return word_at(self.row, k)

    def _cues(self, k: int) -> frozenset[str]:
        return cues_at(self.row, k)

    def _at_stop(self, k: int) -> None:
        if self._adds_another(k):
            self.met_value, self.added = False, k + 1
        elif self.mode == "want" or not (self._cues(k + 1) & {"or"}):
            self._reset()

    def _adds_another(self, k: int) -> bool:
        """Whether a sentence is only one more of the list: "I've gone off stripes. And checks."."""
        if self.mode != "avoid" or "and" not in self._cues(k + 1) or not self.met_value:
            return False
        at = k + 2
        while self._word(at) in words_of("openings"):
            at += 1
        whole = self._word(at) in _ANYTHING
        while whole and self._word(at) in _ANYTHING | ARTICLES | _HAVING:
            at += 1
        run = run_after(self.row, at - 1)
        after = at + len(run) + (self._word(at + len(run)) == "on")
        ends = after >= len(self.row) or self.row[after].kind == "stop"
        return bool(run) and ends and (whole or self._word(at) not in ARTICLES)

    def _at_comma(self, k: int) -> None:
        if self.mode == "want":
            return
        if not self.met_value and self.opened == k - 1 and self._word(k - 1) != "no":
            if self.mode == "retract" and self._word(k - 1) in _LETS_GO:
                self._reset()
            return
        if not self.met_value and (self._closes_aside(k) or self._gives_example(k)):
            return
        if self.met_value and self._cues(k + 1) & {"except"} and "less" not in self._cues(k + 1):
            return
        if not self._list_goes_on(k):
            self._reset()

    def _gives_example(self, k: int) -> bool:
        """Whether an example follows: "nothing stiff, for instance denim"."""
        return self._word(k + 1) in _EXAMPLES or self._word(k - 1) in _EXAMPLES

    def _closes_aside(self, k: int) -> bool:
        """Whether an aside ends right after the opener: "nor, come to that, brown"."""
        opened = self.opened
        if self._word(opened) == "no" or not 0 <= opened < k - 1 or k - opened > _ASIDE:
            return False
        between = self.row[opened + 2 : k]
        return self.row[opened + 1].kind == "comma" and all(a.kind != "comma" for a in between)

    def _list_goes_on(self, k: int) -> bool:
        following = self._cues(k + 1)
        if self._word(k + 1) in ARTICLES or not self.met_value:
            return False
        if self.mode == "retract" and k + 1 < len(self.row) and self.row[k + 1].kind == "occasion":
            return False
        if following & {"or"} or coordinated_later(self.row, k):
            return not verb_ahead(self.row, k, polite=True)
        if self._word(self.opened) in _ONE_THING:
            return False
        if following & {"and"}:
            return and_goes_on(self.row, k + 1)
        before, after = run_before(self.row, k), run_after(self.row, k)
        if not before or not after or following & {"dem"}:
            return False
        same = group_of(before[-1]) == group_of(after[-1]) and len(after) <= len(before)
        return same and len(after) <= 2 and not verb_ahead(self.row, k)

    def _at_value(self, k: int, atom: Atom) -> None:
        atom.degree = atom.degree or self._degree(k)
        atom.polarity = self._polarity(k, atom)
        atom.tied = self.tied
        self.met_value = self.met_value or atom.kind != "aspect"

    def _polarity(self, k: int, atom: Atom) -> Polarity:
        if atom.kind in _NEVER_NEGATED or isinstance(atom.value, float):
            return "retract" if self.mode == "retract" else "want"
        if atom.kind in CONTEXT and self.mode in ("avoid", "neutral") and not self._direct(k):
            return "want"
        if atom.kind in CONTEXT and self.mode == "neutral" and self._word(self.opened) in _HAVE:
            return "want"
        if self.mode == "retract" and not self.firm and atom.kind in _THINGS:
            return "avoid"
        if atom.kind in LOOK and atom.degree == "too" and self.mode == "want":
            return "avoid"
        return self.mode

    def _direct(self, k: int) -> bool:
        between = self.row[self.opened + 1 : k]
        if self.row[k].kind == "occasion" and self._word(self.opened) in ("not", "isnt"):
            return all(a.word in ("for", "a", "the", "my", "at") for a in between)
        return not any(a.is_value() or a.word in _INTO or a.kind == "comma" for a in between)

    def _degree(self, k: int) -> str:
        for back in (1, 2):
            for name in ("too", "less", "more"):
                if name in self._cues(k - back):
                    return name
            if not self._cues(k - back) and self._word(k - back) not in ("of", "so", "that"):
                break
        if self._word(k - 1) in ("little", "bit") and self._word(k + 1) == "for":
            return "too"
        return "enough" if "enough" in self._cues(k + 1) else ""

    def _at_cue(self, k: int, atom: Atom) -> None:
        if refuses_here(self.row, k, atom):
            self._reset("avoid", k)
            return
        for name in ("idle", "positive", "neutral", "allow", "except", "retract", "neg", "end"):
            if name in atom.cues:
                getattr(self, f"_on_{name}")(k, atom)
                return
        ends = k != self.added and not self._and_goes_on(k)
        if atom.cues & {"and"} and self.mode == "avoid" and ends:
            self._reset()
        elif "with" in atom.cues and self.mode != "want" and self.met_value:
            self._at_with(k)

    def _on_idle(self, k: int, atom: Atom) -> None:
        if self.met_value:
            self._reset()

    def _on_positive(self, k: int, atom: Atom) -> None:
        self._reset("want", k)

    def _on_neutral(self, k: int, atom: Atom) -> None:
        self._reset("neutral", k)

    def _on_allow(self, k: int, atom: Atom) -> None:
        self._reset("allow", k)

    def _on_except(self, k: int, atom: Atom) -> None:
        if atom.cues & {"less"} and self._next_value_is(k, MANNER):
            return
        if self.mode == "avoid" and self.met_value:
            self._reset("allow", k, tied=True)
        else:
            self._reset("avoid", k, tied=any(a.kind in LOOK | HEAD for a in self.row[:k]))

    def _on_retract(self, k: int, atom: Atom) -> None:
        if atom.cues & {"neg"} and self.mode == "avoid" and not self.met_value:
            self._reset("allow", k)
            return
        self._reset("retract", k)
        self.firm = not atom.cues & {"neg"} and atom.word not in ("scratch", "scrap", "cancel")

    def _on_neg(self, k: int, atom: Atom) -> None:
        corrects = self._word(k - 1) == "that" and self._word(self.opened) in ("scratch", "scrap")
        if self.mode == "retract" and not self.met_value and not corrects:
            self.firm = True
        elif self._is_interjection(k, atom):
            self._reset()
        elif self._stands_alone(k, atom):
            return
        elif self._is_double(k, atom):
            self._reset("allow", k)
        else:
            tied = (
                speaks_of_it(self.row, k, atom)
                or excepts(self.row, k, atom)
                or is_where_worn(self.row, k)
            )
            self._reset("avoid", k, tied=tied)

    def _stands_alone(self, k: int, atom: Atom) -> bool:
        """Whether "less" grades a manner, or "too much" judges what is there."""
        if atom.word in _WHOLE and k + 1 < len(self.row) and self.row[k + 1].kind == "comma":
            return True
        return bool(atom.cues & {"less"}) and (
            self._next_value_is(k, MANNER) or not run_after(self.row, k)
        )

    def _is_double(self, k: int, atom: Atom) -> bool:
        stutters = self._word(k - 1) == atom.word
        own = self._word(k - 1) in ("i", "we") and "except" in self._cues(self.opened)
        if self.mode != "avoid" or self.met_value or stutters or own:
            return False
        if k - self.opened <= 3 and atom.word in _NEGATED_VERBS:
            return True
        between = {a.word for a in self.row[self.opened + 1 : k]}
        denies = bool(between & {"that", "if", "reason", "like"}) or atom.word == "not"
        apart = k - self.opened <= 5 and self._word(self.opened) != "no" if not between else True
        return denies and apart and k - self.opened <= 5 and atom.word in _DENIALS

    def _is_interjection(self, k: int, atom: Atom) -> bool:
        """Whether "no" answers rather than negates: "no, the black ones"."""
        if atom.word != "no" or k + 1 >= len(self.row):
            return atom.word == "no"
        following = self.row[k + 1]
        return following.kind in ("comma", "stop") or following.word.split()[0] in (
            _AFTER_INTERJECTION
        )

    def _next_value_is(self, k: int, kinds: frozenset[str]) -> bool:
        for atom in self.row[k + 1 : k + 4]:
            if atom.is_value():
                return atom.kind in kinds
            if atom.kind in ("stop", "comma"):
                return False
        return False

    def _on_end(self, k: int, atom: Atom) -> None:
        if self.mode == "want":
            return
        if "more" in atom.cues and not self.met_value:
            return
        if self.met_value or atom.word in _ALWAYS_END:
            self._reset()

    def _at_with(self, k: int) -> None:
        following = run_after(self.row, k)
        if names_a_part(self.row, k, following):
            self.row[k - 1].polarity = "neutral"
            return
        own_head = any(a.kind in HEAD for a in following)
        if own_head or self._word(k + 1) in ARTICLES or not following:
            self._reset()


def settle(row: Sequence[Atom]) -> None:
    """Give every value of a turn its polarity."""
    Reach(row).run()
