"""Words for a day that is past."""

from datetime import date

import pytest

from stylist.errors import BadRequest
from tools.moments import past_day

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("", SATURDAY),
        ("today", SATURDAY),
        ("Yesterday", date(2026, 11, 20)),
        ("on monday", date(2026, 11, 16)),
        ("last Saturday", date(2026, 11, 14)),
        ("3 days ago", date(2026, 11, 18)),
        ("on 2026-10-01", date(2026, 10, 1)),
    ],
)
def test_words_for_a_day_mean_the_last_such_day(words, day):
    assert past_day(words, SATURDAY) == day


@pytest.mark.parametrize("words", ["some day", "2026-13-40", "tomorrow"])
def test_words_that_name_no_past_day_are_refused_with_a_hint(words):
    with pytest.raises(BadRequest) as refused:
        past_day(words, SATURDAY)
    assert "yesterday" in refused.value.hint
