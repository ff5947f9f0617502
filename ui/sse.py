"""Server-sent events as they come over the wire, into typed run events."""

from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass

from stylist.events import RUN_EVENT, RunEvent


@dataclass(frozen=True, slots=True)
class Received:
    """A run event and the id under which the log knows it."""

    id: str | None
    event: RunEvent


async def received(lines: AsyncIterable[str]) -> AsyncIterator[Received]:
    """Events from the lines of a stream; comments (the heartbeat) give nothing."""
    event_id: str | None = None
    data: list[str] = []
    async for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "id":
            event_id = value
        elif name == "data":
            data.append(value)
        elif not line and data:
            yield Received(event_id, RUN_EVENT.validate_json("\n".join(data)))
            data = []
