"""The diagonal recursion of gradient descent, w+ = w (1 + eta (sigma - lam w))^2, decided over long runs.

Main statements (s = eta sigma, z = sigma/w - lam, v = eta (sigma - lam w) = s z / (z + lam))
    z+ = rho(v) z,  rho(v) = 1 - s (2 + v) / (1 + v)^2
    For 0 < s <= 1/2, z >= 0 the map z -> z+ is increasing: rho >= 1 - 2s >= 0 and rho increases with v (its derivative
    is s (v+3)/(1+v)^3), v increases with z. So the image of an interval [a, b] is [image of a, image of b], and rounding
    the left end down and the right end up keeps the true z_t inside. Everything is rational: no exponentials.
    Exact fractions of w_t have 3^t times the digits of w_0; the ends are dyadic numbers of fixed length, so 10^4 steps
    cost 10^4 times a few multiplications. rho is evaluated as a quotient of sums of nonnegative terms, at a ball of
    radius 0, and the outer end of the resulting ball is kept: directed rounding by Arb.
    sigma = 0: x = eta lam w, x+ = x (1 - x)^2 is increasing on [0, 1/3], and x (1-x)^2 <= 4/27 on [0, 1]: after one
    exact step the same interval argument holds.

What is not covered here: s > 1/2 or z < 0 (the map is not monotone: `exact_run`, a few steps, or balls).
Source of the recursion: poster, "Discrete dynamics"; the identity z+ = rho z is stated by Lemmata.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, ctx, fmpq

from numerics.arithmetic.base import Arithmetic, NotExpressible
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


Interval = tuple[Any, Any]


def _march(start: Interval, image: Callable[[Any], Any], times: Sequence[int], bits: int) -> dict[int, Interval]:
    """Images of the two ends: exact fractions first, then dyadic ends rounded outwards by Arb to `bits` bits."""
    low, high = start
    found: dict[int, Interval] = {}
    wanted, last = set(times), max(times)
    with ctx.workprec(bits):
        for t in range(last + 1):
            if t in wanted:
                found[t] = (low, high)
            if t == last:
                break
            if low is high and t < EXACT_STEPS:
                low = high = image(low)
            else:
                low, high = arb(arb(image(arb(low))).lower()), arb(arb(image(arb(high))).upper())
    return found


def z_run(start: Interval, s: Any, lam: Any, times: Sequence[int], bits: int) -> dict[int, Interval]:
    """Intervals of z_t for the wanted times. start: rational ends of an interval of z_0 >= 0; 0 < s <= 1/2; lam > 0.

    Raises NotMonotone outside of that range.
    """
    if not (0 < s and 2 * s <= 1 and start[0] >= 0 and lam > 0):
        raise NotMonotone(f"eta sigma = {s}, z_0 >= {start[0]}: no monotone recursion")
    return _march(start, lambda z: z_step(z, s, lam), times, bits)


def idle_run(start: Any, times: Sequence[int], bits: int) -> dict[int, Interval]:
    """Intervals of x_t = eta lam w_t for sigma = 0, 0 <= x_0 < 1 exact.

    Raises NotMonotone outside of that range.
    """
    if not 0 <= start < 1:
        raise NotMonotone(f"eta lam w0 = {start}: no monotone recursion")
    return _march((start, start), _x_step, times, bits)


def exact_run(w0: Any, sigma: Any, lam: Any, eta: Any, steps: int) -> list[Any]:
    """w_0, ..., w_steps in the arithmetic of the arguments, step by step (fractions triple in length each step)."""
    values = [w0]
    for _ in range(steps):
        values.append(step(values[-1], sigma, lam, eta))
    return values


def _ends(x: Any) -> Interval:
    """Rational ends of an exact number or of a ball."""
    if isinstance(x, arb):
        low, high = arb(x.lower()).man_exp(), arb(x.upper()).man_exp()
        return tuple(fmpq(m) * fmpq(2) ** int(e) for m, e in (low, high))  # type: ignore[return-value]
    return fmpq(x), fmpq(x)


def _number(interval: Interval) -> Any:
    """The exact number when the ends agree, else a ball over them."""
    low, high = interval
    return low if low is high else arb(low).union(arb(high))


def z_values(A: Arithmetic, w0: Any, sigma: Any, lam: Any, eta: Any, times: Sequence[int], bits: int) -> dict[int, Any]:
    """z_t = sigma/w_t - lam at the wanted times, sigma > 0, lam > 0: batches in float64, else exact numbers or balls.

    Where the map is not monotone (eta sigma > 1/2 or lam w0 > sigma) the first steps are exact, later ones plain balls.
    """
    if isinstance(A, Floats):
        z, found = sigma / w0 - lam, {}
        for t in range(max(times) + 1):
            if t in times:
                found[t] = z
            z = z_step(z, eta * sigma, lam)
        return found
    if any(isinstance(x, arb) for x in (sigma, lam, eta)):
        raise NotExpressible("the recursion needs exact sigma, lambda and eta")
    low, high = _ends(w0)
    first, last = sigma / high - lam, sigma / low - lam
    ends = (first, first) if low == high else (first, last)
    if ends[0] >= 0 and 2 * eta * sigma <= 1:
        return {t: _number(i) for t, i in z_run(ends, eta * sigma, lam, times, bits).items()}
    z, found = first if low == high else sigma / w0 - lam, {}
    for t in range(max(times) + 1):
        if t in times:
            found[t] = z
        z = z_step(z if t < EXACT_STEPS else arb(z), eta * sigma, lam)
    return found
