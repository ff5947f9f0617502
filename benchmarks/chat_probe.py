"""The product's API with two bare routes that bound its turns from below.

A bare SSE echo, and an empty graph with LangGraph's own saver; run with a port, it serves them.
"""

import sys
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import uvicorn
from fastapi import FastAPI
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, StateGraph
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from sse_starlette import EventSourceResponse, ServerSentEvent

from agent.state import TurnState
from api import sse
from api.app import create_app
from stylist.settings import Settings


def probe_app() -> FastAPI:
    """The product's application with two routes that only the benchmark asks for."""
    settings = Settings()
    app = create_app(settings)
    pool: Any = AsyncConnectionPool(
        settings.database.url.replace("+psycopg", ""),
        max_size=18,
        open=False,
        kwargs={"autocommit": True, "row_factory": dict_row},
    )

    async def once() -> AsyncIterator[ServerSentEvent]:
        yield sse.event("1-0", "echo", "{}")

    @app.post("/probe/echo")
    async def echo() -> EventSourceResponse:
        return sse.stream(once(), ping_s=15)

    async def nothing(state: TurnState) -> TurnState:
        return {"steps": 1}

    async def run_nothing() -> AsyncIterator[ServerSentEvent]:
        graph = StateGraph(TurnState)
        graph.add_node("nothing", nothing)
        graph.add_edge(START, "nothing")
        graph.add_edge("nothing", END)
        thread = {"configurable": {"thread_id": str(uuid4())}}
        await pool.open()
        async with pool.connection() as connection:
            compiled = graph.compile(checkpointer=AsyncPostgresSaver(conn=connection))
            await compiled.ainvoke({"steps": 0}, thread, durability="sync")
        yield sse.event("1-0", "echo", "{}")

    @app.post("/probe/graph")
    async def graph() -> EventSourceResponse:
        return sse.stream(run_nothing(), ping_s=15)

    return app


if __name__ == "__main__":
    uvicorn.run(probe_app(), port=int(sys.argv[1]), log_level="warning", access_log=False)
