"""Serves a GGUF file as a llama.cpp server on loopback: `PYTHON gguf_server.py FILE PORT`.

Runs in any Python that has `xllamacpp` (llama.cpp's own server in a wheel); the product needs
neither. `llama-server -m FILE --port PORT --jinja -c 8192 -t 1` does the same.
"""

import sys
import time
from importlib import import_module

CONTEXT = 8192
"""Tokens of the window: Stylist's own default."""


def main(path: str, port: int, threads: int = 1) -> None:
    """Serve until the process is ended."""
    llama = import_module("xllamacpp")
    asked = llama.CommonParams()
    asked.model.path = path
    asked.hostnames, asked.port = ["127.0.0.1"], port
    asked.n_ctx, asked.n_parallel = CONTEXT, 1
    asked.use_jinja = True
    for pool in (asked.cpuparams, asked.cpuparams_batch):
        pool.n_threads, pool.poll = threads, 0
    asked.verbosity = 0
    server = llama.Server(asked)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:4]))
