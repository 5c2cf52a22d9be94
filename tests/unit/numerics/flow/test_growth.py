"""The growth rate bounds the top of -Hess(R/2) everywhere in the tube, and centres enclose the polynomial."""

import numpy as np

from numerics.arithmetic.floats import Floats
from numerics.flow.chain import Chain, padded
from numerics.flow.defect import SeriesNorms
from numerics.flow.growth import Centres, growth_rates
from numerics.flow.rounding import Up
from numerics.flow.step import make_frame, series_of
from numerics.flow.tube import start_tube
from tests.unit.numerics.flow.cases import random_problem


def log_norm(problem, layers):  # type: ignore[no-untyped-def]
    """lambda_max(-Hess(R/2)) by second differences of the gradient, independent of the module under test."""
    S = np.array([[float(x) for x in r] for r in problem.Sigma])
    target, p = np.array([float(x) for x in problem.pi_star]), np.array([float(x) for x in problem.p])
    shapes = [w.shape for w in layers]

    def field(flat):  # type: ignore[no-untyped-def]
        W, at = [], 0
        for r, c in shapes:
            W.append(flat[at : at + r * c].reshape(r, c))
            at += r * c
        b = [p]
        for w in reversed(W):
            b.append(w.T @ b[-1])
        b.reverse()
        f, out = S @ (b[0] - target), []
        for k, w in enumerate(W):
            out.append(np.outer(b[k + 1], f).ravel())
            f = w @ f
        return np.concatenate(out)

    x = np.concatenate([w.ravel() for w in layers])
    columns = [(field(x + 1e-6 * e) - field(x - 1e-6 * e)) / 2e-6 for e in np.eye(x.size)]
    H = np.array(columns)
    return float(np.linalg.eigvalsh(-(H + H.T) / 2)[-1])


def prepared(dims: tuple[int, ...], seed: int):  # type: ignore[no-untyped-def]
    problem = random_problem(dims, seed)
    tube, constants = start_tube(problem, 15)
    frame = make_frame(problem, constants, tube.state, 12, tube.bits, -3)
    series = series_of(problem, frame, tube.state, portable=True)
    return problem, constants, series, SeriesNorms.of(series)


def test_rates_bound_the_log_norm() -> None:
    rng = np.random.default_rng(0)
    assert Floats  # the float arithmetic is not used: the second evaluator above is independent
    for dims in ((2, 2, 1), (2, 3, 2, 1), (1, 1, 1, 1, 1)):
        problem, constants, series, norms = prepared(dims, 7)
        h, count, tube = 0.25, 4, 0.05
        centres = Centres.of(series, norms, h, count)
        rates = growth_rates(centres, constants, tube, 1.0).upper()
        for i in range(count):
            for _ in range(5):
                s = h * (i + rng.random()) / count
                W = [sum(c[m] * s**m for m in range(len(c))) for c in series.W]
                shift = [rng.standard_normal(w.shape) for w in W]
                size = np.sqrt(sum((x**2).sum() for x in shift))
                W = [w + tube * x / size for w, x in zip(W, shift)]
                assert log_norm(problem, W) <= rates[i] + 1e-7


def test_rates_are_not_idle() -> None:
    _problem, constants, series, norms = prepared((2, 2, 1), 7)
    centres = Centres.of(series, norms, 2.0**-20, 1)
    rate = float(growth_rates(centres, constants, 0.0, 1.0).upper()[0])
    W = [c[0] for c in series.W]
    z = W[0].T @ W[1].T @ constants.p - constants.target
    assert rate <= 1.001 * np.linalg.norm(constants.sigma @ z) * 1.0 + 1e-9
    assert rate > 0


def test_centres_enclose_the_polynomial() -> None:
    _, _, series, norms = prepared((2, 3, 1), 11)
    centres = Centres.of(series, norms, 0.5, 4)
    for i in range(4):
        for s in np.linspace(i / 8, (i + 1) / 8, 7):
            for k, c in enumerate(series.W):
                value = sum(c[m] * s**m for m in range(len(c)))
                gap = value - centres.layers[k, i, : value.shape[0], : value.shape[1]]
                assert np.linalg.norm(gap, 2) <= centres.deviation[k].upper()[i]


def test_segments_bound_products_of_perturbed_layers() -> None:
    rng = np.random.default_rng(5)
    layers = [rng.standard_normal(s) for s in ((3, 2), (2, 3), (4, 2), (1, 4))]
    chain = Chain(padded(layers), [Up(np.array([0.1]))] * 4)
    for _ in range(20):
        moved = []
        for w in layers:
            e = rng.standard_normal(w.shape)
            moved.append(w + 0.1 * e / np.linalg.norm(e, 2))
        for (i, j), bound in chain.segments(0, 4).items():
            product = np.eye(moved[i].shape[1])
            for k in range(i, j):
                product = moved[k] @ product
            assert np.linalg.norm(product, 2) <= float(bound.upper()[0])
