"""One component of gradient descent on the two-layer model, w^+ = w (1 + eta (sigma - lambda w))^2.

Main statements (s = eta sigma, v = eta (sigma - lambda w), z = sigma / w - lambda; 0 < lambda w <= sigma)
    sandwich    z^+ = rho z, rho = 1 - s (2 + v) / (1 + v)^2 increases in v; on 0 <= v <= s it lies in
                [1 - 2 s, (1 + s)^{-2}]; for s <= 1/2 rho >= 0, so z >= 0 is kept and the bounds multiply up;
                sigma = 0 likewise for 1/w
    lower       (1 + s)^{-2} <= exp(-2 s + s^2) <= exp(-2 s + 4 s^2), from log(1 + s) >= s - s^2 / 2
    upper       1 - 2 s >= exp(-2 s - 4 s^2) for 0 < s <= s_*, s_* = 0.3419013118...; exp(-2 s - s^2) is wrong for all s
    phase_time  1/s <= 1 / log(1 + s) <= 1/s + 1/2, from 2 s / (2 + s) <= log(1 + s) <= s
    step_size   the map has derivative 1 - 2 s at w = sigma / lambda; no overshoot from (0, sigma/lambda] iff s <= 1/2
Inequalities: numerator and denominator with coefficients >= 0 only, after a shift into the range; inequalities with a
logarithm: equality at 0 and the sign of the derivative. Source: poster, "Discrete dynamics"; claims
`two-layer/discrete-sandwich`, `-lower`, `-upper`, `-phase-time`, `two-layer/step-size`.
"""

from __future__ import annotations

from typing import Any

import flint
import sympy

from theorems.symbolic.derivation import Derivation
from theorems.symbolic.rational import RationalProof

w, s, l, eta, v, e, x, lw = sympy.symbols("w s lambda eta v e x u", positive=True)
RHO = 1 - s * (2 + v) / (1 + v) ** 2
RANGE = "all eta > 0, lambda > 0, 0 < s = eta sigma <= 1/2, 0 < lambda w_0 <= sigma"


def sandwich() -> Derivation:
    proof = RationalProof("two-layer/discrete-sandwich")
    sigma = s / eta
    slack = eta * (sigma - l * w)
    after = w * (1 + slack) ** 2
    # The recursion of w = alpha^2 from that of the entry: alpha^+ = alpha + eta (sigma - lambda alpha^2) alpha.
    alpha = sympy.Symbol("alpha", positive=True)
    step = (alpha + eta * (sigma - l * alpha**2) * alpha) ** 2
    proof.equals("recursion", step, after.subs(w, alpha**2), show=r"w^+ = w\,(1 + \eta(\sigma - \lambda w))^2")
    z, z_after = sigma / w - l, sigma / after - l
    proof.equals(
        "z^+ = rho z", z_after, RHO.subs(v, slack) * z, show=r"z^+ = \varrho z,\; \varrho = 1 - \frac{s(2+v)}{(1+v)^2}"
    )
    proof.equals(
        "derivative of rho",
        sympy.diff(RHO, v),
        s * (v + 3) / (1 + v) ** 3,
        show=r"\partial_v\varrho = \frac{s(v+3)}{(1+v)^3}",
    )
    proof.nonnegative("rho increases", sympy.diff(RHO, v))
    proof.equals("rho at v = 0", RHO.subs(v, 0), 1 - 2 * s)
    proof.equals("rho at v = s", RHO.subs(v, s), (1 + s) ** -2)
    proof.nonnegative("rho >= 1 - 2 s", RHO - (1 - 2 * s), show=r"1 - 2s \le \varrho \le (1+s)^{-2}")
    proof.nonnegative("rho <= (1 + s)^{-2}", ((1 + s) ** -2 - RHO).subs(s, v + e))
    proof.equals("v <= s is w > 0", s - slack, eta * l * w)
    proof.equals("v >= 0 is z >= 0", slack, eta * w * z)
    # From z back to w: w_t = sigma / (z_t + lambda), and z_t between the two powers times z_0.
    power = sympy.Symbol("c", positive=True)
    proof.equals(
        "bound for w",
        sigma / (power * z + l),
        sigma * w / ((sigma - l * w) * power + l * w),
        show=r"\frac{\sigma w_0}{(\sigma-\lambda w_0)(1+s)^{-2t} + \lambda w_0} \le w_t \le "
        r"\frac{\sigma w_0}{(\sigma-\lambda w_0)(1-2s)^t + \lambda w_0}",
    )
    proof.nonnegative("the bound decreases in c", -sympy.diff(sigma / (power * lw + l), power))
    # sigma = 0, x = eta lambda w < 1; x = e / (1 + e) covers 0 < x < 1.
    growth = (2 - x) / (1 - x) ** 2
    proof.equals("1/w, sigma = 0", 1 / (w * (1 - x) ** 2) - 1 / w, x / w * growth)
    inside = {x: e / (1 + e)}
    proof.equals("growth at 0", growth.subs(x, 0), 2)
    proof.nonnegative("growth increases", sympy.diff(growth, x).subs(inside))
    proof.nonnegative("growth is at least 2", (growth - 2).subs(inside))
    proof.nonnegative("x decreases and stays positive", (x - x * (1 - x) ** 2).subs(inside))
    return proof.done(scope=RANGE + "; sigma = 0 with eta lambda w_0 < 1")


