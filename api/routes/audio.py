"""`/v1/audio/transcriptions`: speech to text in OpenAI's shape."""

import json
import math
from typing import Any, Final, get_args
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from api.auth import CurrentDeps
from api.transcript_shapes import MEDIA_TYPES, SHAPES, Shape
from api.uploads import files_of, open_form
from stylist.errors import BadRequest, UnsupportedMedia
from stylist.settings import UploadSettings
from tools.transcribe import (
    SpeechRequest,
    Transcription,
    read_transcription,
    stop_transcription,
    transcribe,
)

router = APIRouter(prefix="/v1/audio/transcriptions", tags=["audio"])
DEGRADED: Final = "Stylist-Degraded"
"""Header for what was not at its best: OpenAI's shapes have no place for it."""

FIELDS: Final[dict[str, Any]] = {
    "file": {"type": "string", "format": "binary"},
    "model": {"type": "string", "default": "whisper-1", "examples": ["whisper-base"]},
    "language": {"type": "string", "description": "ISO 639 code, or found out."},
    "prompt": {"type": "string", "maxLength": 1000},
    "response_format": {"type": "string", "enum": list(get_args(Shape)), "default": "json"},
    "temperature": {"type": "number", "minimum": 0, "maximum": 1, "default": 0},
}
PENDING: Final[dict[str, Any]] = {
    "description": "A worker still listens: ask again at `Location`.",
    "headers": {"Location": {"schema": {"type": "string"}}},
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["status", "job_id", "progress"],
                "properties": {
                    "status": {"const": "pending"},
                    "job_id": {"type": "string", "format": "uuid"},
                    "progress": {"type": "number", "minimum": 0, "maximum": 1},
                },
            }
        }
    },
}
HEARD: Final[dict[str, Any]] = {
    "description": "What was said, in the form that was asked for.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["text"],
                "properties": {
                    "text": {"type": "string"},
                    "task": {"const": "transcribe"},
                    "language": {"type": "string", "examples": ["english"]},
                    "duration": {"type": "number"},
                    "segments": {"type": "array", "items": {"type": "object"}},
                },
            }
        },
        "text/plain": {"schema": {"type": "string"}},
        "text/vtt": {"schema": {"type": "string"}},
    },
}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {200: HEARD, 202: PENDING}
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": FIELDS}
            }
        },
    }
}


@router.post("", openapi_extra=BODY, responses=ANSWERS, response_class=Response)
async def create_transcription(request: Request, deps: CurrentDeps) -> Response:
    """What is said in a recording, up to 10 minutes and 25 MB, which is not kept.

    The names of your garments help to hear it. A long recording is answered with 202.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UnsupportedMedia("Send the recording as multipart/form-data, in the field `file`.")
    limits = UploadSettings(max_files=1, max_bytes=deps.settings.speech.max_bytes)
    async with open_form(request, limits) as form:
        asked = _asked(form)
        (file, *_) = files_of(form, "file")
        recording = await file.read()
    return _answer(await transcribe(deps, recording, asked))


@router.get("/{job_id}", responses=ANSWERS, response_class=Response)
async def read_answer(job_id: UUID, deps: CurrentDeps) -> Response:
    """The answer to a long recording; 202 while it is not there."""
    return _answer(await read_transcription(deps, job_id))


@router.delete("/{job_id}", status_code=204)
async def stop(job_id: UUID, deps: CurrentDeps) -> None:
    """Stop listening to a recording, and forget it."""
    await stop_transcription(deps, job_id)


def _asked(form: FormData) -> SpeechRequest:
    shape = _text(form, "response_format") or "json"
    if shape not in SHAPES:
        raise BadRequest(f"The response_format must be one of {', '.join(SHAPES)}.")
    if (_text(form, "stream") or "false").lower() not in ("false", "0"):
        raise BadRequest("Transcriptions are not streamed; leave `stream` out.")
    fine = [str(each) for each in form.getlist("timestamp_granularities[]")]
    if set(fine) - {"segment"}:
        raise BadRequest("Times are told per `segment` only.")
    return SpeechRequest(
        model=_text(form, "model"),
        language=_text(form, "language"),
        prompt=_text(form, "prompt") or "",
        temperature=_number(_text(form, "temperature") or "0"),
        shape=shape,
    )


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRequest(f"The field `{name}` must be text.")
    return (value or "").strip() or None


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise BadRequest("The temperature must be a number.")
    return number


def _answer(told: Transcription) -> Response:
    if told.transcript is None:
        body = {"status": "pending", "job_id": str(told.job_id), "progress": told.progress}
        where = f"/v1/audio/transcriptions/{told.job_id}"
        return Response(json.dumps(body), 202, {"Location": where, "Retry-After": "1"})
    shape: Shape = next(name for name in SHAPES if name == told.shape)
    said = SHAPES[shape](told.transcript)
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    headers = {DEGRADED: ", ".join(told.transcript.degraded)} if told.transcript.degraded else {}
    return Response(text.encode(), 200, headers, MEDIA_TYPES[shape])
