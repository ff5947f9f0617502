"""A question that is asked on of another thing: "and what about the blue one?"."""

from datetime import datetime

import pytest

from agent.understanding.acts.asking_on import was_asked
from agent.understanding.replay import Replay, Said
from stylist.frame import Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)


def last_of(*turns: str) -> Understanding:
    """What the last of these words mean; the person and the assistant speak by turns."""
    said = [
        Said(role="user" if k % 2 == 0 else "assistant", content=words)
        for k, words in enumerate(turns[:-1])
    ]
    return Replay(now=lambda: NOW).read(said, turns[-1])


@pytest.mark.parametrize(
    "words", ["What about the gold one?", "And how about the blue?", "How about for the black one?"]
)
def test_what_was_asked_is_asked_of_another_thing(words: str) -> None:
    understood = last_of("Does it come in a medium?", "No, only in large.", words)
    assert understood.acts[0] == "ask_fact"
    assert understood.delta.model_dump(exclude_defaults=True) == {}


def test_a_question_is_asked_on_and_on() -> None:
    understood = last_of(
        "How much is it?",
        "It's $70.",
        "What about the red one?",
        "It's $80.",
        "And how about the blue?",
    )
    assert understood.acts[0] == "ask_fact"


def test_what_was_looked_for_is_looked_for_in_another_colour() -> None:
    understood = last_of("Show me a grey skirt", "Here is one.", "How about the black one?")
    assert understood.acts[0] in ("request", "refine")


def test_no_question_stands_where_nothing_was_said() -> None:
    assert not was_asked([])
    assert not was_asked([("assistant", "Hello!")])
    assert was_asked([("user", "How much is it?"), ("assistant", "It's $70.")])
    assert not was_asked([("user", "I'll take it."), ("assistant", "Done.")])


def test_a_chain_without_a_beginning_ends() -> None:
    chain = [("user", "what about the red one?"), ("assistant", "Yes.")] * 50
    assert not was_asked(chain)
