"""Taylor coefficients at t = 0 of the two-layer flow, of the one-layer flow, and of the closed forms.

Main statements
    flow_series       coefficients of W1(t), W2(t) from the differential equation alone
    component_series  coefficients of the logistic curve w(t) from its formula alone
The two are compared exactly, in rational arithmetic. The flow is autonomous, so a curve that has the right first
coefficient at *every* start is the flow; more coefficients make the comparison independent of that argument.

Notation: a series is a list of coefficients, c[k] belongs to t^k. Scalars and matrices are those of the arithmetic.
Source of the formula: poster, "Detailed Theorems", w_i(t).
"""

from __future__ import annotations

from typing import Any

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.floats import Floats

Series = list[Any]


def is_zero(A: Arithmetic, x: Any) -> bool:
    """Whether x is certainly 0 (in float64: whether all of a batch is)."""
    if isinstance(A, Floats):
        return bool((x == 0).all())
    if not A.rigorous:
        raise NotExpressible(f"{A.name} decides nothing")
    return A.certain(x, "==", 0) is True


def times(a: Series, b: Series) -> Series:
    """Product, truncated to the shorter length."""
    return [sum((a[i] * b[k - i] for i in range(1, k + 1)), a[0] * b[k]) for k in range(min(len(a), len(b)))]


def divide(a: Series, b: Series) -> Series:
    """a / b for b[0] != 0."""
    c: Series = []
    for k in range(min(len(a), len(b))):
        value = a[k]
        for i in range(k):
            value = value - c[i] * b[k - i]
        c.append(value / b[0])
    return c


def root(A: Arithmetic, a: Series) -> Series:
    """sqrt(a) for a[0] > 0."""
    c = [A.root(a[0], 2)]
    for k in range(1, len(a)):
        value = a[k]
        for i in range(1, k):
            value = value - c[i] * c[k - i]
        c.append(value / (2 * c[0]))
    return c


def exponential(A: Arithmetic, rate: Any, order: int) -> Series:
    """e^(rate t)."""
    c = [A.number(1)]
    for k in range(1, order + 1):
        c.append(c[-1] * rate / k)
    return c


def component_series(A: Arithmetic, sigma: Any, lam: Any, w0: Any, order: int) -> Series:
    """sigma w0 E / (lam w0 (E - 1) + sigma), E = e^(2 sigma t); for sigma = 0 its limit w0 / (1 + 2 lam w0 t).

    Raises ZeroDivisionError when sigma is not 0 and the denominator's constant term is.
    """
    one, zero = A.number(1), A.number(0)
    if is_zero(A, sigma):
        return divide([w0, *[zero] * order], [one, 2 * lam * w0, *[zero] * (order - 1)])
    E = exponential(A, 2 * sigma, order)
    top = [sigma * w0 * x for x in E]
    bottom = [sigma, *[lam * w0 * x for x in E[1:]]]
    return divide(top, bottom)


def one_layer_series(A: Arithmetic, sigma: Any, lam: Any, order: int) -> Series:
    """(sigma / lam) (1 - e^(-lam t)); sigma t for lam = 0."""
    zero = A.number(0)
    if is_zero(A, lam):
        return [zero, sigma, *[zero] * (order - 1)]
    return [zero, *[-sigma / lam * c for c in exponential(A, -lam, order)[1:]]]


def flow_series(A: Arithmetic, Sx: Any, Sxy: Any, W1: Any, W2: Any, order: int) -> tuple[Series, Series]:
    """Coefficients 0 .. order of W1(t), W2(t) for dW1 = (Sxy - Sx W) W2^T, dW2 = W1^T (Sxy - Sx W)."""
    first, second, drift = [W1], [W2], []
    for k in range(order):
        g = A.scale(A.number(-1), A.multiply(Sx, cauchy(A, first, second, k)))
        drift.append(A.plus(Sxy, g) if k == 0 else g)
        step = 1 / A.number(k + 1)
        transposed = [A.transpose(w) for w in second], [A.transpose(w) for w in first]
        new_first = A.scale(step, cauchy(A, drift, transposed[0], k))
        new_second = A.scale(step, cauchy(A, transposed[1], drift, k))
        first.append(new_first)
        second.append(new_second)
    return first, second


def one_layer_flow_series(A: Arithmetic, Sx: Any, Sxy: Any, order: int) -> Series:
    """Coefficients of W(t) for dW = Sxy - Sx W, W(0) = 0 (d0 x d2)."""
    W = [A.scale(A.number(0), Sxy)]
    for k in range(order):
        g = A.scale(A.number(-1), A.multiply(Sx, W[k]))
        W.append(A.scale(1 / A.number(k + 1), A.plus(Sxy, g) if k == 0 else g))
    return W


def cauchy(A: Arithmetic, a: Series, b: Series, k: int) -> Any:
    """The k-th coefficient of the product of two matrix series."""
    total = A.multiply(a[0], b[k])
    for i in range(1, k + 1):
        total = A.plus(total, A.multiply(a[i], b[k - i]))
    return total
