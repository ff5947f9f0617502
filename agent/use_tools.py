"""The tools' half of the tool loop: open calls are made, and what they answer is taken in."""

from collections.abc import Awaitable, Callable

from langchain_core.messages import ToolMessage
from langchain_core.runnables import RunnableConfig
from langgraph.prebuilt import ToolNode
from langgraph.runtime import Runtime

from agent.context import RunContext
from agent.state import TurnState, open_calls, read_messages
from agent.take_in import take_in
from agent.tool_calls import call_tool
from tools.agent_doors import TOOLS


def build_tools() -> Callable[..., Awaitable[TurnState]]:
    """The node that answers the model's tool calls."""
    node = ToolNode(list(TOOLS.values()), awrap_tool_call=call_tool)

    async def use_tools(
        state: TurnState, runtime: Runtime[RunContext], config: RunnableConfig
    ) -> TurnState:
        """Answer every open tool call, show the outfits found, and keep what was done."""
        asked = read_messages(state)
        calls = open_calls(asked)
        answered = await node.ainvoke({**state, "messages": asked}, config)
        messages: list[ToolMessage] = answered["messages"]
        return await take_in(state, runtime.context, calls, messages)

    return use_tools
