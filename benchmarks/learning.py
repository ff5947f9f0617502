"""Does learning help, and can it harm: simulated people with tastes of their own.

    .venv/bin/python -m benchmarks.learning [--users 40] [--seeds 3] [--write FILE]

Wardrobes are drawn from the attribute tables of photographed garments in STYLIST_SHARED_DATA; no
row of them is in the repository. Who is simulated, and how, is in `benchmarks/tastes.py`.
"""

import argparse
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.tastes import KINDS, Person, World, people
from ml.outfits.learn import Observation, Taste, fit_taste, offset
from ml.outfits.table import Ints
from ml.outfits.taste import draw
from ml.outfits.taste_fit import Floats, chance
from ml.outfits.weights import weights
from stylist.settings import Settings

CHECKPOINTS = (0, 5, 20, 100)
CARDS = 3
OFFERED = 60
"""Outfits that a day's request leaves to choose from."""
TOP = 10


@dataclass
class Story:
    """What happened between one person and one way of learning."""

    events: list[Observation] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    like_rate: dict[int, float] = field(default_factory=dict)
    predicted: dict[str, list[float]] = field(default_factory=dict)
    liked: list[float] = field(default_factory=list)


Scorer = Callable[[Floats, Floats], Floats]
"""From (N, d) attributes and (N,) base scores to (N,) what outfits are ranked by."""


def by_base(attributes: Floats, base: Floats) -> Floats:
    """No learning."""
    return base


def counters(world: World, events: Sequence[Observation], at: Sequence[int]) -> Scorer:
    """The counters that this learner took the place of, as they were (signals, shrinkage, tanh)."""
    signals = {2.0: 1.0, 1.0: 0.6, -1.0: -0.8}
    known = [(e, i) for e, i in zip(events, at, strict=True) if e.signal in signals]
    if not known:
        return by_base
    strength = np.array([0.5 ** (e.days_ago / 90.0) for e, _ in known])
    signal = np.array([signals[e.signal] for e, _ in known])
    reception = float(strength @ signal) / (float(strength.sum()) + 5.0)
    has = (world.attributes[[i for _, i in known]] != 0).astype(float)
    pull = (strength * (signal - reception)) @ has
    raw = np.clip(pull / (strength @ has + 4.0), -1.0, 1.0)
    raw[np.abs(raw) < 0.02] = 0.0
    return lambda attributes, base: base + 0.05 * np.tanh(attributes @ raw)


def bayes(world: World, taste: Taste) -> Scorer:
    """The shipped learner: the weights at the mode."""
    mode = np.array([taste.weights.get(name, 0.0) for name in world.names])
    return lambda attributes, base: _offsets(base) + attributes @ mode


def _offsets(base: Floats) -> Floats:
    return np.array([offset(float(score)) for score in base])


def simulate(world: World, person: Person, policy: str, rng: np.random.Generator) -> Story:
    """One person reacts to what one policy shows them, for as many events as the last checkpoint.

    Each day brings other candidates, and up to three cards are shown and reacted to.
    """
    path, taste = Story(), Taste()
    scorer: Scorer = by_base
    _check(world, person, path, scorer)
    day = 0
    while len(path.events) < CHECKPOINTS[-1]:
        day += 1
        offered = rng.choice(len(world.train), OFFERED, replace=False)
        order = offered[np.argsort(-scorer(world.attributes[offered], world.base[offered]))]
        cards = list((offered if policy == RANDOM else order)[:CARDS])
        if policy == "Bayes, one card drawn" and taste.events:
            cards[-1] = _drawn(world, taste, order[CARDS - 1 :], rng)
        for card in cards:
            if len(path.events) >= CHECKPOINTS[-1]:
                break
            signal = person.react(world, int(card), len(path.events), rng)
            if policy == RANDOM and abs(signal) >= 1:
                _predict(path, world, int(card), taste, liked=signal > 0)
            path.events.append(world.observe(int(card), signal, day))
            path.shown.append(int(card))
            if len(path.events) in CHECKPOINTS or card == cards[-1]:
                scorer, taste = _learned(world, path, policy, day)
                _check(world, person, path, scorer)
    return path


def _learned(world: World, path: Story, policy: str, day: int) -> tuple[Scorer, Taste]:
    events = [world.aged(event, day) for event in path.events]
    if policy == "no learning":
        return by_base, Taste()
    if policy == "counters":
        return counters(world, events, path.shown), Taste()
    taste = fit_taste(events)
    return bayes(world, taste), taste


def _drawn(world: World, taste: Taste, at: Ints, rng: np.random.Generator) -> int:
    """The best of the others under one draw of what is believed of the taste."""
    drawn = draw(taste, world.names, 1, rng)[0]
    return int(at[np.argmax(_offsets(world.base[at]) + world.attributes[at] @ drawn)])


def _check(world: World, person: Person, path: Story, scorer: Scorer) -> None:
    """Note how well the ten best of the unseen outfits are liked, at a checkpoint."""
    count = len(path.events)
    if count in CHECKPOINTS and count not in path.like_rate:
        best = np.argsort(-scorer(world.unseen_attributes, world.unseen_base))[:TOP]
        path.like_rate[count] = float(person.like_unseen(world, count)[best].mean())


