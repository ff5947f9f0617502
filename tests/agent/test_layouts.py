"""Lists, headings and marks in which strangers write what they refuse."""

import pytest

from tests.support.heard import refused_by, wanted_by


@pytest.mark.parametrize(
    ("text", "refused", "wanted"),
    [
        ("wedding guest / not white / not black / flats pls", {"white", "black"}, {"flats"}),
        ("gym / no hoodies / no grey / joggers pls", {"hoodie", "gray"}, {"joggers"}),
        ("no black / navy / brown", {"black", "navy", "brown"}, set()),
        ("office | no ties | a shirt | no brown", {"tie", "brown"}, {"shirt"}),
        ("black / white stripes", set(), {"black", "white", "striped"}),
        ("❌ skirts ❌ florals ✅ jeans", {"skirt", "floral"}, {"jeans"}),
        ("👎 yellow 👎 stripes 👍 navy", {"yellow", "striped"}, {"navy"}),
        ("linen ✓ wool ✗", {"wool"}, {"linen"}),
        ("❌ heels, skirts\n✅ navy", {"pumps", "skirt"}, {"navy"}),
        ("NO: stripes, ties, brown. YES: navy.", {"striped", "tie", "brown"}, {"navy"}),
        ("YES: a blazer, NO: ties, trainers", {"tie", "sneakers"}, {"blazer"}),
        ("NO\nstripes\nties\n\nYES\nnavy", {"striped", "tie"}, {"navy"}),
        ("no: boots; no: coat; yes: a trench", {"boots", "coat"}, {"trench-coat"}),
        ("Never again: hoodies, polka dots", {"hoodie", "dotted"}, set()),
        ("NO BOOTS NO BLACK NO NONSENSE", {"boots", "black"}, set()),
        ("no: I want black", set(), {"black"}),
        ("Not on the menu: polka dots", {"dotted"}, set()),
        ("Colours to dodge: mustard", {"yellow"}, set()),
        ("things which are not me - blazers, pink", {"blazer", "pink"}, set()),
        ("boots = yes please, heels = jog on", {"pumps"}, {"boots"}),
        ("Hi\nno stripes\nnavy please", {"striped"}, {"navy"}),
    ],
)
def test_layouts_say_yes_and_no(text: str, refused: set[str], wanted: set[str]) -> None:
    assert refused_by(text) == refused
    assert wanted_by(text) == wanted
