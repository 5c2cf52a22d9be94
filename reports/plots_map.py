"""Maps of where a statement fails, as small vector graphics: one square an instance, over two numbers of a family.

    failure_map(x, y, status, ratio, ...)   fails: dark, crossed, the darker the larger the ratio; holds: light;
                                            hypotheses not met: blank; undecided: a question mark; a heavy line between
                                            squares that hold and squares that fail

Colour is never alone: crosses, blanks and the line say the same. The same numbers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup, escape

from reports.plots import number

LEFT, TOP, BOTTOM, WIDE = 56, 18, 50, 460
MOST_LABELS = 8
SHADES = 4  # of failing squares, by ratio 1 to 2, 2 to 4, 4 to 8, above


def failure_map(
    x: Sequence[str],
    y: Sequence[str],
    status: Sequence[str],
    ratio: Sequence[Sequence[float | None]],
    x_label: str,
    y_label: str,
    label: str = "",
) -> Markup:
    """x, y: what the columns and rows stand for (numbers as text); status, ratio: rows from the lowest y up.

    Raises ValueError if rows and columns do not fit.
    """
    if len(status) != len(y) or any(len(row) != len(x) for row in status) or not x or not y:
        raise ValueError("a map needs one status for every x and y")
    side = min((WIDE - LEFT - 8) / len(x), 24.0)
    floor = TOP + side * len(y)
    high = floor + BOTTOM
    out = [f'<svg class="plot" viewBox="0 0 {WIDE} {high:.0f}" role="img" aria-label="{escape(label)}">']
    for j, row in enumerate(status):
        i = 0
        for what, run in groupby(row):
            top, count = floor - (j + 1) * side, len(list(run))
            if what == "f":
                for k in range(i, i + count):
                    value = ratio[j][k] if j < len(ratio) and k < len(ratio[j]) else None
                    out.append(_failing(LEFT + k * side, top, side, value))
            else:
                out.append(_other(what, LEFT + i * side, top, side, count))
            i += count
    out.append(f'<path class="edge-of-failure" d="{_border(status, side, floor)}"/>')
    for i in _spread(len(x)):
        out.append(_text(LEFT + (i + 0.5) * side, floor + 14, x[i], "middle"))
    for j in _spread(len(y)):
        out.append(_text(LEFT - 5, floor - (j + 0.5) * side + 4, y[j], "end"))
    out.append(_text(LEFT + side * len(x) / 2, floor + 29, x_label, "middle"))
    out.append(_text(2, TOP - 6, y_label, "start"))
    out.append(_key(floor + 45))
    return Markup("".join(out) + "</svg>")


def _failing(left: float, top: float, side: float, ratio: float | None) -> str:
    shade = 0 if ratio is None or ratio < 2 else 1 if ratio < 4 else 2 if ratio < 8 else SHADES - 1
    said = "" if ratio is None else f"<title>ratio {number(ratio)}</title>"
    near, far = side * 0.3, side * 0.4
    cross = f"M{left + near:.1f} {top + near:.1f}l{far:.1f} {far:.1f}m{-far:.1f} 0l{far:.1f} {-far:.1f}"
    square = f'<rect class="fails{shade}" x="{left:.1f}" y="{top:.1f}" width="{side:.1f}" height="{side:.1f}">'
    return f'{square}{said}</rect><path class="cross" d="{cross}"/>'


def _other(what: str, left: float, top: float, side: float, count: int) -> str:
    """A run of squares that hold, or that say nothing."""
    css = "holds" if what == "h" else "blank"
    box = f'<rect class="{css}" x="{left:.1f}" y="{top:.1f}" width="{side * count:.1f}" height="{side:.1f}"/>'
    marks = range(count) if what == "u" else range(0)
    return box + "".join(_text(left + (k + 0.5) * side, top + side / 2 + 4, "?", "middle") for k in marks)


def _border(status: Sequence[str], side: float, floor: float) -> str:
    """The sides shared by a square that fails and one that holds."""
    path = []
    for j, row in enumerate(status):
        for i, what in enumerate(row):
            left, top = LEFT + i * side, floor - (j + 1) * side
            if i + 1 < len(row) and {what, row[i + 1]} == {"f", "h"}:
                path.append(f"M{left + side:.1f} {top:.1f}v{side:.1f}")
            if j + 1 < len(status) and {what, status[j + 1][i]} == {"f", "h"}:
                path.append(f"M{left:.1f} {top:.1f}h{side:.1f}")
    return "".join(path)


def _key(at: float) -> str:
    """What the squares mean."""
    words = ((LEFT + 16, "fails"), (LEFT + 96, "holds"), (LEFT + 176, "hypotheses not met"))
    boxes = _failing(LEFT, at - 10, 11, None) + _other("h", LEFT + 80, at - 10, 11, 1)
    return boxes + _other("n", LEFT + 160, at - 10, 11, 1) + "".join(_text(x, at, text, "start") for x, text in words)


def _spread(count: int) -> list[int]:
    step = -(-count // MOST_LABELS)
    return list(range(0, count, step))


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
