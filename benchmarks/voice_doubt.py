"""Doubt: by which of Whisper's own figures a transcript that misheard is known.

`.venv/bin/python -m benchmarks.voice_doubt [--limit N] [--kept FILE]`, after `stylist models pull`.
The requests of `benchmarks.voice` in quiet and in growing noise, and sounds in which nobody says
anything: silence, noise, hum, chords, knocks, a crowd, speech backwards. One thread.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.voice import REQUESTS, VOICES, edits, frame, say, with_noise, words
from ml.demo.wardrobe import pieces
from ml.speech import SAMPLE_RATE_HZ, load_transcriber
from ml.speech.hear import Listening, hear_samples
from stylist.arrays import Floats
from stylist.errors import NothingHeard
from stylist.settings import Settings
from stylist.transcripts import Transcript

NOISES_DB: Final = (None, 12.0, 5.0, 0.0)
SECONDS: Final = 6
Row = dict[str, Any]


def sounds() -> Iterator[tuple[str, Floats]]:
    """Kinds of sounds without words, several of each."""
    dice = np.random.default_rng(0)
    times = np.arange(SECONDS * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    for level in (0.0, 0.0005):
        yield "silence", dice.standard_normal(len(times)) * level
    for level in (0.01, 0.05, 0.2):
        white = dice.standard_normal(len(times))
        yield "white noise", white * level
        brown = np.cumsum(white)
        yield "rumble", (brown - brown.mean()) / np.abs(brown).max() * level * 3
    for hertz in (50, 440, 1000):
        yield "hum, whistle", 0.3 * np.sin(2 * np.pi * hertz * times)
    for seed in range(4):
        yield "chords", _chords(np.random.default_rng(seed), times)
    for seed in range(3):
        knocks = np.zeros(len(times))
        knocks[np.random.default_rng(seed).integers(0, len(times), 24)] = 0.9
        yield "knocks, typing", np.convolve(knocks, np.exp(-np.arange(400) / 60.0))[: len(times)]
    texts = REQUESTS.read_text("utf-8").splitlines()
    spoken = [say(text, voice) for text, voice in zip(texts[:18], cycle(VOICES), strict=False)]
    for at in range(3):
        crowd = np.zeros(SECONDS * SAMPLE_RATE_HZ)
        for piece in spoken[at::3]:
            crowd[: len(piece)] += np.resize(piece, len(crowd))[: len(piece)]
        yield "six people at once", crowd / np.abs(crowd).max() * 0.5
    for piece in spoken[:4]:
        yield "speech backwards", piece[::-1].copy()


def _chords(dice: np.random.Generator, times: Floats) -> Floats:
    """Broken chords with overtones, half a second each."""
    heard = np.zeros(len(times))
    for start in np.arange(0, SECONDS, 0.5):
        root = 220.0 * 2 ** (dice.integers(0, 12) / 12)
        fades = np.clip(times - start, 0, None)
        envelope = np.where(times >= start, np.exp(-3 * fades), 0.0)
        for step in (0, 4, 7):
            for part in (1, 2, 3):
                tone = root * 2 ** (step / 12) * part
                heard += envelope * np.sin(2 * np.pi * tone * times) / part
    return heard / np.abs(heard).max() * 0.4


def figures(heard: Transcript) -> Row:
    """Whisper's figures of a transcript: its least sure stretch."""
    parts = heard.segments
    return {
        "text": heard.text,
        "avg_logprob": min(part.avg_logprob for part in parts),
        "no_speech_prob": max(part.no_speech_prob for part in parts),
        "compression_ratio": max(part.compression_ratio for part in parts),
        "temperature": max(part.temperature for part in parts),
    }


def listen(samples: Floats, listening: Listening, model: Any) -> Row | None:
    """What was heard, or None for nothing."""
    try:
        heard = hear_samples(samples.astype(np.float32), model, listening, report=lambda _: None)
    except NothingHeard:
        return None
    return figures(heard)


