"""Measures the cut-outs: IoU on made photos, what poor photos are told, splits, doubts, seconds.

Run from the repository's root, with the shared data beside it:
`.venv/bin/python -m benchmarks.cutouts [--part cutouts|quality|splits|doubts|speed]`.
The grounds and shadows are made by code, the garments are real (see `scenes.py`).
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Final

import cv2
import numpy as np
from PIL import Image

from benchmarks import scenes
from ml.garments import quality
from ml.garments.classifier import GarmentNet
from ml.garments.doubts import doubts_of
from ml.garments.framing import box_of
from ml.garments.pipeline import WORK_PX, GarmentPipeline
from ml.garments.split import split
from ml.photos import fit_within
from ml.segment import load_segmenter
from ml.segment.clean import clean
from ml.segment.refine import refine
from ml.training.photos import Shot, shots
from stylist.arrays import Mask, Rgb
from stylist.errors import PhotoUnusable
from stylist.settings import Settings

SETTINGS: Final = Settings()
BACKENDS: Final = ("u2net", "u2netp", "grabcut")
COMPOSED: Final = 3
"""Made photos of each garment."""
HIGH, WIDE = scenes.CANVAS


@cache
def held_out() -> tuple[Shot, ...]:
    """The photos of senders whom training never saw."""
    return tuple(shot for shot in shots(SETTINGS.shared_data) if shot.held_out)


@cache
def pieces() -> tuple[scenes.Piece, ...]:
    """Garments of held-out and labelled photos with a plain ground."""
    find = load_segmenter("u2net", SETTINGS.models_dir, 1).mask
    labelled = sorted((SETTINGS.shared_data / "garments" / "labelled").rglob("*.jpg"))
    found = (
        scenes.piece_of(path, find) for path in [*labelled, *(each.path for each in held_out())]
    )
    return tuple(piece for piece in found if piece is not None)


def pixels(path: Path) -> Rgb:
    """The photo's pixels."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def made_photos() -> Iterator[tuple[str, Rgb, Mask]]:
    """Ground, photo and true mask; each garment lies on three grounds in turn."""
    small = load_segmenter("u2netp", SETTINGS.models_dir, 1)
    names = [*scenes.GROUNDS, "another photo"]
    for index, piece in enumerate(pieces()):
        for turn in range(COMPOSED):
            rng = np.random.default_rng([index, turn])
            name = names[(COMPOSED * index + turn) % len(names)]
            if name in scenes.GROUNDS:
                ground = scenes.GROUNDS[name](rng)
            else:
                path = held_out()[int(rng.integers(len(held_out())))].path
                ground = scenes.room(path, small.mask(pixels(path)), rng)
            share = rng.uniform(0.55, 0.85)
            wide, high = int(WIDE * share), int(HIGH * share)
            x, y = int(rng.uniform(0, WIDE - wide)), int(rng.uniform(0, HIGH - high))
            layer = scenes.placed(piece, (x, y, wide, high), float(rng.uniform(-12, 12)))
            rgb, (mask,) = scenes.composed(ground, [layer], rng)
            yield name, rgb, mask


