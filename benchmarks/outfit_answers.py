"""Every answer of the engine to a fixed set of requests, to be compared after a change of the code.

    .venv/bin/python -m benchmarks.outfit_answers --write FILE    # before the change
    .venv/bin/python -m benchmarks.outfit_answers --compare FILE  # after it

An answer is compared whole: garments, order, scores, reasons, what was given up; not fields that
the file has not. Only what a search did not prove may differ, and is counted apart.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.outfit_wardrobes import FRAMES, wardrobe
from ml.outfits import Preferences, Reaction, Request, learn, recommend
from ml.outfits.demands import MEASURES
from stylist import vocabulary
from stylist.garments import GarmentView

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

SIZES = (20, 50, 100, 200, 200, 300, 500)
ROUNDS = 4
BODY = ("top", "bottom", "shoes")
ASKED = 8
"""Random requests of a wardrobe, beside the four frames that are measured."""


def requests() -> Iterator[tuple[str, list[GarmentView], Request]]:
    """Each request with its wardrobe and a name: frames, random ones, and later turns of them."""
    from random_requests import request
    from random_requests import wardrobe as any_wardrobe

    for round_ in range(ROUNDS):
        for number, size in enumerate(SIZES):
            rng = random.Random(1000 * round_ + number)
            drawn = any_wardrobe(rng, size) if number % 2 else wardrobe(size, 100 * round_ + number)
            asked = [Request(frame=frame) for frame in FRAMES.values()]
            asked += [request(rng, drawn) for _ in range(ASKED)]
            asked[1] = replace(asked[1], preferences=Preferences(learned=_taught(drawn)))
            for at, one in enumerate(asked):
                name = f"{round_}/{number}/{size}/{at}"
                yield name, drawn, one
                if at % 3 == 0:
                    yield f"{name}/later", drawn, _later(rng, drawn, one)


def _taught(owned: list[GarmentView]) -> dict[str, float]:
    """What somebody who likes every other garment would have taught."""
    liked = [
        Reaction(UUID(int=i), (owned[i], owned[-1 - i]), "like" if i % 2 else "dislike", 0.0, 0.8)
        for i in range(min(8, len(owned) // 2))
    ]
    return dict(learn(liked).weights)


def _later(rng: random.Random, owned: list[GarmentView], asked: Request) -> Request:
    """The request of a later turn, near to one of two outfits that were put together by chance."""
    shown = [_by_chance(rng, owned) for _ in range(2)]
    return replace(
        asked,
        exclude=tuple(frozenset(garment.id for garment in outfit) for outfit in shown),
        reference=shown[0],
        moves=tuple(rng.sample([*MEASURES], rng.choice([0, 1, 1]))),
    )


def _by_chance(rng: random.Random, owned: list[GarmentView]) -> tuple[GarmentView, ...]:
    """A top, a bottom and shoes, as far as they are there."""
    kinds = vocabulary.kinds()
    slots = [[g for g in owned if kinds[g.category or ""].slot == slot] for slot in BODY]
    return tuple(rng.choice(garments) for garments in slots if garments)


def answers() -> dict[str, dict[str, Any]]:
    """Every answer by name, as a client would read it."""
    return {
        name: recommend(owned, asked).model_dump(mode="json") for name, owned, asked in requests()
    }


def _fields(answer: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    """The fields that an answer has in common with one that may be older."""
    return {field: value for field, value in answer.items() if field in of}


def main() -> None:
    """Write the answers, or compare with those that were written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--compare", type=Path)
    options = parser.parse_args()
    began = time.process_time()
    found = answers()
    print(f"{len(found)} answers, {time.process_time() - began:.1f} s of processor time")
    if options.write:
        options.write.write_text(json.dumps(found), "utf-8")
    if options.compare:
        before = json.loads(options.compare.read_text("utf-8"))
        assert before.keys() == found.keys(), "these are answers to other requests"
        proven = [{n for n in told if told[n]["exact"]} for told in (before, found)]
        differ = {name for name, told in before.items() if told != _fields(found[name], told)}
        both = differ & proven[0] & proven[1]
        print(f"proven: {len(proven[0])} before, {len(proven[1])} now")
        print(f"differ: {len(differ)}, of them proven by both: {sorted(both)}")
        sys.exit(bool(both))


if __name__ == "__main__":
    main()
