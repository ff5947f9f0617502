"""Measures looks: is a garment that is photographed again found, and taken for the same one?

Run from the repository's root, with the shared data beside it:
`.venv/bin/python benchmarks/similar.py [--masks FOLDER]`. Only photos of senders that training
never saw count. Every garment is photographed again by code (`ml/visual/reshots.py`: mirrored,
turned, seen from an angle, crumpled, folded, on another floor, in another light, as a JPEG).
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.garments.classifier import GarmentNet
from ml.training.photos import Shot, shots
from ml.visual.fit import closest_others, fresh_masks, kept_masks, same_garments, seen_on
from ml.visual.look import GarmentLook
from ml.visual.space import read_space
from stylist.arrays import Floats
from stylist.settings import Settings


def ranks(
    gallery: Floats, asked: Floats, mine: NDArray[np.int_], rows: NDArray[np.bool_]
) -> NDArray[np.int_]:
    """The rank, from 1, of garment `mine` (Q,) for each of `asked` (Q, D) among `rows` (Q, N)."""
    likeness = np.where(rows, asked @ gallery.T, -2.0)
    own = likeness[np.arange(len(mine)), mine]
    found: NDArray[np.int_] = 1 + (likeness > own[:, None]).sum(1)
    return found


def tell_ranks(places: Floats, given: list[Shot]) -> None:
    """How often the garment itself is nearest, among everybody's and among its sender's."""
    gallery, count = places[:, 0], places.shape[1] - 1
    asked, mine = (
        places[:, 1:].reshape(-1, places.shape[-1]),
        np.repeat(np.arange(len(given)), count),
    )
    senders = np.array([shot.sender for shot in given])
    everybody = np.ones((len(mine), len(given)), bool)
    for name, rows in (
        (f"all {len(given)} photos", everybody),
        ("its sender's photos", senders[mine][:, None] == senders[None]),
    ):
        found = ranks(gallery, asked, mine, rows)
        print(
            f"| re-shot, rank 1 among {name} | {np.mean(found == 1):.4f} ({len(found)}) | "
            f"rank 5 or better {np.mean(found <= 5):.4f} |"
        )


def tell_duplicates(places: Floats, given: list[Shot], same_from: float) -> None:
    """Recall of re-shots and false duplicates at the shipped threshold, and around it."""
    likeness = (places[:, 1:] * places[:, :1]).sum(-1)
    others = np.array([found for found, _, _ in closest_others(places[:, 0], given)])
    pairs = different_pairs(places[:, 0], given)
    print("\n| the same from | re-shots called the same | photos with a false duplicate | ", end="")
    print("pairs of different garments called the same |\n| --- | --- | --- | --- |")
    for level in sorted({same_from, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95}):
        mark = " (shipped)" if level == same_from else ""
        print(
            f"| {level:.3f}{mark} | {np.mean(likeness >= level):.3f} ({likeness.size}) | "
            f"{np.mean(others >= level):.4f} ({len(others)}) | "
            f"{np.mean(pairs >= level):.5f} ({len(pairs)}) |"
        )


def different_pairs(places: Floats, given: list[Shot]) -> Floats:
    """The likeness of every two different garments of one sender."""
    same, likeness = same_garments(), places @ places.T
    return np.array(
        [
            likeness[one, other]
            for one, shot in enumerate(given)
            for other in range(one)
            if given[other].sender == shot.sender
            and frozenset((shot.path.stem, given[other].path.stem)) not in same
        ]
    )


def tell_true_reshots(places: Floats, given: list[Shot], same_from: float) -> None:
    """The pairs of photos in the data that show one garment, as far as the eye can tell."""
    index = {shot.path.stem: number for number, shot in enumerate(given)}
    pairs = [sorted(pair) for pair in same_garments() if pair <= index.keys()]
    found = [float(places[index[a], 0] @ places[index[b], 0]) for a, b in pairs]
    called = sum(likeness >= same_from for likeness in found)
    print(f"\nTrue re-shots by one sender (front and back, or again): {called} of {len(found)}")
    print("called the same; likeness " + ", ".join(f"{each:.2f}" for each in sorted(found)))


def main() -> None:
    """Prints everything as Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--masks", type=Path, help="a folder with PHOTO.png masks")
    options.add_argument("--reshots", type=int, default=3, help="of each photo")
    options.add_argument("--limit", type=int, default=0, help="measure on so many photos only")
    options.add_argument("--pairs", type=int, default=0, help="print that many closest pairs")
    asked = options.parse_args()
    given = [shot for shot in shots(Settings().shared_data) if shot.held_out]
    given = given[: asked.limit or None]
    space, network = read_space(), GarmentNet()
    if space.network != network.version:
        raise SystemExit("Fit the space to the network first: python -m ml.visual.fit")
    mask_of = kept_masks(asked.masks) if asked.masks else fresh_masks()
    look = GarmentLook(network, space)
    seen = seen_on(given, mask_of, look, reshots=asked.reshots, salt=2)
    places = space.place(seen.reshape(-1, seen.shape[-1])).reshape(*seen.shape[:2], -1)
    senders = len({shot.sender for shot in given})
    print(f"{len(given)} garments of {senders} senders, {asked.reshots} re-shots each;")
    print(f"network {network.version}, space {space.version}.\n")
    print("| what | share (count) | |\n| --- | --- | --- |")
    tell_ranks(places, given)
    tell_duplicates(places, given, space.same_from)
    tell_true_reshots(places, given, space.same_from)
    for likeness, one, other in closest_others(places[:, 0], given)[: asked.pairs]:
        print(f"{likeness:.3f}\t{given[one].path.stem}\t{given[other].path.stem}")


if __name__ == "__main__":
    main()
