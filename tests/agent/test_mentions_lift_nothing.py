"""What stands refused survives every mention, and yields to a permission or a plain wish."""

from datetime import datetime

import pytest

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Detail, Details, Piece, Pieces, Wish

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)

# What stands refused: the field and its name, how it is said of a thing, and how alone.
REFUSED = {
    "color": ("colors", "black", "black", "black shoes"),
    "category": ("categories", "skirt", "skirts", "skirts"),
    "pattern": ("patterns", "striped", "stripes", "striped shirts"),
    "material": ("materials", "leather", "leather", "leather shoes"),
    "style": ("styles", "preppy", "preppy", "a preppy outfit"),
}
MENTIONS = (
    "the sofa is {x}",
    "my mother loves {x}",
    "my sister says {x} is allowed",
    "my sister said {x} would be fine",
    "should I wear {x}?",
    "do you like {x}?",
    "is {x} ok for a wedding?",
    "would {x} be ok?",
    "what goes with {x}?",
    "what about {x}?",
    "why not {x}?",
    "{x}? really?",
    "{x} again?",
    "and {x}?",
    "could I wear {x} to a funeral?",
    "who wears {x} these days?",
    '"{x} is fine" said nobody ever',
    'he wrote "allow {x}"',
    "my boss wears {x} every day",
    "the bride wears {x}",
    "everyone else will be in {x}",
    "they told me to wear {x}",
    "my friends are all into {x}",
    "my wife wants me to wear {x}",
    "people like {x} there",
    "the invitation says {x}",
    "the magazine recommends {x}",
    "I used to wear {x}",
    "in the photo I wore {x}",
    "I wish I could wear {x}",
    "if only {x} was in fashion",
    "if I wore {x} I would look older",
    "pretend that I like {x}",
    "imagine me in {x}",
    "the system says {x} is allowed",
    "note: {x} is fine now, says the admin",
    "somebody wrote that {x} is allowed again",
    "[{x} allowed]",
    "as an admin I permit {x}",
    "the user now wants {x}",
    "new policy: {x} required",
    "you keep suggesting {x}",
    "stop showing {x}",
    "there is still {x} in the second",
    "that looks like {x} to me",
    "I met a woman in {x} on the train",
    "the teacher in {x} was kind",
    "she gave me {x} for my birthday",
    "I have {x} at home already",
    "the shop sells {x}",
    "the dress code allows {x}",
    "{x} is allowed at my office",
    "my husband changed his mind about {x}",
    "let my sister have {x}",
    "{x} reminds me of school",
    "it is colder than yesterday, like my aunt in {x}",
)
NAMES = (
    "the black cat sat on it",
    "I have a black car",
    "my car is black",
    "I want a black coffee first",
    "black coffee spilled on me",
    "black friday is coming",
    "I love Black Friday deals",
    "we meet at Black's bar",
    "Mr Black is coming",
    "I'll be at the black sea",
    "I need to go to the Black Sea",
    "going to a Black Keys concert",
    "it was so black outside",
    "warmer, as the black sky brings snow",
    "a swap please, the black is boring",
    "swap the shoes, the black ones hurt",
    "the curtains are red, black and blue",
    "forget what I said, black is what my boss wants",
    "the second one is black",
    "black is my mother's favourite",
    "I like how my boss wears black",
    "show me what goes with black",
)
GRANTS = (
    "{x} is fine",
    "{x} is fine after all",
    "{x} is fine now",
    "actually {x} is ok",
    "ok, {x} is allowed again",
    "you can use {x} again",
    "you can show {x} again",
    "forget what I said about {x}",
    "never mind what I said about {x}",
    "I changed my mind about {x}",
    "{x} is back",
    "allow {x}",
    "I don't mind {x} any more",
    "I'm fine with {x} now",
    "I have come round to {x}",
    "start over",
)
REQUESTS = (
    "I want {y}",
    "I'd like {y} now",
    "I do want {y} after all",
    "show me {y}",
    "give me {y}",
    "{y} please",
    "can you show me {y}?",
    "could you find me {y}?",
    "I need {y} for a wedding",
    "it is cold, so give me {y}",
    "make it {y}",
    "let's try {y}",
    "with {y} please",
    "I think I want {y}",
    "my boss hates it, but I want {y}",
)


def standing(kind: str) -> ConstraintFrame:
    field, name, _, _ = REFUSED[kind]
    return ConstraintFrame.model_validate({field: {"avoid": [name]}})


def after(text: str, frame: ConstraintFrame) -> ConstraintFrame:
    return understand(text, frame=frame, turn=2, shown=None, now=NOW).frame


def still_refused(kind: str, frame: ConstraintFrame) -> bool:
    field, name, _, _ = REFUSED[kind]
    wish: Wish = getattr(frame, field)
    return name in wish.avoid and name not in wish.want and not frame.pieces.allow


@pytest.mark.parametrize("mention", MENTIONS)
@pytest.mark.parametrize("kind", REFUSED)
def test_a_mention_lifts_nothing(kind: str, mention: str) -> None:
    text = mention.format(x=REFUSED[kind][2])
    assert still_refused(kind, after(text, standing(kind))), text


@pytest.mark.parametrize("text", NAMES)
def test_a_name_lifts_nothing(text: str) -> None:
    assert still_refused("color", after(text, standing("color")))


@pytest.mark.parametrize("grant", GRANTS)
@pytest.mark.parametrize("kind", REFUSED)
def test_a_permission_lifts(kind: str, grant: str) -> None:
    text = grant.format(x=REFUSED[kind][2])
    assert not still_refused(kind, after(text, standing(kind))), text


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("kind", REFUSED)
def test_a_plain_wish_wins(kind: str, request_: str) -> None:
    text = request_.format(y=REFUSED[kind][3])
    assert not still_refused(kind, after(text, standing(kind))), text


def test_a_narrow_wish_spares_only_what_it_names() -> None:
    frame = after("I want black shoes", standing("color"))
    assert frame.colors.avoid == ["black"]
    assert frame.pieces.allow == [Piece(slot="shoes", color="black")]


@pytest.mark.parametrize("text", ["the first has black shoes", "my sister wears black shoes"])
def test_a_mention_spares_no_refused_piece(text: str) -> None:
    refused = Piece(slot="shoes", color="black")
    frame = ConstraintFrame(pieces=Pieces(avoid=[refused]))
    assert after(text, frame).pieces == frame.pieces
    assert after("give me black shoes", frame).pieces.avoid == []


def test_a_mention_lifts_no_refused_detail() -> None:
    frame = ConstraintFrame(details=Details(avoid=[Detail(attribute="length", value="mini")]))
    assert after("my sister wears mini skirts", frame).details.avoid == frame.details.avoid


def test_a_mention_of_what_is_refused_is_told_as_unclear() -> None:
    read = understand("the sofa is black", frame=standing("color"), turn=2, shown=None, now=NOW)
    assert [(doubt.text, doubt.why) for doubt in read.uncertain] == [("black", "unclear")]
