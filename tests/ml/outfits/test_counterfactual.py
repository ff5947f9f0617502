"""Why not that one: the shown outfit with another garment in it, part by part."""

import pytest

from ml.outfits import Request, score
from ml.outfits.counterfactual import instead
from ml.outfits.why_not import why_not_color, why_not_garment
from stylist.frame import ConstraintFrame, Weather

COLD = Request(frame=ConstraintFrame(weather=Weather(temperature_c=4), occasion="work"))


@pytest.fixture
def worn(garment):
    return [
        garment("shirt", "white"),
        garment("sweater", "navy"),
        garment("trousers", "gray"),
        garment("wool-coat", "navy"),
        garment("oxfords", "brown"),
    ]


def test_the_costs_of_the_parts_are_what_the_score_loses(worn, garment):
    found = instead(worn, garment("windbreaker", "orange"), worn, COLD)
    assert found.replaces == [worn[3].id]
    assert found.score < found.against
    assert sum(part.cost for part in found.parts) == pytest.approx(
        found.against - found.score, abs=1e-3
    )
    costs = [part.cost for part in found.parts]
    assert costs == sorted(costs, reverse=True)
    changed = [*worn[:3], garment("windbreaker", "orange"), worn[4]]
    assert found.score == pytest.approx(score(changed, COLD).score)


def test_too_thin_a_coat_is_told_by_warmth(worn, garment):
    found = instead(worn, garment("blazer", "navy"), worn, COLD)
    assert found is not None
    coat = instead(worn, garment("rain-jacket", "navy"), worn, COLD)
    warmth = next(part for part in coat.parts if part.part == "warmth")
    assert warmth.cost > 0
    assert warmth.after < warmth.before
    assert "rain jacket" in coat.text
    assert "wool coat" in coat.text


def test_what_is_needed_would_make_both_as_good(worn, garment):
    found = instead(worn, garment("sneakers", "red"), worn, COLD)
    worst = found.parts[0]
    assert worst.cost > 0
    if found.needed is not None:
        assert worst.after < found.needed <= 1.005
    gap = found.against - found.score
    assert found.needed is None or gap > 0


def test_a_further_change_is_named_when_it_helps_and_only_then(worn, garment):
    hoodie = garment("hoodie", "pink")
    none = instead(worn, hoodie, worn, COLD)
    assert none.mended_by is None
    jeans = garment("jeans", "blue")
    sneakers = garment("sneakers", "white")
    found = instead(worn, hoodie, [*worn, jeans, sneakers, hoodie], COLD)
    if found.mended_by is not None:
        assert found.mended_by.in_id in {jeans.id, sneakers.id}
        assert found.mended_by.score > found.score
        assert found.mended_by.in_name in found.text


@pytest.mark.parametrize(
    "change", ["windbreaker/orange", "trench-coat/beige", "hoodie/pink", "denim-jacket/blue"]
)
def test_the_words_of_a_loss_are_no_praise(worn, garment, change):
    new = garment(*change.split("/"))
    found = instead(worn, new, worn, COLD)
    lost = {part.part: part.words for part in found.parts if part.cost > 0}
    assert lost
    assert not any("often worn together" in words for words in lost.values())
    assert "the pieces agree" not in lost.get("formality_coherence", "")
    if "compatibility" in lost:
        assert new.name in lost["compatibility"]
        assert lost["compatibility"].endswith("are worn together less often")


def test_names_are_small_within_the_sentence(garment):
    def called(name, *kind):
        return garment(*kind).model_copy(update={"name": name})

    worn = [garment("shirt", "white"), garment("trousers", "gray"), garment("oxfords", "brown")]
    navy = called("Navy herringbone blazer", "blazer", "red")
    brown = called("Brown herringbone blazer", "blazer", "navy")
    request = Request(frame=ConstraintFrame(occasion="interview"))
    found = instead([*worn, navy], garment("jeans", "pink"), [brown, *worn], request)
    assert found.mended_by is not None
    assert "the brown herringbone blazer in place of the navy herringbone blazer" in found.text


def test_several_things_are_ruled_out_and_colours_are_told_without_clo(worn, garment):
    boots = garment("ankle-boots", "brown")
    frame = ConstraintFrame(weather=Weather(temperature_c=4))
    frame.items.exclude = [str(boots.id)]
    told = why_not_garment([*worn, boots], boots.id, Request(frame=frame))
    assert "boots are ruled out" in told
    teal = why_not_color([*worn, garment("windbreaker", "teal")], "teal", COLD)
    assert "scores" in teal
    assert " clo" not in teal


def test_a_ruled_out_piece_never_mends(worn, garment):
    frame = ConstraintFrame(weather=Weather(temperature_c=4), occasion="work")
    frame.items.exclude = [str(garment("loafers", "brown").id)]
    request = Request(frame=frame)
    found = instead(
        [*worn[:4], garment("sandals", "orange")],
        garment("trousers", "black"),
        [garment("loafers", "brown"), garment("boots", "black")],
        request,
    )
    assert found.mended_by.in_id == garment("boots", "black").id


def test_what_makes_no_outfit_is_no_comparison(worn, garment):
    dress = [garment("dress", "teal"), garment("pumps", "black")]
    assert instead(dress, garment("shirt", "white"), dress, Request()) is None
    assert instead(worn, worn[0], worn, COLD) is None
    put_on = instead(worn, garment("dress", "teal"), worn, COLD)
    assert set(put_on.replaces) == {g.id for g in worn[:3]}
