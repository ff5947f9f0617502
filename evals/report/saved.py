"""A run on disk: `results.json`, `summary.json`, `report.md` and `report.html` in one folder."""

import json
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from evals.gate import judge_gate, read_gates
from evals.report.html import render_html
from evals.report.markdown import render_markdown
from evals.report.telling import Telling
from evals.results import RunResults
from evals.summary import differences, summarize
from stylist.errors import BadRequest, NotFound

RESULTS: Final = "results.json"


def save(results: RunResults, folder: Path, *, baseline: Path | None = None) -> Telling:
    """Write a run and its reports.

    Raises:
        NotFound: the baseline has no results.
        BadRequest: they cannot be read, or are of another suite.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULTS).write_text(results.model_dump_json(indent=1) + "\n", "utf-8")
    return write_reports(results, folder, baseline=baseline)


def load(folder: Path) -> RunResults:
    """Read a run.

    Raises:
        NotFound: the folder has no results.
        BadRequest: they cannot be read.
    """
    path = folder / RESULTS
    if not path.is_file():
        raise NotFound(f"There is no {path}; `stylist eval run` writes it.")
    try:
        return RunResults.model_validate_json(path.read_text("utf-8"))
    except ValidationError as error:
        raise BadRequest(f"{path} is not what this version writes: {error}") from error


def load_baseline(folder: Path, suite: str) -> RunResults:
    """Read the run to compare a suite's run with.

    Raises:
        NotFound: the folder has no results.
        BadRequest: they cannot be read, or are of another suite.
    """
    baseline = load(folder)
    if baseline.info.suite != suite:
        raise BadRequest(f"The baseline is of {baseline.info.suite}, this run of {suite}.")
    return baseline


def write_reports(results: RunResults, folder: Path, *, baseline: Path | None) -> Telling:
    """Write the reports of a run, against a baseline where one is given."""
    before = None if baseline is None else load_baseline(baseline, results.info.suite)
    told = tell(results, baseline=before)
    (folder / "summary.json").write_text(_json(told), "utf-8")
    (folder / "report.md").write_text(render_markdown(told), "utf-8")
    (folder / "report.html").write_text(render_html(told), "utf-8")
    return told


def tell(results: RunResults, *, baseline: RunResults | None) -> Telling:
    """Everything that the reports say.

    Raises:
        BadRequest: the baseline is of another suite.
    """
    if baseline is not None and baseline.info.suite != results.info.suite:
        raise BadRequest(
            f"The baseline is of {baseline.info.suite}, this run of {results.info.suite}."
        )
    seed = results.info.seed
    summary = summarize(results.cases, seed=seed)
    deltas = [] if baseline is None else differences(baseline.cases, results.cases, seed=seed)
    verdict = judge_gate(read_gates(), results.info, summary, deltas)
    return Telling(
        results=results,
        summary=summary,
        baseline=None if baseline is None else baseline.info,
        deltas=deltas,
        verdict=verdict,
    )


def _json(told: Telling) -> str:
    kept = {
        "info": told.results.info.model_dump(mode="json"),
        "summary": told.summary.model_dump(mode="json"),
        "baseline": told.baseline.model_dump(mode="json") if told.baseline else None,
        "deltas": [delta.model_dump(mode="json") for delta in told.deltas],
        "gate": told.verdict.model_dump(mode="json"),
    }
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
