"""The second evaluator's way to S_min: the minimum over tau of a largest eigenvalue, enclosed by convexity.

    minimum_over_tau(A, net, depth)     an Interval around min over t of f(e^t), see numerics.minimal_sharpness:
    f(tau) = lambda_max( (1/n) X (tau I + (L-1) tau^(-1/(L-1)) pi* pi*^T / rho^2) X^T )

With tau = s^(L-1), f is convex in log s, as a maximum of sums of exponentials. So with f(s/r) > f(s) < f(s r),
certified, the minimum lies between, is at most f(s), and at least f(s) - max(f(s r) - f(s), f(s/r) - f(s)). Where s
comes from does not matter. s is a short fraction and its power an interval, so the cost does not grow with the depth.

What is not covered: depth 1, where S is the same for all minimizers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import exp
from typing import Any

from numerics.arithmetic.base import NotExpressible
from numerics.second.interval import Interval

GRID = 1 << 48  # of candidates for s
FIRST, LAST = -60.0, 20.0  # where log tau is looked for: at most 0 at the minimum, by Cauchy and Schwarz
GUARD = 8


def minimum_over_tau(A: Any, net: Any, depth: int) -> Interval:
    """A: the arithmetic of numerics.second.arithmetic. Raises NotExpressible when no bracket is certified."""
    profile, s = _profile(A, net, depth), _start(A, net, depth)
    here = profile(s)
    for ratio in ratios(A.bits, depth):
        below, above = profile(s / ratio), profile(s * ratio)
        if A.certain(below, ">", here) and A.certain(above, ">", here):
            slack = A.largest(below - here, above - here)
            return Interval(_low(here - slack), _high(here), A.bits)
    raise NotExpressible(f"no bracket around the minimum over tau (value near {A.to_float(here):.6g})")


def _profile(A: Any, net: Any, depth: int) -> Callable[[Fraction], Any]:
    """s -> f(s^(L-1))."""
    share = Fraction(1, net.n)
    spread = A.scale(share, A.multiply(net.X, A.transpose(net.X)))
    image = A.multiply(net.X, net.pi_star)
    outer = A.scale(share * (depth - 1) / net.rho_squared, A.multiply(image, A.transpose(image)))

    def f(s: Fraction) -> Any:
        return A.largest_eigenvalue(A.plus(A.scale(power(s, depth - 1, A.bits), spread), A.scale(1 / s, outer)))

    return f


def power(s: Fraction, n: int, bits: int) -> Any:
    """s^n for n >= 1: exact for n = 1, else an interval of width about 2^-bits (relative)."""
    if n == 1:
        return s
    work = bits + GUARD + n.bit_length()
    result, square = Interval(Fraction(1), Fraction(1), work), Interval(s, s, work)
    while n:
        if n % 2:
            result = result * square
        square, n = square * square, n // 2
    return Interval(result.low, result.high, bits + GUARD)


def _start(A: Any, net: Any, depth: int) -> Fraction:
    """A candidate from values with as many bits as its distance to the minimum needs."""
    rough = _profile(type(A)(2 * A.bits // 3 + GUARD), net, depth)
    return candidate(lambda x: A.to_float(rough(x)), depth, A.bits)


def candidate(f: Callable[[Fraction], float], depth: int, bits: int) -> Fraction:
    """A rational s near the minimum, by golden section in log tau; nothing rests on it."""
    ratio = (5**0.5 - 1) / 2
    low, high = FIRST, LAST

    def point(t: float) -> Fraction:
        return Fraction(max(1, round(exp(t / (depth - 1)) * GRID)), GRID)

    left, right = high - ratio * (high - low), low + ratio * (high - low)
    f_left, f_right = f(point(left)), f(point(right))
    while high - low > 2.0 ** (-min(bits, 90) // 3):
        if f_left < f_right:
            high, right, f_right = right, left, f_left
            left = high - ratio * (high - low)
            f_left = f(point(left))
        else:
            low, left, f_left = left, right, f_right
            right = low + ratio * (high - low)
            f_right = f(point(right))
    return point((low + high) / 2)


def ratios(bits: int, depth: int) -> Iterator[Fraction]:
    """Numbers above 1, from near to far: between s/ratio and s ratio the minimum is looked for. Only candidates."""
    for doublings in range(bits):
        yield 1 + Fraction(1 << doublings, (depth - 1) << (bits // 3))


def _low(x: Any) -> Fraction:
    return x.low if isinstance(x, Interval) else Fraction(x)


def _high(x: Any) -> Fraction:
    return x.high if isinstance(x, Interval) else Fraction(x)
