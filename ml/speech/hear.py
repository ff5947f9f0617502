"""A recording's bytes to a transcript."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ml.speech import SAMPLE_RATE_HZ, Report, Transcriber
from ml.speech.decode import decode
from ml.speech.prompt import speech_prompt
from stylist.arrays import Floats
from stylist.errors import BadRequest, NothingHeard
from stylist.transcripts import UNCERTAIN, Transcript, is_unsure

SILENCE_DBFS: Final = -50.0
"""Below this mean level (dB of full scale) we call a recording silent and not noisy; it only
chooses the words, for whether somebody speaks is the voice detector's to say."""
SILENT: Final = "I heard nothing: the recording is silent. Is the microphone on?"
NOISE: Final = "I heard sounds, but nobody speaking. Please say it again, closer to the microphone."
SHORTEST_S: Final = 0.15
"""No word is shorter, and in less than that Whisper hears words that nobody said."""
SHORT: Final = "I heard nothing: the recording is too short. Stop it once you have spoken."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """How to listen: `language` a code or None to find out, `words` that may come up."""

    language: str | None = None
    words: tuple[str, ...] = ()
    prompt: str = ""
    temperature: float = 0.0


def hear(
    data: bytes,
    transcriber: Transcriber,
    listening: Listening,
    *,
    max_duration_s: float,
    report: Report,
) -> Transcript:
    """What is said in a recording.

    Raises:
        UnsupportedMedia, AudioUnusable, PayloadTooLarge: what is wrong with the file.
        NothingHeard: it is silent, or nobody speaks in it.
        BadRequest: the backend does not hear this language.
    """
    samples, degraded = decode(data, max_duration_s=max_duration_s)
    return hear_samples(samples, transcriber, listening, report=report, degraded=degraded)


def hear_samples(
    samples: Floats,
    transcriber: Transcriber,
    listening: Listening,
    *,
    report: Report,
    degraded: list[str] | None = None,
) -> Transcript:
    """The same for (N,) float32 samples, 16 kHz mono, -1..1."""
    if listening.language is not None and listening.language not in transcriber.languages:
        known = ", ".join(sorted(transcriber.languages))
        raise BadRequest(f"{transcriber.name} does not hear this language; it knows {known}.")
    if len(samples) < SHORTEST_S * SAMPLE_RATE_HZ:
        raise NothingHeard(SHORT)
    language, segments = transcriber.transcribe(
        samples,
        language=listening.language,
        prompt=speech_prompt(listening.words, listening.prompt),
        temperature=listening.temperature,
        report=report,
    )
    text = " ".join(segment.text.strip() for segment in segments).strip()
    if not any(character.isalnum() for character in text):
        raise NothingHeard(SILENT if level_dbfs(samples) < SILENCE_DBFS else NOISE)
    return Transcript(
        text=text,
        language=language,
        duration_s=round(len(samples) / SAMPLE_RATE_HZ, 3),
        segments=segments,
        backend=transcriber.name,
        degraded=[*(degraded or []), *([UNCERTAIN] if is_unsure(segments) else [])],
    )


def level_dbfs(samples: Floats) -> float:
    """Root mean square of (N,) samples in decibels of full scale."""
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))
