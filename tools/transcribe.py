"""Speech to text: a recording goes to a worker, and its words come back."""

import asyncio
from dataclasses import dataclass
from uuid import UUID, uuid4

from pydantic import BaseModel

from db import jobs
from db.models import Job
from ml.speech import DEFAULT, TRANSCRIBERS
from ml.speech.decode import too_long
from ml.speech.languages import language_code
from ml.speech.sounds import FORMATS, kind_of, wav_duration_s
from stylist.errors import (
    AudioUnusable,
    BackendUnavailable,
    BadRequest,
    Conflict,
    NotFound,
    NothingHeard,
    PayloadTooLarge,
    StylistError,
    UnsupportedMedia,
)
from stylist.transcripts import NONCE_BYTES, Transcript
from tools.cancel_job import cancel_job
from tools.deps import Deps
from tools.spoken_words import spoken_words

JOB_KIND = "transcribe"
RECORDING = "audio"
"""Extension of a recording's blob: never the key of a photo."""
WAIT_S = 20.0
"""A spoken sentence takes about a second; a long recording is answered later."""
ASK_AGAIN_S = 0.05
LONG_BYTES = 2_000_000
"""From about a minute of a WAV file on, a recording waits with the imports, not before people."""
ANY_MODEL = "whisper-1"
"""OpenAI's name, which their clients send: the best model that is here."""
MOST_PROMPT_CHARS = 1_000
ENDED = frozenset({"completed", "failed", "cancelled"})
FAULTS: dict[str, type[StylistError]] = {
    fault.code: fault
    for fault in (BadRequest, PayloadTooLarge, UnsupportedMedia, AudioUnusable, NothingHeard)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """How a recording is to be heard; `language` is an ISO 639 code, or None to find out.

    `model` is a name of ours, OpenAI's `whisper-1`, or None for the best one here. `shape` is the
    form the answer will be asked for in; it is kept for who comes back for it.
    """

    model: str | None = None
    language: str | None = None
    prompt: str = ""
    temperature: float = 0.0
    shape: str = "json"


class Transcription(BaseModel):
    """What was said, or, while a worker still listens, `pending` and how far it is (0..1)."""

    job_id: UUID
    transcript: Transcript | None = None
    shape: str = "json"
    pending: bool = False
    progress: float = 0.0


async def transcribe(
    deps: Deps, recording: bytes, request: SpeechRequest, *, wait_s: float = WAIT_S
) -> Transcription:
    """What is said in a recording, with the names of the person's garments in mind.

    The recording is forgotten as soon as it was heard, or could not be.

    Raises:
        BadRequest: an unknown language or model, or a prompt or temperature beyond the limits.
        UnsupportedMedia, AudioUnusable, PayloadTooLarge: what is wrong with the file.
        NothingHeard: it is silent, or nobody speaks in it.
        StorageFull: the disk has no room.
        BackendUnavailable: no worker can listen (`speech-weights-missing`).
    """
    _check_recording(deps, recording)
    payload = _payload(request)
    payload["words"] = await spoken_words(deps)
    job_id = await _give_to_worker(deps, recording, payload)
    return await read_transcription(deps, job_id, wait_s=wait_s)


def _check_recording(deps: Deps, recording: bytes) -> None:
    limits = deps.settings.speech
    if not recording:
        raise BadRequest("The recording is empty.")
    if len(recording) > limits.max_bytes:
        most = limits.max_bytes / 1_048_576
        raise PayloadTooLarge(f"This recording is larger than {most:.0f} MB.")
    if kind_of(recording) is None:
        raise UnsupportedMedia(f"This is not a recording I can read. Send {FORMATS}.")
    if (wav_duration_s(recording) or 0.0) > limits.max_duration_s:
        raise too_long(limits.max_duration_s)


def _payload(request: SpeechRequest) -> dict[str, object]:
    model = None if request.model in (None, ANY_MODEL) else request.model
    if model is not None and model not in TRANSCRIBERS:
        known = ", ".join((ANY_MODEL, *TRANSCRIBERS))
        raise BadRequest(f"There is no speech model of this name; there are {known}.")
    language = language_code(request.language) if request.language else None
    if request.language and language is None:
        raise BadRequest("This language is not known; give its code, such as `en`.")
    if model is not None and model.endswith(".en") and language not in (None, "en"):
        raise BadRequest(f"{model} hears English only; {DEFAULT} hears other languages.")
    if not 0.0 <= request.temperature <= 1.0:
        raise BadRequest("The temperature must be from 0 to 1.")
    if len(request.prompt) > MOST_PROMPT_CHARS:
        raise BadRequest(f"The prompt is longer than {MOST_PROMPT_CHARS} characters.")
    return {
        "model": model,
        "language": language,
        "prompt": request.prompt,
        "temperature": request.temperature,
        "shape": request.shape,
    }


async def _give_to_worker(deps: Deps, recording: bytes, payload: dict[str, object]) -> UUID:
    owner, nonce = deps.owner_id, uuid4().bytes
    assert len(nonce) == NONCE_BYTES
    key = await asyncio.to_thread(
        deps.blobs.put, nonce + recording, owner_id=owner, extension=RECORDING
    )
    queue = "batch" if len(recording) > LONG_BYTES else "interactive"
    async with deps.sessions.begin() as session:
        job = await jobs.add_job(
            session,
            owner_id=owner,
            kind=JOB_KIND,
            queue=queue,
            key=str(uuid4()),
            payload={**payload, "audio_key": key},
        )
    await deps.queue.deliver(job.id, queue="batch" if queue == "batch" else "interactive")
    return job.id


async def read_transcription(deps: Deps, job_id: UUID, *, wait_s: float = 0.0) -> Transcription:
    """The answer of a job, waited for a while; `pending` when it is not there by then.

    Raises:
        NotFound: no such job of this kind.
        Conflict: it was stopped.
        BadRequest, UnsupportedMedia, AudioUnusable, PayloadTooLarge, NothingHeard: what the worker
            found wrong.
        BackendUnavailable: the worker failed otherwise.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait_s
    while (job := await _job(deps, job_id)).status not in ENDED:
        if loop.time() >= deadline:
            return Transcription(
                job_id=job_id, pending=True, progress=job.progress, shape=job.payload["shape"]
            )
        await asyncio.sleep(ASK_AGAIN_S)
    if job.status == "completed" and job.result is not None:
        heard = Transcript.model_validate(job.result)
        return Transcription(
            job_id=job_id, transcript=heard, progress=1.0, shape=job.payload["shape"]
        )
    await asyncio.to_thread(deps.blobs.delete, job.payload["audio_key"])
    if job.status == "cancelled":
        raise Conflict("Listening to this recording was stopped.")
    fault = FAULTS.get(job.error_code or "", BackendUnavailable)
    raise fault(job.error_message or "The recording could not be listened to.")


async def stop_transcription(deps: Deps, job_id: UUID) -> None:
    """Stop listening, and forget the recording.

    Raises:
        NotFound: no such job of this kind.
    """
    await _job(deps, job_id)
    job = await cancel_job(deps, job_id)
    if job.status in ENDED:
        await asyncio.to_thread(deps.blobs.delete, job.payload["audio_key"])


async def _job(deps: Deps, job_id: UUID) -> Job:
    async with deps.sessions() as session:
        job = await jobs.get_job(session, job_id, owner_id=deps.owner_id)
    if job.kind != JOB_KIND:
        raise NotFound("This job is no question about a recording.")
    return job
