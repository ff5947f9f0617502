"""Ollama's protocol in front of a llama.cpp server, for machines without Ollama.

    PYTHON benchmarks/gguf_server.py MODEL.gguf 8090 &
    python -m benchmarks.ollama_bridge --upstream http://127.0.0.1:8090 --model my-model &
    STYLIST_OLLAMA__MODEL=my-model stylist eval run utterances --model ollama:my-model

What is not Ollama's: the window is the one that the server was started with, `keep_alive` and
`think` are passed over, and the chat template is the one in the file.
"""

import argparse
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

READ_TIMEOUT_S = 600.0
OPTIONS = {"num_predict": "max_tokens", **{n: n for n in ("temperature", "seed", "top_p", "stop")}}


@dataclass
class Gathered:
    """A reply while it comes in: whole tool calls by index, and the counts of the last piece."""

    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    reason: str = "stop"
    usage: dict[str, int] = field(default_factory=dict)

    def take(self, piece: dict[str, Any]) -> str:
        """Take a piece in; the words of it."""
        self.usage = piece.get("usage") or self.usage
        words = ""
        for choice in piece.get("choices", []):
            delta = choice.get("delta", {})
            words += delta.get("content") or ""
            self.reason = choice.get("finish_reason") or self.reason
            for part in delta.get("tool_calls") or []:
                call = self.calls.setdefault(part["index"], {"name": "", "arguments": ""})
                function = part.get("function", {})
                call["name"] += function.get("name") or ""
                call["arguments"] += function.get("arguments") or ""
        return words

    def tool_calls(self) -> list[dict[str, Any]]:
        """The calls as Ollama tells them: whole, arguments an object.

        Raises:
            ValueError: the model wrote arguments that are no object.
        """
        return [
            {
                "id": f"call_{index:08d}",
                "function": {
                    "index": index,
                    "name": call["name"],
                    "arguments": _object(call["arguments"]),
                },
            }
            for index, call in sorted(self.calls.items())
        ]


def _object(told: str) -> dict[str, Any]:
    read = json.loads(told or "{}")
    if not isinstance(read, dict):
        raise ValueError(f"tool arguments are no object: {told[:80]}")
    return read


