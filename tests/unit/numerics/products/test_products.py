"""Products of random matrices: the float64 certificates against ball arithmetic, and broken ones have to fail."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from numerics.products import (
    Setting,
    below,
    factors,
    forward_norms,
    growth_above,
    rounding,
    shrinks_below,
    singular_range,
    stays_within,
)
from numerics.products.below import stays_below
from numerics.products.events import extremes, leaves
from numerics.products.partial import partial_products, rounding_transfer, screen
from numerics.products.sample import BadSetting
from numerics.products.second import passed, squared_norms
from numerics.spectra import eigenvalue_bounds

SETTING = Setting(4, 12, Fraction(3, 2))


def dyadic(x):
    return fmpq(*float(x).as_integer_ratio())


def ball_products(N, c):
    """G_k by an independent route: whole matrices in balls of 300 bits."""
    G = arb_mat([[int(i == j) for j in range(len(N[0]))] for i in range(len(N[0]))])
    for n in N:
        W = arb_mat([[c * arb(float(x)) + int(i == j) for j, x in enumerate(row)] for i, row in enumerate(n)])
        G = W * G
        yield G


def test_certified_range_contains_the_range_in_balls_and_is_tight():
    for number in range(4):
        N = list(factors(SETTING, [5, number]))
        found = singular_range(N, SETTING.c(128))
        with ctx.workprec(300):
            low, high = arb(1), arb(1)
            for G in ball_products(N, SETTING.c(300)):
                gram = G.transpose() * G
                low = low.min(eigenvalue_bounds(gram, top=False)[1].sqrt())
                high = high.max(eigenvalue_bounds(gram, top=True)[0].sqrt())
            assert found.low <= low
            assert found.high >= high
            assert found.low > low * (1 - arb(2) ** -16)
            assert found.high < high * (1 + arb(2) ** -16)


def test_committed_errors_cover_the_true_rounding_errors_exactly():
    N, c = list(factors(SETTING, [7])), arb(0.25)
    before = None
    for n, (G, bound) in zip(N, partial_products(N, c)):
        d = SETTING.d
        W = fmpq_mat([[dyadic(n[i, j]) / 4 + int(i == j) for j in range(d)] for i in range(d)])
        exact = W if before is None else W * before
        now = fmpq_mat([[dyadic(G[i, j]) for j in range(d)] for i in range(d)])
        difference = [(now[i, j] - exact[i, j]) ** 2 for i in range(d) for j in range(d)]
        with ctx.workprec(200):
            committed = arb(sum(difference, fmpq(0))).sqrt()
            assert committed <= bound
            assert before is None or committed > 0  # the errors are real ones
        before = now


def test_stays_within_says_true_only_inside():
    N, c = list(factors(SETTING, [11])), SETTING.c(128)
    found = singular_range(N, c)
    slack = arb("1e-4")
    assert stays_within(N, c, found.low * (1 - slack), found.high * (1 + slack)) is True
    assert stays_within(N, c, found.low * (1 + slack), found.high * (1 + slack)) is None
    assert stays_within(N, c, found.low * (1 - slack), found.high * (1 - slack)) is None
    assert stays_within(N, c, arb(2), arb(3)) is None  # G_0 = I is a partial product


def test_rounding_transfer_gives_up_when_errors_are_large():
    assert rounding_transfer(arb(1), arb(1), arb("0.999")) is not None
    assert rounding_transfer(arb(1), arb(1), arb(1)) is None


def test_explicit_vector_bounds_the_smallest_singular_value_from_above():
    N, c = list(factors(SETTING, [13])), SETTING.c(200)
    (low, _, x), (high, _, y) = extremes(N, SETTING.c_float)
    x, y = ([Fraction(round(v * 2**30), 2**30) for v in z] for z in (x, y))
    found = singular_range(N, c)
    assert shrinks_below(forward_norms(N, c, x), arb(low * (1 + 1e-6)))
    assert not shrinks_below(forward_norms(N, c, x), found.low)
    assert growth_above(forward_norms(N, c, y), arb(high * (1 - 1e-6)))
    assert not growth_above(forward_norms(N, c, y), found.high)
    with pytest.raises(ValueError, match="nonzero"):
        forward_norms(N, c, [Fraction(0)] * 4)


def test_events_are_decided_both_ways_and_confirmed_by_fractions():
    N = list(factors(SETTING, [17]))
    found = singular_range(N, SETTING.c(128))
    near, above = arb("1.001"), arb("0.999")
    below = leaves(N, SETTING, found.low * near, None)
    assert (below.happens, below.side) == (True, "below")
    assert leaves(N, SETTING, None, found.high * above).side == "above"
    assert leaves(N, SETTING, found.low * above, found.high * near).happens is False
    assert leaves(N, SETTING, found.low, found.high).happens is not True
    norms = forward_norms(N, SETTING.c(200), below.x)
    with ctx.workprec(300):
        for first, second in zip(norms, squared_norms(N, SETTING, below.x), strict=False):
            low, high = (arb(fmpq(end.numerator, end.denominator)) for end in (second.low, second.high))
            assert (first**2).overlaps(low.union(high))
            assert high - low < high * arb(2) ** -60


def test_the_second_pass_contains_exact_products_and_rounds_outwards():
    """s^2/(L d) a square: c is rational, and G_k x is a rational vector that pure fractions give without rounding."""
    s = Setting(4, 9, Fraction(3))
    N, x = list(factors(s, [23])), [Fraction(1, 3), Fraction(-2), Fraction(0), Fraction(5, 7)]
    exact, c = [x], Fraction(1, 2)
    for n in N:
        h = exact[-1]
        exact.append([h[i] + c * sum(Fraction(float(n[i, j])) * h[j] for j in range(4)) for i in range(4)])
    for bits in (24, 96):
        for found, wanted in zip(passed(N, s, x, bits), exact, strict=True):
            for entry, value in zip(found, wanted, strict=True):
                assert entry.low <= value <= entry.high
                assert entry.high - entry.low < Fraction(1, 2 ** (bits - 20))
    length = sum(v * v for v in x)
    for square, wanted in zip(squared_norms(N, s, x), exact, strict=True):
        assert square.low <= sum(v * v for v in wanted) / length <= square.high
    irrational = Setting(4, 7, Fraction(1))
    ends = [(e.low, e.high) for e in passed(N[:1], irrational, x, 48)[1]]
    assert all(low < high for low, high in ends), "1/sqrt(28) is not a fraction"
    with pytest.raises(ValueError, match="nonzero"):
        squared_norms(N, s, [Fraction(0)] * 4)


def test_product_error_holds_against_exact_products():
    rng = np.random.default_rng(3)
    A, B = rng.standard_normal((6, 7)), rng.standard_normal((7, 5)) * 1e3
    C = A @ B
    exact = fmpq_mat([[dyadic(x) for x in r] for r in A]) * fmpq_mat([[dyadic(x) for x in r] for r in B])
    square = sum(((dyadic(C[i, j]) - exact[i, j]) ** 2 for i in range(6) for j in range(5)), fmpq(0))
    with ctx.workprec(200):
        error = arb(square).sqrt()
        assert error > 0
        assert error <= rounding.product_error(A, B)


def test_semidefinite_defect_never_certifies_an_indefinite_matrix():
    A = np.array([[1.0, 2.0], [2.0, 1.0]])
    assert rounding.semidefinite_defect(A) is None
    barely = np.array([[1.0, 1.0], [1.0, 1.0 + 2.0**-52]])  # positive definite by 2^-53
    defect = rounding.semidefinite_defect(barely)
    assert defect is None or defect > 0
    assert rounding.semidefinite_defect(np.eye(3)) < arb("1e-13")


def test_samples_are_named_by_their_seed_and_screening_agrees():
    first, again = list(factors(SETTING, [1, 2])), list(factors(SETTING, [1, 2]))
    other = list(factors(SETTING, [1, 3]))
    assert all((a == b).all() for a, b in zip(first, again))
    assert not (first[0] == other[0]).all()
    seen = screen(first, SETTING.c_float)
    found = singular_range(first, SETTING.c())
    assert seen.low > float(found.low) * 0.999
    assert seen.high < float(found.high) * 1.001
    with pytest.raises(BadSetting):
        Setting(0, 1, Fraction(1))


WILD = Setting(6, 12, Fraction(4))  # condition numbers around 1e9 and norms around 1e5


@pytest.mark.parametrize(("dtype", "least", "most"), [(np.float32, 1e-8, 2e-2), (np.float64, 0.0, 2e-11)])
def test_screening_states_an_error_that_holds_and_is_of_use(dtype, least, most):
    setting = Setting(40, 16, Fraction(1, 2))
    for number in range(3):
        N = list(factors(setting, [8, number]))
        seen, truth = screen(N, setting.c_float, dtype), screen(N, setting.c_float, np.float64)
        off = max(abs(seen.low / truth.low - 1), abs(seen.high / truth.high - 1))
        assert least < seen.error < most and off <= seen.error + truth.error
        certified = singular_range(N, setting.c())
        assert float(certified.low) <= seen.low * (1 + seen.error) and float(certified.high) >= seen.high / (
            1 + seen.error
        )
    lossy = [n.astype(np.float16).astype(np.float64) for n in N]  # an error larger than stated is seen
    wrong = screen(lossy, setting.c_float, np.float64)
    assert max(abs(wrong.low / truth.low - 1), abs(wrong.high / truth.high - 1)) > wrong.error + truth.error


@pytest.mark.deep
def test_wide_and_deep_products_are_screened_in_float32_with_a_useful_error():
    setting = Setting(400, 200, Fraction(1, 2))
    seen = screen(factors(setting, [4]), setting.c_float)
    truth = screen(factors(setting, [4]), setting.c_float, np.float64)
    assert seen.error < 0.5 and truth.error < 1e-8
    assert max(abs(seen.low / truth.low - 1), abs(seen.high / truth.high - 1)) < seen.error / 100


def test_an_upper_bound_alone_is_decided_for_any_condition():
    """`stays_within` needs the least singular value, which says nothing about the largest."""
    for number in range(4):
        N, c = list(factors(WILD, [23, number])), WILD.c(128)
        (_, _, _), (largest, _, _) = extremes(N, WILD.c_float)
        assert stays_below(N, c, arb(largest * (1 + 1e-4)), largest) is True
        assert leaves(N, WILD, None, arb(largest * (1 + 1e-4))).happens is False
        assert stays_below(N, c, arb(largest * (1 - 1e-4)), largest) is None
        assert leaves(N, WILD, None, arb(largest * (1 - 1e-4))).happens is True


def test_errors_of_earlier_layers_grow_with_the_later_ones(monkeypatch):
    """With errors of size 1 in every layer the bound has to exceed 1 + n + n^2 + ..: no growth would be unsound."""
    N, c = [np.eye(2)] * 8, arb(1)  # W = 2 I, G_8 = 256 I
    monkeypatch.setattr(below, "committed", lambda *_: arb(1))
    assert stays_below(N, c, arb(256 + 255.5), 256.0) is True
    assert stays_below(N, c, arb(256 + 254), 256.0) is None


def test_a_norm_of_a_stack_is_a_bound_and_nearly_attained():
    stack = np.random.default_rng(3).standard_normal((5, 7, 7))
    true = float(np.linalg.norm(stack, 2, axis=(1, 2)).max())
    found = below.norm_at_most(stack, true * (1 + 1e-9))
    assert arb(true) * (1 - arb("1e-12")) < found < arb(true) * (1 + arb("1e-6"))
    assert below.norm_at_most(stack, true * 0.999) is None
