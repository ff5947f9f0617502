"""Runs the API as `python -m api` does; on SIGUSR1 it writes the names of its loaded modules."""

import runpy
import signal
import sys
from pathlib import Path


def main(target: Path) -> None:
    def tell(_number: int, _frame: object) -> None:
        part = target.with_suffix(".part")
        part.write_text("\n".join(sorted(sys.modules)))
        part.replace(target)

    signal.signal(signal.SIGUSR1, tell)
    runpy.run_module("api", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(Path(sys.argv.pop(1)))
