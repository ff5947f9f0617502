"""Capabilities: one typed function each, with three doors (agent, HTTP, MCP)."""
