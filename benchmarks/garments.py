"""Measures the eyes on photos of senders whom training never saw: what is right, and how sure.

Run from the repository's root, with the shared data beside it:
`.venv/bin/python benchmarks/garments.py`. Everything goes through the product's own pipeline.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image

from ml.garments.classifier import GarmentNet
from ml.garments.kinds import coarse_labels
from ml.garments.pipeline import MIN_PRESENCE, GarmentAnalysis, GarmentPipeline
from ml.segment import Segmenter, load_segmenter
from ml.training.nothing import nothing_views
from ml.training.photos import Shot, shots
from stylist import vocabulary
from stylist.arrays import Mask, Rgb
from stylist.errors import PhotoUnusable
from stylist.settings import Settings
from stylist.vocabulary import EXCLUDED_SHARE

BINS = 10
"""Of the expected calibration error."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A test photo and what was said of its largest garment."""

    shot: Shot
    said: GarmentAnalysis
    label: str

    @property
    def slot(self) -> str | None:
        """The slot that the product uses."""
        return vocabulary.slot_of(self.said.category, self.said.subcategory)

    @property
    def true_category(self) -> str:
        """The category of the seen kind, else that of the coarse label."""
        kind = vocabulary.kinds().get(self.shot.kind or "")
        return kind.category if kind else coarse_labels()[self.shot.label].category

    @property
    def true_slot(self) -> str | None:
        """The slot of the seen kind, else of the coarse label."""
        return vocabulary.slot_of(self.true_category, self.shot.kind)

    @property
    def kind(self) -> str:
        """The finest name that was said."""
        return self.said.subcategory or self.said.category

    @property
    def three(self) -> set[str]:
        """The three likeliest kinds, the said one among them."""
        chances = {
            name.removeprefix("kind:"): chance
            for name, chance in self.said.confidence.items()
            if name.startswith("kind:") and name != f"kind:{self.kind}"
        }
        return {self.kind, *sorted(chances, key=lambda name: -chances[name])[:2]}

    @property
    def possible_colors(self) -> set[str]:
        """What an exclusion of colours counts with."""
        attributes, confidence = self.said.attributes, self.said.confidence
        shown = {color.name for color in attributes.colors if color.share >= EXCLUDED_SHARE}
        return shown | {
            name.removeprefix("color:")
            for name, chance in confidence.items()
            if name.startswith("color:") and chance >= EXCLUDED_SHARE
        }

    @property
    def levels_off(self) -> float:
        """How many of the five levels the formality is beside the labelled one."""
        said, true = self.said.attributes.formality, self.shot.formality
        return abs(1 + 4 * (said or 0.0) - (true or 0.0))


class KeptMasks:
    """A segmenter that answers with masks kept in a folder, so that only the rest is run."""

    name, version = "kept", "1"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.shot: Shot | None = None

    def mask(self, rgb: Rgb) -> Mask:
        """The mask of the photo that was told."""
        assert self.shot is not None
        with Image.open(self._folder / f"{self.shot.path.stem}.png") as image:
            return np.asarray(image)


class Labeller:
    """The classifier, remembering the coarse label of the last garment it looked at first."""

    def __init__(self, net: GarmentNet) -> None:
        self.name, self.version, self._net = net.name, net.version, net
        self.label = ""

    def classify(self, rgb: Rgb, mask: Mask, box: tuple[int, int, int, int]) -> object:
        """The net's guess."""
        guess = self._net.classify(rgb, mask, box)
        self.label = self.label or max(guess.labels, key=lambda name: guess.labels[name])
        return guess


def pixels(shot: Shot) -> Rgb:
    """The photo's pixels."""
    with Image.open(shot.path) as image:
        return np.asarray(image.convert("RGB"))


def look(shot: Shot, pipeline: GarmentPipeline) -> Seen | None:
    """What the pipeline says of a photo; None when it refuses it."""
    if isinstance(pipeline.segmenter, KeptMasks):
        pipeline.segmenter.shot = shot
    labeller = pipeline.classifier
    assert isinstance(labeller, Labeller)
    labeller.label = ""
    try:
        return Seen(shot, pipeline.analyse(pixels(shot)), labeller.label)
    except PhotoUnusable as error:
        print(f"refused: {shot.label} {shot.path.name}: {error}")
        return None


