"""What an exception means for a job: the words for the person, and whether trying again helps."""

import errno
from dataclasses import dataclass

import psycopg.errors
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from stylist.errors import BackendUnavailable, StorageFull, StylistError

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, OSError)
"""What SQLAlchemy and psycopg raise while PostgreSQL is away."""
NO_ROOM = "There is no room left on the disk. Free some space, then try again."
BUG = "Something went wrong on our side while working on this. Please try again later."
TOO_LONG = "This took too long and was stopped."
MAX_BACKOFF_S = 30.0
"""Longest pause before another attempt."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt failed; `expected` ones need no stack trace."""

    code: str
    message: str
    retriable: bool
    expected: bool = True


def explain(error: Exception) -> Failure:
    """Tell what an attempt's exception means."""
    if _disk_is_full(error):
        return Failure(StorageFull.code, NO_ROOM, retriable=True)
    match error:
        case BackendUnavailable():
            # Weights that are missing do not come by waiting: a person has to fetch them.
            return Failure(error.code, error.message, retriable="model" not in error.extra)
        case StylistError():
            return Failure(error.code, error.message, retriable=False)
        case TimeoutError():
            return Failure("timed_out", TOO_LONG, retriable=True)
        case OperationalError() | InterfaceError() | PoolTimeout():
            return Failure("database_away", "The database did not answer.", retriable=True)
        case _:
            return Failure("internal", BUG, retriable=True, expected=False)


def _disk_is_full(error: Exception) -> bool:
    match error:
        case StorageFull():
            return True
        case OSError():
            return error.errno in (errno.ENOSPC, errno.EDQUOT)
        case DBAPIError():
            return isinstance(error.orig, psycopg.errors.DiskFull)
        case _:
            return False


def backoff_s(attempt: int) -> float:
    """Pause after the attempt of this number (from 1): 1, 2, 4, … seconds."""
    return min(MAX_BACKOFF_S, 2.0 ** (attempt - 1))
