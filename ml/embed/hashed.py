"""Hashed words: no weights and no meaning, only shared words and parts of words."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from stylist.arrays import Floats

DIM: Final = 384
GRAM: Final = 4
"""Letters in a part of a word."""
GRAM_WEIGHT: Final = 0.4
"""What a part of a word counts beside the whole word."""


class HashedWordsEmbedder:
    """Counts of words and of their four-letter parts, hashed into 384 signed places."""

    name = "hashed-words"
    dim = DIM

    def embed(self, texts: Sequence[str]) -> Floats:
        """See `TextEmbedder`. A text without a word gets the unit vector of the empty word."""
        rows = np.zeros((len(texts), DIM), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature, weight in _features(text):
                place = crc32(feature.encode())
                row[place % DIM] += weight if place >> 16 & 1 else -weight
            if not row.any():
                row[0] = 1.0
        unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def load_hashed(models_dir: Path, threads: int) -> HashedWordsEmbedder:
    """It needs neither weights nor threads."""
    return HashedWordsEmbedder()


def _features(text: str) -> Iterator[tuple[str, float]]:
    for word in re.findall(r"\w+", text.lower()):
        yield word, 1.0
        padded = f"<{word}>"
        for start in range(len(padded) - GRAM + 1):
            yield f"#{padded[start : start + GRAM]}", GRAM_WEIGHT
