"""Speed of the two-layer numerics: one run, one core, CPU seconds.

    OMP_NUM_THREADS=1 python tests/benchmarks/two_layer.py

Compared in the same run: the compiled diagonal recursion against a plain NumPy loop over steps (million
component-steps per CPU-second), the certified matrix flow against SciPy's `solve_ivp` at rtol 1e-12 (milliseconds a
flow, with the radius of the enclosure and the error of SciPy against its midpoint), and the certified recursion over
10^4 steps. Best of several repetitions, with the spread; compilation is not counted.
"""

from __future__ import annotations

import os
import time
from fractions import Fraction

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.integrate import solve_ivp

from numerics.arithmetic import Balls, Rationals
from numerics.instance import matrix
from numerics.two_layer.enclosure import enclose
from numerics.two_layer.kernel import component_descent
from numerics.two_layer.recursion import z_values

REPEAT = 5


def spent(work):
    times = []
    for _ in range(REPEAT):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times), max(times)


def plain(w0, sigma, lam, eta, steps):
    w = w0.copy()
    for _ in range(steps):
        w = w * (1.0 + eta * (sigma - lam * w)) ** 2
    return w


def kernel_against_numpy():
    rng = np.random.default_rng(0)
    print(f"{'components':>12}{'steps':>8}{'compiled':>12}{'numpy':>10}{'ratio':>8}   million component-steps / CPU s")
    for count, steps in ((64, 20000), (4096, 1000), (65536, 100)):
        sigma, lam = rng.uniform(0.1, 2, count), rng.uniform(0.1, 2, count)
        w0, eta = 1e-3 * sigma / lam, 0.4 / sigma
        component_descent(w0, sigma, lam, eta, 1)
        assert np.allclose(component_descent(w0, sigma, lam, eta, 50), plain(w0, sigma, lam, eta, 50))
        fast = spent(lambda a=(w0, sigma, lam, eta, steps): component_descent(*a))
        slow = spent(lambda a=(w0, sigma, lam, eta, steps): plain(*a))
        work = count * steps / 1e6
        print(
            f"{count:>12}{steps:>8}{work / fast[0]:>12.1f}{work / slow[0]:>10.1f}{slow[0] / fast[0]:>8.1f}"
            f"   spread {fast[1] / fast[0]:.2f}, {slow[1] / slow[0]:.2f}"
        )


def field(Sx, Sxy, shape):
    d0, d1, d2 = shape

    def drift(_, v):
        first, second = v[: d0 * d1].reshape(d0, d1), v[d0 * d1 :].reshape(d1, d2)
        g = Sxy - Sx @ first @ second
        return np.concatenate([(g @ second.T).ravel(), (first.T @ g).ravel()])

    return drift


def flow_against_scipy():
    print(f"\n{'widths':>8}{'t':>5}{'certified ms':>14}{'scipy ms':>10}{'ratio':>8}{'radius':>10}{'scipy error':>13}")
    A = Rationals(64)
    for shape, t in (((1, 1, 1), 4), ((2, 2, 2), 2), ((3, 3, 3), 2), ((3, 2, 4), 2)):
        d0, d1, d2 = shape
        rng = np.random.default_rng(7)
        parts = [rng.integers(-4, 5, size=s) / 8 for s in ((d0, d0), (d0, d2), (d0, d1), (d1, d2))]
        parts[0] = parts[0] @ parts[0].T + np.eye(d0) / 2
        with A.context():
            exact = [A.matrix(matrix(m.tolist())) for m in parts]
            mine = spent(lambda e=exact, t=t: enclose(A, *e, Fraction(t), 40, 96))
            found = enclose(A, *exact, Fraction(t), 40, 96)
            entries = [x for m in found for x in m.entries()]
            radius = max(float(x.rad()) for x in entries)
            middle = np.array([float(x.mid()) for x in entries])
        drift, start = field(parts[0], parts[1], shape), np.concatenate([parts[2].ravel(), parts[3].ravel()])
        run = {"rtol": 1e-12, "atol": 1e-14, "method": "DOP853"}
        other = spent(lambda f=drift, s=start, t=t, r=run: solve_ivp(f, (0, t), s, **r))
        error = np.abs(solve_ivp(drift, (0, t), start, **run).y[:, -1] - middle).max()
        name = "-".join(map(str, shape))
        print(
            f"{name:>8}{t:>5}{1e3 * mine[0]:>14.1f}{1e3 * other[0]:>10.1f}{mine[0] / other[0]:>8.1f}"
            f"{radius:>10.0e}{error:>13.0e}"
        )


def long_runs():
    times = [1, 100, 10_000]
    case = (Fraction(1, 100), Fraction(1), Fraction(1), Fraction(1, 3))
    fast = spent(lambda: z_values(Balls(192), *case, times))
    print(f"\ncertified recursion, 10^4 steps at 192 bits: {1e3 * fast[0]:.1f} ms ({1e5 * fast[0]:.0f} ns a step)")


if __name__ == "__main__":
    kernel_against_numpy()
    flow_against_scipy()
    long_runs()
