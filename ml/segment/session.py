"""rembg's sessions over our own checked files."""

from pathlib import Path
from typing import Any

import numba.core.config
import onnxruntime

# `import rembg` compiles pymatting for about 100 s on a fresh machine; we use only its sessions,
# so numba is told to compile nothing before the import.
numba.core.config.DISABLE_JIT = True  # type: ignore[attr-defined]


def session_of(kind: type[Any], name: str, weights: Path, threads: int) -> Any:
    """A rembg session of this kind that reads `weights` instead of downloading."""

    class Session(kind):  # type: ignore[misc]
        """A session over our own file."""

        @classmethod
        def download_models(cls, *args: object, **kwargs: object) -> str:
            """Path of the weights."""
            return str(weights)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return Session(name, options, providers=["CPUExecutionProvider"])
