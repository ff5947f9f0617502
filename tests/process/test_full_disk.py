"""A full disk is said and not suffered: a real stack on a real small disk (a tmpfs of its own)."""

import subprocess
import textwrap
from pathlib import Path

import httpx
import pytest
from running_stack import STYLIST, Stack

from ml.demo.wardrobe import draw_piece

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]


class SmallDisk(Stack):
    """A stack in a mount namespace where its data directory is a disk of 300 MB."""

    @property
    def disk(self) -> Path:
        return self.data_dir.parent

    def command(self) -> list[str]:
        ports = f"--api-port {self.api_port} --ui-port {self.ui_port}"
        script = textwrap.dedent(
            f"""
            mount -t tmpfs -o size=300m tmpfs {self.disk}
            echo $$ > {self.disk}.pid
            exec {STYLIST} up --data-dir {self.data_dir} {ports}
            """
        )
        return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]

    def inside(self, *command: str) -> None:
        pid = Path(f"{self.disk}.pid").read_text().strip()
        enter = ["nsenter", "-t", pid, "-U", "-m", "--preserve-credentials"]
        subprocess.run([*enter, *command], check=False, capture_output=True)

    def fill(self) -> None:
        self.inside("dd", "if=/dev/zero", f"of={self.disk}/filler", "bs=1M")

    def free(self) -> None:
        self.inside("rm", f"{self.disk}/filler")


@pytest.fixture
def stack(tmp_path: Path, own_mounts: None):
    disk = tmp_path / "disk"
    disk.mkdir()
    running = SmallDisk(data_dir=disk / "data", env={"STYLIST_BLOBS__MIN_FREE_MB": "20"})
    running.start()
    yield running
    running.stop()


def test_a_full_disk_is_said_and_work_goes_on_once_there_is_room(stack: SmallDisk) -> None:
    with httpx.Client(base_url=stack.api_url, timeout=30, trust_env=False) as client:
        conversation = client.post("/v1/conversations", json={}).json()["id"]
        messages = f"/v1/conversations/{conversation}/messages"

        stack.fill()
        photo = [("files", ("shirt.jpg", draw_piece(0).jpeg))]
        refused = client.post("/v1/garments", files=photo)
        assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
        answers = {client.post(messages, json={"content": "x " * 4000}).status_code}
        assert answers <= {202, 409, 507}
        assert client.get("/health").json()["degraded"] == ["disk-full"]

        stack.free()
        accepted = client.post("/v1/garments", files=photo)
        assert accepted.status_code == 202
        assert client.get("/v1/garments").json()["garments"]
