"""What a turn tells OpenTelemetry, and what it keeps to itself."""

import json
from uuid import uuid4

import pytest
from langchain_core.messages import AIMessage
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import NoOpTracerProvider

from agent import tracing

CALL = {"name": "swap_item", "id": "c1", "args": {"slot": "shoes"}}


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing.trace, "get_tracer", provider.get_tracer)
    return exporter


def test_a_tool_call_is_told_with_its_arguments_only_when_asked(spans) -> None:
    for contents in (True, False):
        with tracing.tool_span(CALL, contents=contents):
            pass
    first, second = spans.get_finished_spans()
    assert first.name == "execute_tool swap_item"
    assert first.attributes["gen_ai.operation.name"] == "execute_tool"
    assert json.loads(first.attributes["gen_ai.tool.call.arguments"]) == {"slot": "shoes"}
    assert "gen_ai.tool.call.arguments" not in second.attributes


def test_a_refused_call_is_an_error(spans) -> None:
    with tracing.tool_span(CALL, contents=False) as span:
        tracing.tell_refused(span, "no such outfit")
    assert spans.get_finished_spans()[0].status.status_code.name == "ERROR"


@pytest.mark.parametrize(
    ("model", "provider", "name"),
    [
        ("ollama:qwen3.5:4b", "ollama", "qwen3.5:4b"),
        ("offline-policy", "stylist", "offline-policy"),
    ],
)
def test_a_step_of_a_model_names_who_and_what_it_cost(spans, model, provider, name) -> None:
    usage = {"input_tokens": 20, "output_tokens": 7, "total_tokens": 27}
    with tracing.chat_span(model) as span:
        tracing.tell_reply(span, AIMessage("Hello.", usage_metadata=usage))
    told = spans.get_finished_spans()[0]
    assert told.name == f"chat {name}"
    assert told.kind.name == ("INTERNAL" if provider == "stylist" else "CLIENT")
    with tracing.agent_span(run_id=uuid4(), conversation_id=uuid4(), model=model, prompts="p"):
        pass
    turn = spans.get_finished_spans()[1]
    assert turn.attributes["gen_ai.operation.name"] == "invoke_agent"
    assert turn.attributes["gen_ai.provider.name"] == provider
    assert turn.attributes["gen_ai.request.model"] == name
    assert told.attributes["gen_ai.provider.name"] == provider
    assert told.attributes["gen_ai.request.model"] == name
    assert told.attributes["gen_ai.usage.output_tokens"] == 7


def test_a_step_that_fails_names_the_error(spans) -> None:
    with pytest.raises(ConnectionError), tracing.chat_span("ollama:qwen3.5:4b"):
        raise ConnectionError("gone")
    (told,) = spans.get_finished_spans()
    assert told.attributes["error.type"] == "ConnectionError"
    assert told.status.status_code.name == "ERROR"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (AIMessage("Take", response_metadata={"done_reason": "length"}), "length"),
        (AIMessage("Take it.", response_metadata={"done_reason": "stop"}), "stop"),
        (AIMessage("Take it."), "stop"),
        (AIMessage("", tool_calls=[{"name": "t", "args": {}, "id": "1"}]), "tool_calls"),
    ],
)
def test_how_a_reply_ended_is_told(spans, said, reason) -> None:
    with tracing.chat_span("ollama:qwen3.5:4b") as span:
        tracing.tell_reply(span, said)
    (told,) = spans.get_finished_spans()
    assert told.attributes["gen_ai.response.finish_reasons"] == (reason,)


@pytest.mark.parametrize(("why", "told"), [(None, "not-needed"), ("language", "language")])
def test_what_a_second_reader_was_asked_for_is_told(spans, why, told) -> None:
    with tracing.understand_span():
        tracing.tell_read_again(why)
    (span,) = spans.get_finished_spans()
    assert span.attributes[tracing.READ_AGAIN] == told


def test_without_an_sdk_nothing_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing.trace, "get_tracer", NoOpTracerProvider().get_tracer)
    with tracing.understand_span() as span:
        told = {"acts": ["request"]}
        tracing.tell_understanding(span, before={}, told=told, contents=True)
        assert not span.is_recording()
