"""Every kind of bad or odd photo is a typed problem or is read right."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from ml import photos
from ml.photos import check_photo, read_photo
from stylist.errors import BadRequest, PayloadTooLarge, UnsupportedMedia

LIMITS = {"max_bytes": 1_000_000, "max_pixels": 1_000_000}


def picture(size=(60, 40)):
    """Left half red, right half blue, the top rows green."""
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    pixels[:, : size[0] // 2] = (220, 20, 20)
    pixels[:, size[0] // 2 :] = (20, 20, 220)
    pixels[: size[1] // 4] = (20, 200, 20)
    return Image.fromarray(pixels)


def saved(image, name, **options):
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def bomb_png(width, height):
    """A tiny file whose header promises width x height pixels."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("check", [read_photo, check_photo])
class TestRefusals:
    def test_an_empty_file_is_a_bad_request(self, check):
        with pytest.raises(BadRequest, match="empty"):
            check(b"", **LIMITS)

    @pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF"])
    def test_a_truncated_file_is_a_bad_request(self, check, name):
        photos._readable()
        noise = np.random.default_rng(0).integers(0, 255, (80, 90, 3), dtype=np.uint8)
        whole = saved(Image.fromarray(noise), name)
        for part in (0.9, 0.5, 0.2):
            with pytest.raises(BadRequest):
                check(whole[: int(len(whole) * part)], **LIMITS)

    def test_a_truncated_header_is_a_bad_request(self, check):
        with pytest.raises(BadRequest):
            check(saved(picture(), "JPEG")[:12], **LIMITS)

    def test_a_flipped_byte_in_a_png_is_a_bad_request(self, check):
        data = bytearray(saved(picture(), "PNG"))
        data[60] ^= 0xFF
        with pytest.raises(BadRequest):
            check(bytes(data), **LIMITS)

    @pytest.mark.parametrize(
        "data",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
            b"<?xml version='1.0'?><svg/>",
            b"just a text in a jpg",
            b"BMW and other words in a text that begins like a bitmap",
            b"%PDF-1.7 ...",
            b"PK\x03\x04" + b"\0" * 40,
            b"\0" * 64,
            b"%!PS-Adobe-3.0 EPSF-3.0\n",
        ],
    )
    def test_what_is_no_photo_is_unsupported_whatever_its_name(self, check, data):
        with pytest.raises(UnsupportedMedia):
            check(data, **LIMITS)

    def test_too_many_bytes_are_refused(self, check):
        with pytest.raises(PayloadTooLarge):
            check(saved(picture(), "PNG"), max_bytes=50, max_pixels=1_000_000)

    @pytest.mark.parametrize("side", [2_000, 10_000, 20_000, 60_000])
    def test_too_many_pixels_are_refused_by_the_header(self, check, side):
        with pytest.raises(PayloadTooLarge, match="megapixels"):
            check(bomb_png(side, side), **LIMITS)


def near(pixel, color):
    return np.abs(pixel.astype(int) - color).max() < 40


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF"])
def test_every_format_gives_the_same_picture(name):
    photos._readable()
    data = saved(picture(), name)
    photo = read_photo(data, **LIMITS)
    assert photo.info.format == name == check_photo(data, **LIMITS).format
    assert photo.rgb.shape == (40, 60, 3)
    assert photo.rgb.dtype == np.uint8
    assert near(photo.rgb[30, 10], (220, 20, 20))
    assert near(photo.rgb[30, 50], (20, 20, 220))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_rotated_by_exif_stands_upright(orientation):
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = picture() if undo is None else picture().transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = read_photo(saved(stored, "PNG", exif=exif), **LIMITS)
    assert np.array_equal(photo.rgb, np.asarray(picture()))


def test_broken_exif_is_ignored():
    photo = read_photo(saved(picture(), "JPEG", exif=b"Exif\0\0garbage" * 3), **LIMITS)
    assert photo.rgb.shape == (40, 60, 3)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "YCbCr", "LA", "RGBA", "PA", "LAB"])
def test_every_mode_becomes_rgb(mode):
    name = "TIFF" if mode in {"CMYK", "YCbCr", "LAB"} else "PNG"
    if mode == "PA":
        mode = "P"
    image = picture()
    if mode == "LAB":
        image = Image.new("LAB", (60, 40), (128, 128, 128))
    photo = read_photo(saved(image.convert(mode), name), **LIMITS)
    assert photo.rgb.shape == (40, 60, 3)
    if mode in {"P", "CMYK", "RGBA", "YCbCr"}:
        assert near(photo.rgb[30, 10], (220, 20, 20))


