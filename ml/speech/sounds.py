"""What kind of file a recording is, and how long it says it is: by its first bytes alone.

Enough to refuse what is no recording before a worker is asked; the decoder has the last word.
"""

from typing import Final

FORMATS: Final = "flac, mp3, mp4, mpeg, mpga, m4a, ogg, wav or webm"
"""What may be sent, in OpenAI's words for it."""
_SIGNS: Final = (
    (0, b"fLaC", "flac"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (4, b"ftyp", "mp4"),
    (8, b"WAVE", "wav"),
)
_FRAME: Final = 0xE0
"""The high bits of the second byte of an MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3)."""
_PICTURES: Final = (b"heic", b"heix", b"mif1", b"msf1", b"avif")
"""Brands of an MP4 file that is a photo."""


def kind_of(data: bytes) -> str | None:
    """The container of a recording; None for what is none."""
    for place, sign, kind in _SIGNS:
        if data[place : place + len(sign)] == sign:
            return None if data[8:12] in _PICTURES else kind
    framed = len(data) > 1 and data[0] == 0xFF and data[1] & _FRAME == _FRAME
    return "mp3" if framed else None


def wav_duration_s(data: bytes) -> float | None:
    """How long a WAV file is, by its header and its length; None when it does not say."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    place, bytes_per_s = 12, 0
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        if name == b"fmt " and size >= 16:
            bytes_per_s = int.from_bytes(data[place + 16 : place + 20], "little")
        if name == b"data":
            # A recorder that could not go back leaves a size of 0 or of all ones.
            there = len(data) - place - 8
            return min(size or there, there) / bytes_per_s if bytes_per_s else None
        place += 8 + size + size % 2
    return None
