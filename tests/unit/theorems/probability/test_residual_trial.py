"""The convergence theorem as a trial: samples decided for all data, flows certified, wrong constants fail."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from numerics.products.events import Event
from numerics.subjects.residual_flow import ResidualFlow
from theorems.marion_chizat_2024._residual import CONSTANTS
from theorems.probability import fixed_data, plain, two_sided
from theorems.probability import residual as module
from theorems.probability.residual import conclusion, data_before, rational_scale, threshold_data

FLOWS = plain(2, 2, Fraction(1, 64), Fraction(7, 64))
RARE = plain(2, 2, Fraction(1, 2**15), Fraction(8, 2**15))


def trial(of=two_sided, constants=CONSTANTS):
    return of("test", constants=constants, log_claimed=lambda m: -m.constant(2), regimes=lambda rng, count: [])


def test_a_usual_sample_holds_for_all_data_and_its_flow_is_certified():
    t = trial()
    assert [t.fails(FLOWS, t.sample(FLOWS, [1, k])) for k in range(4)] == [False] * 4


def test_data_are_placed_at_the_threshold_and_before_it():
    sample = trial().sample(FLOWS, [1])
    instance = threshold_data(FLOWS, CONSTANTS, sample, rational_scale(FLOWS))
    A = Rationals(128)
    with A.context():
        m = ResidualFlow.of(instance, A)
        C4 = Fraction(1, 2**28) / 3  # about e^-1
        share = A.to_float(m.excess) / (A.to_float(m.lambda_plus) ** 2 * A.to_float(m.p_squared) / A.to_float(m.Lambda))
        assert 0.05 * float(C4) < share < float(C4) * 1.2


WRONG = {
    "C5": lambda m: CONSTANTS.C5(m) - m.constant(10**6),
    "gamma": lambda m: m.constant(6),
    "C": lambda m: -m.constant(10**3),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_constant_is_contradicted_by_the_flow(wrong):
    """C_5 a million times smaller; a rate a thousand times larger; S/S_min less than a thousandth of Lambda/lambda."""
    constants = replace(CONSTANTS, **{wrong: WRONG[wrong]})
    sample = trial().sample(FLOWS, [3])
    instance = threshold_data(FLOWS, CONSTANTS, sample, rational_scale(FLOWS))
    assert conclusion(FLOWS, instance, CONSTANTS) is True
    assert conclusion(FLOWS, instance, constants) is False


def test_a_flow_that_contradicts_fails_the_sample_whatever_the_bounds_say():
    wrong = trial(constants=replace(CONSTANTS, C5=WRONG["C5"]))
    sample = wrong.sample(FLOWS, [3])
    assert wrong.fails(FLOWS, sample) is True and trial().fails(FLOWS, sample) is False
    assert not wrong.confirms(FLOWS, wrong.evidence(FLOWS, sample), sample)  # no second validated integrator


def test_one_undecided_side_leaves_the_sample_undecided(monkeypatch):
    sample = trial().sample(FLOWS, [3])
    for answers in ((None, False), (False, None)):
        events = iter([Event(a) for a in answers])
        monkeypatch.setattr(module, "leaves", lambda *_, events=events: next(events))
        assert trial().fails(FLOWS, sample) is None


def test_without_the_premise_nothing_is_concluded():
    far = replace(CONSTANTS, C4=lambda m: CONSTANTS.C4(m) - m.constant(10))
    sample = trial().sample(FLOWS, [3])
    instance = threshold_data(FLOWS, CONSTANTS, sample, rational_scale(FLOWS))
    assert conclusion(FLOWS, instance, far) is None


def test_a_bad_factor_fails_on_either_side_and_is_confirmed():
    """The last factor nearly singular: B_(L-1) and G_L leave the bounds; the witness names the family."""
    t = trial()
    regime = plain(2, 3, Fraction(1, 4), Fraction(1, 2))
    sample = [np.array(n) for n in t.sample(regime, [2])]
    c = 0.25 / 6**0.5
    sample[2] = -np.eye(2) * (1 - 2.0**-20) / c
    assert t.fails(regime, sample) is True
    entry = t.evidence(regime, sample)
    assert entry["side"] == "below" and t.confirms(regime, entry, sample)
    assert not t.confirms(regime, {**entry, "family": "none"}, sample)
    assert not t.confirms(regime, {**entry, "layer": 0}, sample)
    sample[2] = np.eye(2)
    assert t.fails(regime, sample) is False


def test_the_products_from_the_last_layer_count_too():
    """G_1 = 1/16, G_2 = 1 stay within [1/17, 20] one way, B_1 = 16 within; with M = 2 only the other family leaves."""
    narrow = replace(CONSTANTS, gamma=lambda m: -m.constant(17), M=lambda m: m.constant(2))
    t = trial(constants=narrow)
    regime = plain(1, 2, Fraction(1), Fraction(1))
    c = 0.5**0.5
    sample = [np.array([[(1 / 16 - 1) / c]]), np.array([[15 / c]])]
    entry = t.evidence(regime, sample)
    assert t.fails(regime, sample) is True
    assert entry["family"] == "B" and entry["side"] == "above" and t.confirms(regime, entry, sample)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_bounds_are_those_of_all_products_on_both_sides(seed):
    """Against NumPy: bounds a little outside of the range of all G_k and B_k hold, a little inside they fail."""
    regime = plain(2, 3, Fraction(2), Fraction(1))
    sample = trial().sample(regime, [seed])
    W = [np.eye(2) + 2 / 6**0.5 * n for n in sample]
    values = [np.linalg.svd(g, compute_uv=False) for g in (W[0], W[1] @ W[0], W[2] @ W[1] @ W[0], W[2] @ W[1], W[2])]
    low, high = min(1, *(v[-1] for v in values)), max(1, *(v[0] for v in values))

    def bound(x, factor):
        return lambda m: m.log(m.A.number(Fraction(x * factor)))

    for inner, outer, fails in ((0.99, 1.01, False), (1.01, 1.01, True), (0.99, 0.99, True)):
        if (low * inner > 1 or high * outer < 1) and fails:
            continue  # bounds that exclude the identity fail by G_0
        constants = replace(CONSTANTS, gamma=bound(low, inner), M=bound(high, outer))
        assert trial(constants=constants).fails(regime, sample) is fails


def test_fixed_data_count_their_premise():
    t = trial(fixed_data)
    samples = [t.sample(RARE, [5, k]) for k in range(6)]
    met = [t.premise(RARE, x) for x in samples]
    assert True in met and all(t.fails(RARE, x) is False for x in samples)
    usual = plain(8, 32, Fraction(1, 4), Fraction(2))
    assert all(t.premise(usual, t.sample(usual, [k])) is False for k in range(3))
    wrong = trial(fixed_data, replace(CONSTANTS, C5=lambda m: -m.constant(10**9)))
    assert wrong.fails(RARE, samples[met.index(True)]) is True
    assert data_before(RARE, samples[0], rational_scale(RARE)).layers


def test_scales_that_are_not_rational_have_no_flow():
    assert rational_scale(plain(2, 8, Fraction(1, 64), Fraction(1))) == Fraction(1, 256)
    assert rational_scale(plain(2, 3, Fraction(1), Fraction(1))) is None
    assert rational_scale(plain(8, 8, Fraction(1), Fraction(1))) is None  # too wide
