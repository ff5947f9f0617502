"""A bulk upload seen from the command line: sent in chunks, followed to its end."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
from rich.progress import Progress, TaskID

from cli.api_client import ApiProblem, checked
from cli.photo_files import PhotoFile

CHUNK = 8
"""Photos of one request."""
ASKED = 500
"""Files that are asked for at once."""
LOOK_S = 0.5
SILENCE_S = 120.0
"""A batch that has not moved for this long is given up."""
RETRY_S = 60.0
"""How long sending is tried again while the API is being started again."""
Json = dict[str, Any]


class PhotoBatch:
    """The folder's batch on the running stack."""

    def __init__(self, client: httpx.Client, state: Json) -> None:
        self._client = client
        self.state = state
        self.was_done = bool(state["done"] and state["counts"]["received"])
        """Whether all of it had been imported before."""

    @classmethod
    def open(cls, client: httpx.Client, *, key: str, name: str, expected: int) -> "PhotoBatch":
        """Open the batch, or take it up where it was left: cancelled and failed photos again."""
        said = {"key": key, "name": name[-200:], "expected": expected}
        batch = cls(client, _ask(lambda: client.post("/v1/garments/batches", json=said)))
        batch.state = batch._post("resume")
        return batch

    @classmethod
    def find(cls, client: httpx.Client, *, key: str) -> "PhotoBatch | None":
        """The batch of this key, if there is one."""
        found = _ask(lambda: client.get("/v1/garments/batches", params={"key": key}))
        return cls(client, found["batches"][0]) if found["batches"] else None

    def cancel(self) -> None:
        """Stop what is not begun."""
        self.state = self._post("cancel")

    def missing(self, files: Sequence[PhotoFile]) -> list[PhotoFile]:
        """Those of the files that still have to be sent."""
        missing: set[tuple[str, str]] = set()
        for start in range(0, len(files), ASKED):
            some = [{"filename": f.name, "sha256": f.sha256} for f in files[start : start + ASKED]]
            for row in self._post("missing", json={"files": some})["missing"]:
                missing.add((row["filename"], row["sha256"]))
        return [file for file in files if (file.name, file.sha256) in missing]

    def send(self, photos: Sequence[PhotoFile]) -> dict[Path, str]:
        """Send some photos; returns why some were not taken in. Those refused for good are."""
        read: list[tuple[PhotoFile, bytes]] = []
        failed: dict[Path, str] = {}
        for photo in photos:
            try:
                read.append((photo, photo.path.read_bytes()))
            except OSError as error:
                failed[photo.path] = f"This file cannot be read: {error.strerror or error}."
        return failed | (self._upload(read) if read else {})

    def _upload(self, photos: list[tuple[PhotoFile, bytes]]) -> dict[Path, str]:
        files = [("files", (photo.name, data)) for photo, data in photos]
        try:
            results = self._post("photos", files=files)["results"]
        except ApiProblem as problem:
            if len(photos) == 1:
                return {photos[0][0].path: problem.message}
            apart = [self._upload([one]) for one in photos]
            return {path: why for failed in apart for path, why in failed.items()}
        return {
            photo.path: result["problem"]["detail"]
            for (photo, _), result in zip(photos, results, strict=True)
            if result["problem"]
        }

    def look(self) -> None:
        """Read how far it has come."""
        self.state = _ask(lambda: self._client.get(self._path))

    @property
    def ended(self) -> int:
        """How many files have come to their end."""
        counts = self.state["counts"]
        return int(counts["received"] - counts["pending"] - counts["processing"])

    def wait(self, bar: Progress, task: TaskID) -> bool:
        """Follow until no file is waiting or in work; False when it does not move any more."""
        last_change, before = time.monotonic(), -1
        while True:
            self.look()
            bar.update(task, completed=self.ended)
            if self.ended == self.state["counts"]["received"]:
                return True
            if self.ended != before:
                last_change, before = time.monotonic(), self.ended
            if time.monotonic() - last_change > SILENCE_S:
                return False
            time.sleep(LOOK_S)

    def files(self) -> list[Json]:
        """Every file of the batch and what became of it."""
        rows: list[Json] = []
        after: int | None = 0
        while after is not None:
            asked = {"after": after, "limit": ASKED}
            page = _ask(lambda: self._client.get(f"{self._path}/files", params=asked))  # noqa: B023
            rows, after = rows + page["files"], page["next_after"]
        return rows

    @property
    def _path(self) -> str:
        return f"/v1/garments/batches/{self.state['id']}"

    def _post(self, verb: str, **sent: Any) -> Json:
        return _ask(lambda: self._client.post(f"{self._path}/{verb}", **sent))


def _ask(send: Callable[[], httpx.Response]) -> Json:
    """Ask again while the API is being started again; no question here does harm when repeated."""
    deadline = time.monotonic() + RETRY_S
    while True:
        try:
            return checked(send())
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
        except ApiProblem as problem:
            if not problem.passes or time.monotonic() > deadline:
                raise
        time.sleep(LOOK_S)


def garment_names(client: httpx.Client) -> dict[str, str]:
    """What every garment of the wardrobe is called, by its id."""
    names: dict[str, str] = {}
    cursor: str | None = None
    while True:
        asked = {"limit": ASKED} | ({"cursor": cursor} if cursor else {})
        page = _ask(lambda: client.get("/v1/garments", params=asked))  # noqa: B023
        names |= {garment["id"]: garment["name"] for garment in page["garments"]}
        cursor = page["next_cursor"]
        if cursor is None:
            return names