class Bridge:
    """The routes that clients of Ollama use."""

    def __init__(self, upstream: str, model: str) -> None:
        self._model = model
        timeout = httpx.Timeout(READ_TIMEOUT_S, connect=5)
        self._http = httpx.AsyncClient(base_url=upstream, timeout=timeout, trust_env=False)

    def app(self) -> Starlette:
        """The server."""
        return Starlette(
            routes=[
                Route("/", lambda _: PlainTextResponse("Ollama is running")),
                Route("/api/version", lambda _: JSONResponse({"version": "0.0.0-bridge"})),
                Route("/api/tags", self._tags),
                Route("/api/show", self._show, methods=["POST"]),
                Route("/api/chat", self._chat, methods=["POST"]),
            ]
        )

    def _tags(self, _: Request) -> Response:
        return JSONResponse({"models": [{"name": self._model, "model": self._model}]})

    async def _show(self, request: Request) -> Response:
        if (refused := self._unknown((await request.json()).get("model"))) is not None:
            return refused
        props = (await self._http.get("/props")).raise_for_status().json()
        room = props["default_generation_settings"]["n_ctx"]
        facts = {"general.architecture": "gguf", "gguf.context_length": room}
        return JSONResponse({"capabilities": ["completion", "tools"], "model_info": facts})

    def _unknown(self, model: object) -> Response | None:
        if model == self._model:
            return None
        return JSONResponse({"error": f"model '{model}' not found"}, 404)

    async def _chat(self, request: Request) -> Response:
        asked = await request.json()
        if (refused := self._unknown(asked.get("model"))) is not None:
            return refused
        sent = self._http.build_request("POST", "/v1/chat/completions", json=translate(asked))
        answer = await self._http.send(sent, stream=True)
        if answer.is_error:
            told = (await answer.aread()).decode(errors="replace")
            return JSONResponse({"error": told[:500]}, answer.status_code)
        lines = self._lines(answer)
        if asked.get("stream", True):
            return StreamingResponse(lines, media_type="application/x-ndjson")
        return JSONResponse(gather([json.loads(line) async for line in lines]))

    async def _lines(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        gathered = Gathered()
        try:
            async for row in answer.aiter_lines():
                if row.startswith("error:"):
                    raise ValueError(row.removeprefix("error:").strip())
                told = row.removeprefix("data:").strip()
                if not row.startswith("data:") or told == "[DONE]":
                    continue
                piece = json.loads(told)
                if "error" in piece:
                    raise ValueError(str(piece["error"]))
                if words := gathered.take(piece):
                    yield self._line({"content": words})
            if calls := gathered.tool_calls():
                yield self._line({"content": "", "tool_calls": calls})
        except (httpx.HTTPError, ValueError) as error:
            yield json.dumps({"error": str(error)}).encode() + b"\n"
            return
        finally:
            await answer.aclose()
        yield self._last(gathered)

    def _line(self, message: dict[str, Any], **told: Any) -> bytes:
        line = {
            "model": self._model,
            "created_at": datetime.now(UTC).isoformat(),
            "message": {"role": "assistant", **message},
            "done": False,
            **told,
        }
        return json.dumps(line).encode() + b"\n"

    def _last(self, gathered: Gathered) -> bytes:
        return self._line(
            {"content": ""},
            done=True,
            done_reason="length" if gathered.reason == "length" else "stop",
            prompt_eval_count=gathered.usage.get("prompt_tokens", 0),
            eval_count=gathered.usage.get("completion_tokens", 0),
        )


def translate(asked: dict[str, Any]) -> dict[str, Any]:
    """A request of Ollama's chat as one of OpenAI's, always streamed."""
    options = asked.get("options") or {}
    sent: dict[str, Any] = {
        "model": asked["model"],
        "messages": messages(asked.get("messages", [])),
        "stream": True,
        "stream_options": {"include_usage": True},
        **{theirs: options[ours] for ours, theirs in OPTIONS.items() if ours in options},
    }
    if tools := asked.get("tools"):
        sent["tools"] = tools
    if (wanted := asked.get("format")) == "json":
        sent["response_format"] = {"type": "json_object"}
    elif isinstance(wanted, dict):
        schema = {"name": "answer", "schema": wanted, "strict": True}
        sent["response_format"] = {"type": "json_schema", "json_schema": schema}
    return sent


def messages(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Messages with tool calls in OpenAI's shape; answers find their calls by their order."""
    made: list[dict[str, Any]] = []
    waiting: list[str] = []
    for message in told:
        plain = {"role": message["role"], "content": message.get("content", "")}
        if calls := message.get("tool_calls"):
            ids = [f"call_{len(made)}_{place}" for place in range(len(calls))]
            waiting = list(ids)
            plain["tool_calls"] = [_call(id_, call) for id_, call in zip(ids, calls, strict=True)]
        elif message["role"] == "tool" and waiting:
            plain["tool_call_id"] = waiting.pop(0)
        made.append(plain)
    return made


def _call(id_: str, call: dict[str, Any]) -> dict[str, Any]:
    function = call["function"]
    arguments = json.dumps(function.get("arguments") or {})
    return {
        "id": id_,
        "type": "function",
        "function": {"name": function["name"], "arguments": arguments},
    }


def gather(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """A stream's lines as the one object of a request that does not stream."""
    last = lines[-1]
    if "error" in last:
        return last
    said = "".join(line["message"]["content"] for line in lines)
    calls = [call for line in lines for call in line["message"].get("tool_calls", [])]
    message = {"role": "assistant", "content": said} | ({"tool_calls": calls} if calls else {})
    return {**last, "message": message}


def main() -> None:
    """Serve on loopback."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upstream", required=True, help="URL of a llama.cpp server")
    parser.add_argument("--model", required=True, help="the name under which it is asked for")
    parser.add_argument("--port", type=int, default=11434)
    given = parser.parse_args()
    app = Bridge(given.upstream, given.model).app()
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning")


if __name__ == "__main__":
    main()
