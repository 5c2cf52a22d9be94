r"""The explicit constants of the convergence theorem of residual networks, for every s > 0, L >= C_1(s) and d >= 48.

Main statements, with u = 3 s + 2 s^2, v = 2 s^2 + u, chi = L/(4 s^2), C_1 = 154 (3 s + 4 s^2) + 64 s^4
    gamma^10/(64 e M^6) = 2^-28 e^(-1 - 23 s^2 - 16 u),  gamma/(2M) = 2^-4 e^(-5 s^2/2 - 2 u),  u^2/(32 s^2) = C_3
    4 e M^4/gamma^2 = 2^12 e^(1 + 6 s^2 + 6 u)       the constant of the corollary on sharpness
    u <= L,  L > 4 s^2,  s^2 u <= 2 log 2 (L + u)       the conditions of random-products/smallest-singular-value
    log p_i <= -C_3 d for i = 0, 1, 2                   its three failure probabilities

Each inequality is reduced to a rational function of s > 0, m = L - C_1 >= 0 and e = d - 48 >= 0 whose coefficients have
one sign, in two cases after a square is taken off. Logarithms enter through log x <= x/a + log a - 1 (the tangent at a)
and through rational bounds of log 2, log 5, log 17, log 30, decided in balls. Logarithms of the constants themselves
are polynomials in log 2, s^2, u.
What is not covered: the probabilistic argument itself (claim random-products/smallest-singular-value).
Source: claim `residual/convergence-probability`.
"""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb, ctx, fmpq

from theorems.symbolic.derivation import Derivation
from theorems.symbolic.rational import RationalProof

LOGARITHMS = {2: (Fraction(69, 100), Fraction(7, 10)), 5: (Fraction(1), Fraction(161, 100))}
LOGARITHMS |= {17: (Fraction(2), Fraction(17, 6)), 30: (Fraction(3), Fraction(3402, 1000))}


def log_low(n: int) -> sympy.Rational:
    return sympy.Rational(*LOGARITHMS[n][0].as_integer_ratio())


def log_high(n: int) -> sympy.Rational:
    return sympy.Rational(*LOGARITHMS[n][1].as_integer_ratio())


def constants() -> Derivation:
    proof = RationalProof("residual-constants")
    for n, (low, high) in LOGARITHMS.items():
        proof.decided(f"log {n}", {"balls": _between(n, low, high)}, f"not between {low} and {high}")
    s, m, e, two, free = sympy.symbols("s m e log2 u", positive=True)

    gamma, M = -two - 2 * s**2 - free, 2 * two + s**2 / 2 + free  # logarithms
    C4, C5 = -28 * two - 1 - 23 * s**2 - 16 * free, -4 * two - 5 * s**2 / 2 - 2 * free
    proof.equals("C_4", 10 * gamma - 6 * two - 1 - 6 * M, C4, show=r"C_4 = 2^{-28}e^{-1-23s^2-16u}")
    proof.equals("C_5", gamma - two - M, C5, show=r"C_5 = 2^{-4}e^{-5s^2/2-2u}")
    C = 12 * two + 1 + 6 * s**2 + 6 * free
    proof.equals("C", 2 * two + 1 + 4 * M - 2 * gamma, C, show=r"C = 2^{12}e^{1+6s^2+6u}")

    u = 3 * s + 2 * s**2
    v, L, d = 2 * s**2 + u, 154 * (3 * s + 4 * s**2) + 64 * s**4 + m, 48 + e
    C3, chi = u**2 / (32 * s**2), L / (4 * s**2)
    proof.equals("C_3", C3, (3 + 2 * s) ** 2 / 32, show=r"C_3 = \tfrac{(3+2s)^2}{32}")
    proof.equals("C_4(s)", C4.subs(free, u), -28 * two - 1 - 48 * s - 55 * s**2)
    proof.equals("C_5(s)", C5.subs(free, u), -4 * two - 6 * s - sympy.Rational(13, 2) * s**2)
    proof.equals("C(s)", C.subs(free, u), 12 * two + 1 + 18 * s + 18 * s**2)
    proof.nonnegative("u <= L", L - u)
    proof.nonnegative("4 s^2 <= L", L - 4 * s**2)
    proof.nonnegative("s^2 u <= 2 log 2 (L + u)", 2 * log_low(2) * (L + u) - s**2 * u - 2 * s**2 * (1 - s) ** 2)

    p0 = d * log_high(5) - d * u**2 * L / (2 * s**2 * (L + u))
    proof.nonnegative("p_0", -C3 * d - p0, show=r"p_0 \le e^{-C_3d}")
    net = log_high(17) + v + s**2 / 2 + u
    p1 = -d * (5 * v**2 * L / (2 * s**2 * (5 * L + 48 * v)) - net) + sympy.Rational(24, 5) * v
    proof.nonnegative("p_1", -C3 * d - p1, show=r"p_1 \le e^{-C_3d}")
    log_chi = chi / 30 + log_high(30) - 1  # an upper bound; log L = log chi + log 4 s^2 <= log chi + 4 s^2 - 1
    p2 = log_chi + 4 * s**2 - 1 - d * ((chi - 1 - log_chi) / 2 - net)
    squares = (e * (100 * s - 383) ** 2 + (700 * s - 2623) ** 2) / 12000
    proof.nonnegative("p_2", -C3 * d - p2 - squares, show=r"p_2 \le e^{-C_3d}")
    return proof.done(
        scope="constants and scalar conditions, every s > 0, L >= C_1(s), d >= 48",
        complete=False,
        detail="with 2 (p_0 + p_1 + p_2) <= 6 exp(-C_3 d); the probabilities p_i are those of the concentration bound",
    )


def _between(n: int, low: Fraction, high: Fraction) -> bool:
    with ctx.workprec(64):
        value = arb(n).log()
        return bool(value > fmpq(*low.as_integer_ratio())) and bool(value < fmpq(*high.as_integer_ratio()))
