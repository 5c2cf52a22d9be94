"""Small vector plots inside the page: distributions of ratios, and certified trajectories drawn as bands.

    histogram(edges, counts, best)   how near the decided instances come to equality (ratio 1)
    bands(series, ...)                      t against [lower, upper]: the band is the enclosure, not an error estimate

Plain numbers in, one `<svg>` out; nothing is imported and the same numbers give the same bytes. Series differ by dash
and are named at their end, so no plot depends on colour. Numbers that are not finite leave a gap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

WIDE, HIGH = 460, 150
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 34
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2")


class Series(NamedTuple):
    """One quantity over time with its enclosure; a curve known exactly has lower = upper."""

    name: str
    t: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]


def number(value: float) -> str:
    return f"{value:.4g}".replace("-", "\u2212")


def _ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers covering [low, high], a handful of them."""
    span = high - low
    if not (span > 0 and math.isfinite(span)):
        return [low]
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [i * step for i in range(first, last + 1)]


def _text(x: float, y: float, text: str, anchor: str = "middle", css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(text)}</text>'


def histogram(
    edges: Sequence[float], counts: Sequence[int], best: float, label: str = "", none_above_one: bool = False
) -> Markup:
    """Bars of counts between edges; a line at ratio 1 (equality), a mark at the best ratio. Heights are square roots,
    so that the few instances near equality stay visible; each bar says its count on hover. none_above_one: nothing was
    violated, so a class that starts at 1 holds cases of equality and is drawn as a stem on the line, not to its right.
    """
    usable = [e for e in (*edges, 1.0) if math.isfinite(e)]  # a best ratio far outside is drawn at the border
    low, high = min(*usable, 0.0), max(usable) * 1.02
    if not (counts and len(edges) == len(counts) + 1 and high > low):
        return Markup("")
    most = math.sqrt(max(*counts, 1))

    def x(value: float) -> float:
        return LEFT + (min(max(value, low), high) - low) / (high - low) * (WIDE - LEFT - RIGHT)

    floor, room = HIGH - BOTTOM, HIGH - BOTTOM - TOP
    out = [f'<svg class="plot" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(label)}">']
    for a, b, n in zip(edges, edges[1:], counts):
        if n and math.isfinite(a) and math.isfinite(b):
            tall = max(math.sqrt(n) / most * room, 1.5)
            if none_above_one and a >= 1:
                stem = f'<rect class="bar" x="{x(1.0) - 2:.1f}" y="{floor - tall:.1f}" width="4" height="{tall:.1f}">'
                out.append(f"{stem}<title>equality: {n}</title></rect>")
                continue
            out.append(
                f'<rect class="bar" x="{x(a):.1f}" y="{floor - tall:.1f}" width="{max(x(b) - x(a) - 0.6, 0.8):.1f}" '
                f'height="{tall:.1f}"><title>{number(a)} to {number(b)}: {n}</title></rect>'
            )
    out.append(f'<path class="axis" d="M{LEFT} {floor}H{WIDE - RIGHT}"/>')
    for tick in _ticks(low, high):
        out.append(f'<path class="axis" d="M{x(tick):.1f} {floor}v4"/>')
        out.append(_text(x(tick), floor + 15, number(tick)))
    out.append(f'<path class="limit" d="M{x(1.0):.1f} {TOP - 8}V{floor}"/>')
    if math.isfinite(best):
        out.append(f'<path class="best" d="M{x(best) - 4:.1f} {TOP - 8}h8l-4 7z"/>')
    out.append(_text((LEFT + WIDE - RIGHT) / 2, HIGH - 4, "ratio of the two sides; 1 is equality"))
    out.append(_text(LEFT - 6, floor - room + 8, f"{max(counts)}", "end"))
    out.append(_text(LEFT - 6, floor, "0", "end"))
    return Markup("".join(out) + "</svg>")


