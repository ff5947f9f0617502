"""What a text asks for."""

import pytest

from ml.search import read_query
from ml.search.query import Exclusion


def wishes(text: str, **own) -> list[tuple[str, tuple[str, ...]]]:
    return [(wish.aspect, wish.names) for wish in read_query(text, **own).wishes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("navy wool tie", [("color", ("navy",)), ("material", ("wool",)), ("kind", ("tie",))]),
        ("navvy swetter", [("color", ("navy",)), ("kind", ("sweater",))]),
        ("gray jumper", [("color", ("gray",)), ("kind", ("sweater",))]),
        ("grey sweater", [("color", ("gray",)), ("kind", ("sweater",))]),
        ("white trainers", [("color", ("white",)), ("kind", ("sneakers",))]),
        ("red or blue shirt", [("color", ("red", "blue")), ("kind", ("shirt",))]),
        ("black and white", [("color", ("black",)), ("color", ("white",))]),
        ("a t-shirt with dots", [("kind", ("t-shirt",)), ("pattern", ("dotted",))]),
        ("office clothes", [("occasion", ("work",))]),
        ("jacket for autumn", [("kind", ("jacket", "blazer")), ("season", ("fall",))]),
        ("smart casual top", [("formality", ("smart casual",)), ("kind", ("slot:top",))]),
        ("leather jacket", [("material", ("leather",)), ("kind", ("jacket", "blazer"))]),
    ],
)  # fmt: skip
def test_words_become_wishes(text, expected):
    assert wishes(text) == expected


def test_the_example_of_the_issue_is_three_wishes():
    warm, formal, blue = read_query("something warm and not too formal, blue-ish").wishes
    assert (warm.aspect, warm.names, warm.inverse) == ("warmth", ("warm",), False)
    assert (formal.aspect, formal.names, formal.inverse) == ("formality", ("formal",), True)
    assert (blue.aspect, blue.names, blue.near) == ("color", ("blue",), True)


@pytest.mark.parametrize(
    ("text", "avoid"),
    [
        ("no black", [Exclusion(colors=("black",))]),
        ("shoes, no black or navy", [Exclusion(colors=("black", "navy"))]),
        ("no black boots", [Exclusion(kinds=("boots",), colors=("black",))]),
        ("no jeans or black", [Exclusion(kinds=("jeans",)), Exclusion(colors=("black",))]),
        ("shirt, not striped", [Exclusion(patterns=("striped",))]),
        ("tee without logos", [Exclusion(patterns=("graphic",))]),
        ("sneakers that aren't white", [Exclusion(colors=("white",))]),
        ("anything but jeans", [Exclusion(kinds=("jeans",))]),
        ("a coat but no wool", [Exclusion(materials=("wool",))]),
    ],
)
def test_a_no_rules_out(text, avoid):
    query = read_query(text)
    assert list(query.avoid) == avoid
    ruled_out = {name for part in avoid for name in part.colors + part.patterns + part.materials}
    assert not ruled_out & {name for wish in query.wishes for name in wish.names}


def test_a_no_ends_with_its_clause():
    query = read_query("no black, something navy, no stripes but wool")
    assert query.avoid == (Exclusion(colors=("black",)), Exclusion(patterns=("striped",)))
    assert [wish.names for wish in query.wishes] == [("navy",), ("wool",)]


def test_a_refused_pair_still_asks_for_the_kind():
    assert wishes("not black trousers") == [("kind", ("pants",))]
    assert wishes("no boots") == []


def test_shades_belong_to_their_colour():
    (dark, _) = read_query("dark green coat").wishes
    assert (dark.names, dark.shade) == (("green",), "dark")
    assert wishes("dark blue jeans")[0] == ("color", ("navy",))
    assert wishes("light blue shirt")[0] == ("color", ("light-blue",))
    assert wishes("dark shoes")[0] == ("color", ("group:dark",))


def test_the_owners_words_are_not_mended():
    assert wishes("swetter") == [("kind", ("sweater",))]
    query = read_query("swetter", frozenset({"swetter"}))
    assert (query.wishes, query.words) == ((), ("swetter",))


def test_what_is_not_understood_is_left_for_names():
    query = read_query("Loom & Co, not Acme")
    assert (query.words, query.without) == (("loom", "co"), ("acme",))


@pytest.mark.parametrize(
    "text", ["", "   ", "the and of", "?!.,", "\x00\n", "🧥", "what do I have"]
)
def test_a_text_without_a_wish_orders_nothing(text):
    assert read_query(text).empty


def test_a_long_text_is_read_up_to_its_limit():
    query = read_query("navy " * 400 + "sweater")
    assert next(wish.names for wish in query.wishes) == ("navy",)
    assert not query.of("kind"), "the sweater stands beyond the limit"


def test_where_garments_are_is_heard():
    assert read_query("shirts in the laundry").availability == ("laundry",)
    assert read_query("what have I lent out").availability == ("lent",)
