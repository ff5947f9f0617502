import errno

import psycopg.errors
import pytest
from sqlalchemy.exc import OperationalError

from jobs.failures import BUG, MAX_BACKOFF_S, NO_ROOM, backoff_s, explain
from stylist.errors import BackendUnavailable, PhotoUnusable, StorageFull


@pytest.mark.parametrize(
    "error",
    [
        StorageFull("x"),
        OSError(errno.ENOSPC, "full"),
        OperationalError("INSERT", {}, psycopg.errors.DiskFull()),
    ],
)
def test_a_full_disk_is_one_failure_wherever_it_shows(error):
    failure = explain(error)
    assert (failure.code, failure.message, failure.retriable) == ("storage_full", NO_ROOM, True)


def test_an_unusable_photo_is_final_and_keeps_its_words():
    failure = explain(PhotoUnusable("No garment can be seen."))
    assert (failure.code, failure.message) == ("photo_unusable", "No garment can be seen.")
    assert not failure.retriable


def test_a_service_that_is_away_is_tried_again():
    assert explain(BackendUnavailable("x")).retriable


def test_missing_weights_do_not_come_by_waiting():
    failure = explain(BackendUnavailable("x", model="whisper-base"))
    assert (failure.code, failure.retriable) == ("backend_unavailable", False)


def test_a_database_that_is_away_is_tried_again():
    failure = explain(OperationalError("SELECT", {}, psycopg.errors.AdminShutdown()))
    assert (failure.code, failure.retriable) == ("database_away", True)


def test_a_bug_never_shows_its_insides():
    failure = explain(KeyError("secret"))
    assert (failure.message, failure.retriable, failure.expected) == (BUG, True, False)


def test_pauses_grow_and_end_somewhere():
    assert [backoff_s(n) for n in (1, 2, 3)] == [1.0, 2.0, 4.0]
    assert backoff_s(50) == MAX_BACKOFF_S
