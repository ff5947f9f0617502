"""Reads a multipart upload under its limits: each file is measured while it streams in."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from stylist.errors import (
    BadRequest,
    PayloadTooLarge,
    StorageFull,
    StylistError,
    UnsupportedMedia,
)
from stylist.settings import UploadSettings

MAX_FIELDS = 20
FIELD_BYTES = 4096


class _MeasuringParser(MultiPartParser):
    """Starlette's parser, which bounds the number of files and the fields, but not a file."""

    def __init__(self, request: Request, limits: UploadSettings) -> None:
        super().__init__(
            request.headers,
            request.stream(),
            max_files=limits.max_files,
            max_fields=MAX_FIELDS,
            max_part_size=FIELD_BYTES,
        )
        self._max_bytes = limits.max_bytes
        self._bytes_of_file = 0

    def on_part_begin(self) -> None:
        self._bytes_of_file = 0
        super().on_part_begin()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._bytes_of_file += end - start
        if self._bytes_of_file > self._max_bytes + 1:
            # One byte too many is kept, so that the file is refused by name later on.
            end = max(start, end - (self._bytes_of_file - self._max_bytes - 1))
        super().on_part_data(data, start, end)


@asynccontextmanager
async def open_form(request: Request, limits: UploadSettings) -> AsyncIterator[FormData]:
    """The form of a request; its temporary files are gone afterwards.

    Of a file beyond the limit only one byte more than the limit is kept: enough to refuse it,
    without filling a disk and without spoiling the other files.

    Raises:
        UnsupportedMedia: not a multipart form.
        BadRequest: the form is broken, or was not sent to its end.
        PayloadTooLarge: too many files or too many bytes in all.
        StorageFull: the disk has no room for the temporary files.
    """
    form = await _parse(request, limits)
    try:
        yield form
    finally:
        await form.close()


async def _parse(request: Request, limits: UploadSettings) -> FormData:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UnsupportedMedia("Send the photos as multipart/form-data, in the field `files`.")
    try:
        return await _MeasuringParser(request, limits).parse()
    except MultiPartException as error:
        raise _refusal(error, limits) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull("There is no room on the disk to take this upload in.") from error
    except ClientDisconnect as error:
        raise BadRequest("The upload ended before it was complete.") from error


def _refusal(error: MultiPartException, limits: UploadSettings) -> StylistError:
    if "Too many files" in error.message:
        what = "file fits" if limits.max_files == 1 else "photos fit"
        return PayloadTooLarge(f"At most {limits.max_files} {what} in one request.")
    return BadRequest(f"The upload cannot be read: {error.message}")


def files_of(form: FormData, *names: str) -> list[UploadFile]:
    """The uploaded files in these fields, in the order they were sent.

    Raises:
        BadRequest: there is none.
    """
    files = [
        part for name, part in form.multi_items() if name in names and isinstance(part, UploadFile)
    ]
    if not files:
        raise BadRequest(f"There is no file in the field `{names[0]}`.")
    return files
