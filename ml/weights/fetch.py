"""Brings weights here: source after source, resumable, and only the right bytes are kept."""

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ml.weights import sources
from ml.weights.registry import Registry, Source, WeightFile, model
from ml.weights.sources import Progress, SourceFailed
from ml.weights.status import file_path, has_right_bytes, hash_of, weights_path
from stylist.errors import BackendUnavailable, StorageFull

log = logging.getLogger(__name__)


def pull(
    name: str,
    *,
    models_dir: Path,
    progress: Progress | None = None,
    registry: Registry | None = None,
) -> Path:
    """Path of the model's first file, fetched if it is not here with the right hash.

    `progress` is told bytes done and bytes in all of the model. An interrupted download is
    continued by the next call; two processes that pull the same model take turns.

    Raises: NotFound, BackendUnavailable (no source gave the right bytes), StorageFull.
    """
    wanted = model(name, registry)
    folder = models_dir / name
    folder.mkdir(parents=True, exist_ok=True)
    with _turn(folder / ".lock"):
        before = 0
        for file in wanted.files:
            report = _shifted(progress, before, wanted.size_bytes)
            _ensure(file, file_path(models_dir, wanted, file), report)
            before += file.size_bytes
            report(file.size_bytes)
    return weights_path(name, models_dir, registry)


def _shifted(progress: Progress | None, before: int, total: int) -> Callable[[int], None]:
    def report(done: int) -> None:
        if progress:
            progress(before + done, total)

    return report


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Waits until no other process pulls this model."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure(file: WeightFile, target: Path, report: Callable[[int], None]) -> None:
    if target.is_file() and has_right_bytes(target, file):
        return
    part = target.with_name(f"{target.name}.part")
    _need_room(file, target.parent, part)
    failures = []
    for source in file.sources:
        try:
            _take(source, file, part, report)
        except SourceFailed as failure:
            log.info("%s: %s", file.name, failure)
            failures.append(str(failure))
            continue
        part.replace(target)
        return
    raise BackendUnavailable(
        f"{file.name} could not be fetched from any of its sources.",
        hint="; ".join(failures),
    )


def _take(source: Source, file: WeightFile, part: Path, report: Callable[[int], None]) -> None:
    """Leaves the right bytes in `part`, on disk, or raises SourceFailed.

    A continued download that came out wrong is made once more from its beginning.
    """
    continued = part.is_file()
    sources.fetch(source, part, file.size_bytes, report)
    if hash_of(part, file.algorithm) != file.digest:
        part.unlink()
        if continued:
            return _take(source, file, part, report)
        raise SourceFailed(source, "the bytes are not the right ones")
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    return None


def _need_room(file: WeightFile, folder: Path, part: Path) -> None:
    have = part.stat().st_size if part.is_file() else 0
    if shutil.disk_usage(folder).free < file.size_bytes - have:
        raise StorageFull(f"There is no room for {file.name} ({file.size_bytes / 1e6:.0f} MB).")
