"""Checks of networks: risk, gradient, Hessian, least squares, minimal sharpness, constructions, words, a flow."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, ctx

from numerics.arithmetic import Floats, Rationals, certain
from numerics.hessian import gauss_newton, output_hessian, parameters
from numerics.instance import Instance, network_instance
from numerics.network import Network
from numerics.second import Second
from numerics.second.definition import hessian_from_risk
from properties.search import random_case
from properties.selftest.need import fraction, need, random_network, to_rows
from properties.strategies import lookup

SHAPES = (((1, 1), 1), ((2, 2), 3), ((1, 2, 1), 2), ((2, 3, 2), 1), ((2, 1, 2, 1), 3))


def _cases() -> list[tuple[Instance, Any]]:
    made = [random_network(random.Random(i), widths, n) for i, (widths, n) in enumerate(SHAPES)]
    return [(instance, Network.of(instance, Rationals())) for instance in made]


def _risk(instance: Instance, layers: list[list[list[Fraction]]]) -> Fraction:
    v = [row[0] for row in instance.matrices["p"]]
    for w in reversed(layers):
        v = [sum((w[i][j] * v[i] for i in range(len(w))), Fraction(0)) for j in range(len(w[0]))]
    X, y = instance.matrices["X"], instance.matrices["y"]
    gaps = [y[i][0] - sum((a * b for a, b in zip(X[i], v)), Fraction(0)) for i in range(len(X))]
    return sum((g * g for g in gaps), Fraction(0)) / len(X)


def _bumped(instance: Instance, *changes: tuple[tuple[int, int, int], int]) -> list[list[list[Fraction]]]:
    layers = [[list(row) for row in w] for w in instance.layers]
    for (k, i, j), step in changes:
        layers[k - 1][i][j] += step
    return layers


def gradient() -> None:
    """Risk and gradient against the definition and exact central differences; W_{k+1}^T G_{k+1} = G_k W_k^T."""
    for instance, net in _cases():
        need(fraction(net.risk) == _risk(instance, _bumped(instance)), "risk")
        for name in parameters(net):
            k, i, j = name
            slope = _risk(instance, _bumped(instance, (name, 1))) - _risk(instance, _bumped(instance, (name, -1)))
            need(fraction(net.gradient(k)[i, j]) == slope / 2, "gradient")
        for k in range(1, net.L):
            above, below = net.W[k + 1], net.W[k]
            need(above.transpose() * net.gradient(k + 1) == net.gradient(k) * below.transpose(), "balance")
            need(net.imbalance(k) == above.transpose() * above - below * below.transpose(), "imbalance")
        squares = sum((x * x for k in net.layers for x in net.gradient(k).entries()), net.A.number(0))
        need(net.gradient_squared == squares, "squared norm of the gradient")


def hessian() -> None:
    """The formula against differentiation of the raw risk, and against exact mixed differences."""
    rng = random.Random(7)
    for instance, net in _cases():
        layers = {k: [list(row) for row in w] for k, w in enumerate(instance.layers, 1)}
        X, y, p = ([list(row) for row in instance.matrices[name]] for name in ("X", "y", "p"))
        raw = hessian_from_risk(X, y, p, layers)
        need(to_rows(net.hessian) == raw, "formula against the definition")
        names = parameters(net)
        for _ in range(4):
            a, b = rng.randrange(len(names)), rng.randrange(len(names))
            signs = [(s, t) for s in (1, -1) for t in (1, -1)]
            values = (s * t * _risk(instance, _bumped(instance, (names[a], s), (names[b], t))) for s, t in signs)
            need(raw[a][b] == sum(values, Fraction(0)) / 4, "definition against differences")
        big, small = list(gauss_newton(net).charpoly().coeffs()), list(output_hessian(net).charpoly().coeffs())
        shared = min(len(big), len(small))
        need(big[-shared:] == small[-shared:], "nonzero spectra of both Gauss-Newton forms")
        need(net.hessian == net.hessian.transpose(), "symmetric")
        second = Network.of(instance, Second(40))
        exact = net.sharpness
        low, high = (
            (second.sharpness.low, second.sharpness.high)
            if hasattr(second.sharpness, "low")
            else (second.sharpness,) * 2
        )
        with ctx.workprec(80):
            need(certain(exact, ">=", low) is not False and certain(exact, "<=", high) is not False, "sharpness twice")


def least_squares() -> None:
    """pi* solves the normal equations and is orthogonal to the kernel of X; both evaluators and float64 agree."""
    singular = network_instance([[1, 2, 0], [2, 4, 0]], [1, 3], [[[1, 1, 1]]])
    zero = network_instance([[0, 0]], [1], [[[1, 1]]])
    for instance in [c[0] for c in _cases()] + [singular, zero]:
        net, second = Network.of(instance, Rationals()), Network.of(instance, Second())
        X, w = net.X, net.pi_star
        need(X.transpose() * (X * w - net.y) == net.A.scale(0, w), "normal equations")
        need(to_rows(w) == second.pi_star, "least norm, in both evaluators")
        need(fraction(net.minimal_risk) == second.minimal_risk and fraction(net.excess) == second.excess, "R_min")
        need(net.excess == net.quadratic(net.covariance, net.deviation), "excess risk is the quadratic form")
        floats = Network.of(instance, Floats())
        need(bool(abs(floats.minimal_risk - float(fraction(net.minimal_risk))) < 1e-9), "float64")
    kernel = Network.of(singular, Rationals()).pi_star
    need(kernel[0, 0] * 2 == kernel[1, 0] and kernel[2, 0] == 0, "orthogonal to the kernel")


def constructions() -> None:
    """What the families promise, exactly, over many draws."""
    for name in ("network", "minimizer", "rescaled minimizer", "balanced minimizer", "optimum"):
        family, rng, A = lookup(name), np.random.default_rng(3), Rationals()
        for index in range(40):
            shape, values, denominator = random_case(family, index, rng)
            m = family.of(family.build(shape, values, denominator), A)
            need(m.covariance.rank() == shape.widths[0] - (shape.kind == "singular"), "rank of the data")
            if "minimizer" in name:
                need(m.excess == 0 and m.rho_squared != 0 and m.p_squared != 0, "a minimizer")
            if name == "balanced minimizer":
                need(m.imbalance_squared == 0, "balanced")
            if name == "rescaled minimizer":
                need(m.numbers["C"] > 0 and (m.L == 1 or m.rescaled.excess == 0), "rescaled")
            need(shape.kind != "no readout" or m.p_squared == 0, "no readout")


def second_arithmetic() -> None:
    """The second evaluator's linear algebra and comparison."""
    from numerics.arithmetic import NotExpressible
    from numerics.second.interval import Interval
    from properties.selftest.need import refuses, with_spectrum

    A = Second(64)
    one, two, far = (Interval(Fraction(a), Fraction(b), 20) for a, b in ((0, 1), (1, 2), (3, 4)))
    senses = ("<=", ">=", "<", ">", "==", "!=")
    for a, b, known in (
        (one, far, [True, False, True, False, False, True]),
        (far, one, [False, True, False, True, False, True]),
        (one, two, [True, None, None, None, None, None]),
        (two, one, [None, True, None, None, None, None]),
        (one, one, [None] * 6),
        (2, Fraction(2), [True, True, False, False, True, False]),
        (Fraction(1), Fraction(2), [True, False, True, False, False, True]),
        (one, Fraction(2), [True, False, True, False, False, True]),
        (Fraction(1, 2), one, [None] * 6),
    ):
        need([A.certain(a, s, b) for s in senses] == known, f"second evaluator compares {a} and {b}")
    spectra: tuple[list[Any], ...] = ([0, 0, Fraction(1, 3), 4], [2, 2], [0, Fraction(1, 10**6)])
    for spectrum in spectra:
        m = to_rows(with_spectrum(random.Random(1), spectrum))
        found, smallest = A.smallest_nonzero_eigenvalue(m), min(Fraction(v) for v in spectrum if v)
        need(found.low <= smallest <= found.high and found.high - found.low < Fraction(1, 10**15), "smallest nonzero")
        need(A.largest_eigenvalue(m) == max(spectrum) and A.smallest_eigenvalue(m) == min(spectrum), "extremes")
    mixed = A.largest(Fraction(1), A.root(Fraction(2), 2), Interval(Fraction(0), Fraction(9, 8), 30))
    need(Fraction(7, 5) < mixed.low and mixed.high < Fraction(3, 2) and A.largest(1, 3, 2) == 3, "maximum")
    need(A.largest_eigenvalue([[Fraction(5)]]) == 5, "one by one")
    refuses(
        NotExpressible, lambda: A.smallest_nonzero_eigenvalue([[one, Fraction(0)], [Fraction(0), one]]), "intervals"
    )
    need(A.absolute(Fraction(-2)) == 2 and A.is_exact(Fraction(1)) and not A.is_exact(one), "exactness")


