"""Recipes for false variants of claims about steps of gradient descent, and about learning rates at minimizers.

Main statements
    RECIPES    by reading key: from a witness to the facts that contradict the variant. Raises NoCertificate

W' is W after one step with the learning rate of the witness, or a minimizer of the same data, as the facts say.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from numerics.instance import Instance
from theorems.rocq import recipes
from theorems.rocq.certificates import NoCertificate, top
from theorems.rocq.facts import Fact, Facts
from theorems.rocq.quantities import Exact, optimal
from theorems.rocq.recipe_tools import Refutation, between, eta, made
from theorems.rocq.recipes_steps import descended
from theorems.rocq.recipes_variants import above, finest, under
from theorems.rocq.steps import one_step


def stepped(w: Instance, step: Fraction, finest: Fraction = Fraction(1)) -> tuple[Facts, Fact]:
    return Facts(w, (descended(w, step),), finest=finest), one_step(1, step)


# At a minimizer.


def at_limit(w: Instance, low: Fraction | None, high: Fraction | None, because: str) -> Refutation:
    """low < S(W) < high at a minimizer W; low and high in multiples of 1 / eta."""
    f = Facts(w, finest=finest(w))
    facts = [f.minimizes()]
    if low is not None:
        bound = between(float(low / eta(w)), top(w))
        facts += [f.lower(bound), f.less(low / eta(w), bound)]
    if high is not None:
        bound = between(top(w), float(high / eta(w)))
        facts += [f.upper(bound), f.less(bound, high / eta(w))]
    return made(f, because, *facts)


def unstable_below(w: Instance, threshold: Fraction) -> Refutation:
    """eta > threshold / S_min, and eta S(W) < 2 at the minimizer W."""
    f = Facts(w, finest=finest(w))
    bound, wanted = between(top(w), float(2 / eta(w))), threshold / eta(w)
    facts = (f.minimizes(), f.every_minimizer(wanted), f.upper(bound), f.less(bound, 2 / eta(w)))
    return made(f, f"eta S_min > {threshold}, and eta S(W) < 2", *facts)


def none_attracts(w: Instance) -> Refutation:
    f = Facts(w)
    x = Exact(f)
    e, r, p = x.energy(), x.regressor(), x.readout()
    facts = (f.minimizes(), x.of(e), x.of(r), x.of(p), f.less(eta(w) * len(w.layers) * e.value, Fraction(2)))
    because = "rho = |p|, eta < 2 / (L a rho^2), and eta S > 2 at every minimizer"
    return made(f, because, *facts, f.every_minimizer(2 / eta(w)))


# From a start that is no minimizer.


def constant_orbit(w: Instance, kind: str) -> Refutation:
    """The gradient vanishes at W, which is no minimizer, although the learning rate is small; W' is a minimizer."""
    v = optimal(w)
    f = Facts(w, (v,), finest=finest(v))
    x = Exact(f)
    here, there, e = x.risk(), x.risk(1), x.energy(1)
    facts = [f.cov_above()[0], x.critical(), f.minimizes(1), x.of(here), x.of(there), f.less(there.value, here.value)]
    if kind == "L a rho^2":
        facts += [x.of(e), f.less(eta(w) * len(w.layers) * e.value, Fraction(1))]
    else:
        bound = between(top(v), float(2 / eta(w)))
        facts += [f.upper(bound, 1), f.less(bound, 2 / eta(w))]
    return made(f, "descent started at W stays there, above the least risk", *facts)


def arrives(w: Instance) -> Refutation:
    """eta S(W) >= 2, and one step from W, no minimizer, reaches a minimizer."""
    f, step = stepped(w, eta(w), finest(w))
    stable = 2 / eta(w)
    facts = [step, f.minimizes(1), f.not_optimal()]
    if top(w) > 1.000001 * float(stable):
        bound = between(float(stable), top(w))
        facts += [f.lower(bound), f.less(stable, bound)]
    else:
        facts.append(f.lower(stable))
    return made(f, "eta S(W) >= 2, and a step from W, no minimizer, reaches the minimizer W'", *facts)


def arrives_above(w: Instance) -> Refutation:
    """eta > 2 / S_min, and one step from the witness, no minimizer, reaches a minimizer: the network W here."""
    f = Facts(descended(w, eta(w)), (w,))
    x = Exact(f)
    end, start = x.risk(), x.risk(1)
    facts = (f.minimizes(), x.of(end), x.of(start), f.less(end.value, start.value), f.every_minimizer(2 / eta(w)))
    because = "eta S > 2 at every minimizer, and a step from W', no minimizer, reaches the minimizer W"
    return made(f, because, one_step(0, eta(w), 1), *facts)


def flattens(w: Instance) -> Refutation:
    v = descended(w, eta(w))
    f, step = stepped(w, eta(w), finest(w, v))
    small, large = above(v), under(w)
    return made(f, "a step of descent makes S smaller", step, f.upper(small, 1), f.lower(large), f.less(small, large))


