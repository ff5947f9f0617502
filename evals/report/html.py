"""The report as one static page: everything inline, so that it opens anywhere."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Final

from evals.figures import Figure
from evals.gate import read_gates
from evals.metrics.counts import Counts
from evals.report import svg
from evals.report.telling import MOST_CASES, Telling, between, facts, number, signed, value_of
from evals.results import CaseResult, TurnResult

STYLE: Final = """
:root{--ink:#1d1d1b;--paper:#fff;--soft:#8a8a85;--line:#e4e2dc;--good:#2f7d5b;--bad:#b3402e;
--mark:#31588a}
@media (prefers-color-scheme:dark){:root{--ink:#ecebe6;--paper:#191918;--line:#363532;
--good:#63b48d;
--bad:#e0806f;--mark:#86aede}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{margin-top:2.2rem;border-bottom:1px solid var(--line)}
table{border-collapse:collapse;margin:.6rem 0}td,th{padding:.2rem .8rem .2rem 0;text-align:left;
vertical-align:top}td.n{font-variant-numeric:tabular-nums;text-align:right}
.no{color:var(--bad);font-weight:600}.yes{color:var(--good)}
pre{white-space:pre-wrap;border-left:3px solid var(--line);padding-left:.8rem}
svg{max-width:100%;height:auto;display:block}
svg text{font:13px system-ui,sans-serif;fill:var(--ink)}
svg .small{font-size:11px;fill:var(--soft)}.grid{stroke:var(--line)}.interval{stroke:var(--mark);
stroke-width:2}.point{fill:var(--mark)}.goal{stroke:var(--good);stroke-width:2;stroke-dasharray:3 2}
.hit{fill:var(--mark)}.miss{fill:var(--bad)}.worse{fill:var(--bad)}.better{fill:var(--good)}
"""


def render_html(told: Telling) -> str:
    """The whole page."""
    info = told.results.info
    title = escape(f"{info.suite} with {info.model}")
    body = "".join(
        [*_head(told), *_gate(told), *_deltas(told), *_figures(told), *_tables(told), *_cases(told)]
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; cells are text."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    told = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><tr>{top}</tr>{told}</table>"


def _head(told: Telling) -> Iterator[str]:
    info = told.results.info
    yield f"<h1>{escape(info.suite)} with {escape(info.model)}</h1>"
    yield _table((), [(name, value) for name, value in facts(info) if value])
    if info.cannot_say:
        listed = "".join(f"<li>{escape(words)}</li>" for words in info.cannot_say)
        yield f"<h2>What this cannot say</h2><ul>{listed}</ul>"


def _gate(told: Telling) -> Iterator[str]:
    checks = told.verdict.checks
    if not checks:
        return
    passed = "passed" if told.verdict.holds else "failed"
    yield f"<h2>Gate: {passed}</h2><table>"
    yield "<tr><th></th><th>figure</th><th>wanted</th><th>found</th><th></th></tr>"
    for check in checks:
        mark = "yes" if check.holds else "no"
        cells = (check.kind, check.name, check.wanted, number(check.found))
        row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        yield f'<tr>{row}<td class="{mark}">{mark}</td></tr>'
    yield "</table>"


def _deltas(told: Telling) -> Iterator[str]:
    if told.baseline is None:
        return
    yield f"<h2>Against the baseline</h2><p>{escape(told.compared)}</p>"
    yield svg.changes(told.deltas)
    rows = [
        (d.name, number(d.before), number(d.after), signed(d.delta), between(d), str(d.cases))
        for d in told.deltas
    ]
    yield _table(("figure", "before", "after", "difference", "95 % of it", "cases"), rows)


def _goals(told: Telling) -> dict[str, float]:
    gate = read_gates().suites.get(told.results.info.suite)
    limits = {} if gate is None else gate.goal
    ends = {name: limit.at_least or limit.at_most for name, limit in limits.items()}
    return {name: end for name, end in ends.items() if end is not None}


def _figure_table(figures: Sequence[Figure]) -> str:
    rows = [(f.name, value_of(f), between(f), f"{f.n:,} {f.of}") for f in figures]
    return _table(("figure", "value", "95 % interval", "over"), rows)


def _figures(told: Telling) -> Iterator[str]:
    summary = told.summary
    yield "<h2>Figures</h2>"
    yield svg.forest(summary.figures, goals=_goals(told))
    yield _figure_table(summary.figures)
    turns = [turn for case in told.results.cases for turn in case.turns]
    times: list[tuple[str, Callable[[TurnResult], float | None]]] = [
        ("Understanding", lambda turn: turn.heard_ms),
        ("Turns", lambda turn: turn.ms),
    ]
    for name, of_turn in times:
        values = [ms for turn in turns if (ms := of_turn(turn)) is not None]
        if values:
            yield f"<h3>{name}</h3>{svg.histogram(values, 'ms')}"
    if len(summary.parts) > 1:
        for part, figures in summary.parts.items():
            yield f"<h3>{escape(part.capitalize())}</h3>{_figure_table(figures)}"


def _tables(told: Telling) -> Iterator[str]:
    summary = told.summary
    if summary.tools:
        yield f"<h2>Tools</h2>{svg.confusion(summary.tools)}"
    for title, counts in (("Slots by path", summary.paths), ("By polarity", summary.polarities)):
        if counts:
            rows = [(name, *map(str, one), number(Counts(*one).f1)) for name, one in counts.items()]
            yield f"<h3>{title}</h3>"
            yield _table(("", "right", "invented", "missed", "F1"), rows)
    if summary.tags:
        head = ("tag", "cases right", "slot F1", "joint goal accuracy", "exclusions lost")
        rows = []
        for tag, figures in summary.tags.items():
            named = {one.name: value_of(one) for one in figures}
            rows.append((tag, *(named.get(name, "") for name in head[1:])))
        yield f"<h3>By tag</h3>{_table(head, rows)}"
    if summary.degraded:
        rows = [(name, str(n)) for name, n in summary.degraded.items()]
        yield f"<h3>Degraded</h3>{_table(('', 'turns'), rows)}"
    if told.results.info.extra:
        rows = [(name, str(value)) for name, value in told.results.info.extra.items()]
        yield f"<h3>Further figures</h3>{_table((), rows)}"


def _cases(told: Telling) -> Iterator[str]:
    if told.wrong:
        yield f"<h2>Cases that went wrong ({len(told.wrong)} runs)</h2>"
        yield from map(_case, told.wrong[:MOST_CASES])


def _case(case: CaseResult) -> str:
    head = escape(f"{case.id} (run {case.run}; {', '.join(case.tags)})")
    told = escape("\n".join(case.told or case.faults))
    return f"<details><summary>{head}</summary><pre>{told}</pre></details>"
