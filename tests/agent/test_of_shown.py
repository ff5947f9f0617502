"""Questions about the clothes on the screen, answered from what is known of them."""

from datetime import datetime

import pytest

from agent.policy import Situation
from agent.policy.plan import stages
from agent.policy.words import answer
from agent.understanding import understand
from stylist.frame import ConstraintFrame
from stylist.outfits import OutfitCard, OutfitItem

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def made(shown: list[OutfitCard], **shoes: str | None) -> list[OutfitCard]:
    """The first outfit alone, its shoes with these looks."""
    (card, *_) = shown
    items: list[OutfitItem] = [
        item.model_copy(update=shoes) if item.slot == "shoes" else item for item in card.items
    ]
    return [card.model_copy(update={"items": items})]


def reply(text: str, shown: list[OutfitCard]) -> str:
    said = understand(text, frame=ConstraintFrame(), shown=shown, turn=1, now=NOW)
    assert said.frame == ConstraintFrame()
    situation = Situation(understanding=said, shown=shown, user_text=text)
    assert not [call for stage in stages(situation) for call in stage]
    return answer(situation)


@pytest.mark.parametrize(
    ("material", "said"),
    [("leather", "are leather"), ("suede", "are not leather"), (None, "do not know")],
)
def test_what_shoes_are_made_of(material: str | None, said: str, shown: list[OutfitCard]) -> None:
    assert said in reply("are those shoes leather?", made(shown, material=material))


def test_a_colour_that_is_in_it_or_not(shown: list[OutfitCard]) -> None:
    assert reply("is there any purple in that?", shown).startswith("No")
    color = shown[0].items[0].colors[0].name
    assert reply(f"is there any {color} in it?", shown).startswith("Yes")
