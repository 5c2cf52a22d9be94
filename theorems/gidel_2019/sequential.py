r"""Sequential learning: phases of rank 1, 2, 3, ...

Statement (poster, "Continuous Case"): 1/sigma_k < t < 1/sigma_(k+1) implies W_1 W_2 (delta t) -> W^(k,*) as delta ->
infinity, W^(k,*) the minimum-norm solution of reduced-rank regression of rank k.

The flow keeps the k largest sigma_i; reduced-rank regression keeps the k largest sigma_i^2 / lambda_i. Repaired (eps
= 0, Q orthogonal, all delta_i = delta, sigma_k > sigma_(k+1)): the limit is W^(k) = sum over i <= k of
(sigma_i/lambda_i) u_i v_i^T, and it is a reduced-rank solution of least norm iff min over i <= k of
sigma_i^2/lambda_i is at least the max over i > k.
Sharper: explicit error at every delta; at t = 1/sigma_i the component tends to sigma_i / (sigma_i + lambda_i).

Notation: components in decreasing order of sigma; 1/0 = infinity. delta, t in the instance; w_i(delta t) by the
closed form (claim two-layer/closed-form ties it to the matrix flow).
How it is checked: the limit exactly, by the risk of W^(k) against the exact least risk of rank k, and by comparing
all k-subsets; the speed in balls. At a tie of sigma_k and sigma_(k+1) no phase is claimed.
What is not covered: eps > 0 with vanishing start (the limit need not be that of the unperturbed problem).
"""

from collections.abc import Callable, Iterator
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_most, equal, less
from theorems.gidel_2019._settings import aligned, poster, regular, two_components

claim = Claim(
    "two-layer/sequential",
    "Sequential learning of components",
    subject="vanishing start",
    source=poster("Continuous Case, first display"),
    rests_on=("two-layer/closed-form", "two-layer/risk-and-reduced-rank"),
)


def setting(m: Any) -> Iterator[Relation]:
    yield from aligned(m)
    yield from regular(m)


def in_phase(m: Any) -> Iterator[Relation]:
    """1/sigma_k < t < 1/sigma_(k+1) for k = the number of sigma_i > 1/t."""
    for i in m.components:
        inside = m.sigma(i) * m.t
        yield (less(1, inside, f"t sigma_{i + 1} > 1") if i in m.learned else less(inside, 1, f"t sigma_{i + 1} < 1"))


def limit(m: Any) -> Any:
    """W^(k)."""
    return m.subset_solution(m.learned)


def score(m: Any, i: int) -> Any:
    return m.sigma(i) ** 2 / m.lam(i)


def in_order(m: Any, value: Callable[[int], Any]) -> int:
    """1 when every learned component has at least the value of every other one, else 0."""
    return int(all(m.A.certain(value(i), ">=", value(j)) is True for i in m.learned for j in m.unlearned))


def optimal(m: Any) -> int:
    """1 when W^(k) has the least risk of rank k, else 0 (exact data)."""
    return int(m.A.certain(m.decrease(limit(m)), "==", m.best_decrease(m.phase)) is True)


def rate(m: Any) -> Any:
    """max of (sigma/lambda)^2 e^(-2 delta (sigma t - 1)) over i <= k and of e^(-2 delta (1 - sigma t)) over i > k."""
    on = [m.target(i) ** 2 * m.decay(m.sigma(i) * m.t - 1) for i in m.learned]
    off = [m.decay(1 - m.sigma(i) * m.t) for i in m.unlearned]
    return m.A.largest(*on, *off)


def small_start(m: Any) -> Iterator[Relation]:
    yield less(m.decay(1), 1, "delta > 0")
    for i in m.components:
        yield at_most(m.lam(i) * m.decay(1), m.sigma(i), f"lambda_{i + 1} e^(-2 delta) <= sigma_{i + 1}")


@claim.printed(
    r"\frac1{\sigma_k} < t < \frac1{\sigma_{k+1}} \;\Rightarrow\; "
    r"W_1W_2(\delta t) \xrightarrow[\delta\to\infty]{} W^{k,*}"
)
class Printed:
    subject = "vanishing start between two phases"
    note = "The limit is W^(k) by the sharper reading; decided is whether W^(k) solves reduced-rank regression."

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield from in_phase(m)

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.decrease(limit(m)), m.best_decrease(m.phase), "the limit has the least risk of rank k")


class OrderByRatio:
    r"W^{(k)} = W^{k,*} \iff \min_{i\le k}\sigma_i/\lambda_i \ge \max_{i>k}\sigma_i/\lambda_i"

    subject = "vanishing start between two phases"

    def given(m: Any) -> Iterator[Relation]:
        yield from Printed.given(m)

    def then(m: Any) -> Iterator[Relation]:
        ordered = in_order(m, m.target)  # sufficient, since sigma is in order as well, but not necessary
        yield equal(optimal(m), ordered, "W^(k) is optimal iff sigma/lambda is in order")