def risk_grows(w: Instance) -> Refutation:
    """eta S <= 2.01, quadratic risk, and the risk grows."""
    if len(w.layers) != 1:
        raise NoCertificate("the risk is quadratic for one layer only")
    f, step = stepped(w, eta(w), finest(w))
    x, bound = Exact(f), between(top(w), 2.01 / float(eta(w)))
    here, after = x.risk(), x.risk(1)
    facts = (f.upper(bound), f.less(eta(w) * bound, Fraction(201, 100)), x.of(here), x.of(after))
    return made(f, "eta S < 2.01, and the step makes R larger", step, *facts, f.less(here.value, after.value))


# Imbalances.


def drifts(w: Instance, kind: str) -> Refutation:
    """An entry of D_k(W') - D_k(W) that is not what the variant says."""
    step = Fraction(1) if kind == "unit step" else eta(w)
    f, fact = stepped(w, step)
    x, slopes = Exact(f), Exact(f).gradient()
    if kind == "plus" and any(len(layer) > 1 or len(layer[0]) > 1 for layer in w.layers):
        raise NoCertificate("the squares of the gradients are numbers for layers of one entry only")
    square = sum((g * g for _, g in slopes), Fraction(0))
    for k in range(len(w.layers) - 1):
        for a in range(len(w.layers[k])):
            for b in range(len(w.layers[k])):
                (before, old), (after, new) = x.imbalance(k, a, b), x.imbalance(k, a, b, 1)
                change = new - old
                expected = step**2 * (slopes[k][1] ** 2 + slopes[k + 1][1] ** 2) if kind == "plus" else Fraction(0)
                limit = step**3 * square if kind == "third order" else Fraction(0)
                if abs(change - expected) > limit:
                    of_slopes = [s for s, _ in slopes] if kind in ("plus", "third order") else []
                    gap = f.less(limit, abs(change - expected))
                    because = f"an entry of D changes by {change}, {_wanted(kind, expected, limit)}"
                    return made(f, because, fact, before, after, *of_slopes, gap)
    raise NoCertificate("no entry of an imbalance contradicts it")


def _wanted(kind: str, expected: Fraction, limit: Fraction) -> str:
    return f"more than eta^3 |grad R|^2 = {limit}" if kind == "third order" else f"not by {expected}"


_AFTER, _CRITICAL, _DRIFT = "learning-rate/after-training", "learning-rate/critical", "learning-rate/imbalance-drift"
_FAILS, _LEMMA, _EDGE = "learning-rate/gd-fails", "learning-rate/descent-lemma", "learning-rate/edge-of-stability"
_ONE, _TWO = Fraction(1), Fraction(2)
_stays = partial(at_limit, low=_TWO, high=None, because="descent started at the minimizer W stays there: eta S(W) > 2")
RECIPES: dict[str, Callable[[Instance], Refutation]] = {
    f"{_AFTER}#repaired/right side from every start": _stays,
    f"{_CRITICAL}#sharper/S <= 2 / eta at every limit": _stays,
    f"{_AFTER}#repaired/right side 1/eta": partial(
        at_limit, low=_ONE, high=_TWO, because="1 / eta < S(W) < 2 / eta at the minimizer W"
    ),
    f"{_EDGE}#printed/above 2/eta at limits": partial(
        at_limit, low=None, high=_TWO, because="the minimizer W attracts descent since eta S(W) < 2"
    ),
    f"{_CRITICAL}#repaired/threshold 1 / S_min": partial(unstable_below, threshold=_ONE),
    f"{_CRITICAL}#repaired/threshold 1.99 / S_min": partial(unstable_below, threshold=Fraction(199, 100)),
    f"{_FAILS}#repaired/the printed condition for all rho": recipes.RECIPES[f"{_FAILS}#printed"],
    f"{_FAILS}#repaired/twice the threshold at rho = |p|": none_attracts,
    f"{_FAILS}#repaired/success below from every start": partial(constant_orbit, kind="L a rho^2"),
    f"{_CRITICAL}#sharper/below the threshold from every start": partial(constant_orbit, kind="S_min"),
    f"{_EDGE}#printed/training always fails above": arrives,
    f"{_LEMMA}#repaired/necessary from every start": arrives,
    f"{_CRITICAL}#repaired/from every start": arrives_above,
    f"{_EDGE}#printed/monotone": flattens,
    f"{_LEMMA}#repaired/eta <= 2.01 / S": risk_grows,
    f"{_DRIFT}#sharper/conserved": partial(drifts, kind="conserved"),
    f"{_DRIFT}#sharper/plus sign": partial(drifts, kind="plus"),
    f"{_DRIFT}#sharper/third order": partial(drifts, kind="third order"),
    "small-scale/balancedness#printed/conserved by gradient descent": partial(drifts, kind="unit step"),
}
