"""A "no" that comes after the thing: "black is out", "skirts aren't for me", "boots? never"."""

from collections.abc import Sequence
from typing import Final

from agent.understanding.circumstances.repairs import begins_repair
from agent.understanding.refusals.where_worn import is_where_worn, refuse_where_worn
from agent.understanding.words.atoms import DETAIL, FAR, HEAD, LOOK, MANNER, Atom, Polarity
from agent.understanding.words.lexicon import word_list

_THINGS: Final = LOOK | HEAD | {DETAIL, "style"}
_FILLER: Final = word_list("hindsight_filler")
_EMPTY: Final = word_list("hindsight_empty")
_HARMLESS: Final = word_list("hindsight_harmless")
_FLATTERING: Final = word_list("hindsight_flattering")
_PREDICATES: Final = word_list("hindsight_predicates")
_IT: Final = frozenset({"it", "its", "they", "theyre", "that", "thats", "those", "these"})
_OFF: Final = word_list("hindsight_off")


def _run_before(row: Sequence[Atom], k: int, *, mixed: bool = False) -> list[Atom]:
    """The things named right before atom `k`, with the rest of their list.

    With `mixed`, a list may hold colours beside garments, as in "hats and green are out".
    """
    run: list[Atom] = []
    joined = False
    first = max(0, k - FAR)
    while k > first:
        atom = row[k - 1]
        if atom.kind in _THINGS:
            fits = mixed and joined and row[k - 2 if k > 1 else 0].word not in ("a", "an", "some")
            if run and not fits and not _alike(atom, run[-1], joined=joined, gap=row[k].kind):
                break
            run.append(atom)
        elif atom.cues & {"or", "and"} and run:
            joined = True
        elif (
            atom.kind in ("comma", "stop") and run and not (joined and atom.kind == "comma")
        ) or not _passable(atom, run=bool(run)):
            break
        k -= 1
    return run


def _passable(atom: Atom, *, run: bool) -> bool:
    if atom.kind == "comma":
        return True
    if atom.kind == "stop":
        return not run and atom.word == "?"
    return bool(atom.cues & {"dem", "ones"}) or atom.word in _FILLER


def _alike(atom: Atom, later: Atom, *, joined: bool, gap: str) -> bool:
    if gap in _THINGS:
        return True
    return joined and (atom.kind in LOOK) == (later.kind in LOOK)


def _rest(row: Sequence[Atom], k: int) -> list[Atom]:
    """The atoms of the clause after `k`."""
    rest: list[Atom] = []
    for atom in row[k + 1 : k + FAR]:
        if atom.kind in ("stop", "comma") or atom.word in ("but", "so", "because", "and"):
            break
        rest.append(atom)
    return rest


def _mark(run: Sequence[Atom], polarity: Polarity) -> None:
    for atom in run:
        atom.polarity = polarity
        atom.tied = atom.tied and polarity != "avoid"


def _said_after(row: Sequence[Atom], k: int, atom: Atom) -> None:
    named = "retract_noun" in atom.cues and any(
        "retract" in a.cues for a in row[max(0, k - FAR) : k]
    )
    if "retract_post" in atom.cues or named:
        for value in _values_before(row, k):
            value.polarity = "retract"
    elif "allow_post" in atom.cues:
        run = _run_before(row, k)
        if any(value.polarity != "avoid" for value in run):
            _mark(run, "allow")
    elif "neg_post" in atom.cues and is_where_worn(row, k):
        refuse_where_worn(row, k)
    elif "neg_post" in atom.cues and not _flatters(row, k, atom):
        _mark(_run_before(row, k, mixed=atom.word.startswith("are ")), "avoid")
        if atom.word in _OFF:
            _mark([a for a in _values_before(row, k) if a.kind == "occasion"], "avoid")
            if k and row[k - 1].word in ("it", "that", "this", "its"):
                atom.polarity = "retract"


