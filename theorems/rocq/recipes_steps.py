"""Recipes for refutations by a step of descent, by rescaled layers, and by power iteration.

Main statements
    RECIPES    by reading key: from a witness to the facts that contradict the reading. Raises NoCertificate

Two-layer witnesses of one component are networks of two layers with one output: f = R / 2, so that a step of descent on
f with eta is one on R with eta / 2, and S of f is S / 2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import Instance, network_instance
from numerics.network import Network
from theorems.rocq.certificates import NoCertificate, in_units, integer_hessian, top
from theorems.rocq.facts import Facts
from theorems.rocq.recipe_tools import Refutation, between, eta, made, norm, regressor, with_layers
from theorems.rocq.steps import one_step, power, regressor_less, rescaled, second_layer_above


def descended(w: Instance, step: Fraction) -> Instance:
    """The same data, the layers after one step of gradient descent; exact."""
    net = Network.of(w, Rationals())

    def entry(k: int, i: int, j: int, x: Fraction) -> Fraction:
        slope = to_fraction(net.A.entry(net.gradient(k + 1), i, j))
        if slope is None:
            raise NoCertificate("the gradient is not rational")
        return x - step * slope

    layers = [
        [[entry(k, i, j, x) for j, x in enumerate(row)] for i, row in enumerate(layer)]
        for k, layer in enumerate(w.layers)
    ]
    return with_layers(w, layers)


def _rescaling_unbounded(w: Instance) -> Refutation:
    C = w.numbers["C"]
    first, second, *others = w.layers
    v = with_layers(w, [[[x * C for x in r] for r in first], [[x / C for x in r] for r in second], *others])
    rho, size = norm(regressor(w)), norm(v.layers[1])
    root = rho ** (1 / len(w.layers))
    least = Facts(w, (v,)).cov_above()[1]
    bound = between(top(v), 2 * float(least) * rho**2 / (root * size))
    f = Facts(w, (v,), finest=bound)
    above, least = f.cov_above()
    printed = second_layer_above(1, bound, least, root, size)
    facts = (above, f.minimizes(), rescaled(1, C), f.upper(bound, 1), printed)
    return made(f, "W' = W^C is flatter than the printed bound", *facts)


def _small_scale_final_sharpness(w: Instance) -> Refutation:
    steps = (w.numbers["eta"], w.numbers["eta2"])
    ends = [descended(w, step) for step in steps]
    sharp = [top(end) for end in ends]
    flat = 1 if sharp[0] < sharp[1] else 2
    bound = between(*sorted(sharp))
    small = between(min(sharp), float(bound))
    f = Facts(w, ends, finest=small)
    facts = (
        *(one_step(i, step) for i, step in enumerate(steps, 1)),
        f.minimizes(1),
        f.minimizes(2),
        f.energy_above(Fraction(0), 1, 1),
        f.upper(small, flat),
        f.lower(bound, 3 - flat),
        f.less(small, bound),
    )
    return made(f, "from one start two learning rates reach minimizers of different sharpness", *facts)


def _one_component(w: Instance) -> Instance:
    """The network of two layers and one output. Raises NoCertificate when there is more than one component."""
    m = w.matrices
    if any(m[name] != ((Fraction(1),),) for name in ("U", "V", "Q", "R")):
        raise NoCertificate("the witness has more than one component, or another basis")
    return network_instance(m["X"], [r[0] for r in m["Y"]], [m["W1"], m["W2"]], [1])


def _root(x: Fraction) -> Fraction:
    root = Fraction(math.isqrt(x.numerator), math.isqrt(x.denominator))
    if root * root != x:
        raise NoCertificate("the balanced minimizer is not rational")
    return root


def _step_size(w: Instance) -> Refutation:
    net, step = _one_component(w), eta(w)
    X, y = (w.matrices[name] for name in ("X", "Y"))
    root = _root(sum((a[0] * b[0] for a, b in zip(X, y)), Fraction(0)) / sum((a[0] ** 2 for a in X), Fraction(0)))
    rest, after = with_layers(net, [[[root]], [[root]]]), descended(net, step / 2)
    if not regressor(rest)[0][0] < regressor(after)[0][0]:
        raise NoCertificate("the first step does not overshoot")
    bound = between(2 * float(step), top(rest))
    f = Facts(net, (rest, after), finest=bound)
    facts = (
        f.cov_above()[0],
        f.minimizes(1),
        f.lower(bound, 1),
        f.less(2 * step, bound),
        one_step(2, step / 2),
        regressor_less(0, 1, 0),
        regressor_less(1, 2, 0),
    )
    return made(f, "eta < S / 2, S of f at its balanced minimizer W', and a step from below overshoots", *facts)


def _power_iteration(w: Instance) -> Refutation:
    """20 iterations from the vector of ones; the estimate is off the largest eigenvalue by more than 1 %."""
    last, estimate, S = 19, math.sqrt(estimate_squared(w)), top(w)
    if estimate > 1.01 * S:
        bound = between(max(S, 0), estimate / 1.01)
        f = Facts(w, finest=bound)
        facts = (f.upper(bound), f.lower(-bound), power(last, bound**2 * _PERCENT, True))
        return made(f, "|S(W)| is at most the first number, and the estimate more than 1 % above it", *facts)
    bound = between(1.01 * estimate, S)
    f = Facts(w, finest=bound)
    facts = (f.lower(bound), power(last, bound**2 / _PERCENT, False), power(last, Fraction(0), True))
    return made(f, "the estimate is more than 1 % below S(W)", *facts)


def _within_a_percent(w: Instance) -> Refutation:
    """The estimate is off at a minimizer."""
    found = _power_iteration(w)
    return replace(found, facts=(Facts(w).minimizes(), *found.facts))


def _not_above(w: Instance) -> Refutation:
    """20 iterations from the vector of ones, and an estimate above S(W)."""
    last, squared, S = 19, estimate_squared(w), top(w)
    bound = between(max(S, 0), math.sqrt(squared))
    f = Facts(w, finest=bound)
    facts = (f.upper(bound), power(last, bound**2, True))
    return made(f, "S(W) is at most the first number, and the estimate above it", *facts)


def estimate_squared(w: Instance) -> Fraction:
    """|v_20|^2 / |v_19|^2, exactly. Raises NoCertificate when the iteration is not defined."""
    T, unit = integer_hessian(w), in_units(w).scale(len(w.matrices["X"]))
    v = [1] * len(T)
    for _ in range(19):
        v = [sum(t * x for t, x in zip(row, v)) for row in T]
    image = [sum(t * x for t, x in zip(row, v)) for row in T]
    if not any(v):
        raise NoCertificate("the iteration ends in 0")
    return Fraction(sum(x * x for x in image), sum(x * x for x in v)) * unit**2


_PERCENT = Fraction(10201, 10000)

RECIPES: dict[str, Callable[[Instance], Refutation]] = {
    "sharpness/rescaling-unbounded#printed": _rescaling_unbounded,
    "learning-rate/small-scale-final-sharpness#printed": _small_scale_final_sharpness,
    "two-layer/step-size#printed": _step_size,
    "experiments/power-iteration#printed": _power_iteration,
    "experiments/power-iteration#repaired/within 1 % at minimizers": _within_a_percent,
    "experiments/power-iteration#repaired/the largest eigenvalue everywhere": _not_above,
}