def _predict(path: Story, world: World, card: int, taste: Taste, *, liked: bool) -> None:
    """Predict before learning: by the score, by the score and the reception, by everything."""
    base = offset(float(world.base[card]))
    reception = fit_taste([_bare(event) for event in path.events]).intercept
    mode = np.array([taste.weights.get(name, 0.0) for name in world.names])
    lean = float(world.attributes[card] @ mode)
    told = {
        "score alone": base,
        "score and reception": base + reception,
        "with learning": base + taste.intercept + lean,
    }
    for name, log_odds in told.items():
        path.predicted.setdefault(name, []).append(float(chance(np.array(log_odds))))
    path.liked.append(float(liked))


def _bare(event: Observation) -> Observation:
    return Observation({}, event.signal, event.days_ago, event.base_score)


POLICIES = ("no learning", "counters", "Bayes, greedy", "Bayes, one card drawn")
RANDOM = "random cards"
"""Predictions are judged on cards shown at random: among chosen ones all scores are alike."""


def table(paths: dict[tuple[str, str], list[Story]]) -> list[str]:
    """Like-rate of the top ten unseen outfits, and what learning adds, with its 95 % interval."""
    lines = ["| people | way | " + " | ".join(f"{n} events" for n in CHECKPOINTS) + " |"]
    lines.append("|---|---|" + "---|" * len(CHECKPOINTS))
    for kind in KINDS:
        for policy in POLICIES:
            cells = [_cell(paths, kind, policy, count) for count in CHECKPOINTS]
            lines.append(f"| {kind} | {policy} | " + " | ".join(cells) + " |")
    return lines


def _cell(paths: dict[tuple[str, str], list[Story]], kind: str, policy: str, count: int) -> str:
    own = [path.like_rate[count] for path in paths[kind, policy]]
    if policy == "no learning" or not count:
        return f"{statistics.fmean(own):.3f}"
    low, high = interval(paths, kind, policy, count)
    return f"{statistics.fmean(own):.3f} ({low:+.3f} to {high:+.3f})"


def interval(
    paths: dict[tuple[str, str], list[Story]], kind: str, policy: str, count: int
) -> tuple[float, float]:
    """95 % interval of the mean gain over no learning, paired by person."""
    pairs = zip(paths[kind, policy], paths[kind, "no learning"], strict=True)
    gains = [mine.like_rate[count] - none.like_rate[count] for mine, none in pairs]
    half = 1.96 * statistics.stdev(gains) / math.sqrt(len(gains))
    mean = statistics.fmean(gains)
    return mean - half, mean + half


def progressive(paths: dict[tuple[str, str], list[Story]]) -> list[str]:
    """Log-loss and AUC of predictions made before each reaction was learned from."""
    lines = ["| people | predicted by | log-loss | AUC |", "|---|---|---|---|"]
    for kind in KINDS:
        mine = paths[kind, RANDOM]
        for name in ("score alone", "score and reception", "with learning"):
            told = np.concatenate([path.predicted[name] for path in mine])
            liked = np.concatenate([path.liked for path in mine])
            loss = -np.mean(liked * np.log(told) + (1 - liked) * np.log1p(-told))
            areas = [_auc(np.array(p.predicted[name]), np.array(p.liked)) for p in mine]
            area = statistics.fmean(a for a in areas if not math.isnan(a))
            lines.append(f"| {kind} | {name} | {loss:.3f} | {area:.3f} |")
    return lines


def _auc(told: Floats, liked: Floats) -> float:
    good, bad = told[liked == 1], told[liked == 0]
    if not len(good) or not len(bad):
        return math.nan
    wins = (good[:, None] > bad).mean() + 0.5 * (good[:, None] == bad).mean()
    return float(wins)


def run(shared: Path, users: int, seeds: range) -> dict[tuple[str, str], list[Story]]:
    """Every kind of person with every way of learning, on the same wardrobes and tastes."""
    paths: dict[tuple[str, str], list[Story]] = {}
    for seed in seeds:
        for kind in KINDS:
            for number, (world, person) in enumerate(people(shared, kind, users, seed)):
                for policy in (*POLICIES, RANDOM):
                    rng = np.random.default_rng([seed, number, 7])
                    path = simulate(world, person, policy, rng)
                    paths.setdefault((kind, policy), []).append(path)
    return paths


def main() -> None:
    """Simulate, print the tables, and write them where asked; fail where learning does harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=40)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=0, help="others than 0 to tune on")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--set", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))
    asked = parser.parse_args()
    for name, value in asked.set:
        weights()["learning"][name] = float(value)
    seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
    paths = run(Settings().shared_data, asked.users, seeds)
    report = "\n".join([*table(paths), "", *progressive(paths), ""])
    print(report)
    if asked.write:
        asked.write.write_text(report, "utf-8")
    harmed = [
        (kind, policy, count)
        for kind in KINDS
        if kind != "coin"  # nothing can be learned there; the table tells what it costs
        for policy in POLICIES[2:]
        for count in CHECKPOINTS[1:]
        if interval(paths, kind, policy, count)[1] < 0
    ]
    if harmed:
        raise SystemExit(f"learning does harm: {harmed}")


if __name__ == "__main__":
    main()
