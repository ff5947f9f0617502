"""A transcript in the shapes of OpenAI's `audio/transcriptions`: JSON, text, subtitles.

Source: OpenAI API reference, "Create transcription"; SubRip; WebVTT (W3C), section 4.
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from ml.speech.languages import language_names
from stylist.transcripts import SpokenSegment, Transcript

Shape = Literal["json", "text", "verbose_json", "srt", "vtt"]
MEDIA_TYPES: Final[dict[Shape, str]] = {
    "json": "application/json",
    "verbose_json": "application/json",
    "text": "text/plain; charset=utf-8",
    "srt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
}


def as_json(heard: Transcript) -> dict[str, Any]:
    """`{"text"}`."""
    return {"text": heard.text}


def as_verbose_json(heard: Transcript) -> dict[str, Any]:
    """With the language's English name, the duration in seconds, and every segment."""
    return {
        "task": "transcribe",
        "language": language_names().get(heard.language, heard.language),
        "duration": heard.duration_s,
        "text": heard.text,
        "segments": [_segment(number, each) for number, each in enumerate(heard.segments)],
    }


def _segment(number: int, segment: SpokenSegment) -> dict[str, Any]:
    return {
        "id": number,
        "seek": segment.seek,
        "start": round(segment.start, 3),
        "end": round(segment.end, 3),
        "text": segment.text,
        "tokens": segment.tokens,
        "temperature": segment.temperature,
        "avg_logprob": segment.avg_logprob,
        "compression_ratio": segment.compression_ratio,
        "no_speech_prob": segment.no_speech_prob,
    }


def as_text(heard: Transcript) -> str:
    """The words and a line's end."""
    return f"{heard.text}\n"


def as_srt(heard: Transcript) -> str:
    """SubRip subtitles, numbered from 1."""
    cues = (
        f"{number}\n{_clock(each.start, ',')} --> {_clock(each.end, ',')}\n{_line(each)}\n"
        for number, each in enumerate(heard.segments, start=1)
    )
    return "\n".join(cues)


def as_vtt(heard: Transcript) -> str:
    """WebVTT subtitles; an arrow or a tag that was spoken stays text."""
    cues = (
        f"{_clock(each.start, '.')} --> {_clock(each.end, '.')}\n{_escaped(_line(each))}\n"
        for each in heard.segments
    )
    return "\n".join(("WEBVTT\n", *cues))


def _line(segment: SpokenSegment) -> str:
    return " ".join(segment.text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, point: str) -> str:
    ms = round(seconds * 1000)
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"


SHAPES: Final[dict[Shape, Callable[[Transcript], str | dict[str, Any]]]] = {
    "json": as_json,
    "verbose_json": as_verbose_json,
    "text": as_text,
    "srt": as_srt,
    "vtt": as_vtt,
}
