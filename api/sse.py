"""Server-sent events on the wire.

Frames end in LF: sse-starlette's own CRLF breaks clients that split on LF only, and it has to be
told in two places.
"""

from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse, ServerSentEvent

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
SEPARATOR = "\n"
DOCUMENTED: dict[str, dict[str, str]] = {"text/event-stream": {}}
"""The content type as OpenAPI shows it."""


def event(id_: str | None, type_: str, data: str) -> ServerSentEvent:
    """One frame; an event without an id does not move a client's place."""
    return ServerSentEvent(data, id=id_, event=type_, sep=SEPARATOR)


def stream(events: AsyncIterator[ServerSentEvent], *, ping_s: float) -> EventSourceResponse:
    """Answer with events as they come, and a comment now and then while none does."""
    return EventSourceResponse(
        events,
        headers=HEADERS,
        sep=SEPARATOR,
        ping=ping_s,
        ping_message_factory=lambda: ServerSentEvent(comment="ping", sep=SEPARATOR),
    )
