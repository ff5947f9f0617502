"""What is said right after a bare name or a bare "no": "ruffles. Ugh.", "NO. LEATHER."."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from agent.understanding.refusals.unwelcome import doubt_of, is_unwelcome, settle_things
from agent.understanding.words.atoms import Atom, Polarity
from agent.understanding.words.clauses import THINGS, Word, sentences_of, words_in
from agent.understanding.words.predicates import words_of
from stylist.frame import Doubt

_SHORT: Final = 4


def curt(row: Sequence[Atom], text: str, *, answers: bool) -> Iterator[Doubt]:
    """Refuse the leather of "NO. LEATHER."; after a question of ours the "no" may answer it."""
    for k, atom in enumerate(row):
        alone = atom.word == "no" and (k == 0 or row[k - 1].kind == "stop")
        if not alone or k + 2 >= len(row) or row[k + 1].kind != "stop" or row[k + 1].word == "?":
            continue
        end = next((j for j in range(k + 2, len(row)) if row[j].kind == "stop"), len(row))
        things = row[k + 2 : end]
        if things and all(a.kind in THINGS and a.polarity == "want" for a in things):
            settle_things(things, "neutral" if answers else "avoid")
            if answers:
                yield doubt_of(things, text)


def commented(row: Sequence[Atom], text: str) -> Iterator[Doubt]:
    """Hear what the next sentence says of a bare name: "ruffles. Ugh.", "wool? It bites"."""
    for (name, stop), (after, end) in pairwise(sentences_of(row)):
        things = [a for a in name if a.kind in THINGS and a.polarity == "want"]
        comment = [
            w for w in words_in(after) if w.said not in words_of("openings") or w.of("grimaces")
        ]
        bare = all(
            w.is_thing or w.said in words_of("before") or w.said == "or" for w in words_in(name)
        )
        if not things or not bare or not comment or end == "?" or any(w.is_value for w in comment):
            continue
        said = _comment(comment, asked=stop == "?")
        if said is not None:
            settle_things(things, said)
        if said == "neutral":
            yield doubt_of(things, text)


def _comment(words: Sequence[Word], *, asked: bool) -> Polarity | None:
    if all(word.of("grimaces") for word in words):
        return "avoid"
    if any(w.of("praising") or w.of("negators") or w.said in words_of("subjects") for w in words):
        return None
    if words[0].said in words_of("questions") or not (asked or len(words) <= _SHORT):
        return None
    if is_unwelcome(words):
        return "avoid"
    strange = any(not word.of("light") for word in words)
    return "neutral" if asked and strange and len(words) > 1 else None
