"""Symbolic routes against plain SymPy in the same run: `python -m tests.benchmarks.symbolic`.

The task is the Hessian of the risk from the risk itself, every entry in expanded form, and its comparison with the
closed form. Plain SymPy is `diff` and `expand` on the expression. Times are CPU seconds, the best of several runs; the
ratios are what carries over to other machines. The word algebra proves the statement for every depth and all widths at
once, so its time stands against one shape of the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy

from theorems.symbolic import DERIVATIONS
from theorems.symbolic.routes import ByPolynomials, BySympy, Formulas, Shape

SHAPES = (Shape(2, (2, 2)), Shape(2, (2, 2, 2)), Shape(2, (2, 2, 2, 1)), Shape(2, (2, 2, 2, 2)))


@dataclass(frozen=True)
class Row:
    shape: str
    plain: float
    sympy_polynomials: float
    polynomials: float
    words: float


def best(work: Callable[[], Any], runs: int = 3) -> float:
    """CPU seconds, the least of the runs."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def plain_sympy(shape: Shape) -> int:
    """diff and expand, the closed form by SymPy matrices; returns the number of entries compared."""
    from numerics.arithmetic import Symbols
    from numerics.network import Network

    A = Symbols()
    sizes = {f"W{k}": shape.layer(k) for k in range(1, shape.depth + 1)}
    sizes |= {"X": (shape.n, shape.widths[0]), "y": (shape.n, 1), "p": (shape.widths[-1], 1)}
    net = Network(A, {name: A.symbols(name, *size) for name, size in sizes.items()})
    names = [x for k in net.layers for x in net.W[k]]
    closed, count = net.hessian, 0
    for i, v in enumerate(names):
        slope = sympy.diff(net.risk, v)
        for j, w in enumerate(names[i:], i):
            if sympy.expand(sympy.diff(slope, w)) != sympy.expand(closed[i, j]):
                raise AssertionError(f"plain SymPy finds another value for entry {i}, {j}")
            count += 1
    return count


def by_route(route: Any, shape: Shape) -> int:
    """One of the project's routes, compared with the closed form over polynomials."""
    A = shape.ring()
    derived, closed = route(shape, A).hessian(), Formulas(shape, A).hessian()
    if any(derived[name] != f for name, f in closed.items()):
        raise AssertionError("a route finds another value")
    return len(derived)


def measure(shapes: tuple[Shape, ...] = SHAPES, runs: int = 3) -> list[Row]:
    words = best(DERIVATIONS["hessian-blocks"], runs)
    return [
        Row(
            str(s),
            best(lambda s=s: plain_sympy(s), 1),  # type: ignore[misc]
            best(lambda s=s: by_route(BySympy, s), runs),  # type: ignore[misc]
            best(lambda s=s: by_route(ByPolynomials, s), runs),  # type: ignore[misc]
            words,
        )
        for s in shapes
    ]


def main() -> None:
    print("shape           plain SymPy   SymPy, polynomials   python-flint      words (all sizes)")
    for r in measure():
        ratios = [f"{t * 1e3:9.2f} ms ({r.plain / t:5.0f}x)" for t in (r.sympy_polynomials, r.polynomials, r.words)]
        print(f"{r.shape:14s} {r.plain * 1e3:10.1f} ms  {'  '.join(ratios)}")
    sweep = DERIVATIONS["every-layer-pair"]()
    print(f"every layer pair of depth 1..20: {sweep.identities} identities, {sweep.seconds:.2f} s")


if __name__ == "__main__":
    main()
