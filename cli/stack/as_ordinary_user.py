"""Becomes an unprivileged-looking user that still owns root's files, and runs a command as that.

PostgreSQL refuses to run as root. In a user namespace that maps one ordinary user to root it sees
that user, and reads a data directory below folders that only root may enter. A fresh process of its
own does this, since `unshare(2)` wants one without threads, and what runs between fork and exec of
a process with threads can fail without a word. Standard library only: it is run by its path.
"""

import ctypes
import os
import pwd
import sys
import time
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_GET_PDEATHSIG = 1, 2
PAUSES_S = (0.05, 0.2, 0.8)
"""A kernel that is short of namespaces or memory for a moment is asked again after these."""


def enter() -> None:
    """Enter the namespace.

    Raises:
        OSError: this kernel lets nobody, or has no more.
    """
    nobody = pwd.getpwnam("nobody")
    libc = ctypes.CDLL(None, use_errno=True)
    kept = ctypes.c_int()
    libc.prctl(PR_GET_PDEATHSIG, ctypes.byref(kept))
    if libc.unshare(CLONE_NEWUSER) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"unshare: {os.strerror(error)}")
    for name, said in (
        ("setgroups", "deny"),
        ("uid_map", f"{nobody.pw_uid} 0 1"),
        ("gid_map", f"{nobody.pw_gid} 0 1"),
    ):
        Path(f"/proc/self/{name}").write_text(said, encoding="ascii")
    # Other credentials may have made the kernel forget whose death ends this process.
    libc.prctl(PR_SET_PDEATHSIG, kept.value)


def enter_with_patience() -> None:
    """Enter the namespace, asking again while the kernel has none to give.

    Raises:
        OSError: it stays so.
    """
    for pause in PAUSES_S:
        try:
            return enter()
        except OSError as error:
            if not str(error.strerror).startswith("unshare"):
                raise
            time.sleep(pause)
    return enter()


if __name__ == "__main__":
    try:
        enter_with_patience()
    except OSError as problem:
        sys.exit(f"No user namespace: {problem}")
    os.execv(sys.argv[1], sys.argv[1:])
