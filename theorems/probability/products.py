r"""What the claims on random products share: the event `some partial product leaves [low, high]` as a trial.

Bounds are given as functions of a `Regime` (numerics.subjects.concentration) returning logarithms, so that the same
line is evaluated in balls for the decision and in intervals of fractions for the confirmation of failing samples.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, exp, inf, log, sqrt
from typing import Any

import numpy as np
from flint import arb

from numerics.arithmetic import Rationals
from numerics.arithmetic.radical import as_ball
from numerics.products import Setting, factors
from numerics.products.events import extremes, leaves
from numerics.products.second import squared_norms
from numerics.products.vectors import enough_bits, forward_norms
from numerics.second import Second
from numerics.subjects.concentration import Regime
from numerics.transcendental import exponential
from theorems.probability.trial import Regime as Plain
from theorems.probability.trial import Trial, at_most_fraction, numbers

Log = Callable[[Regime], Any]
SCALES = (Fraction(1, 4), Fraction(1), Fraction(2), Fraction(4))
BITS = 128


def setting(regime: Plain) -> Setting:
    n = numbers(regime)
    return Setting(int(n["d"]), int(n["L"]), n["s"])


def quantities(regime: Plain, A: Any) -> Regime:
    n = numbers(regime)
    return Regime(A, {}, {"d": n["d"], "L": n["L"], "s": A.number(n["s"]), "u": A.number(n["u"])})


def ball_of(regime: Plain, formula: Log | None) -> Any:
    """exp of the formula in balls; None for None."""
    if formula is None:
        return None
    A = Rationals(BITS)
    with A.context():
        return arb(as_ball(exponential(A, formula(quantities(regime, A)))))


def draw(regime: Plain, seed: Sequence[int]) -> list[Any]:
    return list(factors(setting(regime), seed))


def claimed_bound(log_claimed: Log) -> Callable[[Plain], Fraction]:
    def claimed(regime: Plain) -> Fraction:
        A = Rationals(BITS)
        with A.context():
            return at_most_fraction(arb(as_ball(exponential(A, log_claimed(quantities(regime, A))))))

    return claimed


def product_trial(
    about: str,
    *,
    log_claimed: Log,
    regimes: Callable[[np.random.Generator, int], list[dict[str, str]]],
    low: Log | None = None,
    high: Log | None = None,
    safe_low: Log | None = None,
    safe_high: Log | None = None,
) -> Trial:
    """Failure: some G_k, 0 <= k <= L, has a singular value below exp(low) or above exp(high).

    safe_low, safe_high: narrower bounds that the certificate of a sample that does not fail has to show.
    """

    def decide(regime: Plain, sample: list[Any]) -> Any:
        bounds = [ball_of(regime, f) for f in (low, high, safe_low, safe_high)]
        return leaves(sample, setting(regime), bounds[0], bounds[1], (bounds[2], bounds[3]))

    def evidence(regime: Plain, sample: list[Any]) -> dict[str, Any]:
        event = decide(regime, sample)
        return {"side": event.side, "layer": event.layer, "vector": [str(x) for x in event.x]}

    def confirms(regime: Plain, entry: Mapping[str, Any], sample: list[Any]) -> bool:
        return confirmed_entry(regime, entry, sample, {"below": low, "above": high})

    return Trial(
        about=about,
        regimes=regimes,
        claimed=claimed_bound(log_claimed),
        sample=draw,
        fails=lambda regime, sample: decide(regime, sample).happens,
        evidence=evidence,
        confirms=confirms,
    )


def confirmed_entry(
    regime: Plain, entry: Mapping[str, Any], factors: Sequence[Any], formulas: Mapping[str, Log | None]
) -> bool:
    """The second decision about stored evidence: which side of which bound, after how many factors, along which x."""
    formula = formulas.get(str(entry["side"]))
    if formula is None or len(entry["vector"]) != setting(regime).d:
        return False
    x, sense = [Fraction(v) for v in entry["vector"]], "<" if entry["side"] == "below" else ">"
    return confirmed(regime, factors[: int(entry["layer"])], x, sense, formula)


def confirmed(regime: Plain, sample: Sequence[Any], x: Sequence[Fraction], sense: str, formula: Log) -> bool:
    """The second decision: some |G_k x|^2 `sense` exp(2 formula), in intervals of fractions."""
    A, s = Second(96), setting(regime)
    bound = exponential(A, 2 * formula(quantities(regime, A)))
    bits = enough_bits(sample, s.c_float, 96) if len(sample) else 96
    return any(A.certain(n, sense, bound) is True for n in squared_norms(sample, s, x, bits))


def vector_trial(
    about: str, *, log_claimed: Log, regimes: Callable[[np.random.Generator, int], list[dict[str, str]]], low: Log
) -> Trial:
    """Failure: min over k of |G_k e_1| <= exp(low). Decided both ways by the forward pass in balls."""

    def norms(regime: Plain, sample: list[Any]) -> list[Any]:
        s = setting(regime)
        bits = enough_bits(sample, s.c_float, BITS)
        return forward_norms(sample, s.c(bits + 32), _unit(s.d), bits)

    def fails(regime: Plain, sample: list[Any]) -> bool | None:
        bound = ball_of(regime, low)
        found = norms(regime, sample)
        if any(n <= bound for n in found):
            return True
        return False if all(n > bound for n in found) else None

    def confirms(regime: Plain, entry: Mapping[str, Any], sample: list[Any]) -> bool:
        return confirmed(regime, sample, _unit(setting(regime).d), "<=", low)

    return Trial(
        about=about,
        regimes=regimes,
        claimed=claimed_bound(log_claimed),
        sample=draw,
        fails=fails,
        evidence=lambda _regime, _sample: {"side": "below", "vector": ["e_1"]},
        confirms=confirms,
    )


def _unit(d: int) -> list[Fraction]:
    return [Fraction(int(i == 0)) for i in range(d)]


def plain(d: int, L: int, s: Fraction, u: Fraction) -> dict[str, str]:
    return {"d": str(d), "L": str(L), "s": str(s), "u": str(u)}


def sixteenth(x: float) -> Fraction:
    """The next multiple of 1/16 above."""
    return Fraction(ceil(16 * x), 16)


def widespread(
    factor: int, *, low: Log | None = None, high: Log | None = None
) -> Callable[[np.random.Generator, int], list[dict[str, str]]]:
    """A campaign over a grid of widths, depths and scales; u such that factor * exp(-d u^2/(32 s^2)) is 1/2, 1/4, 1/16.

    A pilot draws two samples for each (d, L, s) in float64 and ranks the regimes by how far the bounds low and high are
    exceeded. Half of the regimes proposed are, in turn, those exceeded the farthest and the smallest ones exceeded by a
    factor e in both samples; the others are drawn at random. The pilot's samples are not used again, so that choosing
    by them costs no level.
    """

    def propose(rng: np.random.Generator, count: int) -> list[dict[str, str]]:
        ranked = []
        for d, L, s in product((4, 16, 32, 48), (1, 8, 32), SCALES):
            least, most = _pilot(rng, Setting(d, L, s))
            for level in (2, 4, 16):
                u = sixteenth(float(s) * sqrt(32 * log(factor * level) / d))
                m = float_regime(d, L, float(s), float(u))
                below = -inf if low is None else float(low(m)) - log(least)
                beyond = max(below, -inf if high is None else log(most) - float(high(m)))
                ranked.append((beyond, plain(d, L, s, u)))
        farthest = [regime for _, regime in sorted(ranked, key=lambda pair: -pair[0])]
        clear = [regime for beyond, regime in ranked if beyond > 1]  # in order of width and depth: cheapest first
        turns = {str(r): r for pair in zip(farthest, clear or farthest) for r in pair}
        worst = list(turns.values())[: (count + 1) // 2]
        others = [ranked[int(i)][1] for i in rng.permutation(len(ranked))]
        return worst + [r for r in others if r not in worst][: count - len(worst)]

    return propose


def _pilot(rng: np.random.Generator, s: Setting) -> tuple[float, float]:
    """The less extreme of two float64 samples: (sigma_min, norm) over all partial products."""
    pairs = []
    for _ in range(2):
        least, most = extremes([rng.standard_normal((s.d, s.d)) for _ in range(s.L)], s.c_float)
        pairs.append((max(least[0], 1e-300), most[0]))
    return max(p[0] for p in pairs), min(p[1] for p in pairs)


def affordable(
    condition: Callable[[int, int, float, float], bool], log_bound: Callable[[int, int, float, float], float]
) -> Callable[[np.random.Generator, int], list[dict[str, str]]]:
    """Regimes of small cost where the condition holds and the claimed bound is at most 1/20 (floats choose, the bound
    itself is certified by `claimed`): for each (d, L, s) the least u on a grid of sixteenths."""

    def propose(rng: np.random.Generator, count: int) -> list[dict[str, str]]:
        found = []
        scales = (Fraction(1, 16), Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), Fraction(1))
        for d, L, s in product((6, 8, 12, 16), (32, 64, 128, 256), scales):
            for step in range(1, 16 * 8):
                u = step / 16
                if condition(d, L, float(s), u) and log_bound(d, L, float(s), u) <= log(1 / 20):
                    found.append(plain(d, L, s, Fraction(step, 16)))
                    break
        order = rng.permutation(len(found))
        return [found[int(i)] for i in order[:count]]

    return propose


def float_regime(d: int, L: int, s: float, u: float) -> Regime:
    """The formulas in float64, to choose regimes."""
    from numerics.arithmetic import Floats

    return Regime(Floats(), {}, {"d": d, "L": L, "s": s, "u": u})


def total(*logs: float) -> float:
    """log of the sum of exponentials."""
    return log(sum(exp(min(x, 50.0)) for x in logs))
