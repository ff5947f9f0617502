"""Vectors of single words from MiniLM, kept in a file between runs."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ml.embed.minilm import load_minilm
from ml.outfits.compatibility.words import CONCEPT, joined_phrases
from stylist.arrays import Floats


class WordVectors:
    """(N, 384) unit vectors of words; a joined word is embedded as the phrase that it was.

    Raises: BackendUnavailable, when called for new words, if MiniLM's weights are not here.
    """

    def __init__(self, models_dir: Path, kept: Path) -> None:
        self._models_dir, self._file = models_dir, kept
        self._known: dict[str, Floats] = {}
        if kept.is_file():
            with np.load(kept, allow_pickle=False) as file:
                self._known = dict(zip(file["words"].tolist(), file["vectors"], strict=True))

    def __call__(self, words: Sequence[str]) -> Floats:
        """The vectors of words, in their order."""
        new = sorted(set(words) - self._known.keys(), key=len)
        if new:
            found = load_minilm(self._models_dir, 1).embed([_as_said(word) for word in new])
            self._known |= dict(zip(new, found, strict=True))
            self._file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(
                self._file,
                words=np.array([*self._known]),
                vectors=np.stack([*self._known.values()]),
            )
        return np.stack([self._known[word] for word in words])


@cache
def _phrases() -> dict[str, str]:
    return {"".join(phrase): " ".join(phrase) for phrase in joined_phrases()}


def _as_said(word: str) -> str:
    return _phrases().get(word, word.removeprefix(CONCEPT))
