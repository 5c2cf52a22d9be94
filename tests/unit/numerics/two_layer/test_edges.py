"""The sweep a reader would do by hand: ties, zero singular values, rectangular shapes in every order, narrow layers.

Each case is handled exactly, or refused by a named error.
"""

from fractions import Fraction as F
from itertools import product

import pytest

from numerics.arithmetic import NotExpressible, Rationals
from numerics.instance import BadInstance, Instance, matrix
from numerics.subjects import two_layer as subjects
from numerics.subjects.two_layer_descent import Descent, LateDescent
from numerics.subjects.two_layer_limits import VanishingStart
from numerics.two_layer import series
from numerics.two_layer.reduced_rank import rank
from theorems.gidel_2019 import factors

A = Rationals(64)


def diagonal(rows, columns, entries):
    return matrix([[entries[i] if i == j and i < len(entries) else 0 for j in range(columns)] for i in range(rows)])


def start(d0, d1, d2, x, y, a, **numbers):
    """n = d0, lam_i = x_i^2 / n, sigma_i = x_i y_i / n, all rotations the identity."""
    eyes = {"U": d0, "V": d2, "Q": d1, "R": d1}
    data = {name: diagonal(d, d, [1] * d) for name, d in eyes.items()}
    data |= {"X": diagonal(d0, d0, x), "Y": diagonal(d0, d2, y)}
    data |= {"W1": diagonal(d0, d1, a), "W2": diagonal(d1, d2, a)}
    return Instance("two-layer", data, {k: F(v) for k, v in numbers.items()})


@pytest.mark.parametrize("shape", list(product((1, 2, 3), repeat=3)))
def test_rectangular_factors_in_every_order(shape):
    """27 shapes (d0, d1, d2): moving entries follow the closed form, the others stand still, exactly to order 4."""
    instance = start(*shape, x=[1, 2, 3], y=[3, 1, 2], a=[F(1, 2), F(1, 3), F(1, 5)])
    with A.context():
        m = subjects.AlignedStart.of(instance, A)
        relations = list(factors.Repaired.then(m))
        assert [r.label for r in relations if A.certain(r.lhs, r.sense, r.rhs) is not True] == []
        r = min(shape)
        for i in range(min(shape[:2])):
            entries = [A.entry(c, i, i) for c in m.factor_series[0]]
            assert (entries[1:] == [A.number(0)] * 4) == (i >= r)


def test_hidden_width_below_the_rank_learns_only_the_first_components():
    """d1 = 1 < rank = 2: one mode; the product stays of rank one and the second component never appears."""
    with A.context():
        m = subjects.AlignedStart.of(start(2, 1, 2, [1, 1], [1, 2], [F(1, 2)]), A)
        assert len(m.modes) == 1 and len(m.components) == 2
        for k in range(5):
            W = m.product_coefficient(k)
            assert A.entry(W, 1, 1) == A.number(0)


@pytest.mark.parametrize("x", [[2, 2], [2, 1]])
def test_ties(x):
    """Equal sigma (and equal lambda): the same closed form for both; no phase boundary between them."""
    y = [F(4) / x[0], F(4) / x[1]]
    with A.context():
        m = subjects.AlignedStart.of(start(2, 2, 2, x, y, [F(1, 3), F(1, 3)]), A)
        assert m.sigma(0) == m.sigma(1)
        first = m.formula_series(0) == m.formula_series(1)
        assert first == (x[0] == x[1])
        v = VanishingStart.of(
            Instance(
                "two-layer",
                {k: w for k, w in start(2, 2, 2, x, y, [1, 1]).matrices.items() if k in "XYUV"},
                {"delta": F(2), "t": F(1)},
            ),
            A,
        )
        assert v.phase in (0, 2)
        assert sorted(v.ordered) == [0, 1]


def test_ties_of_the_score_keep_the_limit_optimal():
    """sigma^2/lambda equal: the subset with larger sigma has the smaller norm, and the limit is a solution."""
    with A.context():
        m = VanishingStart.of(
            Instance(
                "two-layer",
                {
                    "X": matrix([[3, 0], [0, 1]]),
                    "Y": matrix([[1, 0], [0, 1]]),
                    "U": diagonal(2, 2, [1, 1]),
                    "V": diagonal(2, 2, [1, 1]),
                },
                {"delta": F(2), "t": F(1)},
            ),
            A,
        )
        assert m.phase == 1 and m.learned == [0] and m.kept(1) == (0,)


