"""How dialogues are understood, on SIMMC, and how fast: `python benchmarks/dialogue.py`.

Prints Markdown. Needs the SIMMC data beside the checkout (STYLIST_SHARED_DATA); the speed is also
measured without it, on lines made here.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from agent.understanding.replay import Replay
from cli.understand_lines import answer
from evals.external import simmc2
from evals.external.simmc1 import Dialogue, Part, Turn, dialogues
from evals.external.simmc_actions import ACTIONS, NOW, ActionTable, evaluate
from evals.metrics.intervals import Interval
from stylist.settings import Settings

PARTS: Final[tuple[Part, ...]] = ("own", "held-out", "all")
ROUNDS: Final = 3
MADE: Final = [
    "something for work",
    "no black please",
    "the second one",
    "warmer",
    "undo",
    "thanks",
]


def main() -> None:
    """Print every table."""
    data = Settings().shared_data / "dialogues"
    one, two = data / "simmc1_fashion", data / "simmc2_fashion"
    if (one / "simmc1_fashion_dev.jsonl").exists():
        tell_actions(one)
    else:
        print(f"SIMMC 1.0 is not at {one}.")
    if (two / simmc2.FILE).exists():
        tell_simmc2(two)
    else:
        print(f"SIMMC 2.0 is not at {two}.")
    tell_speed(list(lines_of(one)))


def tell_actions(folder: Path) -> None:
    """API calls of SIMMC 1.0."""
    print("\n## SIMMC 1.0 Fashion: API calls\n")
    print("| part | mapping | turns | accuracy | 95 % |")
    print("|---|---|---|---|---|")
    tables: dict[str, ActionTable] = {}
    for part in PARTS:
        own = list(dialogues(folder, part))
        for name, guess in BASELINES.items():
            print(f"| {part} | {name} | {turns_of(own)} | {share(own, guess):.3f} | |")
        for name, table in evaluate(folder, part).items():
            tables[f"{part}, {name}"] = table
            between = told(table.interval())
            print(
                f"| {part} | our acts: {name} | {table.turns} | {table.accuracy:.3f} | {between} |"
            )
        best = f"{turns_of(own)} | {ceiling(own):.3f}"
        print(f"| {part} | best call for the annotated acts | {best} | |")
    table = tables["held-out, main act"]
    print("\nThe held-out part by class (rows: annotated, columns: ours, main act):\n")
    print(f"| | {' | '.join(ACTIONS)} | precision | recall | F1 |")
    print("|---" * (len(ACTIONS) + 4) + "|")
    for gold in ACTIONS:
        cells = " | ".join(str(table.cells.get((gold, said), 0)) for said in ACTIONS)
        scores = " | ".join(f"{score:.2f}" for score in table.scores(gold))
        print(f"| {gold} | {cells} | {scores} |")


def turns_of(found: list[Dialogue]) -> int:
    """Turns of dialogues."""
    return sum(len(dialogue.turns) for dialogue in found)


def share(found: list[Dialogue], guess: Callable[[Turn], str]) -> float:
    """Share of turns whose call a guess has right."""
    turns = [turn for dialogue in found for turn in dialogue.turns]
    return sum(guess(turn) == turn.api for turn in turns) / len(turns)


def by_mark(turn: Turn) -> str:
    """A question asks for facts, "cart" adds, anything else calls nothing."""
    if "cart" in turn.user.lower():
        return "AddToCart"
    return "SpecifyInfo" if "?" in turn.user else "None"


BASELINES: Final[dict[str, Callable[[Turn], str]]] = {
    "always SpecifyInfo": lambda _: "SpecifyInfo",
    "question mark and “cart”": by_mark,
}


def ceiling(found: list[Dialogue]) -> float:
    """The share that one who knew the annotated acts could have right, on the same turns."""
    calls: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for dialogue in found:
        for turn in dialogue.turns:
            calls[frozenset(act.name for act in turn.acts)][turn.api] += 1
    return sum(max(count.values()) for count in calls.values()) / turns_of(found)


def tell_simmc2(folder: Path) -> None:
    """Acts and slots of SIMMC 2.0."""
    print("\n## SIMMC 2.0 Fashion: acts and slots\n")
    print("| part | turns | act accuracy | 95 % | most frequent act | slot F1 | 95 % | P | R |")
    print("|---" * 9 + "|")
    for part in PARTS:
        report = simmc2.evaluate(folder, part)
        gold: Counter[str] = Counter()
        for (act, _), n in report.acts.items():
            gold[act] += n
        most = gold.most_common(1)[0][1] / gold.total()
        slots = report.of_slots()
        print(
            f"| {part} | {report.acts.total()} | {report.accuracy:.3f}"
            f" | {told(report.accuracy_interval())} | {most:.3f} | {slots.f1 or 0:.3f}"
            f" | {told(report.slots_interval())} | {slots.precision or 0:.3f}"
            f" | {slots.recall or 0:.3f} |"
        )
    report = simmc2.evaluate(folder, "held-out")
    acts = sorted({act for act, _ in report.acts})
    print("\nThe held-out part by act (slots are judged in the acts that search):\n")
    print("| act | turns | precision | recall | slot F1 |")
    print("|---|---|---|---|---|")
    for act in acts:
        right = report.acts[act, act]
        wanted = sum(n for (gold_act, _), n in report.acts.items() if gold_act == act)
        said = sum(n for (_, found), n in report.acts.items() if found == act)
        f1 = f"{report.of_slots(act).f1 or 0:.3f}" if act in report.slots else ""
        precision = right / said if said else 0
        print(f"| {act} | {wanted} | {precision:.2f} | {right / wanted:.2f} | {f1} |")


def told(interval: Interval | None) -> str:
    """An interval in words."""
    return f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""


def lines_of(folder: Path) -> Iterator[bytes]:
    """Lines as `stylist understand` reads them: SIMMC's turns, or dialogues made here."""
    made = [[(words, "Here you are.") for words in MADE]] * 200
    there = (folder / "simmc1_fashion_dev.jsonl").exists()
    found = (
        [[(turn.user, turn.system) for turn in d.turns] for d in dialogues(folder)]
        if there
        else made
    )
    for turns in found:
        history: list[dict[str, str]] = []
        for user, system in turns:
            yield json.dumps({"history": history, "text": user}).encode() + b"\n"
            history = [
                *history,
                {"role": "user", "content": user},
                {"role": "assistant", "content": system},
            ]


