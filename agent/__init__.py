"""The LangGraph agent: understanding, policy, graph, runs and their typed events."""
