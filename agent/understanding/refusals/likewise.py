"""What is said of a thing through another: "likewise satin", "hoodies too", "keep them away"."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.refusals.sayings import SAME, SAME_POST
from agent.understanding.refusals.unwelcome import settle_things
from agent.understanding.words.atoms import FAR, Atom, Polarity
from agent.understanding.words.clauses import THINGS
from agent.understanding.words.lists import run_after, run_before
from agent.understanding.words.predicates import belongs, words_of
from stylist.frame import ConstraintFrame

_BREAKS: Final = frozenset({"but", "and", "so", "because"})
_LETS: Final = frozenset(
    {"positive", "allow", "retract", "neutral", "idle", "except", "allow_post"}
)
_LEAST: Final = 2
_EVEN: Final = frozenset({"too", "also", "myself", "as", "well", "please", "so", "much"})
_SIDES: Final = frozenset({"want", "avoid"})
_LISTS: Final = frozenset({"and", "or", "det", "dem"})
_SUPPORT: Final = frozenset({"please", "keep", "just", "still", "all", "have"})


def said_last(frame: ConstraintFrame) -> Polarity | None:
    """What the last turn that spoke of any things said of the last of them."""
    told = [
        (p.turn, p.start, path) for path, p in frame.provenance.items() if _SIDES & _parts(path)
    ]
    return "avoid" if told and "avoid" in _parts(max(told)[-1]) else None


def _parts(path: str) -> set[str]:
    return set(path.split("."))


def carry_over(row: Sequence[Atom], last: Polarity | None = None) -> None:
    """Give a thing what was said of the one before, where words say that it is the same.

    `last` is what the turns before said last: "boots too" after "no heels".
    """
    _go_on(row, last)
    for k, atom in enumerate(row):
        if SAME in atom.cues:
            run = run_after(row, k)
        elif SAME_POST in atom.cues:
            run = run_before(row, k)
        else:
            continue
        things = [a for a in run if a.kind in THINGS and a.polarity == "want"]
        said = _said_before(row, things[0], last) if things else None
        if said is not None:
            settle_things(things, said)


def _go_on(row: Sequence[Atom], last: Polarity | None) -> None:
    """Let "or boots" and "nor boots" by themselves go on with the list of the turn before."""
    if not row or last != "avoid" or not row[0].cues & {"or"}:
        return
    things = [a for a in row if a.kind in THINGS]
    light = ("please", "even", "then", "thanks", "sorry", "for", "matter")
    if all(
        a.kind in THINGS or a.cues & _LISTS or a.kind in ("comma", "stop") or a.word in light
        for a in row
    ):
        settle_things([a for a in things if a.polarity == "want"], last)


def _said_before(row: Sequence[Atom], thing: Atom, last: Polarity | None) -> Polarity | None:
    """What the nearest words before say of their things, where they do not wish for them."""
    at = next(k for k, atom in enumerate(row) if atom is thing)
    for atom in reversed(row[max(0, at - FAR) : at]):
        if atom.kind in THINGS:
            return atom.polarity if atom.polarity in ("avoid", "allow") else None
        if atom.cues & {"neg", "neg_post"} and not atom.cues & _LETS:
            return "avoid"
    return last


def take_up(row: Sequence[Atom], *, shown: bool) -> None:
    """Refuse what a clause without a name refuses: "ties... please keep them away from me".

    With outfits `shown`, "them" may be those.
    """
    clauses = _clauses(row)
    for n, clause in enumerate(clauses):
        if n == 0 or shown or any(a.is_value() for a in clause):
            continue
        told = [a for a in clauses[n - 1] if a.kind in THINGS]
        named = [a for a in told if a.kind != "style"] or told
        if not named:
            continue
        if _refuses_named(clause) and all(a.polarity == "want" for a in named):
            settle_things(told, "neutral")
            settle_things(named, "avoid")
        elif _loves_named(clause) and all(a.polarity in ("want", "neutral") for a in named):
            settle_things(named, "want")
            for atom in named:
                atom.firm = True


def _loves_named(clause: Sequence[Atom]) -> bool:
    """Whether who speaks likes what only a pronoun stands for: "I love them too"."""
    said = [word for atom in clause for word in atom.word.split()]
    own = said[:1] == ["i"] and len(said) > _LEAST and said[1] in ("love", "like", "adore", "want")
    return own and said[2] in words_of("pronouns") and all(w in _EVEN for w in said[3:])


def _clauses(row: Sequence[Atom]) -> list[list[Atom]]:
    clauses: list[list[Atom]] = [[]]
    for atom in row:
        if atom.kind in ("stop", "comma") or atom.word in _BREAKS:
            clauses.append([])
        else:
            clauses[-1].append(atom)
    return [clause for clause in clauses if clause]


def _refuses_named(clause: Sequence[Atom]) -> bool:
    """Whether a clause refuses what only a pronoun stands for."""
    if any(a.cues & _LETS for a in clause):
        return False
    said = [(word, atom) for atom in clause for word in atom.word.split()]
    at = next((k for k, (word, _) in enumerate(said) if word in words_of("pronouns")), -1)
    if at < 0:
        return False
    before, after = said[:at], said[at + 1 :]
    if any("neg_post" in atom.cues for _, atom in after):
        return all(word in _SUPPORT or "neg_post" in atom.cues for word, atom in before)
    denied = any("neg" in atom.cues for _, atom in before)
    if before and "neg" in before[-1][1].cues and before[-1][0] in ("of", "hate", "stand", "bear"):
        return all(word in words_of("taken_tail") for word, _ in after)
    handled = any(belongs(word, "handling") for word, _ in before)
    return denied and handled and all(word in words_of("taken_tail") for word, _ in after)
