r"""The arithmetic of a counterexample, line by line, so that a reader can redo it with pencil and paper.

    lines(instance, key)    pairs (formula in LaTeX, exact value as text) for a network X, y, p, W1 .. WL or a two-layer
                            model X, Y, W1, W2; then the two sides of what fails in the reading "claim id#name"
    counted(detail, ...)    what a rejection by counted runs says: how unlikely the count is under the statement

Everything is computed here in fractions from the numbers of the instance alone, by the definitions of the notation
section: \Sigma = X^T X / n, b_L = p, b_(k-1) = W_k^T b_k, \pi(W) = b_0, and at a minimizer (where the gradient
X^T (y - X \pi) vanishes) the sharpness as 2 \lambda_max(\Sigma J J^T) with J J^T = \sum_k |b_k|^2 P_k P_k^T and
P_k = W_1^T ... W_(k-1)^T. It decides nothing: verdicts come from the two evaluators of `properties`.

What is not covered: networks with more than two inputs (nobody finds eigenvalues of larger matrices by hand), and the
sharpness away from minimizers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import comb
from typing import Any

from reports import by_hand_networks, by_hand_poster
from reports.by_hand_two_layer import two_layer
from reports.exact_matrix import Matrix, add, identity, product, read, scaled, show, square, transposed

LARGEST = 2  # inputs up to which an eigenvalue is written out
STEPS = 2  # of gradient descent that are written out
LONGEST = 120  # characters of a value; longer ones help nobody
MOST_RUNS = 10_000
SIDES = by_hand_networks.SIDES | by_hand_poster.SIDES
_COUNTED = re.compile(r"(.*?)(\d{1,6}) of (\d{1,6}), .*stated (>=|<=) (\d{1,6}(?:\.\d{1,6})?)")


def lines(instance: Mapping[str, Any], key: str = "") -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for part in (_of_instance, SIDES.get(key)):
        try:
            numbers = {k: Fraction(x) for k, x in dict(instance.get("numbers") or {}).items()}
            matrices = {k: read(v) for k, v in dict(instance["matrices"]).items()}
            out += [] if part is None else part(matrices, numbers)
        except (KeyError, TypeError, ValueError, ArithmeticError, IndexError):
            continue  # another kind of instance, or one that is not complete: the recorded quantities remain
    last = {value: index for index, value in enumerate(out)}  # a line that comes twice stays where it is used
    return [
        (name, value.replace("-", "\u2212"))
        for index, (name, value) in enumerate(out)
        if len(value) <= LONGEST and last[name, value] == index
    ]


def _of_instance(matrices: Mapping[str, Matrix], numbers: Mapping[str, Fraction]) -> list[tuple[str, str]]:
    return two_layer(matrices, numbers) if "Y" in matrices else _network(matrices, numbers)


def counted(detail: str) -> list[tuple[str, str]]:
    """For every `... k of n, ... stated >= q` in the text: the chance of so few successes if q were true, exactly."""
    out: list[tuple[str, str]] = []
    for part in detail.split("; "):
        found = _COUNTED.search(part)
        if found is None:
            continue
        hits, runs, q = int(found[2]), int(found[3]), Fraction(found[5])
        if not (0 <= hits <= runs <= MOST_RUNS and 0 <= q <= 1):
            continue
        few = range(hits + 1) if found[4] == ">=" else range(hits, runs + 1)
        chance = sum((comb(runs, k) * q**k * (1 - q) ** (runs - k) for k in few), Fraction(0))
        count = f"{'at most' if found[4] == '>=' else 'at least'} {hits}"
        what = found[1].strip().rstrip(":")
        name = f"{what}: {hits} of {runs} runs; chance of {count} if each succeeds with probability {found[5]}"
        out.append((name, f"{float(chance):.3g}".replace("-", "\u2212") + "…"))
    return out


def _network(m: Mapping[str, Matrix], numbers: Mapping[str, Fraction]) -> list[tuple[str, str]]:
    X, y, p = m["X"], m["y"], m["p"]
    found = {int(name[1:]): W for name, W in m.items() if re.fullmatch(r"W[1-9][0-9]*", name)}
    W = [found[k] for k in range(1, len(found) + 1)]
    if not W:
        return []
    n, d, L = len(X), len(X[0]), len(W)
    covariance = scaled(product(transposed(X), X), Fraction(1, n))
    b = _backwards(W, p)
    residual = add(y, scaled(product(X, b[0]), Fraction(-1)))
    gradient = product(transposed(X), residual)
    out = [(r"\Sigma=\tfrac1nX^\top X", show(covariance))]
    out += [(rf"b_{{{k}}}=W_{{{k + 1}}}^\top b_{{{k + 1}}}", show(b[k])) for k in range(L - 1, 0, -1)]
    out.append((r"\pi(W)=W_1^\top b_1" if L > 1 else r"\pi(W)=W_1^\top p", show(b[0])))
    out.append((r"R(W)=\tfrac1n\|y-X\pi(W)\|^2", str(square(residual) / n)))
    minimal = not any(x for row in gradient for x in row)
    out.append((r"X^\top(y-X\pi(W))", show(gradient) + (", so W is a minimizer" if minimal else "")))
    if minimal and d <= LARGEST:
        out += _sharpness(covariance, W, b)
        if (C := numbers.get("C")) and L > 1:
            moved = [scaled(W[0], C), scaled(W[1], 1 / C), *W[2:]]
            out.append((r"W^C=(CW_1,W_2/C,\dots)", _layers(moved)))
            out += _sharpness(covariance, moved, _backwards(moved, p), "W^C")
    for name in ("eta", "eta2"):
        if not minimal and (eta := numbers.get(name)):
            out += _descent(X, y, p, W, eta)
    out.append(
        (r"\|W_1\|_F^2,\dots,\|W_L\|_F^2" if L > 1 else r"\|W_1\|_F^2", ", ".join(str(square(layer)) for layer in W))
    )
    out += _optimum(covariance, scaled(product(transposed(X), y), Fraction(1, n)), square(p), L)
    return out


def _backwards(W: list[Matrix], p: Matrix) -> list[Matrix]:
    """b_0 .. b_L."""
    b = [p]
    for layer in reversed(W):
        b.insert(0, product(transposed(layer), b[0]))
    return b


def _descent(X: Matrix, y: Matrix, p: Matrix, W: list[Matrix], eta: Fraction) -> list[tuple[str, str]]:
    """The first steps W_k - eta b_k g^T P_k of gradient descent, g = -2 X^T (y - X pi) / n, until a minimizer."""
    n, d = len(X), len(X[0])
    out: list[tuple[str, str]] = []
    for step in range(1, STEPS + 1):
        b = _backwards(W, p)
        g = scaled(product(transposed(X), add(y, scaled(product(X, b[0]), Fraction(-1)))), Fraction(-2, n))
        P = identity(d)
        moved = []
        for k, layer in enumerate(W, 1):
            gradient = product(b[k], product(transposed(g), P))
            moved.append(add(layer, scaled(gradient, -eta)))
            P = product(P, transposed(layer))
        W, b = moved, _backwards(moved, p)
        out.append((rf"W({step})\text{{ of descent with }}\eta={eta}", _layers(W)))
        left = product(transposed(X), add(y, scaled(product(X, b[0]), Fraction(-1))))
        if not any(x for row in left for x in row):
            if d <= LARGEST:
                out += _sharpness(scaled(product(transposed(X), X), Fraction(1, n)), W, b, f"W({step})")
            break
    return out


def _sharpness(covariance: Matrix, W: list[Matrix], b: list[Matrix], at: str = "W") -> list[tuple[str, str]]:
    """J J^T and the largest eigenvalue of 2 Sigma J J^T, which has the eigenvalues of the Hessian that are not 0."""
    d = len(covariance)
    P = identity(d)
    total: Matrix = [[Fraction(0)] * d for _ in range(d)]
    for k, layer in enumerate(W, 1):
        total = add(total, scaled(product(P, transposed(P)), square(b[k])))
        P = product(P, transposed(layer))
    M = scaled(product(covariance, total), Fraction(2))
    where = "" if at == "W" else rf"\text{{ at }}{at}"
    out = [(rf"JJ^\top=\sum_k\|b_k\|^2P_kP_k^\top{where}", show(total))]
    if d == 1:
        return [*out, (rf"S({at})=2\Sigma\,JJ^\top", show(M))]
    trace = M[0][0] + M[1][1]
    determinant = M[0][0] * M[1][1] - M[0][1] * M[1][0]
    root = f"{trace / 2} + √({trace * trace / 4 - determinant})"
    largest = f"largest root of t² − ({trace}) t + ({determinant}) = {root}"
    return [*out, (rf"2\Sigma\,JJ^\top{where}", show(M)), (f"S({at})", largest)]


def _optimum(covariance: Matrix, moment: Matrix, p_squared: Fraction, L: int) -> list[tuple[str, str]]:
    """The optimal regressor by Cramer's rule, rho, a and (for one input) S_min, raised to the power L to stay exact."""
    d = len(covariance)
    if d == 1:
        determinant, pi = covariance[0][0], [list(row) for row in moment]
    elif d == 2:
        (s, t), (u, v) = covariance
        (f,), (g,) = moment
        determinant, pi = s * v - t * u, [[v * f - t * g], [s * g - u * f]]
    else:
        return []
    if not determinant:
        return []  # the regressor of least norm needs more than a line; it is among the recorded quantities
    pi = scaled(pi, 1 / determinant)
    rho_squared = square(pi)
    out = [(r"\pi^\star=\Sigma^{-1}X^\top y/n", show(pi)), (r"\rho^2=\|\pi^\star\|^2", str(rho_squared))]
    if rho_squared:
        energy = product(transposed(pi), product(covariance, pi))[0][0]
        out.append((r"a=\pi^{\star\top}\Sigma\pi^\star/\rho^2", str(energy / rho_squared)))
    if d == 1:
        power = (2 * L * covariance[0][0]) ** L * rho_squared ** (L - 1) * p_squared
        general = rf"S_{{\min}}^{{{L}}}=({2 * L}\Sigma)^{{{L}}}\rho^{{{2 * L - 2}}}\|p\|^2"
        name = r"S_{\min}=2\Sigma\|p\|^2" if L == 1 else general
        out.append((name, str(power)))
    return out


def _layers(W: list[Matrix]) -> str:
    return ", ".join(show(layer) for layer in W)
