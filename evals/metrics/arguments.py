"""Whether a call's arguments are right, in the manner of BFCL's AST check.

The Berkeley Function Calling Leaderboard (Patil et al., gorilla, Apache-2.0) compares a parsed call
with a list of acceptable values for each parameter: right function, every required parameter, none
unknown, types alike, strings without case and punctuation. Here an expected argument may be one
value or several acceptable ones.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

IGNORED: Final = re.compile(r"[ ,./\-_*^']")
"""What BFCL's `standardize_string` takes out of strings before comparing."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Acceptable values of an argument; `optional` says that it may be left out."""

    values: tuple[Any, ...]
    optional: bool = False


def same(expected: Any, given: Any) -> bool:
    """Whether a value is as expected; 5 is 5.0, "New York" is "new york", true is not 1."""
    if isinstance(expected, AnyOf):
        return any(same(one, given) for one in expected.values)
    if isinstance(expected, bool) or isinstance(given, bool):
        return expected is given
    if isinstance(expected, str):
        return isinstance(given, str) and _plain(expected) == _plain(given)
    if isinstance(expected, Mapping):
        return isinstance(given, Mapping) and not wrong(expected, given, closed=True)
    if isinstance(expected, Sequence):
        return (
            isinstance(given, Sequence)
            and not isinstance(given, str)
            and len(expected) == len(given)
            and all(map(same, expected, given))
        )
    return bool(expected == given)


def _plain(text: str) -> str:
    return IGNORED.sub("", text).casefold()


def wrong(
    expected: Mapping[str, Any], given: Mapping[str, Any], *, closed: bool = False
) -> dict[str, str]:
    """The arguments that are not right, each with why; `closed` forbids those not expected."""
    found = {}
    for name, value in expected.items():
        if name not in given:
            if not (isinstance(value, AnyOf) and value.optional):
                found[name] = "missing"
        elif not same(value, given[name]):
            found[name] = f"{given[name]!r}, expected {_told(value)}"
    if closed:
        found |= {name: "not expected" for name in given if name not in expected}
    return found


def _told(value: Any) -> str:
    return " or ".join(map(repr, value.values)) if isinstance(value, AnyOf) else repr(value)
