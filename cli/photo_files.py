"""Photos on this machine's disk: found in a folder, named, and told by their bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"}
)


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo on the disk; `name` is its path below the folder, as any terminal can show it."""

    path: Path
    name: str
    sha256: str


def find_photos(folder: Path) -> list[Path]:
    """Every photo below a folder, by name, but for hidden ones; a single file is itself."""
    if not folder.is_dir():
        return [folder]
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if path.is_file() and not _hidden(path, folder))


def _hidden(path: Path, folder: Path) -> bool:
    # Such as the `._photo.jpg` that macOS leaves beside every photo on a foreign disk.
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def shown(path: Path) -> str:
    """The path as it can be written anywhere, whatever bytes the file system has for it."""
    return str(path).encode("utf-8", "replace").decode()


def read_photo_files(folder: Path) -> tuple[list[PhotoFile], dict[Path, str]]:
    """The photos below a folder, and why some of them cannot be read."""
    files, unreadable = [], {}
    for path in find_photos(folder):
        name = path.relative_to(folder) if folder.is_dir() else Path(path.name)
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            unreadable[path] = f"This file cannot be read: {error.strerror or error}."
        else:
            files.append(PhotoFile(path, shown(name), sha256))
    return files, unreadable


def folder_key(folder: Path) -> str:
    """The key of the folder's bulk upload: the same folder is the same upload."""
    return f"folder:{hashlib.sha256(bytes(folder.resolve())).hexdigest()}"
