"""A frame from outside: names are heard in other spellings, what is not known is refused."""

from uuid import uuid4

import pytest

from stylist.errors import BadRequest
from stylist.frame import ConstraintFrame
from stylist.named_frame import named, with_ids


def frame_of(plain):
    return ConstraintFrame.model_validate(plain)


def test_spellings_become_names_and_free_words_stay():
    said = frame_of(
        {
            "occasion": "Office",
            "weather": {"conditions": ["Rainy"], "place": "Ys", "when": "some day"},
            "colors": {"avoid": ["grey", "Gray", "NAVY blue"], "want": ["cream"]},
            "categories": {"avoid": ["Trainers", "footwear"]},
            "patterns": {"avoid": ["polka dots"]},
            "materials": {"avoid": ["Polyester"]},
            "styles": {"want": ["boho"]},
            "seasons": ["autumn"],
            "fit": "Skinny",
            "pieces": {"avoid": [{"slot": "Tops", "category": "tee", "color": "grey"}]},
            "notes": ["nothing that itches"],
        }
    )
    told = named(said, most=10)
    assert (told.occasion, told.fit, told.seasons) == ("work", "slim", ["fall"])
    assert told.weather.conditions == ["rain"]
    assert (told.weather.place, told.weather.when) == ("Ys", "some day")
    assert told.colors.avoid == ["gray", "navy"]
    assert told.colors.want == ["beige"]
    assert told.categories.avoid == ["sneakers", "shoes"]
    assert (told.patterns.avoid, told.materials.avoid) == (["dotted"], ["synthetic"])
    assert told.styles.want == ["bohemian"]
    [piece] = told.pieces.avoid
    assert (piece.slot, piece.category, piece.color) == ("top", "t-shirt", "gray")
    assert told.notes == ["nothing that itches"]
    assert said.colors.avoid[0] == "grey"


@pytest.mark.parametrize(
    ("plain", "told"),
    [
        ({"colors": {"avoid": ["zzz"]}}, ["colors.avoid", "zzz", "burgundy"]),
        ({"colors": {"want": ["bleu"]}}, ["colors.want", "Did you mean blue"]),
        ({"occasion": "mars"}, ["occasion", "mars"]),
        ({"weather": {"conditions": ["frogs"]}}, ["weather.conditions", "frogs"]),
        ({"seasons": ["monsoon"]}, ["seasons", "monsoon"]),
        ({"fit": "zzz"}, ["fit", "zzz"]),
        ({"pieces": {"allow": [{"color": "blurple"}]}}, ["pieces.allow.color", "blurple"]),
        ({"weather": {"temperature_c": -400}}, ["weather.temperature_c"]),
        ({"weather": {"temperature_c": 1e300}}, ["weather.temperature_c"]),
        ({"weather": {"rain_probability": 1.2}}, ["weather.rain_probability"]),
        ({"weather": {"rain_probability": -0.1}}, ["weather.rain_probability"]),
        ({"count": -3}, ["count"]),
        ({"count": 5000}, ["count"]),
        ({"formality": {"min": 0.8, "max": 0.2}}, ["formality"]),
        ({"formality": {"max": 2}}, ["formality"]),
        ({"budget": {"max": -5}}, ["budget"]),
    ],
)
def test_what_nobody_knows_is_refused_by_its_path(plain, told):
    with pytest.raises(BadRequest) as refused:
        named(frame_of(plain), most=10)
    assert all(word in refused.value.message for word in told)


def test_ids_are_spelled_as_the_database_does():
    id_ = uuid4()
    upper = frame_of({"items": {"exclude": [str(id_).upper(), id_.hex], "require": [f"{{{id_}}}"]}})
    items = with_ids(upper).items
    assert (items.exclude, items.require) == ([str(id_)], [str(id_)])
    with pytest.raises(BadRequest, match=r"items.exclude.*nonsense"):
        with_ids(frame_of({"items": {"exclude": ["nonsense"]}}))


def test_where_only_what_is_wanted_may_be_worn_all_else_is_avoided():
    said = frame_of({"colors": {"want": ["dark blue", "grey"]}, "only": ["colors"]})
    told = named(said, most=10)
    assert told.colors.want == ["navy", "gray"]
    assert {"black", "white", "light-blue", "red"} <= set(told.colors.avoid)
    # Avoiding blue would avoid navy; silver is a gray.
    assert not {"navy", "gray", "blue", "silver"} & set(told.colors.avoid)
    assert named(told, most=10) == told


def test_details_are_heard_in_other_spellings_and_brands_stay_as_said():
    detail = {"attribute": "neckline", "value": "V neck", "of": "jumper"}
    brand = {"attribute": "brand", "value": "Blue Barn"}
    told = named(frame_of({"details": {"want": [detail], "avoid": [brand]}}), most=10)
    assert (told.details.want[0].value, told.details.want[0].of) == ("v-neck", "sweater")
    assert told.details.avoid[0].value == "Blue Barn"
