"""What is said in a recording, which itself is not kept."""

import asyncio
import time
from typing import TYPE_CHECKING, Any

from jobs.failures import explain
from jobs.task import JobCancelled, JobTask, Outcome
from jobs.world import World
from stylist.errors import AudioUnusable, NotFound, PayloadTooLarge, StylistError
from stylist.transcripts import NONCE_BYTES

if TYPE_CHECKING:
    from ml.speech import Transcriber
    from ml.speech.hear import Listening
    from stylist.transcripts import Transcript

SHARE_OF_TIME = 0.9
"""Of the longest attempt: a recording that takes longer would only take as long again."""


async def transcribe(world: World, task: JobTask) -> Outcome:
    """Hear the recording under `audio_key`: the result is a `Transcript`; the recording is deleted.

    Raises:
        UnsupportedMedia, AudioUnusable, PayloadTooLarge, NothingHeard, BadRequest: what is wrong
            with the recording.
        BackendUnavailable: no weights to hear with.
    """
    key = str(task.job.payload["audio_key"])
    try:
        heard = await _heard(world, task, key)
    except (JobCancelled, StylistError) as error:
        if not _goes_on(world, task, error):
            await asyncio.to_thread(world.blobs.delete, key)
        raise

    async def forget() -> list[str]:
        await asyncio.to_thread(world.blobs.delete, key)
        return []

    result = heard.model_dump(mode="json")
    return Outcome(result=result, write=_nothing_to_write, after=forget)


async def _heard(world: World, task: JobTask, key: str) -> "Transcript":
    payload = task.job.payload
    task.report("reading", 0.0)
    try:
        kept = await asyncio.to_thread(world.blobs.get, key)
    except NotFound as error:
        raise AudioUnusable("The recording is not there any more. Please send it again.") from error
    transcriber, degraded = await world.models.transcriber(payload.get("model"))
    heard = await asyncio.to_thread(
        _listen, world, task, kept[NONCE_BYTES:], transcriber, _listening(payload)
    )
    return heard.model_copy(update={"degraded": [*degraded, *heard.degraded]})


def _listening(payload: dict[str, Any]) -> "Listening":
    from ml.speech.hear import Listening

    return Listening(
        language=payload.get("language"),
        words=tuple(payload["words"]),
        prompt=payload["prompt"],
        temperature=float(payload["temperature"]),
    )


def _listen(
    world: World, task: JobTask, data: bytes, transcriber: "Transcriber", listening: "Listening"
) -> "Transcript":
    from ml.speech.hear import hear

    ends = time.monotonic() + SHARE_OF_TIME * world.settings.jobs.timeout_s

    def report(share: float) -> None:
        task.report("listening", share)
        if share < 1.0 and time.monotonic() > ends:
            raise PayloadTooLarge(
                f"Only {share:.0%} of this recording was heard in the time there is. "
                "Send it in shorter parts."
            )

    with world.models.listening:
        return hear(
            data,
            transcriber,
            listening,
            max_duration_s=world.settings.speech.max_duration_s,
            report=report,
        )


def _goes_on(world: World, task: JobTask, error: Exception) -> bool:
    """Whether the recording is needed for another attempt."""
    if isinstance(error, JobCancelled):
        return False
    return explain(error).retriable and task.job.attempt < world.settings.jobs.max_attempts


async def _nothing_to_write(session: object) -> None:
    return None
