"""Two readings of a turn become one by one rule."""

from datetime import datetime

import pytest

from agent.understanding import understand
from agent.understanding.second_reading.claims import Claim, Extraction, check
from agent.understanding.second_reading.merging import merge, untouched
from stylist.frame import ConstraintFrame, Piece

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(text, *claims, before=None, alone=False):
    before = before or ConstraintFrame()
    ours = understand(text, frame=before, shown=None, turn=1, now=NOW)
    if alone:
        ours = untouched(before, text)
    return merge(ours, claims, text=text, before=before, turn=1)


def claim(span, path, value, polarity="want", of=""):
    return Claim(span=span, path=path, value=value, polarity=polarity, of=of)


def test_what_the_rules_left_unread_is_added():
    merged = read(
        "my cousin exchanges vows on Friday, no grey",
        claim("exchanges vows", "occasion", "wedding"),
        claim("no grey", "color", "gray", "avoid"),
    )
    frame = merged.understanding.frame
    assert frame.occasion == "wedding"
    assert frame.formality.min == 0.55
    assert frame.colors.avoid == ["gray"]
    assert frame.provenance["occasion"].text == "exchanges vows"
    assert merged.understanding.delta.set["occasion"] == "wedding"
    assert [one.path for one in merged.added] == ["occasion"]


def test_another_language_is_read_by_the_model():
    text = "kein Schwarz bitte, etwas für eine Hochzeit"
    merged = read(
        text,
        claim("kein Schwarz", "color", "black", "avoid"),
        claim("Hochzeit", "occasion", "wedding"),
    )
    heard = merged.understanding
    assert heard.frame.colors.avoid == ["black"]
    assert heard.frame.occasion == "wedding"
    assert heard.acts == ["request"]
    assert not heard.uncertain


def test_another_language_without_claims_stays_in_doubt():
    heard = read("kein Schwarz bitte, etwas für eine Hochzeit").understanding
    assert [doubt.why for doubt in heard.uncertain] == ["language"]


@pytest.mark.parametrize("said", ["black is lovely", "I love a bit of black in winter"])
def test_the_model_never_lifts_a_no_of_an_earlier_turn(said):
    before = ConstraintFrame()
    before.colors.avoid = ["black"]
    merged = read(said, claim(said, "color", "black"), before=before, alone=True)
    assert merged.understanding.frame.colors.avoid == ["black"]
    assert not merged.understanding.frame.colors.want
    assert merged.dropped["refused"] == 1


@pytest.mark.parametrize(
    ("path", "value", "of"),
    [("category", "ankle-boots", ""), ("color", "brown", "shoes"), ("color", "brown", "boots")],
)
def test_nor_one_of_a_wider_name_or_of_a_piece(path, value, of):
    before = ConstraintFrame()
    before.categories.avoid = ["boots"]
    before.pieces.avoid = [Piece(slot="shoes", color="brown")]
    kept = before.model_dump()
    merged = read("zzz qqq", claim("zzz qqq", path, value, of=of), before=before, alone=True)
    if of == "boots":  # the engine knows where boots are worn; by name they are refused anyway
        assert merged.dropped
    assert merged.understanding.frame.model_dump() == kept


def test_a_no_of_this_turn_stands_against_a_wish_of_the_model():
    merged = read(
        "nothing black, a red hat, raven forever",
        claim("red", "color", "red"),
        claim("hat", "category", "hat"),
        claim("raven forever", "color", "black"),
    )
    assert merged.understanding.frame.colors.avoid == ["black"]
    assert merged.dropped["not-believed"] == 1


@pytest.mark.parametrize("side", ["want", "avoid"])
def test_only_black_stays_only_black(side):
    text = "only black from head to toe, raven and rosy"
    merged = read(
        text,
        claim("raven and rosy", "color", "pink"),
        claim("black from head to toe", "color", "black", side),
    )
    assert merged.understanding.frame.only == ["colors"]
    assert merged.understanding.frame.colors.want == ["black"]