def words() -> None:
    """Identities that hold and near misses that do not, derivatives, gradients, and refusals."""
    from properties.selftest.need import refuses
    from theorems.words import ShapeError, derivative, identity, inner, letter, scalar, trace, zero

    A, B, X, H = letter("A", "a", "b"), letter("B", "c", "d"), letter("X", "b", "c"), letter("H", "b", "c")
    U, V = letter("U", "s", "s"), letter("V", "s", "s")
    t, D, E = scalar("t"), letter("D", "d", "e"), letter("E", "e", "f")
    for f in (
        A @ (X + H) @ B - A @ X @ B - A @ H @ B,
        (A @ X).T - X.T @ A.T,
        (A @ X @ B).T.T - A @ X @ B,
        identity("a") @ A - A,
        A * t * scalar("t", -1) - A,
        A * 2 - A - A,
        derivative(X.T @ A.T @ A @ X, X, H) - (H.T @ A.T @ A @ X + X.T @ A.T @ A @ H),
        derivative(U @ V @ U, U, V) - (V @ V @ U + U @ V @ V),
        derivative(A @ X.T.T * t, X, H) - A @ H * t,
        zero("a", "b"),
        A * t * scalar("u") * scalar("u", -1) - A * t,
        derivative(A @ X @ B @ D @ E, X, H) - A @ H @ B @ D @ E,
    ):
        need(f.is_zero, "an identity")
    for g in (U @ V - V @ U, U - U.T, U @ U.T - U.T @ U, U @ V.T - V @ U.T, A * t - A, A * 2 - A, U @ U - U):
        need(not g.is_zero, "a near miss")
    for h in (trace(U @ V - V @ U), trace(U @ V.T - V @ U.T), inner(A @ X, A @ X) - trace(A @ X @ X.T @ A.T)):
        need(h.is_zero, "an identity of traces")
    for k in (trace(U @ U @ V @ V - U @ V @ U @ V), trace(U @ V - U @ V.T), inner(U, V) - trace(U @ V)):
        need(not k.is_zero, "a near miss of traces")
    from theorems.words import gradient as slope

    risk = inner(A @ X, A @ X) - inner(A @ X, A @ H) * 2
    need((slope(risk, X) - (A.T @ A @ X * 2 - A.T @ A @ H * 2)).is_zero, "gradient of a square")
    need((slope(trace(U @ U @ V), U) - (V @ U + U @ V).T).is_zero, "gradient of a word with two occurrences")
    need((slope(trace(U.T @ V), U) - V).is_zero, "gradient in a transposed letter")
    need(not (slope(trace(U @ V), U) - V).is_zero, "the transposition in the gradient")
    for wrong in (
        lambda: A @ B,
        lambda: A + B,
        lambda: trace(A),
        lambda: inner(A, B),
        lambda: derivative(A @ X, X, A),
        lambda: slope(trace(identity("s")), U),
        lambda: derivative(A @ X, A @ X, A @ X),
        lambda: derivative(letter("X", "q", "q") @ letter("X", "q", "q"), X, H),
    ):
        refuses(ShapeError, wrong, "shapes")
    refuses(TypeError, lambda: A * 0.5, "float coefficients")  # type: ignore[operator]
    refuses(TypeError, lambda: bool(A), "truth value")


