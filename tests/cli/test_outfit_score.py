"""`stylist outfits score --jsonl -`: one answer a line, whatever stands on it."""

import json

import pytest
from typer.testing import CliRunner

from cli.app import build_app
from ml.outfits.compatibility import Item, score_sets

RUN = CliRunner()
GOOD = {
    "items": [
        {"title": "black leather boots", "category": "Boots", "id": "17_1"},
        {"title": "blue skinny jeans", "category": None},
        {"title": "", "category": "Sweaters", "color": "gray", "styles": ["casual"]},
    ]
}


def score(lines, *options):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    found = RUN.invoke(
        build_app(["outfits"]), ["outfits", "score", "--jsonl", "-", *options], input=text + "\n"
    )
    return found.exit_code, [json.loads(line) for line in found.stdout.splitlines()]


@pytest.mark.parametrize(("options", "only"), [((), False), (("--attributes-only",), True)])
def test_each_line_gets_its_score_by_the_shared_function(options, only):
    pair = {"items": GOOD["items"][:2]}
    status, answers = score([GOOD, pair, GOOD], *options)
    items = [
        Item("black leather boots", "Boots"),
        Item("blue skinny jeans", None),
        Item("", "Sweaters", "gray casual"),
    ]
    whole, two = score_sets([items, items[:2]], attributes_only=only)
    assert status == 0
    assert [answer["score"] for answer in answers] == pytest.approx([whole, two, whole], abs=1e-6)


def test_ids_brands_and_what_else_stands_on_an_item_change_nothing():
    other = json.loads(json.dumps(GOOD))
    for number, item in enumerate(other["items"]):
        item |= {"id": f"x{number}", "set_id": "9", "index": number, "brand": "Gucci", "price": 5}
    _, answers = score([GOOD, other])
    assert answers[0] == answers[1]


def test_attributes_are_heard_under_our_own_keys_too():
    def of(**told):
        return {"items": [{"title": "", "category": "shirt", **told}, GOOD["items"][1]]}

    lines = [
        of(color="black"),
        of(color_primary="black"),
        of(colors=[{"name": "black", "share": 0.9}]),
        of(color_secondary="black"),
        of(color="black", category="shirts"),
        of(),
    ]
    status, answers = score(lines)
    assert status == 0
    assert answers[:5] == [answers[0]] * 5
    assert answers[5] != answers[0]


def test_blank_lines_at_the_end_are_passed_over_and_others_told():
    status, answers = score([GOOD, "", "  ", ""])
    assert (status, len(answers)) == (0, 1)
    status, answers = score([GOOD, "", GOOD, ""])
    assert status == 1
    assert ["error" in answer for answer in answers] == [False, True, False]


def test_bad_lines_are_told_in_their_place_and_the_others_are_scored():
    bad = ["", "not json", "[]", "{}", '{"items": []}', '{"items": [3]}']
    bad += ['{"items": [{"title": 5}]}', '{"items": [{"category": ["Boots"]}]}', "[" * 100_000]
    bad += [json.dumps({"items": [{}] * 65})]
    status, answers = score([GOOD, *bad, GOOD])
    assert status == 1
    assert len(answers) == len(bad) + 2
    assert answers[0] == answers[-1]
    assert "score" in answers[0]
    for answer in answers[1:-1]:
        assert answer["error"]["code"] == "bad_request"
        assert answer["error"]["message"].endswith(".")


def test_a_line_that_is_no_text_is_told():
    found = RUN.invoke(
        build_app(["outfits"]), ["outfits", "score"], input=b'{"items": [{"title": "\xff"}]}\n'
    )
    assert found.exit_code == 1
    assert "UTF-8" in json.loads(found.stdout)["error"]["message"]


def test_nothing_in_is_nothing_out():
    found = RUN.invoke(build_app(["outfits"]), ["outfits", "score"], input="")
    assert (found.exit_code, found.stdout) == (0, "")


def test_a_file_is_read_and_one_that_is_not_there_is_told(tmp_path):
    file = tmp_path / "outfits.jsonl"
    file.write_text(json.dumps(GOOD) + "\n")
    found = RUN.invoke(build_app(["outfits"]), ["outfits", "score", "--jsonl", str(file)])
    assert (found.exit_code, len(found.stdout.splitlines())) == (0, 1)
    lost = RUN.invoke(
        build_app(["outfits"]), ["outfits", "score", "--jsonl", str(tmp_path / "none")]
    )
    assert lost.exit_code == 1
    assert "error" in json.loads(lost.stdout)


def test_one_item_huge_titles_unknown_keys_and_odd_numbers_each_get_one_answer_in_order():
    lines = [
        '{"items": [{"title": "white shirt"}]}',
        json.dumps({"items": [{"title": "white shirt " * 100_000}, {"title": "jeans"}]}),
        '{"items": [{"title": "white shirt", "zzz": 5, "price": NaN}, {"title": "jeans"}]}',
        '{"items": [NaN]}',
        '{"items": [{"title": Infinity}]}',
        '{"items": [{}]}',
        '{"items": [{"title": "\\ud800 shirt"}, {"title": "jeans"}]}',
        '{"items": [{"title": "a", "category": "spaceship"}]}',
        "NaN",
    ]
    found = RUN.invoke(build_app(["outfits"]), ["outfits", "score"], input="\n".join(lines))
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    assert ["score" in answer for answer in answers] == [
        True, True, True, False, False, True, True, True, False,
    ]  # fmt: skip
    assert all(0 <= answer["score"] <= 1 for answer in answers if "score" in answer)
    assert found.exit_code == 1
