"""A folder of photos through `stylist import`, its worker killed twice: lost, doubled, cost.

The photos are those of the shared data, spread over its folders, or drawn ones when it is not
there. Afterwards the wardrobe is exported, deleted and imported again, with the API's memory
watched. Run: `.venv/bin/python benchmarks/bulk.py [--photos 500] [--segmenter u2netp]`
"""

import argparse
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from cli.stack import process, state
from ml.demo.wardrobe import draw_demo_wardrobe
from stylist.settings import Settings

STYLIST = str(Path(sys.executable).parent / "stylist")
STEP = 100
"""Photos between two looks at memory and clock."""
LOOK_S = 0.25
PATIENCE_S = 300.0
TEXT_MODEL = "minilm-int8"
ONCE = "SELECT count(*), count(DISTINCT (content_sha256, photo_part)) FROM garments"


def gather(folder: Path, count: int) -> str:
    """Fill a folder with `count` photos; returns where they are from."""
    folder.mkdir()
    found = sorted((Settings().shared_data / "garments" / "images").glob("*/*.jpg"))
    if len(found) >= count:
        for photo in found[:: len(found) // count][:count]:
            shutil.copy(photo, folder / f"{photo.parent.name}-{photo.name}")
        return f"photos of the shared data, every {len(found) // count}th of {len(found)}"
    rounds = (draw_demo_wardrobe(seed=seed) for seed in itertools.count(1000))
    pieces = itertools.islice(itertools.chain.from_iterable(rounds), count)
    for number, piece in enumerate(pieces):
        (folder / f"{number:05}.jpg").write_bytes(piece.jpeg)
    return "drawn pieces"


def models(folder: Path, segmenter: str) -> Path:
    """A models' folder that has one background removal, so that the pipeline takes it."""
    folder.mkdir()
    for name in {segmenter, TEXT_MODEL} - {"grabcut"}:
        here = Settings().models_dir / name
        if not here.exists():
            sys.exit(f"The weights of {name} are not in {here}: `stylist models pull {name}`.")
        (folder / name).symlink_to(here)
    return folder


@dataclass
class Running:
    """A stack of our own, and a client of its API."""

    data_dir: Path
    env: dict[str, str]
    client: httpx.Client

    def pid(self, name: str) -> int:
        """The process of this name, as it is now."""
        running = state.read(self.data_dir)
        assert running is not None
        return running.children[name].pid

    def rss_mb(self, name: str) -> float:
        """Its resident memory; 0 while it is being started again."""
        try:
            return float(psutil.Process(self.pid(name)).memory_info().rss) / 1e6
        except psutil.NoSuchProcess:
            return 0.0

    def batch(self) -> dict[str, Any]:
        """The newest batch; empty before there is one."""
        found = self.client.get("/v1/garments/batches", params={"limit": 1}).json()["batches"]
        return dict(found[0]) if found else {"counts": {"ready": 0, "failed": 0}}

    def at_work(self) -> bool:
        """Whether a job is in work."""
        asked: dict[str, str | int] = {"status": "processing", "limit": 1}
        return bool(self.client.get("/v1/jobs", params=asked).json()["jobs"])

    def kill_worker(self) -> None:
        """Kill the worker while it looks at a photo."""
        while True:
            time.sleep(LOOK_S)
            if not self.at_work():
                continue
            try:
                # Stopped first, so that the job cannot end between the question and the kill.
                os.kill(pid := self.pid("worker-batch"), signal.SIGSTOP)
                if self.at_work():
                    os.kill(pid, signal.SIGKILL)
                    return
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                continue  # it is just being started again

    def garments(self) -> tuple[int, int]:
        """Garments in the database, and how many different ones they are."""
        running = state.read(self.data_dir)
        assert running is not None
        url = running.urls["database"].replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            row = connection.execute(ONCE).fetchone()
        assert row is not None
        return row[0], row[1]


@contextmanager
def run_stack(folder: Path, segmenter: str) -> Iterator[Running]:
    """`stylist up` on a folder of its own."""
    data, port = folder / "data", process.free_port()
    env = {
        **os.environ,  # noqa: TID251
        "STYLIST_DATA_DIR": str(data),
        "STYLIST_MODELS_DIR": str(models(folder / "models", segmenter)),
    }
    ports = ["--api-port", str(port), "--ui-port", str(process.free_port())]
    with (folder / "up.log").open("wb") as log:
        up = subprocess.Popen([STYLIST, "up", *ports], env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, timeout=PATIENCE_S, trust_env=False) as client:
            _wait_for(client, folder / "up.log")
            yield Running(data, env, client)
    finally:
        up.terminate()
        try:
            up.wait(60)
        except subprocess.TimeoutExpired:
            up.kill()


def _wait_for(client: httpx.Client, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if client.get("/health").is_success:
                return
        except httpx.TransportError:
            time.sleep(LOOK_S)
    sys.exit(f"Stylist did not start: {log.read_text()[-2000:]}")


@dataclass
class Watched:
    """What an import took: seconds and memory (MB) when every hundredth photo was done."""

    report: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    steps: list[tuple[int, float, float, float]] = field(default_factory=list)


def import_folder(running: Running, folder: Path, kills: list[int]) -> Watched:
    """Import a folder; the worker is killed when so many photos are done."""
    watched, began = Watched(), time.monotonic()
    command = [STYLIST, "import", str(folder), "--json"]
    importing = subprocess.Popen(command, env=running.env, stdout=subprocess.PIPE, text=True)
    reader = threading.Thread(
        target=lambda: watched.report.update(json.loads(importing.communicate()[0]))
    )
    reader.start()
    due = STEP
    while reader.is_alive():
        counts = running.batch()["counts"]
        done = counts["ready"] + counts["failed"]
        if kills and done >= kills[0]:
            kills.pop(0)
            running.kill_worker()
        if done >= due:
            worker, api = running.rss_mb("worker-batch"), running.rss_mb("api")
            watched.steps.append((done, time.monotonic() - began, worker, api))
            due += STEP
        reader.join(LOOK_S)
    watched.seconds = time.monotonic() - began
    return watched


@contextmanager
def peak_of(running: Running, name: str) -> Iterator[dict[str, float]]:
    """Memory (MB) of a process before and at its highest, seconds that it took."""
    found = {"before": running.rss_mb(name), "peak": 0.0, "seconds": time.monotonic()}
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.02):
            found["peak"] = max(found["peak"], running.rss_mb(name))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        ended.set()
        watcher.join()
        found["seconds"] = time.monotonic() - found["seconds"]


def archive(running: Running, file: Path) -> Iterator[str]:
    """Rows of a table: export, import where all is there, import into an empty wardrobe."""

    def row(name: str, said: str, found: dict[str, float]) -> str:
        memory = f"{found['before']:.0f} | {found['peak']:.0f}"
        return f"| {name} | {said} | {found['seconds']:.1f} | {memory} |"

    def command(*arguments: str) -> dict[str, Any]:
        done = subprocess.run(
            [STYLIST, *arguments, "--json"], env=running.env, stdout=subprocess.PIPE, check=True
        )
        return dict(json.loads(done.stdout))

    with peak_of(running, "api") as found:
        made = command("export", str(file))
    size = f"{made['garments']} garments, {made['bytes'] / 1e6:.0f} MB"
    yield row("export", size, found)
    with peak_of(running, "api") as found:
        again = command("import", str(file))
    yield row("import again", f"{again['counts']['unchanged']} unchanged", found)
    listed = running.client.get("/v1/garments", params={"limit": 500})
    while garments := listed.json()["garments"]:
        for garment in garments:
            running.client.delete(f"/v1/garments/{garment['id']}")
        listed = running.client.get("/v1/garments", params={"limit": 500})
    with peak_of(running, "api") as found:
        back = command("import", str(file))
    yield row("import after deleting all", f"{back['counts']['added']} added", found)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=500)
    parser.add_argument("--segmenter", choices=("u2net", "u2netp", "grabcut"), default="u2netp")
    arguments = parser.parse_args()
    load, count = os.getloadavg()[0], arguments.photos
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = gather(folder / "photos", count)
        with run_stack(folder, arguments.segmenter) as running:
            kills = [count // 10, count // 6]
            watched = import_folder(running, folder / "photos", list(kills))
            rows, different = running.garments()
            files = running.batch()["counts"]
            exported = list(archive(running, folder / "wardrobe.zip"))
    report = watched.report
    told = len({row["file"] for row in report["garments"]})
    lost = count - files["ready"] - files["failed"] - files["duplicates"]
    print(f"{count} {source}; {arguments.segmenter}; worker killed after {kills} photos; load ")
    print(f"average at the start {load:.1f}.\n")
    print("| sent | told | ready | failed | duplicates | lost | garments | doubled | photos/min |")
    print("|---|---|---|---|---|---|---|---|---|")
    states = f"{files['ready']} | {files['failed']} | {files['duplicates']} | {lost}"
    speed = 60 * count / watched.seconds
    print(f"| {count} | {told} | {states} | {rows} | {rows - different} | {speed:.0f} |")
    for why in sorted({row["error"] for row in report["garments"] if "error" in row}):
        print(f"\nfailed: {sum(row.get('error') == why for row in report['garments'])} × {why}")
    print("\n| photos done | s for the last | worker MB | API MB |\n|---|---|---|---|")
    before, at = 0, 0.0
    for done, seconds, worker, api in watched.steps:
        print(f"| {done} | {seconds - at:.0f} for {done - before} | {worker:.0f} | {api:.0f} |")
        before, at = done, seconds
    print("\n| archive | of | seconds | API MB before | API MB peak |\n|---|---|---|---|---|")
    print("\n".join(exported))


if __name__ == "__main__":
    main()
