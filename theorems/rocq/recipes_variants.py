"""Recipes for false variants of claims about minimizers: bounds on their sharpness against exact numbers.

Main statements
    RECIPES    by reading key: from a witness to the facts that contradict the variant. Raises NoCertificate

Notation of the facts: e = pi^T Sigma pi = a rho^2 at a minimizer, r = rho^2, q = |p|^2.
A variant that states a lower bound of S_min is contradicted by one minimizer W' that is flatter than its right side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from numerics.instance import Instance
from theorems.rocq.certificates import NoCertificate, top
from theorems.rocq.facts import Fact, Facts
from theorems.rocq.quantities import Exact, optimal
from theorems.rocq.recipe_tools import Refutation, between, made, with_layers
from theorems.rocq.recipes import flatter
from theorems.rocq.steps import rescaled

_UP, _DOWN = 1 + Fraction(1, 10**6), 1 - Fraction(1, 10**6)


def finest(*instances: Instance) -> Fraction:
    return Fraction(min(top(w) for w in instances)) or Fraction(1)


def above(w: Instance) -> Fraction:
    """A little more than S(W), and a short fraction."""
    return (Fraction(top(w)) * _UP).limit_denominator(10**9)


def under(w: Instance) -> Fraction:
    return (Fraction(top(w)) * _DOWN).limit_denominator(10**9)


def too_flat(f: Facts, i: int, because: str, facts: list[Fact], right: Fraction) -> Refutation:
    """W^(i) is a minimizer with S < right."""
    bound = between(top(f.instances[i]), float(right))
    return made(f, because, f.minimizes(i), f.upper(bound, i), *facts, f.less(bound, right))


def by_layers(w: Instance, kind: str) -> Refutation:
    """S(W) < k 2 a rho^2 v sum 1 / |W_k|_F for a factor k and a root v."""
    L, f = len(w.layers), Facts(w, finest=finest(w))
    x = Exact(f)
    e, r, q = x.energy(), x.regressor(), x.readout()
    roots = [x.root(2, x.unity(), x.layer(k)) for k in range(L)]
    if any(high == 0 for _, _, high in roots):
        raise NoCertificate("a layer is 0")
    factor, facts = 2 * e.value * sum((1 / high for _, _, high in roots), Fraction(0)), [f.cov_above()[0], x.of(e)]
    if kind == "exponent":
        fact, low, _ = x.root(2 * L, x.unity(), q)
    else:
        fact, low, _ = x.root(2 * L, r, q)
    facts.append(fact)
    if kind == "constant":
        factor *= Fraction(101, 100)
    if kind == "Lambda":
        largest, bound = x.largest()
        factor *= bound * r.value / e.value
        facts += [x.of(r), largest]
    facts += [fact for fact, _, _ in roots]
    return too_flat(f, 0, "W is a minimizer and flatter than the right side", facts, factor * low)


def two_sided(w: Instance, kind: str) -> Refutation:
    """S(W') < 2 L a rho^(2-2/L) |p|^(2/L) with a factor or an exponent changed."""
    L, v = len(w.layers), flatter(w)
    f = Facts(w, (v,), finest=finest(v))
    x = Exact(f)
    e, r, q = x.energy(), x.regressor(), x.readout()
    facts, right = [f.cov_above()[0], f.minimizes(), x.of(e)], 2 * L * e.value
    if kind in ("constant", "Lambda"):
        fact, low, _ = x.root(2 * L, r, q)
        facts.append(fact)
        right *= low**2 * (Fraction(1001, 1000) if kind == "constant" else 1)
        if kind == "Lambda":
            largest, bound = x.largest()
            facts += [x.of(r), largest]
            right *= bound * r.value / e.value
    else:
        up, low, _ = x.root(2 * L, x.unity(), q)
        down, _, high = x.root(2 * L if kind == "2 - 1/L" else 2 * L + 2, x.unity(), r)
        facts += [up, down]
        right *= low**2 / (high if kind == "2 - 1/L" else high**2)
    return too_flat(f, 1, "the minimizer W' is flatter than the right side", facts, right)


def linear(w: Instance) -> Refutation:
    """S(W') < 2 L a rho^2."""
    v = flatter(w)
    f = Facts(w, (v,), finest=finest(v))
    x = Exact(f)
    e = x.energy()
    facts = [f.cov_above()[0], f.minimizes(), x.of(e), x.of(x.regressor()), x.of(x.readout())]
    return too_flat(f, 1, "the minimizer W' is flatter than 2 L a rho^2", facts, 2 * len(w.layers) * e.value)


def equality(w: Instance) -> Refutation:
    """S_min is not 2 L a rho^2: smaller, or larger at every minimizer."""
    f = Facts(w)
    e = Exact(f).energy()
    wanted = 2 * len(w.layers) * e.value
    if top(flatter(w)) < float(wanted):
        return linear(w)
    return made(
        f, "every minimizer is sharper than 2 L a rho^2", f.minimizes(), Exact(f).of(e), f.every_minimizer(wanted)
    )


def weaker_exponents(w: Instance) -> Refutation:
    """S(W) < 2 L a rho^(2-1/L) |p|^(1/L) although rho >= |p|."""
    L, f = len(w.layers), Facts(w, finest=finest(w))
    x = Exact(f)
    e, r, q = x.energy(), x.regressor(), x.readout()
    fact, low, _ = x.root(2 * L, r, q)
    facts = [f.cov_above()[0], x.of(e), x.of(r), x.of(q), fact]
    return too_flat(f, 0, "rho >= |p|, and W is flatter than the right side", facts, 2 * L * e.value * low)


def any_weights(w: Instance) -> Refutation:
    """S(W) < 2 a rho^(2-1/L) |p|^(1/L) sum 1 / |W_k|_F, W no minimizer; a and rho are those of the minimizer W'."""
    L, v = len(w.layers), optimal(w)
    f = Facts(w, (v,), finest=max(finest(w), Fraction(1, 10**6)))
    x = Exact(f)
    e, r = x.energy(1), x.regressor(1)
    roots = [x.root(2, x.unity(), x.layer(k)) for k in range(L)]
    if any(high == 0 for _, _, high in roots):
        raise NoCertificate("a layer is 0")
    fact, low, _ = x.root(2 * L, r, replace(x.readout(), net=r.net))
    right = 2 * e.value * low * sum((1 / high for _, _, high in roots), Fraction(0))
    bound = between(max(top(w), 0.0), float(right))
    facts = (f.cov_above()[0], f.minimizes(1), x.of(e), fact, *(root for root, _, _ in roots))
    return made(f, "W is flatter than the right side", *facts, f.upper(bound), f.less(bound, right))


# Minimizers and critical points.


def no_readout(w: Instance) -> Refutation:
    f = Facts(w)
    return made(f, "W is a minimizer and Sigma (pi(W) - pi*) is not 0", f.no_readout(), f.not_optimal())


def singular(w: Instance) -> Refutation:
    f = Facts(w, (optimal(w),))
    x = Exact(f)
    here, there, p = x.regressor(), x.regressor(1), x.readout()
    facts = (f.minimizes(), f.minimizes(1), x.of(p), x.of(here), x.of(there), f.less(there.value, here.value))
    return made(f, "another minimizer has the smaller regressor, so pi(W) is not the least", *facts)


def critical(w: Instance) -> Refutation:
    f = Facts(w, (optimal(w),))
    x = Exact(f)
    here, there = x.risk(), x.risk(1)
    facts = (x.critical(), x.of(x.readout()), f.minimizes(1), x.of(here), x.of(there), f.less(there.value, here.value))
    return made(f, "the gradient vanishes at W, and R(W) is not the least risk", *facts)


def squared(w: Instance) -> Refutation:
    """One layer, one output: the gradient is p g^T, and |g|^2 = 4 |Sigma (pi - pi*)|^2."""
    if len(w.layers) != 1 or len(w.layers[0]) != 1:
        raise NoCertificate("the gradient shows Sigma (pi - pi*) for one layer and one output only")
    f = Facts(w, (optimal(w),))
    x = Exact(f)
    here, there, p, slopes = x.risk(), x.risk(1), x.readout(), x.gradient()
    excess, other = here.value - there.value, sum((g * g for _, g in slopes), Fraction(0)) / (4 * p.value)
    facts = (f.minimizes(1), x.of(here), x.of(there), x.of(p), *(s for s, _ in slopes))
    because = f"E(W) = {excess}, and |Sigma (pi - pi*)|^2 = |grad R|^2 / (4 |p|^2) = {other}"
    return made(f, because, *facts, f.less(*sorted((excess, other))))


# Rescaled layers.


def _rescaled(w: Instance) -> Instance:
    C = w.numbers["C"]
    first, *others = w.layers
    rest = [[[x / C for x in r] for r in others[0]], *others[1:]] if others else []
    return with_layers(w, [[[x * C for x in r] for r in first], *rest])


def less_sharp(w: Instance) -> Refutation:
    v = _rescaled(w)
    f = Facts(w, (v,), finest=finest(w, v))
    small, large = above(v), under(w)
    facts = (f.minimizes(), rescaled(1, w.numbers["C"]), f.upper(small, 1), f.lower(large), f.less(small, large))
    return made(f, "C >= 1, and W' = W^C is flatter than W", *facts)


def one_layer(w: Instance) -> Refutation:
    v, C = _rescaled(w), w.numbers["C"]
    f = Facts(w, (v,), finest=finest(w, v))
    small, large = above(v), under(w)
    facts = (f.minimizes(), rescaled(1, C), f.upper(small, 1), f.lower(large), f.less(2 * small, C * large))
    return made(f, "2 S(C W_1) < C S(W_1)", *facts)


def growth(w: Instance, kind: str) -> Refutation:
    """The spectral norm of W_2 is at most |W_2|_F, so the right side is at least the one with |W_2|_F."""
    L, C = len(w.layers), w.numbers["C"]
    v = w if kind == "constant" else _rescaled(w)
    f = Facts(w, (v,), finest=finest(v))
    x = Exact(f)
    e, layer = x.energy(), x.layer(1)
    facts = [f.cov_above()[0], x.of(e), f.minimizes(), rescaled(1, C if kind != "constant" else Fraction(1))]
    if kind == "cubic":
        facts.append(x.of(layer))
        right = 2 * e.value * C**3 / layer.value
    else:
        down, _, high = x.root(2 * L, x.unity(), x.regressor())
        width, _, wide = x.root(2, x.unity(), x.layer(1, 1))
        facts += [down, width]
        right = 2 * e.value / (high * wide)
        if kind == "constant":
            up, low, _ = x.root(2 * L, x.unity(), x.readout())
            facts.append(up)
            right *= Fraction(176, 100) * low
    return too_flat(f, 1, "W' = W^C is flatter than the right side with |W_2|_F, hence with |W_2|_2", facts, right)


def balanced(w: Instance) -> Refutation:
    """W is balanced and a rescaled minimizer is flatter."""
    candidates = [(Fraction(k, 8), Fraction(8, k)) for k in range(1, 65)]
    others = (with_layers(w, [_times(w.layers[0], c), _times(w.layers[1], b), *w.layers[2:]]) for c, b in candidates)
    v = min(others, key=top)
    f = Facts(w, (v,), finest=finest(w, v))
    x = Exact(f)
    entries = [
        x.imbalance(k, a, b)
        for k in range(len(w.layers) - 1)
        for a in range(len(w.layers[k]))
        for b in range(len(w.layers[k]))
    ]
    if any(value for _, value in entries):
        raise NoCertificate("W is not balanced")
    bound = between(top(v), top(w))
    small = between(top(v), float(bound))
    facts = (f.minimizes(), *(fact for fact, _ in entries), f.minimizes(1), f.upper(small, 1), f.lower(bound))
    return made(f, "W is balanced, and the minimizer W' is flatter", *facts, f.less(small, bound))


def _times(layer: Sequence[Sequence[Fraction]], c: Fraction) -> list[list[Fraction]]:
    return [[x * c for x in r] for r in layer]


_LAYERS, _TWO = "sharpness/lower-bound-by-layers#repaired", "sharpness/minimum-two-sided#sharper"
_OPTIMAL, _RESCALING = "sharpness/minimizers-are-optimal#repaired", "sharpness/rescaling-unbounded#repaired"
RECIPES: dict[str, Callable[[Instance], Refutation]] = {
    f"{_LAYERS}/constant 2.02 a": partial(by_layers, kind="constant"),
    f"{_LAYERS}/exponent 2": partial(by_layers, kind="exponent"),
    f"{_LAYERS}/Lambda in place of a": partial(by_layers, kind="Lambda"),
    f"{_LAYERS}/W not a minimizer": any_weights,
    f"{_TWO}/constant 2L(1 + 1/1000)": partial(two_sided, kind="constant"),
    f"{_TWO}/Lambda in the lower bound": partial(two_sided, kind="Lambda"),
    f"{_TWO}/exponent 2 - 1/L": partial(two_sided, kind="2 - 1/L"),
    f"{_TWO}/exponent 2 - 2/(L+1)": partial(two_sided, kind="2 - 2/(L+1)"),
    f"{_OPTIMAL}/p may be 0": no_readout,
    f"{_OPTIMAL}/full rank dropped": singular,
    f"{_OPTIMAL}/every critical point is a minimizer": critical,
    f"{_OPTIMAL}/Sigma squared": squared,
    f"{_RESCALING}/monotone in C": less_sharp,
    f"{_RESCALING}/the limit for L = 1": one_layer,
    f"{_RESCALING}/growth C^3": partial(growth, kind="cubic"),
    f"{_RESCALING}/no factor in p": partial(growth, kind="readout"),
    f"{_RESCALING}/kappa_2 = 1.76": partial(growth, kind="constant"),
    "sharpness/minimum-exact#sharper/the balanced ones are flattest": balanced,
    "sharpness/grows-with-depth#repaired/S_min >= 2 L a rho^2 for every L": linear,
    "learning-rate/after-training#sharper/rho <= 1.01 |p| for d = 1": linear,
    "learning-rate/after-training#repaired/exponents 2-1/L and 1/L": weaker_exponents,
    "learning-rate/asymptotic-minimum#sharper/equality at finite depth": equality,
    "learning-rate/gd-fails#repaired/Lambda in place of a": partial(two_sided, kind="Lambda"),
}
