"""What compatibility reads, how it judges pairs and sets, and that a wardrobe is judged by it."""

import random
import tomllib
from importlib.resources import files

import numpy as np
import pytest

from ml.outfits import Request, recommend, score
from ml.outfits.compatibility import ALONE, Item, of_garment, read, score_sets, together
from ml.outfits.compatibility.model import WEIGHTS, load
from ml.outfits.compatibility.words import CONCEPT, lexicon, read_words
from ml.outfits.facts import facts_of
from stylist.errors import BackendUnavailable

OUTFIT = [
    Item("gucci black leather ankle boots", "Ankle Booties"),
    Item("j.crew slim wool trousers", "Pants"),
    Item("chloé ivory silk blouse", "Blouses"),
    Item("quilted leather shoulder bag", "Shoulder Bags"),
]


@pytest.mark.parametrize("attributes_only", [True, False])
def test_the_order_of_items_changes_nothing_not_the_last_digit(attributes_only):
    rng, first = random.Random(1), score_sets([OUTFIT], attributes_only=attributes_only)
    for _ in range(10):
        mixed = rng.sample(OUTFIT, len(OUTFIT))
        assert score_sets([mixed], attributes_only=attributes_only) == first


@pytest.mark.parametrize("attributes_only", [True, False])
def test_pairs_are_symmetric_and_a_set_is_their_mean(attributes_only):
    pairs = together(OUTFIT, attributes_only=attributes_only)
    assert pairs.shape == (4, 4)
    np.testing.assert_allclose(pairs, pairs.T, atol=1e-5)
    assert ((pairs >= 0) & (pairs <= 1)).all()
    (whole,) = score_sets([OUTFIT], attributes_only=attributes_only)
    assert whole == pytest.approx(pairs[np.triu_indices(4, 1)].mean(), abs=1e-5)


def test_a_set_scores_the_same_alone_and_among_others():
    few = [OUTFIT, OUTFIT[:3], [*OUTFIT, Item("straw hat", "Hats")]]
    each = [score_sets([items], attributes_only=True)[0] for items in few]
    assert score_sets(few, attributes_only=True) == each


def test_one_item_or_none_is_neither_good_nor_bad():
    assert score_sets([[], OUTFIT[:1]], attributes_only=True) == [ALONE, ALONE]


BRANDS = [
    "gucci",
    "Michael Kors",
    "river island",
    "rag & bone",
    "7 for all mankind",
    "new look",
    "red valentino",
    "true religion",
    "frame denim",
    "victoria's secret",
    "free people",
]


@pytest.mark.parametrize("brand", BRANDS)
def test_a_brand_counts_for_nothing_among_attributes_and_for_something_in_titles(brand):
    plain = [Item("black leather tote", "Tote Bags"), Item("white lace dress", "Day Dresses")]
    named = [Item(f"{brand} {item.title}", item.category) for item in plain]
    assert score_sets([named], attributes_only=True) == score_sets([plain], attributes_only=True)
    assert score_sets([named], attributes_only=False) != score_sets([plain], attributes_only=False)


NAMES_OF_GARMENT_WORDS = [
    "J.Crew",
    "Boots UK",
    "Victoria's Secret Pink",
    "T by Alexander Wang",
    "Tiger of Sweden",
    "A.P.C.",
    "Motel Rocks",
    "MiH Jeans",
    "Big Star",
    "Denim & Supply",
    "Denim and Supply Ralph Lauren",
    "Black Halo",
    "White House | Black Market",
    "White House Black Market",
    "OFF-WHITE",
    "Camel Active",
    "Calvin Klein Jeans",
    "Ralph Lauren Black Label",
    "Velvet by Graham & Spencer",
    "Violet & Claire",
    "Wolf & Badger",
    "Stone Fox Swim",
    "Daisy Street",
    "Pearl Izumi",
    "U.S. Polo Assn.",
    "Band of Outsiders",
    "Chinese Laundry",
    "People Tree",
]


@pytest.mark.parametrize("brand", NAMES_OF_GARMENT_WORDS)
@pytest.mark.parametrize("form", ["{brand} {title}", "{title} {brand}", "{title} by {brand}, M"])
def test_a_brand_made_of_garment_words_leaves_attributes_unmoved(brand, form):
    plain = [Item("black leather tote", "Tote Bags"), Item("white lace dress", "Day Dresses")]
    named = [Item(form.format(brand=brand, title=i.title), i.category) for i in plain]
    assert score_sets([named], attributes_only=True) == score_sets([plain], attributes_only=True)


