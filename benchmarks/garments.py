"""Measures the eyes: slot and label accuracy by sender split, colours, patterns, photos a minute.

Run from the repository's root, with the shared data beside it:
`.venv/bin/python benchmarks/garments.py`. Only photos of senders that training never saw count.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image

from ml.garments.classifier import GarmentNet, Guess
from ml.garments.colors import palette
from ml.garments.describe import attributes_of, kind_of
from ml.garments.framing import box_of, crop_rgba
from ml.garments.kinds import coarse_labels
from ml.garments.pipeline import GarmentPipeline
from ml.segment import load_segmenter
from ml.training.nothing import nothing_views
from ml.training.photos import Shot, shots
from stylist import vocabulary
from stylist.arrays import Mask, Rgb
from stylist.settings import Settings
from stylist.vocabulary import EXCLUDED_SHARE


@dataclass(frozen=True, slots=True)
class Seen:
    """A test photo and everything that was said of it."""

    shot: Shot
    guess: Guess
    category: str
    subcategory: str | None
    color: str | None
    possible: frozenset[str]
    pattern: str | None

    @property
    def label(self) -> str:
        """The likeliest coarse label."""
        return max(self.guess.labels, key=lambda name: self.guess.labels[name])

    @property
    def slot(self) -> str | None:
        """The slot that the product would use."""
        return vocabulary.slot_of(self.category, self.subcategory)

    @property
    def true_slot(self) -> str | None:
        """The slot of the seen kind, else of the coarse label."""
        return vocabulary.slot_of(self.true_category, self.shot.kind)

    @property
    def true_category(self) -> str:
        """The category of the seen kind, else that of the coarse label."""
        kind = vocabulary.kinds().get(self.shot.kind or "")
        return kind.category if kind else coarse_labels()[self.shot.label].category


class MaskSource:
    """Masks by a segmenter, or those that training left in its work folder."""

    def __init__(self, pipeline: GarmentPipeline, folder: Path | None) -> None:
        self.name = f"{pipeline.segmenter.name if folder is None else 'kept u2netp'} masks"
        self._segmenter, self._folder = pipeline.segmenter, folder

    def mask(self, shot: Shot) -> Mask:
        """The mask of one photo."""
        if self._folder is None:
            return self._segmenter.mask(pixels(shot))
        with Image.open(self._folder / f"{shot.path.stem}.png") as image:
            return np.asarray(image)


def look(shot: Shot, pipeline: GarmentPipeline, masks: MaskSource) -> Seen:
    """What the pipeline's parts say of a photo, without its refusal of empty ones."""
    rgb = pixels(shot)
    mask = masks.mask(shot)
    box = box_of(mask) or (0, 0, rgb.shape[1], rgb.shape[0])
    guess = pipeline.classifier.classify(rgb, mask, box)
    category, _, subcategory, _ = kind_of(guess)
    colors = palette(crop_rgba(rgb, mask, box))
    attributes, _ = attributes_of(guess, category, subcategory, colors)
    seen = [*colors.chances.items(), *((color.name, color.share) for color in colors.colors)]
    possible = frozenset(name for name, weight in seen if weight >= EXCLUDED_SHARE)
    first = colors.primary
    return Seen(shot, guess, category, subcategory, first, possible, attributes.pattern)


def pixels(shot: Shot) -> Rgb:
    """The photo's pixels."""
    with Image.open(shot.path) as image:
        return np.asarray(image.convert("RGB"))


def share(rows: Sequence[Seen], right: Callable[[Seen], bool]) -> str:
    """A share and its count, for a table."""
    return f"{np.mean([right(row) for row in rows]):.3f} ({len(rows)})" if rows else "- (0)"


def accuracy(rows: Sequence[Seen]) -> None:
    """The table of accuracies."""
    finer = [row for row in rows if row.shot.kind]
    theirs = [row for row in rows if row.shot.color]
    patterned = [row for row in rows if row.shot.pattern]
    print("| what | held-out photos right (count) |\n| --- | --- |")
    print(f"| 17 labels | {share(rows, lambda row: row.label == row.shot.label)} |")
    print(
        f"| slot, by coarse label or seen kind | {share(rows, lambda r: r.slot == r.true_slot)} |"
    )
    print(f"| slot, labelled photos | {share(theirs, lambda r: r.slot == r.true_slot)} |")
    same = share(finer, lambda row: row.category == row.true_category)
    print(f"| category (of 21), where the kind was seen | {same} |")
    named = [row for row in finer if row.subcategory]
    right = share(named, lambda row: row.subcategory == row.shot.kind)
    print(f"| subcategory, where one was named | {right} |")
    print(f"| colour, first | {share(theirs, lambda row: row.color == row.shot.color)} |")
    either = share(theirs, lambda r: r.color in {r.shot.color, r.shot.color_alt})
    print(f"| colour, first or the labeller's second | {either} |")
    kept_out = share(theirs, lambda r: r.shot.color in r.possible)
    print(f"| colour, an exclusion of the labeller's first would be obeyed | {kept_out} |")
    black = [row for row in theirs if "black" in (row.shot.color, row.shot.color_alt)]
    print(f"| the same, black only | {share(black, lambda r: 'black' in r.possible)} |")
    other = [row for row in theirs if row not in black]
    wrongly = share(other, lambda r: "black" in r.possible)
    print(f'| not black, yet kept out by "no black" | {wrongly} |')
    print(f"| pattern | {share(patterned, lambda row: row.pattern == row.shot.pattern)} |")
    plain = share(patterned, lambda r: (r.pattern == "solid") == (r.shot.pattern == "solid"))
    print(f"| plain or patterned | {plain} |")


