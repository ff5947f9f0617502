"""Speech made by eSpeak NG, for tests and benchmarks: sentences in, WAV files out.

The library is the one that the package `espeakng-loader` carries, else the system's own.
"""

import ctypes
import ctypes.util
import io
import wave
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# From espeak-ng/speak_lib.h.
RETRIEVAL = 1
RATE, PITCH = 1, 3
POS_CHARACTER = 1
UTF8 = 1
FULL_SCALE = 32_768.0
CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)
NO_VOICE = "Nothing speaks here: `pip install espeakng-loader`, or espeak-ng of the system."


@dataclass(frozen=True)
class Voice:
    """A speaker: eSpeak's voice, words a minute, pitch 0..100."""

    name: str = "en-us"
    words_per_minute: int = 150
    pitch: int = 50


class Speaker:
    """The library, which speaks with one voice at a time."""

    def __init__(self) -> None:
        library, data = _places()
        self._lib = ctypes.CDLL(library)
        self._lib.espeak_Synth.argtypes = [
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint),
            *(ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
        ]
        path = data.encode() if data else None
        self.rate_hz = int(self._lib.espeak_Initialize(RETRIEVAL, 0, path, 0))
        assert self.rate_hz > 0, "eSpeak NG finds no voices"
        self._pieces: list[NDArray[np.int16]] = []
        self._callback = CALLBACK(self._take)  # kept: the library holds only a pointer to it
        self._lib.espeak_SetSynthCallback(self._callback)

    def _take(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _: object) -> int:
        if samples and count:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def say(self, text: str, voice: Voice) -> NDArray[np.float32]:
        """(N,) samples at `rate_hz`, -1..1."""
        assert self._lib.espeak_SetVoiceByName(voice.name.encode()) == 0, voice.name
        self._lib.espeak_SetParameter(RATE, voice.words_per_minute, 0)
        self._lib.espeak_SetParameter(PITCH, voice.pitch, 0)
        self._pieces.clear()
        told = text.encode() + b"\0"
        assert self._lib.espeak_Synth(told, len(told), 0, POS_CHARACTER, 0, UTF8, None, None) == 0
        self._lib.espeak_Synchronize()
        return np.concatenate(self._pieces).astype(np.float32) / FULL_SCALE


def _places() -> tuple[str, str | None]:
    if find_spec("espeakng_loader"):
        import espeakng_loader

        # The library appends this name itself; its own default is where it was compiled.
        return espeakng_loader.get_library_path(), str(Path(espeakng_loader.get_data_path()))
    library = ctypes.util.find_library("espeak-ng")
    assert library, NO_VOICE
    return library, None


@cache
def speaker() -> Speaker:
    """The one speaker of this process."""
    return Speaker()


def say(text: str, voice: Voice | None = None, *, rate_hz: int = 16_000) -> NDArray[np.float32]:
    """(N,) samples at this rate, -1..1, with a little silence around."""
    spoken = speaker().say(text, voice or Voice())
    times = np.arange(int(len(spoken) * rate_hz / speaker().rate_hz)) / rate_hz
    heard = np.interp(times, np.arange(len(spoken)) / speaker().rate_hz, spoken)
    pause = np.zeros(rate_hz // 3)
    return np.concatenate((pause, heard, pause)).astype(np.float32)


def with_noise(
    samples: NDArray[np.float32], *, snr_db: float, seed: int = 0
) -> NDArray[np.float32]:
    """The same with white noise this far below the speech."""
    noise = np.random.default_rng(seed).standard_normal(len(samples))
    level = np.sqrt(np.mean(samples**2)) * 10 ** (-snr_db / 20)
    return np.clip(samples + level * noise, -1, 1).astype(np.float32)


def wav(samples: NDArray[np.float32], *, rate_hz: int = 16_000) -> bytes:
    """A WAV file of 16-bit mono samples."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return target.getvalue()
