"""Which chat model words the answer: Ollama when it is there and can call tools, else the policy.

Both are langchain chat models with the same tools bound, so the graph does not know the difference.
"""

import time
from dataclasses import dataclass, field

import httpx
from langchain_core.language_models import BaseChatModel
from langchain_ollama import ChatOllama
from ollama import ResponseError

from agent.policy import OfflinePolicy
from stylist.settings import OllamaSettings, Settings

OFFLINE = "offline-policy"
UNREACHABLE, FAILED = "ollama-unreachable", "ollama-failed"
HEALTH_TTL_S = 5.0
"""How long the answer to "is Ollama up" is believed."""
OLLAMA_ERRORS = (httpx.HTTPError, ResponseError, ConnectionError, TimeoutError, ValueError)
"""How a reply of Ollama ends badly; ValueError is a stream that ended without its last line."""


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model, the name that runs record, and what is degraded by the choice."""

    chat: BaseChatModel
    name: str
    degraded: list[str] = field(default_factory=list)

    @property
    def is_offline(self) -> bool:
        """Whether no language model is involved."""
        return self.name == OFFLINE


def offline(*degraded: str) -> ChosenModel:
    """The deterministic policy."""
    return ChosenModel(OfflinePolicy(), OFFLINE, list(degraded))


class ModelChooser:
    """Chooses by the settings and by what answers now."""

    def __init__(self, settings: Settings) -> None:
        self._wanted = settings.agent.model
        self._ollama = settings.ollama
        self._checked_at = float("-inf")
        self._usable = False

    async def choose(self) -> ChosenModel:
        """The model for one run; `auto` without Ollama is no degraded state, it is the default."""
        if self._wanted == "offline":
            return offline()
        if await self._is_usable():
            return ChosenModel(build_ollama(self._ollama), f"ollama:{self._ollama.model}")
        return offline(UNREACHABLE) if self._wanted == "ollama" else offline()

    async def _is_usable(self) -> bool:
        if time.monotonic() - self._checked_at > HEALTH_TTL_S:
            self._usable = await has_tool_model(self._ollama)
            self._checked_at = time.monotonic()
        return self._usable


async def has_tool_model(settings: OllamaSettings) -> bool:
    """Whether the server answers and has the model, and whether that can call tools."""
    timeout = httpx.Timeout(settings.connect_timeout_s)
    try:
        async with httpx.AsyncClient(
            base_url=settings.host, timeout=timeout, trust_env=False
        ) as http:
            (await http.get("/api/version")).raise_for_status()
            shown = await http.post("/api/show", json={"model": settings.model})
            return shown.is_success and "tools" in shown.json().get("capabilities", [])
    except (httpx.HTTPError, ValueError):
        return False


def build_ollama(settings: OllamaSettings) -> ChatOllama:
    """A client that thinks aloud never and waits for ever never, with the whole context window."""
    timeout = httpx.Timeout(settings.read_timeout_s, connect=settings.connect_timeout_s)
    return ChatOllama(
        model=settings.model,
        base_url=settings.host,
        num_ctx=settings.num_ctx,
        keep_alive=settings.keep_alive,
        reasoning=False,
        temperature=0.2,
        client_kwargs={"timeout": timeout, "trust_env": False},
    )
