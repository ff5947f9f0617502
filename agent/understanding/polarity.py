"""How far a "no" reaches: one pass over the atoms that gives every value its polarity.

A cue such as "no" or "without" opens a scope; the scope runs over lists ("no black, brown or
grey") and ends where a new wish begins ("but", "with", "I want", an article after a comma).
"""

from collections.abc import Sequence
from typing import Final

from agent.understanding.atoms import CONTEXT, DETAIL, FAR, HEAD, LOOK, MANNER, Atom, Polarity
from agent.understanding.lexicon import word_list

_ALWAYS_END: Final = word_list("polarity_always_end")
_NEW_SUBJECT: Final = word_list("polarity_new_subject")
_VERBS: Final = word_list("polarity_verbs")
_ARTICLES: Final = frozenset({"a", "an", "some"})
_INTO: Final = word_list("polarity_into")
_AFTER_INTERJECTION: Final = word_list("polarity_after_interjection")
_NEGATED_VERBS: Final = word_list("polarity_negated_verbs")
_ONE_THING: Final = frozenset({"instead of", "rather than"})
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

    def run(self) -> None:
        """Give every value atom of the row its polarity and degree."""
        for k, atom in enumerate(self.row):
            if atom.kind == "stop":
                self._at_stop(k)
            elif atom.kind == "comma":
                self._at_comma(k)
            elif atom.is_value():
                self._at_value(k, atom)
            elif atom.cues:
                self._at_cue(k, atom)
            elif self.met_value and atom.word in _NEW_SUBJECT:
                self._reset()

    def _reset(self, mode: Polarity = "want", at: int = -1, *, tied: bool = False) -> None:
        self.mode, self.opened, self.met_value, self.firm = mode, at, False, False
        self.tied = tied

    def _word(self, k: int) -> str:
        return self.row[k].word if 0 <= k < len(self.row) else ""

    def _cues(self, k: int) -> frozenset[str]:
        return self.row[k].cues if 0 <= k < len(self.row) else frozenset()

    def _at_stop(self, k: int) -> None:
        if self.mode == "want" or not (self._cues(k + 1) & {"or"}):
            self._reset()

    def _at_comma(self, k: int) -> None:
        if self.mode == "want":
            return
        if not self.met_value and "neg" in self._cues(k - 1) and self._word(k - 1) != "no":
            return
        if not self._list_goes_on(k):
            self._reset()

    def _run_after(self, k: int) -> list[Atom]:
        """The value atoms that stand next to each other right after `k` (and "the", "any")."""
        k += 1
        while k < len(self.row) and self._cues(k) & {"dem", "or", "and"}:
            k += 1
        start = k
        while k < min(len(self.row), start + FAR) and self.row[k].is_value():
            k += 1
        return list(self.row[start:k])

    def _run_before(self, k: int) -> list[Atom]:
        end = k
        while k > max(0, end - FAR) and self.row[k - 1].is_value():
            k -= 1
        return list(self.row[k:end])

    def _coordinated_later(self, k: int) -> bool:
        """Whether the list after `k` still has an "or", before anything else begins."""
        for at in range(k + 1, min(k + FAR, len(self.row))):
            atom = self.row[at]
            if "or" in atom.cues or ("and" in atom.cues and self._closes_list(k, at)):
                return True
            if not (atom.is_value() or atom.kind == "comma" or atom.cues & {"dem", "and"}):
                return False
        return False

    def _closes_list(self, k: int, at: int) -> bool:
        """Whether the "and" at `at` joins the last of single values: "black, jeans and hats"."""
        run, last = 0, self._run_after(at)
        for atom in self.row[k + 1 : at]:
            run = run + 1 if atom.is_value() else 0
            if run > 1:
                return False
        return len(last) == 1 and self.row[at + 1] is last[0]

    def _list_goes_on(self, k: int) -> bool:
        following = self._cues(k + 1)
        if self._word(k + 1) in _ARTICLES or not self.met_value:
            return False
        if following & {"or"} or self._coordinated_later(k):
            return not self._verb_ahead(k, polite=True)
        if self._word(self.opened) in _ONE_THING:
            return False
        if following & {"and"}:
            return self._and_goes_on(k + 1)
        before, after = self._run_before(k), self._run_after(k)
        if not before or not after or following & {"dem"}:
            return False
        same = _group(before[-1]) == _group(after[-1]) and len(after) <= len(before)
        return same and len(after) <= 2 and not self._verb_ahead(k)

    def _and_goes_on(self, k: int) -> bool:
        if self._word(k + 1) in _ARTICLES:
            return False
        before, after = self._run_before(k), self._run_after(k)
        if not after:
            return bool(self._cues(k + 1) & {"neg"})
        looks = {_group(before[-1]) if before else "look", _group(after[-1])} <= {"look", "head"}
        same = looks or (bool(before) and _group(before[-1]) == _group(after[-1]))
        return same and not self._verb_ahead(k)

    def _verb_ahead(self, k: int, *, polite: bool = False) -> bool:
        """Whether a new wish follows before the clause ends ("and the shoes should be brown").

        With `polite`, "please" does not begin one.
        """
        for atom in self.row[k + 1 : k + FAR]:
            if atom.kind in ("stop", "comma") or "neg" in atom.cues:
                return False
            if polite and atom.word == "please":
                return False
            ends = "end" in atom.cues and atom.word not in _ALWAYS_END - {"instead"}
            if atom.word in _VERBS or ends or "allow_post" in atom.cues:
                return True
        return False

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
        if self.mode == "retract" and not self.firm and atom.kind in LOOK | HEAD:
            return "avoid"
        if atom.kind in LOOK and atom.degree == "too" and self.mode == "want":
            return "avoid"
        return self.mode

    def _direct(self, k: int) -> bool:
        between = self.row[self.opened + 1 : k]
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
        for name in ("idle", "positive", "neutral", "allow", "except", "retract", "neg", "end"):
            if name in atom.cues:
                getattr(self, f"_on_{name}")(k, atom)
                return
        if atom.cues & {"and"} and self.mode == "avoid" and not self._and_goes_on(k):
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
        if self.mode == "retract" and not self.met_value:
            self.firm = True
        elif self._is_interjection(k, atom):
            self._reset()
        elif atom.cues & {"less"} and (self._next_value_is(k, MANNER) or not self._run_after(k)):
            return
        elif self._is_double(k, atom):
            self._reset("allow", k)
        else:
            self._reset("avoid", k)

    def _is_double(self, k: int, atom: Atom) -> bool:
        near = self.mode == "avoid" and not self.met_value and k - self.opened <= 3
        return near and atom.word in _NEGATED_VERBS

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
        following = self._run_after(k)
        own_head = any(a.kind in HEAD for a in following)
        if own_head or self._word(k + 1) in _ARTICLES or not following:
            self._reset()


def _group(atom: Atom) -> str:
    for name, kinds in (("look", LOOK | {DETAIL}), ("head", HEAD), ("context", CONTEXT)):
        if atom.kind in kinds:
            return name
    return atom.kind


def settle(row: Sequence[Atom]) -> None:
    """Give every value of a turn its polarity."""
    Reach(row).run()