def tell_speed(lines: list[bytes]) -> None:
    """Lines a second of processor time, beside bare JSON and beside reading whole histories."""
    ways: dict[str, Callable[[], Callable[[bytes], bytes]]] = {
        "JSON in, JSON out, nothing understood": lambda: (
            lambda line: json.dumps(json.loads(line)).encode()
        ),
        "understood, each history read anew": lambda: lambda line: answer(line, fresh()),
        "`stylist understand --jsonl`": lambda: _kept(fresh()),
    }
    fresh_answer = _kept(fresh())
    fresh_answer(lines[0])  # builds the lexicon
    print("\n## Lines a second\n")
    print(f"{len(lines)} lines, processor time of one thread, best of {ROUNDS}.\n")
    print("| what | lines a second | ms a line |")
    print("|---|---|---|")
    for name, way in ways.items():
        spent = min(timed(way(), lines) for _ in range(ROUNDS))
        print(f"| {name} | {len(lines) / spent:.0f} | {1000 * spent / len(lines):.2f} |")


def fresh() -> Replay:
    """A reader that has read nothing yet."""
    return Replay(now=lambda: NOW)


def _kept(replay: Replay) -> Callable[[bytes], bytes]:
    return lambda line: answer(line, replay)


def timed(read: Callable[[bytes], bytes], lines: list[bytes]) -> float:
    """Seconds of processor time for all lines."""
    began = time.process_time()
    for line in lines:
        read(line)
    return time.process_time() - began


if __name__ == "__main__":
    main()
