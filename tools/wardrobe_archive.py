"""Reads a ZIP that somebody sent: bounded, never onto the disk, nothing believed of its names."""

import zipfile
import zlib
from typing import BinaryIO, Final

from stylist.errors import BadRequest, PayloadTooLarge, UnsupportedMedia
from tools.wardrobe_manifest import MANIFEST

MAX_MEMBERS: Final = 100_000
MAX_MANIFEST_BYTES: Final = 64_000_000
MOST_FOLD: Final = 100
"""A manifest shrinks twentyfold, photos not at all; what unfolds further is a bomb."""
SMALL_BYTES: Final = 1_000_000
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)


class WardrobeArchive:
    """An exported wardrobe as a ZIP. Methods block; call them in a thread from async code.

    Raises:
        UnsupportedMedia: it is no ZIP.
        BadRequest: it has no manifest, or members that an export never has.
        PayloadTooLarge: it would unfold to more than `max_bytes`.
    """

    def __init__(self, file: BinaryIO, *, max_bytes: int) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise UnsupportedMedia("This is not a ZIP file, or not all of one.") from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise PayloadTooLarge(f"At most {MAX_MEMBERS} files fit in an archive.")
        if len({member.filename for member in members}) < len(members):
            raise BadRequest("Two files of this archive have the same name.")
        for member in members:
            _check(member)
        if sum(member.file_size for member in members) > max_bytes:
            raise PayloadTooLarge(f"This archive unfolds to more than {max_bytes // 10**6} MB.")
        if MANIFEST not in self._zip.NameToInfo:
            raise BadRequest(f"There is no {MANIFEST} in this archive; is it Stylist's export?")

    def manifest(self) -> bytes:
        """The manifest's bytes."""
        return self.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES)

    def read(self, path: str, *, max_bytes: int) -> bytes:
        """One file's bytes.

        Raises:
            BadRequest: it is missing or damaged.
            PayloadTooLarge: it is larger than `max_bytes`.
        """
        member = self._zip.NameToInfo.get(path)
        if member is None:
            raise BadRequest(f"The archive has no file {path[:100]}.")
        if member.file_size > max_bytes:
            raise PayloadTooLarge(f"{path[:100]} is larger than {max_bytes // 10**6} MB.")
        try:
            with self._zip.open(member) as file:
                # zipfile reads no further than the declared size, and checks the sum of it.
                return file.read()
        except (*_DAMAGE, RuntimeError) as error:
            raise BadRequest(f"The archive's file {path[:100]} is damaged.") from error


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise BadRequest(f"The archive has a file that points out of it: {name[:100]}.")
    if member.flag_bits & _ENCRYPTED:
        raise BadRequest("The archive is encrypted; send it without a password.")
    if member.compress_type not in METHODS:
        raise BadRequest(f"The archive's file {name[:100]} is packed in a way that is not read.")
    if member.file_size > max(SMALL_BYTES, MOST_FOLD * member.compress_size):
        raise PayloadTooLarge(f"The archive's file {name[:100]} unfolds to a suspicious size.")