def collect(limit: int | None) -> tuple[list[Row], list[Row]]:
    """A row for each request and loudness of noise, and one for each sound."""
    model = load_transcriber("whisper-base", Settings().models_dir)
    listening = Listening(language="en", words=tuple(row["name"] for row in pieces()))
    noises = []
    for kind, samples in sounds():
        noises.append({"kind": kind, **(listen(samples, listening, model) or {"text": ""})})
        print(f"   {noises[-1]}", file=sys.stderr)
    speech: list[Row] = []
    texts = REQUESTS.read_text("utf-8").splitlines()[:limit]
    for number, (text, voice) in enumerate(zip(texts, cycle(VOICES), strict=False)):
        clean = say(text, voice)
        for db in NOISES_DB:
            samples = clean if db is None else with_noise(clean, snr_db=db, seed=number)
            heard = listen(samples, listening, model)
            row = {"noise": "none" if db is None else f"{db:.0f} dB", "said": text}
            if heard is not None:
                wrong = edits(words(text), words(heard["text"])) / len(words(text))
                row |= {**heard, "wer": wrong, "same": frame(text) == frame(heard["text"])}
            speech.append(row)
    return speech, noises


MARKS: Final[dict[str, tuple[Sequence[float], Callable[[float, float], bool]]]] = {
    "avg_logprob below": (
        (-1.0, -0.8, -0.7, -0.6, -0.5, -0.45, -0.4, -0.35, -0.3), lambda a, b: a < b
    ),
    "no_speech_prob above": ((0.6, 0.3, 0.1, 0.05), lambda a, b: a > b),
    "compression_ratio above": ((2.4, 1.8, 1.5), lambda a, b: a > b),
    "temperature above": ((0.0, 0.2), lambda a, b: a > b),
}  # fmt: skip


def tell(speech: list[Row], noises: list[Row]) -> None:
    """Print the three tables."""
    print("| nobody says anything | sounds | words made up | their avg_logprob | no_speech_prob |")
    print("|---|---|---|---|---|")
    for kind in dict.fromkeys(row["kind"] for row in noises):
        rows = [row for row in noises if row["kind"] == kind]
        made = [row for row in rows if row["text"]]
        told = (_span(made, name) for name in ("avg_logprob", "no_speech_prob"))
        print(f"| {kind} | {len(rows)} | {len(made)} | {' | '.join(told)} |")
    print("\n| noise below speech | requests | nothing heard | same wish | avg_logprob |")
    print("|---|---|---|---|---|")
    for noise in dict.fromkeys(row["noise"] for row in speech):
        rows = [row for row in speech if row["noise"] == noise]
        heard = [row for row in rows if "wer" in row]
        same = sum(row["same"] for row in heard) / max(len(heard), 1)
        print(
            f"| {noise} | {len(rows)} | {len(rows) - len(heard)} | {same:.2f}"
            f" | {_span(heard, 'avg_logprob')} |"
        )
    heard = [row for row in speech if "wer" in row]
    right = [row for row in heard if row["same"]]
    wrong = [row for row in heard if not row["same"]]
    made = [row for row in noises if row["text"]]
    print(
        f"\n| asked back when | misheard wishes ({len(wrong)}) | words made up ({len(made)})"
        f" | well heard ({len(right)}) |"
    )
    print("|---|---|---|---|")
    for mark, (limits, beyond) in MARKS.items():
        name = mark.split()[0]
        for limit in limits:
            shares = (
                sum(beyond(row[name], limit) for row in rows) / max(len(rows), 1)
                for rows in (wrong, made, right)
            )
            print(f"| {mark} {limit} | {' | '.join(f'{share:.2f}' for share in shares)} |")


def _span(rows: list[Row], name: str) -> str:
    found = sorted(row[name] for row in rows)
    if not found:
        return "–"
    return f"{found[0]:.2f} to {found[-1]:.2f}, half below {found[len(found) // 2]:.2f}"


def main() -> None:
    """Hear everything, or tell anew what was heard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="hear only so many requests")
    parser.add_argument("--kept", type=Path, help="file that keeps what was heard")
    asked = parser.parse_args()
    if asked.kept and asked.kept.exists():
        speech, noises = json.loads(asked.kept.read_text("utf-8"))
    else:
        speech, noises = collect(asked.limit)
        if asked.kept:
            asked.kept.write_text(json.dumps([speech, noises]), "utf-8")
    tell(speech, noises)


if __name__ == "__main__":
    main()
