r"""The last step by hand for claims of the poster: the two sides of what a counterexample breaks.

    SIDES["claim id#reading"](m, numbers)    pairs (formula in LaTeX, value as text), to follow the lines of
                                             reports.by_hand_two_layer

\lambda_i and \sigma_i are the diagonals of D_x and D_xy; w_i solves w' = 2w(\sigma - \lambda w), the closed form.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from reports.by_hand_numbers import written
from reports.exact_matrix import Matrix, add, product, scaled, show, square, transposed

Lines = list[tuple[str, str]]
Numbers = Mapping[str, Fraction]


class Model:
    """Sigma_x, Sigma_xy, and in the coordinates U, V the numbers lambda_i, sigma_i of the components."""

    def __init__(self, m: Mapping[str, Matrix]) -> None:
        self.m, self.n = m, len(m["X"])
        X, self.U, self.V = m["X"], m["U"], m["V"]
        self.own = scaled(product(transposed(X), X), Fraction(1, self.n))
        self.cross = scaled(product(transposed(X), m["Y"]), Fraction(1, self.n))
        D_x = product(transposed(self.U), product(self.own, self.U))
        D_xy = product(transposed(self.U), product(self.cross, self.V))
        self.count = min(len(D_xy), len(D_xy[0]))
        self.lam = [D_x[i][i] for i in range(len(D_x))]
        self.sigma = [D_xy[i][i] for i in range(self.count)]

    def start(self) -> list[Fraction]:
        """w_i(0)."""
        W = product(self.m["W1"], self.m["W2"])
        in_place = product(transposed(self.U), product(W, self.V))
        return [in_place[i][i] for i in range(self.count)]

    def slopes(self) -> tuple[Matrix, Matrix]:
        """dW_1/dt and dW_2/dt at t = 0."""
        W1, W2 = self.m["W1"], self.m["W2"]
        pull = add(self.cross, scaled(product(self.own, product(W1, W2)), Fraction(-1)))
        return product(pull, transposed(W2)), product(transposed(W1), pull)

    def within(self, diagonal: list[Fraction]) -> Matrix:
        """U diag V^T."""
        rows, columns = len(self.U), len(self.V)
        D = [
            [diagonal[i] if i == j and i < len(diagonal) else Fraction(0) for j in range(columns)] for i in range(rows)
        ]
        return product(self.U, product(D, transposed(self.V)))


def _numbers(values: list[Fraction]) -> str:
    return ", ".join(map(str, values))


def _slope_of_product(of: Model, sigma: list[Fraction], lam: list[Fraction], names: str) -> Lines:
    first, second = of.slopes()
    flow = add(product(first, of.m["W2"]), product(of.m["W1"], second))
    w = of.start()
    formula = of.within([2 * x * (s - l * x) for x, s, l in zip(w, sigma, lam)])
    return [
        (r"w_i(0)", _numbers(w)),
        (names, _numbers(sigma) + "; " + _numbers(lam)),
        (r"\tfrac{d}{dt}W_1W_2\text{ at }t=0\text{, by the gradients}", show(flow)),
        (
            r"U\operatorname{diag}(2w_i(\sigma_i-\lambda_iw_i))V^\top\text{, the slope of the stated formula}",
            show(formula),
        ),
        (
            r"\text{square of the Frobenius norm of the difference}",
            str(square(add(flow, scaled(formula, Fraction(-1))))),
        ),
    ]


def common(m: Mapping[str, Matrix], _: Numbers) -> Lines:
    of = Model(m)
    swapped = [of.n * x for x in of.lam[: of.count]], [of.n * x for x in of.sigma]
    return _slope_of_product(of, *swapped, r"\sigma_i;\ \lambda_i\text{ as the statement defines them}")


def mixing(m: Mapping[str, Matrix], _: Numbers) -> Lines:
    of = Model(m)
    return _slope_of_product(of, of.sigma, of.lam[: of.count], r"\sigma_i;\ \lambda_i")


def factors(m: Mapping[str, Matrix], _: Numbers) -> Lines:
    of = Model(m)
    in_place = product(transposed(of.U), product(m["W1"], transposed(m["Q"])))
    size = min(len(in_place), len(in_place[0]))
    alpha = [in_place[i][i] for i in range(size)]
    rates = [a * ((of.sigma[i] if i < of.count else 0) - of.lam[i] * a * a) for i, a in enumerate(alpha)]
    D = [[rates[i] if i == j else Fraction(0) for j in range(len(in_place[0]))] for i in range(len(in_place))]
    formula = product(of.U, product(D, m["Q"]))
    flow = of.slopes()[0]
    return [
        (r"\sqrt{w_i(0)}", _numbers(alpha)),
        (r"\lambda_i;\ \sigma_i\text{ (0 beyond the last)}", _numbers(of.lam) + "; " + _numbers(of.sigma)),
        (r"\tfrac{d}{dt}W_1\text{ at }t=0\text{, by the gradient}", show(flow)),
        (
            r"U\operatorname{diag}(\sqrt{w_i}(\sigma_i-\lambda_iw_i))Q\text{, the slope of the stated formula}",
            show(formula),
        ),
        (
            r"\text{square of the Frobenius norm of the difference}",
            str(square(add(flow, scaled(formula, Fraction(-1))))),
        ),
    ]


def at_the_start(m: Mapping[str, Matrix], _: Numbers) -> Lines:
    of = Model(m)
    w = of.start()
    return [
        (r"\sigma_i;\ \lambda_i", _numbers(of.sigma) + "; " + _numbers(of.lam[: of.count])),
        (r"w_i(0)", _numbers(w)),
        (
            r"w_0/((\sigma-\lambda w_0)\cdot1+w_0\lambda)=w_0/\sigma\text{, the stated bound at }t=0",
            _numbers([x / s for x, s in zip(w, of.sigma) if s]),
        ),
    ]


def phase_time(m: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    of, t = Model(m), numbers["t"]
    s, full = numbers["eta"] * of.sigma[0], of.sigma[0] / of.lam[0]
    true = 1 / math.log(1 + s)
    side, limit = ("before", Fraction(0)) if t < true else ("after", full)
    return [
        (r"T_1=1/(\eta\sigma_1)\text{ as stated}", str(1 / s)),
        (r"t", f"{t}, {'after' if t > 1 / s else 'before'} the stated time"),
        (r"\sigma_1/\lambda_1\text{, the limit of }w_1\text{ after }T_1", str(full)),
        (
            r"x=t\log(1+\eta\sigma_1)\text{, for }w_1\le e^{-2\delta}(1+\eta\sigma_1)^{2t\delta}=e^{2\delta(x-1)}",
            written(float(t) / true),
        ),
        (r"1/\log(1+\eta\sigma_1)\text{, the true time}", f"{written(true)}; t is {side} it, the limit is {limit}"),
    ]


def drift(m: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    """One component: both flows in closed form. lambda belongs to Sigma_x, D to the part without the perturbation."""
    of, t, eps = Model(m), float(numbers["t"]), numbers["eps"]
    if of.count != 1 or len(of.lam) != 1:
        raise ValueError("more than one component")
    w, sigma, inner = float(of.start()[0]), float(of.sigma[0]), m["D"][0][0]
    growth = math.exp(2 * sigma * t)

    def layer(lam: float) -> float:
        return math.sqrt(sigma * w * growth / (sigma + lam * w * (growth - 1)))

    with_it, without = layer(float(of.lam[0])), layer(float(inner))
    bound = float(eps) ** 2 * math.exp(2 * float(numbers["c"]) * t * t)
    return [
        (r"\lambda\text{ with; without the perturbation}", f"{of.lam[0]}; {inner}"),
        (
            r"W_1(t)=\sqrt{\sigma w_0e^{2\sigma t}/(\sigma+\lambda w_0(e^{2\sigma t}-1))}\text{ with it}",
            written(with_it),
        ),
        (r"\text{the same without it}", written(without)),
        (r"\|W_1^\epsilon(t)\|^2\text{, the square of their difference}", written((with_it - without) ** 2)),
        (r"(\epsilon e^{ct^2})^2", written(bound)),
    ]


def reduced_rank(m: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    of, k = Model(m), int(numbers["k"])
    best = of.within([s / l if i < k else Fraction(0) for i, (s, l) in enumerate(zip(of.sigma, of.lam))])
    out: Lines = [(rf"W^{{{k},*}}", show(best)), (rf"\|W^{{{k},*}}\|^2", str(square(best)))]
    out.append((r"\|C\|^2", str(square(m["C"]))))
    for name, W in ((rf"W^{{{k},*}}", best), ("C", m["C"])):
        left = add(m["Y"], scaled(product(m["X"], W), Fraction(-1)))
        gram = show(product(transposed(left), left))
        out.append(
            (rf"(Y-XW)^\top(Y-XW)\text{{ for }}W={name}", f"{gram}, whose largest eigenvalue is |Y − XW|² (spectral)")
        )
    return out


def sequential(m: Mapping[str, Matrix], _: Numbers) -> Lines:
    of = Model(m)
    gains = [s * s / (2 * l) for s, l in zip(of.sigma, of.lam)]
    return [
        (r"\sigma_i;\ \lambda_i", _numbers(of.sigma) + "; " + _numbers(of.lam[: of.count])),
        (
            r"\sigma_i^2/(2\lambda_i)\text{, by how much component }i\text{ lowers the risk}",
            _numbers(gains) + " (learned is the largest σ, best of rank 1 is the largest of these)",
        ),
    ]


def overshoot(m: Mapping[str, Matrix], numbers: Numbers) -> Lines:
    of, eta = Model(m), numbers["eta"]
    w = of.start()
    after = [x * (1 + eta * (s - l * x)) ** 2 for x, s, l in zip(w, of.sigma, of.lam)]
    return [
        (r"w_i(0)", _numbers(w)),
        (r"w_i\text{ after one step}=w_i(1+\eta(\sigma_i-\lambda_iw_i))^2", _numbers(after)),
        (r"\sigma_i/\lambda_i", _numbers([s / l for s, l in zip(of.sigma, of.lam)])),
    ]


SIDES: dict[str, Callable[[Mapping[str, Matrix], Numbers], Lines]] = {
    "two-layer/common-decomposition#printed": common,
    "two-layer/discrete-lower#printed": at_the_start,
    "two-layer/discrete-phase-time#printed": phase_time,
    "two-layer/discrete-upper#printed": at_the_start,
    "two-layer/factors#printed": factors,
    "two-layer/mixing-matrix#printed": mixing,
    "two-layer/perturbation#printed": drift,
    "two-layer/risk-and-reduced-rank#printed": reduced_rank,
    "two-layer/sequential#printed": sequential,
    "two-layer/step-size#printed": overshoot,
}
