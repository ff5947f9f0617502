"""What was heard in a recording, as worker, API and page pass it on."""

from typing import Final

from pydantic import BaseModel, Field

UNSURE_BELOW: Final = -0.45
"""Mean log-probability of a token below which the person is asked (`benchmarks/voice_doubt.py`):
whisper-base then doubts all words that nobody said, three of four misheard wishes, and one of seven
that were well heard. At -1.0, where Whisper's decoder tries again, it doubts one of fourteen."""
SILENT_ABOVE: Final = 0.6
"""Probability of silence above which Whisper takes a part for silent (`no_speech_threshold` of
openai/whisper, `whisper/transcribe.py`)."""
UNCERTAIN: Final = "words-uncertain"
"""Said in `degraded` of a transcript that the person should be asked about."""
NONCE_BYTES: Final = 16
"""In front of a recording that waits for a worker, so that one sent twice is two blobs, and each
is forgotten by itself."""


class SpokenSegment(BaseModel):
    """A stretch of speech; times are seconds from the recording's beginning.

    `avg_logprob` is the mean log-probability of its tokens, `no_speech_prob` (0..1) how likely
    nobody speaks in it. `seek`, `tokens`, `temperature` and `compression_ratio` are Whisper's own.
    """

    start: float
    end: float
    text: str
    avg_logprob: float
    no_speech_prob: float
    seek: int = 0
    tokens: list[int] = Field(default_factory=list)
    temperature: float = 0.0
    compression_ratio: float = 1.0


class Transcript(BaseModel):
    """A recording in words. `language` is a code (ISO 639), `backend` the model that heard it."""

    text: str
    language: str
    duration_s: float
    segments: list[SpokenSegment]
    backend: str
    degraded: list[str] = Field(default_factory=list)


def is_unsure(segments: list[SpokenSegment]) -> bool:
    """Whether a person should be asked if this is what they said."""
    return any(
        segment.avg_logprob < UNSURE_BELOW or segment.no_speech_prob > SILENT_ABOVE
        for segment in segments
    )
