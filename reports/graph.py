"""The graph of which claim rests on which, layered, as inline SVG.

    layout(edges, names)    positions of all nodes and the points every edge runs through
    draw(report, names)     the drawing: border = the printed statement, fill = the verdict, strong fill = the claim
                            and all it rests on proved; every node also says so in words and links to its claim
    ancestry(report, id)    the names around one claim: all it rests on, and what rests on it directly

Method (Sugiyama, Tagawa and Toda 1981): layer = longest path from the foundations; edges over several layers get a
waypoint in each; order within layers by the mean position of the neighbours, swept both ways a fixed number of times;
then nodes are moved towards their neighbours as far as order and distance allow. All ties are broken by position in the
record, so one record gives one drawing. Foundations stand on the left. A circle in the record is cut at its last edge.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from reports.view import ClaimView, Report
from reports.vocabulary import VERDICTS

WIDE, HIGH, GAP, STEP = 190, 50, 10, 224  # node width and height, least distance in a layer, distance of layers
SWEEPS = 8
Point = tuple[float, float]
Node = str | tuple[str, str, int]  # a claim, or the waypoint of an edge in a layer


@dataclass(frozen=True)
class Layout:
    at: Mapping[str, Point]  # upper left corners
    routes: Mapping[tuple[str, str], tuple[Point, ...]]  # (foundation, claim): points from side to side
    width: float
    height: float


def layers(names: Sequence[str], below: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Length of the longest chain of foundations under each claim; edges that close a circle are left out."""
    level: dict[str, int] = {}
    path: set[str] = set()

    def visit(name: str) -> int:
        if name not in level:
            path.add(name)
            level[name] = 1 + max((visit(b) for b in below.get(name, ()) if b not in path), default=-1)
            path.discard(name)
        return level[name]

    for name in names:
        visit(name)
    return level