def lower() -> Derivation:
    proof = RationalProof("two-layer/discrete-lower")
    proof.at_least_0_from_0(
        "log(1 + s) >= s - s^2/2", sympy.log(1 + s) - s + s**2 / 2, s, show=r"\log(1+s) \ge s - \tfrac{s^2}2"
    )
    proof.nonnegative("4 s^2 is weaker than s^2", (-2 * s + 4 * s**2) - (-2 * s + s**2))
    proof.equals("exponent", -2 * (s - s**2 / 2), -2 * s + s**2, show=r"(1+s)^{-2t} \le e^{(-2s+s^2)t}")
    return proof.done(scope=RANGE, detail="with two-layer/discrete-sandwich")


def upper() -> Derivation:
    """f = log(1 - 2 s) + 2 s + 4 s^2: f(0) = 0, f' = 4 s (1 - 4 s) / (1 - 2 s): up to s = 1/4, then down, one root."""
    proof = RationalProof("two-layer/discrete-upper")
    f = sympy.log(1 - 2 * s) + 2 * s + 4 * s**2
    proof.zero("value at 0", f.subs(s, 0))
    proof.equals("derivative", sympy.diff(f, s), 4 * s * (1 - 4 * s) / (1 - 2 * s))
    proof.nonnegative("increases on (0, 1/4)", sympy.diff(f, s).subs(s, e / (1 + e) / 4))
    between = sympy.Rational(1, 4) + e / (1 + e) / 4
    proof.nonnegative("decreases on (1/4, 1/2)", -sympy.diff(f, s).subs(s, between))
    digits = "0.3419013118"
    proof.decided("root", {"balls": root_starts_with(digits)}, f"the root does not start with {digits}")
    printed = sympy.log(1 - 2 * s) + 2 * s + s**2  # the printed exponent: negative for every 0 < s < 1/2
    proof.zero("printed exponent, value at 0", printed.subs(s, 0))
    proof.nonnegative("printed exponent is below", -sympy.diff(printed, s).subs(s, e / (1 + e) / 2))
    proof.show("upper exponent", rf"\log(1-2s) \ge -2s-4s^2 \iff s \le s_* = {digits}\ldots")
    return proof.done(scope=RANGE + " and s <= s_*", detail="with two-layer/discrete-sandwich")


def root_starts_with(digits: str) -> bool:
    """f > 0 at the decimal and f < 0 one unit of its last place later, in ball arithmetic."""
    places = len(digits) - 2
    first = flint.fmpq(int(digits[2:]), 10**places)
    with flint.ctx.workprec(128):

        def f(at: Any) -> Any:
            return (1 - 2 * flint.arb(at)).log() + 2 * flint.arb(at) + 4 * flint.arb(at) ** 2

        return bool(f(first) > 0) and bool(f(first + flint.fmpq(1, 10**places)) < 0)


def phase_time() -> Derivation:
    proof = RationalProof("two-layer/discrete-phase-time")
    log = sympy.log(1 + s)
    proof.at_least_0_from_0("log(1 + s) <= s", s - log, s)
    proof.at_least_0_from_0(
        "log(1 + s) >= 2 s / (2 + s)", log - 2 * s / (2 + s), s, show=r"\frac{2s}{2+s} \le \log(1+s) \le s"
    )
    proof.equals(
        "inverse",
        1 / (2 * s / (2 + s)),
        1 / s + sympy.Rational(1, 2),
        show=r"\frac1s \le \frac1{\log(1+s)} \le \frac1s + \frac12",
    )
    low, high = sympy.symbols("sigma_2 gap", positive=True)  # sigma_1 = sigma_2 + gap
    up = low + high
    window = 1 / (eta * low) - (1 / (eta * up) + sympy.Rational(1, 2))
    proof.equals(
        "printed window",
        window,
        (2 * high - eta * up * low) / (2 * eta * up * low),
        show=r"\eta < \frac{2(\sigma_k - \sigma_{k+1})}{\sigma_k\sigma_{k+1}}",
    )
    return proof.done(scope="all s = eta sigma > 0")


def step_size() -> Derivation:
    proof = RationalProof("two-layer/step-size")
    sigma = s / eta
    after = w * (1 + eta * (sigma - l * w)) ** 2
    proof.equals(
        "multiplier at sigma/lambda",
        sympy.diff(after, w).subs(w, sigma / l),
        1 - 2 * s,
        show=r"\frac{dw^+}{dw}\Big|_{\sigma/\lambda} = 1 - 2s",
    )
    # w = (sigma / lambda) / (1 + e), 0 < w <= sigma/lambda; with s = 1/2 - r, 0 <= r: no overshoot.
    start = sigma / l / (1 + e)
    room = (sigma / l - after.subs(w, start)) * l / sigma  # 1 - (1 + s e/(1+e))^2 / (1 + e)
    half = sympy.Rational(1, 2) / (1 + x)  # s = 1 / (2 (1 + x)) covers 0 < s < 1/2
    proof.nonnegative("no overshoot for s < 1/2", room.subs(s, half))
    proof.nonnegative("no overshoot for s = 1/2", room.subs(s, sympy.Rational(1, 2)))
    # s = 1/2 + r overshoots near sigma/lambda: room = e (1 - 2 s) + O(e^2).
    proof.equals("first order of the room", sympy.diff(room, e).subs(e, 0), 1 - 2 * s)
    proof.zero("no room at the end point", room.subs(e, 0))
    return proof.done(
        scope="the diagonal recursion, all 0 < eta, lambda, sigma", detail="no overshoot iff eta sigma <= 1/2"
    )
