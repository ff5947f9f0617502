"""The embedded stack: which processes it needs, given what the settings already point to."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from cli.stack import ours, state
from cli.stack.chroma import chroma
from cli.stack.postgres import database_url, postgres
from cli.stack.process import ProcessSpec, free_port, port_answers
from cli.stack.supervisor import Supervisor
from cli.stack.valkey import valkey
from db import schema
from stylist.errors import Conflict
from stylist.settings import Settings
from tools.signing_secret import load_secret


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The servers we start ourselves, and the environment that tells our processes of all."""

    servers: tuple[ProcessSpec, ...]
    database_url: str
    env: dict[str, str]


def _given(group: BaseModel) -> bool:
    return "url" in group.model_fields_set


def plan(settings: Settings, *, api_port: int) -> Plan:
    """Decide what to start: a server whose URL is given in the settings is used, not started."""
    data = settings.data_dir
    servers: list[ProcessSpec] = []
    urls = {
        "STYLIST_DATABASE__URL": settings.database.url,
        "STYLIST_REDIS__URL": settings.redis.url,
        "STYLIST_CHROMA__URL": settings.chroma.url,
    }
    if not _given(settings.database):
        port = free_port()
        servers.append(postgres(data / "postgres", port=port))
        urls["STYLIST_DATABASE__URL"] = database_url(port)
    if not _given(settings.redis):
        port = free_port()
        servers.append(valkey(data / "valkey", port=port))
        urls["STYLIST_REDIS__URL"] = f"redis://127.0.0.1:{port}/0"
    if not _given(settings.chroma):
        port = free_port()
        servers.append(chroma(data / "chroma", port=port))
        urls["STYLIST_CHROMA__URL"] = f"http://127.0.0.1:{port}"
    env = {
        **urls,
        "STYLIST_DATA_DIR": str(data),
        "STYLIST_API_URL": f"http://127.0.0.1:{api_port}",
        "STYLIST_AUTH__LOCAL_USER": "true",
        # One thread per model: two spin against each other on a small machine.
        "OMP_NUM_THREADS": "1",
        "ANONYMIZED_TELEMETRY": "False",
    }
    if settings.auth.secret is None:
        env["STYLIST_AUTH__SECRET"] = load_secret(settings).get_secret_value()
    return Plan(servers=tuple(servers), database_url=urls["STYLIST_DATABASE__URL"], env=env)


def _check_ports(**ports: int) -> None:
    if len(set(ports.values())) < len(ports):
        raise Conflict("API and user interface need a port each; choose two.")
    for name, port in ports.items():
        if port_answers(port):
            raise Conflict(
                f"Port {port} is taken by another program. Choose another with --{name}-port."
            )


def run(
    settings: Settings,
    *,
    api_port: int,
    ui_port: int,
    say: Callable[[str], None],
    on_ready: Callable[[str, str], None],
) -> None:
    """Run the stack until Ctrl-C or SIGTERM; `on_ready` gets the API's and the UI's URL.

    Port 0 is any that is free.

    Raises:
        Conflict: the data directory or a port is in use.
        BadRequest: nothing can be kept in the data directory.
        BackendUnavailable: a process did not become ready.
    """
    data = settings.data_dir.resolve()
    api_port, ui_port = api_port or free_port(), ui_port or free_port()
    settings = settings.model_copy(update={"data_dir": data})
    with state.hold(data):
        for name in state.end_leftovers(data):
            say(f"Ended a {name} that an earlier start left behind.")
        _check_ports(api=api_port, ui=ui_port)
        supervisor = Supervisor(
            data_dir=data,
            say=say,
            state=state.StackState(
                api_url=f"http://127.0.0.1:{api_port}",
                ui_url=f"http://127.0.0.1:{ui_port}",
                supervisor=state.describe(os.getpid()),
            ),
        )
        supervisor.listen_for_stop()
        try:
            _start_all(supervisor, settings, api_port=api_port, ui_port=ui_port)
            if not supervisor.stopping:
                on_ready(supervisor.state.api_url, supervisor.state.ui_url)
            supervisor.keep()
        finally:
            say("Stopping.")
            supervisor.stop()


def _start_all(supervisor: Supervisor, settings: Settings, *, api_port: int, ui_port: int) -> None:
    data = settings.data_dir
    planned = plan(settings, api_port=api_port)
    supervisor.state.urls = {
        name.split("_")[1].lower(): planned.env[name]
        for name in ("STYLIST_DATABASE__URL", "STYLIST_REDIS__URL", "STYLIST_CHROMA__URL")
    }
    slow = [spec for spec in planned.servers if spec.name == "chroma"]
    later = [supervisor.launch(spec) for spec in slow]
    supervisor.start([spec for spec in planned.servers if spec not in slow])
    if supervisor.stopping:
        return
    schema.upgrade(planned.database_url)
    supervisor.start(
        [
            ours.api(planned.env, port=api_port),
            ours.worker(planned.env, queue="interactive", data_dir=data),
            ours.worker(planned.env, queue="batch", data_dir=data),
            ours.ui(planned.env, port=ui_port, root=data / "ui"),
        ]
    )
    for child in later:
        supervisor.wait(child)
