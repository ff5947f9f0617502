"""A listener that takes a request and never answers it."""

import socket

PATIENCE_S = 60.0


class SilentApi:
    """On a free loopback port; a test can wait until it was asked something."""

    def __enter__(self) -> "SilentApi":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE_S)
        self._asked: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        for each in (*self._asked, self._listener):
            each.close()

    def wait_asked(self) -> None:
        """Return once somebody waits for an answer."""
        caller, _ = self._listener.accept()
        self._asked.append(caller)
        caller.settimeout(PATIENCE_S)
        assert caller.recv(1)
