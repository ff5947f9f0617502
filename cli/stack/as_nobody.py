"""Become an unprivileged-looking user that still owns root's files, then run a command.

PostgreSQL refuses to run as root. In a user namespace that maps one ordinary user to root it sees
that user, and reads a data directory below folders that only root may enter. This is a process of
its own because only one with a single thread may enter a namespace, and what is forked from ours
can have more: libraries start threads again after a fork.

    python as_nobody.py COMMAND [ARGUMENT ...]
"""

import ctypes
import os
import pwd
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_GET_PDEATHSIG = 1, 2


def enter_user_namespace() -> None:
    """Map `nobody` to root for this process and what it starts.

    Raises: OSError when the kernel forbids it.
    """
    nobody = pwd.getpwnam("nobody")
    libc = ctypes.CDLL(None, use_errno=True)
    at_parents_death = ctypes.c_int()
    libc.prctl(PR_GET_PDEATHSIG, ctypes.byref(at_parents_death))
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} 0 1")
    Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} 0 1")
    # New credentials may make the kernel forget it.
    libc.prctl(PR_SET_PDEATHSIG, at_parents_death.value)


if __name__ == "__main__":
    enter_user_namespace()
    os.execv(sys.argv[1], sys.argv[1:])
