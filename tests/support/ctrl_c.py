"""Ctrl-C for processes that a test starts."""

import signal


def hear_ctrl_c() -> None:
    """What is started in the background of a shell inherits that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
