"""The diagonal recursion of gradient descent, w+ = w (1 + eta (sigma - lam w))^2, decided over long runs.

Main statements (s = eta sigma, z = sigma/w - lam, v = eta (sigma - lam w) = s z / (z + lam))
    z+ = rho(v) z,  rho(v) = 1 - s (2 + v) / (1 + v)^2
    For 0 < s <= 1/2, z >= 0 the map z -> z+ is increasing: rho >= 1 - 2s >= 0, rho increases with v (its derivative is
    s (v+3)/(1+v)^3), and v increases with z. So the image of an interval [a, b] is [image of a, image of b], and
    rounding down on the left and up on the right keeps the true z_t inside. Everything is rational: no exponentials.
    Exact fractions of w_t have 3^t times the digits of w_0; the ends are dyadic numbers of fixed length, so 10^4 steps
    cost 10^4 times a few multiplications. rho is evaluated as a quotient of sums of nonnegative terms, at a ball of
    radius 0, and the outer end of the resulting ball is kept: directed rounding by Arb.
    sigma = 0: x = eta lam w, x+ = x (1 - x)^2 is increasing on [0, 1/3], and x (1-x)^2 <= 4/27 on [0, 1]: after one
    exact step the same interval argument holds.

What is not covered here: s > 1/2 or z < 0 (the map is not monotone: `exact_run`, a few steps, or balls).
Source of the recursion: poster, "Discrete dynamics"; the identity z+ = rho z is stated by Lemmata.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.compare import to_fraction
from numerics.arithmetic.ends import ends, highest, hull, lowest, point
from numerics.arithmetic.floats import Floats

EXACT_STEPS = 4  # up to here plain fractions


class NotMonotone(NotExpressible):
    """The interval recursion needs 0 < eta sigma <= 1/2 and lam w0 <= sigma (or sigma = 0 and eta lam w0 < 1)."""


def step(w: Any, sigma: Any, lam: Any, eta: Any) -> Any:
    """One step, in any arithmetic."""
    return w * (1 + eta * (sigma - lam * w)) ** 2


def z_step(z: Any, s: Any, lam: Any) -> Any:
    """z+ = rho(v) z, with rho(v) = ((1 - 2s) + (2 - s) v + v^2) / (1 + v)^2: no cancellation for s <= 1/2, v >= 0."""
    v = s * z / (z + lam)
    return z * ((1 - 2 * s) + (2 - s) * v + v * v) / (1 + v) ** 2


def _x_step(x: Any) -> Any:
    return x * (1 - x) ** 2


def z_run(A: Arithmetic, start: tuple[Any, Any], s: Fraction, lam: Fraction, times: Sequence[int]) -> dict[int, Any]:
    """z_t at the wanted times, exact (Fractions) up to EXACT_STEPS when z_0 is, enclosed from there on.

    A: a rigorous arithmetic; start: rational ends of z_0 >= 0; 0 < s <= 1/2; lam > 0. Raises NotMonotone otherwise.
    """
    if not (0 < s <= Fraction(1, 2) and start[0] >= 0 and lam > 0):
        raise NotMonotone(f"eta sigma = {s}, z_0 >= {start[0]}: no monotone recursion")
    exact, found = _first_steps(start, lambda z: z_step(z, s, lam), times)
    with A.context():
        close_s, close_lam = point(A, s), point(A, lam)
    return found | _outwards(A, exact, lambda z: z_step(z, close_s, close_lam), times)


def idle_run(A: Arithmetic, start: Fraction, times: Sequence[int]) -> dict[int, Any]:
    """x_t = eta lam w_t for sigma = 0, 0 <= x_0 < 1 exact, in the same way. Raises NotMonotone otherwise."""
    if not 0 <= start < 1:
        raise NotMonotone(f"eta lam w0 = {start}: no monotone recursion")
    exact, found = _first_steps((start, start), _x_step, times)
    return found | _outwards(A, exact, _x_step, times)


def _first_steps(start: tuple[Any, Any], image: Any, times: Sequence[int]) -> tuple[Any, dict[int, Any]]:
    """(step reached, low, high) after EXACT_STEPS exact steps, none when the start is not exact; Fractions at times."""
    low, high = start
    found: dict[int, Any] = {}
    if low != high:
        return (0, low, high), found
    for t in range(EXACT_STEPS + 1):
        if t in times:
            found[t] = low
        if t == EXACT_STEPS:
            break
        low = image(low)
    return (EXACT_STEPS, low, low), found


def _outwards(A: Arithmetic, reached: tuple[int, Any, Any], image: Any, times: Sequence[int]) -> dict[int, Any]:
    """Images of the two ends with the outer end kept at every step."""
    first, wanted, last, found = reached[0], set(times), max(times), {}
    with A.context():
        low, high = lowest(point(A, reached[1])), highest(point(A, reached[2]))
        for t in range(first, last + 1):
            if t in wanted and (t > first or first == 0):
                found[t] = hull(low, high)
            if t < last:
                low, high = lowest(image(low)), highest(image(high))
                if A.certain(low, "<", 0):  # the true value is not negative
                    low = point(A, Fraction(0))
    return found


def exact_run(w0: Any, sigma: Any, lam: Any, eta: Any, steps: int) -> list[Any]:
    """w_0, ..., w_steps in the arithmetic of the arguments, step by step (fractions triple in length each step)."""
    values = [w0]
    for _ in range(steps):
        values.append(step(values[-1], sigma, lam, eta))
    return values


def z_values(A: Arithmetic, w0: Any, sigma: Any, lam: Any, eta: Any, times: Sequence[int]) -> dict[int, Any]:
    """z_t = sigma/w_t - lam at the wanted times, sigma > 0, lam > 0: batches in float64, else exact or enclosed.

    A: float64, or a rigorous arithmetic whose precision the enclosures get; exact values are Fractions. Where the
    map is not monotone (eta sigma > 1/2 or lam w0 > sigma) the first steps are exact, the later ones plain enclosures.
    """
    if isinstance(A, Floats):
        return _plain(A, sigma / w0 - lam, eta * sigma, lam, times)
    exact = [to_fraction(x) for x in (sigma, lam, eta)]
    if any(x is None for x in exact):
        raise NotExpressible("the recursion needs exact sigma, lambda and eta")
    sig, l, step_size = (Fraction(x) for x in exact if x is not None)
    low, high = ends(w0)
    if low <= 0:
        raise NotExpressible("w_0 is not certainly positive")
    z0 = (sig / high - l, sig / low - l)
    s = step_size * sig
    if z0[0] >= 0 and 2 * s <= 1:
        return z_run(A, z0, s, l, times)
    reached, found = _first_steps(z0, lambda z: z_step(z, s, l), times)
    with A.context():
        z = hull(point(A, reached[1]), point(A, reached[2]))
        later = _plain(A, z, point(A, s), point(A, l), [t - reached[0] for t in times if t >= reached[0]])
    return {t + reached[0]: value for t, value in later.items()} | found


def _plain(A: Arithmetic, z: Any, s: Any, lam: Any, times: Sequence[int]) -> dict[int, Any]:
    found = {}
    for t in range(max(times, default=-1) + 1):
        if t in times:
            found[t] = z
        if t < max(times):
            z = z_step(z, s, lam)
    return found