def test_on_a_disagreement_the_exclusion_stands_and_is_marked():
    text = "red, quoth the raven of yore"
    ours = understand(text, frame=ConstraintFrame(), shown=None, turn=1, now=NOW)
    assert ours.frame.colors.want == ["red"]
    heard = read(text, claim(text, "color", "red", "avoid"))
    assert heard.understanding.frame.colors.avoid == ["red"]
    assert heard.understanding.frame.colors.want == []
    assert [doubt.why for doubt in heard.understanding.uncertain] == ["contradiction"]


def test_a_bare_value_is_no_word_of_refusal():
    merged = read("a red dress for the ceilidh", claim("red", "color", "red", "avoid"))
    assert merged.understanding.frame.colors.want == ["red"]
    assert merged.understanding.frame.colors.avoid == []
    assert merged.dropped == {"read-already": 1}


@pytest.mark.parametrize(
    ("said", "path", "value", "why"),
    [
        ("my sister adores chartreuse", "color", "green", "of-others"),
        ("everybody at the ceilidh is into zorbly", "pattern", "checked", "of-others"),
        ("the zorbly sofa is black", "color", "black", "read-otherwise"),
        ("they sell quorly boots", "category", "boots", "read-otherwise"),
        ("zorbly, oh great, another turtleneck, just what I need", "style", "gothic", "in-doubt"),
        ("no zorbly boots", "color", "green", "read-otherwise"),
    ],
)
def test_what_the_rules_passed_over_is_no_wish_for_the_model_either(said, path, value, why):
    merged = read(said, claim(said, path, value))
    assert merged.dropped == {why: 1}
    assert not merged.added


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (claim("as a zorbly", "category", "outerwear"), "too-vague"),
        (claim("nothing that needs quux", "condition", "rain"), "read-otherwise"),
        (claim("zorbly", "category", "shirt", "avoid"), "not-believed"),
    ],
)
def test_nor_does_a_model_add_what_the_words_can_not_bear(wrong, why):
    said = "as a zorbly I wear no leather, nothing that needs quux"
    merged = read(said, claim("no leather", "material", "leather", "avoid"), wrong)
    assert merged.dropped[why] == 1
    assert not merged.added


def test_what_others_do_tells_an_occasion_all_the_same():
    merged = read(
        "my cousin exchanges vows, no grey",
        claim("exchanges vows", "occasion", "wedding"),
        claim("no grey", "color", "gray", "avoid"),
    )
    assert merged.understanding.frame.occasion == "wedding"


@pytest.mark.parametrize(
    "known",
    [
        [],
        [claim("no grey", "color", "gray")],
        [claim("no grey", "color", "red", "avoid")],
    ],
)
def test_a_model_that_misses_what_the_rules_know_is_not_believed_on_the_rest(known):
    said = "my cousin exchanges vows, no grey"
    merged = read(said, *known, claim("exchanges vows", "occasion", "wedding"))
    assert merged.understanding.frame.occasion is None
    assert merged.understanding.frame.colors.avoid == ["gray"]
    assert merged.dropped["not-believed"] == 1


def test_where_the_rules_know_nothing_of_english_a_wish_is_not_believed():
    merged = read("zorbly quux", claim("zorbly quux", "category", "hat"))
    assert merged.dropped == {"not-believed": 1}


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("condition", "sun", "read-already"),
        ("temperature_c", "10", "read-already"),
        ("place", "room 12", "no-name-of-a-place"),
        ("place", "Paris", "not-in-the-text"),
    ],
)
def test_surroundings_are_taken_only_where_the_rules_left_them_open(path, value, why):
    said = "30 °C, no boots, zorbly in room 12"
    merged = read(
        said,
        claim("30 °C", "temperature_c", "30"),
        claim("no boots", "category", "boots", "avoid"),
        claim("zorbly in room 12", path, value),
    )
    known_besides = 2 if why == "read-already" else 0
    assert merged.dropped[why] == 1 + known_besides
    assert merged.understanding.frame.weather.place is None
    assert merged.understanding.frame.weather.temperature_c == 30


