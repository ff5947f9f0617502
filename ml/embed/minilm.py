"""all-MiniLM-L6-v2, int8, on onnxruntime: about 7 ms a sentence, no torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from ml.weights import weights_path
from stylist.arrays import Floats

MAX_TOKENS: Final = 256
"""Longest input the model was trained on (its model card)."""
BATCH: Final = 32


class MiniLmEmbedder:
    """Mean-pooled token vectors, scaled to unit length."""

    name = "minilm-int8"
    dim = 384

    def __init__(self, weights: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(weights.with_name("tokenizer.json")))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> Floats:
        """See `TextEmbedder`."""
        batches = [self._batch(texts[start : start + BATCH]) for start in self._starts(texts)]
        return np.concatenate([np.zeros((0, self.dim), np.float32), *batches])

    def _starts(self, texts: Sequence[str]) -> range:
        return range(0, len(texts), BATCH)

    def _batch(self, texts: Sequence[str]) -> Floats:
        rows = self._tokenizer.encode_batch(list(texts))
        mask = np.array([row.attention_mask for row in rows], np.int64)
        feed = {
            "input_ids": np.array([row.ids for row in rows], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        known = {name: value for name, value in feed.items() if name in self._inputs}
        tokens = self._session.run(None, known)[0]
        weight = mask[..., None].astype(np.float32)
        mean = (tokens * weight).sum(1) / np.maximum(weight.sum(1), 1)
        unit: Floats = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return unit.astype(np.float32)


def load_minilm(models_dir: Path, threads: int) -> MiniLmEmbedder:
    """Raises: BackendUnavailable when the weights are not here."""
    return MiniLmEmbedder(weights_path("minilm-int8", models_dir), threads)