def share(rows: Sequence[Seen], right: Callable[[Seen], bool]) -> str:
    """A share and its count, for a table."""
    return f"{np.mean([right(row) for row in rows]):.3f} ({len(rows)})" if rows else "- (0)"


def either(row: Seen) -> bool:
    """Whether the said colour is one of those listed."""
    return row.said.attributes.color_primary in {row.shot.color, row.shot.color_alt}


def accuracy(rows: Sequence[Seen]) -> None:
    """The table of accuracies."""
    theirs = [row for row in rows if row.shot.annotated]
    kinds = [row for row in rows if row.shot.kind]
    colored = [row for row in rows if row.shot.color]
    patterned = [row for row in rows if row.shot.pattern]
    formal = [row for row in rows if row.shot.formality]
    cloth = [row for row in rows if row.shot.material and row.said.attributes.material]
    black = [row for row in colored if "black" in (row.shot.color, row.shot.color_alt)]
    others = [row for row in colored if row not in black]
    tables: list[tuple[str, Sequence[Seen], Callable[[Seen], bool]]] = [
        ("slot", kinds, lambda r: r.slot == r.true_slot),
        ("slot, photos labelled by the annotator", theirs, lambda r: r.slot == r.true_slot),
        ("17 labels (noisy)", rows, lambda r: r.label == r.shot.label),
        ("category (of 21)", kinds, lambda r: r.said.category == r.true_category),
        ("subcategory, first", kinds, lambda r: r.kind == r.shot.kind),
        (
            "subcategory, first, either look's name",
            kinds,
            lambda r: r.kind in (r.shot.kind, r.shot.kind_alt),
        ),
        ("subcategory, among three", kinds, lambda r: r.shot.kind in r.three),
        ("subcategory, first, the annotator's", theirs, lambda r: r.kind == r.shot.kind),
        (
            "colour, first only",
            colored,
            lambda r: r.said.attributes.color_primary == r.shot.color,
        ),
        ("colour, either listed", colored, either),
        ("colour, either listed, the annotator's", theirs, either),
        (
            "an exclusion of the first listed colour is obeyed",
            colored,
            lambda r: r.shot.color in r.possible_colors,
        ),
        ("the same, black", black, lambda r: "black" in r.possible_colors),
        ('not black, yet kept out by "no black"', others, lambda r: "black" in r.possible_colors),
        ("pattern", patterned, lambda r: r.said.attributes.pattern == r.shot.pattern),
        (
            "plain or patterned",
            patterned,
            lambda r: (r.said.attributes.pattern == "solid") == (r.shot.pattern == "solid"),
        ),
        ("formality within one level of five", formal, lambda r: r.levels_off <= 1),
        ("formality within half a level", formal, lambda r: r.levels_off <= 0.5),
        (
            "material, where it is said",
            cloth,
            lambda r: r.said.attributes.material == r.shot.material,
        ),
    ]
    print("| what | held-out photos (count) |\n| --- | --- |")
    for name, some, right in tables:
        print(f"| {name} | {share(some, right)} |")


def calibration(rows: Sequence[Seen]) -> None:
    """Expected calibration error (Guo et al. 2017) of what is said with a confidence."""
    checks: dict[str, Callable[[Seen], tuple[float, bool]]] = {
        "category": lambda r: (
            r.said.confidence["category"],
            r.said.category == r.true_category,
        ),
        "subcategory": lambda r: (
            r.said.confidence.get(f"kind:{r.kind}", 0.0),
            r.kind in (r.shot.kind, r.shot.kind_alt),
        ),
        "colour": lambda r: (r.said.confidence["color_primary"], either(r)),
        "colour, first only": lambda r: (
            r.said.confidence["color_primary"],
            r.said.attributes.color_primary == r.shot.color,
        ),
        "pattern": lambda r: (
            r.said.confidence["pattern"],
            r.said.attributes.pattern == r.shot.pattern,
        ),
    }
    print(f"\n| confidence of | ECE, {BINS} bins | mean confidence | right |")
    print("| --- | --- | --- | --- |")
    for name, check in checks.items():
        sure, right = (np.array(column, float) for column in zip(*map(check, rows), strict=True))
        print(f"| {name} | {error(sure, right):.3f} | {sure.mean():.3f} | {right.mean():.3f} |")


