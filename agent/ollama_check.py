"""Whether Ollama can serve us: the server answers, has the model, and that can call tools.

Wire format: https://github.com/ollama/ollama/blob/main/docs/api.md
"""

from dataclasses import dataclass
from typing import Any, Final

import httpx

from stylist.settings import OllamaSettings

UNREACHABLE: Final = "ollama-unreachable"
MISSING: Final = "ollama-model-missing"
NO_TOOLS: Final = "ollama-no-tools"


@dataclass(frozen=True, slots=True)
class OllamaState:
    """What the server says of itself and the model; `trouble` is a degraded state, or None.

    `context_length` is the model's own, in tokens.
    """

    trouble: str | None
    detail: str
    mend: str = ""
    context_length: int | None = None

    @property
    def is_usable(self) -> bool:
        """Whether the model is there and can call tools."""
        return self.trouble is None


async def look_at(settings: OllamaSettings) -> OllamaState:
    """Ask `/api/version` and `/api/show`, within the time to connect each."""
    timeout = httpx.Timeout(settings.connect_timeout_s)
    try:
        async with httpx.AsyncClient(
            base_url=settings.host, timeout=timeout, trust_env=False
        ) as http:
            (await http.get("/api/version")).raise_for_status()
            shown = await http.post("/api/show", json={"model": settings.model})
            if shown.status_code == httpx.codes.NOT_FOUND:
                return _missing(settings)
            return _judge(settings, shown.raise_for_status().json())
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError, TypeError) as error:
        return OllamaState(
            UNREACHABLE,
            f"{settings.host}: {error or type(error).__name__}",
            "Optional: start Ollama (`ollama serve`), or see STYLIST_OLLAMA__HOST; "
            "the offline policy answers without it.",
        )


def _missing(settings: OllamaSettings) -> OllamaState:
    return OllamaState(
        MISSING,
        f"{settings.host} does not have the model {settings.model}",
        f"`ollama pull {settings.model}`, or see STYLIST_OLLAMA__MODEL.",
    )


def _judge(settings: OllamaSettings, shown: dict[str, Any]) -> OllamaState:
    facts = shown.get("model_info") or {}
    length = facts.get(f"{facts.get('general.architecture')}.context_length")
    if "tools" not in (shown.get("capabilities") or []):
        return OllamaState(
            NO_TOOLS,
            f"{settings.model} cannot call tools",
            f"Choose a model that can: `ollama pull {OllamaSettings().model}` and "
            f"STYLIST_OLLAMA__MODEL={OllamaSettings().model}.",
            length,
        )
    room = fitted(settings, length).num_ctx
    return OllamaState(None, f"{settings.host}, {settings.model}, {room} tokens", "", length)


def fitted(settings: OllamaSettings, context_length: int | None) -> OllamaSettings:
    """The settings with a window that the model has; a longer one would be cut without a word."""
    room = min(settings.num_ctx, context_length or settings.num_ctx)
    return settings.model_copy(update={"num_ctx": room})
