"""What `stylist garment inspect` tells of one photo: a row of plain values, words, a cut-out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stylist import vocabulary
from stylist.errors import BadRequest, NotFound, PayloadTooLarge, StylistError
from stylist.settings import UploadSettings

if TYPE_CHECKING:
    from ml.garments.pipeline import GarmentAnalysis, GarmentPipeline
    from stylist.arrays import Rgb

Row = dict[str, Any]
ATTRIBUTES = ("pattern", "formality", "warmth_clo", "seasons", "material", "fit", "style_tags")


class CutoutFolder:
    """Where cut-outs go; a name that was used in this run is not used again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._used: set[str] = set()

    def keep(self, photo: Path, number: int, png: bytes) -> Path:
        """Write the cut-out of a photo's first, second... garment; the path that it got."""
        stem = photo.stem if number == 1 else f"{photo.stem}-{number}"
        name, again = stem, 1
        while name.casefold() in self._used:
            again += 1
            name = f"{stem}~{again}"
        self._used.add(name.casefold())
        path = self._folder / f"{name}.png"
        path.write_bytes(png)
        return path


def row_of(
    file: str, pipeline: "GarmentPipeline", limits: UploadSettings, folder: CutoutFolder | None
) -> Row:
    """Everything seen on one photo, or `{file, error}` with the reason as a sentence."""
    try:
        return _seen(file, pipeline, limits, folder)
    except StylistError as error:
        return {"file": file, "error": error.message}
    except MemoryError:
        return {"file": file, "error": "There is not enough memory for this photo."}
    except (OSError, ValueError) as error:
        # A name with a null byte is a ValueError.
        return {"file": file, "error": f"{getattr(error, 'strerror', None) or error}."}


def _seen(
    file: str, pipeline: "GarmentPipeline", limits: UploadSettings, folder: CutoutFolder | None
) -> Row:
    from ml.photos import read_photo

    photo = read_photo(
        _bytes_of(Path(file), limits.max_bytes),
        max_bytes=limits.max_bytes,
        max_pixels=limits.max_pixels,
    )
    found = pipeline.analyse_all(photo.rgb)
    for number, analysis in enumerate(found, start=1):
        if folder:
            folder.keep(Path(file), number, _png(photo.rgb, analysis))
    first, *others = (_row(analysis) for analysis in found)
    return {"file": file, **first, "others": others}


def _bytes_of(path: Path, max_bytes: int) -> bytes:
    if not path.exists():
        raise NotFound("There is no such file.")
    if path.is_dir():
        raise BadRequest("This is a folder, not a photo.")
    if not path.is_file():
        raise BadRequest("This is not an ordinary file.")
    if path.stat().st_size > max_bytes:
        raise PayloadTooLarge(f"This photo is larger than {max_bytes / 1048576:.0f} MB.")
    return path.read_bytes()


def _png(rgb: "Rgb", analysis: "GarmentAnalysis") -> bytes:
    from ml.garments.pipeline import in_photo
    from ml.photos import encode_png

    return encode_png(in_photo(rgb, analysis))


def _row(analysis: "GarmentAnalysis") -> Row:
    known = analysis.attributes.model_dump(mode="json")
    x, y, width, height = analysis.bbox_xywh
    return {
        "slot": vocabulary.slot_of(analysis.category, analysis.subcategory),
        "category": analysis.category,
        "subcategory": analysis.subcategory or analysis.category,
        "colors": known["colors"],
        "color_primary": known["color_primary"],
        **{name: known[name] for name in ATTRIBUTES},
        "confidence": analysis.confidence,
        "backend": analysis.backend,
        "quality": list(analysis.quality),
        "doubts": list(analysis.doubts),
        "degraded": list(analysis.degraded),
        "bbox": [x, y, width, height],
    }


def inspected(row: Row) -> str:
    """The row as a few lines for a person."""
    if "error" in row:
        return f"{row['file']}: {row['error']}"
    lines = [f"{row['file']}: {_said(row)}"]
    lines += [f"{'':4}and {_said(other)}" for other in row["others"]]
    return "\n".join(lines)


def _said(row: Row) -> str:
    shares = ", ".join(f"{each['name']} {each['share']:.0%}" for each in row["colors"][:3])
    parts = [
        f"{row['subcategory']} ({row['confidence']['category']:.0%})",
        shares,
        *_named(row, "pattern", str),
        *_named(row, "material", str),
        *_named(row, "fit", str),
        *_named(row, "formality", lambda value: f"formality {value:.2f}"),
        *_named(row, "warmth_clo", lambda value: f"{value:.2f} clo"),
        *_named(row, "seasons", "/".join),
        *_named(row, "quality", lambda flaws: f"photo: {', '.join(flaws)}"),
        *_named(row, "doubts", lambda doubts: f"doubts: {', '.join(doubts)}"),
        *_named(row, "degraded", lambda lacks: f"degraded: {', '.join(lacks)}"),
    ]
    return "; ".join(part for part in parts if part)


def _named(row: Row, key: str, say: Callable[[Any], str]) -> list[str]:
    return [] if row[key] in (None, []) else [say(row[key])]
