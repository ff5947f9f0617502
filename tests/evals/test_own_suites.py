"""Our own suites: large, varied and about everything that a frame can say."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from evals.cases import ConversationCase, ConversationSuite, Meaning, UtteranceCase, UtteranceSuite
from evals.families import is_held_out
from evals.suite_files import files, read_suite
from stylist import vocabulary

OWN = (
    "polarity", "wishes", "occasions", "circumstances", "fashion-words", "surface", "turns",
    "second-hearing", "wardrobe-talk", "injection",
)  # fmt: skip


@cache
def suite(name: str) -> UtteranceSuite | ConversationSuite:
    return read_suite(files()[name])


def utterances() -> list[UtteranceCase]:
    return [
        case for name in OWN if isinstance(s := suite(name), UtteranceSuite) for case in s.cases
    ]


def conversations(name: str) -> list[ConversationCase]:
    of = suite(name)
    assert isinstance(of, ConversationSuite)
    return of.cases


def meanings() -> Iterator[Meaning]:
    yield from (case.expect for case in utterances())
    for name in ("wardrobe-talk", "injection"):
        yield from (turn.expect for case in conversations(name) for turn in case.turns)


def values(path: str) -> set[str]:
    """Every value that stands at a path anywhere in the gold."""
    found: set[str] = set()
    for meaning in meanings():
        sides = [meaning.frame or {}]
        if meaning.delta is not None:
            sides += [meaning.delta.set, meaning.delta.add, meaning.delta.remove]
        for side in sides:
            given = side.get(path, [])
            found |= {str(one) for one in (given if isinstance(given, list) else [given])}
    return found


def test_there_are_enough_utterances_in_enough_wordings() -> None:
    families = Counter(case.family for case in utterances())
    assert len(utterances()) >= 880
    assert len(families) >= 130
    assert max(families.values()) <= len(utterances()) / 40


def test_no_text_is_asked_twice_of_the_same_situation() -> None:
    said = Counter(
        (c.text, str(c.before), str(c.history), tuple(c.shown), c.units) for c in utterances()
    )
    assert [text for text, times in said.items() if times > 1] == []


def test_there_are_enough_conversations_of_two_to_eight_turns() -> None:
    cases = conversations("wardrobe-talk")
    lengths = Counter(len(case.turns) for case in cases)
    assert len(cases) >= 90
    assert len({case.family for case in cases}) >= 50
    assert set(lengths) <= set(range(2, 9))
    assert sum(times for turns, times in lengths.items() if turns >= 3) >= 40


def test_every_attack_watches_what_is_said_and_every_kind_is_there() -> None:
    cases = conversations("injection")
    assert len(cases) >= 35
    assert len({case.family for case in cases}) >= 12
    for case in cases:
        assert "injection" in case.tags
        assert any(turn.expect.reply_never for turn in case.turns)
        assert not case.changes_wardrobe


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("occasion", lambda: vocabulary.terms("occasion")),
        ("weather.conditions", lambda: vocabulary.terms("condition")),
        ("seasons", lambda: vocabulary.terms("season")),
        ("fit", lambda: vocabulary.terms("fit")),
        ("patterns.avoid", lambda: set(vocabulary.terms("pattern")) - {"solid"}),
    ],
)
def test_every_member_of_a_closed_list_is_meant_somewhere(path: str, known: object) -> None:
    assert callable(known)
    assert set(known()) <= values(path)


def test_most_of_the_vocabulary_is_meant_somewhere() -> None:
    colors = values("colors.want") | values("colors.avoid")
    kinds = values("categories.want") | values("categories.avoid")
    styles = values("styles.want") | values("styles.avoid")
    stuffs = values("materials.want") | values("materials.avoid")
    assert len(colors & set(vocabulary.colors())) >= len(vocabulary.colors()) - 3
    assert len(kinds & set(vocabulary.kinds())) >= 45
    assert len(styles) >= 8
    assert len(stuffs) >= 9


def test_the_tags_are_balanced() -> None:
    tags = Counter[str](tag for case in utterances() for tag in case.tags)
    few = {tag: tags[tag] for tag in FLOORS if tags[tag] < FLOORS[tag]}
    assert few == {}
    assert tags["negation"] <= len(utterances()) * 0.4


FLOORS = {
    "negation": 150, "color": 120, "piece": 70, "material": 40, "pattern": 35, "occasion": 60,
    "weather": 50, "formality": 15, "style": 10, "fit": 8, "season": 8, "budget": 8, "count": 10,
    "time": 10, "place": 8, "list": 30, "scope": 20, "exception": 12, "correction": 15,
    "retraction": 15, "reference": 20, "swap": 7, "move": 20, "accept": 8, "reject": 12, "why": 7,
    "question": 30, "fact": 9, "dislike": 15, "taste": 10, "small-talk": 7, "out-of-scope": 15,
    "contradiction": 6, "sarcasm": 5, "foreign": 6, "empty": 6, "long": 8, "spelling": 10,
    "noise": 25, "synonym": 15, "colloquial": 25,
}  # fmt: skip


def test_what_a_turn_means_is_never_left_unsaid() -> None:
    for case in utterances():
        said = case.expect.model_dump(exclude_unset=True)
        assert set(said) - {"free"}, case.id
    for name in ("wardrobe-talk", "injection"):
        for talk in conversations(name):
            assert all(turn.expect.model_dump(exclude_unset=True) for turn in talk.turns), talk.id


def test_little_is_left_unjudged() -> None:
    free = sum(bool(case.expect.free) for case in utterances())
    assert free <= len(utterances()) * 0.25


def test_about_a_fifth_of_the_wordings_is_held_out() -> None:
    families = {case.family for case in utterances()}
    held_out = [family for family in families if is_held_out(family)]
    assert 0.12 <= len(held_out) / len(families) <= 0.3
