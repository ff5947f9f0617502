"""Reports, comparisons and the gate, from results that were written by hand."""

import json
import re
from pathlib import Path

import pytest

from evals.figures import compare, figure
from evals.gate import Gates, judge_gate, read_gates
from evals.measures import MEASURES, SLOT_F1
from evals.report.saved import load, save, tell, write_reports
from evals.results import CaseResult, RunInfo, RunResults, TurnResult
from evals.run import HIDDEN, Request, draw, hide
from evals.suite_files import files, read_suite
from evals.summary import summarize
from stylist.errors import BadRequest, NotFound

CASES = 40


def turn(right: bool) -> TurnResult:
    counts = (1, 0, 0) if right else (0, 1, 1)
    return TurnResult(
        holds=right,
        slots={"colors": counts},
        polarities={"avoid": counts},
        turned=int(not right),
        exclusions=1,
        lost=int(not right),
        tools=(["swap_item"], ["swap_item"] if right else ["recommend_outfits"]),
        arguments=(int(right), 1),
        trajectory={"strict": right},
        ms=10.0 if right else 20.0,
        models=["offline-policy"],
    )


def cases(wrong: int, *, runs: int = 1) -> list[CaseResult]:
    return [
        CaseResult(
            id=f"case-{n}",
            family=f"family-{n % 5}",
            tags=["negation"],
            run=run,
            holds=n >= wrong,
            faults=[] if n >= wrong else ["missed colors avoid: black"],
            told=["> no <black>", "! missed colors avoid: black"],
            turns=[turn(n >= wrong)],
        )
        for n in range(CASES)
        for run in range(1, runs + 1)
    ]


def results(wrong: int, **info) -> RunResults:
    given = {
        "suite": "own", "kind": "mixed", "about": "Everything.", "model": "offline-policy",
        "dataset_hash": "abc123", "prompt_version": "def456", "seed": 7, "repeat": 1,
        "limit": None, "stylist_version": "0.1.0", "started_at": "2026-11-21T10:00:00+00:00",
        "command": "stylist eval run own",
    }  # fmt: skip
    return RunResults(info=RunInfo(**{**given, **info}), cases=cases(wrong))


def test_a_figure_has_its_interval_and_support() -> None:
    found = figure(SLOT_F1, cases(10), seed=0)
    assert (found.value, found.n) == (0.75, 40)
    assert 0.5 < found.low < 0.75 < found.high < 0.95
    assert figure(SLOT_F1, [], seed=0) is None


def test_the_runs_of_a_case_are_drawn_together() -> None:
    once, often = figure(SLOT_F1, cases(10), seed=0), figure(SLOT_F1, cases(10, runs=5), seed=0)
    assert (often.low, often.high) == (once.low, once.high)


def test_reliability_is_told_for_as_many_runs_as_there_are() -> None:
    names = {one.name: one.value for one in summarize(cases(10, runs=3)).figures}
    assert names["pass^1"] == names["pass^3"] == 0.75
    assert "pass^5" not in names


def test_a_difference_is_paired() -> None:
    found = compare(SLOT_F1, cases(4), cases(12), seed=0)
    assert (found.before, found.after, found.delta, found.cases) == (0.9, 0.7, -0.2, 40)
    assert found.worse
    assert compare(SLOT_F1, cases(4), cases(4), seed=0).delta == 0
    assert not compare(SLOT_F1, cases(4), cases(5), seed=0).worse


def gates(**own) -> Gates:
    told = {"slack": 0.02, "guarded": ["exclusions lost"], "models": ["offline-policy"]}
    return Gates.model_validate({**told, "suites": {"own": own}})


def judged(limits: Gates, run: RunResults, baseline: RunResults | None = None):
    deltas = tell(run, baseline=baseline).deltas
    return judge_gate(limits, run.info, summarize(run.cases), deltas)


def test_a_limit_decides_and_a_goal_is_only_told() -> None:
    limit = {"slot F1": {"at_least": 0.8}}
    assert judged(gates(must=limit), results(4)).holds
    assert not judged(gates(must=limit), results(12)).holds
    goal = judged(gates(goal=limit), results(12))
    assert goal.holds
    assert [check.holds for check in goal.checks] == [False]


def test_a_figure_that_is_gone_does_not_hold() -> None:
    assert not judged(gates(must={"reference F1": {"at_least": 0.1}}), results(0)).holds


def test_limits_are_for_the_models_they_name() -> None:
    limit = gates(must={"slot F1": {"at_least": 0.99}})
    assert judged(limit, results(12, model="ollama:tiny")).holds


def test_a_run_that_falls_behind_its_baseline_fails() -> None:
    assert judged(gates(), results(4), results(4)).holds
    assert not judged(gates(), results(12), results(4)).holds
    worse_by_one = judged(gates(), results(5), results(4))
    assert [c.name for c in worse_by_one.checks if not c.holds] == ["exclusions lost"]


def test_a_baseline_of_another_suite_is_refused() -> None:
    with pytest.raises(BadRequest, match="baseline"):
        tell(results(0), baseline=results(0, suite="polarity"))


def test_the_gates_name_figures_that_there_are() -> None:
    known = {measure.name for measure in MEASURES}
    known |= {f"{name} p{n}" for name in ("understanding", "turn", "first token") for n in (50, 95)}
    for gate in read_gates().suites.values():
        assert {*gate.must, *gate.goal} <= known
    assert set(read_gates().guarded) <= known


def test_reports_say_what_was_run(tmp_path: Path) -> None:
    save(results(4), tmp_path / "before")
    save(results(12), tmp_path / "after", baseline=tmp_path / "before")
    for name in ("report.md", "report.html"):
        text = (tmp_path / "after" / name).read_text("utf-8")
        for said in ("offline-policy", "abc123", "def456", "7", "stylist eval run own", "-0.200",
                     "negation", "swap_item", "missed colors avoid: black"):  # fmt: skip
            assert said in text, (name, said)
    told = json.loads((tmp_path / "after" / "summary.json").read_text("utf-8"))
    assert told["gate"]["checks"]
    assert load(tmp_path / "after") == results(12)


def test_the_page_needs_no_other_host_and_no_script(tmp_path: Path) -> None:
    save(results(4), tmp_path)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert not re.search(r"https?://|<script|<link|url\(", page)
    assert page.count("<svg") >= 3
    assert "no &lt;black&gt;" in page


def test_reports_can_be_written_again(tmp_path: Path) -> None:
    save(results(4), tmp_path)
    (tmp_path / "report.md").unlink()
    assert write_reports(load(tmp_path), tmp_path, baseline=None).verdict.checks
    assert (tmp_path / "report.md").is_file()
    with pytest.raises(NotFound):
        load(tmp_path / "nowhere")
    (tmp_path / "results.json").write_text("{}")
    with pytest.raises(BadRequest):
        load(tmp_path)


def test_errors_of_held_out_families_are_not_told() -> None:
    held = [case.model_copy(update={"held_out": True}) for case in cases(2)]
    hidden = hide(held)
    assert [case.holds for case in hidden] == [case.holds for case in held]
    assert all(not case.told for case in hidden)
    assert {fault for case in hidden for fault in case.faults} == {HIDDEN}


def test_a_limit_draws_the_same_cases_for_the_same_seed() -> None:
    known = read_suite(files()["polarity"]).cases
    one, again, other = (
        [case.id for case in draw(known, Request(suite="polarity", limit=9, seed=seed))]
        for seed in (1, 1, 2)
    )
    assert one == again != other
    assert len(one) == 9
