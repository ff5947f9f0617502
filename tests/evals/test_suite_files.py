"""Suites: every file is of the schema, the schema is fresh, and a mistake names its case."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from agent.understanding.frame.changes import _LISTS, _SCALARS
from evals import wardrobe
from evals.cases import ConversationSuite, Place, UtteranceSuite
from evals.expected_frame import LISTS, SCALARS
from evals.suite_files import FOLDER, SCHEMA, files, json_schema, read_suite
from stylist.errors import BadRequest, NotFound

EXAMPLES = re.findall(r"```yaml\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"), re.S)


def write(folder: Path, text: str) -> Path:
    named = re.search(r"^suite: (\S+)$", text, re.M)
    assert named
    path = folder / f"{named[1]}.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("text", EXAMPLES, ids=["utterances", "conversations"])
def test_the_examples_of_the_page_are_suites(text: str, tmp_path: Path) -> None:
    assert read_suite(write(tmp_path, text)).cases


def test_every_file_is_a_suite_and_no_id_is_there_twice() -> None:
    ids = Counter(case.id for path in files().values() for case in read_suite(path).cases)
    assert [name for name, times in ids.items() if times > 1] == []


def places(suite: UtteranceSuite | ConversationSuite) -> list[Place]:
    if isinstance(suite, UtteranceSuite):
        return [place for case in suite.cases for place in case.expect.references or []]
    turns = (turn.expect for case in suite.cases for turn in case.turns)
    return [place for expect in turns for place in expect.references or []]


def test_every_place_of_a_suite_exists() -> None:
    known = {"shown", *wardrobe.garments(), *wardrobe.outfits()}
    for path in files().values():
        suite = read_suite(path)
        assert {place.split(".")[0] for place in places(suite)} <= known
        if isinstance(suite, UtteranceSuite):
            assert {name for case in suite.cases for name in case.shown} <= set(wardrobe.outfits())


def test_the_json_schema_is_the_models_own() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema()


CASE = """suite: odd
kind: utterances
about: A mistake.
cases:
  - {id: one, family: f, text: hello, tags: [small-talk], expect: {frame: {}}}
  - {id: two, family: f, text: no black, tags: [negation], expect: EXPECT}
"""


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ("{frame: {colors.avoid: [blac]}}", "'blac' is no color"),
        ("{frame: {colours.avoid: [black]}}", "no frame has 'colours.avoid'"),
        ("{frame: {occasion: wedings}}", "'wedings' is no occasion"),
        ("{frame: {}, delta: {}}", "frame or delta"),
        ("{frame: {pieces.avoid: [{slot: boots}]}}", "'boots' is no slot"),
        ("{references: [shown.0]}", "is no place"),
        ("{acts: [demand]}", "acts"),
        ("{frames: {}}", "frames"),
    ],
)
def test_a_mistake_is_told_with_its_case(expect: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as told:
        read_suite(write(tmp_path, CASE.replace("EXPECT", expect)))
    assert "case two" in told.value.message
    assert says in told.value.message


def test_a_suite_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_suite(tmp_path / "none.yaml")


def test_a_bare_no_is_a_word_and_a_date_is_text(tmp_path: Path) -> None:
    text = CASE.replace("EXPECT", "{answer: no, frame: {weather.when: 2026-11-22}}")
    suite = read_suite(write(tmp_path, text))
    assert isinstance(suite, UtteranceSuite)
    assert suite.cases[1].expect.answer == "no"
    assert suite.cases[1].expect.frame == {"weather.when": "2026-11-22"}


def test_the_wardrobe_has_enough_of_everything() -> None:
    slots = Counter(one.kind.slot for one in wardrobe.garments().values())
    assert len(wardrobe.garments()) >= 40
    assert set(slots) == {"top", "bottom", "dress", "outerwear", "shoes", "accessory"}
    assert all(card.items for card in wardrobe.outfits().values())


def test_every_path_that_a_turn_can_change_can_be_expected() -> None:
    unsaid = {"notes"}  # told by `notes:` in a case, as parts of what was noted
    assert {*_LISTS, *_SCALARS} - unsaid == {*LISTS, *SCALARS}
