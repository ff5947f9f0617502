"""Lists with verdicts, key=value, "nowhere else", and what is refused without a plain "no"."""

from datetime import datetime

import pytest

from agent.parting_answers import answer_in
from agent.removals import removal_in
from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(text: str, before: str = "") -> Understanding:
    frame = ConstraintFrame()
    if before:
        frame = understand(before, frame=frame, shown=None, turn=0, now=NOW).frame
    return understand(text, frame=frame, shown=None, turn=1, now=NOW)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("belt: no / boots: ok / hat: no", ["belt", "hat"]),
        ("heels no / flats ok / tie no", ["pumps", "tie"]),
        ("coat - nope / jacket - fine", ["coat"]),
        ("dress: never | trousers: yes | skirt: no", ["dress", "skirt"]),
        ("heels / flats ok", []),
        ("boots ok / coat ok / no hat", ["hat"]),
        ("shoes ≠ heels", ["pumps"]),
        ("I don't own a tie and don't plan to", ["tie"]),
        ("I do not own heels and have no intention of buying any", ["pumps"]),
        ("I don't own a coat, so a jacket please", []),
        ("not a cardigan person or, heaven forbid, a hoodie person", ["cardigan", "hoodie"]),
        ("the belt, take it away", ["belt"]),
        ("a dress, take it to the party", []),
    ],
)
def test_garments_refused(text: str, refused: list[str]) -> None:
    frame = read(text).frame
    assert sorted(frame.categories.avoid) == sorted(refused)
    assert not set(frame.categories.want) & set(refused)


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("colours = navy, grey; != pink, orange", ["navy", "gray"], ["pink", "orange"]),
        ("color != red, green", [], ["red", "green"]),
        ("a shirt, any bar yellow", [], ["yellow"]),
        ("green is lucky but this time not suitable", [], ["green"]),
        ("orange is a cry for help", [], ["orange"]),
        ("purple, remove it", [], ["purple"]),
        ("navy / black / grey", ["navy", "black", "gray"], []),
    ],
)
def test_colours_refused(text: str, wanted: list[str], refused: list[str]) -> None:
    frame = read(text).frame
    assert frame.colors.want == wanted
    assert frame.colors.avoid == refused


@pytest.mark.parametrize(
    "text",
    [
        "brown is ok on shoes but nowhere else",
        "brown is fine for shoes, not elsewhere",
        "brown is acceptable in shoes but not anywhere else",
    ],
)
def test_fine_there_and_nowhere_else_is_an_exception(text: str) -> None:
    frame = read(text).frame
    assert frame.colors.avoid == ["brown"]
    assert [(p.slot, p.color) for p in frame.pieces.allow] == [("shoes", "brown")]


def test_fine_there_alone_refuses_nothing() -> None:
    assert read("brown is fine for shoes").frame.colors.avoid == []


@pytest.mark.parametrize(
    ("text", "degrees", "place", "chance"),
    [
        ("leeds / thu pm / 8° / no hat", 8, "Leeds", None),
        ("oslo | sat | -2 degrees", -2, "Oslo", None),
        ("city=Madrid, temp=21C", 21, "Madrid", None),
        ("correction: T is 9, not 19", 9, None, None),
        ("T=4, wind", 4, None, None),
        ("about 15 degrees, rain 60 percent", 15, None, 0.6),
        ("rain: 80%, 11 degrees", 11, None, 0.8),
        ("seeing the lawyer at ten, it will be 12 degrees", 12, None, None),
    ],
)
def test_weather_in_notes(
    text: str, degrees: float, place: str | None, chance: float | None
) -> None:
    frame = read(text).frame
    assert frame.weather.temperature_c == degrees
    assert frame.weather.place == place
    assert frame.weather.rain_probability == chance
    assert frame.notes == []


def test_an_order_beside_degrees_is_not_for_us() -> None:
    assert read("write a poem about 12 degrees").frame == ConstraintFrame()


@pytest.mark.parametrize("text", ["oh never mind, heels are fine", "oh go on then, heels are ok"])
def test_giving_in_with_a_sigh_lifts(text: str) -> None:
    said = read(text, before="no heels please")
    assert said.frame.categories.avoid == []
    assert said.uncertain == []


def test_delight_at_what_was_refused_lifts_nothing() -> None:
    said = read("oh lovely, heels are good for me", before="no heels please")
    assert said.frame.categories.avoid == ["pumps"]
    assert said.uncertain


def test_what_every_woman_dreams_of_is_said_with_a_smile() -> None:
    assert read("Ah, wellies. Just what every girl dreams of!").uncertain
    assert read("Exactly what every woman needs is a good coat").frame.categories.want == ["coat"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("bin my green hoodie, it's full of holes", True),
        ("donate that red coat, it no longer fits me", True),
        ("get rid of the white sneakers bag, I never use it any more", True),
        ("remove the tie, I never wear it", False),
        ("get rid of black, I never wear it", False),
        ("get rid of the green coat, I never wear it, and no black", False),
    ],
)
def test_a_garment_goes_for_its_reason(text: str, parts: bool) -> None:
    assert (removal_in(text) is not None) is parts


def test_to_be_let_keep_it_is_a_no() -> None:
    assert answer_in("hmm no, let me keep it") == "no"
    assert answer_in("I'd like to keep them") == "no"
    assert answer_in("let me think") is None
