"""Whether words speak ill of a thing, and what becomes of the things they speak of."""

from collections.abc import Sequence

from agent.understanding.words.atoms import Atom, Polarity
from agent.understanding.words.clauses import Word
from agent.understanding.words.predicates import words_of
from stylist.frame import Doubt


def is_unwelcome(words: Sequence[Word]) -> bool:
    """Whether any of the words is one of harm or dislike."""
    for k, word in enumerate(words):
        if word.said in words_of("placed"):
            if not word.is_value and (k == len(words) - 1 or words[k + 1].is_thing):
                return True
        elif word.of("unwelcome"):
            return True
    return False


def settle_things(things: Sequence[Atom], polarity: Polarity) -> None:
    """Give all things one polarity."""
    for atom in things:
        atom.polarity = polarity


def doubt_of(things: Sequence[Atom], text: str) -> Doubt:
    """The doubt about the things as they were named."""
    start, end = things[0].start, things[-1].end
    return Doubt(text=text[start:end], start=start, end=end, why="unclear")
