"""OpenTelemetry spans of a turn, in the words of its conventions for generative AI.

`invoke_agent stylist` holds `understand`, `chat MODEL` and `execute_tool NAME`. Nothing is exported
unless the operator brings an SDK and an exporter. Words of the person (arguments, what was
understood) stand in spans only where `contents` is asked for: `STYLIST_AGENT__TRACE_CONTENTS`.
Names: https://opentelemetry.io/docs/specs/semconv/gen-ai/
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from langchain_core.messages import AIMessage
from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

AGENT: Final = "stylist"
UNDERSTANDING: Final = "stylist.understanding"
BEFORE: Final = "stylist.frame.before"
PROMPTS: Final = "stylist.prompt.version"
READ_AGAIN: Final = "stylist.read_again"
RUN: Final = "stylist.run.id"


@contextmanager
def _span(
    name: str, attributes: Mapping[str, Any], kind: SpanKind = SpanKind.INTERNAL
) -> Iterator[Span]:
    tracer = trace.get_tracer("stylist.agent")
    with tracer.start_as_current_span(name, kind=kind, attributes=dict(attributes)) as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__name__)
            raise


@contextmanager
def agent_span(*, run_id: UUID, conversation_id: UUID, model: str, prompts: str) -> Iterator[Span]:
    """A whole turn."""
    provider, name = _provided(model)
    attributes = {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.provider.name": provider,
        "gen_ai.agent.name": AGENT,
        "gen_ai.conversation.id": str(conversation_id),
        "gen_ai.request.model": name,
        RUN: str(run_id),
        PROMPTS: prompts,
    }
    with _span(f"invoke_agent {AGENT}", attributes) as span:
        yield span


@contextmanager
def understand_span() -> Iterator[Span]:
    """The reading of the person's words."""
    with _span("understand", {}) as span:
        yield span


def tell_understanding(
    span: Span, *, before: Mapping[str, Any], told: Mapping[str, Any], contents: bool
) -> None:
    """What was heard: the acts always, frames and references where contents are asked for."""
    span.set_attribute("stylist.acts", list(told["acts"]))
    if contents and span.is_recording():
        span.set_attribute(BEFORE, json.dumps(before))
        span.set_attribute(UNDERSTANDING, json.dumps(told))


def tell_read_again(why: str | None) -> None:
    """What a language model was asked to read for, on the span that is open; None: not asked."""
    trace.get_current_span().set_attribute(READ_AGAIN, why or "not-needed")


@contextmanager
def chat_span(model: str) -> Iterator[Span]:
    """One step of a model."""
    provider, name = _provided(model)
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": name,
    }
    # A model within this process is no client's call.
    kind = SpanKind.INTERNAL if provider == AGENT else SpanKind.CLIENT
    with _span(f"chat {name}", attributes, kind) as span:
        yield span


def _provided(model: str) -> tuple[str, str]:
    """Who serves a model, and its name: `ollama:qwen3.5:4b`, `offline-policy`."""
    provider, _, name = model.partition(":")
    return (provider, name) if name else (AGENT, model)


def tell_reply(span: Span, said: AIMessage) -> None:
    """How a model's step ended, and what it cost where the model says so."""
    told = said.response_metadata.get("done_reason") or "stop"
    reason = "tool_calls" if said.tool_calls else told
    span.set_attribute("gen_ai.response.finish_reasons", [reason])
    if usage := said.usage_metadata:
        span.set_attribute("gen_ai.usage.input_tokens", usage["input_tokens"])
        span.set_attribute("gen_ai.usage.output_tokens", usage["output_tokens"])


@contextmanager
def tool_span(call: Mapping[str, Any], *, contents: bool) -> Iterator[Span]:
    """One tool call."""
    attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": call["name"],
        "gen_ai.tool.call.id": call["id"] or "",
        "gen_ai.tool.type": "function",
    }
    with _span(f"execute_tool {call['name']}", attributes) as span:
        if contents and span.is_recording():
            span.set_attribute("gen_ai.tool.call.arguments", json.dumps(call["args"]))
        yield span


def tell_refused(span: Span, why: str) -> None:
    """The call ended without what was asked for."""
    span.set_attribute("error.type", "refused")
    span.set_status(Status(StatusCode.ERROR, why))
