"""Whisper (Radford et al. 2022) by faster-whisper: CTranslate2, eight-bit weights on the CPU."""

from pathlib import Path
from typing import Final

from ml.speech import SAMPLE_RATE_HZ, Report
from ml.speech.languages import language_names
from ml.weights import weights_path
from stylist.arrays import Floats
from stylist.transcripts import SpokenSegment

ENGLISH_ONLY: Final = ".en"
"""How Whisper's names end that hear English only."""
BEAM: Final = 5
"""Paths that are followed at once (Whisper's own evaluation, section 4.5)."""
HOTTER: Final = (0.2, 0.4)
"""Temperatures tried after 0, when what was heard is improbable or repeats itself; Whisper's own
list goes on to 1.0, where it makes words up."""
SEED: Final = 0
MOST_PROMPT_TOKENS: Final = 223
"""Half of Whisper's text context less one: the rest of a prompt is not seen."""


class WhisperTranscriber:
    """One loaded model."""

    def __init__(self, name: str, folder: Path, threads: int) -> None:
        import ctranslate2
        from faster_whisper import WhisperModel

        ctranslate2.set_random_seed(SEED)
        self.name = name
        self.languages = (
            frozenset({"en"}) if name.endswith(ENGLISH_ONLY) else frozenset(language_names())
        )
        # A folder, never a name: with a name it would ask the model hub.
        self._model = WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )

    def transcribe(
        self,
        samples: Floats,
        *,
        language: str | None,
        prompt: str,
        temperature: float,
        report: Report,
    ) -> tuple[str, list[SpokenSegment]]:
        """See `ml.speech.Transcriber`; only the end of a prompt of over 223 tokens is heeded."""
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        # Without anybody speaking, Whisper invents; and it cannot tell the language of nothing.
        if not get_speech_timestamps(samples, VadOptions()):
            return language or "en", []
        heard, info = self._model.transcribe(
            samples,
            language="en" if self.languages == {"en"} else language,
            initial_prompt=self._bounded(prompt) or None,
            temperature=[temperature] if temperature else [0.0, *HOTTER],
            beam_size=BEAM,
            vad_filter=True,
            # What was misheard once shall not be heard again and again.
            condition_on_previous_text=False,
        )
        length_s = len(samples) / SAMPLE_RATE_HZ
        segments = []
        for segment in heard:  # the work is done here, segment by segment
            report(min(1.0, segment.end / length_s))
            segments.append(
                SpokenSegment(
                    start=segment.start,
                    end=segment.end,
                    text=segment.text,
                    avg_logprob=segment.avg_logprob,
                    no_speech_prob=segment.no_speech_prob,
                    seek=segment.seek,
                    tokens=segment.tokens,
                    temperature=segment.temperature or 0.0,
                    compression_ratio=segment.compression_ratio,
                )
            )
        return info.language, segments

    def _bounded(self, prompt: str) -> list[int]:
        encoded = self._model.hf_tokenizer.encode(f" {prompt.strip()}", add_special_tokens=False)
        ids: list[int] = encoded.ids if prompt.strip() else []
        return ids[-MOST_PROMPT_TOKENS:]


def load_whisper(name: str, models_dir: Path, threads: int) -> WhisperTranscriber:
    """The model of this name. Raises: BackendUnavailable (its weights are missing)."""
    return WhisperTranscriber(name, weights_path(name, models_dir).parent, threads)