def flow() -> None:
    """A validated flow against closed forms: the logistic one of two scalar layers, and its limit sqrt 2."""
    from numerics.flow import FlowProblem, certify_limit, gap_below, integrate

    one = Fraction(1)
    problem = FlowProblem(((one,),), (Fraction(2),), (one,), tuple(((w,),) for w in (Fraction(1, 2), Fraction(1, 2))))
    tube = integrate(problem, 12, gap_below(1e-6))
    with ctx.workprec(200):
        for t in (Fraction(1, 10), Fraction(1, 3), tube.T):
            decay = (-8 * arb(t.numerator) / t.denominator).exp()
            exact = (2 / (1 + 7 * decay)).sqrt()
            at = tube.at(t)
            for w in at.layers:
                gap = abs(w[0, 0] - exact)
                need(bool(gap <= arb(at.radius) * (1 + arb(2) ** -40)), "the tube contains the flow")
                need(bool(arb(at.radius) < arb("1e-4")), "the tube is narrow")
        limit = certify_limit(tube)
        root = arb(2).sqrt()
        for m, q in zip(limit.M, limit.Q):
            need(bool(abs(m[0, 0] - root) <= arb(limit.radius_M)), "the limit in the first ball")
            need(bool(abs(q[0, 0] - root) <= arb(limit.radius_Q)), "the limit in the second ball")
        need(bool(limit.radius_M < arb("1e-2")) and bool(limit.radius_Q < limit.radius_M), "balls are narrow")
        need(bool(limit.mu <= 16) and bool(limit.mu >= 8), "rate at most the true one")
        energy = (2 - tube.end().layers[0][0, 0] ** 2) ** 2
        need(bool(energy <= limit.E_T + arb("1e-5")), "excess risk at the end")
    coarse = FlowProblem(((one,),), (Fraction(3),), (one,), (((Fraction(1),),),))  # w' = 2 (3 - w): linear
    linear = integrate(coarse, 10, gap_below(1e-4))
    with ctx.workprec(200):
        end = linear.end()
        t = arb(linear.T.numerator) / linear.T.denominator
        exact = 3 - 2 * (-2 * t).exp()
        need(bool(abs(end.layers[0][0, 0] - exact) <= arb(end.radius) * (1 + arb(2) ** -40)), "the linear flow")