def bands(
    series: Sequence[Series], x_label: str, y_label: str, label: str = "", logarithmic: bool = False, high: int = 240
) -> Markup:
    """Trajectories with their enclosures. `logarithmic`: the vertical axis; values not above 0 are left out."""
    if any(not len(s.t) == len(s.lower) == len(s.upper) for s in series):
        raise ValueError("every series needs as many lower and upper values as times")

    def usable(value: float) -> bool:
        return math.isfinite(value) and (value > 0 or not logarithmic)

    def scale(value: float) -> float:
        return math.log10(value) if logarithmic else value

    kept = [
        (
            s.name,
            [
                (t, scale(a), scale(b)) if usable(a) and usable(b) and math.isfinite(t) else None
                for t, a, b in zip(*s[1:])
            ],
        )
        for s in series
    ]
    points = [p for _, row in kept for p in row if p is not None]
    if not points:
        return Markup("")
    t0, t1 = min(p[0] for p in points), max(p[0] for p in points)
    y0, y1 = min(p[1] for p in points), max(p[2] for p in points)
    t1, y1 = (t1 if t1 > t0 else t0 + 1), (y1 if y1 > y0 else y0 + 1)
    y0, y1 = y0 - 0.04 * (y1 - y0), y1 + 0.04 * (y1 - y0)
    wide, names = WIDE, 96
    right, floor = wide - names, high - BOTTOM

    def x(t: float) -> float:
        return LEFT + (t - t0) / (t1 - t0) * (right - LEFT)

    def y(v: float) -> float:
        return floor - (v - y0) / (y1 - y0) * (floor - TOP)

    out = [f'<svg class="plot" viewBox="0 0 {wide} {high}" role="img" aria-label="{escape(label or y_label)}">']
    out.append(f'<path class="axis" d="M{LEFT} {TOP}V{floor}H{right}"/>')
    for tick in _ticks(t0, t1):
        out.append(f'<path class="axis" d="M{x(tick):.1f} {floor}v4"/>' + _text(x(tick), floor + 15, number(tick)))
    for tick in _ticks(y0, y1, 5):
        if logarithmic and abs(tick - round(tick)) > 1e-9:
            continue
        shown = f"1e{round(tick)}" if logarithmic else number(tick)
        out.append(f'<path class="axis" d="M{LEFT} {y(tick):.1f}h-4"/>' + _text(LEFT - 7, y(tick) + 4, shown, "end"))
    ends: list[tuple[float, str, int]] = []
    for index, (name, row) in enumerate(kept):
        kind = index % len(DASHES)
        for run in _runs(row):
            up = " ".join(f"{x(t):.1f},{y(b):.1f}" for t, _, b in run)
            down = " ".join(f"{x(t):.1f},{y(a):.1f}" for t, a, _ in reversed(run))
            out.append(f'<polygon class="band s{kind}" points="{up} {down}"/>')
            middle = " ".join(f"{x(t):.1f},{y((a + b) / 2):.1f}" for t, a, b in run)
            dash = f' stroke-dasharray="{DASHES[kind]}"' if DASHES[kind] else ""
            out.append(f'<polyline class="line s{kind}" points="{middle}"{dash}/>')
        last = next((p for p in reversed(row) if p is not None), None)
        if last is not None:
            ends.append((y((last[1] + last[2]) / 2) + 4, name, kind))
    for at, name, kind in _apart(ends, TOP + 4, floor):
        out.append(_text(right + 6, at, name, "start", f"s{kind}"))
    out.append(_text((LEFT + right) / 2, high - 4, x_label))
    out.append(_text(4, TOP - 3, y_label, "start"))
    return Markup("".join(out) + "</svg>")


def _apart(ends: Sequence[tuple[float, str, int]], top: float, floor: float) -> list[tuple[float, str, int]]:
    """Names at the ends of their curves, moved apart to 12 units and kept inside the frame."""
    placed: list[tuple[float, str, int]] = []
    for at, name, kind in sorted(ends):
        low = placed[-1][0] + 12 if placed else top
        placed.append((max(at, low), name, kind))
    room = floor
    for index in range(len(placed) - 1, -1, -1):
        at, name, kind = placed[index]
        placed[index] = (min(at, room), name, kind)
        room = placed[index][0] - 12
    return placed


def _runs(row: Sequence[tuple[float, float, float] | None]) -> list[list[tuple[float, float, float]]]:
    """Stretches without a gap."""
    runs: list[list[tuple[float, float, float]]] = [[]]
    for point in row:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
