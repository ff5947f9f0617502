"""A transcriber that hears what the test says it hears, for everything around the model."""

import asyncio
from pathlib import Path

from jobs.models import Models
from stylist.errors import BackendUnavailable
from stylist.transcripts import SpokenSegment


class ScriptedTranscriber:
    """Hears `text` in anything louder than silence, and keeps what it was asked."""

    name = "scripted"
    languages = frozenset({"en", "de"})

    def __init__(self, text: str = "Something warm for the office.") -> None:
        self.text = text
        self.avg_logprob = -0.3
        self.asked: list[dict] = []

    def transcribe(self, samples, *, language, prompt, temperature, report):
        self.asked.append({"language": language, "prompt": prompt, "temperature": temperature})
        report(0.5)
        if not self.text or abs(samples).max() < 0.01:
            return language or "en", []
        end = len(samples) / 16_000
        words = self.text.split(". ")
        step = end / len(words)
        return language or "en", [
            SpokenSegment(
                start=number * step,
                end=(number + 1) * step,
                text=f" {part}",
                avg_logprob=self.avg_logprob,
                no_speech_prob=0.05,
                tokens=[1, 2],
            )
            for number, part in enumerate(words)
        ]


class ScriptedModels(Models):
    """A worker's models with one transcriber; None: no weights are here."""

    def __init__(self, transcriber: ScriptedTranscriber | None) -> None:
        super().__init__(Path("no-weights"))
        self.scripted = transcriber
        self.names: list[str | None] = []

    async def transcriber(self, name=None):
        self.names.append(name)
        await asyncio.sleep(0)
        if self.scripted is None:
            raise BackendUnavailable("Nobody can listen (speech-weights-missing).", model="x")
        return self.scripted, []
