"""Speech: word error rate, and whether the wish heard is the wish spoken.

`.venv/bin/python -m benchmarks.voice [--limit N]`, after `stylist models pull whisper-tiny.en`.
Own requests (`data/spoken_requests.txt`), read by eSpeak NG in several accents and speeds, with and
without noise, heard by each model with and without the wardrobe's words as prompt. One thread.
"""

import argparse
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from agent.understanding import understand
from evals.metrics.intervals import Interval, bootstrap, ratio
from ml.demo.wardrobe import pieces
from ml.speech import Transcriber, load_transcriber
from ml.speech.hear import Listening, hear_samples
from ml.speech.prompt import speech_prompt
from stylist.arrays import Floats
from stylist.errors import NothingHeard
from stylist.frame import ConstraintFrame
from stylist.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from spoken import Voice, say, with_noise

REQUESTS = Path(__file__).with_name("data") / "spoken_requests.txt"
VOICES = (
    Voice("en-us", 150, 50),
    Voice("gmw/en", 165, 45),
    Voice("gmw/en-GB-scotland", 150, 55),
    Voice("gmw/en-US+f3", 175, 60),
    Voice("gmw/en-GB-x-rp+f2", 155, 50),
    Voice("gmw/en-029", 145, 45),
)
SNR_DB = 12.0
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
REFUSALS = ("colors", "categories", "patterns", "materials", "styles", "details", "pieces")


@dataclass(frozen=True)
class Condition:
    """How the requests are heard."""

    model: str
    prompted: bool
    noisy: bool

    @property
    def name(self) -> str:
        """A row's label."""
        prompt = "wardrobe words" if self.prompted else "no prompt"
        return (
            f"{self.model}, {prompt}, {f'noise {SNR_DB:.0f} dB below' if self.noisy else 'clean'}"
        )


CONDITIONS = tuple(
    Condition(model, prompted, noisy)
    for model, noises in (("whisper-base", (False, True)), ("whisper-tiny.en", (False,)))
    for noisy in noises
    for prompted in (False, True)
)


def words(text: str) -> list[str]:
    """Lower-case words; digits up to 99 in words, British spelling of grey, no punctuation."""
    plain = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("-", " ").replace("°", " degrees "))
    said = re.sub(r"\b\d{1,2}\b", lambda found: in_words(int(found[0])), plain)
    return said.replace("gray", "grey").replace("colorful", "colourful").split()


def in_words(number: int) -> str:
    """A number from 0 to 99 as it is spoken."""
    if number < len(SMALL):
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f" {SMALL[ones]}" if ones else "")


def edits(spoken: Sequence[str], heard: Sequence[str]) -> int:
    """Words put in, left out or changed (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(spoken, start=1):
        before, row = row, [number]
        for place, other in enumerate(heard, start=1):
            change = before[place - 1] + (word != other)
            row.append(min(change, before[place] + 1, row[place - 1] + 1))
    return row[-1]


def frame(text: str) -> dict[str, Any]:
    """What is understood of a first turn, without where it was said."""
    understood = understand(text, frame=ConstraintFrame(), shown=None, turn=0, now=NOW)
    return understood.frame.model_dump(mode="json", exclude={"provenance", "notes"})


def refusals(meant: dict[str, Any]) -> set[tuple[str, str]]:
    """Everything that is excluded, as (list, value)."""
    return {(name, str(each)) for name in REFUSALS for each in meant[name].get("avoid", ())}


def measure(
    condition: Condition, model: Transcriber, spoken: Sequence[tuple[str, Floats]]
) -> tuple[list[list[float]], float]:
    """Per request: edits, words, same frame, refusals kept, refusals, made up; and time by time."""
    listening = Listening(
        language="en", words=tuple(row["name"] for row in pieces()) if condition.prompted else ()
    )
    rows, busy_s, sound_s = [], 0.0, 0.0
    for number, (text, clean) in enumerate(spoken):
        samples = with_noise(clean, snr_db=SNR_DB, seed=number) if condition.noisy else clean
        began = time.process_time()
        heard = listen(model, samples, listening, prompted=condition.prompted)
        busy_s += time.process_time() - began
        sound_s += len(samples) / 16_000
        meant, understood = frame(text), frame(heard)
        wanted, kept = refusals(meant), refusals(understood)
        said = words(text)
        wrong = edits(said, words(heard))
        numbers = (wrong, len(said), meant == understood, len(wanted & kept), len(wanted))
        rows.append([float(each) for each in (*numbers, bool(kept - wanted))])
        if meant != understood:
            print(f"   {condition.name}: {text!r} was heard as {heard!r}", file=sys.stderr)
    return rows, busy_s / sound_s


def listen(model: Transcriber, samples: Floats, listening: Listening, *, prompted: bool) -> str:
    """The text, empty when nothing was heard; without a prompt not even ours is given."""
    if prompted:
        try:
            return hear_samples(samples, model, listening, report=lambda _: None).text
        except NothingHeard:
            return ""
    _, segments = model.transcribe(
        samples, language="en", prompt="", temperature=0.0, report=lambda _: None
    )
    return " ".join(segment.text.strip() for segment in segments)


def figure(rows: Sequence[Sequence[float]], top: int, below: int | None) -> str:
    """A ratio of two columns, or a share of requests, with its 95 % interval."""
    table = np.array(rows)
    under = np.ones(len(table)) if below is None else table[:, below]
    pair = np.column_stack((table[:, top], under))
    if not pair[:, 1].sum():
        return "none"
    value = pair[:, 0].sum() / pair[:, 1].sum()
    span: Interval | None = bootstrap(pair, ratio)
    return f"{value:.3f}" + (f" ({span.low:.3f} to {span.high:.3f})" if span else "")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="hear only so many requests")
    asked = parser.parse_args()
    texts = REQUESTS.read_text("utf-8").splitlines()[: asked.limit]
    spoken = [(text, say(text, voice)) for text, voice in zip(texts, cycle(VOICES), strict=False)]
    seconds = sum(len(samples) for _, samples in spoken) / 16_000
    length = len(speech_prompt([row["name"] for row in pieces()]).split())
    print(
        f"{len(spoken)} requests, {len(VOICES)} voices, {seconds:.0f} s; prompt of {length} words"
    )
    print("| heard by | word error rate | same wish | refusals kept | made up | time / sound |")
    print("|---|---|---|---|---|---|")
    models_dir, loaded = Settings().models_dir, dict[str, Transcriber]()
    for condition in CONDITIONS:
        if condition.model not in loaded:
            loaded = {condition.model: load_transcriber(condition.model, models_dir)}
        rows, pace = measure(condition, loaded[condition.model], spoken)
        cells = [figure(rows, *each) for each in ((0, 1), (2, None), (3, 4), (5, None))]
        print(f"| {condition.name} | {' | '.join(cells)} | {pace:.2f} |", flush=True)


if __name__ == "__main__":
    main()
