"""Photos as people send them: told by their content, checked before decoding, turned upright.

Needs Pillow only, so the API may import it. Nothing is ever written to disk.
"""

import io
import struct
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

from stylist.arrays import Rgb, Rgba
from stylist.errors import BadRequest, PayloadTooLarge, UnsupportedMedia

FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF", "GIF", "BMP", "TIFF")
"""What is read, by Pillow's names; of an animation the first frame counts."""
_DAMAGE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    RuntimeError,
    TypeError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise on damaged files."""
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation to the turn that undoes it (EXIF 2.32, tag 274)."""
_SIZES: Final = {12, 40, 52, 56, 64, 108, 124}
"""Lengths of the BMP headers there are; they tell a BMP from a text that begins with BM."""


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """What a photo's header says: Pillow's format name, size as stored, whether it is animated."""

    format: str
    size_wh: tuple[int, int]
    animated: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo: upright pixels (H, W, 3) uint8 sRGB, and what the file said of itself."""

    rgb: Rgb
    info: PhotoInfo


def read_photo(data: bytes, *, max_bytes: int, max_pixels: int) -> Photo:
    """The pixels of an uploaded photo.

    Raises: BadRequest (empty, truncated, damaged), PayloadTooLarge (bytes, or pixels by the
    header, before decoding), UnsupportedMedia (anything that is not a photo we read).
    """
    image, info = _opened(data, max_bytes, max_pixels)
    try:
        image.load()
        return Photo(np.asarray(_upright(_as_rgb(image), _orientation(image))), info)
    except _DAMAGE as error:
        raise _damaged() from error


def check_photo(data: bytes, *, max_bytes: int, max_pixels: int) -> PhotoInfo:
    """What `read_photo` would accept, found out as cheaply as a sure answer allows.

    The whole file is walked, because only its end tells a truncated one; a JPEG is decoded at an
    eighth of its size.
    """
    image, info = _opened(data, max_bytes, max_pixels)
    try:
        image.draft("RGB", (image.width // 8, image.height // 8))
        image.load()
    except _DAMAGE as error:
        raise _damaged() from error
    return info


def encode_webp(pixels: Rgb | Rgba, *, quality: int = 85) -> bytes:
    """(H, W, 3 or 4) uint8 as WebP."""
    return _encoded(Image.fromarray(pixels), "WEBP", quality)


def encode_jpeg(rgb: Rgb, *, quality: int = 88) -> bytes:
    """(H, W, 3) uint8 as JPEG."""
    return _encoded(Image.fromarray(rgb), "JPEG", quality)


def encode_png(pixels: Rgb | Rgba) -> bytes:
    """(H, W, 3 or 4) uint8 as PNG, without loss."""
    return _encoded(Image.fromarray(pixels), "PNG", 0)


def fit_within(pixels: Rgb | Rgba, side_px: int) -> Rgb | Rgba:
    """`pixels` shrunk until no side is longer than `side_px`; small ones are left alone."""
    image = Image.fromarray(pixels)
    image.thumbnail((side_px, side_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(image)


def _encoded(image: Image.Image, name: str, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, quality=quality)
    return buffer.getvalue()


@cache
def _readable() -> tuple[str, ...]:
    pillow_heif.register_heif_opener()
    return FORMATS


def _opened(data: bytes, max_bytes: int, max_pixels: int) -> tuple[Image.Image, PhotoInfo]:
    if not data:
        raise BadRequest("This file is empty.")
    if len(data) > max_bytes:
        raise PayloadTooLarge(f"This photo is larger than {max_bytes / 1048576:.0f} MB.")
    if not _looks_like_a_photo(data):
        raise UnsupportedMedia("This file is not a photo we can read.")
    try:
        image = Image.open(io.BytesIO(data), formats=_readable())
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(max_pixels) from error
    except _DAMAGE as error:
        raise _damaged() from error
    if image.width * image.height > max_pixels:
        raise _too_many_pixels(max_pixels)
    animated = bool(getattr(image, "is_animated", False))
    return image, PhotoInfo(image.format or "", image.size, animated)


def _looks_like_a_photo(data: bytes) -> bool:
    """Whether the first bytes are those of one of `FORMATS`."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")):
        return True
    if data.startswith(b"BM"):
        return len(data) < 18 or int.from_bytes(data[14:18], "little") in _SIZES
    if data[4:8] == b"ftyp":
        return data[8:12] in {
            b"heic",
            b"heix",
            b"hevc",
            b"hevx",
            b"heim",
            b"heis",
            b"mif1",
            b"msf1",
        }
    return data.startswith((b"II*\0", b"MM\0*")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _DAMAGE:
        return 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def _as_rgb(image: Image.Image) -> Image.Image:
    """Any mode as 8-bit RGB; what shines through lies on white."""
    if image.mode == "F" or image.mode.startswith("I"):
        image = _eight_bits(image)
    profile = _foreign_profile(image)
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return _as_srgb(image, profile) if profile else image.convert("RGB")


def _foreign_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The embedded colour profile, such as a phone's Display P3.

    None when it is sRGB anyway, broken, or not there.
    """
    data = image.info.get("icc_profile")
    if not isinstance(data, bytes) or not data:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(profile)
    except (ImageCms.PyCMSError, *_DAMAGE):
        return None
    return None if "srgb" in name.casefold() else profile


def _as_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """The image in sRGB; where the profile does not fit the image, as if it had none."""
    space = profile.profile.xcolor_space.strip()
    source = image if image.mode == "CMYK" == space else image.convert("RGB")
    if space not in {"RGB", source.mode}:
        return image.convert("RGB")
    srgb = ImageCms.createProfile("sRGB")
    try:
        turned = ImageCms.profileToProfile(source, profile, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, *_DAMAGE):
        return image.convert("RGB")
    return turned if turned is not None else image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """A 16-bit, 32-bit or floating gray image; Pillow's own conversion would clip it."""
    values = np.asarray(image).astype(np.float32)
    top = 1.0 if image.mode == "F" and values.max(initial=0) <= 1 else 255.0
    top = 65535.0 if values.max(initial=0) > top else top
    if image.mode.startswith("I;16"):
        top = 65535.0
    return Image.fromarray((values / top * 255).clip(0, 255).astype(np.uint8))


def _damaged() -> BadRequest:
    return BadRequest("This photo is damaged or incomplete.")


def _too_many_pixels(max_pixels: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"This photo has more than {max_pixels / 1e6:.0f} megapixels.")
