"""`stylist models list|pull`: the weights, by the registry."""

from typing import Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from cli.configured import read_settings
from cli.output import Output
from ml.weights import ModelStatus, list_models, pull

app = typer.Typer(help="Model weights.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def _row(status: ModelStatus) -> dict[str, Any]:
    model = status.model
    return {
        "name": model.name,
        "role": model.role,
        "state": status.state,
        "default": model.default,
        "size_bytes": model.size_bytes,
        "code_licence": model.code_licence,
        "weights_licence": model.weights_licence,
        "path": str(status.path),
        "mend": status.mend,
    }


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List every model: role, licence, size, and whether it is here."""
    out = Output(as_json=as_json)
    with out.errors():
        rows = [_row(status) for status in list_models(read_settings().models_dir)]

    def tell() -> None:
        for row in rows:
            kind = "default " if row["default"] else "optional"
            size = f"{row['size_bytes'] / 1e6:6.1f} MB"
            out.say(f"{row['state']:<10}  {kind}  {row['name']:<20} {size}  {row['role']}")

    out.result({"models": rows}, tell)


@app.command("pull")
def pull_(
    names: Annotated[list[str] | None, typer.Argument(help="Which; else the default ones.")] = None,
    as_json: AsJson = False,
) -> None:
    """Fetch weights: resumable, with progress, accepted only with the right hash."""
    out = Output(as_json=as_json)
    with out.errors(), _bytes_bar(out) as bar:
        models_dir = read_settings().models_dir
        known = list_models(models_dir)
        wanted = names or [status.model.name for status in known if status.model.default]
        present = {status.model.name for status in known if status.state == "present"}
        fetched: list[dict[str, str]] = []
        for name in [name for name in wanted if name not in present]:
            task = bar.add_task(f"Fetching {name}", total=None)

            def show(done: int, total: int, task: TaskID = task) -> None:
                bar.update(task, completed=done, total=total or None)

            path = pull(name, models_dir=models_dir, progress=show)
            fetched.append({"name": name, "path": str(path)})
    out.result({"wanted": wanted, "fetched": fetched})


def _bytes_bar(out: Output) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    return Progress(*columns, console=out.console)