def _flatters(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Whether "makes me look" goes on kindly: "black makes me look slim"."""
    if not atom.word.startswith(("make me", "makes me")):
        return False
    after = [a.word for a in row[k + 1 : k + 4] if a.word not in ("very", "so", "really", "more")]
    return bool(after) and after[0] in _FLATTERING


def _values_before(row: Sequence[Atom], k: int) -> list[Atom]:
    run: list[Atom] = []
    while k > 0 and (row[k - 1].is_value() or "dem" in row[k - 1].cues):
        k -= 1
        if row[k].is_value():
            run.append(row[k])
    return run


def _predicate(row: Sequence[Atom], k: int, atom: Atom) -> bool:
    """Negate the subject of "skirts aren't for me"; True when there was one."""
    rest = _rest(row, k)
    if atom.word not in _PREDICATES or any(
        a.is_value() and a.kind in _THINGS | MANNER for a in rest
    ):
        return False
    run = _run_before(row, k)
    if not run or any(a.polarity == "avoid" for a in run):
        return False
    harmless = any(a.word in _HARMLESS for a in rest)
    _mark(run, "allow" if harmless else "avoid")
    return True


def _ellipsis(row: Sequence[Atom], k: int) -> None:
    """Negate what the clause before named, for "I like jeans, just not today"."""
    rest = _rest(row, k)
    of_it = k > 0 and row[k - 1].word in _IT and [a.word for a in rest] == ["for", "me"]
    if not of_it and any(a.word not in _EMPTY and a.kind != "when" for a in rest):
        return
    for back in range(k - 1, max(-1, k - FAR), -1):
        if row[back].kind in _THINGS:
            run = _run_before(row, back + 1)
            if all(a.polarity in ("want", "neutral") for a in run):
                _mark(run, "avoid")
            return


def _restrict(row: Sequence[Atom], k: int) -> None:
    """Turn "black only as shoes" into no black, and black shoes allowed."""
    after = k + 1
    while after < len(row) and row[after].cues & {"dem", "det"}:
        after += 1
    if k == 0 or after >= len(row) or row[after].kind not in HEAD or row[k - 1].kind not in LOOK:
        return
    _mark(_run_before(row, k), "avoid")
    while after < len(row) and (row[after].kind in HEAD or row[after].cues & {"or", "and", "dem"}):
        row[after].polarity, row[after].tied = "allow", row[after].kind in HEAD
        after += 1


def _opens_list(row: Sequence[Atom], k: int) -> bool:
    """Whether a colon or comma introduces what is refused: "not: heels"."""
    return k + 2 < len(row) and row[k + 1].kind == "comma" and row[k + 2].is_value()


def _settle_beside(row: Sequence[Atom], k: int, atom: Atom) -> None:
    """What the words of one atom say of the things beside it."""
    if atom.cues & {"retract_post", "retract_noun", "allow_post", "neg_post"}:
        _said_after(row, k, atom)
    if atom.degree == "too":
        _too_much_for(row, k)
    if atom.word in ("out", "off", "behind", "home", "at home"):
        _put_away(row, k)
    if "only" in atom.cues:
        _restrict_before(row, k)
    if atom.word.startswith("everything ") and "neg" in atom.cues:
        _spare(row, k)


def look_back(row: Sequence[Atom], *, elliptic: bool) -> None:
    """Settle what is said after the thing; `elliptic` lets "not today" reach an earlier clause."""
    for k, atom in enumerate(row):
        _settle_beside(row, k, atom)
        if "only_as" in atom.cues:
            _restrict(row, k)
        elif atom.word == "no" and begins_repair(row, k):
            continue
        elif atom.word == "no" and _is_answer(row, k):
            _answered(row, k)
        elif "neg" in atom.cues and "retract" not in atom.cues and not _is_answer(row, k):
            met = any(a.is_value() and a.kind != "when" for a in _rest(row, k)) or _opens_list(
                row, k
            )
            if not _predicate(row, k, atom) and not met and elliptic:
                _ellipsis(row, k)


def _answered(row: Sequence[Atom], k: int) -> None:
    """Negate what "green? no" and "blue yes, green no" answer; "a blazer, no?" only asks."""
    asks = k + 1 < len(row) and row[k + 1].word == "?"
    if not (asks and k and row[k - 1].kind == "comma"):
        _mark(_run_before(row, k), "avoid")


def _put_away(row: Sequence[Atom], k: int) -> None:
    """Negate the hat of "leave the hat out"."""
    run = _run_before(row, k)
    before = [atom for atom in row[max(0, k - len(run) - 3) : k] if atom not in run]
    if any(atom.word in ("leave", "keep", "take", "cut", "leaving", "keeping") for atom in before):
        _mark(run, "avoid")
        row[k].polarity = "neutral"


def _restrict_before(row: Sequence[Atom], k: int) -> None:
    """Turn "black is ok for shoes only" into no black, and black shoes allowed."""
    at = k
    while at and (row[at - 1].kind in HEAD or row[at - 1].cues & {"or", "and", "dem"}):
        at -= 1
    heads = [a for a in row[at:k] if a.kind in HEAD]
    if not heads or not at or row[at - 1].word not in ("for", "as", "on"):
        return
    at -= 1
    while at and (row[at - 1].cues & {"allow", "allow_post", "link"} or row[at - 1].word == "ok"):
        at -= 1
    run = _run_before(row, at)
    if run and all(a.kind in LOOK for a in run):
        _mark(run, "avoid")
        for head in heads:
            head.polarity, head.tied = "allow", True


def _spare(row: Sequence[Atom], k: int) -> None:
    """Leave the shoes of "everything except the shoes should be black" alone."""
    after = k + 1
    while after < len(row) and (row[after].kind in HEAD or row[after].cues & {"dem", "and", "or"}):
        after += 1
    named = [atom for atom in row[k + 1 : after] if atom.kind in HEAD]
    said = row[after : after + 3]
    verb = bool(said) and (said[0].word in ("in", "is") or "end" in said[0].cues)
    if named and verb and any(atom.kind in LOOK for atom in said):
        _mark(named, "neutral")


def _too_much_for(row: Sequence[Atom], k: int) -> None:
    """Negate the coat of "too hot for a coat"."""
    after = k + 1
    if after >= len(row) or row[after].word != "for":
        return
    after += 1
    while after < len(row) and (
        row[after].kind in _THINGS or row[after].cues & {"det", "dem", "or", "and"}
    ):
        if row[after].kind in _THINGS:
            row[after].polarity = "avoid"
        after += 1


def _is_answer(row: Sequence[Atom], k: int) -> bool:
    if row[k].word != "no":
        return False
    return k + 1 >= len(row) or row[k + 1].kind in ("comma", "stop")
