"""Risk, gradient and Hessian from the raw definition against the flow's own drift and against exact differences."""

from fractions import Fraction as F

import pytest

from numerics.arithmetic import Floats, Rationals
from numerics.instance import BadInstance, Instance, matrix
from numerics.two_layer.model import TwoLayerData, descend, gradient, hessian
from numerics.two_layer.series import flow_series

SHAPES = [(1, 1, 1, 1), (3, 2, 1, 2), (2, 1, 3, 2), (2, 2, 2, 1), (4, 3, 2, 1)]


def example(n, d0, d1, d2, seed=3):
    def entries(rows, columns, k):
        return matrix(
            [[F((seed * i * i + k * j + i * j) % 7 - 3, 1 + (i + j) % 3) for j in range(columns)] for i in range(rows)]
        )

    return {"X": entries(n, d0, 1), "Y": entries(n, d2, 2), "W1": entries(d0, d1, 4), "W2": entries(d1, d2, 5)}


def data(matrices, A):
    return TwoLayerData(A, {name: A.matrix(m) for name, m in matrices.items()})


@pytest.mark.parametrize("shape", SHAPES)
def test_gradient_is_minus_the_drift_of_the_flow(shape):
    A, m = Rationals(), example(*shape)
    with A.context():
        t = data(m, A)
        W1, W2 = A.matrix(m["W1"]), A.matrix(m["W2"])
        first, second = flow_series(A, t.Sx, t.Sxy, W1, W2, 1)
        g1, g2 = gradient(t, W1, W2)
        assert A.scale(A.number(-1), first[1]) == g1
        assert A.scale(A.number(-1), second[1]) == g2


@pytest.mark.parametrize("shape", SHAPES[:4])
def test_gradient_and_hessian_against_differences_of_the_risk(shape):
    """f has degree 4 along a line, so five values give its derivatives at 0 exactly."""
    A, m = Rationals(), example(*shape)
    with A.context():
        t = data(m, A)
        start = [A.matrix(m["W1"]), A.matrix(m["W2"])]
        move = [A.matrix(example(*shape, seed=5)[k]) for k in ("W1", "W2")]

        def f(s):
            return t.risk_of(A.multiply(*(A.plus(w, A.scale(A.number(F(s)), v)) for w, v in zip(start, move))))

        slope = (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / 12
        curvature = (16 * (f(1) + f(-1)) - (f(2) + f(-2)) - 30 * f(0)) / 12
        g = gradient(t, *start)
        flat = [A.entry(w, i, j) for w in move for i in range(A.shape(w)[0]) for j in range(A.shape(w)[1])]
        assert slope == sum(A.trace(A.multiply(A.transpose(a), b)) for a, b in zip(g, move))
        v = A.assemble(len(flat), 1, lambda i, _: flat[i])
        assert curvature == A.entry(A.product(A.transpose(v), hessian(t, *start), v), 0, 0)


def test_two_forms_of_the_risk_agree():
    A, m = Rationals(), example(4, 3, 2, 2)
    with A.context():
        t = data(m, A)
        W = A.multiply(A.matrix(m["W1"]), A.matrix(m["W2"]))
        assert t.risk_of(W) == t.summed_over_samples(W)


def test_descent_steps_agree_in_fractions_and_floats():
    m = example(3, 2, 2, 2)
    A, B = Rationals(), Floats()
    with A.context():
        exact = descend(data(m, A), A.matrix(m["W1"]), A.matrix(m["W2"]), A.number(F(1, 50)), 3)
    rough = descend(data(m, B), B.matrix(m["W1"]), B.matrix(m["W2"]), 0.02, 3)
    for a, b in zip(exact, rough):
        assert max(abs(A.to_float(A.entry(a, i, j)) - b[i, j]) for i in range(2) for j in range(2)) < 1e-12


def test_shapes_that_do_not_fit_are_named():
    good = example(2, 2, 2, 1)
    with pytest.raises(BadInstance, match="Y has 3 rows"):
        TwoLayerData.of(Instance("two-layer", good | {"Y": matrix([[1], [2], [3]])}), Rationals())
    with pytest.raises(BadInstance, match="Y is missing"):
        TwoLayerData.of(Instance("two-layer", {"X": good["X"]}), Rationals())
    with pytest.raises(BadInstance, match="W2 is 1 x 1"):
        TwoLayerData.of(Instance("two-layer", good | {"W2": matrix([[1]])}), Rationals())
