"""A recording as samples: any container and codec that FFmpeg knows, through PyAV."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ml.speech import SAMPLE_RATE_HZ
from stylist.arrays import Floats
from stylist.errors import AudioUnusable, PayloadTooLarge, UnsupportedMedia

if TYPE_CHECKING:
    from av.container import InputContainer

FULL_SCALE: Final = 32_768.0
INCOMPLETE: Final = "recording-incomplete"
"""Said in `degraded` when parts of the recording could not be read."""


def decode(data: bytes, *, max_duration_s: float) -> tuple[Floats, list[str]]:
    """(N,) float32 samples, 16 kHz mono, -1..1, and what is degraded about them.

    Raises:
        UnsupportedMedia: not a recording, or a film without sound.
        AudioUnusable: it is damaged, and nothing of it can be read.
        PayloadTooLarge: it is longer than this; it is not read further.
    """
    import av

    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise UnsupportedMedia("There is no sound in this file.")
            return _samples(container, max_duration_s)
    except (av.error.FFmpegError, ValueError) as error:
        # ValueError: its rate or channels change half way, which the resampler does not follow.
        raise AudioUnusable("This recording is damaged: it cannot be read.") from error


def _samples(container: "InputContainer", max_duration_s: float) -> tuple[Floats, list[str]]:
    pieces: list[Floats] = []
    most, count = int(max_duration_s * SAMPLE_RATE_HZ), 0
    degraded: list[str] = []
    for piece in _resampled(container, degraded):
        pieces.append(piece)
        count += len(piece)
        if count > most:
            raise too_long(max_duration_s)
    if not count:
        raise AudioUnusable("This recording is damaged: there is no sound in it to be read.")
    return np.concatenate(pieces).astype(np.float32) / FULL_SCALE, degraded


def _resampled(container: "InputContainer", degraded: list[str]) -> Iterator[Any]:
    from av.audio.resampler import AudioResampler

    resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
    for frame in _frames(container, degraded):
        frame.pts = None  # Recorders in browsers leave gaps and jumps that mean nothing here.
        for piece in resampler.resample(frame):
            yield piece.to_ndarray().reshape(-1)
    for piece in resampler.resample(None):
        yield piece.to_ndarray().reshape(-1)


def _frames(container: "InputContainer", degraded: list[str]) -> Iterator[Any]:
    """Every frame that can be read; where the file breaks off, what came before stands."""
    import av

    for packet in container.demux(audio=0):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            if INCOMPLETE not in degraded:
                degraded.append(INCOMPLETE)


def too_long(max_duration_s: float) -> PayloadTooLarge:
    """The refusal of a recording beyond the limit."""
    return PayloadTooLarge(
        f"This recording is longer than {max_duration_s / 60:.0f} minutes. Send it in parts."
    )
