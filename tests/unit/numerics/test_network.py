"""Products, risk, gradient, imbalance: against definitions written out, in four arithmetics on one instance."""

import random
from fractions import Fraction

import numpy as np
import pytest

from numerics.arithmetic import Balls, Floats, Rationals, Symbols, certain
from numerics.hessian import gauss_newton, output_hessian, parameters
from numerics.network import Network
from numerics.second import Second
from tests.helpers import SHAPES, contains, random_network


def risk(instance, layers=None):
    """|y - X W_1^T ... W_L^T p|^2 / n in plain fractions."""
    v = [row[0] for row in instance.matrices["p"]]
    for w in reversed(layers or instance.layers):
        v = [sum(w[i][j] * v[i] for i in range(len(w))) for j in range(len(w[0]))]
    X, y = instance.matrices["X"], instance.matrices["y"]
    return sum((y[i][0] - sum(a * b for a, b in zip(X[i], v))) ** 2 for i in range(len(X))) / len(X)


def bumped(instance, changes):
    layers = [[list(row) for row in w] for w in instance.layers]
    for (k, i, j), step in changes:
        layers[k - 1][i][j] += step
    return layers


@pytest.fixture(params=range(len(SHAPES)))
def case(request):
    widths, n = SHAPES[request.param]
    instance = random_network(random.Random(request.param), widths, n)
    return instance, Network.of(instance, Rationals())


def fraction(x):
    return Fraction(int(x.p), int(x.q))


def test_risk_gradient_and_hessian_against_differences(case):
    """The risk is quadratic in each layer, so central and mixed differences of step 1 are exact derivatives."""
    instance, net = case
    assert fraction(net.risk) == risk(instance)
    names = parameters(net)
    rng = random.Random(7)
    for name in rng.sample(names, min(4, len(names))):
        slope = (risk(instance, bumped(instance, [(name, 1)])) - risk(instance, bumped(instance, [(name, -1)]))) / 2
        assert fraction(net.gradient(name[0])[name[1], name[2]]) == slope
    for _ in range(6):
        a, b = rng.choice(names), rng.choice(names)
        signs = [(s, t) for s in (1, -1) for t in (1, -1)]
        value = sum(s * t * risk(instance, bumped(instance, [(a, s), (b, t)])) for s, t in signs) / 4
        assert fraction(net.hessian[names.index(a), names.index(b)]) == value


def test_balanced_gradient_identity(case):
    """W_{k+1}^T G_{k+1} = G_k W_k^T, the reason why imbalances are conserved."""
    _, net = case
    for k in range(1, net.L):
        assert net.W[k + 1].transpose() * net.gradient(k + 1) == net.gradient(k) * net.W[k].transpose()
        assert net.imbalance(k) == net.W[k + 1].transpose() * net.W[k + 1] - net.W[k] * net.W[k].transpose()
        assert net.between(k, net.L + 1) * net.prefix(k + 1) == net.prefix(net.L + 1)


def test_products(case):
    _, net = case
    for k in net.layers:
        assert net.prefix(k).transpose() * net.suffix(k - 1) == net.pi
        assert net.suffix_squared(k) == sum(x * x for x in net.suffix(k).entries())
    assert net.widths == (net.d, *(net.W[k].nrows() for k in net.layers))
    assert net.suffix(net.L) == net.p and net.prefix(1) == net.A.eye(net.d)


def test_least_squares(case):
    """pi* solves the normal equations and lies in the row space of X: orthogonal to the kernel of X."""
    _, net = case
    X = net.X
    assert X.transpose() * (X * net.pi_star - net.y) == net.A.scale(0, net.pi_star)
    stacked = net.A.transpose(X)
    joined = net.A.assemble(
        X.ncols(), X.nrows() + 1, lambda i, j: stacked[i, j] if j < X.nrows() else net.pi_star[i, 0]
    )
    assert joined.rank() == stacked.rank()
    assert net.excess == net.quadratic(net.covariance, net.deviation) and net.minimal_risk <= net.risk_of_zero


def test_second_evaluator_agrees(case):
    """Another linear algebra, and the Hessian by differentiating the risk itself."""
    instance, net = case
    other = Network.of(instance, Second())
    assert [fraction(x) for x in net.hessian.entries()] == [x for row in other.hessian for x in row]
    for name in ("risk", "minimal_risk", "excess", "gradient_squared", "risk_of_zero"):
        assert fraction(getattr(net, name)) == getattr(other, name)
    assert [fraction(x) for x in net.pi_star.entries()] == [row[0] for row in other.pi_star]
    for k in net.layers:
        assert fraction(net.frobenius_squared(k)) == other.frobenius_squared(k)


def test_four_arithmetics_agree(case):
    instance, exact = case
    balls, symbols, floats = (Network.of(instance, A) for A in (Balls(128), Symbols(), Floats()))
    with Balls(128).context():
        for name in ("risk", "gradient_squared"):
            value = fraction(getattr(exact, name))
            assert certain(getattr(balls, name), "==", getattr(exact, name)) is not False
            assert abs(float(getattr(balls, name)) - float(value)) < 1e-12 * (1 + abs(value))
            assert getattr(symbols, name) == value
            assert np.isclose(getattr(floats, name), float(value), rtol=1e-12)
        assert all(contains(b, e) for b, e in zip(balls.hessian.entries(), exact.hessian.entries(), strict=True))
        assert certain(balls.sharpness, "==", exact.sharpness) is not False
    dense = np.array([float(fraction(x)) for x in exact.hessian.entries()])
    assert np.allclose(np.asarray(floats.hessian).ravel(), dense, rtol=1e-11, atol=1e-9)
    assert np.isclose(floats.sharpness, exact.A.to_float(exact.sharpness), rtol=1e-9)


def test_batches_agree_with_single_networks():
    A, rng = Floats(), np.random.default_rng(3)
    batch = {"X": (5, 3, 2), "y": (5, 3, 1), "p": (5, 2, 1), "W1": (5, 3, 2), "W2": (5, 2, 3)}
    arrays = {k: rng.standard_normal(s) for k, s in batch.items()}
    together = Network(A, arrays)
    for i in range(5):
        alone = Network(A, {k: v[i] for k, v in arrays.items()})
        for name in ("risk", "sharpness", "minimal_risk", "gradient_squared"):
            assert np.isclose(getattr(together, name)[i], getattr(alone, name), rtol=1e-10)


def test_gauss_newton_spectrum():
    """2 J^T Sigma J and 2 Sigma sum |b_k|^2 A_k^T A_k have the same nonzero spectrum, at any weights."""
    instance = random_network(random.Random(5), (2, 3, 2), 3)
    net = Network.of(instance, Rationals())
    big, small = gauss_newton(net).charpoly(), output_hessian(net).charpoly()
    assert list(big.coeffs())[-3:] == list(small.coeffs())
    assert all(c == 0 for c in list(big.coeffs())[:-3])