def test_every_name_taken_out_is_taken_out_wherever_it_stands():
    table = files("ml.outfits.compatibility").joinpath("attributes.toml")
    names = tomllib.loads(table.read_text("utf-8"))["names"]["phrases"]
    assert len(names) > 1000
    plain = read_words("linen kilt", attributes_only=True)
    for name in names:
        assert read_words(f"linen {name} kilt", attributes_only=True) == plain, name


def test_a_garments_own_words_are_no_brand():
    said = set(read_words("pink tartan skirt, small gold hoop, black fleece", attributes_only=True))
    assert {"pink", "plaid", "skirt", "gold", "hoop", "black", "fleece"} <= said


def test_a_brand_is_of_its_groups_and_of_overlapping_names_the_longest_counts():
    found = set(read_words("saint laurent boots", attributes_only=False))
    assert {"~luxury", "~french"} <= found
    assert "~preppy" in read_words("lauren ralph lauren shirt", attributes_only=False)
    assert "~skate" not in read_words("vince camuto pumps", attributes_only=False)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Topshop Grey Check Trousers", {"gray", "plaid", "trouser"}),
        ("V-neck T-shirt, size XL", {"vneck", "tshirt"}),
        ("women's pre-owned STUDDED ankle boots 38", {"studded", "anklebootie"}),
        ("Dresses and watches", {"dress", "watch"}),
        ("", set()),
        ("ÉTOILE 你好 ☃", set()),
    ],
)
def test_attribute_words_are_read_in_one_form(title, words):
    read = read_words(title, attributes_only=True)
    assert {word for word in read if not word.startswith(CONCEPT)} == words


def test_common_brands_and_shop_words_are_no_attributes():
    shops = "gucci prada chanel topshop zara asos women size new sale brand online preowned"
    assert lexicon().isdisjoint(shops.split())


def test_a_category_is_known_by_polyvores_name_and_by_ours():
    assert read(Item("", "ankle booties"), attributes_only=True).category == "Ankle Booties"
    assert read(Item("", "ankle-boots"), attributes_only=True).category == "Ankle Booties"
    assert read(Item("", "no such thing"), attributes_only=True).category is None
    assert read(Item("linen skirt", None), attributes_only=True).category == "Skirts"


def test_what_is_worn_together_scores_above_what_is_not():
    sport = [Item("running leggings", "Activewear Pants"), Item("trainers", "Athletic Shoes")]
    mixed = [Item("running leggings", "Activewear Pants"), Item("satin clutch", "Clutches")]
    low, high = score_sets([mixed, sport], attributes_only=True)
    assert low < high


def test_damaged_weights_are_refused(tmp_path):
    copy = tmp_path / WEIGHTS.name
    copy.write_bytes(WEIGHTS.read_bytes() + b"\0")
    copy.with_suffix(".sha256").write_text(WEIGHTS.with_suffix(".sha256").read_text())
    with pytest.raises(BackendUnavailable):
        load(copy)


def test_the_weights_are_small():
    assert WEIGHTS.stat().st_size < 5_000_000


def test_a_recommended_outfit_is_judged_by_the_function_and_weights_of_the_command_line(capsule):
    by_id = {garment.id: garment for garment in capsule}
    found = recommend(capsule, Request(count=5))
    assert found.outfits
    for card in found.outfits:
        items = [of_garment(facts_of(by_id[id_])) for id_ in card.garment_ids]
        (alone,) = score_sets([items], attributes_only=True)
        assert card.score_breakdown["compatibility"].score == pytest.approx(alone, abs=2e-4)


def test_a_garments_name_and_brand_are_not_read(garment):
    plain = garment("shirt", "navy", key="a", pattern="striped")
    named = plain.model_copy(update={"name": "Gucci red lace ball gown", "brand": "Gucci"})
    assert of_garment(facts_of(named)) == of_garment(facts_of(plain))


def test_the_reason_names_two_garments(garment):
    worn = [garment("shirt", "white"), garment("jeans", "blue"), garment("sneakers")]
    said = score(worn, Request()).score_breakdown["compatibility"].reason
    assert sum(name in said for name in ("white shirt", "blue jeans", "gray sneakers")) == 2
