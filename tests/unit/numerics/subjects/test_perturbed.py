"""Perturbed products: equality in dimension 1, the identity behind the lemma, two evaluators."""

from fractions import Fraction

import pytest
from flint import arb

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import BadInstance, Instance, matrix
from numerics.second import Second
from numerics.subjects.perturbed import PerturbedProduct


def example(**more):
    entries = {
        "W1": matrix([[1, Fraction(1, 4)], [0, 1]]),
        "W2": matrix([[Fraction(3, 4), 0], [Fraction(1, 2), 1]]),
        "T1": matrix([[Fraction(1, 2), 0], [0, -1]]),
        "T2": matrix([[0, 1], [-1, 0]]),
    }
    return Instance("perturbed product", {**entries, **more})


def test_scalars_are_exact():
    scalar = {"W1": matrix([[2]]), "W2": matrix([["1/2"]]), "T1": matrix([[1]]), "T2": matrix([["-1"]])}
    m = PerturbedProduct.of(Instance("perturbed product", scalar), Rationals())
    assert (m.gamma_squared, m.M_squared, m.radius, m.kappa, m.e) == (1, 4, 1, 2, 1)
    assert to_fraction(m.upper_squared(1)) == Fraction(25, 4)
    assert m.lower_squared(2) == 0
    assert m.upper_squared_without_depth(1) == 9


def test_two_evaluators_agree():
    A = Rationals(128)
    with A.context():
        first, second = PerturbedProduct.of(example(), A), PerturbedProduct.of(example(), Second(96))
        for name in ("gamma_squared", "M_squared", "radius", "kappa", "kappa_radius"):
            pair = A.to_float(getattr(first, name)), Second().to_float(getattr(second, name))
            assert pair[0] == pytest.approx(pair[1], rel=1e-12)
        gram = first.lower_squared(2) * first.upper_squared(2)  # det(G)^2 for 2 x 2
        determinant = Fraction(1)
        for k in (1, 2):
            w, t = example().matrices[f"W{k}"], example().matrices[f"T{k}"]
            a = [[w[i][j] + t[i][j] / 2 for j in (0, 1)] for i in (0, 1)]
            determinant *= a[0][0] * a[1][1] - a[0][1] * a[1][0]
        assert A.to_float(gram) == pytest.approx(float(determinant**2), rel=1e-12)
        assert arb(1) <= arb(A.to_float(first.M_squared))


def test_shapes_are_checked():
    with pytest.raises(BadInstance):
        PerturbedProduct.of(example(T2=matrix([[1]])), Rationals())
    with pytest.raises(BadInstance):
        PerturbedProduct.of(example(X=matrix([[1, 0], [0, 1]])), Rationals())
