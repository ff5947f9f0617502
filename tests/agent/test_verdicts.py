"""When words are a verdict on a shown outfit, and when they are only talk."""

from datetime import datetime

import pytest

from agent.asides import aside_in, without
from agent.listen import beside_a_wish
from agent.policy import Situation
from agent.policy.plan import stages
from agent.understanding import understand
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def verdicts(text: str, shown: list[OutfitCard]) -> list[tuple[int, str]]:
    """Each noted outfit by its place, with what was noted."""
    aside = aside_in(text)
    rest = without(text, aside)
    said = understand(rest, frame=ConstraintFrame(), shown=shown, turn=1, now=NOW)
    said = beside_a_wish(said, aside, rest)
    situation = Situation(understanding=said, shown=shown, user_text=text)
    places = {str(card.id): n for n, card in enumerate(shown, start=1)}
    return [
        (
            places[call.arguments["outfit_id"]],
            call.arguments.get("action") or call.arguments["mark"],
        )
        for stage in stages(situation)
        for call in stage
        if call.name in ("record_feedback", "mark_outfit")
    ]


TALK = """
thanks | great, thanks! | good | ok | hm | nice | cool | not bad | interesting | wow
sounds good | fine | it's fine | haha nice | looks good | better | much better
they are all nice | good point | good morning | yes | I'm good | nice, but...
nice, but warmer | I like it, but warmer | I like the first, but warmer
do you like the first? | is the second nice enough for a wedding?
would the first look good with boots? | can I wear the first to a wedding?
which one is the nicest? | what would I wear with the first? | should I save it?
should I be wearing the first? | I'd love it in blue | I'd like it more with boots
I'd wear the first if it was blue | it would be perfect without the tie | I like the shoes
I love the shoes in the second | I like blue | I like the idea | my wife loves the first
she would love the second | you'd like the third | don't save it | the first is ok
I'm not sure about the first | hm, the second maybe | the first but warmer
less formal than the second | no | nope | meh | not quite | try again | something else | next
wait a second | perfect, cheers | perfect | brilliant | spot on, ta
"""


@pytest.mark.parametrize(
    "text", [t.strip() for t in TALK.replace("\n", "|").split("|") if t.strip()]
)
def test_talk_under_three_outfits_notes_nothing(text: str, shown: list[OutfitCard]) -> None:
    assert verdicts(text, shown) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love it!", [(1, "like")]),
        ("I like it, what about shoes?", [(1, "like")]),
        ("that works for Friday", [(1, "like")]),
        ("the first is nice", [(1, "like")]),
        ("number three looks good", [(3, "like")]),
        ("the second is better", [(2, "like")]),
        ("I prefer the third", [(3, "like")]),
        ("the third is my favourite", [(3, "like")]),
        ("I like the second more than the first", [(2, "like")]),
        ("both are great", [(1, "like"), (2, "like"), (3, "like")]),
        ("I'd go with the first", [(1, "like")]),
        ("let's do the third", [(3, "like")]),
        ("going with the third", [(3, "like")]),
        ("I'd wear that", [(1, "like")]),
        ("yes, the first one is great", [(1, "like")]),
        ("not that one", [(1, "dislike")]),
        ("I hate the second", [(2, "dislike")]),
        ("the first is ugly", [(1, "dislike")]),
        ("I would never wear that", [(1, "dislike")]),
        ("none of these", [(1, "dislike"), (2, "dislike"), (3, "dislike")]),
        ("save it for later", [(1, "save")]),
        ("looks good, save it", [(1, "save")]),
        ("can you save the second?", [(2, "save")]),
        ("add the first to my favourites", [(1, "save")]),
        ("I'll wear the first", [(1, "wear")]),
        ("good, wearing the first", [(1, "wear")]),
        ("wearing the second today", [(2, "wear")]),
    ],
)
def test_a_verdict_is_noted_of_the_outfit_that_is_meant(
    text: str, expected: list[tuple[int, str]], shown: list[OutfitCard]
) -> None:
    assert verdicts(text, shown) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("nice", "like"), ("perfect, cheers", "like"), ("great, thanks!", "like"),
     ("looks good", "like"),
     ("no", "dislike"),
     ("meh", "dislike")],
)  # fmt: skip
def test_one_outfit_alone_is_meant_without_being_named(
    text: str, expected: str, shown: list[OutfitCard]
) -> None:
    assert verdicts(text, shown[:1]) == [(1, expected)]


def test_a_day_that_an_outfit_is_good_for_asks_for_no_other(shown: list[OutfitCard]) -> None:
    said = understand(
        "that works for Friday", frame=ConstraintFrame(), shown=shown, turn=1, now=NOW
    )
    situation = Situation(understanding=said, shown=shown, user_text="that works for Friday")
    assert [call.name for stage in stages(situation) for call in stage] == ["record_feedback"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can't say no to that", [(1, "like")]),
        ("I adore the second", [(2, "like")]),
        ("I adore those boots", []),
        ("I wouldn't be seen dead in the first one", [(1, "dislike")]),
        ("no to the second", [(2, "dislike")]),
        ("Like the first", [(1, "like")]),
        ("ok, wear that", [(1, "wear")]),
        ("oh great, another grey hoodie, just what I wanted", []),
        ("not those shoes on the first", []),
    ],
)
def test_idioms_of_praise_and_blame(
    text: str, expected: list[tuple[int, str]], shown: list[OutfitCard]
) -> None:
    assert verdicts(text, shown) == expected
