"""Speech to text: backends by name, a recording in, a transcript out."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from stylist.arrays import Floats
from stylist.errors import BackendUnavailable, NotFound
from stylist.transcripts import SpokenSegment

__all__ = [
    "DEFAULT",
    "MISSING",
    "SAMPLE_RATE_HZ",
    "TRANSCRIBERS",
    "Transcriber",
    "load_best_transcriber",
    "load_transcriber",
]

SAMPLE_RATE_HZ: Final = 16_000
"""What Whisper hears (Radford et al. 2022, section 2.2)."""
Report = Callable[[float], None]
"""Told the share (0..1) of the recording that is done; may raise to end the work."""


class Transcriber(Protocol):
    """Hears speech. Made once per process; used by one thread at a time."""

    name: str
    languages: frozenset[str]
    """Codes of the languages it hears."""

    def transcribe(
        self,
        samples: Floats,
        *,
        language: str | None,
        prompt: str,
        temperature: float,
        report: Report,
    ) -> tuple[str, list[SpokenSegment]]:
        """The language and what was said in (N,) float32 samples, 16 kHz, -1..1.

        Without anybody speaking there are no segments. `prompt` are words that may well come up.
        """


TRANSCRIBERS: Final = {
    "whisper-base": "ml.speech.whisper:load_whisper",
    "whisper-tiny.en": "ml.speech.whisper:load_whisper",
}
"""Backends as "module:factory", best first; a factory takes name, models' folder and threads."""
DEFAULT: Final = next(iter(TRANSCRIBERS))
MISSING: Final = "speech-weights-missing"
"""Said in `degraded` when a smaller model listens, because the weights of the best are missing."""


def load_transcriber(name: str, models_dir: Path, threads: int = 1) -> Transcriber:
    """The backend of this name. Raises: NotFound, BackendUnavailable (its weights are missing)."""
    place = TRANSCRIBERS.get(name)
    if place is None:
        raise NotFound(f"There is no speech model called {name}.")
    module, _, factory = place.partition(":")
    load = getattr(import_module(module), factory)
    return cast(Callable[[str, Path, int], Transcriber], load)(name, models_dir, threads)


def load_best_transcriber(models_dir: Path, threads: int = 1) -> tuple[Transcriber, list[str]]:
    """The best backend whose weights are here, and what is degraded by that.

    Raises: BackendUnavailable (`speech-weights-missing`): there are none at all.
    """
    absent: BackendUnavailable | None = None
    for name in TRANSCRIBERS:
        try:
            return load_transcriber(name, models_dir, threads), [MISSING] if absent else []
        except BackendUnavailable as error:
            absent = absent or error
    raise BackendUnavailable(
        f"Nobody can listen: the speech model {DEFAULT} is not on this machine ({MISSING}). "
        f"Run: stylist models pull {DEFAULT}",
        hint=f"Run: stylist models pull {DEFAULT}",
        model=DEFAULT,
    ) from absent
