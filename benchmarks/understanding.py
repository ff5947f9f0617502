"""Speed and accuracy of the understanding: `python benchmarks/understanding.py`."""

import statistics
import time
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from agent.understanding import understand
from stylist.frame import ConstraintFrame, Understanding

NOW = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001  (local time on the person's clock)
TESTS = Path(__file__).parents[1] / "tests" / "agent"
REPEATS = 10


def load(name: str) -> ModuleType:
    """A test module with its cases, which are the suite that is measured."""
    spec = spec_from_file_location(name, TESTS / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print throughput, quantiles of the time for one turn, and how many cases are right."""
    suite, refusals = load("test_utterances"), load("test_negation")
    texts = [case["text"] for case in suite.CASES]
    began = time.perf_counter()
    read("hello")
    print(f"first turn (builds the lexicon): {(time.perf_counter() - began) * 1000:.0f} ms")
    spent_ms = [timed(text) for _ in range(REPEATS) for text in texts]
    cuts = statistics.quantiles(spent_ms, n=100)
    print(f"turns: {len(spent_ms)}, {1000 / statistics.fmean(spent_ms):.0f} per second")
    print(f"one turn: p50 {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms, p99 {cuts[98]:.2f} ms")
    right = sum(not suite.differences(case, read(case["text"])) for case in suite.CASES)
    print(f"own utterances right in every stated part: {right} of {len(suite.CASES)}")
    kept, tried = refused(refusals)
    print(f"refusals kept: {kept} of {tried}")


def read(text: str) -> Understanding:
    """One first turn without anything shown."""
    return understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)


def timed(text: str) -> float:
    """Milliseconds that one turn takes."""
    began = time.perf_counter()
    read(text)
    return (time.perf_counter() - began) * 1000


def refused(module: ModuleType) -> tuple[int, int]:
    """How many of all template and name pairs kept the name out."""
    pairs = [
        (kind, name, template.format(x=name.replace("-", " ")))
        for template in module.TEMPLATES
        for kind in ("color", "category")
        for name in module._names(kind)
    ]
    return sum(module._kept_out(k, n, read(text).frame) for k, n, text in pairs), len(pairs)


if __name__ == "__main__":
    main()
