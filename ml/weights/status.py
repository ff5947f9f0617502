"""What of the registry lies on this machine, and whether it is what it should be."""

import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ml.weights.registry import Model, Registry, WeightFile, model, models
from stylist.errors import BackendUnavailable

log = logging.getLogger(__name__)

State = Literal["present", "missing", "wrong-hash"]


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A model of the registry and the state of its files here."""

    model: Model
    state: State
    path: Path

    @property
    def mend(self) -> str | None:
        """The command that puts it right, or None when nothing is wrong."""
        return None if self.state == "present" else f"stylist models pull {self.model.name}"


def list_models(models_dir: Path, registry: Registry | None = None) -> list[ModelStatus]:
    """Every model with its state; hashes are kept until a file's size or time changes."""
    return [
        ModelStatus(each, state_of(each, models_dir), file_path(models_dir, each, each.files[0]))
        for each in (registry or models()).values()
    ]


def weights_path(name: str, models_dir: Path, registry: Registry | None = None) -> Path:
    """Path of a model's first file, its hash checked.

    Raises: BackendUnavailable with the command that fetches it.
    """
    wanted = model(name, registry)
    state = state_of(wanted, models_dir)
    if state != "present":
        raise BackendUnavailable(
            f"The model {name} is {'missing' if state == 'missing' else 'damaged'} here.",
            hint=f"Run: stylist models pull {name}",
            model=name,
        )
    return file_path(models_dir, wanted, wanted.files[0])


def file_path(models_dir: Path, of: Model, file: WeightFile) -> Path:
    """Where a model's file lies: MODELS_DIR/model/file."""
    return models_dir / of.name / file.name


def state_of(of: Model, models_dir: Path) -> State:
    """Present only if every file is there with the right hash."""
    paths = [(file, file_path(models_dir, of, file)) for file in of.files]
    if not all(path.is_file() for _, path in paths):
        return "missing"
    right = all(has_right_bytes(path, file) for file, path in paths)
    return "present" if right else "wrong-hash"


def has_right_bytes(path: Path, file: WeightFile) -> bool:
    """Whether the file on disk is the one of the registry, by its hash."""
    return known_hash(path, file.algorithm) == file.digest


def known_sha256(path: Path) -> str:
    """SHA-256 of a file; see `known_hash`."""
    return known_hash(path, "sha256")


def known_hash(path: Path, algorithm: str) -> str:
    """Hash of a file, from a note beside it while the file's size and time are those of the note.

    Where the folder cannot be written the hash is computed each time.
    """
    stat = path.stat()
    note_path = path.with_name(f".{path.name}.{algorithm}")
    stamp = [stat.st_size, stat.st_mtime_ns]
    try:
        note = json.loads(note_path.read_text("utf-8"))
        if note["stamp"] == stamp:
            return str(note[algorithm])
    except (OSError, ValueError, KeyError, TypeError):
        log.debug("no note of the hash of %s", path)
    digest = hash_of(path, algorithm)
    _remember(note_path, {"stamp": stamp, algorithm: digest})
    return digest


def hash_of(path: Path, algorithm: str) -> str:
    """Hash of a file's content, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def _remember(note_path: Path, note: dict[str, object]) -> None:
    try:
        note_path.write_text(json.dumps(note), "utf-8")
    except OSError as error:
        log.debug("the hash of %s cannot be noted: %s", note_path, error)
