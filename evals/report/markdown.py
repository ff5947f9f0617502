"""The report as Markdown."""

from collections.abc import Iterator, Sequence

from evals.figures import Figure
from evals.metrics.counts import Counts
from evals.report.telling import MOST_CASES, Telling, between, facts, number, signed, value_of
from evals.results import CaseResult, Triple


def render_markdown(told: Telling) -> str:
    """The whole report."""
    info = told.results.info
    lines = [f"# {info.suite} with {info.model}", ""]
    lines += [f"- {name}: {value}" for name, value in facts(info) if value]
    lines += ["", *_gate(told), *_deltas(told), *_figures(told), *_tables(told)]
    lines += [*_limits(told), *_cases(told)]
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    told = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *told, ""]


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _gate(told: Telling) -> list[str]:
    checks = told.verdict.checks
    if not checks:
        return []
    rows = [
        (c.kind, c.name, c.wanted, number(c.found), "yes" if c.holds else "**no**") for c in checks
    ]
    passed = "passed" if told.verdict.holds else "**failed**"
    head = ("", "figure", "wanted", "found", "holds")
    return [f"## Gate: {passed}", "", *_table(head, rows)]


def _deltas(told: Telling) -> list[str]:
    if told.baseline is None:
        return []
    rows = [
        (
            d.name, number(d.before), number(d.after), signed(d.delta), between(d),
            "worse" if d.worse else "better" if d.better else "",
        )
        for d in told.deltas
    ]  # fmt: skip
    title = f"## Against {told.compared}"
    head = ("figure", "before", "after", "difference", "95 % of it", "beyond doubt")
    return [title, "", *_table(head, rows)]


def _rows(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    return [(f.name, value_of(f), between(f), f"{f.n:,} {f.of}") for f in figures]


def _figures(told: Telling) -> Iterator[str]:
    head = ("figure", "value", "95 % interval", "over")
    yield from ["## Figures", "", *_table(head, _rows(told.summary.figures))]
    if len(told.summary.parts) > 1:
        for part, figures in told.summary.parts.items():
            yield from [f"### {part.capitalize()}", "", *_table(head, _rows(figures))]


def _tables(told: Telling) -> Iterator[str]:
    summary = told.summary
    counted = ("right", "invented", "missed", "F1")
    for title, counts in (("Slots by path", summary.paths), ("by polarity", summary.polarities)):
        if counts:
            rows = [(name, *_counts(one)) for name, one in counts.items()]
            yield from [f"### {title}", "", *_table(("", *counted), rows)]
    if summary.tools:
        names = [row.name for row in summary.tools]
        by_tool = [
            (row.name, *_counts(row.counts), *(str(row.called.get(n, "")) for n in names))
            for row in summary.tools
        ]
        head = ("expected", *counted, *(f"called {name}" for name in names))
        yield from ["### Tools", "", *_table(head, by_tool)]
    if summary.tags:
        by_tag = [
            (tag, *(f"{f.name} {value_of(f)}" for f in figures))
            for tag, figures in summary.tags.items()
        ]
        yield from ["### By tag", "", *(f"- {row[0]}: {', '.join(row[1:])}" for row in by_tag), ""]
    if summary.degraded:
        told_as = ", ".join(f"{name} in {n} turns" for name, n in summary.degraded.items())
        yield from [f"Degraded: {told_as}.", ""]


def _counts(counts: Triple) -> tuple[str, str, str, str]:
    tp, fp, fn = counts
    return str(tp), str(fp), str(fn), number(Counts(tp, fp, fn).f1)


def _limits(told: Telling) -> list[str]:
    info = told.results.info
    lines = [f"- {words}" for words in info.cannot_say]
    lines = ["## What this cannot say", "", *lines, ""] if lines else []
    if info.extra:
        rows = [(name, str(value)) for name, value in info.extra.items()]
        lines += ["## Further figures", "", *_table(("", ""), rows)]
    return lines


def _cases(told: Telling) -> Iterator[str]:
    wrong = told.wrong
    if not wrong:
        return
    yield from [f"## Cases that went wrong ({len(wrong)} runs)", ""]
    for case in wrong[:MOST_CASES]:
        yield from _case(case)
    if len(wrong) > MOST_CASES:
        yield f"… and {len(wrong) - MOST_CASES} more in `results.json`."


def _case(case: CaseResult) -> Iterator[str]:
    yield f"### {case.id} (run {case.run}; {', '.join(case.tags)})"
    yield ""
    yield from ["```", *(case.told or case.faults), "```", ""]
