"""The model under evaluation, from what the command line names."""

from typing import Final

from pydantic import SecretStr

from agent.models import ChosenModel, offline, ollama_model
from agent.ollama_check import look_at
from evals.running.openai_chat import OpenAiChat, check_openai
from stylist.errors import BackendUnavailable, BadRequest
from stylist.settings import Settings

FORMS: Final = "offline, ollama:NAME or openai:NAME@BASE_URL"


async def choose_model(named: str, settings: Settings) -> ChosenModel:
    """The model, found to be there: an evaluation never falls back to another.

    Raises:
        BadRequest: the name has none of the known forms.
        BackendUnavailable: the model's server does not answer, or cannot call tools.
    """
    kind, _, name = named.partition(":")
    if named == "offline":
        return offline()
    if kind == "ollama" and name:
        return await _ollama(name, settings)
    if kind == "openai" and "@" in name:
        model, _, base_url = name.partition("@")
        return await _openai(model, base_url, settings.evals.openai_api_key)
    raise BadRequest(f"A model is {FORMS}, not {named!r}.")


async def _ollama(name: str, settings: Settings) -> ChosenModel:
    server = settings.ollama.model_copy(update={"model": name})
    state = await look_at(server)
    if not state.is_usable:
        raise BackendUnavailable(f"{state.detail}. {state.mend}")
    return ollama_model(server, state, reads=settings.agent.extraction == "auto")


async def _openai(model: str, base_url: str, key: SecretStr | None) -> ChosenModel:
    chat = OpenAiChat(model=model, base_url=base_url, api_key=key)
    await check_openai(chat)
    return ChosenModel(chat, f"openai:{model}")
