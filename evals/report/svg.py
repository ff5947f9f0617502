"""Plots as inline SVG: no script, no other host. Lengths in pixels, values 0..1 unless said."""

from collections.abc import Sequence
from html import escape
from typing import Final

from evals.figures import Delta, Figure
from evals.summary import ToolRow

LABEL, WIDTH, ROW, PAD = 190, 420, 24, 12
BINS: Final = 30


def _text(x: float, y: float, words: str, *, anchor: str = "start", kind: str = "") -> str:
    told = escape(words)
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{told}</text>'


def _svg(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    head = f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img">'
    return f"{head}<title>{escape(title)}</title>{''.join(parts)}</svg>"


def forest(figures: Sequence[Figure], *, goals: dict[str, float]) -> str:
    """Shares with their intervals, one row each; a tick where the goal is."""
    rows = [one for one in figures if one.unit == "share"]
    parts = [_axis(len(rows), 0.0, 1.0)]
    for at, one in enumerate(rows):
        y = at * ROW + ROW / 2
        low = one.value if one.low is None else one.low
        high = one.value if one.high is None else one.high
        parts.append(_text(LABEL - 8, y + 4, one.name, anchor="end"))
        parts.append(_line(_x(low), y, _x(high), y, "interval"))
        parts.append(f'<circle cx="{_x(one.value):.1f}" cy="{y:.1f}" r="4" class="point"/>')
        if one.name in goals:
            x = _x(goals[one.name])
            parts.append(_line(x, y - 9, x, y + 9, "goal"))
        parts.append(_text(LABEL + WIDTH + 10, y + 4, f"{one.value:.3f}"))
    return _svg(LABEL + WIDTH + 70, len(rows) * ROW + 26, "Figures with 95 % intervals", parts)


def _x(share: float, low: float = 0.0, high: float = 1.0) -> float:
    return LABEL + (min(max(share, low), high) - low) / (high - low) * WIDTH


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _axis(rows: int, low: float, high: float) -> str:
    bottom = rows * ROW
    parts = []
    for step in range(5):
        value = low + (high - low) * step / 4
        x = _x(value, low, high)
        parts.append(_line(x, 0, x, bottom, "grid"))
        parts.append(_text(x, bottom + 16, f"{value:.2g}", anchor="middle", kind="small"))
    return "".join(parts)


def changes(deltas: Sequence[Delta]) -> str:
    """Differences from a baseline with their intervals, around zero."""
    most = max((abs(end) for d in deltas for end in (d.delta, d.low, d.high) if end), default=0.0)
    most = max(most, 0.01)
    parts = [_axis(len(deltas), -most, most)]
    for at, one in enumerate(deltas):
        y = at * ROW + ROW / 2
        low = one.delta if one.low is None else one.low
        high = one.delta if one.high is None else one.high
        kind = "worse" if one.worse else "better" if one.better else "point"
        parts.append(_text(LABEL - 8, y + 4, one.name, anchor="end"))
        parts.append(_line(_x(low, -most, most), y, _x(high, -most, most), y, "interval"))
        x = _x(one.delta, -most, most)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="{kind}"/>')
        parts.append(_text(LABEL + WIDTH + 10, y + 4, f"{one.delta:+.3f}"))
    return _svg(LABEL + WIDTH + 70, len(deltas) * ROW + 26, "Against the baseline", parts)


def confusion(rows: Sequence[ToolRow]) -> str:
    """What was called (columns) where what was expected (rows); darker is more of the row."""
    side, top = 46, 120
    names = [row.name for row in rows]
    parts = []
    for at, name in enumerate(names):
        x = LABEL + at * side + side / 2
        turned = f'transform="rotate(-40 {x:.0f} {top - 8})"'
        parts.append(f"<g {turned}>{_text(x, top - 8, name, kind='small')}</g>")
        parts.append(_text(LABEL - 8, top + at * side + side / 2 + 4, name, anchor="end"))
    for i, row in enumerate(rows):
        expected = sum(row.called.values())
        for j, name in enumerate(names):
            n = row.called.get(name, 0)
            x, y = LABEL + j * side, top + i * side
            kind = "hit" if i == j else "miss"
            shade = 0.12 + 0.88 * n / expected if n else 0.04
            parts.append(
                f'<rect x="{x}" y="{y}" width="{side - 3}" height="{side - 3}" class="{kind}" '
                f'opacity="{shade:.2f}"/>'
            )
            if n:
                parts.append(_text(x + side / 2 - 1, y + side / 2 + 3, str(n), anchor="middle"))
    width = LABEL + len(names) * side + 100
    return _svg(width, top + len(names) * side + PAD, "Tools: expected and called", parts)


def histogram(values: Sequence[float], unit: str) -> str:
    """How often which value came."""
    if not values:
        return ""
    most = sorted(values)[max(0, int(len(values) * 0.99) - 1)] or 1.0
    bins = [0] * BINS
    for value in values:
        bins[min(BINS - 1, int(value / most * BINS))] += 1
    height, width = 110, WIDTH / BINS
    parts = []
    for at, n in enumerate(bins):
        tall = n / max(bins) * height
        parts.append(
            f'<rect x="{LABEL + at * width:.1f}" y="{height - tall:.1f}" '
            f'width="{width - 1:.1f}" height="{tall:.1f}" class="hit"/>'
        )
    for share in (0.0, 0.5, 1.0):
        words = f"{most * share:.3g} {unit}"
        parts.append(
            _text(LABEL + WIDTH * share, height + 16, words, anchor="middle", kind="small")
        )
    return _svg(LABEL + WIDTH + 70, height + 26, f"Times in {unit}", parts)
