"""The offline policy: a deterministic chat model over the same tools as a language model."""

from agent.policy.decide import decide
from agent.policy.model import OfflinePolicy
from agent.policy.situation import Call, Decision, Situation, ToolResult

__all__ = ["Call", "Decision", "OfflinePolicy", "Situation", "ToolResult", "decide"]
