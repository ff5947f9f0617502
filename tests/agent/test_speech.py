"""Sentences and what they do; acts with the main one first."""

from datetime import datetime

import pytest

from agent.understanding import understand
from agent.understanding.acts.speech import Speech
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def read(text: str, *, before: str = "") -> Understanding:
    history = [("user", "hi"), ("assistant", before)] if before else []
    return understand(text, frame=ConstraintFrame(), shown=None, turn=1, now=NOW, history=history)


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("What does it cost?", "ask_fact"),
        ("Who makes that coat?", "ask_fact"),
        ("Does it come in a medium?", "ask_fact"),
        ("I love it! What sizes is it available in?", "ask_fact"),
        ("Could you tell me the price of the grey one?", "ask_fact"),
        ("Do you have it in green?", "ask_fact"),
        ("Can I wear brown shoes with a navy suit?", "ask_fact"),
        ("Is it ok to wear white to a wedding?", "ask_fact"),
        ("Do black and navy go together?", "ask_fact"),
        ("Do you have any other coats?", "request"),
        ("Do you have anything in green?", "request"),
        ("That's too much. Can you show me something cheaper?", "request"),
        ("I'd like to see a longer one.", "request"),
        ("What about something in wool?", "request"),
        ("I'll take it.", "accept"),
        ("Please add the red one to my cart.", "accept"),
        ("Great, I'll take a medium. Thanks for your help!", "accept"),
        ("That's all for today, thank you!", "small_talk"),
        ("No, I don't need anything else.", "small_talk"),
        ("hmm, not sure", "small_talk"),
        ("Is it under $100?", "ask_fact"),
        ("Does it cost much more than $50?", "ask_fact"),
        ("Are the red ones within my budget?", "ask_fact"),
        ("It's lovely. I hope it's not too expensive.", "ask_fact"),
        ("I wonder if you have my size. I need a medium.", "ask_fact"),
        ("Hopefully it comes in XXL.", "ask_fact"),
        ("I like both. Give me customer ratings on them.", "ask_fact"),
        ("Let's check the price first.", "ask_fact"),
        ("Who is it by and how much is it", "ask_fact"),
        ("Can I get the brand of that dress?", "ask_fact"),
        ("Can I get it in a large?", "ask_fact"),
        ("That's lovely. Is small in stock?", "ask_fact"),
        ("I don't like that. Next?", "request"),
        ("I don't know about that one, anything else?", "request"),
        ("Let me know if there are any warm coats.", "request"),
        ("Can we limit it to wool?", "request"),
        ("You know what? I do like it! Please add it to my cart.", "accept"),
        ("What a great price! I'll take one.", "accept"),
        ("Let me get the green hoodie, please.", "accept"),
        ("I'm going to go with the black one.", "accept"),
        ("Could I please get it in a large?", "accept"),
        ("Alright, I need a few of these.", "accept"),
        ("Put the black one in my cart and save the grey one for later.", "accept"),
        ("I don't think I have anything else to spend, thanks!", "small_talk"),
        ("I guess I'll find something else somewhere. Thanks anyway.", "small_talk"),
        ("I'll come back in a few weeks hoping to find another one.", "small_talk"),
        ("I think I'll browse on my own for now.", "small_talk"),
    ],
)
def test_the_main_act_stands_first(text: str, main: str) -> None:
    assert read(text).acts[0] == main


@pytest.mark.parametrize(
    ("before", "text", "main"),
    [
        ("Would you like me to add it to your cart?", "Yes please!", "accept"),
        ("Shall I show you some others?", "Sure", "request"),
        ("Would you like to hear more about it?", "Yes, please.", "ask_fact"),
        ("Which one do you mean?", "The one on the left.", "refer"),
        ("What size would you like?", "A medium, please.", "confirm"),
        ("Is there anything else I can help you with?", "No, I'm good.", "small_talk"),
        ("Would you like to see another jacket that is available in M?", "Yes!", "request"),
        ("Shall I check what I can suggest in size XL?", "Yes, please do", "request"),
        ("I have one in grey. Would that interest you?", "I'd like that", "request"),
        ("Shall I check the sizes?", "Yeah, go for it", "ask_fact"),
        ("It comes in M. Would you like one?", "Sure", "accept"),
        ("Should I add a small or a medium to your cart?", "A small would be great.", "accept"),
        ("Is there a particular size you'd like?", "Small, thanks.", "request"),
        ("Which hoodie are you asking about?", "The grey one on the wall display.", "refer"),
    ],
)
def test_a_short_answer_is_read_against_the_question(before: str, text: str, main: str) -> None:
    assert read(text, before=before).acts[0] == main


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("keep it under $100", "budget"),
        ("could it be under $100?", "budget"),
        ("nothing more formal than that please", "formality.max"),
        ("I'm going to have a small party at home", "occasion"),
        ("I'm going to look around Lisbon tomorrow", "weather.when"),
        ("I'd like to have a small bag with it", ""),
        ("I want to have it warmer", ""),
    ],
)
def test_what_only_sounds_so_is_still_a_wish(text: str, path: str) -> None:
    said = read(text)
    assert said.acts[0] == "request"
    assert not path or path in said.delta.set


@pytest.mark.parametrize(
    "text",
    [
        "Is it under $100?",
        "Does it cost more than 50 dollars?",
        "Can I wear brown shoes with a navy suit?",
        "Does it come in green?",
        "would brown loafers go with a black suit?",
    ],
)
def test_a_question_changes_nothing(text: str) -> None:
    said = read(text)
    assert said.delta.model_dump(exclude_defaults=True) == {}
    assert said.acts == ["ask_fact"]


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("could you please not use green?", "green"),
        ("do you have anything that is not green?", "green"),
        ("does it come without black?", "black"),
    ],
)
def test_a_no_inside_a_question_stays_a_no(text: str, color: str) -> None:
    assert read(text).frame.colors.avoid == [color]


def test_leave_taking_tells_nothing_of_the_day() -> None:
    assert read("That's all for today, thanks!").frame.weather.when is None
    assert read("something for today").frame.weather.when is not None


def test_a_question_and_a_search_are_told_apart_sentence_by_sentence() -> None:
    speech = Speech("I like it. How much is it? Do you have other colors of coats?")
    assert [s.deed for s in speech.sentences][:2] == ["none", "ask"]
    assert speech.main in ("ask", "seek")


def test_any_text_is_heard_in_bounded_steps() -> None:
    assert Speech("add it to my " * 20_000).main
    assert len(Speech("Is it red? " * 5_000).sentences) <= 40


@pytest.mark.parametrize(
    ("text", "when"),
    [("something for tonight, that's all", "tonight"), ("for today, thanks", "today")],
)
def test_a_wish_before_leave_stays_one(text: str, when: str) -> None:
    said = read(text)
    assert (said.frame.weather.when or "").startswith(when)
    assert said.acts == ["request"]


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("what's good for a beach day?", "beach"),
        ("do you have any ideas for a first date?", "date"),
        ("what would you suggest for a funeral?", "funeral"),
    ],
)
def test_a_question_that_tells_the_occasion_is_a_wish(text: str, occasion: str) -> None:
    said = read(text)
    assert said.frame.occasion == occasion
    assert "request" in said.acts


@pytest.mark.parametrize("text", ["add a belt", "remember that I hate wool"])
def test_adding_or_remembering_is_no_yes(text: str) -> None:
    assert read(text).acts == ["request"]
