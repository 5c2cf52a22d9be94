"""Exact moments of Gaussian steps and ratios: against sampling-free cubature, quadrature, and the second evaluator."""

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
from flint import arb

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import BadInstance, Instance, column
from numerics.second import Second
from numerics.subjects.gaussian import GaussianSteps, RatioMoment

# A rational rule with the moments of the normal law up to order 5: nodes -2, -1, 0, 1, 2.
RULE = {-2: Fraction(1, 12), -1: Fraction(1, 6), 0: Fraction(1, 2), 1: Fraction(1, 6), 2: Fraction(1, 12)}


def steps(d, k, c, x, y, A=None):
    A = A or Rationals()
    instance = Instance(
        "gaussian steps", {"x": column(x), "y": column(y)}, {"d": Fraction(d), "k": Fraction(k), "c": Fraction(c)}
    )
    return GaussianSteps.of(instance, A)


def test_fourth_moments_agree_with_a_cubature_over_all_matrices():
    c, x, y = Fraction(1, 3), (1, 2), (-1, 1)
    expected = [Fraction(0)] * 3
    for entries in product(RULE, repeat=4):
        weight = Fraction(1)
        for e in entries:
            weight *= RULE[e]
        W = [[1 + c * entries[0], c * entries[1]], [c * entries[2], 1 + c * entries[3]]]
        gram = [[sum(W[i][a] * W[j][a] for a in (0, 1)) for j in (0, 1)] for i in (0, 1)]
        trace = gram[0][0] + gram[1][1]
        squares = [sum((W[i][0] * v[0] + W[i][1] * v[1]) ** 2 for i in (0, 1)) for v in (x, y)]
        expected[0] += weight * sum(gram[i][j] ** 2 for i in (0, 1) for j in (0, 1))
        expected[1] += weight * trace**2
        expected[2] += weight * squares[0] * squares[1]
    m = steps(2, 1, c, x, y)
    assert [to_fraction(v) for v in (m.alpha(1), m.beta(1), m.squares_product(m.x, m.y, 1))] == expected


def test_both_evaluators_and_the_mean_square():
    for A in (Rationals(), Second()):
        m = steps(2, 3, Fraction(1, 2), (1, 0), (0, 1), A)
        assert to_fraction(m.mean_square(3)) == (1 + Fraction(1, 2)) ** 3
        assert m.alpha(0) == 2
        assert m.beta(0) == 4
        assert m.inverse_rate == m.forward_rate + 2


def test_ratio_moments_against_quadrature_of_the_noncentral_law():
    for d, q, c in ((5, 1, 0.5), (8, 2, 0.25), (21, 3, 0.75)):
        instance = Instance("ratio moment", {}, {"d": Fraction(d), "q": Fraction(q), "c": Fraction(c)})

        def moment(power, d=d, c=c):
            law = scipy.stats.ncx2(d, 1 / c**2)
            grid = np.linspace(law.ppf(1e-15), law.isf(1e-15), 40_001)
            return scipy.integrate.simpson((c * c * grid) ** power * law.pdf(grid), x=grid)

        A = Rationals(128)
        with A.context():
            m = RatioMoment.of(instance, A)
            for sign, value in ((q, m.positive_moment), (-q, m.negative_moment)):
                assert float(arb(value)) == pytest.approx(moment(sign), rel=1e-5)
            assert m.negative_moment.rad() < 1e-15


def test_positive_moment_by_expansion():
    """E((1 + c g)^2)^q for d = 1 from the moments of g."""
    c, q = Fraction(2, 3), 3
    normal = [1, 0, 1, 0, 3, 0, 15]
    direct = sum(comb(2 * q, j) * c**j * normal[j] for j in range(2 * q + 1))
    m = RatioMoment.of(Instance("ratio moment", {}, {"d": Fraction(1), "q": Fraction(q), "c": c}), Rationals())
    assert to_fraction(m.positive_moment) == direct


def test_bad_instances_are_refused_in_one_line():
    with pytest.raises(BadInstance):
        steps(4, 1, 1, (1, 1, 1, 1), (1, 1, 1, 1))
    with pytest.raises(BadInstance):
        steps(2, 1, 1, (1,), (1, 0))
    with pytest.raises(BadInstance):
        half = {"d": Fraction(1, 2), "q": Fraction(1), "c": Fraction(1)}
        RatioMoment.of(Instance("ratio moment", {}, half), Rationals())
