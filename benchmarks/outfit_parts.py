"""What each part of an outfit's score is worth: the score whole, and without each part.

    .venv/bin/python -m benchmarks.outfit_parts [--people 50] [--seeds 8] [--requests 150]
        [--write docs/benchmarks/outfit-parts.md]

By outfits that people put together (`benchmarks/parts_worn.py`: those that the weights were chosen
on, and others), by simulated people who are not made of the parts (`benchmarks/parts_liked.py`),
and by what a request's parts are for (`benchmarks/parts_asked.py`). With `--write`, the tables of
the page are replaced, its text stays.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks import parts_asked, parts_liked, parts_worn
from ml.training.outfits.folds import Fold, cross_fitted, fold_of
from ml.training.outfits.outfits import ASKED, Outfit, category_sets, titled
from ml.training.outfits.questions import SEED, make_paper
from ml.training.outfits.vectors import WordVectors
from stylist.settings import Settings

SECTIONS: Final = ("fresh", "worn", "colored", "liked", "asked")
OTHER: Final = {ASKED: "train_subset", "train_subset": ASKED}
"""The splits with each other's names: what is asked about and what is only learned from."""


def colored(folds: Sequence[Fold], outfits: Sequence[Outfit]) -> list[Fold]:
    """The folds with questions on pieces only that name a colour, of outfits with two such."""
    asked: list[list[Outfit]] = [[] for _ in folds]
    for outfit in outfits:
        facts = [parts_worn.as_garment(item, 0) for item in outfit.items]
        kept = [at for at, one in enumerate(facts) if one and one.colors]
        number = fold_of(outfit)
        if number is not None and len(kept) > 1:
            items = tuple(outfit.items[at] for at in kept)
            slots = tuple(outfit.slots[at] for at in kept)
            asked[number].append(replace(outfit, items=items, slots=slots))
    return [
        Fold(make_paper(own, SEED + number), folds[number].model)
        for number, own in enumerate(asked)
    ]


def exchanged(outfits: Sequence[Outfit]) -> list[Outfit]:
    """The outfits with the splits exchanged, to be asked about what was only learned from."""
    return [replace(one, split=OTHER.get(one.split, one.split)) for one in outfits]


def measure(people: int, seeds: range, requests: int, work: Path) -> dict[str, list[str]]:
    """The tables' lines by section."""
    settings = Settings()
    shared = settings.shared_data
    outfits = titled(shared)
    vectors = WordVectors(settings.models_dir, work / "word_vectors.npz")
    sets = category_sets(shared, outfits)
    found, named = {}, None
    for name, asked in (("worn", outfits), ("fresh", exchanged(outfits))):
        folds = list(cross_fitted(asked, sets, vectors))
        weighing = parts_worn.sheets(folds)
        found[name] = parts_worn.lines(parts_worn.answer(folds, weighing))
        named = parts_worn.answer(colored(folds, asked), weighing, named)
    found["colored"] = parts_worn.lines(named) if named else []
    real = parts_liked.observed(outfits)
    liked = [one for s in seeds for one in parts_liked.ablated(shared, real, people, s)]
    told = list(parts_asked.measured(shared, requests, seeds.start))
    return found | {
        "liked": [
            f"{len(liked)} people, {len(seeds)} seeds from {seeds.start}. What {real.outfits:,} "
            f"real outfits showed, in log-odds for a deviation: {real}.",
            "",
            *parts_liked.lines(liked),
        ],
        "asked": [f"{requests} requests.", "", *parts_asked.lines(told)],
    }


def written(page: str, tables: dict[str, list[str]]) -> str:
    """The page with the tables between its marks replaced."""
    for name, lines in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, rest = page.split(begin)
        page = before + begin + "\n" + "\n".join(lines) + "\n\n" + end + rest.split(end)[1]
    return page


def main() -> None:
    """Print the tables; with `--write`, replace them on the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--seeds", type=int, default=8)
    options.add_argument("--first-seed", type=int, default=20)
    options.add_argument("--requests", type=int, default=150)
    options.add_argument("--write", type=Path)
    options.add_argument("--work", type=Path, default=Path(".train"), help="scratch folder")
    given = options.parse_args()
    seeds = range(given.first_seed, given.first_seed + given.seeds)
    tables = measure(given.people, seeds, given.requests, given.work)
    for name in SECTIONS:
        print("\n".join([f"## {name}", "", *tables[name], ""]))
    if given.write:
        given.write.write_text(written(given.write.read_text("utf-8"), tables), "utf-8")


if __name__ == "__main__":
    main()
