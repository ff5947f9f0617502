"""The microphone: what a person says becomes their message."""

import asyncio
from typing import Final
from uuid import UUID

import chainlit as cl

from stylist.errors import NothingHeard
from ui.client import StylistApi
from ui.speech_calls import SAMPLE_RATE_HZ, Heard, stop_listening, transcribed, wav

_MOST_BYTES: Final = 600 * SAMPLE_RATE_HZ * 2
"""Ten minutes, as the API takes them; what is said later is not kept."""
_SETTLE_S: Final = 0.25
"""The last chunks come each in a task of their own, and may be behind the end."""
NO_SOUND: Final = "No sound came from the microphone. May this page use it?"
NOT_SURE: Final = "I am not sure I heard you: “{}”. Is that what you said?"
SAY_AGAIN: Final = "Then please say it again, or write it."


def begin() -> None:
    """Listen from now on."""
    cl.user_session.set("recording", bytearray())


def add(chunk: bytes) -> None:
    """Keep a chunk of 16-bit samples; not a coroutine, so that chunks stay in order."""
    recording: bytearray | None = cl.user_session.get("recording")
    if recording is not None and len(recording) < _MOST_BYTES:
        recording += chunk


async def end(api: StylistApi) -> str | None:
    """What the person said; None when it was not that, and they will say it again.

    Raises: StylistError with the words to tell them, such as that nothing was heard.
    """
    await asyncio.sleep(_SETTLE_S)
    recording: bytearray | None = cl.user_session.get("recording")
    cl.user_session.set("recording", None)
    if not recording:
        raise NothingHeard(NO_SOUND)
    try:
        heard = await transcribed(api, wav(bytes(recording)), _keep_job)
    finally:
        # A task that is being stopped leaves the job for `stop` to end.
        if not _stopping():
            _keep_job(None)
    return heard.text if not heard.unsure or await _said_so(heard) else None


async def stop(api: StylistApi) -> None:
    """Stop listening to what was said."""
    job_id: UUID | None = cl.user_session.get("listening_job")
    if job_id is not None:
        _keep_job(None)
        await stop_listening(api, job_id)


def _stopping() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _keep_job(job_id: UUID | None) -> None:
    cl.user_session.set("listening_job", job_id)


async def _said_so(heard: Heard) -> bool:
    """Ask before acting on what may be misheard."""
    choices = [
        cl.Action(name="said", label="Yes", icon="check", payload={"said": True}),
        cl.Action(name="said", label="No", icon="x", payload={"said": False}),
    ]
    question = cl.AskActionMessage(content=NOT_SURE.format(heard.text), actions=choices)
    chosen = await question.send()
    if chosen is not None and chosen["payload"]["said"]:
        return True
    await cl.Message(content=SAY_AGAIN).send()
    return False
