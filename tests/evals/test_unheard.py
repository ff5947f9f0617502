"""Suites that were written apart from the reading: kept apart from our own, and sealed."""

from evals import catalogue
from evals.families import is_held_out
from evals.results import CaseResult
from evals.run import HIDDEN, hide
from evals.suite_files import files, read_suite

SEALED = ("sealed-hearing", "sealed-hearing-talk")
TOLD = ("fourth-hearing", "fourth-hearing-talk")
MENDED = (
    "refusals-again",
    "strangers-no",
    "strangers-talk",
    "strangers-long",
    "strangers-when",
    "strangers-acts",
)


def test_no_unheard_suite_counts_among_our_own() -> None:
    unheard = {suite.suite for suite in catalogue.own_suites("unheard")}
    assert unheard == {*SEALED, *TOLD, *MENDED}
    for group in ("own", "utterances", "conversations"):
        assert not unheard & {suite.suite for suite in catalogue.own_suites(group)}


def test_every_family_of_the_sealed_half_is_held_out() -> None:
    for name in SEALED:
        assert all(is_held_out(case.family) for case in read_suite(files()[name]).cases)


def test_a_sealed_case_is_told_without_words_or_errors() -> None:
    family = read_suite(files()["sealed-hearing"]).cases[0].family
    wrong = CaseResult(
        id="x",
        family=family,
        held_out=is_held_out(family),
        holds=False,
        faults=["missed colors avoid: black"],
        told=["> no black"],
    )
    assert [(one.faults, one.told) for one in hide([wrong])] == [([HIDDEN], [])]


def test_no_family_is_in_both_halves() -> None:
    halves = [
        {case.family for name in names for case in read_suite(files()[name]).cases}
        for names in (SEALED, TOLD)
    ]
    assert all(halves)
    assert not halves[0] & halves[1]
