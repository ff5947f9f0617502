"""Which outfit is meant without a number, over turns; and whose garment."""

from datetime import datetime
from uuid import UUID, uuid5

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding
from stylist.outfits import OutfitCard

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def id_of(name: str) -> str:
    return str(uuid5(UUID(int=0), name))


def read(text: str, shown: list[OutfitCard], *, before: str = "for work") -> Understanding:
    history = [("user", before), ("assistant", "Here you are.")]
    return understand(
        text, frame=ConstraintFrame(occasion="work"), shown=shown, turn=1, now=NOW, history=history
    )


def outfits(said: Understanding) -> list[str | None]:
    return [r.outfit_id for r in said.references if not r.garment_ids]


def garments(said: Understanding) -> list[str]:
    return [id_ for r in said.references for id_ in r.garment_ids]


@pytest.mark.parametrize("text", ["the pink one", "I mean the floral one", "that pink one please"])
def test_a_look_names_the_only_outfit_that_has_it(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert outfits(said) == [id_of("o3")]
    assert "refer" in said.acts
    assert said.frame.colors.want == said.frame.patterns.want == []


def test_a_refused_look_refuses_the_outfit_and_stays_refused(shown: list[OutfitCard]) -> None:
    said = read("not the pink one", shown)
    assert outfits(said) == [id_of("o3")]
    assert "reject" in said.acts
    assert said.frame.colors.avoid == ["pink"]


def test_a_look_of_several_outfits_is_a_wish(shown: list[OutfitCard]) -> None:
    assert outfits(read("the blue one", shown)) == []


@pytest.mark.parametrize(
    ("text", "before", "meant"),
    [
        ("the other one", "what about the first one?", "o2"),
        ("the other one", "what about the second one?", "o1"),
        ("not that one, the other one", "for work", "o2"),
        ("the other one please", "for work", "o2"),
    ],
)
def test_the_other_of_two(text: str, before: str, meant: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown[:2], before=before)
    assert outfits(said) == [id_of(meant)]
    assert "reject" not in said.acts


def test_the_other_of_three_is_asked_back_for(shown: list[OutfitCard]) -> None:
    said = read("the other one", shown)
    assert (said.beyond, said.references, said.acts) == (["the other one"], [], ["refer"])


@pytest.mark.parametrize("text", ["the cheaper of the two", "the best of these"])
def test_what_nothing_shown_can_settle_is_asked_back_for(
    text: str, shown: list[OutfitCard]
) -> None:
    said = read(text, shown[:2])
    assert said.beyond == [text]
    assert said.delta.model_dump(exclude_defaults=True) == {}


@pytest.mark.parametrize(
    ("text", "before", "meant"),
    [
        ("that one", "what about the second one?", "o2"),
        ("that one", "for work", "o1"),
        ("ok, this one please", "I like the third one", "o3"),
        ("swap its shoes", "the second one is nice", "o2"),
    ],
)
def test_a_pronoun_means_what_was_spoken_of(
    text: str, before: str, meant: str, shown: list[OutfitCard]
) -> None:
    assert outfits(read(text, shown, before=before)) == [id_of(meant)]


def test_what_was_changed_since_is_not_spoken_of_any_more(shown: list[OutfitCard]) -> None:
    said = read("that one", shown, before="the second one but without the coat")
    assert outfits(said) == [id_of("o1")]


@pytest.mark.parametrize(
    ("text", "garment"),
    [
        ("I like the first one's jacket", "blazer"),
        ("what about the boots from the second?", "boots"),
        ("the second's shoes are lovely", "boots"),
    ],
)
def test_a_garment_belongs_to_the_outfit_that_is_named(
    text: str, garment: str, shown: list[OutfitCard]
) -> None:
    said = read(text, shown)
    assert garments(said) == [id_of(garment)]
    assert said.frame.categories.want == []


@pytest.mark.parametrize(
    "text", ["the third with the boots from the second", "put the second's shoes with the third"]
)
def test_garments_of_one_outfit_go_into_another(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert outfits(said) == [id_of("o3")]
    assert said.frame.items.require == [id_of("boots")]


def test_the_one_with_a_garment_is_that_outfit(shown: list[OutfitCard]) -> None:
    (reference,) = read("the one with the coat", shown).references
    assert (reference.outfit_id, reference.garment_ids) == (id_of("o2"), [])


def test_going_back_to_an_outfit_undoes_nothing(shown: list[OutfitCard]) -> None:
    said = read("go back to the first one", shown)
    assert outfits(said) == [id_of("o1")]
    assert said.frame.occasion == "work"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("both", ["o1", "o2"]),
        ("what about the last two?", ["o1", "o2"]),
        ("I prefer the second", ["o2"]),
        ("I like the first more than the second", ["o1"]),
        ("what about the second?", ["o2"]),
    ],
)
def test_what_is_only_pointed_at_asks_for_nothing_new(
    text: str, meant: list[str], shown: list[OutfitCard]
) -> None:
    said = read(text, shown[:2])
    assert outfits(said) == [id_of(name) for name in meant]
    assert not {"refine", "request"} & set(said.acts)


@pytest.mark.parametrize("text", ["more like the second", "like the second but less formal"])
def test_what_is_like_an_outfit_is_no_yes_to_it(text: str, shown: list[OutfitCard]) -> None:
    said = read(text, shown)
    assert outfits(said) == [id_of("o2")]
    assert "refine" in said.acts
    assert "accept" not in said.acts


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("I look awful in yellow", "yellow"),
        ("yellow washes me out", "yellow"),
        ("green? that's my ex's favourite colour", "green"),
        ("that green reminds me of my ex", "green"),
        ("red clashes with my hair", "red"),
    ],
)
def test_an_implicit_dislike_is_one(text: str, color: str, shown: list[OutfitCard]) -> None:
    frame = read(text, shown).frame
    assert (frame.colors.avoid, frame.colors.want) == ([color], [])
