"""Recipes for false variants about which weights minimize, and about rescaled and balanced minimizers.

Main statements
    RECIPES    by reading key: from a witness to the facts that contradict the variant. Raises NoCertificate

W' is another minimizer of the same data, or W rescaled, as the facts say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

from numerics.instance import Instance
from theorems.rocq.certificates import NoCertificate, top
from theorems.rocq.facts import Facts
from theorems.rocq.quantities import Exact, optimal
from theorems.rocq.recipe_tools import Refutation, between, made, with_layers
from theorems.rocq.recipes_variants import above, finest, too_flat, under
from theorems.rocq.steps import rescaled

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


def distance(w: Instance) -> Refutation:
    """E(W) is not |pi(W) - pi*|^2, where pi(W) = 0."""
    f = Facts(w, (optimal(w),))
    x = Exact(f)
    zero, star, here, there = x.regressor(), x.regressor(1), x.risk(), x.risk(1)
    if zero.value:
        raise NoCertificate("pi(W) is not 0")
    excess = here.value - there.value
    facts = (f.cov_above()[0], f.minimizes(1), *map(x.of, (zero, star, here, there)))
    because = f"E(W) = {excess}, and |pi(W) - pi*|^2 = {star.value}"
    return made(f, because, *facts, f.less(*sorted((excess, star.value))))


def unbounded(w: Instance) -> Refutation:
    """S(W) > 2 tr Sigma |p|^2 for two layers; tr Sigma = Lambda in one dimension."""
    if len(w.matrices["X"][0]) != 1:
        raise NoCertificate("tr Sigma is the largest eigenvalue in one dimension only")
    f = Facts(w, finest=finest(w))
    below, most = f.cov_below()
    p = Exact(f).readout()
    bound = between(float(2 * most * p.value), top(w))
    facts = (below, Exact(f).of(p), f.lower(bound), f.less(2 * most * p.value, bound))
    return made(f, "d = 1, and S(W) > 2 tr Sigma |p|^2", *facts)


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


_OPTIMAL, _RESCALING = "sharpness/minimizers-are-optimal#repaired", "sharpness/rescaling-unbounded#repaired"
RECIPES: dict[str, Callable[[Instance], Refutation]] = {
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
    "learning-rate/descent-lemma#sharper/finite for two layers": unbounded,
    "experiments/squared-distance#printed/excess equals distance": distance,
}