def cutouts() -> None:
    """IoU by backend and ground, bare, refined, and refined and cleaned."""
    photos = list(made_photos())
    print(f"{len(pieces())} garments, {len(photos)} made photos of {WIDE} x {HIGH}.\n")
    print("| backend | ground | photos | bare | refined | refined and cleaned | least |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for backend in BACKENDS:
        segmenter = load_segmenter(backend, SETTINGS.models_dir, 1)
        rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        for name, rgb, true in photos:
            bare = segmenter.mask(rgb)
            edged = refine(rgb, bare)
            whole = clean(rgb, edged)
            row = scenes.iou(bare, true), scenes.iou(edged, true), scenes.iou(whole, true)
            rows[name].append(row)
            rows["**all**"].append(row)
        for name, found in rows.items():
            bare_mean, edged_mean, whole_mean = np.mean(found, axis=0)
            least = min(row[2] for row in found)
            print(
                f"| {backend} | {name} | {len(found)} | {bare_mean:.4f} | {edged_mean:.4f} "
                f"| {whole_mean:.4f} | {least:.3f} |",
                flush=True,
            )


def _gamma(light: float) -> Callable[[Rgb], Rgb]:
    def lit(rgb: Rgb) -> Rgb:
        linear = ((rgb / 255.0) ** 2.2 * light).clip(0, 1)
        return np.asarray(linear ** (1 / 2.2) * 255, np.uint8)

    return lit


def _blur(sigma: float) -> Callable[[Rgb], Rgb]:
    return lambda rgb: np.asarray(cv2.GaussianBlur(rgb, (0, 0), sigma), np.uint8)


def _shaken(length: int) -> Callable[[Rgb], Rgb]:
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    return lambda rgb: np.asarray(cv2.filter2D(rgb, -1, kernel), np.uint8)


DAMAGES: Final[dict[str, Callable[[Rgb], Rgb]]] = {
    "as it is": lambda rgb: rgb,
    "blurred by 1 of 320 px": _blur(1),
    "blurred by 1.5": _blur(1.5),
    "blurred by 3": _blur(3),
    "blurred by 8": _blur(8),
    "shaken by 7": _shaken(7),
    "shaken by 15": _shaken(15),
    "a fifth of the light": _gamma(0.2),
    "a twentieth": _gamma(0.05),
    "a five-hundredth": _gamma(0.002),
    "eight times the light": _gamma(8),
    "shrunk to 120 px": lambda rgb: np.asarray(fit_within(rgb, 120)),
    "shrunk to 40 px": lambda rgb: np.asarray(fit_within(rgb, 40)),
}
"""What is done to real photos, by name."""


def qualities() -> None:
    """How often each flaw is told of held-out photos that were made worse."""
    print("\n| photo | told | refused |\n| --- | --- | --- |")
    chosen = held_out()[::2]
    for name, damage in DAMAGES.items():
        told: Counter[str] = Counter()
        refused = 0
        for shot in chosen:
            measured = quality.measure(damage(pixels(shot.path)))
            told.update(measured.flaws)
            try:
                quality.refuse_unusable(measured)
                quality.refuse_blurred(measured)
            except PhotoUnusable:
                refused += 1
        flaws = ", ".join(f"{flaw} {count}" for flaw, count in sorted(told.items()))
        print(f"| {name} | {flaws or '-'} of {len(chosen)} | {refused} |", flush=True)


def _row_of(count: int, index: int, overlap: bool) -> tuple[Rgb, int] | None:
    """A made photo of several garments, side by side or upon each other."""
    rng = np.random.default_rng([index, count, int(overlap)])
    chosen = [pieces()[int(n)] for n in rng.permutation(len(pieces()))[:count]]
    ground = [scenes.GROUNDS[name] for name in ("white", "wood", "grass")][index % 3](rng)
    layers = []
    for place, piece in enumerate(chosen):
        if overlap:
            box = (place * 160, place * 260, int(0.7 * WIDE), int(0.55 * HIGH))
        elif count == 2 and index % 2:
            box = (90, 20 + place * HIGH // 2, WIDE - 180, HIGH // 2 - 50)
        else:
            side = WIDE // count
            box = (15 + place * side, 150, side - 50, HIGH - 300)
        layers.append(scenes.placed(piece, box, float(rng.uniform(-5, 5))))
    rgb, _ = scenes.composed(ground, layers, rng)
    return rgb, count


def splits() -> None:
    """False splits of single garments, and how many garments are found where several lie."""
    segmenter, net = load_segmenter("u2net", SETTINGS.models_dir, 1), GarmentNet()

    def count_of(rgb: Rgb) -> int:
        mask = clean(rgb, refine(rgb, segmenter.mask(rgb)))
        return len(split(rgb, mask, net)) if (mask >= 128).any() else 0

    wrong = sum(count_of(pixels(shot.path)) > 1 for shot in held_out())
    print(f"\nFalse splits: {wrong} of {len(held_out())} held-out photos of one garment.\n")
    print("| made photos of | photos | right number | garments found |\n| --- | --- | --- | --- |")
    for count in (2, 3):
        found = [count_of(row[0]) for i in range(30) if (row := _row_of(count, i, False))]
        right = sum(each == count for each in found)
        share = sum(min(each, count) for each in found) / (count * len(found))
        print(f"| {count} garments | {len(found)} | {right} | {share:.2f} |", flush=True)


def doubting() -> None:
    """How often each doubt is told of held-out photos, and of those that deserve one."""
    segmenter, net = load_segmenter("u2net", SETTINGS.models_dir, 1), GarmentNet()

    def told(photos: Sequence[Rgb]) -> str:
        counts: Counter[str] = Counter()
        for rgb in photos:
            mask = clean(rgb, refine(rgb, segmenter.mask(rgb)))
            box = box_of(mask)
            if box is None:
                counts["nothing found"] += 1
                continue
            found = doubts_of(rgb, mask, net.classify(rgb, mask, box))
            counts.update(found or ["none"])
        return ", ".join(f"{name} {count}" for name, count in counts.most_common())

    print("\n| photos | count | told |\n| --- | --- | --- |")
    people = sorted((SETTINGS.shared_data / "tryon" / "person").rglob("*.jpg"))
    rng = np.random.default_rng(5)
    on_carpet, on_white = [], []
    for index in range(24):
        piece = pieces()[index % len(pieces())]
        layer = scenes.placed(piece, (90, 120, WIDE - 180, HIGH - 240))
        on_carpet.append(scenes.composed(scenes.GROUNDS["carpet"](rng), [layer], rng)[0])
        pale = scenes.placed(piece, (90, 120, WIDE - 180, HIGH - 240))
        faded = (0.12 * pale[0] + 0.88 * 238).astype(np.float32), pale[1]
        on_white.append(scenes.composed(scenes.GROUNDS["white"](rng), [faded], rng)[0])
    over = [row[0] for i in range(24) if (row := _row_of(2, i, True))]
    kinds = {
        "held-out, every third": [pixels(shot.path) for shot in held_out()[::3]],
        "people wearing clothes": [fit_within(pixels(path), WORK_PX) for path in people],
        "two garments upon each other": over,
        "on a patterned carpet": on_carpet,
        "near-white on white": on_white,
    }
    for name, photos in kinds.items():
        print(f"| {name} | {len(photos)} | {told(photos)} |", flush=True)


def speed() -> None:
    """Seconds a photo of each step, relative to the bare background removal."""
    photos = [rgb for _, (_, rgb, _) in zip(range(12), made_photos(), strict=False)]
    pipeline = GarmentPipeline(load_segmenter("u2net", SETTINGS.models_dir, 1), GarmentNet())
    pipeline.warm()
    spent: dict[str, float] = defaultdict(float)
    for rgb in photos:
        began = perf_counter()
        pipeline.segmenter.mask(rgb)
        spent["u2net bare"] += perf_counter() - began
        began = perf_counter()
        seen = pipeline.analyse_all(rgb)
        spent["whole pipeline"] += perf_counter() - began
        for stage, took in seen[0].timings_ms.items():
            spent[stage] += took / 1000
    print("\n| step | seconds a photo | of u2net bare |\n| --- | --- | --- |")
    for name, total in spent.items():
        print(f"| {name} | {total / len(photos):.3f} | {total / spent['u2net bare']:.2f} |")


PARTS: Final = {
    "cutouts": cutouts,
    "quality": qualities,
    "splits": splits,
    "doubts": doubting,
    "speed": speed,
}


def main() -> None:
    """Prints everything as Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--part", choices=PARTS)
    given = options.parse_args()
    for name, measure in PARTS.items():
        if given.part in (None, name):
            measure()


if __name__ == "__main__":
    main()
