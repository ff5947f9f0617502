"""Photo files of every kind that people send, good and bad, made without any real photo."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    """An image as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def noise(seed: int = 0, *, size: tuple[int, int] = (64, 80)) -> Image.Image:
    """An image that no other seed makes."""
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def photo(seed: int = 0, kind: str = "JPEG") -> bytes:
    """A small good photo."""
    return encoded(noise(seed), kind)


def png_promise(width: int, height: int) -> bytes:
    """A PNG whose header promises much and whose data is nearly nothing."""
    return _png(width, height, zlib.compress(b""))


def png_bomb(side: int) -> bytes:
    """A small PNG that decodes to side × side pixels."""
    row = b"\0" * (1 + side * 3)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return _png(side, side, body)


def _png(width: int, height: int, body: bytes) -> bytes:
    head = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", _ihdr(width, height))
    return head + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _ihdr(width: int, height: int) -> bytes:
    return struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def animation(seed: int) -> bytes:
    """An animated GIF."""
    first, *rest = (noise(seed + n) for n in range(3))
    return encoded(first, "GIF", save_all=True, append_images=rest, duration=50)


def turned(seed: int) -> bytes:
    """A JPEG that says by EXIF that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(noise(seed), "JPEG", exif=exif)


def sixteen_bit(seed: int) -> bytes:
    """A PNG with 16 bits of gray."""
    values = np.random.default_rng(seed).integers(0, 65535, (80, 64), dtype=np.uint16)
    return encoded(Image.fromarray(values), "PNG")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
