"""One component of the two-layer flow, dw/dt = 2 w (sigma - lambda w), and of the one-layer flow, in closed form.

Main statements (sigma > 0, lambda >= 0, w_0 = exp(-2 delta) > 0; E = w_0 exp(2 sigma t), so E >= w_0 for t >= 0)
    closed_form   w = sigma E / (lambda (E - w_0) + sigma) solves the equation with w(0) = w_0; sigma -> 0; lambda = 0;
                  gap identity; 0 < w <= max(w_0, sigma / lambda); limit sigma / lambda
    phase_limits  w <= E, and sigma/lambda - w <= (sigma/lambda)^2 / E if lambda w_0 <= sigma: before t = 1/sigma (in
                  units of delta) the component tends to 0, after it to sigma/lambda, at it to sigma / (sigma + lambda)
    one_layer     dw/dt = sigma - lambda w from 0: (sigma/lambda)(1 - exp(-lambda t)), of full rank at once; distance of
                  the path from the rank-one solution for lambda = (2,1), (4,1), (16,1)
Uniqueness: the right-hand sides are polynomials in w, hence locally Lipschitz.
Exponentials are differentiated by SymPy, and by the chain rule E' = 2 sigma E; both ways have to agree.
Source: poster, "Detailed Theorems" and "Continuous Case"; claims `two-layer/closed-form`, `two-layer/sequential`,
`two-layer/phase-time`, `two-layer/one-layer`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import sympy

from theorems.symbolic.derivation import Derivation
from theorems.symbolic.rational import RationalProof
from theorems.symbolic.rewriting import rewrite
from theorems.words import identity, letter

s, l, w0, t, big, rest, gap = sympy.symbols("sigma lambda w_0 t E e u", positive=True)
EVERY_VALUE = "all sigma > 0, lambda > 0, w_0 > 0, t >= 0"


def curve(e: Any, sigma: Any = s, lam: Any = l, start: Any = w0) -> Any:
    """The printed logistic curve as a function of E = w_0 exp(2 sigma t)."""
    return sigma * e / (lam * (e - start) + sigma)


def velocity(w: Any, sigma: Any = s, lam: Any = l) -> Any:
    return 2 * w * (sigma - lam * w)


def solves(proof: RationalProof, label: str, w: Any, rate: Any, *, show: str = "") -> None:
    """w(E) with E' = rate * E obeys w' = 2 w (sigma - lambda w): by the chain rule, and by SymPy on the exponential."""
    proof.equals(f"{label}, chain rule", sympy.diff(w, big) * rate * big, velocity(w), show=show)
    in_time = w.subs(big, w0 * sympy.exp(rate * t))
    by_sympy = (sympy.diff(in_time, t) - velocity(in_time)).subs(sympy.exp(rate * t), big / w0)
    proof.zero(f"{label}, SymPy in t", by_sympy)


def closed_form() -> Derivation:
    proof = RationalProof("two-layer/closed-form")
    w = curve(big)
    solves(proof, "solution", w, 2 * s, show=r"\dot w = 2w(\sigma - \lambda w)")
    proof.show(
        "closed form",
        r"w(t) = \frac{\sigma e^{2\sigma t - 2\delta}}{\lambda(e^{2\sigma t - 2\delta} - e^{-2\delta}) + \sigma}",
    )
    proof.equals("initial value", w.subs(big, w0), w0, show=r"w(0) = e^{-2\delta}")
    z = s / w - l
    proof.equals(
        "Bernoulli substitution",
        sympy.diff(z, big) * 2 * s * big,
        -2 * s * z,
        show=r"z = \sigma/w - \lambda,\; \dot z = -2\sigma z",
    )
    # Edges.
    flat = w0 / (1 + 2 * l * w0 * t)
    proof.equals("sigma = 0 solves", sympy.diff(flat, t), -2 * l * flat**2)
    proof.equals("sigma = 0 starts at w_0", flat.subs(t, 0), w0)
    limit = sympy.limit(w.subs(big, w0 * sympy.exp(2 * s * t)), s, 0, "+")
    proof.equals("limit sigma -> 0", limit, flat, show=r"\sigma = 0:\; w = w_0/(1 + 2\lambda w_0 t)")
    proof.equals("lambda = 0", w.subs(l, 0), big, show=r"\lambda = 0:\; w = w_0 e^{2\sigma t}")
    # Gap and bounds.
    proof.equals(
        "gap",
        s / l - w,
        s / l * (s - l * w0) / (l * (big - w0) + s),
        show=r"\frac\sigma\lambda - w = \frac\sigma\lambda\cdot\frac{\sigma - \lambda w_0}{\lambda(E - w_0) + \sigma}",
    )
    later = {big: w0 + rest}  # E = w_0 + e, e >= 0
    proof.nonnegative("denominator at least sigma", (l * (big - w0) + s).subs(later) - s)
    proof.nonnegative("w is positive", w.subs(later))
    proof.nonnegative("w <= sigma/lambda if lambda w_0 <= sigma", (s / l - w).subs(later).subs(s, l * w0 + gap))
    proof.nonnegative("w <= w_0 if lambda w_0 >= sigma", (w0 - w).subs(later).subs(w0, s / l + gap))
    at_infinity = sympy.limit(w.subs(big, w0 * sympy.exp(2 * s * t)), t, sympy.oo)
    proof.equals("limit t -> infinity", at_infinity, s / l, show=r"w(\infty) = \sigma/\lambda")
    proof.zero("limit of the gap, E = 1/x, x -> 0", sympy.cancel((s / l - w).subs(big, 1 / rest)).subs(rest, 0))
    return proof.done(scope=EVERY_VALUE + "; sigma = 0 and lambda = 0")


def phase_limits() -> Derivation:
    proof = RationalProof("two-layer/phase-time")
    w = curve(big)
    later = {big: w0 + rest}
    proof.nonnegative("w <= E", (big - w).subs(later), show=r"w \le e^{-2\delta(1 - \sigma t)}")
    away = (s / l) ** 2 / big - (s / l - w)
    proof.nonnegative(
        "gap <= (sigma/lambda)^2 / E if lambda w_0 <= sigma",
        away.subs(later).subs(s, l * w0 + gap),
        show=r"\tfrac\sigma\lambda - w \le \bigl(\tfrac\sigma\lambda\bigr)^2 e^{-2\delta(\sigma t - 1)}",
    )
    # At t = delta / sigma: E = w_0 exp(2 delta) = 1, and w_0 -> 0.
    at_transition = w.subs(big, 1)
    proof.equals(
        "limit at the transition",
        at_transition.subs(w0, 0),
        s / (s + l),
        show=r"w(\delta/\sigma) \to \sigma/(\sigma + \lambda)",
    )
    delta, tau = sympy.symbols("delta tau", positive=True)
    exponent = sympy.expand_log(sympy.log(sympy.exp(-2 * delta) * sympy.exp(2 * s * delta * tau)), force=True)
    proof.equals(
        "E at time delta tau", exponent, 2 * delta * (s * tau - 1), show=r"E(\delta\tau) = e^{2\delta(\sigma\tau - 1)}"
    )
    return proof.done(scope=EVERY_VALUE, detail="E(delta tau) tends to 0 before, to infinity after tau = 1/sigma")


def one_layer() -> Derivation:
    proof = RationalProof("two-layer/one-layer")
    x = sympy.symbols("x", positive=True)  # x = exp(-lambda t), x' = -lambda x, 0 < x < 1 for t > 0
    w = s / l * (1 - x)
    proof.equals("solution, chain rule", sympy.diff(w, x) * -l * x, s - l * w, show=r"\dot w = \sigma - \lambda w")
    in_time = w.subs(x, sympy.exp(-l * t))
    proof.zero("solution, SymPy in t", (sympy.diff(in_time, t) - s + l * in_time).subs(sympy.exp(-l * t), x))
    proof.zero("starts at 0", w.subs(x, 1), show=r"w = \tfrac\sigma\lambda(1 - e^{-\lambda\tau})")
    proof.equals("limit, with error (sigma/lambda) x", s / l - w, s / l * x)
    # In the common basis W = U A V^T the flow is A' = D_xy - D_x A: entry by entry, and entries that start at 0 with
    # sigma = 0 or off the diagonal stay 0.
    U, V = letter("U", "d_0", "d_0"), letter("V", "d_2", "d_2")
    A, D_x, D_xy = letter("A", "d_0", "d_2"), letter("D_x", "d_0", "d_0"), letter("D_{xy}", "d_0", "d_2")
    turned = U.T @ (U @ D_xy @ V.T - U @ D_x @ U.T @ U @ A @ V.T) @ V
    for left, right, size in ((U.T, U, "d_0"), (V.T, V, "d_2")):
        turned = rewrite(turned, left @ right, identity(size))
    proof.equal("flow in the common basis", turned, D_xy - D_x @ A)
    proof.nonnegative("increasing in t", -sympy.diff(w, x))  # from 0, so positive for t > 0 if sigma > 0
    # X = Y: components 1 - x_1 and 1 - x_2, the distance from the rank-one solution is at least max(x_1, 1 - x_2): x_1
    # falls from 1 to 0 and 1 - x_2 grows from 0 to 1 continuously, so they meet once, at v > 0; before that x_1 >= v,
    # after it 1 - x_2 >= v.
    proof.nonnegative("1 - component = x falls in t", -sympy.diff(x * l, x) * -l * x)
    proof.equals("distance of the first component, sigma = lambda", 1 - w.subs(s, l), x)
    # X = Y: components 1 - x^{lambda_i}, x = exp(-t); distance from diag(1, 0) is max(x^{lambda_1}, 1 - x), and the
    # first increases while the second decreases in x: least where x^{lambda_1} + x = 1.
    golden = (sympy.sqrt(5) - 1) / 2
    value = sympy.expand(golden**2)
    proof.decided(
        "lambda = (2, 1)",
        {
            "crossing": sympy.expand(golden**2 + golden - 1) == 0,
            "value": sympy.expand(value - (3 - sympy.sqrt(5)) / 2) == 0,
        },
        "another value",
    )
    proof.show("distance for (2,1)", r"\inf_\tau\max(e^{-2\tau}, 1 - e^{-\tau}) = \frac{3 - \sqrt5}2")
    for power, digits in ((4, "0.2755"), (16, "0.1228")):
        proof.decided(f"lambda = ({power}, 1)", {"Sturm": crossing_rounds_to(power, digits)}, f"not {digits}")
        proof.show(f"distance for ({power},1)", rf"\approx {digits}")
    return proof.done(scope="all sizes, sigma >= 0, lambda > 0, t > 0; the values for lambda = (2,1), (4,1), (16,1)")


def crossing_rounds_to(power: int, digits: str) -> bool:
    """The root x of x^power + x - 1 in (0, 1) has 1 - x within half a unit of the last digit: signs at two points."""
    middle, half = Fraction(digits), Fraction(1, 2 * 10 ** (len(digits) - 2))

    def sign(distance: Fraction) -> int:
        x = flint.fmpq(1) - flint.fmpq(distance.numerator, distance.denominator)
        at = x**power + x - 1
        return int(at > 0) - int(at < 0)

    return sign(middle + half) < 0 < sign(middle - half)  # x^power + x - 1 increases in x = 1 - distance
