"""`/v1/images/…`: a blob by its signed link; the signature is all that is asked for."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.auth import ApiServices

router = APIRouter(tags=["images"])
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
}


@router.get("/v1/images/{key:path}", response_class=Response)
async def read_image(
    key: str,
    services: ApiServices,
    expires: Annotated[int, Query(examples=[1795000000])],
    signature: Annotated[str, Query(examples=["0123456789abcdef0123456789abcdef"])],
) -> Response:
    """The bytes of an image whose link we signed and that has not expired."""
    services.image_urls.check(key, expires=expires, signature=signature)
    data = await asyncio.to_thread(services.blobs.get, key)
    return Response(
        data,
        media_type=TYPES.get(key.rpartition(".")[2], "application/octet-stream"),
        headers={
            "Cache-Control": f"private, max-age={services.settings.blobs.url_ttl_s // 2}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
