"""Words that only look otherwise: invisible characters, wide letters, strokes through them."""

from datetime import UTC, datetime

import pytest

from agent.understanding import understand
from agent.understanding.words.legible import legible
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def hear(text: str, frame: ConstraintFrame | None = None, turn: int = 0) -> Understanding:
    return understand(text, frame=frame or ConstraintFrame(), shown=None, turn=turn, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "n\u200bo black",
        "n\u00ado bl\u00adack",
        "no\x00 bla\x00ck",
        "\u202eno black",
        "ｎｏ ＢＬＡＣＫ",
        "𝐧𝐨 𝒃𝒍𝒂𝒄𝒌",
        "ｎｏt BLACK ｐｌｅａｓｅ",
        "n\u0336o\u0336 b\u0336l\u0336a\u0336c\u0336k\u0336",
        "no bla\u034fck\ufe0f",
    ],
)
def test_a_no_in_dressed_up_letters_is_a_no(text: str) -> None:
    heard = hear(text)
    assert heard.frame.colors.avoid == ["black"]
    assert heard.spans
    for span in heard.spans:
        assert text[span.start : span.end] == span.text
    found = heard.frame.provenance["colors.avoid.black"]
    assert text[found.start : found.end] == found.text


def test_accents_degrees_and_emoji_stay() -> None:
    assert legible("crème brûlée, 20 °C, 20 ºC 👗 ½ №5 x²") is None
    decomposed = legible("cre\u0300me")
    assert decomposed is not None
    assert decomposed.text == "crème"
    assert hear("20\u200b °C").frame.weather.temperature_c == 20


def test_words_of_earlier_turns_keep_their_places() -> None:
    before = hear("please no black").frame
    after = hear("n\u200bo grey", before, turn=1).frame
    assert after.provenance["colors.avoid.black"] == before.provenance["colors.avoid.black"]
    assert after.colors.avoid == ["black", "gray"]


@pytest.mark.parametrize("mark", ["\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u2028", "\x0b", "\r\n"])
def test_whatever_parts_lines_parts_words(mark: str) -> None:
    text = f"no red{mark}no blue"
    heard = hear(text)
    assert heard.frame.colors.avoid == ["red", "blue"]
    assert [text[span.start : span.end] for span in heard.spans] == ["red", "blue"]
