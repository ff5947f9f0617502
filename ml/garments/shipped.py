"""Weights that come with the package: nothing else than what was released is loaded."""

import hashlib
from pathlib import Path

from stylist.errors import BackendUnavailable


def checked(weights: Path, what: str) -> str:
    """The sha256 of `weights`, which is the one in the `.sha256` file beside it.

    Raises: BackendUnavailable when it is not.
    """
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != weights.with_suffix(".sha256").read_text("utf-8").strip():
        raise BackendUnavailable(
            f"The weights of the {what} are damaged.",
            hint=f"{weights.name} is not what was released; install Stylist again.",
        )
    return digest
