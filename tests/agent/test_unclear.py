"""A thing is wished for only where a sentence asks for it; what is not understood is asked back."""

import random
from datetime import datetime

import pytest

from agent.policy import Situation, ToolResult
from agent.policy.words import answer
from agent.understanding import understand
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
INVENTED = ("glorf", "snibble", "frunt", "quazzle", "vomple", "drizzick", "blenk", "yubber")
RARE = ("hypnotise", "mortify", "unnerve", "outrank", "baffle", "astonish", "elude", "perplex")
ABOUT = (
    "{x} {v} me",
    "{x} {v} my cousins",
    "honestly, {x} just {v} me",
    "{x} are {v}y",
    "{x} look {v}y on me",
    "{x} would {v} anyone",
    "{x} and I {v}",
    "those {x} always {v} me",
    "my {x} {v} me every time",
    "something for work. {x} {v} me.",
    "12 degrees, a meeting, and {x} {v} me",
    "{x} make me {v}",
    "{x}, they {v} me",
)
BY = (
    "I {v} {x}",
    "I'm {v}ed by {x}",
    "we {v} {x} here",
    "my neck {v}s in {x}",
    "ugh, I {v} {x}",
    "my mother {v}s {x}",
    "I think {x} would {v} me",
    "I go {v} in {x}",
)
HARM = (
    "choke", "prickle", "pinch", "annoy", "strangle", "swallow", "humiliate", "depress", "haunt",
)  # fmt: skip
ASKING = (
    "{x}",
    "{x}, please",
    "navy {x}",
    "show me {x}",
    "I need {x}",
    "I'd love {x}",
    "how about {x}",
    "put me in {x}",
    "something with {x}",
    "{x} for the wedding",
    "{x} that flatter me",
    "{x} would be great",
    "I'm thinking {x}",
    "I'll wear {x}",
    "let's do {x}",
    "going out tonight in {x}",
    "I'm going for {x}",
    "my feet hurt so show me {x}",
)


def _read(text: str, history: tuple[tuple[str, str], ...] = ()) -> Understanding:
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW, history=history)


def _kinds() -> list[str]:
    """Garments in the plural."""
    found = [name.replace("-", " ") for name in vocabulary.kinds() if name != "shoes"]
    return [f"{n}es" if n.endswith("ss") else n if n.endswith("s") else f"{n}s" for n in found]


def _wished(said: Understanding) -> list[str]:
    frame = said.frame
    wishes = (frame.colors, frame.categories, frame.patterns, frame.materials)
    return [name for wish in wishes for name in wish.want] + [str(p) for p in frame.pieces.want]


def _told(said: Understanding) -> bool:
    """Whether the clause is doubted, or refused."""
    frame = said.frame
    wishes = (frame.colors, frame.categories, frame.patterns, frame.materials)
    refused = any(wish.avoid for wish in wishes) or bool(frame.pieces.avoid or frame.notes)
    return refused or any(doubt.why == "unclear" for doubt in said.uncertain)


@pytest.mark.parametrize("template", ABOUT + BY)
def test_what_no_sentence_asks_for_is_no_wish(template: str) -> None:
    drawn = random.Random(template)
    wrong = []
    for verb in INVENTED + RARE:
        for name in drawn.sample(_kinds(), 4):
            said = _read(text := template.format(x=name, v=verb))
            if _wished(said) or not _told(said):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("thing", ["black", "wool", "stripes", "leather", "florals", "silk"])
@pytest.mark.parametrize("verb", INVENTED)
def test_a_colour_a_material_or_a_pattern_is_no_wish_either(thing: str, verb: str) -> None:
    for template in ("{x} {v}s me", "{x} and I {v}", "I {v} {x}", "{x} is {v}y", "I'm {v} {x}"):
        said = _read(text := template.format(x=thing, v=verb))
        assert (text, _wished(said)) == (text, [])
        assert _told(said), text


@pytest.mark.parametrize("verb", HARM)
@pytest.mark.parametrize("template", ["{x} {v} me", "{x} really {v} me", "those {x} {v} my body"])
def test_harm_refuses(template: str, verb: str) -> None:
    said = _read(template.format(x="turtlenecks", v=verb))
    assert said.frame.categories.avoid == ["turtleneck"]
    assert said.uncertain == []


@pytest.mark.parametrize("template", ASKING)
def test_what_is_asked_for_is_a_wish_without_a_doubt(template: str) -> None:
    for name in _kinds():
        said = _read(text := template.format(x=name))
        assert _wished(said), text
        assert [d for d in said.uncertain if d.why == "unclear"] == [], text


@pytest.mark.parametrize("text", ["NO. LEATHER.", "no! leather", "Just wool. No. Leather."])
def test_a_curt_no_refuses_what_follows_it(text: str) -> None:
    assert _read(text).frame.materials.avoid == ["leather"]


def test_a_curt_no_to_a_question_of_ours_may_only_answer_it() -> None:
    said = _read("No. Leather.", (("assistant", "Shall I stay with wool?"),))
    assert (said.frame.materials.avoid, said.frame.materials.want) == ([], [])
    assert [(d.text, d.why) for d in said.uncertain] == [("Leather", "unclear")]


def test_a_yes_to_our_question_leaves_the_thing_out() -> None:
    asked = (("assistant", "I could not tell. Shall I leave black turtlenecks out?"),)
    yes, no = _read("yes please", asked), _read("no", asked)
    kept_out = [(piece.color, piece.category) for piece in yes.frame.pieces.avoid]
    assert kept_out == [("black", "turtleneck")]
    assert [span.text for span in yes.spans] == ["yes please"]
    assert no.frame == ConstraintFrame()


@pytest.mark.parametrize(
    "text",
    [
        "polyester and my skin are at war",
        "spare my eyes from polyester",
        "count polyester out",
        "polyester, frankly, chokes me",
        "polyester? It bites.",
        "polyester. Ugh.",
        "I have an issue with polyester",
        "polyester in the rain is a tragedy",
        "I think polyester makes me sweat",
    ],
)
def test_a_word_of_harm_anywhere_in_what_is_told_refuses(text: str) -> None:
    said = _read(text).frame.materials
    assert (said.want, said.avoid) == ([], ["synthetic"])


def test_the_reply_asks_about_what_was_unclear() -> None:
    text = "something for work. turtlenecks glorf me."
    failed = ToolResult(name="recommend_outfits", ok=False)
    situation = Situation(understanding=_read(text), tool_results=[failed], user_text=text, step=1)
    assert "leave turtlenecks out?" in answer(situation)
