"""Every failure as RFC 9457 problem JSON: expected, malformed, unknown route, or a bug."""

import json
import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from psycopg.errors import DiskFull
from pydantic import BaseModel, Field
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from stylist.errors import BackendUnavailable, BadRequest, NotFound, StorageFull, StylistError

log = logging.getLogger("stylist.api")
MEDIA_TYPE = "application/problem+json"
MOST_FIELDS = 20
"""Wrong fields that one answer names."""
MOST_CHARS = 2000
"""Longest detail: what the client sent may be quoted in it, and be a megabyte."""
RETRY_AFTER_S = {429: 60, 503: 5}
"""How long a client should wait when the error itself does not say."""


class FieldProblem(BaseModel):
    """One field of a request that is not as it must be."""

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details, with our stable `code`."""

    type: str = Field(examples=["urn:stylist:problem:not_found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such garment."])
    code: str = Field(examples=["not_found"])
    errors: list[FieldProblem] = Field(default_factory=list)


RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem (RFC 9457).",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
"""What every route documents besides its good answer."""


def problem_of(error: StylistError) -> Problem:
    """An expected failure as problem details."""
    return build_problem(error.status, error.code, error.message)


NO_OBJECT = "Send one JSON object, with the header `content-type: application/json`."


def build_problem(
    status: int, code: str, detail: str, *, errors: list[FieldProblem] | None = None
) -> Problem:
    """Problem details of a status."""
    return Problem(
        type=f"urn:stylist:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=_short(detail),
        code=code,
        errors=errors or [],
    )


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARS else f"{text[:MOST_CHARS]}…"


def answer(problem: Problem, *, retry_after_s: int | None = None) -> Response:
    """The HTTP answer that carries a problem."""
    headers = {}
    wait = retry_after_s or RETRY_AFTER_S.get(problem.status)
    if wait is not None:
        headers["Retry-After"] = str(wait)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    said = problem.model_dump(exclude={"errors"} if not problem.errors else None)
    # What the client sent may be quoted in it, and need not be encodable.
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, problem.status, headers, MEDIA_TYPE)


def answer_error(error: StylistError) -> Response:
    """The HTTP answer of an expected failure."""
    wait = error.extra.get("retry_after_s")
    return answer(problem_of(error), retry_after_s=wait if isinstance(wait, int) else None)


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, StylistError)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s %s: %s", request.method, request.url.path, error.message)
    return answer_error(error)


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(row["type"] == "json_invalid" for row in found):
        return answer_error(BadRequest("The request is not valid JSON."))
    if any(row["type"] == "model_attributes_type" and row["loc"] == ("body",) for row in found):
        return answer(build_problem(422, "invalid_request", NO_OBJECT))
    if all(row["loc"][0] == "path" for row in found):
        return answer_error(NotFound("There is no such thing."))
    fields = [
        FieldProblem(
            field=_short(".".join(str(part) for part in row["loc"][1:])), message=_short(row["msg"])
        )
        for row in found[:MOST_FIELDS]
    ]
    said = "; ".join(f"{row.field}: {row.message}" if row.field else row.message for row in fields)
    return answer(build_problem(422, "invalid_request", said, errors=fields))


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, StylistError):
        # FastAPI hides what was raised while a body was read behind a plain 400.
        return answer_error(error.__cause__)
    code = HTTPStatus(error.status_code).name.lower()
    response = answer(build_problem(error.status_code, code, str(error.detail)))
    response.headers.update(error.headers or {})
    return response


async def _database_away(_: Request, error: Exception) -> Response:
    log.warning("The database does not answer: %s", error)
    if isinstance(getattr(error, "orig", error), DiskFull):
        return answer_error(StorageFull("The disk is full; nothing of this request was kept."))
    return answer_error(BackendUnavailable("The database does not answer; try again soon."))


async def _not_storable(_: Request, error: Exception) -> Response:
    # Only the cause: the whole error quotes the statement with what the person wrote.
    log.info("Refused a value that cannot be stored: %s", getattr(error, "orig", error))
    return answer_error(BadRequest("The request contains a character that cannot be stored."))


async def _gone(_: Request, error: Exception) -> Response:
    return answer_error(BadRequest("The request ended before it was complete."))


async def _bug(request: Request, error: Exception) -> Response:
    # Starlette raises it again after this answer; the one log line with a traceback is uvicorn's.
    return answer(build_problem(500, "internal", "Something went wrong on our side."))


def add_handlers(app: FastAPI) -> None:
    """Translate every failure of this app."""
    app.add_exception_handler(StylistError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(away, _database_away)
    for unfit in (DataError, UnicodeEncodeError):
        app.add_exception_handler(unfit, _not_storable)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _bug)
