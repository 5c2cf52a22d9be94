"""S_min: closed forms, independence of the route, the flat minimizers, and the true full-Hessian sharpness above it."""

import random
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, ctx

from numerics import minimal_sharpness
from numerics.arithmetic import Balls, Floats, NotExpressible, Rationals, certain
from numerics.instance import network_instance
from numerics.second import Second
from numerics.subjects import Minimizer
from properties.search import random_case
from properties.strategies import lookup


def minimizers(count, seed=1, deepest=3):
    family, rng = lookup("minimizer"), np.random.default_rng(seed)
    index = made = 0
    while made < count:
        shape, values, denominator = random_case(family, index, rng)
        index += 1
        if 2 <= shape.L <= deepest and shape.widths[0] >= 2:
            made += 1
            yield family.build(shape, values, denominator)


def reference(instance, digits=30):
    """The minimum over tau by mpmath on the d x d problem, from scratch."""
    with mpmath.workdps(digits + 10):
        net = Minimizer.of(instance, Rationals())
        d, L = net.d, net.L

        def real(x):
            return mpmath.mpf(int(x.p)) / int(x.q)

        S = mpmath.matrix(d, d)
        u = mpmath.matrix(d, 1)
        rho = mpmath.sqrt(real(net.rho_squared))
        for i in range(d):
            u[i] = real(net.pi_star[i, 0]) / rho
            for j in range(d):
                S[i, j] = real(net.covariance[i, j])

        def f(t):
            tau = mpmath.exp(t)
            vals = mpmath.eig(
                S * (tau * mpmath.eye(d) + (L - 1) * tau ** (-mpmath.mpf(1) / (L - 1)) * u * u.T),
                left=False,
                right=False,
            )
            return max(mpmath.re(v) for v in vals)

        lo, hi = mpmath.mpf(-30), mpmath.mpf(30)
        for _ in range(150):
            a, b = lo + (hi - lo) * mpmath.mpf("0.382"), lo + (hi - lo) * mpmath.mpf("0.618")
            lo, hi = (lo, b) if f(a) < f(b) else (a, hi)
        return 2 * rho ** (2 - mpmath.mpf(2) / L) * mpmath.root(real(net.p_squared), L) * f((lo + hi) / 2)


def test_first_and_second_evaluator_and_float_enclose_one_value():
    for instance in minimizers(6):
        first, second = Minimizer.of(instance, Rationals(96)), Minimizer.of(instance, Second(48))
        with Rationals(96).context():
            ball = first.S_min.ball() if hasattr(first.S_min, "ball") else arb(first.S_min)
            low, high = (second.S_min.low, second.S_min.high) if hasattr(second.S_min, "low") else (second.S_min,) * 2
            assert ball.rad() < 1e-8 * (1 + abs(ball.mid()))
            assert float(low) <= float(ball.upper()) * (1 + 1e-14) and float(high) >= float(ball.lower()) * (1 - 1e-14)
            assert float(high - low) < 1e-4 * float(high)
        batch = Minimizer.of(instance, Floats())
        assert np.isclose(batch.S_min, float(ball.mid()), rtol=1e-7)


def test_against_a_reference_from_scratch():
    instance = next(minimizers(1, seed=4))
    expected = reference(instance)
    with ctx.workprec(100):
        value = arb(Minimizer.of(instance, Rationals(100)).S_min)
        assert abs(value.mid() - arb(mpmath.nstr(expected, 28))) <= value.rad() + arb(10) ** -14 * value.mid()


def test_no_minimizer_is_flatter_and_the_flat_one_is():
    for instance in minimizers(8, seed=2):
        net = Minimizer.of(instance, Rationals(96))
        with Rationals(96).context():
            assert certain(net.sharpness, ">=", net.S_min) is not False
            for flat in (net.flat, net.narrow_flat):
                assert flat.excess == 0 and flat.pi == net.pi_star
                assert certain(flat.sharpness, ">=", net.S_min) is not False
                assert certain(65536 * flat.sharpness, "<=", 65537 * net.S_min) is True


def test_closed_forms():
    one = Minimizer.of(network_instance([[3]], [24], [[[2]], [[2]], [[2]]]), Rationals())
    assert one.S_min == one.sharpness == 2 * 9 * 3 * 16  # 2 a L rho^(2-2/L), rho = 8, L = 3
    eigenvector = Minimizer.of(network_instance([[2, 0], [0, 1]], [8, 0], [[[2, 0]], [[2]]]), Rationals())
    assert certain(eigenvector.S_min, "==", 2 * 2 * eigenvector.a * 4) is True  # Sigma pi* = a pi*, L a >= Lambda
    assert certain(eigenvector.S_min_at(1), "==", 2 * 2) is True


def test_certified_minimum_is_an_enclosure_whatever_the_start():
    """|t - 1| + (t - 1)^2 / 9 has its minimum 0 at 1."""
    with ctx.workprec(64):

        def f(t):
            return abs(t - 1) + (t - 1) ** 2 / 9

        for start in (1.0, 1.0000001, 0.9, 3.0):
            assert minimal_sharpness._certified_minimum(f, arb(start), 64).contains(0)
        with pytest.raises(NotExpressible):
            minimal_sharpness._certified_minimum(lambda t: t, arb(0), 32)


def test_gram_factor():
    """F^T F = Sigma, by the data themselves or by Cholesky."""
    A = Balls(100)
    with A.context():
        for n in (2, 6):
            X = A.matrix([[Fraction(i * j + (i == j), 3) for j in range(1, 3)] for i in range(1, n + 1)])
            sigma = X.transpose() * X * (1 / arb(n))
            F = minimal_sharpness._gram_factor(sigma, X, n)
            assert all(a.overlaps(b) for a, b in zip((F.transpose() * F).entries(), sigma.entries()))
            assert F.nrows() == 2


def test_flat_layers_are_minimizers_for_any_choice():
    rng = random.Random(5)
    instance = next(minimizers(1, seed=6))
    net = Minimizer.of(instance, Rationals())
    for log_tau in (-3.0, 0.0, rng.uniform(-1, 1)):
        flat = net.with_layers(minimal_sharpness.flat_layers(net, log_tau, net.widths))
        assert flat.pi == net.pi_star and flat.widths == net.widths
