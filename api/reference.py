"""`/docs`: the API's reference as one page that asks no other host for anything."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_LOOK: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
code { font-size: .9em; overflow-wrap: anywhere; }
section, details { border-top: 1px solid #8884; padding: .4rem 0; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; text-transform: uppercase; }
table { border-collapse: collapse; }
td { padding: .15rem 1rem .15rem 0; vertical-align: top; }
i { font-style: normal; opacity: .7; font-size: .9em; }
p { white-space: pre-line; }
"""


def add_reference(app: FastAPI) -> None:
    """Serve the reference of all routes that the application has by then."""

    async def reference(_: Request) -> HTMLResponse:
        return HTMLResponse(page(app.openapi()), headers={"Content-Security-Policy": POLICY})

    app.add_route("/docs", reference, include_in_schema=False)


def page(schema: Mapping[str, Any]) -> str:
    """The reference of an OpenAPI document, in HTML."""
    title, summary = escape(schema["info"]["title"]), escape(schema["info"].get("summary", ""))
    routes = "".join(_route(path, method, told) for path, method, told in _operations(schema))
    shapes = schema.get("components", {}).get("schemas", {})
    known = "".join(_shape(name, shape) for name, shape in sorted(shapes.items()))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}: API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_LOOK}</style>'
        f"<h1>{title}</h1><p>{summary} For programs: <a href='/openapi.json'>openapi.json</a>.</p>"
        f"<h2>Routes</h2>{routes}<h2>Shapes</h2>{known}</html>"
    )


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield path, method, methods[method]


def _route(path: str, method: str, told: Mapping[str, Any]) -> str:
    rows = [
        (one["name"], f"{one['in']}, {_type(one['schema'])}{_must(one.get('required'))}", one)
        for one in told.get("parameters", ())
    ]
    answers = "".join(
        f"<tr><td>{escape(status)}<td>{_contents(answer)}<td>{_text(answer.get('description'))}"
        for status, answer in told.get("responses", {}).items()
    )
    body = told.get("requestBody")
    said = told.get("description") or told.get("summary") or ""
    head = f"<b>{method}</b> <code>{escape(path)}</code> <i>{_text(said.split(chr(10))[0])}</i>"
    return (
        f"<details><summary>{head}</summary><p>{_text(said)}</p><table>{_rows(rows)}</table>"
        + (f"<h4>Send</h4>{_contents(body)}" if body else "")
        + f"<h4>Answers</h4><table>{answers}</table></details>"
    )


def _shape(name: str, shape: Mapping[str, Any]) -> str:
    required = shape.get("required", ())
    rows = [
        (field, f"{_type(told)}{_must(field in required)}", told)
        for field, told in shape.get("properties", {}).items()
    ]
    alone = "" if rows else f"<p>{_type(shape)}</p>"
    return (
        f'<section id="{escape(name)}"><h3><code>{escape(name)}</code></h3>'
        f"<p>{_text(shape.get('description'))}</p>{alone}<table>{_rows(rows)}</table></section>"
    )


def _rows(rows: list[tuple[str, str, Mapping[str, Any]]]) -> str:
    return "".join(
        f"<tr><td>{_named(name)}<td>{kind}<td>{_text(told.get('description'))}"
        for name, kind, told in rows
    )


def _contents(body: Mapping[str, Any]) -> str:
    kinds = body.get("content", {}).items()
    return "<br>".join(f"{escape(mime)}: {_type(told.get('schema', {}))}" for mime, told in kinds)


def _type(schema: Mapping[str, Any]) -> str:
    """What a value is: a link to its shape, or its type in a word."""
    if ref := schema.get("$ref"):
        name = escape(ref.rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if several := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return " or ".join(_type(one) for one in several)
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if fields := schema.get("properties"):
        required = schema.get("required", ())
        told = [f"{_named(n)}: {_type(one)}{_must(n in required)}" for n, one in fields.items()]
        return "".join(f"<br>{field}" for field in told)
    if isinstance(more := schema.get("additionalProperties"), Mapping):
        return f"object of {_type(more)}"
    return escape(schema.get("format") or schema.get("type") or "anything")


def _named(name: str) -> str:
    return f"<code>{escape(name)}</code>"


def _must(required: object) -> str:
    return ", required" if required else ""


def _text(text: str | None) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text or ""))
