"""Compiled gradient descent: many networks at once, one vector lane each, compiled once for each width and cached.

    advance(problem, state, steps)    `steps` steps of every lane, in place

A state holds groups of V lanes: weights (G, L D D V), learning rates (G, V), the time of divergence (G, V) or -1, and
the weights a lane had when it diverged. A lane diverges at the first t at which |R(W_t)| is not <= ceiling: NaN
counts, and so does -inf, which a sum of fused products gives where the sum of rounded ones is NaN. It is then retired:
its weights are saved, its lane is set to zero weights and learning rate 0, where it costs no exceptional arithmetic; a
group without living lanes is skipped.

Same numbers as `reference` up to rounding: the same sums in another order, with products fused into sums.

Caching. Numba stores compiled code next to the file the source came from, so the generated source is written to the
cache folder ($LEMMATA_CACHE, else $XDG_CACHE_HOME/lemmata, else ~/.cache/lemmata). What runs is compiled from the text
generated here, never read back. Where the folder cannot be written the kernel is compiled anew in each process.
"""

from __future__ import annotations

import hashlib
import linecache
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit
from numpy.typing import NDArray

from numerics.descent.problem import Array, Problem
from numerics.descent.source import kernel_source

LANES = 16  # two AVX-512 or four AVX2 vectors
WIDEST = 48  # wider layers make the unrolled source too long; they take the NumPy path

_ADVANCE = """
def advance{name}(W, L, row, p, S, c, y_squared, rate, when, last, start, steps, ceiling):
    G = W.shape[0]
    for g in range(G):
        Wg, r, B = W[g], rate[g].copy(), np.empty((L + 1) * {DV})
        F, risk = np.empty((2, {DV})), np.empty({V})
        living = 0
        for v in range({V}):
            if when[g, v] < 0:
                living += 1
            else:
                r[v] = 0.0
        top = L - 1 if row else L
        for i in range({D}):
            for v in range({V}):
                B[L * {DV} + i * {V} + v] = p[i]
        for t in range(steps):
            if living == 0:
                break
            if row:
                for q in range({DV}):
                    B[top * {DV} + q] = Wg[top * {DDV} + q] * p[0]
            for k in range(top, 0, -1):
                weights = Wg[(k - 1) * {DDV} : k * {DDV}]
                backward{name}(weights, B[k * {DV} : k * {DV} + {DV}], B[k * {DV} - {DV} : k * {DV}])
            F0, F1 = F[0], F[1]
            for v in range({V}):
                risk[v] = y_squared
            for i in range({D}):
                for v in range({V}):
                    F0[i * {V} + v] = -c[i]
                for j in range({D}):
                    s = S[i, j]
                    for v in range({V}):
                        F0[i * {V} + v] += s * B[j * {V} + v]
                for v in range({V}):
                    risk[v] += B[i * {V} + v] * (F0[i * {V} + v] - c[i])
                    F0[i * {V} + v] *= 2.0
            fine = 0
            for v in range({V}):
                fine += abs(risk[v]) <= ceiling
            if fine < {V}:
                for v in range({V}):
                    if not abs(risk[v]) <= ceiling:
                        when[g, v] = start + t
                        living -= 1
                        r[v] = 0.0
                        for q in range(L * {DD}):
                            last[g, q * {V} + v] = Wg[q * {V} + v]
                            Wg[q * {V} + v] = 0.0
                        for q in range(L * {D}):
                            B[q * {V} + v] = 0.0
                        for q in range({D}):
                            F0[q * {V} + v] = 0.0
            for k in range(top):
                weights, b = Wg[k * {DDV} : k * {DDV} + {DDV}], B[(k + 1) * {DV} : (k + 2) * {DV}]
                if k & 1:
                    forward{name}(weights, b, F1, F0, r)
                else:
                    forward{name}(weights, b, F0, F1, r)
            if row:
                f = F1 if top & 1 else F0
                for j in range({D}):
                    for v in range({V}):
                        Wg[top * {DDV} + j * {V} + v] -= r[v] * p[0] * f[j * {V} + v]
"""


