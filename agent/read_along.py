"""A language model reads a turn beside the rules, where one is at hand and can help.

A call of its own with a JSON schema, since tools and a schema together are unreliable; bounded in
time, and made only for what `agent/understanding/second_reading` finds unread. The turn goes on
with the rules' reading where the model fails, and says so.
"""

import asyncio
import logging
from typing import Final, get_args

from langchain_core.messages import HumanMessage, SystemMessage

from agent.asking import ask
from agent.models import ChosenModel
from agent.ollama import ERRORS, NEARLY_FULL, build_reader, is_nearly_full
from agent.tracing import tell_read_again
from agent.understanding.second_reading.claims import Extraction, Path, schema
from agent.understanding.second_reading.merging import merge
from agent.understanding.second_reading.second_reader import why_read_again
from prompts import render
from stylist import vocabulary
from stylist.frame import ConstraintFrame, Move, Understanding
from stylist.settings import OllamaSettings

log = logging.getLogger(__name__)
UNREAD: Final = "llm-extraction-failed"
_TERMS: Final[tuple[Path, ...]] = (
    "occasion", "pattern", "material", "style", "fit", "season", "condition",
)  # fmt: skip
_FORMALITY: Final = (
    "very casual", "casual", "smart casual", "business casual", "dressy", "formal", "black tie",
)  # fmt: skip


async def read_along(
    model: ChosenModel, ours: Understanding, *, text: str, before: ConstraintFrame, turn: int
) -> tuple[Understanding, list[str]]:
    """The merged reading of a turn, and degraded states.

    `ours` where no model reads along, or none is needed: what it is asked for stands in the trace.
    """
    if model.server is None or not model.reads:
        return ours, []
    why = why_read_again(ours, text)
    tell_read_again(why)
    if why is None:
        return ours, []
    try:
        async with asyncio.timeout(model.server.extract_timeout_s):
            found, degraded = await extract(model, model.server, text)
    except ERRORS as error:
        log.warning("%s could not read a message: %r", model.name, error)
        return ours, [UNREAD]
    merged = merge(ours, found.found, text=text, before=before, turn=turn)
    log.info(
        "Read again (%s): %d added, left out %s.", why, len(merged.added), dict(merged.dropped)
    )
    return merged.understanding, degraded


async def extract(
    model: ChosenModel, server: OllamaSettings, text: str
) -> tuple[Extraction, list[str]]:
    """What the model reads in a message, and degraded states.

    Raises:
        One of `agent.ollama.ERRORS`; an answer that is not of the schema is a ValueError.
    """
    reader = build_reader(server, schema())
    said = await ask(model, reader, [SystemMessage(instructions()), HumanMessage(text)])
    degraded = [NEARLY_FULL] if is_nearly_full(said, server) else []
    return Extraction.model_validate_json(said.text), degraded


def instructions() -> str:
    """What to look for, with the vocabularies."""
    terms = {name: ", ".join(vocabulary.terms(name)) for name in _TERMS}
    return render(
        "extract",
        **terms,
        category=", ".join(vocabulary.categories()),
        slot=", ".join(vocabulary.SLOTS),
        color=", ".join(vocabulary.colors()),
        formality=", ".join(_FORMALITY),
        move=", ".join(get_args(Move)),
    )