def test_a_refusal_of_a_model_that_is_wrong_needs_a_word_that_refuses():
    said = "no boots, with a zorbly passion"
    merged = read(said, claim("zorbly passion", "style", "elegant", "avoid"))
    assert merged.dropped == {"not-believed": 1}
    heard = read("no boots. I never zorbly pink", claim("never zorbly", "color", "pink", "avoid"))
    assert heard.understanding.frame.colors.avoid == ["pink"]


def test_one_speaks_of_oneself_after_others():
    said = "my sister is away, no boots, and I fancy chartreuse"
    merged = read(
        said,
        claim("no boots", "category", "boots", "avoid"),
        claim("chartreuse", "color", "green"),
    )
    assert merged.understanding.frame.colors.want == ["green"]


def test_in_a_sentence_that_the_rules_know_the_model_refuses_nothing():
    merged = read("a red dress, work. A ceilidh!", claim("dress, work", "color", "pink", "avoid"))
    assert merged.understanding.frame.colors.avoid == []
    assert merged.dropped == {"read-already": 1}


def test_a_doubt_that_the_model_settles_is_gone():
    said = "turtlenecks glorf me"
    doubted = read(said).understanding
    assert [doubt.why for doubt in doubted.uncertain] == ["unclear"]
    settled = read(said, claim(said, "category", "turtleneck", "avoid")).understanding
    assert settled.frame.categories.avoid == ["turtleneck"]
    assert not settled.uncertain


def test_a_doubt_is_no_wish_because_a_model_says_so():
    said = "turtlenecks glorf me"
    merged = read(said, claim(said, "category", "turtleneck"))
    assert merged.dropped == {"in-doubt": 1}
    assert [doubt.why for doubt in merged.understanding.uncertain] == ["unclear"]


def test_the_model_makes_no_refusal_broader():
    merged = read("no brown shoes", claim("no brown shoes", "color", "brown", "avoid"))
    assert merged.understanding.frame.colors.avoid == []
    assert merged.understanding.frame.pieces.avoid == [Piece(slot="shoes", color="brown")]


def test_an_exclusion_ties_two_things_together():
    text = "keine braunen Schuhe"
    merged = read(text, claim(text, "color", "brown", "avoid", of="shoes"))
    assert merged.understanding.frame.pieces.avoid == [Piece(slot="shoes", color="brown")]
    assert merged.understanding.frame.colors.avoid == []


def test_a_no_without_a_name_is_kept_in_words():
    text = "nada que pique, por favor"
    merged = read(text, claim("nada que pique", "material", "itchy", "avoid"))
    assert merged.understanding.frame.notes == ["nada que pique"]


def test_what_is_only_asked_is_no_wish():
    text = "do I own a red dress?"
    ours = understand(text, frame=ConstraintFrame(), shown=None, turn=1, now=NOW)
    merged = read(text, claim("own a red dress", "color", "red"))
    assert merged.understanding == ours


def test_the_rules_word_on_a_scalar_counts():
    merged = read("a wedding, sort of a work do", claim("work do", "occasion", "work"))
    assert merged.understanding.frame.occasion == "wedding"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (claim("a velvet cape", "color", "red"), "not-in-the-text"),
        (claim("", "color", "red"), "not-in-the-text"),
        (claim("zzz", "color", "sparkle"), "not-in-the-vocabulary"),
        (claim("zzz", "temperature_c", "900"), "not-in-the-vocabulary"),
        (claim("zzz", "count", "5000"), "not-in-the-vocabulary"),
        (claim("zzz", "occasion", "wedding", "avoid"), "no-exclusion"),
        (claim(" ".join(["zzz"] * 13), "color", "red"), "span-too-long"),
    ],
)
def test_a_claim_without_evidence_or_name_is_dropped_and_counted(wrong, why):
    kept, dropped = check([wrong], " ".join(["zzz"] * 20))
    assert not kept
    assert dropped == {why: 1}


def test_part_of_a_word_is_no_evidence():
    kept, dropped = check([claim("red", "color", "red")], "I am tired")
    assert not kept
    assert dropped["not-in-the-text"] == 1


def test_an_answer_of_another_shape_is_no_extraction():
    with pytest.raises(ValueError, match="polarity"):
        Extraction.model_validate({"found": [{"span": "x", "path": "color", "value": "red"}]})
