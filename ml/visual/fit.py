"""Fits the space of looks for the garment network that is shipped, and where "the same" begins.

`.venv/bin/python -m ml.visual.fit [--masks FOLDER]`, from the repository's root with the shared
data beside it; minutes. To be run whenever the network has been retrained. Photos of held-out
senders are not looked at: they are measured by `benchmarks/similar.py`.
"""

import argparse
import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from ml.garments.classifier import GarmentNet
from ml.segment import load_best_segmenter
from ml.training.photos import Shot, shots
from ml.visual.look import GarmentLook
from ml.visual.reshots import reshoot
from ml.visual.space import WEIGHTS, fit_space, write_space
from stylist.arrays import Floats, Mask, Rgb
from stylist.settings import Settings

RESHOTS: Final = 4
MOST_OF_A_SENDER: Final = 200
"""Large wardrobes hold the garments that are hardest to tell apart."""
PHOTOS: Final = 3_000
FALSE_SHARE: Final = 0.005
"""Share of garments of calibrating senders that may be taken for another one: half of what is
promised, since those senders are few."""
MARGIN: Final = 0.06
"""How far above the closest pair of different garments "the same" begins."""
MaskOf = Callable[[Shot], Mask]


def pixels(shot: Shot) -> Rgb:
    """The photo's pixels (H, W, 3)."""
    with Image.open(shot.path) as image:
        return np.asarray(image.convert("RGB"))


def kept_masks(folder: Path) -> MaskOf:
    """Masks that training left in a folder as PHOTO.png."""

    def mask_of(shot: Shot) -> Mask:
        with Image.open(folder / f"{shot.path.stem}.png") as image:
            return np.asarray(image.convert("L"))

    return mask_of


def fresh_masks() -> MaskOf:
    """Masks by the best background removal that is here."""
    segmenter, _ = load_best_segmenter(Settings().models_dir)
    return lambda shot: segmenter.mask(pixels(shot))


def chosen(given: Sequence[Shot], most: int) -> list[Shot]:
    """At most 200 photos of a sender and `most` in all, the same ones every time."""
    taken: dict[str, int] = defaultdict(int)
    kept: list[Shot] = []
    for shot in sorted(given, key=lambda shot: hashlib.sha256(shot.path.stem.encode()).digest()):
        if taken[shot.sender] < MOST_OF_A_SENDER and len(kept) < most:
            taken[shot.sender] += 1
            kept.append(shot)
    return kept


def seen_on(
    given: Sequence[Shot], mask_of: MaskOf, look: GarmentLook, *, reshots: int, salt: int
) -> Floats:
    """(N, 1 + reshots, F + 15): what is seen on each photo and on its re-shots."""
    rows = []
    for index, shot in enumerate(given):
        rgb, mask = pixels(shot), mask_of(shot)
        scenes = [(rgb, mask)]
        for number in range(reshots):
            rng = np.random.default_rng([salt, index, number])
            scenes.append(reshoot(rgb, mask, rng, pixels(given[int(rng.integers(len(given)))])))
        rows.append([look.seen(np.dstack(scene)) for scene in scenes])
        if index % 100 == 0:
            sys.stderr.write(f"{index} of {len(given)} photos\n")
    return np.array(rows, np.float32)


def same_garments() -> set[frozenset[str]]:
    """Pairs of photo ids that show the same garment, found by eye among the closest pairs."""
    text = files(__package__).joinpath("same_garments.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {frozenset((row["photo"], row["other"])) for row in rows}


def closest_others(places: Floats, given: Sequence[Shot]) -> list[tuple[float, int, int]]:
    """For each photo (likeness, it, the closest other garment of its sender), closest first.

    `places` (N, D) are unit vectors; photos of the same garment are no others. A sender of one
    photo has none.
    """
    same = same_garments()
    found = []
    for index, shot in enumerate(given):
        likeness = [
            (float(places[index] @ places[other]), index, other)
            for other, its in enumerate(given)
            if other != index
            and its.sender == shot.sender
            and frozenset((shot.path.stem, its.path.stem)) not in same
        ]
        found += [max(likeness)] if likeness else []
    return sorted(found, reverse=True)


def calibrating(shot: Shot) -> bool:
    """Whether the sender, one in four, is kept out of the fit to find where "the same" begins."""
    return hashlib.sha256(f"look/{shot.sender}".encode()).digest()[0] % 4 == 0


def threshold(places: Floats, given: Sequence[Shot]) -> float:
    """The likeness that all but a few photos stay below with every other garment of the sender."""
    highest = [likeness for likeness, _, _ in closest_others(places, given)]
    return float(np.quantile(highest, 1 - FALSE_SHARE, method="higher")) + MARGIN


def main() -> None:
    """Writes the space, and says what was found on the calibrating senders."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--masks", type=Path, help="a folder with PHOTO.png masks")
    options.add_argument("--photos", type=int, default=PHOTOS, help="look at so many")
    options.add_argument("--out", type=Path, default=WEIGHTS)
    options.add_argument("--pairs", type=int, default=10, help="print that many closest pairs")
    given = options.parse_args()
    known = [shot for shot in shots(Settings().shared_data) if not shot.held_out]
    if given.masks:
        known = [shot for shot in known if (given.masks / f"{shot.path.stem}.png").is_file()]
    known = chosen(known, given.photos)
    network = GarmentNet()
    mask_of = kept_masks(given.masks) if given.masks else fresh_masks()
    seen = seen_on(known, mask_of, GarmentLook(network, None), reshots=RESHOTS, salt=1)
    held = np.array([calibrating(shot) for shot in known])
    draft = fit_space(seen[~held], network.version)
    others = [shot for shot, out in zip(known, held, strict=True) if out]
    places = draft.place(seen[held].reshape(-1, seen.shape[-1]))
    places = places.reshape(len(others), 1 + RESHOTS, -1)
    same_from = threshold(places[:, 0], others)
    space = write_space(given.out, replace(draft, same_from=same_from))
    found = (places[:, 1:] * places[:, :1]).sum(-1) >= same_from
    lines = [
        f"Fitted on {int((~held).sum())} garments for network {network.version}.",
        f"The same from {same_from:.3f}, on {len(others)} garments of other senders;",
        f"{found.mean():.3f} of their re-shots are found. Version {space.version}.",
        *(
            f"{likeness:.3f}\t{others[index].path.stem}\t{others[other].path.stem}"
            for likeness, index, other in closest_others(places[:, 0], others)[: given.pairs]
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