@dataclass
class State:
    """Lanes of one batch in the kernel's layout; `count` of them are real, the others fill the last group."""

    W: Array
    last: Array
    rate: Array
    when: NDArray[np.int64]
    count: int
    time: int = 0

    @staticmethod
    def of(problem: Problem, W: Array, rates: Array, when: NDArray[np.int64] | None = None) -> State:
        B, size = len(W), problem.L * problem.D**2
        groups = -(-B // LANES)
        flat = np.zeros((groups * LANES, size))
        flat[:B] = W.reshape(B, size)
        rate, times = np.zeros(groups * LANES), np.zeros(groups * LANES, dtype=np.int64)
        rate[:B], times[:B] = rates, -1 if when is None else when
        last = flat.copy()
        flat[times >= 0] = 0

        def lanes_last(a: Array) -> Array:
            return np.ascontiguousarray(a.reshape(groups, LANES, size).transpose(0, 2, 1)).reshape(groups, size * LANES)

        shape = (groups, LANES)
        return State(lanes_last(flat), lanes_last(last), rate.reshape(shape), times.reshape(shape), B)

    def weights(self, problem: Problem) -> Array:
        """(B, L, D, D): current weights, or for a retired lane those at which it diverged."""
        size, shape = problem.L * problem.D**2, (self.count, problem.L, problem.D, problem.D)

        def lanes_first(a: Array) -> Array:
            groups = len(a)
            return a.reshape(groups, size, LANES).transpose(0, 2, 1).reshape(groups * LANES, size)[: self.count]

        retired = (self.times >= 0)[:, None]
        return np.ascontiguousarray(np.where(retired, lanes_first(self.last), lanes_first(self.W)).reshape(shape))

    @property
    def times(self) -> NDArray[np.int64]:
        """For each lane the step at which it diverged, or -1."""
        return self.when.reshape(-1)[: self.count]


def advance(problem: Problem, state: State, steps: int, ceiling: float) -> None:
    """`steps` steps of every living lane, in place."""
    S, c, p = problem.padded
    run = _compiled(problem.D, LANES)
    run(
        state.W, problem.L, problem.ends_in_row, p, S, c, problem.y_squared, state.rate, state.when, state.last,
        state.time, steps, ceiling,
    )  # fmt: skip
    state.time += steps


@cache  # never dropped, see _ALIVE
def _compiled(D: int, V: int) -> Callable[..., None]:
    sizes = {"D": D, "V": V, "DV": D * V, "DD": D * D, "DDV": D * D * V}
    name = f"_{D}_{V}"
    text = kernel_source(D, V, name) + _ADVANCE.format(name=name, **sizes)
    path = _source_file(text, f"descent{name}")
    options: dict[str, Any] = {"fastmath": {"contract", "nsz"}, "error_model": "numpy", "boundscheck": False}
    namespace: dict[str, Any] = {"np": np, "__name__": __name__}  # the module that cached code looks its globals up in
    linecache.cache[str(path)] = (len(text), None, text.splitlines(True), str(path))
    exec(compile(text, str(path), "exec"), namespace)
    for part in (f"backward{name}", f"forward{name}"):
        namespace[part] = njit(**options)(namespace[part])
    source = namespace[f"advance{name}"]
    try:
        compiled: Callable[..., None] = njit(cache=path.exists(), **options)(source)
    except RuntimeError:  # numba found no place for its cache
        compiled = njit(**options)(source)
    _ALIVE.append(compiled)
    return compiled


# Numba names machine code by module, function and a count, and a count that another process stored in the cache may
# occur here again. Kernels of two widths under one name, one of them collected, once gave wrong numbers or a crash:
# hence a name for each width, and no kernel is ever collected.
_ALIVE: list[Callable[..., None]] = []


def cache_folder() -> Path:
    """Where compiled kernels are kept."""
    chosen = os.environ.get("LEMMATA_CACHE")
    base = Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lemmata"
    return base / "kernels"


def _source_file(text: str, name: str) -> Path:
    stamp = hashlib.sha256(f"{numba.__version__} {text}".encode()).hexdigest()[:16]
    path = cache_folder() / f"{name}_{stamp}.py"
    try:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}")
            partial.write_text(text, encoding="utf-8")
            partial.replace(path)
    except OSError:
        return Path(f"<{name}>")
    return path
