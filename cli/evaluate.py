"""`stylist eval`: how well a model hears, acts and answers."""

import asyncio
import shlex
import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli.configured import read_settings
from cli.eval_servers import eval_servers
from cli.output import JSON_FLAG, Output
from stylist.errors import BackendUnavailable, BadRequest
from stylist.settings import Settings

if TYPE_CHECKING:
    from evals.report.telling import Telling
    from evals.run import Progress, Request

app = typer.Typer(help="Evaluate the stylist, or a model of yours.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option(JSON_FLAG, help="Print one JSON object.")]
Baseline = Annotated[
    Path | None, typer.Option(help="Folder of an earlier run to compare with.", metavar="DIR")
]


def _evals(name: str) -> Any:
    """A module of the evals, which come with the extra `evals`.

    Raises:
        BackendUnavailable: the extra is not installed.
    """
    try:
        return import_module(f"evals.{name}")
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] in ("pydantic_evals", "yaml", "opentelemetry"):
            raise BackendUnavailable(
                f"Evaluations need {error.name}: run `make setup`, or install `.[evals]`."
            ) from error
        raise


@app.command("list")
def list_suites(as_json: AsJson = False) -> None:
    """List the suites that can be run."""
    out = Output(as_json=as_json)
    with out.errors():
        rows = _evals("listing").list_suites()
        out.result({"suites": rows}, lambda: _print_suites(out, rows))


def _print_suites(out: Output, rows: list[dict[str, Any]]) -> None:
    table = Table("suite", "kind", "cases", "about", box=None)
    for row in rows:
        cases = "" if row["cases"] is None else str(row["cases"])
        table.add_row(row["name"], row["kind"], cases, row["about"])
    out.console.print(table)


@app.command("run")
def run(
    suite: Annotated[str, typer.Argument(help="A suite, a group of them, or a suite's YAML file.")],
    model: Annotated[
        str, typer.Option(help="offline, ollama:NAME or openai:NAME@BASE_URL.")
    ] = "offline",
    repeat: Annotated[int, typer.Option(min=1, max=50, help="Runs of each case.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="Draw so many cases.")] = None,
    seed: Annotated[int, typer.Option(help="Draws the cases, and the intervals.")] = 0,
    concurrency: Annotated[int, typer.Option(min=1, max=16, help="Cases at once.")] = 1,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the data, for a suite from outside.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the reports.")] = None,
    baseline: Baseline = None,
    show_held_out: Annotated[
        bool, typer.Option(help="Tell the errors of held-out families, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run a suite and write its reports; exit status 1 when the gate fails."""
    output = Output(as_json=as_json)
    with output.errors(interrupted="Interrupted; nothing was written."):
        request = _evals("run").Request(
            suite=suite,
            model=model,
            repeat=repeat,
            limit=limit,
            seed=seed,
            concurrency=concurrency,
            show_held_out=show_held_out,
            command=shlex.join(["stylist", *sys.argv[1:]]),
        )
        if baseline is not None:  # a wrong folder is told before hours of work
            _evals("report.saved").load_baseline(baseline, suite)
        results = _run(request, read_settings(), data, output)
        folder = out or Path("eval-results") / f"{Path(suite).stem}-{_file_name(model)}"
        told = _evals("report.saved").save(results, folder, baseline=baseline)
        _tell(output, told, folder)


def _run(request: "Request", settings: Settings, data: Path | None, output: Output) -> Any:
    external = _evals("external.registry").SUITES.get(request.suite)
    runs = _evals("run")
    if external is not None:
        if data is None:
            raise BadRequest(f"{request.suite} is data from outside: name its folder with --data.")
        model = asyncio.run(_choose(request, settings))
        return runs.run_external(request, external, folder=data, model=model)
    needed = runs.needs_servers(request.suite)
    asyncio.run(_choose(request, settings))  # a model that is away is told before servers start
    servers = eval_servers(settings) if needed else nullcontext(settings)
    with servers as settled, output.progress() as bar:
        task = bar.add_task(request.suite, total=None)

        def progress(ended: int, of: int) -> None:
            bar.update(task, completed=ended, total=of)

        return asyncio.run(_run_own(request, settled, progress))


async def _choose(request: "Request", settings: Settings) -> Any:
    return await _evals("running.models").choose_model(request.model, settings)


async def _run_own(request: "Request", settings: Settings, progress: "Progress") -> Any:
    model = await _choose(request, settings)
    return await _evals("run").run_own(request, settings, model, progress=progress)


def _file_name(model: str) -> str:
    return "".join(c if c.isalnum() or c in ".-" else "-" for c in model.split("@")[0])


@app.command("report")
def report(
    folder: Annotated[Path, typer.Argument(help="Folder of a run.", metavar="DIR")],
    baseline: Baseline = None,
    as_json: AsJson = False,
) -> None:
    """Write a run's reports again; exit status 1 when the gate fails."""
    output = Output(as_json=as_json)
    with output.errors():
        saved = _evals("report.saved")
        told = saved.write_reports(saved.load(folder), folder, baseline=baseline)
        _tell(output, told, folder)


def _tell(output: Output, told: "Telling", folder: Path) -> None:
    files = {name: str(folder / name) for name in ("results.json", "report.md", "report.html")}
    value = {
        "info": told.results.info.model_dump(mode="json"),
        "figures": [one.model_dump(mode="json") for one in told.summary.figures],
        "gate": {**told.verdict.model_dump(mode="json"), "holds": told.verdict.holds},
        "deltas": [one.model_dump(mode="json") for one in told.deltas],
        "files": files,
    }
    output.result(value, lambda: _print(output, told, folder))
    if not told.verdict.holds:
        raise typer.Exit(1)


def _print(output: Output, told: "Telling", folder: Path) -> None:
    telling = _evals("report.telling")
    table = Table("figure", "value", "95 %", "over", box=None)
    for one in told.summary.figures:
        table.add_row(one.name, telling.value_of(one), telling.between(one), f"{one.n} {one.of}")
    output.console.print(table)
    for check in told.verdict.checks:
        if not check.holds:
            found = telling.number(check.found) or "nothing"
            output.say(f"{check.kind}: {check.name} is {found}, wanted {check.wanted}.")
    output.say(f"Gate {'passed' if told.verdict.holds else 'failed'}. {folder / 'report.html'}")