def layout(names: Sequence[str], below: Mapping[str, Sequence[str]]) -> Layout:
    level = layers(names, below)
    edges = [(b, n) for n in names for b in below.get(n, ()) if b in level and level[b] < level[n]]
    rows: list[list[Node]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name in names:
        rows[level[name]].append(name)
    chains: dict[tuple[str, str], list[Node]] = {}
    for b, n in edges:
        waypoints: list[Node] = [(b, n, i) for i in range(level[b] + 1, level[n])]
        for i, waypoint in enumerate(waypoints, level[b] + 1):
            rows[i].append(waypoint)
        chains[b, n] = [b, *waypoints, n]
    left: dict[Node, list[Node]] = {}
    right: dict[Node, list[Node]] = {}
    for chain in chains.values():
        for x, y in itertools.pairwise(chain):
            right.setdefault(x, []).append(y)
            left.setdefault(y, []).append(x)
    _order(rows, left, right)
    tops = _heights(rows, left, right)
    at = {n: (level[n] * STEP + 2.0, tops[n]) for n in names}
    routes = {edge: tuple(_points(chain, edge, level, tops)) for edge, chain in chains.items()}
    bottom = max((tops[node] + _size(node) for row in rows for node in row), default=0.0)
    return Layout(at, routes, max(len(rows) - 1, 0) * STEP + WIDE + 4.0, bottom + 2)


def _size(node: Node) -> int:
    return HIGH if isinstance(node, str) else 4


def _order(rows: list[list[Node]], left: Mapping[Node, list[Node]], right: Mapping[Node, list[Node]]) -> None:
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        neighbours = left if forwards else right
        for index in range(1, len(rows)) if forwards else range(len(rows) - 2, -1, -1):
            beside = rows[index - 1] if forwards else rows[index + 1]
            place = {node: i / max(len(beside), 1) for i, node in enumerate(beside)}
            own = {node: i / max(len(rows[index]), 1) for i, node in enumerate(rows[index])}
            keys = {}
            for node in rows[index]:
                found = [place[m] for m in neighbours.get(node, ()) if m in place]
                keys[node] = sum(found) / len(found) if found else own[node]
            rows[index].sort(key=lambda node: keys[node])


def _heights(
    rows: list[list[Node]], left: Mapping[Node, list[Node]], right: Mapping[Node, list[Node]]
) -> dict[Node, float]:
    y: dict[Node, float] = {}
    for row in rows:
        top = 2.0
        for node in row:
            y[node] = top
            top += _size(node) + GAP
    for sweep in range(2 * SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            want = []
            for node in row:
                around = [y[m] + _size(m) / 2 for m in (*left.get(node, ()), *right.get(node, ()))]
                want.append(sum(around) / len(around) - _size(node) / 2 if around else y[node])
            _place(row, want, y)
    lowest = min(y.values(), default=0.0)
    return {node: value - lowest + 2 for node, value in y.items()}


def _place(row: Sequence[Node], want: Sequence[float], y: dict[Node, float]) -> None:
    """Positions nearest to those wanted that keep order and distance: pool blocks that would overlap, average them."""
    offset, offsets = 0.0, []
    for node in row:
        offsets.append(offset)
        offset += _size(node) + GAP
    blocks: list[list[float]] = []  # [sum of wanted shifts, count]
    for w, o in zip(want, offsets):
        blocks.append([w - o, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, number = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += number
    shifts = [total / number for total, number in blocks for _ in range(int(number))]
    for node, o, shift in zip(row, offsets, shifts):
        y[node] = round(o + shift, 1)


def _points(
    chain: Sequence[Node], edge: tuple[str, str], level: Mapping[str, int], y: Mapping[Node, float]
) -> Iterable[Point]:
    yield level[edge[0]] * STEP + WIDE + 2.0, y[edge[0]] + HIGH / 2
    for node in chain[1:-1]:
        if isinstance(node, str):
            continue
        yield node[2] * STEP + 2.0, y[node] + 2
        yield node[2] * STEP + WIDE + 2.0, y[node] + 2
    yield level[edge[1]] * STEP + 2.0, y[edge[1]] + HIGH / 2


def _path(points: Sequence[Point]) -> str:
    out = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2
        out.append(f"L{x1:g} {y1:g}" if y0 == y1 else f"C{middle:g} {y0:g} {middle:g} {y1:g} {x1:g} {y1:g}")
    return "".join(out)


def related(report: Report) -> tuple[list[str], list[str]]:
    """Names with at least one edge, and names that stand alone."""
    known = set(report.anchors)
    touched = {
        n for c in report.claims for b in c.entry.rests_on if b in known and b != c.entry.id for n in (b, c.entry.id)
    }
    names = [c.entry.id for c in report.claims]
    return [n for n in names if n in touched], [n for n in names if n not in touched]


def ancestry(report: Report, name: str) -> list[str]:
    below = {c.entry.id: c.entry.rests_on for c in report.claims}
    found, queue = {name}, [name]
    while queue:
        fresh = [b for b in below.get(queue.pop(), ()) if b in below and b not in found]
        found.update(fresh)
        queue += fresh
    found.update(c.entry.id for c in report.claims if name in c.entry.rests_on)
    return [c.entry.id for c in report.claims if c.entry.id in found]


def statement_border(claim: ClaimView) -> tuple[str, str]:
    """Class and words for the border: what became of the statement as printed."""
    if claim.printed is None:
        return "own", "Lemmata's"
    if claim.printed_wrong:
        return "wrong", "printed wrong"
    return "printed", "as printed" if claim.reading("repaired") is None else "printed, mended"


def draw(report: Report, names: Sequence[str], label: str, focus: str = "") -> Markup:
    """The drawing of the named claims; empty markup if there is nothing to connect."""
    claims = {c.entry.id: c for c in report.claims}
    below = {n: [b for b in dict.fromkeys(claims[n].entry.rests_on) if b in names and b != n] for n in names}
    if not any(below.values()):
        return Markup("")
    plan = layout(names, below)
    out = [
        f'<svg class="graph" width="{plan.width:g}" height="{plan.height:g}" '
        f'viewBox="0 0 {plan.width:g} {plan.height:g}" role="group" aria-label="{escape(label)}">'
    ]
    out += [f'<path class="edge" d="{_path(points)}"/>' for points in plan.routes.values()]
    out += [_node(claims[n], plan.at[n], n == focus) for n in names]
    return Markup("".join(out) + "</svg>")


def _node(claim: ClaimView, at: Point, focus: bool) -> str:
    border, words = statement_border(claim)
    term = VERDICTS[claim.verdict]
    classes = f"node v-{claim.verdict.value} b-{border}" + " whole" * claim.whole + " focus" * focus
    room, _, name = claim.entry.id.rpartition("/")
    lines = (
        ("", _short(f"{room} · {words}" if room else words, 34)),
        ("name", _short(name, 27)),
        ("", f"{term.sign} {term.word}{' throughout' * claim.whole}"),
    )
    texts = "".join(
        f'<text x="{at[0] + 8:g}" y="{at[1] + y:g}"{f" class={css!r}" if css else ""}>{escape(line)}</text>'
        for y, (css, line) in zip((14, 29, 44), lines)
    )
    return (
        f'<a href="#{escape(claim.anchor)}" class="{classes}"><title>{escape(claim.entry.title)}</title>'
        f'<rect x="{at[0]:g}" y="{at[1]:g}" width="{WIDE}" height="{HIGH}" rx="5"/>{texts}</a>'
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
