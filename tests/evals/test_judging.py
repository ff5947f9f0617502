"""Judging: what counts as heard, called and shown as a case says."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from agent.understanding import understand
from evals import wardrobe
from evals.cases import ExpectedTool, Meaning, Shows
from evals.judging.calls import judge_calls
from evals.judging.gold_frame import GoldFrame
from evals.judging.meaning import MeaningVerdict, judge_meaning
from evals.judging.screen import Screen, fixed_screen
from evals.judging.shows import show_faults
from evals.judging.worn import Closet
from evals.running.seen import ToolSeen
from stylist.frame import ConstraintFrame, Delta, Provenance, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
NOBODY = Screen()
OFFICE = fixed_screen(["office", "weekend"])


def heard(frame: dict[str, Any], acts: list[str] = ("request",), **more: Any) -> Understanding:
    made = ConstraintFrame.model_validate(frame)
    return Understanding(frame=made, delta=Delta(), acts=list(acts), **more)


def judged(expect: dict[str, Any], found: Understanding, screen: Screen = NOBODY) -> MeaningVerdict:
    meaning = Meaning.model_validate(expect)
    return judge_meaning(meaning, found, before=ConstraintFrame(), screen=screen)


def test_a_lost_no_and_an_invented_wish_are_told_apart() -> None:
    found = heard({"colors": {"want": ["black"]}})
    verdict = judged({"frame": {"colors.avoid": ["black"]}}, found)
    assert verdict.wrong == ["missed colors avoid: black", "invented colors want: black"]
    assert [slot.value for slot in verdict.lost] == ["black"]


@pytest.mark.parametrize(
    ("expect", "value", "holds"),
    [
        (12, 12.4, True),
        (12, 13, False),
        ({"from": 10, "to": 14}, 13, True),
        ({"from": 10, "to": 14}, 15, False),
    ],
)
def test_degrees_may_be_rounded_and_bands_hold_what_lies_within(expect, value, holds) -> None:
    found = heard({"weather": {"temperature_c": value}})
    assert judged({"frame": {"weather.temperature_c": expect}}, found).holds is holds


def test_a_time_is_its_beginning() -> None:
    found = heard({"weather": {"when": "tomorrow evening (2026-11-22T19:00)"}})
    assert judged({"frame": {"weather.when": "2026-11-22T19"}}, found).holds
    assert not judged({"frame": {"weather.when": "2026-11-23"}}, found).holds


def test_what_is_inferred_may_be_there_unnamed_and_must_be_right_where_named() -> None:
    source = Provenance(turn=0, text="wedding", start=0, end=7, kind="inferred")
    found = heard(
        {
            "occasion": "wedding",
            "formality": {"min": 0.6},
            "provenance": {"formality.min": source.model_dump()},
        }
    )
    assert judged({"frame": {"occasion": "wedding"}}, found).holds
    assert judged({"frame": {"occasion": "wedding", "formality.min": 0.6}}, found).holds
    assert not judged({"frame": {"occasion": "wedding", "formality.min": 0.9}}, found).holds
    found.frame.provenance.clear()
    assert judged({"frame": {"occasion": "wedding"}}, found).wrong == [
        "invented formality.min: 0.6"
    ]


def test_a_free_path_is_not_judged() -> None:
    found = heard({"colors": {"want": ["red"], "avoid": ["blue"]}})
    expect = {"frame": {"colors.avoid": ["blue"]}, "free": ["colors.want"]}
    assert judged(expect, found).holds


def test_acts_forbidden_values_and_notes() -> None:
    found = heard({"colors": {"want": ["red"]}, "notes": ["no fuss"]}, ["refine"])
    assert judged({"acts": ["refine"], "notes": ["fuss"]}, found).holds
    assert judged({"acts_any": ["request"]}, found).wrong
    assert judged({"acts_never": ["refine"]}, found).wrong
    assert judged({"forbid": {"colors.want": ["red"]}}, found).wrong == [
        "forbidden colors.want: red"
    ]
    assert judged({"notes": ["tie"]}, found).wrong == ["no note of 'tie'"]


def test_a_turn_is_judged_by_what_it_changes() -> None:
    def say(text: str, frame: ConstraintFrame, turn: int) -> Understanding:
        return understand(text, frame=frame, shown=None, turn=turn, now=NOW)

    before = say("something in red for work", ConstraintFrame(), 0).frame
    after = say("make it blue instead", before, 1)
    good = {"delta": {"add": {"colors.want": ["blue"]}, "remove": {"colors.want": ["red"]}}}
    verdict = judge_meaning(Meaning.model_validate(good), after, before=before, screen=NOBODY)
    assert verdict.holds
    none = judge_meaning(Meaning.model_validate({"delta": {}}), after, before=before, screen=NOBODY)
    assert set(none.wrong) == {"invented colors lift-want: red", "invented colors want: blue"}


def test_places_become_ids() -> None:
    loafers = str(wardrobe.garments()["loafers-brown"].id)
    assert OFFICE.ids("shown.1.shoes") == [loafers]
    assert OFFICE.ids("loafers-brown") == [loafers]
    assert OFFICE.ids("office.shoes") == [loafers]
    assert OFFICE.ids("shown.2") == [str(wardrobe.outfits()["weekend"].id)]
    assert OFFICE.ids("shown.3")[0].startswith("nothing-there")
    assert OFFICE.ids("shown.1.dress")[0].startswith("nothing-there")


def test_references_are_outfits_or_their_garments() -> None:
    shown = list(OFFICE.shown)
    said = understand("not those loafers", frame=ConstraintFrame(), shown=shown, turn=0, now=NOW)
    assert judged({"references": ["shown.1.shoes"]}, said, OFFICE).references.fn == 0
    assert judged({"references": ["shown.2"]}, said, OFFICE).wrong


def test_the_gold_frame_follows_frames_and_deltas() -> None:
    gold = GoldFrame()
    for expect in (
        {"frame": {"colors.avoid": ["black"], "occasion": "work"}},
        {},
        {"delta": {"add": {"colors.avoid": ["red"]}, "remove": {"colors.avoid": ["black"]}}},
        {"delta": {"set": {"occasion": None}, "add": {"items.exclude": ["shown.1.shoes"]}}},
    ):
        gold.take_in(Meaning.model_validate(expect), OFFICE)
    loafers = str(wardrobe.garments()["loafers-brown"].id)
    assert gold.flat == {"colors.avoid": ["red"], "occasion": None, "items.exclude": [loafers]}


def call(name: str, **arguments: Any) -> ToolSeen:
    return ToolSeen(name=name, arguments=arguments, ok=True, ms=1.0)


def test_calls_are_compared_with_ids_for_places() -> None:
    office = str(OFFICE.shown[0].id)
    expect = [ExpectedTool(name="swap_item", args={"outfit_id": "shown.1", "slot": "shoes"})]
    for given in (office, "1"):
        made = judge_calls(
            expect, [call("swap_item", outfit_id=given, slot="shoes")], mode="strict", screen=OFFICE
        )
        assert (made.faults, made.right, made.judged, made.exact) == ([], 2, 2, 1)
    wrong = judge_calls(
        expect, [call("swap_item", outfit_id="2", slot="shoes")], mode="strict", screen=OFFICE
    )
    assert (wrong.right, wrong.judged, wrong.exact, wrong.paired) == (1, 2, 0, 1)
    assert "outfit_id" in wrong.faults[1]


def test_a_category_that_is_named_like_a_garment_is_no_id() -> None:
    expect = [ExpectedTool(name="search_wardrobe", args={"category": "rain-jacket"})]
    found = [call("search_wardrobe", category="rain-jacket")]
    assert not judge_calls(expect, found, mode="strict", screen=OFFICE).faults


def closet() -> Closet:
    ids = {n: str(garment.id) for n, garment in wardrobe.garments().items()}
    return Closet.of(wardrobe.garments().values(), ids)


@pytest.mark.parametrize(
    ("shows", "faults"),
    [
        ({"count": 2}, 0),
        ({"count": {"at_least": 3}}, 1),
        ({"none": [{"color": "black"}]}, 0),
        ({"none": [{"color": "brown"}]}, 1),
        ({"every": [{"slot": "shoes"}]}, 0),
        ({"every": [{"category": "blazer"}]}, 1),
        ({"with": ["sneakers-white"]}, 1),
        ({"without": ["sneakers-white"]}, 1),
        ({"fresh": True}, 1),
        ({"keeps": {"outfit": "shown.1", "except": ["shoes"]}}, 1),
        ({"than": {"outfit": "office", "is": ["dressier"]}}, 2),
    ],
)
def test_outfits_are_what_a_case_says(shows: dict[str, Any], faults: int) -> None:
    found = show_faults(
        Shows.model_validate(shows),
        OFFICE.shown,
        screen=OFFICE,
        closet=closet(),
        earlier=[wardrobe.outfits()["office"]],
    )
    assert len(found) == faults, found


def test_a_garment_of_nobody_is_told() -> None:
    card = wardrobe.outfits()["office"].model_copy(update={"garment_ids": [UUID(int=7)]})
    assert closet().strangers(card) == [str(UUID(int=7))]


def made(name: str) -> ToolSeen:
    return ToolSeen(name=name, arguments={}, ok=True, ms=1)


@pytest.mark.parametrize(
    ("mode", "gold", "found"),
    [
        ("strict", ["record_feedback"], ["record_feedback", "recommend_outfits"]),
        ("superset", ["record_feedback"], ["record_feedback"]),
        ("subset", ["record_feedback"], ["record_feedback", "recommend_outfits"]),
    ],
)
def test_calls_that_a_case_allows_are_no_false_alarms(mode, gold, found) -> None:
    called = [made("record_feedback"), made("recommend_outfits")]
    verdict = judge_calls([ExpectedTool(name="record_feedback")], called, mode=mode, screen=NOBODY)
    assert (verdict.gold, verdict.found) == (gold, found)


def test_calls_that_a_case_may_do_without_are_not_missed() -> None:
    expected = [ExpectedTool(name="get_weather"), ExpectedTool(name="recommend_outfits")]
    called = [made("recommend_outfits")]
    verdict = judge_calls(expected, called, mode="subset", screen=NOBODY)
    assert verdict.gold == verdict.found == ["recommend_outfits"]
