"""Which chat model words the answer: Ollama when it is there and can call tools, else the policy.

Both are langchain chat models with the same tools bound, so the graph does not know the difference.
"""

import time
from dataclasses import dataclass, field

from langchain_core.language_models import BaseChatModel

from agent.ollama import build_chat
from agent.ollama_check import OllamaState, fitted, look_at
from agent.policy import OfflinePolicy
from stylist.settings import OllamaSettings, Settings

OFFLINE = "offline-policy"
HEALTH_TTL_S = 5.0
"""How long the answer to "is Ollama up" is believed."""


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model, the name that runs record, and what is degraded by the choice.

    `server` are the settings of the Ollama server behind it, with the window that the model has;
    `reads` says whether the model reads messages beside the rules.
    """

    chat: BaseChatModel
    name: str
    degraded: list[str] = field(default_factory=list)
    server: OllamaSettings | None = None
    reads: bool = False

    @property
    def window(self) -> int | None:
        """Tokens of its window, where the server says."""
        return self.server.num_ctx if self.server else None

    @property
    def is_offline(self) -> bool:
        """Whether no language model is involved."""
        return self.name == OFFLINE


def offline(*degraded: str) -> ChosenModel:
    """The deterministic policy."""
    return ChosenModel(OfflinePolicy(), OFFLINE, list(degraded))


def ollama_model(settings: OllamaSettings, state: OllamaState, *, reads: bool) -> ChosenModel:
    """The model of a server that was looked at."""
    server = fitted(settings, state.context_length)
    chat = build_chat(server)
    return ChosenModel(chat, f"ollama:{server.model}", server=server, reads=reads)


class ModelChooser:
    """Chooses by the settings and by what answers now."""

    def __init__(self, settings: Settings) -> None:
        self._wanted = settings.agent.model
        self._ollama = settings.ollama
        self._reads = settings.agent.extraction == "auto"
        self._checked_at = float("-inf")
        self._state: OllamaState | None = None

    async def choose(self) -> ChosenModel:
        """The model for one run; `auto` without Ollama is no degraded state, it is the default."""
        if self._wanted == "offline":
            return offline()
        state = await self._look()
        if state.trouble is None:
            return ollama_model(self._ollama, state, reads=self._reads)
        return offline(state.trouble) if self._wanted == "ollama" else offline()

    async def _look(self) -> OllamaState:
        if self._state is None or time.monotonic() - self._checked_at > HEALTH_TTL_S:
            self._state = await look_at(self._ollama)
            self._checked_at = time.monotonic()
        return self._state
