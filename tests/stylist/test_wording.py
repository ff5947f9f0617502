"""Names of garments within a sentence."""

import pytest

from stylist.wording import in_sentence, is_plural, listed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Navy wool blazer", "navy wool blazer"),
        ("Light-blue banker stripe shirt", "light-blue banker stripe shirt"),
        ("White Oxford shirt", "white Oxford shirt"),
        ("Levi's 501", "Levi's 501"),
        ("Uniqlo tee", "Uniqlo tee"),
        ("MUJI coat", "MUJI coat"),
        ("black boots", "black boots"),
        ("", ""),
    ],
)
def test_a_name_begins_small_unless_it_is_a_proper_name(name, said):
    assert in_sentence(name) == said


@pytest.mark.parametrize(
    ("name", "kind", "plural"),
    [
        ("Burgundy penny loafers", "loafers", True),
        ("Brown leather Oxfords", "oxfords", True),
        ("Khaki chinos", "chinos", True),
        ("Levi's 501", "jeans", True),
        ("Navy shift dress", "dress", False),
        ("Blue glass blouse", "blouse", False),
        ("Wool blazer with patches", "blazer", False),
        ("Tartan pleated skirt", "skirt", False),
        ("", "boots", True),
    ],
)
def test_shoes_and_trousers_are_plural_and_dresses_are_not(name, kind, plural):
    assert is_plural(name, kind) is plural


def test_a_list_has_commas_and_one_last_word():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b"], "or") == "a or b"
