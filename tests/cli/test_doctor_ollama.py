"""`stylist doctor` says of Ollama what is wrong and how to mend it."""

import asyncio

import pytest
from ollama_server import serve_ollama

from cli.doctor import check_ollama
from stylist.settings import AgentSettings, OllamaSettings, Settings


def asked(host: str, **changes: str) -> Settings:
    return Settings(ollama=OllamaSettings(host=host, **changes))


async def test_a_server_with_the_model_is_well() -> None:
    async with serve_ollama() as server:
        found = await asyncio.to_thread(check_ollama, asked(server.url))
    assert (found.status, found.mend) == ("ok", "")
    assert "8192 tokens" in found.detail


@pytest.mark.parametrize(
    ("changes", "capabilities", "mend"),
    [
        ({"model": "other"}, ("completion", "tools"), "`ollama pull other`"),
        ({}, ("completion",), "Choose a model that can"),
    ],
    ids=["not pulled", "no tools"],
)
async def test_a_model_that_cannot_serve_is_told_with_its_mend(changes, capabilities, mend) -> None:
    async with serve_ollama() as server:
        server.capabilities = capabilities
        found = await asyncio.to_thread(check_ollama, asked(server.url, **changes))
    assert found.status == "degraded"
    assert mend in found.mend


def test_a_server_that_is_away_is_told_with_its_mend() -> None:
    found = check_ollama(asked("http://127.0.0.1:9"))
    assert found.status == "degraded"
    assert "ollama serve" in found.mend


def test_a_server_that_nobody_asked_for_is_not_missed() -> None:
    found = check_ollama(Settings(agent=AgentSettings(model="offline")))
    assert found.status == "ok"
