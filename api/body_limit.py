"""Refuses a request body that is too large: by its declared length, or while it streams in."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer_error
from stylist.errors import PayloadTooLarge
from stylist.settings import UploadSettings

JSON_BYTES = 1024 * 1024
"""Largest body that is not a file upload; the longest message takes 32 kB of it."""
ARCHIVE_PATH = "/v1/wardrobe/import"
"""The one route that takes a whole wardrobe in one file."""
PART_OVERHEAD_BYTES = 4096
"""Boundary and headers of one file of an upload."""


class BodyLimit:
    """ASGI middleware with limits for photos, for an exported wardrobe, and for everything else."""

    def __init__(self, app: ASGIApp, *, uploads: UploadSettings) -> None:
        self._app = app
        self._upload_bytes = uploads.max_files * (uploads.max_bytes + PART_OVERHEAD_BYTES)
        self._archive_bytes = uploads.max_archive_bytes + PART_OVERHEAD_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        multipart = headers.get("content-type", "").lower().startswith("multipart/")
        upload = self._archive_bytes if scope["path"] == ARCHIVE_PATH else self._upload_bytes
        limit = upload if multipart else JSON_BYTES
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            await answer_error(_too_large(limit))(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _too_large(limit)
            return message

        await self._app(scope, counted, send)


def _too_large(limit: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"This request is larger than {limit / 1048576:.0f} MB.")