def test_a_cmyk_jpeg_keeps_its_colours():
    photo = read_photo(saved(picture().convert("CMYK"), "JPEG"), **LIMITS)
    assert near(photo.rgb[30, 10], (220, 20, 20))


@pytest.mark.parametrize("name", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_brightness(name):
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    photo = read_photo(saved(Image.fromarray(ramp), name), **LIMITS)
    assert photo.rgb[0, 0, 0] <= 1
    assert photo.rgb[-1, -1, 0] >= 254
    assert abs(int(photo.rgb[8, 0, 0]) - 128) <= 2


def test_a_floating_tiff_keeps_its_brightness():
    ramp = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
    photo = read_photo(saved(Image.fromarray(ramp), "TIFF"), **LIMITS)
    assert abs(int(photo.rgb[8, 0, 0]) - 128) <= 2


def test_what_is_transparent_lies_on_white():
    image = picture().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert read_photo(saved(image, "PNG"), **LIMITS).rgb.min() == 255


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_counts(name):
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "lime", "blue")]
    data = saved(frames[0], name, save_all=True, append_images=frames[1:], duration=50)
    photo = read_photo(data, **LIMITS)
    assert photo.info.animated
    assert near(photo.rgb[10, 10], (255, 0, 0))


@pytest.mark.parametrize("encode", [photos.encode_webp, photos.encode_jpeg, photos.encode_png])
def test_what_we_encode_can_be_read_again(encode):
    assert read_photo(encode(np.asarray(picture())), **LIMITS).rgb.shape == (40, 60, 3)


def test_a_large_picture_is_fitted_and_a_small_one_left_alone():
    assert photos.fit_within(np.asarray(picture((600, 400))), 60).shape == (40, 60, 3)
    assert photos.fit_within(np.asarray(picture()), 600).shape == (40, 60, 3)


def display_p3() -> bytes:
    """A profile as phones embed it: Display P3's primaries adapted to D50, gamma 2.2."""

    def fixed(value):
        return struct.pack(">i", round(value * 65536))

    def xyz(*values):
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    words = b"P3 as phones have it\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + b"\0" * 79,
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.5151, 0.2412, -0.0011),
        b"gXYZ": xyz(0.2920, 0.6922, 0.0419),
        b"bXYZ": xyz(0.1571, 0.0666, 0.7841),
        **{name: curve for name in (b"rTRC", b"gTRC", b"bTRC")},
    }
    offset, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    size = offset + len(body)
    head = struct.pack(">I4sI", size, b"\0\0\0\0", 0x02100000) + b"mntrRGB XYZ "
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_phones_wide_colours_become_srgb(name):
    image = Image.new("RGB", (40, 40), (200, 60, 60))
    photo = read_photo(saved(image, name, icc_profile=display_p3()), **LIMITS)
    red, green, blue = (int(value) for value in photo.rgb[20, 20])
    # Display P3 (200, 60, 60) of gamma 2.2 is (219, 37, 49) in sRGB, by the spaces' matrices.
    assert abs(red - 219) <= 4
    assert abs(green - 37) <= 6
    assert abs(blue - 49) <= 6


def test_what_is_transparent_keeps_its_profile():
    image = Image.new("RGBA", (40, 40), (200, 60, 60, 255))
    photo = read_photo(saved(image, "PNG", icc_profile=display_p3()), **LIMITS)
    assert int(photo.rgb[20, 20, 0]) > 208


@pytest.mark.parametrize("profile", [b"garbage" * 20, display_p3()[:150]])
def test_a_broken_profile_is_ignored(profile):
    image = Image.new("RGB", (40, 40), (200, 60, 60))
    photo = read_photo(saved(image, "PNG", icc_profile=profile), **LIMITS)
    assert tuple(photo.rgb[20, 20]) == (200, 60, 60)


def test_a_profile_of_other_channels_is_ignored():
    gray = Image.new("L", (40, 40), 120)
    photo = read_photo(saved(gray, "PNG", icc_profile=display_p3()), **LIMITS)
    assert np.ptp(photo.rgb[20, 20].astype(int)) <= 2
