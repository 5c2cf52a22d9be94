"""Recipes for refutations by one network, or by two minimizers of the same data.

Main statements
    RECIPES    by reading key: from a witness to the facts that contradict the reading. Raises NoCertificate
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from numerics.instance import Instance
from theorems.rocq.certificates import NoCertificate, top
from theorems.rocq.facts import Facts
from theorems.rocq.recipe_tools import Refutation, between, energy, eta, made, norm, regressor, with_layers


def flatter(instance: Instance) -> Instance:
    """Another minimizer: the same product, layers rescaled to nearly equal norms by rational factors."""
    norms = [norm(w) for w in instance.layers]
    common = 1.0
    for s in norms:
        common *= s ** (1 / len(norms))
    factors = [Fraction(common / s).limit_denominator(100) for s in norms[:-1]]
    last = Fraction(1)
    for f in factors:
        last /= f
    layers = [[[x * f for x in r] for r in w] for w, f in zip(instance.layers, [*factors, last])]
    return with_layers(instance, layers)


def _after_training(w: Instance) -> Refutation:
    L, stable = len(w.layers), 2 / eta(w)
    bound = between(top(w), min(2 * L * energy(w), float(stable)))
    f = Facts(w, finest=bound)
    facts = (f.cov_above()[0], f.minimizes(), f.upper(bound), f.less(bound, stable), f.energy_above(bound, 2 * L))
    return made(f, "S(W) < 2 L a rho^2 at a minimizer with eta S(W) < 2", *facts)


def _gd_fails(w: Instance) -> Refutation:
    L, stable = len(w.layers), 2 / eta(w)
    bound = between(top(w), float(stable))
    f = Facts(w, finest=bound)
    facts = (f.cov_above()[0], f.minimizes(), f.upper(bound), f.less(bound, stable), f.energy_above(1 / eta(w), L))
    return made(f, "eta > 1 / (L a rho^2), and W attracts since eta S(W) < 2", *facts)


def _critical(w: Instance) -> Refutation:
    f = Facts(w)
    facts = (f.minimizes(), f.every_minimizer(2 / eta(w)))
    return made(f, "eta > 2 / S_min, and descent started at the minimizer W stays there", *facts)


def _minimizers_are_optimal(w: Instance) -> Refutation:
    f = Facts(w)
    facts = (f.cov_above()[0], f.no_readout(), f.not_optimal())
    return made(f, "Sigma has full rank, W is a minimizer, and pi(W) is not pi*", *facts)


def _descent_lemma(w: Instance) -> Refutation:
    if len(w.layers) != 1:
        raise NoCertificate("the risk is quadratic for one layer only")
    f = Facts(w)
    facts = (f.minimizes(), f.lower(2 / eta(w)))
    return made(f, "one layer; descent started at the minimizer W converges, and eta S >= 2", *facts)


def _grows_with_depth(w: Instance) -> Refutation:
    v = flatter(w)
    f = Facts(w, (v,), finest=Fraction(top(v)))
    above, least = f.cov_above()
    below, most = f.cov_below()
    small = Fraction(top(v) * (1 + 1e-6)).limit_denominator(10**9)
    large = Fraction(top(w) * (1 - 1e-6)).limit_denominator(10**9)
    facts = (above, below, f.minimizes(), f.minimizes(1), f.upper(small, 1), f.lower(large))
    return made(f, "lambda S(W) > 4 Lambda S_min", *facts, f.less(4 * most * small, least * large))


def _lower_bound_by_layers(w: Instance) -> Refutation:
    v, L = flatter(w), len(w.layers)
    norms, rho, p = [norm(x) for x in w.layers], norm(regressor(w)), norm(w.matrices["p"])
    root = (p / rho) ** (1 / L)
    bound = between(top(v), 2 * energy(w) * root * sum(1 / s for s in norms))
    f = Facts(w, (v,), finest=bound)
    printed = f.layers_above(bound, Fraction(root), [Fraction(1 / s) for s in norms])
    facts = (f.minimizes(), f.minimizes(1), f.upper(bound, 1), printed)
    return made(f, "the right side at the minimizer W is larger than S at the minimizer W'", *facts)


RECIPES: dict[str, Callable[[Instance], Refutation]] = {
    "learning-rate/after-training#printed": _after_training,
    "learning-rate/gd-fails#printed": _gd_fails,
    "learning-rate/critical#printed": _critical,
    "learning-rate/descent-lemma#printed": _descent_lemma,
    "sharpness/minimizers-are-optimal#printed": _minimizers_are_optimal,
    "sharpness/grows-with-depth#printed": _grows_with_depth,
    "sharpness/lower-bound-by-layers#printed": _lower_bound_by_layers,
}