def per_class(rows: Sequence[Seen]) -> None:
    """Recall, precision and the commonest mistake of each coarse label."""
    print("\n| label | photos | recall | precision | mostly taken for |")
    print("| --- | --- | --- | --- | --- |")
    said = Counter(row.label for row in rows)
    for name in sorted({row.shot.label for row in rows}):
        own = [row for row in rows if row.shot.label == name]
        hits = sum(row.label == name for row in own)
        wrong = Counter(row.label for row in own if row.label != name).most_common(1)
        taken = f"{wrong[0][0]} {wrong[0][1]}" if wrong else ""
        precision = hits / said[name] if said[name] else 0.0
        print(f"| {name} | {len(own)} | {hits / len(own):.2f} | {precision:.2f} | {taken} |")


def confusion(rows: Sequence[Seen]) -> None:
    """The confusion of patterns: rows are true, columns said."""
    names = list(vocabulary.terms("pattern"))
    counts = Counter((row.shot.pattern, row.pattern) for row in rows if row.shot.pattern)
    print(f"\n| true \\ said | {' | '.join(names)} |\n|{' --- |' * (len(names) + 1)}")
    for true in names:
        print(f"| {true} | {' | '.join(str(counts[true, said]) for said in names)} |")


def presence(rows: Sequence[Seen], pipeline: GarmentPipeline, masks: MaskSource) -> None:
    """How often a garment is missed, and a scene without one taken for a garment."""
    net = pipeline.classifier
    assert isinstance(net, GarmentNet)
    empty = []
    for index, shot in enumerate(row.shot for row in rows[::4]):
        rng = np.random.default_rng([index, 7])
        views = nothing_views(pixels(shot), masks.mask(shot), rng)
        empty.append(net.guess([views[0], views[0][:, ::-1], views[1], views[1][:, ::-1]]).presence)
    missed = np.mean([row.guess.presence < 0.2 for row in rows])
    print(f"\nGarments refused: {missed:.4f} ({len(rows)}); ", end="")
    print(f"scenes without a garment refused: {np.mean(np.array(empty) < 0.2):.3f} ({len(empty)}).")


def speed(held_out: Sequence[Shot], pipeline: GarmentPipeline, count: int) -> None:
    """Photos a minute through the whole pipeline, and each stage's share of the time."""
    pipeline.warm()
    spent: dict[str, float] = defaultdict(float)
    start = perf_counter()
    for shot in held_out[:count]:
        for stage, milliseconds in pipeline.analyse(pixels(shot)).timings_ms.items():
            spent[stage] += milliseconds
    rate = 60 * count / (perf_counter() - start)
    total = sum(spent.values())
    shares = ", ".join(f"{stage} {value / total:.0%}" for stage, value in spent.items())
    print(f"\n{rate:.0f} photos a minute with {pipeline.segmenter.name}: {shares}.")


def main() -> None:
    """Prints everything as Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--segmenter", default="u2net")
    options.add_argument("--masks", type=Path, help="masks kept by training: WORK/masks")
    options.add_argument("--limit", type=int, default=0, help="measure on this many photos only")
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args()
    settings = Settings()
    segmenter = load_segmenter(given.segmenter, settings.models_dir, given.threads)
    pipeline = GarmentPipeline(segmenter, GarmentNet(threads=given.threads))
    held_out = [shot for shot in shots(settings.shared_data) if shot.held_out]
    held_out = held_out[: given.limit or None]
    masks = MaskSource(pipeline, given.masks)
    rows = [look(shot, pipeline, masks) for shot in held_out]
    senders = len({shot.sender for shot in held_out})
    print(f"{len(rows)} photos of {senders} senders whom training never saw; {masks.name}.\n")
    accuracy(rows)
    per_class(rows)
    confusion(rows)
    presence(rows, pipeline, masks)
    speed(held_out, pipeline, min(40, len(held_out)))


if __name__ == "__main__":
    main()
