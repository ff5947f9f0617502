"""The secret that signs tokens and image URLs: given in the settings, or made once per data dir."""

import os
import secrets
import tempfile
from pathlib import Path

from pydantic import SecretStr

from stylist.settings import Settings


def load_secret(settings: Settings) -> SecretStr:
    """The given secret, else that of `DATA_DIR/secret`, which is made (0600) on first need."""
    if settings.auth.secret is not None:
        return settings.auth.secret
    path = settings.data_dir / "secret"
    if not path.exists():
        _make(path)
    return SecretStr(path.read_text("ascii").strip())


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        # A link fails when the file is there, so of two processes that start at once one wins.
        path.hardlink_to(name)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def with_secret(settings: Settings) -> Settings:
    """The same settings, their secret filled in."""
    auth = settings.auth.model_copy(update={"secret": load_secret(settings)})
    return settings.model_copy(update={"auth": auth})
