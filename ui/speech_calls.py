"""Speech as the chat page asks the API for it."""

import asyncio
import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stylist.transcripts import SpokenSegment, is_unsure
from ui.client import StylistApi

SAMPLE_RATE_HZ: Final = 16_000
"""What the page records at (`static/config.toml`), and what the speech model hears."""
_SAMPLE_BYTES: Final = 2
_ASK_AGAIN_S: Final = 1.0
_PATH: Final = "/v1/audio/transcriptions"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said; `unsure` when the person should be asked whether it was that."""

    text: str
    unsure: bool


def wav(pcm16: bytes) -> bytes:
    """A WAV file of 16-bit mono samples."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(pcm16[: len(pcm16) // _SAMPLE_BYTES * _SAMPLE_BYTES])
    return target.getvalue()


async def transcribed(api: StylistApi, recording: bytes, tell_job: Callable[[UUID], None]) -> Heard:
    """What is said in a recording; a long one is waited for, and `tell_job` told its job."""
    # The rest of Stylist reads English; told so, Whisper turns other languages into it.
    form = {"response_format": "verbose_json", "language": "en"}
    files = {"file": ("speech.wav", recording, "audio/wav")}
    body = await api.call("POST", _PATH, data=form, files=files)
    while body.get("status") == "pending":
        job_id = UUID(body["job_id"])
        tell_job(job_id)
        await asyncio.sleep(_ASK_AGAIN_S)
        body = await api.call("GET", f"{_PATH}/{job_id}")
    segments = [SpokenSegment.model_validate(each) for each in body["segments"]]
    return Heard(body["text"], is_unsure(segments))


async def stop_listening(api: StylistApi, job_id: UUID) -> None:
    """Stop a long transcription; the API forgets the recording."""
    await api.call("DELETE", f"{_PATH}/{job_id}")
