"""Recipes for false variants of claims about the sharpness of minimizers: a bound against a formula.

Main statements
    RECIPES    by reading key: from a witness to the facts that contradict the variant. Raises NoCertificate
    too_flat   W^(i) is a minimizer with S < a number that the facts bound from below
    above, under, finest   short fractions near S(W)

Notation of the facts: e = pi^T Sigma pi = a rho^2 at a minimizer, r = rho^2, q = |p|^2.
A variant that states a lower bound of S_min is contradicted by one minimizer W' that is flatter than its right side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

from numerics.instance import Instance
from theorems.rocq.certificates import NoCertificate, top
from theorems.rocq.facts import Fact, Facts
from theorems.rocq.quantities import Exact, optimal
from theorems.rocq.recipe_tools import Refutation, between, made
from theorems.rocq.recipes import flatter

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


_LAYERS, _TWO = "sharpness/lower-bound-by-layers#repaired", "sharpness/minimum-two-sided#sharper"
RECIPES: dict[str, Callable[[Instance], Refutation]] = {
    f"{_LAYERS}/constant 2.02 a": partial(by_layers, kind="constant"),
    f"{_LAYERS}/exponent 2": partial(by_layers, kind="exponent"),
    f"{_LAYERS}/Lambda in place of a": partial(by_layers, kind="Lambda"),
    f"{_LAYERS}/W not a minimizer": any_weights,
    f"{_TWO}/constant 2L(1 + 1/1000)": partial(two_sided, kind="constant"),
    f"{_TWO}/Lambda in the lower bound": partial(two_sided, kind="Lambda"),
    f"{_TWO}/exponent 2 - 1/L": partial(two_sided, kind="2 - 1/L"),
    f"{_TWO}/exponent 2 - 2/(L+1)": partial(two_sided, kind="2 - 2/(L+1)"),
    "sharpness/grows-with-depth#repaired/S_min >= 2 L a rho^2 for every L": linear,
    "learning-rate/after-training#sharper/rho <= 1.01 |p| for d = 1": linear,
    "learning-rate/after-training#repaired/exponents 2-1/L and 1/L": weaker_exponents,
    "learning-rate/asymptotic-minimum#sharper/equality at finite depth": equality,
    "learning-rate/gd-fails#repaired/Lambda in place of a": partial(two_sided, kind="Lambda"),
}
