"""What a person reads over the demo wardrobe: no figures of ours, right numbers, few sentences."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from agent.policy import Situation, ToolResult, decide
from agent.understanding import understand
from ml.demo.wardrobe import pieces
from ml.outfits import Request, explain_card, recommend, swap
from stylist import vocabulary
from stylist.frame import ConstraintFrame
from stylist.garments import ColorShare, GarmentAttributes, GarmentView
from stylist.outfits import OutfitCard, OutfitSet
from stylist.wording import in_sentence, is_plural

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
MADE = datetime(2026, 11, 21, tzinfo=UTC)
CONVERSATIONS = [
    "smart casual for a rainy 12 °C day, no black, not the boots | warmer | the second, but in blue"
    " | why these? | forget the rain | swap the shoes",
    "what should I wear? | not that one | something else | the third | why?",
    "purple shoes please | the second | cooler",
    "job interview on Monday | dressier | I like the first | again for an interview",
    "beach day, 30 degrees | more colourful | bolder | simpler",
    "a dress for a wedding in summer | cooler | why these?",
    "no shoes at all | swap the top",
    "gym outfit | not those shoes",
    "it is -15 °C and snowing | what if it rains | why?",
    "no black, no blue, no jeans, for work | dressier | more casual",
    "funeral tomorrow | no dress | why these?",
    "just one outfit for travel | something else | the second",
    "plaid shirt please | bolder | why?",
    "all black, rainy, 8 degrees | swap the coat | warmer",
    "a tie and a belt please, formal | drop the tie",
    "sporty look for 20 degrees | slim fit only | why?",
    "give me five outfits for work | the fifth, but no blazer | the sixth",
    "shorts, 5 degrees | cooler",
    "only purple everything | teal everything | why?",
    "something in silk | in suede and rain | why these?",
    "no tops no dresses | warmer",
]
RAW = re.compile(r"\bclo\b|\d\.\d|\bother blazer\b|\bother shirt\b", re.IGNORECASE)


def garment(row: dict[str, Any]) -> GarmentView:
    kind = vocabulary.kinds()[row["kind"]]
    colors = [ColorShare(name=name, hex=hex_, share=share) for name, hex_, share in row["colors"]]
    seen = {name: row.get(name) for name in ("pattern", "material", "fit", "formality")}
    return GarmentView(
        id=uuid5(NAMESPACE_OID, row["name"]),
        status="ready",
        name=row["name"],
        category=kind.category,
        subcategory=kind.name if kind.parent else None,
        attributes=GarmentAttributes(
            color_primary=colors[0].name, colors=colors, style_tags=row.get("styles", []), **seen
        ),
        created_at=MADE,
        updated_at=MADE,
    )


WARDROBE = [garment(row) for row in pieces()]
PLURAL = [
    in_sentence(view.name)
    for view in WARDROBE
    if is_plural(view.name, view.subcategory or view.category or "")
]


class Talk:
    """A conversation over the demo wardrobe with the engine behind the tools, in memory."""

    def __init__(self) -> None:
        self.frame = ConstraintFrame()
        self.shown: list[OutfitCard] = []
        self.cards: dict[str, OutfitCard] = {}
        self.turn = 0

    def say(self, text: str) -> str:
        understood = understand(text, frame=self.frame, shown=self.shown, turn=self.turn, now=NOW)
        self.frame, self.turn = understood.frame, self.turn + 1
        results: list[ToolResult] = []
        brought: list[OutfitCard] = []
        for _ in range(6):
            told = Situation(
                understanding=understood, shown=self.shown, tool_results=results, user_text=text
            )
            decision = decide(told)
            if not decision.tool_calls:
                self.shown = brought or self.shown
                return decision.text
            for call in decision.tool_calls:
                content = self.answer(call.name, call.arguments)
                brought += [OutfitCard.model_validate(c) for c in content.get("outfits", [])]
                results.append(
                    ToolResult(name=call.name, arguments=call.arguments, content=content)
                )
        raise AssertionError("the policy did not come to an end")

    def answer(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        if name == "explain_outfit":
            told = {id_: explain_card(self.cards[id_]) for id_ in given["outfit_ids"]}
            return {"facts": {"explanations": told}}
        if name == "recommend_outfits":
            reference = self.worn(given["reference_outfit_id"])
            request = Request(
                frame=self.frame,
                count=given["count"],
                moves=tuple(given["moves"]),
                reference=reference,
            )
            return self.block(recommend(WARDROBE, request))
        if name == "swap_item":
            worn = self.worn(given["outfit_id"])
            return self.block(swap(worn, given["slot"], WARDROBE, Request(frame=self.frame)))
        return {}

    def worn(self, id_: str) -> tuple[GarmentView, ...]:
        ids = self.cards[id_].garment_ids if id_ else []
        return tuple(view for view in WARDROBE if view.id in ids)

    def block(self, found: OutfitSet) -> dict[str, Any]:
        self.cards |= {str(card.id): card for card in found.outfits}
        return {
            "outfits": [card.model_dump(mode="json") for card in found.outfits],
            "facts": {"missing": found.missing, "relaxed": found.relaxed},
        }


def read(conversation: str) -> list[tuple[str, str, list[OutfitCard]]]:
    talk = Talk()
    return [(text, talk.say(text), talk.shown) for text in conversation.split(" | ")]


def test_there_are_enough_requests() -> None:
    assert sum(len(one.split(" | ")) for one in CONVERSATIONS) >= 60


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda text: text[:40])
def test_replies_and_cards_are_words_for_a_person(conversation: str) -> None:
    for _, reply, cards in read(conversation):
        for text in (reply, *(card.explanation for card in cards)):
            assert not RAW.search(text), text
            assert not [name for name in PLURAL if f"{name} is " in text], text
            assert ". ." not in text
            assert ".." not in text
            assert "  " not in text
            assert "None" not in text


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda text: text[:40])
def test_an_offer_is_short(conversation: str) -> None:
    for text, reply, _ in read(conversation):
        if "why" not in text and not reply.startswith(("The one you mean", "That one, then")):
            assert len(re.findall(r"[.!?](?:\s|$)", reply)) <= 5, reply
            assert "\n" not in reply


def test_garments_inside_a_sentence_begin_small() -> None:
    _, reply, cards = read("what should I wear?")[0]
    assert in_sentence(cards[0].items[0].name) in reply
    assert cards[0].items[0].name not in reply
    [shoes] = [item.name for item in cards[0].items if item.slot == "shoes"]
    assert in_sentence(shoes) in cards[0].explanation
    assert shoes not in cards[0].explanation


def test_the_second_in_blue_stays_with_the_second() -> None:
    talk = Talk()
    talk.say("smart casual for a rainy 12 °C day")
    second = set(talk.shown[1].garment_ids)
    talk.say("the second, but in blue")
    first = talk.shown[0]
    assert len(second & set(first.garment_ids)) >= len(second) - 2
    assert set(first.garment_ids) != second
    blues = vocabulary.with_descendants("blue")
    assert any(color.name in blues for item in first.items for color in item.colors)


def test_what_is_lacking_is_named() -> None:
    _, reply, cards = read("purple shoes please")[0]
    assert "no purple shoes; the nearest is" in reply
    assert all("it has no purple shoes" in card.explanation for card in cards)


@pytest.mark.parametrize("text", ["not that one", "the second", "number 3", "none of these", "2"])
def test_pointing_at_nothing_is_answered_kindly(text: str) -> None:
    assert Talk().say(text).startswith("I have not shown you an outfit yet")


@pytest.mark.parametrize(
    ("count", "text", "words"),
    [
        ("one outfit", "the second", "only one outfit"),
        ("two outfits", "the third", "two outfits"),
        ("three outfits", "I don't like the fourth", "three outfits"),
    ],
)
def test_pointing_past_the_last_says_how_many_there_are(count: str, text: str, words: str) -> None:
    talk = Talk()
    talk.say(f"just {count} for work")
    before = talk.shown
    reply = talk.say(text)
    assert f"I have shown you {words}" in reply
    assert talk.shown == before
    assert "clothes only" not in reply


def test_another_look_at_a_place_that_is_not_there_is_taken_for_the_only_one() -> None:
    talk = Talk()
    talk.say("just one outfit for work")
    only = set(talk.shown[0].garment_ids)
    reply = talk.say("the second, but in white")
    assert "only one outfit" in reply
    assert len(only & set(talk.shown[0].garment_ids)) >= 1
