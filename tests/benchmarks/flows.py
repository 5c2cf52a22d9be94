"""Speed and radii of validated flows, beside SciPy's DOP853 and mpmath's odefun in the same run. One core.

    python tests/benchmarks/flows.py [--quick]

Every line: CPU seconds (process time), final radius, and the two references integrating the same problem to the same
time. DOP853 carries 16 digits without any guarantee; odefun is asked for 15 digits and only on the two smallest cases
(it needs minutes for the others). The first flow compiles the limb kernel (reported apart, cached on disk afterwards).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
from scipy.integrate import solve_ivp

from numerics.flow import FlowProblem, certified_flow, certify_limit, gap_below, integrate
from numerics.flow.batch import screen
from numerics.instance import network_instance

F = Fraction
TENTH = F(1, 10)
AIMS = {"(2,2)": 0.05, "(3,3)": 0.15, "(5,3)": 0.3, "(10,5)": 3.0, "residual (10,10)": 2.0}


def small(L: int, d: int, seed: int = 0, scale: Fraction = TENTH) -> FlowProblem:
    """All widths d, entries of the start up to `scale`, |pi_star| near 1, p with d entries."""
    rng = random.Random(1000 * L + 10 * d + seed)
    return build(rng, L, d, lambda _i, _j: scale * F(rng.randint(-1024, 1024), 1024))


def residual(L: int, d: int, seed: int = 0) -> FlowProblem:
    """W_k = I + N_k / (2 sqrt(L d)), Gaussian N_k."""
    rng = random.Random(1000 * L + 10 * d + seed)
    c = 0.5 / (L * d) ** 0.5
    return build(rng, L, d, lambda i, j: F(int(i == j)) + F(round(rng.gauss(0, c) * 2**20), 2**20))


def build(rng: random.Random, L: int, d: int, entry: Callable[[int, int], Fraction]) -> FlowProblem:
    def gauss() -> Fraction:
        return F(round(rng.gauss(0, 1) * 64), 64)

    n = 2 * d + 1
    X = [[gauss() for _ in range(d)] for _ in range(n)]
    w = [gauss() for _ in range(d)]
    size = F(round(float(sum(x * x for x in w)) ** -0.5 * 256), 256)
    sigma = tuple(tuple(sum(r[a] * r[b] for r in X) / n for b in range(d)) for a in range(d))
    layers = tuple(tuple(tuple(entry(i, j) for j in range(d)) for i in range(d)) for _ in range(L))
    return FlowProblem(sigma, tuple(x * size for x in w), tuple(F(rng.randint(-64, 64), 64) for _ in range(d)), layers)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    return work(), time.process_time() - start


def field(problem: FlowProblem, number: Callable[[Fraction], Any]) -> Callable[[Any, Any], list[Any]]:
    S = [[number(x) for x in row] for row in problem.Sigma]
    target, p = [number(x) for x in problem.pi_star], [number(x) for x in problem.p]
    d = problem.dims

    def slope(_: Any, flat: Any) -> list[Any]:
        W, at = [], 0
        for k in range(problem.L):
            W.append([list(flat[at + i * d[k] : at + (i + 1) * d[k]]) for i in range(d[k + 1])])
            at += d[k] * d[k + 1]
        b = [p]
        for w in reversed(W):
            b.append([sum(w[i][j] * b[-1][i] for i in range(len(w))) for j in range(len(w[0]))])
        b.reverse()
        f = [2 * sum(s * (u - v) for s, u, v in zip(row, b[0], target)) for row in S]
        out: list[Any] = []
        for k, w in enumerate(W):
            out += [-x * y for x in b[k + 1] for y in f]
            f = [sum(x * y for x, y in zip(row, f)) for row in w]
        return out

    return slope


def float_field(problem: FlowProblem) -> Callable[[float, Any], Any]:
    """The same in NumPy, so that SciPy is not slowed down by Python loops."""
    S = np.array([[float(x) for x in r] for r in problem.Sigma])
    target, p = np.array([float(x) for x in problem.pi_star]), np.array([float(x) for x in problem.p])
    shapes = [(len(w), len(w[0])) for w in problem.W0]

    def slope(_: float, flat: Any) -> Any:
        W, at = [], 0
        for r, c in shapes:
            W.append(flat[at : at + r * c].reshape(r, c))
            at += r * c
        b = [p]
        for w in reversed(W):
            b.append(w.T @ b[-1])
        b.reverse()
        f, out = 2 * S @ (b[0] - target), []
        for k, w in enumerate(W):
            out.append(-np.outer(b[k + 1], f).ravel())
            f = w @ f
        return np.concatenate(out)

    return slope


def line(name: str, problem: FlowProblem, odefun: bool) -> None:
    tube, cpu = timed(lambda: integrate(problem, 30, gap_below(1e-6)))
    W0 = np.array([float(x) for w in problem.W0 for r in w for x in r])
    solution, scipy_cpu = timed(
        lambda: solve_ivp(float_field(problem), (0, float(tube.T)), W0, method="DOP853", rtol=1e-13, atol=1e-15)
    )
    middle = np.concatenate([w.ravel() for w in tube.layers_float()])
    scipy_error = float(np.linalg.norm(solution.y[:, -1] - middle))
    text = (
        f"{name:18s} cpu {cpu:6.3f} s (aim {AIMS[name]:.2f})  radius {tube.radius:.1e}  steps {len(tube.steps):3d}  "
        f"T {float(tube.T):.4g}  digits lost {tube.digits_lost:.1f} | DOP853 {scipy_cpu:6.3f} s "
        f"(ratio {cpu / scipy_cpu:.2f}), error {scipy_error:.1e}"
    )
    if odefun:
        with mpmath.workdps(15):
            start = [mpmath.mpf(x.numerator) / x.denominator for w in problem.W0 for r in w for x in r]
            slope = field(problem, lambda x: mpmath.mpf(x.numerator) / x.denominator)
            values, mp_cpu = timed(lambda: mpmath.odefun(slope, 0, start)(mpmath.mpf(float(tube.T))))
            error = float(np.linalg.norm(np.array([float(v) for v in values]) - middle))
        text += f" | odefun {mp_cpu:6.1f} s (ratio {cpu / mp_cpu:.1e}), error {error:.1e}"
    print(text, flush=True)


def limit_line(name: str, problem: FlowProblem, digits: int) -> None:
    tube, cpu = timed(lambda: integrate(problem, digits, gap_below(1e-20)))
    limit, certificate = timed(lambda: certify_limit(tube))
    print(
        f"{name:18s} gap 1e-20: T1 {float(limit.radius_M):.1e}  T2 {float(limit.radius_Q):.1e} (aim 1e-17)  "
        f"integrate {cpu:.2f} s, certify {certificate:.4f} s",
        flush=True,
    )


def batch_line(name: str, dims: tuple[int, ...], count: int, aim: int) -> None:
    """Certified flows per CPU second, conversion of the exact data to floats included; and single flows beside."""
    problems = [small_to_one(dims, seed) for seed in range(count)]
    screen(problems[:8])
    seen, cpu = timed(lambda: screen(problems))
    certified = int(seen.certified.sum())
    radii = sorted(seen.limit(i).limit_radius for i in range(count) if seen.certified[i])
    _, single = timed(lambda: [certified_flow(q, 6) for q in problems[:20]])
    print(
        f"batch {name:12s} {certified} of {count} certified, {certified / cpu:6.0f} a CPU second (aim {aim}), "
        f"{count - certified} escalate; median radius of the limit {radii[len(radii) // 2]:.1e} | "
        f"one by one in balls {20 / single:.0f} a CPU second (ratio {certified / cpu * single / 20:.0f})",
        flush=True,
    )


def small_to_one(dims: tuple[int, ...], seed: int) -> FlowProblem:
    """One output, entries of the start up to 1/10, data that differ from flow to flow."""
    rng = random.Random(seed)
    d = dims[0]
    X = [[F(rng.randint(-32, 32), 16) for _ in range(d)] for _ in range(2 * d + 1)]
    y = [F(rng.randint(-32, 32), 16) for _ in range(2 * d + 1)]
    layers = [
        [[TENTH * F(rng.randint(-64, 64), 64) for _ in range(dims[k])] for _ in range(dims[k + 1])]
        for k in range(len(dims) - 1)
    ]
    return FlowProblem.from_instance(network_instance(X, y, layers, [F(1)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without mpmath, gap 1e-20 and the theorem-sized start")
    quick = parser.parse_args().quick
    _, warm = timed(lambda: integrate(small(2, 2, seed=9), 30, gap_below(1e-6)))
    print(f"first flow with compilation or loading of the kernel: {warm:.2f} s")
    cases = {
        "(2,2)": small(2, 2), "(3,3)": small(3, 3), "(5,3)": small(5, 3),
        "(10,5)": small(10, 5), "residual (10,10)": residual(10, 10),
    }  # fmt: skip
    for name, problem in cases.items():
        line(name, problem, odefun=not quick and name in ("(2,2)",))
    batch_line("(2,2)", (2, 2, 1), 3000, 1000)
    batch_line("(3,3)", (3, 3, 3, 1), 1000, 200)
    if quick:
        return
    for name, problem in cases.items():
        limit_line(name, problem, 45)
    theorem = small(10, 5, scale=F(1, 5300))
    m = max(sum(x * x for r in w for x in r) for w in theorem.W0)
    bound = 3 * m + 2 * 9 * m  # epsilon <= (3 + 2 (L - 1)) m
    assert (32 * 10) ** 2 * bound <= 1
    flow, cpu = timed(lambda: certified_flow(theorem, 6, max_steps=4000))
    print(
        f"theorem-sized start (10,5), 32 L sqrt(eps) <= {320 * float(bound) ** 0.5:.2g}: {cpu:.2f} s, "
        f"{len(flow.tube.steps)} steps, {flow.tube.digits} digits, lost {flow.tube.digits_lost:.1f}, "
        f"T {float(flow.tube.T):.4g}, radius {float(flow.limit.radius_Q):.1e}"
    )


if __name__ == "__main__":
    main()
