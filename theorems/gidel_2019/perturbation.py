r"""Perturbed common decomposition.

Statement (poster, "Detailed Theorems"): W_i(t) = W_i^0(t) + W_i^eps(t) with |W_i^eps(t)| <= eps e^(c t^2). Norm, c
and what c may depend on are not specified; with a universal c it is false: scaling the weights by k and time by
k^(-2) multiplies the left side by k and lets c t^2 tend to 0.

Repaired (d_0 = d_1 = d_2 = h, Q orthogonal, eps <= lambda_min(D_x)/2): with r, K, K_1 of
numerics.two_layer.perturbation, |(W_1^eps, W_2^eps)(t)|_F <= eps K_1 (e^(Kt) - 1)/K <= eps e^((K + K_1)^2 t^2).
Sharper: the same for every eps for which Sigma_x is regular; the proof never uses eps <= lambda_min/2.

How it is checked: the perturbed flow by the validated integrator, the unperturbed one by the closed form, both in
balls.
What is not covered: rectangular weights, Q that is not orthogonal, vanishing initialization at fixed eps.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, at_most, equal, positive
from theorems.gidel_2019._settings import active, balanced, diagonal_start, orthogonal, poster, regular

claim = Claim(
    "two-layer/perturbation",
    "Perturbed common decomposition",
    subject="perturbed data",
    source=poster("Detailed Theorems, W_i^eps"),
    rests_on=("two-layer/closed-form",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.rotation_defect, 0, "U and V are orthogonal")
        yield equal(m.off_diagonal(m.D_xy), 0, "D_xy is diagonal")
        yield from regular(m)
        yield from active(m)
        yield from diagonal_start(m)
        yield from balanced(m)
        yield from orthogonal(m)
        yield positive(m.eps, "eps > 0")
        yield positive(m.numbers["t"], "t > 0")
        yield at_most(m.spectral_squared(m.B), m.eps**2, "|B|_2 <= eps")


class SmallSetting(Setting):
    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        for i in range(m.d0):
            yield at_most(2 * m.eps, m.lam(i), f"eps <= lambda_{i + 1}/2")


def both(m: Any) -> Any:
    """|(W_1^eps, W_2^eps)(t)|_F^2."""
    return m.deviation_squared(1) + m.deviation_squared(2)


def squared(x: Any) -> Any:
    return x * x


@claim.printed(r"\|W_i^\epsilon(t)\| \le \epsilon\,e^{ct^2}\ \text{with a universal } c")
class Printed(Setting):
    subject = "perturbed data, large starts"
    note = "For each c separately, here the c of the instance; k W_i, k^2 Y and t/k^2 refute it for every other c."

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.numbers["c"], "c > 0")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            bound = squared(m.eps * m.A.exp(m.numbers["c"] * m.numbers["t"] ** 2))
            for which in (1, 2):
                yield at_most(m.deviation_squared(which), bound, f"|W_{which}^eps| <= eps e^(c t^2)")


class SmallerConstant(SmallSetting):
    r"K_1 \to 0.9K_1"

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            bound = m.eps * m.constants.sharp(m.A, m.numbers["t"])
            yield at_most(100 * both(m), 81 * squared(bound), "0.9 K_1")


class SquareOfEps(SmallSetting):
    r"\|(W_1^\epsilon,W_2^\epsilon)\|_F \le \epsilon^2e^{(K+K_1)^2t^2}"

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            bound = m.eps**2 * m.constants.square(m.A, m.numbers["t"])
            yield at_most(both(m), squared(bound), "eps^2 for eps")


def bounds(m: Any) -> Iterator[Relation]:
    if m.A.rigorous:
        t, k = m.numbers["t"], m.constants
        sharp, square = k.sharp(m.A, t), k.square(m.A, t)
        yield at_most(both(m), squared(m.eps * sharp), "deviation <= eps K_1 (e^(Kt) - 1)/K")
        yield at_most(sharp, square, "K_1 (e^(Kt) - 1)/K <= e^((K + K_1)^2 t^2)")


@claim.repaired(
    r"\epsilon\le\tfrac12\lambda_{\min}(D_x):\quad \|(W_1^\epsilon,W_2^\epsilon)(t)\|_F \le "
    r"\epsilon K_1\frac{e^{Kt}-1}{K} \le \epsilon\,e^{(K+K_1)^2t^2},\quad "
    r"K = \sigma_1+\lambda_{\max}r^2,\ K_1 = \sqrt{2h}\,r^3"
)
class Repaired(SmallSetting):
    def then(m: Any) -> Iterator[Relation]:
        yield from bounds(m)

    false_variants = {"universal c": Printed, "0.9 K_1": SmallerConstant, "eps^2": SquareOfEps}


@claim.sharper(
    r"\Sigma_x^\epsilon \succ 0:\quad \|(W_1^\epsilon,W_2^\epsilon)(t)\|_F \le \epsilon K_1\frac{e^{Kt}-1}{K} \le "
    r"\epsilon\,e^{(K+K_1)^2t^2}\quad\text{without } \epsilon\le\tfrac12\lambda_{\min}"
)
class Sharper(Setting):
    subject = "largely perturbed data"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield positive(m.A.smallest_eigenvalue(m.Sx), "Sigma_x is regular")

    def then(m: Any) -> Iterator[Relation]:
        yield from bounds(m)