def test_absent_component_decays_and_undetermined_one_stands_still():
    """sigma = 0, lambda > 0: w0/(1 + 2 lambda w0 t). lambda = sigma = 0: constant."""
    with A.context():
        m = subjects.AlignedStart.of(start(2, 2, 2, [1, 0], [0, 0], [F(1, 2), F(1, 3)]), A)
        flow = [A.entry(m.product_coefficient(k), 0, 0) for k in range(5)]
        assert flow == series.component_series(A, A.number(0), m.lam(0), m.w0(0), 4)
        assert [A.entry(m.product_coefficient(k), 1, 1) for k in range(1, 5)] == [A.number(0)] * 4


def test_zero_components_never_enter_a_solution():
    with A.context():
        m = subjects.AlignedData.of(start(2, 2, 2, [1, 0], [2, 0], [1, 1]), A)
        assert m.kept(1) == (0,)
        W = m.subset_solution((0, 1))
        assert A.entry(W, 1, 1) == A.number(0)
        assert A.certain(m.decrease(W), "==", m.best_decrease(2)) is True


def test_refusals_are_named():
    good = start(1, 1, 1, [1], [1], [1], eta=F(1, 4), steps=3, t=1)
    for missing in ("U", "W2", "Q"):
        broken = Instance("two-layer", {k: v for k, v in good.matrices.items() if k != missing}, good.numbers)
        with pytest.raises(BadInstance, match=f"{missing} is missing"):
            subjects.AlignedStart.of(broken, A)
    with A.context():
        late = LateDescent.of(Instance("two-layer", good.matrices, {"delta": F(3), "t": F(2), "eta": F(1, 2)}), A)
        assert late.iterate == 6
        zero = Descent.of(start(1, 1, 1, [1], [1], [0], eta=F(1, 4), steps=3), A)
        with pytest.raises(NotExpressible, match="not certainly positive"):
            zero.z(0, 1)
        dead = Descent.of(start(1, 1, 1, [1], [0], [1], eta=2, steps=3), A)
        with pytest.raises(NotExpressible, match="no monotone recursion"):
            dead.idle(0, 1)


SPECTRA = {
    "distinct": ([1, 2, 3], [3, 1, 2]),
    "ties of sigma and lambda": ([2, 2, 2], [1, 1, 1]),
    "tie of sigma^2/lambda": ([3, 1, 2], [1, 1, 2]),
    "zero sigma": ([1, 2, 3], [2, 0, 1]),
    "all zero": ([1, 1, 1], [0, 0, 0]),
    "zero lambda": ([1, 0, 2], [3, 5, 1]),
}


@pytest.mark.parametrize("name", SPECTRA)
@pytest.mark.parametrize("shape", list(product((1, 2, 3), repeat=2)))
def test_reduced_rank_by_exhaustive_comparison_for_every_spectrum_and_shape(shape, name):
    """Diagonal rational data: the best subset attains the least risk of rank k exactly, for every k, p, d."""
    (p, d), (x, y) = shape, SPECTRA[name]
    with A.context():
        m = subjects.AlignedData.of(start(p, 3, d, x, y, [1, 1, 1]), A)
        for k in range(4):
            W = m.subset_solution(m.kept(k))
            assert A.certain(m.decrease(W), "==", m.best_decrease(k)) is True, (shape, k)
            assert rank(A, W) <= k


@pytest.mark.parametrize(("sigma", "learned"), [([2, 2, 1], [0, 2, 3]), ([1, 1, 1], [0, 0, 3]), ([3, 2, 2], [0, 3, 3])])
def test_tied_components_are_learned_together(sigma, learned):
    """No phase lies between equal sigma: at t = 2/7, 3/4, 3/2 those above 7/2, 4/3, 2/3 are learned."""
    with A.context():
        found = []
        for t in (F(2, 7), F(3, 4), F(3, 2)):
            matrices = start(3, 3, 3, [1, 1, 1], sigma, [1, 1, 1]).matrices
            data = {k: w for k, w in matrices.items() if k in "UV"}
            data |= {"X": diagonal(3, 3, [1, 1, 1]), "Y": diagonal(3, 3, [3 * s for s in sigma])}  # sigma = x y / n
            m = VanishingStart.of(Instance("two-layer", data, {"delta": F(2), "t": t}), A)
            found.append(m.phase)
            assert len({m.sigma(i) for i in m.learned} & {m.sigma(i) for i in m.unlearned}) == 0
    assert found == learned


@pytest.mark.parametrize("shape", list(product((1, 2, 3), repeat=3)))
def test_descent_of_rectangular_factors_is_the_recursion_of_its_components(shape):
    x, y, a = [1, 2, 1], [2, 1, 1], [F(1, 2), F(1, 3), F(1, 4)]
    with A.context():
        m = Descent.of(start(*shape, x, y, a, eta=F(1, 8), steps=2), A)
        assert len(m.modes) == min(shape)
        assert [m.recursion_defect(t) for t in (1, 2)] == [A.number(0)] * 2
