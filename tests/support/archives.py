"""A wardrobe's archive in tests: exported, changed, brought in again."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

SAME_HERE = {"id", "updated_at", "image_url", "cutout_url", "thumbnail_url"}
"""What an import may change of a garment: its id here, and links that are signed anew."""


async def export(person) -> bytes:
    answer = await person.client.get("/v1/wardrobe/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return answer.content


async def bring(person, archive: bytes, status: int = 200) -> dict[str, Any]:
    files = {"file": ("wardrobe.zip", archive)}
    answer = await person.client.post("/v1/wardrobe/import", files=files)
    assert answer.status_code == status, answer.text
    return answer.json()


async def wear(person) -> list[dict[str, Any]]:
    """Every garment as a client sees it, but for what an import may change."""
    answer = await person.client.get("/v1/garments", params={"limit": 500})
    return [
        {key: value for key, value in garment.items() if key not in SAME_HERE}
        for garment in answer.json()["garments"]
    ]


def manifest_of(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return json.loads(file.read("manifest.json"))


def changed(archive: bytes, change: Callable[[dict[str, Any]], Any] | None = None, **more: bytes):
    """The archive with its manifest changed and members added or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        if change:
            change(manifest)
        replaced = {"manifest.json": json.dumps(manifest).encode(), **more}
        for name in old.namelist():
            new.writestr(name, replaced.pop(name, old.read(name)))
        for name, data in replaced.items():
            new.writestr(name, data)
    return made.getvalue()
