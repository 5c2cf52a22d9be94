r"""The last step by hand for network claims: the two sides of the inequality that a counterexample breaks.

    SIDES["claim id#reading"](m, numbers)    pairs (formula in LaTeX, value as text), to follow reports.by_hand.lines

Written out for one input (d = 1), where every eigenvalue is a number; for more inputs there is nothing here and the
decided sides of the record remain. Notation as in the statement: \Lambda = \lambda = a = \Sigma for d = 1.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise

from reports.by_hand_numbers import Number, power, root, written
from reports.exact_matrix import Matrix, add, product, scaled, show, square, transposed

Lines = list[tuple[str, str]]
Numbers = Mapping[str, Fraction]


class OneInput:
    """Scalars of a network with one input. Raises ValueError for more."""

    def __init__(self, m: Mapping[str, Matrix]) -> None:
        X, y, p = m["X"], m["y"], m["p"]
        if len(X[0]) != 1:
            raise ValueError("more than one input")
        layers = {int(k[1:]): W for k, W in m.items() if re.fullmatch(r"W[1-9][0-9]*", k)}
        self.W = [layers[k] for k in range(1, len(layers) + 1)]
        self.L, self.p_squared = len(self.W), square(p)
        self.covariance = square(X) / len(X)
        self.pi_star = product(transposed(X), y)[0][0] / square(X)
        self.rho_squared = self.pi_star**2
        b = [p]
        for W in reversed(self.W):
            b.insert(0, product(transposed(W), b[0]))
        self.pi = b[0][0][0]
        total, P = Fraction(0), [[Fraction(1)]]
        for k, W in enumerate(self.W, 1):
            total += square(b[k]) * square(P)
            P = product(P, transposed(W))
        self.sharpness = 2 * self.covariance * total  # at a minimizer

    @property
    def least(self) -> Number:
        """S_min."""
        inside = (2 * self.L * self.covariance) ** self.L * self.rho_squared ** (self.L - 1) * self.p_squared
        return power(inside, 1, self.L)

    def scale(self) -> Number:
        """rho^(2 - 1/L) |p|^(1/L)."""
        return power(self.rho_squared ** (2 * self.L - 1) * self.p_squared, 1, 2 * self.L)


def least(m: OneInput) -> tuple[str, str]:
    return (r"S_{\min}", written(m.least))


def after_training(given: Mapping[str, Matrix], _: Numbers) -> Lines:
    m = OneInput(given)
    return [(r"2La\rho^2", written(2 * m.L * m.covariance * m.rho_squared))]


def critical(given: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    m = OneInput(given)
    return [least(m), (r"\eta", str(numbers["eta"])), (r"2/S_{\min}", written(2 / m.least))]


def stays(given: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    m = OneInput(given)
    out = [(r"\eta\,S", written(numbers["eta"] * m.sharpness))]
    if m.pi == m.pi_star:
        out.append((r"\nabla R(W)", "0, so W(1) = W: gradient descent stays at this minimizer"))
    return out


def gd_fails(given: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    m = OneInput(given)
    return [
        (r"1/(La\rho^2)", written(1 / (m.L * m.covariance * m.rho_squared))),
        (
            r"\eta\,S(W)",
            written(numbers["eta"] * m.sharpness) + " (below 2, descent converges to W from all points near)",
        ),
    ]


def grows(given: Mapping[str, Matrix], _: Numbers) -> Lines:
    m = OneInput(given)
    return [least(m), (r"4(\Lambda/\lambda)S_{\min}\ \text{with}\ \Lambda=\lambda=\Sigma", written(4 * m.least))]


def by_layers(given: Mapping[str, Matrix], _: Numbers) -> Lines:
    m = OneInput(given)
    inverses = [power(1 / square(W), 1, 2) for W in m.W]
    total = sum(inverses[1:], inverses[0])
    right = 2 * m.covariance * m.scale() * total
    return [
        least(m),
        (r"\sum_k\|W_k\|_F^{-1}", written(total)),
        (r"2a\rho^{2-1/L}\|p\|^{1/L}\sum_k\|W_k\|_F^{-1}", written(right)),
    ]


def optimal(given: Mapping[str, Matrix], _: Numbers) -> Lines:
    m = OneInput(given)
    out = [(r"|\pi(W)-\pi^\star|^2", str((m.pi - m.pi_star) ** 2))]
    if not m.p_squared:
        out.insert(0, (r"\pi(W)\text{ for every }W\text{, as }p=0", "0, so every W is a minimizer"))
    return out


def rescaling(given: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    m = OneInput(given)
    length = power(square(m.W[1]), 1, 2)
    right = 2 * m.covariance * numbers["C"] * power(m.rho_squared ** (2 * m.L - 1), 1, 2 * m.L) / length
    return [(r"2\lambda\|\pi^\star\|^{2-1/L}C/\|W_2\|_F\ \text{with}\ \lambda=\Sigma", written(right))]


def _smallness(m: OneInput, given: Mapping[str, Matrix]) -> Lines:
    """The start V, its imbalances and epsilon; hidden widths 1."""
    V = [given[f"V{k}"] for k in range(1, m.L + 1)]
    if any(len(v) != 1 or len(v[0]) != 1 for v in V):
        raise ValueError("imbalances that are matrices")
    squares = [v[0][0] ** 2 for v in V]
    now = [W[0][0] ** 2 for W in m.W]
    delta = [abs(b - a) for a, b in pairwise(squares)]
    epsilon = 3 * max(squares) + 2 * sum(delta, Fraction(0))
    before, after = ([b - a for a, b in pairwise(q)] for q in (squares, now))
    return [
        (r"D_k\text{ at the start }V", ", ".join(map(str, before))),
        (r"D_k\text{ at }W", ", ".join(map(str, after)) + (" (the same)" if before == after else "")),
        (r"\varepsilon=3\max_k V_k^2+2\sum_k|D_k|", str(epsilon)),
        (r"(32L)^2\varepsilon", written((32 * m.L) ** 2 * epsilon)),
    ]


def low_norm(given: Mapping[str, Matrix], _: Numbers) -> Lines:
    m = OneInput(given)
    out = _smallness(m, given)
    for k, W in enumerate(m.W, 1):
        sigma = square(W) ** m.L
        out += [(rf"\sigma_{k}^{{{2 * m.L}}}", str(sigma)), (rf"4\sigma_{k}^{{{2 * m.L}}}", str(4 * sigma))]
    return [*out, (r"\rho^2", str(m.rho_squared)), (r"4\rho^2", str(4 * m.rho_squared))]


def low_sharpness(given: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    return _smallness(OneInput(given), given) + grows(given, numbers)


def power_iteration(given: Mapping[str, Matrix], _: Numbers) -> Lines:
    """One layer: the Hessian is 2 |p|^2 Sigma; 20 products with it, started from the vector of ones."""
    X = given["X"]
    if "W2" in given or len(X[0]) > 2 or len(given["p"]) > 1:
        raise ValueError("a Hessian that is not 2 |p|^2 Sigma")
    H = scaled(product(transposed(X), X), 2 * square(given["p"]) / len(X))
    v: Matrix = [[Fraction(1)] for column in X[0]]
    first = product(H, v)
    for _step in range(19):
        v = product(H, v)
    q = square(product(H, v)) / square(v)
    out = [(r"H=\nabla^2R=2\|p\|^2\Sigma", show(H)), (r"Hv\text{ for the start }v=(1,\dots,1)", show(first))]
    out.append((r"q=\|H^{20}v\|^2/\|H^{19}v\|^2,\text{ the square of the estimate}", str(q)))
    trace, determinant = H[0][0] + H[-1][-1], H[0][0] * H[-1][-1] - H[0][-1] * H[-1][0]
    gap = None if len(H) == 1 else root(trace**2 / 4 - determinant, 2)
    top = H[0][0] if len(H) == 1 else None if gap is None else trace / 2 + gap
    if top is not None:
        out += [(r"S\text{, the largest eigenvalue of }H", str(top)), (r"101^2q", str(101**2 * q))]
        out.append((r"100^2S^2", str((100 * top) ** 2)))
    return out


def unlikely(_: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    """A lower bound of P(sigma_min(G_1) < e) from the first column of one step; see numerics.subjects.concentration."""
    d, L, s, u = int(numbers["d"]), int(numbers["L"]), float(numbers["s"]), float(numbers["u"])
    c2, log_e = s * s / (L * d), -math.log(4) - 2 * s * s / d - u
    x = math.exp(2 * log_e) / (2 * c2)
    logarithm = -1 / (2 * c2) - x + d / 2 * math.log(x) - math.lgamma(d / 2 + 1)
    claimed = math.log(8) - d * u * u / (32 * s * s)
    return [
        (r"e=\tfrac14e^{-2s^2/d-u}", written(math.exp(log_e))),
        (r"c^2=s^2/(Ld),\ \text{the variance of the entries of }W_1-I", str(numbers["s"] ** 2 / (L * d))),
        (r"x=e^2/(2c^2)", written(x)),
        (
            r"\log P(\sigma_{\min}(G_1)<e)\ge\log P(\|W_1e_1\|<e)\ge"
            r"-\tfrac1{2c^2}-x+\tfrac d2\log x-\log\Gamma(\tfrac d2+1)",
            written(logarithm),
        ),
        (r"\log(8e^{-du^2/(32s^2)})\text{, what the statement allows}", written(claimed)),
    ]


def perturbed(given: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    """Products of numbers (d = 1), without and with theta."""
    L = sum(1 for name in given if name[0] == "W")
    s, u = float(numbers["s"]), float(numbers["u"])
    plain, moved = [Fraction(1)], [Fraction(1)]
    for k in range(1, L + 1):
        (w,), *more = given[f"W{k}"]
        if more:
            raise ValueError("products of matrices")
        plain.append(plain[-1] * w)
        moved.append(moved[-1] * add([[w]], scaled(given[f"T{k}"], Fraction(1, L)))[0][0])

    def all_of(values: list[Fraction]) -> str:
        return ", ".join(written(float(x)) for x in values[1:])

    worst = min(range(L + 1), key=lambda k: abs(moved[k]))
    bound = math.exp(-4 * s * s - 2 * u)
    return [
        (r"G_k=W_k\cdots W_1,\ k=1,\dots,L", all_of(plain)),
        (r"W_k+\theta_k/L", ", ".join(written(float(b / a)) for a, b in pairwise(moved))),
        (r"G_k(\theta)", all_of(moved)),
        (r"\tfrac14e^{-2s^2-u}\text{, the stated lower bound}", written(bound**0.5 / 4)),
        (rf"16\,G_{worst}(\theta)^2", written(float(16 * moved[worst] ** 2))),
        (r"e^{-4s^2-2u}", written(bound)),
    ]


SIDES: dict[str, Callable[[Mapping[str, Matrix], Numbers], Lines]] = {
    "experiments/power-iteration#printed": power_iteration,
    "learning-rate/after-training#printed": after_training,
    "learning-rate/critical#printed": critical,
    "learning-rate/descent-lemma#printed": stays,
    "learning-rate/gd-fails#printed": gd_fails,
    "random-products/concentration#printed": unlikely,
    "random-products/perturbation#printed": perturbed,
    "random-products/smallest-singular-value#printed": unlikely,
    "sharpness/grows-with-depth#printed": grows,
    "sharpness/lower-bound-by-layers#printed": by_layers,
    "sharpness/minimizers-are-optimal#printed": optimal,
    "sharpness/rescaling-unbounded#printed": rescaling,
    "small-scale/low-norm#printed": low_norm,
    "small-scale/low-sharpness#printed": low_sharpness,
}
