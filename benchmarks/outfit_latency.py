"""Processor time of `recommend`, by wardrobe size and by what is asked."""

import statistics
import time
from uuid import UUID

import numpy as np

from benchmarks.outfit_wardrobes import FRAMES, RAINY, photographed, wardrobe
from ml.outfits import (
    Preferences,
    Reaction,
    Request,
    learn,
    recommend,
    with_something_different,
)
from stylist.frame import ConstraintFrame
from stylist.garments import GarmentView

SIZES = (50, 500, 5_000, 10_000)


def latency(repeats: int) -> list[str]:
    """Rows of p50 and p95 of `recommend`, CPU milliseconds, three outfits, frames in turn.

    Each request is asked twice: the second time its table of pairs is kept, as in a conversation.
    """
    lines = [
        "| garments | first p50 | first p95 | again p50 | again p95 | µs per garment (first p50) "
        "| not proven | headroom, mean of these |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        firsts, agains, headrooms = [], [], []
        for i in range(repeats):
            garments = wardrobe(size, seed=i // len(FRAMES) % 5)
            frame = [*FRAMES.values()][i % len(FRAMES)]
            firsts.append(_busy(garments, Request(frame=frame)))
            start = time.process_time()
            found = recommend(garments, Request(frame=frame))
            agains.append((time.process_time() - start) * 1000)
            if not found.exact:
                headrooms.append(found.headroom)
        cells = [*np.percentile(firsts, (50, 95)), *np.percentile(agains, (50, 95))]
        mean = f"{statistics.fmean(headrooms):.4f}" if headrooms else "–"
        lines.append(
            f"| {size:,} | {' | '.join(f'{cell:.0f}' for cell in cells)} "
            f"| {1000 * cells[0] / size:.0f} | {len(headrooms)} of {repeats} | {mean} |"
        )
    return lines


def many_and_one_to_learn_from(repeats: int) -> list[str]:
    """CPU time of other ways to ask, each beside three outfits of the same wardrobe and frame."""
    lines = ["| asked | CPU p50 ms | CPU p95 ms | over without |", "|---|---|---|---|"]
    owned = photographed()
    for name, garments, count, frames in (
        ("200 garments, the rainy frame, 3 outfits", None, 3, [RAINY]),
        ("42 photographed garments, every frame, 3 outfits", owned, 3, [*FRAMES.values()]),
        ("42 photographed garments, every frame, 50 outfits", owned, 50, [*FRAMES.values()]),
    ):
        times = [
            _busy(garments or wardrobe(200, seed), Request(frame=frame, count=count))
            for seed in range(max(1, repeats // (4 * len(frames))))
            for frame in frames
        ]
        p50, p95 = np.percentile(times, (50, 95))
        lines.append(f"| {name} | {p50:.0f} | {p95:.0f} | – |")
    for size in (50, 200, 500):
        alone, with_card = zip(
            *(_to_learn_from(size, seed, frame) for seed in range(2) for frame in FRAMES.values()),
            strict=True,
        )
        ratio = statistics.median(b / a for a, b in zip(alone, with_card, strict=True))
        p50, p95 = np.percentile(with_card, (50, 95))
        name = f"{size} garments, every frame, with a card to learn from"
        lines.append(f"| {name} | {p50:.0f} | {p95:.0f} | {ratio:.1f} |")
    return lines


def _busy(garments: list[GarmentView], request: Request) -> float:
    """CPU milliseconds of `recommend`."""
    start = time.process_time()
    recommend(garments, request)
    return (time.process_time() - start) * 1000


def _to_learn_from(size: int, seed: int, frame: ConstraintFrame) -> tuple[float, float]:
    """CPU milliseconds of three outfits, without and with one of them to learn from."""
    garments = wardrobe(size, seed)
    by_id = {garment.id: garment for garment in garments}
    liked = recommend(garments, Request(count=4)).outfits
    taste = learn(
        Reaction(UUID(int=i), tuple(by_id[g] for g in card.garment_ids), "like", 0.0, 0.8)
        for i, card in enumerate(liked)
    )
    request = Request(frame=frame, preferences=Preferences(learned=taste.weights))
    start = time.process_time()
    found = recommend(garments, request)
    alone = time.process_time() - start
    with_something_different(found, garments, request, taste, seed=seed)
    return alone * 1000, (time.process_time() - start) * 1000