class HalfWindow:
    r"\tfrac1{2\sigma_k} < t < \tfrac1{2\sigma_{k+1}} \Rightarrow \|W_1W_2(\delta t)-W^{(k)}\|_2 \to 0"

    subject = "vanishing start"

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield from small_start(m)

    def then(m: Any) -> Iterator[Relation]:
        # the error bound of the sharper reading, with the transitions at 1/(2 sigma)
        kept = [i for i in m.components if m.A.certain(2 * m.sigma(i) * m.t, ">", 1)]
        on = [m.target(i) ** 2 * m.decay(2 * m.sigma(i) * m.t - 1) for i in kept]
        off = [m.decay(1 - 2 * m.sigma(i) * m.t) for i in m.components if i not in kept]
        bound = m.A.largest(*on, *off)
        yield at_most(m.distance(kept), bound, "error bound with the window 1/(2 sigma)")


class AtTheTransition:
    r"t = 1/\sigma_k:\ w_k(\delta t) \to \sigma_k/\lambda_k \text{ (with error at most } e^{-2\delta})"

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield from small_start(m)

    def then(m: Any) -> Iterator[Relation]:
        for i in m.components:
            gap = m.A.absolute(m.w(i, 1 / m.sigma(i)) - m.target(i))
            yield at_most(gap, m.decay(1), f"w_{i + 1} at its transition")


@claim.repaired(
    r"W_1W_2(\delta t) \to W^{(k)} = \sum_{i\le k}\tfrac{\sigma_i}{\lambda_i}u_iv_i^\top;\quad W^{(k)} = W^{k,*} \iff "
    r"\min_{i\le k}\sigma_i^2/\lambda_i \ge \max_{i>k}\sigma_i^2/\lambda_i"
)
class Repaired:
    symbolic = (
        "two-layer/reduction",
        "two-layer/factors",
        "two-layer/closed-form",
        "two-layer/phase-errors",
        "two-layer/risk",
        "two-layer/reduced-rank",
        "two-layer/selection",
    )
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield from in_phase(m)

    def then(m: Any) -> Iterator[Relation]:
        A, k, W = m.A, m.phase, limit(m)
        ordered = in_order(m, lambda i: score(m, i))
        subset = m.subset_solution(m.kept(k))
        yield equal(m.decrease(subset), m.best_decrease(k), "the best k-subset is optimal among all matrices of rank k")
        yield equal(optimal(m), ordered, "W^(k) is optimal iff sigma^2/lambda is in order")
        if ordered:
            yield at_most(A.sum_of_squares(W), A.sum_of_squares(subset), "and has the least norm")

    @staticmethod
    def tie() -> Instance:  # sigma = (3/2, 1/2) and lambda = (9/2, 1/2): sigma^2/lambda = 1/2 for both
        return two_components([[3, 0], [0, 1]], [[1, 0], [0, 1]], delta=2, t=1)

    extremal = {"equal sigma^2/lambda": tie}
    false_variants = {
        "without the order condition": Printed,
        "order by sigma/lambda": OrderByRatio,
        "window 1/(2 sigma)": HalfWindow,
        "convergence at t = 1/sigma_k": AtTheTransition,
    }


@claim.sharper(
    r"\delta>0,\ \lambda_ie^{-2\delta}\le\sigma_i:\ \|W_1W_2(\delta t)-W^{(k)}\|_2 \le \max\Big\{\max_{i\le k}"
    r"\big(\tfrac{\sigma_i}{\lambda_i}\big)^2e^{-2\delta(\sigma_it-1)},\ e^{-2\delta(1-\sigma_{k+1}t)}\Big\};\quad "
    r"t=\tfrac1{\sigma_i}:\ \Big|w_i-\tfrac{\sigma_i}{\sigma_i+\lambda_i}\Big| \le e^{-2\delta}"
)
class Sharper:
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form", "two-layer/phase-errors")
    symbolic_complete = True
    note = "At delta, 2 delta and 8 delta."

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield from in_phase(m)
        yield from small_start(m)

    def then(m: Any) -> Iterator[Relation]:
        for factor in (1, 2, 8):
            late = m.with_delta(factor)
            yield at_most(late.distance(m.learned), rate(late), f"error bound at {factor} delta")
            for i in m.components:
                half = m.sigma(i) / (m.sigma(i) + m.lam(i))
                gap = m.A.absolute(late.w(i, 1 / m.sigma(i)) - half)
                yield at_most(gap, late.decay(1), f"w_{i + 1} at its transition, {factor} delta")