def error(sure: np.ndarray, right: np.ndarray) -> float:
    """The mean distance of confidence and accuracy over bins of confidence, by their sizes."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(sure[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean()
        for one in np.unique(bins)
    ]
    return float(sum(gaps))


def per_class(rows: Sequence[Seen], what: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Recall, precision and the commonest mistake of each class of (true, said) pairs."""
    print(f"\n| {what} | photos | recall | precision | mostly taken for |")
    print("| --- | --- | --- | --- | --- |")
    said = Counter(pair[1] for pair in pairs)
    for name in sorted({true for true, _ in pairs}):
        own = [pair for pair in pairs if pair[0] == name]
        hits = sum(pair[1] == name for pair in own)
        wrong = Counter(pair[1] for pair in own if pair[1] != name).most_common(2)
        taken = ", ".join(f"{other} {count}" for other, count in wrong)
        precision = hits / said[name] if said[name] else 0.0
        print(f"| {name} | {len(own)} | {hits / len(own):.2f} | {precision:.2f} | {taken} |")


def confusion(rows: Sequence[Seen]) -> None:
    """The tables of what is taken for what."""
    per_class(rows, "label", [(r.shot.label, r.label) for r in rows])
    per_class(rows, "slot", [(str(r.true_slot), str(r.slot)) for r in rows if r.shot.kind])
    per_class(rows, "subcategory", [(str(r.shot.kind), r.kind) for r in rows if r.shot.kind])
    colors = [(str(r.shot.color), str(r.said.attributes.color_primary)) for r in rows]
    per_class(rows, "colour", colors)
    patterns = [(str(r.shot.pattern), str(r.said.attributes.pattern)) for r in rows]
    per_class(rows, "pattern", patterns)


def presence(held_out: Sequence[Shot], net: GarmentNet, masks: Segmenter) -> None:
    """How often a scene without a garment is taken for one."""
    empty = []
    for index, shot in enumerate(held_out[::4]):
        if isinstance(masks, KeptMasks):
            masks.shot = shot
        rgb, rng = pixels(shot), np.random.default_rng([index, 7])
        views = nothing_views(rgb, masks.mask(rgb), rng)
        empty.append(net.guess([views[0], views[0][:, ::-1], views[1], views[1][:, ::-1]]).presence)
    refused = np.mean(np.array(empty) < MIN_PRESENCE)
    print(f"Scenes without a garment refused: {refused:.3f} ({len(empty)}).")


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
    options.add_argument("--masks", type=Path, help="masks as PNG files by photo name, kept before")
    options.add_argument("--part", choices=["test", "tune"], default="test")
    options.add_argument("--limit", type=int, default=0, help="measure on this many photos only")
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args()
    settings = Settings()
    net = GarmentNet(threads=given.threads)
    real = load_segmenter(given.segmenter, settings.models_dir, given.threads)
    masks: Segmenter = KeptMasks(given.masks) if given.masks else real
    chosen = [shot for shot in shots(settings.shared_data) if shot.part == given.part]
    chosen = chosen[: given.limit or None]
    pipeline = GarmentPipeline(masks, Labeller(net))  # type: ignore[arg-type]
    rows = [row for row in (look(shot, pipeline) for shot in chosen) if row]
    senders = len({shot.sender for shot in chosen})
    name = f"masks of {given.masks}" if given.masks else f"{real.name} masks"
    print(f"{len(chosen)} photos of {senders} senders ({given.part}); {name}.\n")
    accuracy(rows)
    calibration(rows)
    confusion(rows)
    print(f"\nGarments refused: {len(chosen) - len(rows)} of {len(chosen)}. ", end="")
    presence(chosen, net, masks)
    speed(chosen, GarmentPipeline(real, net), min(40, len(chosen)))


if __name__ == "__main__":
    main()
