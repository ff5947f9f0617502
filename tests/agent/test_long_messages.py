"""Messages in which several things stand: what is only told, shorthand, names, sounds."""

from datetime import UTC, datetime

import pytest

from agent.understanding.replay import Replay
from agent.understanding.words.shorthand import as_read
from agent.understanding.words.spelling import mended
from stylist.frame import Understanding


def _read(text: str) -> Understanding:
    return Replay(now=lambda: datetime(2026, 11, 21, 10, tzinfo=UTC)).read([], text)


def _wanted(said: Understanding) -> set[str]:
    frame = said.frame
    lists = (frame.colors, frame.categories, frame.patterns, frame.materials, frame.styles)
    return {name for each in lists for name in each.want}


def _refused(said: Understanding) -> set[str]:
    frame = said.frame
    lists = (frame.colors, frame.categories, frame.patterns, frame.materials, frame.styles)
    return {name for each in lists for name in each.avoid}


@pytest.mark.parametrize(
    "text",
    [
        "my sister wore red to the last one, so what can i wear",
        "last winter I bought three hoodies, what should I wear to dinner?",
        "the bridesmaids are in teal and I am a guest. Something for Saturday",
        "Jo's wearing gold. Dave's 40th on Saturday, something for me please",
        "In my twenties I lived in miniskirts. Something for the cinema",
        "yesterday i froze in a skirt, something warmer today",
        "half the team will be in football shirts, the other half in suits. I just want to fit",
        "There's a bloke at work who wears sandals all winter. Something for my review",
        "My boss is very traditional. An outfit for lunch with him",
        "the venue has white carpets, something for the ball",
        "wanted to wear my red coat, but it has a hole. Something for the funeral",
    ],
)
def test_what_is_only_told_is_no_wish(text: str) -> None:
    assert _wanted(_read(text)) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I bought a green skirt last week, what goes with it? wear it with boots", "green"),
        ("my husband will be in navy and I want to match him", "navy"),
        ("last time it was too dull, so something red please", "red"),
        ("my sister is getting married and I want a blue dress", "blue"),
    ],
)
def test_what_is_taken_up_again_is_wished_for(text: str, name: str) -> None:
    assert name in _wanted(_read(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my ex loved me in green so absolutely no green", "green"),
        ("my husband always wears shorts, I never would", "shorts"),
        ("if only i could wear shorts to work but hr said no", "shorts"),
        ("the mother of the bride has bagged lilac", "purple"),
        ("I've gone off stripes. And checks. And frankly anything with a logo on.", "graphic"),
        ("I'm off wool, leather and silk", "silk"),
        ("Beige makes me look dead. So does mustard. Lunch with the in-laws.", "yellow"),
        ("do I look like someone who wears hoodies?", "hoodie"),
        ("I like skirts but not today", "skirt"),
        ("If I wear grey I look ill", "gray"),
        ("Team colours are orange and I refuse on principle", "orange"),
        ("um you know something for a zoom thing nobody will see my legs but not stripes they go"
         " all weird on camera", "striped"),
    ],
)  # fmt: skip
def test_a_no_in_a_long_message_is_heard(text: str, name: str) -> None:
    said = _read(text)
    assert name in _refused(said)
    assert name not in _wanted(said)


@pytest.mark.parametrize(
    ("text", "occasion", "when"),
    [
        ("Had a job interview on Tuesday, went badly. Tomorrow a walk in the park", "casual", "22"),
        ("my brothers wedding was lovely last month, now ive got a funeral on tuesday", "funeral",
         "24"),
        ("I've got a job interview on monday", "interview", "23"),
        ("pls hlp need outfit 4 2nite, job interview", "interview", "21"),
        ("i was at a party last night. something for the office tmoz", "work", "22"),
    ],
)  # fmt: skip
def test_the_day_and_occasion_to_come_are_taken(text: str, occasion: str, when: str) -> None:
    frame = _read(text).frame
    assert frame.occasion == occasion
    assert f"2026-11-{when}" in (frame.weather.when or "")


def test_a_place_and_a_weather_that_are_over_are_not_taken() -> None:
    weather = _read(
        "We used to live in Oslo where it snowed. I need something for a rainy day"
    ).frame.weather
    assert weather.place is None
    assert weather.conditions == ["rain"]
    assert _read("unless the sun comes out no white").frame.weather.conditions == []


@pytest.mark.parametrize(
    "text",
    [
        "meeting Rose at Brown's for drinks, no silk",
        "My friend Violet told us no black. Something for Saturday",
        "Mrs Black is hosting a tea, what shall I wear?",
        "Something for Friday please.\n\nBest,\nGordon Gray",
        "Jasmine invited me to the Olive Garden. What do I wear?",
        "She'll be there with Aunty Jean. Something for lunch",
    ],
)
def test_names_are_no_wishes(text: str) -> None:
    assert _wanted(_read(text)) == set()


def test_a_capital_alone_makes_no_name() -> None:
    assert _wanted(_read("Something in Navy please, for the office")) == {"navy"}
    assert _read("If it rains, boots. Interview Tuesday!").frame.occasion == "interview"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("no blackkk 2nite", "no black tonight"),
        ("no played shirts", "no plaid shirts"),
        ("know heals please", "no heels please"),
        ("i know heels hurt", None),
        ("i played tennis close to home", None),
        ("4 outfits, 2 coats", None),
        ("outfit 4 a wedding", "outfit for a wedding"),
        ("🚫👠 office", "no heels office"),
        ("wedding tonihgt 👠", "wedding tonight 👠"),
    ],
)
def test_shorthand_is_spelled_out_only_where_it_is_meant(text: str, plain: str | None) -> None:
    seen = as_read(text)
    assert (seen.text if seen else None) == plain


def test_spans_of_shorthand_lead_back_to_what_was_written() -> None:
    text = "no blackkk 4 a wedding 2nite"
    spans = {span.path: text[span.start : span.end] for span in _read(text).spans}
    assert spans["colors.avoid.black"] == "blackkk"
    assert spans["occasion"] == "wedding"
    assert spans["weather.when"] == "2nite"


@pytest.mark.parametrize(
    "word", ["creation", "weights", "garbage", "typos", "slimming", "nine", "words", "terms"]
)
def test_ordinary_words_stay_what_they_are(word: str) -> None:
    assert mended(word) == word


@pytest.mark.parametrize(("slip", "word"), [("gery", "grey"), ("wrok", "work"), ("jenas", "jeans")])
def test_swapped_letters_are_put_right(slip: str, word: str) -> None:
    assert mended(slip) == word
