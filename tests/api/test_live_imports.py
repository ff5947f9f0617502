"""What the live API process has loaded after a turn: no model framework but the text embedder's."""

import signal
import sys
import time
from pathlib import Path

import httpx

from cli.stack import process

FRAMEWORKS = {
    "torch", "diffusers", "mediapipe", "rembg", "cv2", "transformers", "open_clip",
    "faster_whisper", "ctranslate2", "av",
}  # fmt: skip
CALLER = Path(__file__).parents[1] / "support" / "api_with_roll_call.py"


def wait_for(what, timeout_s: float = 60.0):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def test_a_turn_loads_no_model_framework_into_the_api(
    make_database, valkey_url: str, chroma_url: str, tmp_path: Path
) -> None:
    port, modules = process.free_port(), tmp_path / "modules"
    spec = process.ProcessSpec(
        name="api",
        argv=(sys.executable, str(CALLER), str(modules)),
        ready=lambda: process.port_answers(port),
        env={
            "STYLIST_DATABASE__URL": make_database("live_imports"),
            "STYLIST_REDIS__URL": valkey_url,
            "STYLIST_CHROMA__URL": chroma_url,
            "STYLIST_DATA_DIR": str(tmp_path),
            "STYLIST_API__PORT": str(port),
            "STYLIST_AUTH__LOCAL_USER": "true",
            "STYLIST_AGENT__MODEL": "offline",
        },
    )
    api = process.start(spec, log=tmp_path / "log")
    try:
        process.wait_ready(spec, api, log=tmp_path / "log")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            conversation = client.post("/v1/conversations", json={}).json()["id"]
            for text in ("what blue shirts do I own?", "smart casual for a rainy 12 °C day"):
                said = client.post(
                    f"/v1/conversations/{conversation}/messages", json={"content": text}
                )
                run = f"/v1/runs/{said.json()['run_id']}"
                wait_for(lambda run=run: client.get(run).json()["status"] == "completed")
        api.send_signal(signal.SIGUSR1)
        loaded = set(wait_for(lambda: modules.exists() and modules.read_text().split()))
    finally:
        process.stop(spec, api, grace_s=5)
    assert "agent.graph" in loaded
    assert not loaded & FRAMEWORKS
    assert not {name for name in loaded if name.startswith("chainlit")}
