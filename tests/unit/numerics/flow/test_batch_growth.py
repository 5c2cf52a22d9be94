"""Growth rates against true logarithmic norms, the exponential against Arb."""

import numpy as np
import pytest
from flint import arb, ctx

from numerics.flow.batch_growth import PARTS, Suprema, exponential, rates, verify
from numerics.flow.batch_series import Controls, Lanes, SeriesNorms, above, defect, expand
from tests.unit.numerics.flow.cases import random_problem


def test_exponential_is_an_upper_bound() -> None:
    x = np.append(np.linspace(0, 2.5, 400), 2.6)
    bound = above(exponential(x))
    with ctx.workprec(200):
        for value, b in zip(x[:-1], bound):
            exact = arb(float(value)).exp()
            assert exact <= arb(float(b)) and arb(float(b)) < exact * (1 + 1e-11)
    assert bound[-1] == np.inf


def logarithmic_norm(lanes: Lanes, W: list[np.ndarray]) -> float:
    """lambda_max of the symmetric Jacobian of -b f^T by central differences (lane 0)."""
    shapes = [w.shape for w in W]

    def field(flat: np.ndarray) -> np.ndarray:
        layers, at = [], 0
        for r, c in shapes:
            layers.append(flat[at : at + r * c].reshape(r, c))
            at += r * c
        b = [lanes.p[:, 0]]
        for w in reversed(layers):
            b.append(w.T @ b[-1])
        b.reverse()
        f, out = lanes.sigma[..., 0] @ (b[0] - lanes.target[:, 0]), []
        for k, w in enumerate(layers):
            out.append(-np.outer(b[k + 1], f).ravel())
            f = w @ f
        return np.concatenate(out)

    x = np.concatenate([w.ravel() for w in W])
    J = np.array([(field(x + 1e-5 * e) - field(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return float(np.linalg.eigvalsh((J + J.T) / 2)[-1])


@pytest.mark.parametrize("dims", [(2, 2, 1), (2, 3, 2, 1), (1, 2, 2, 1, 1)])
def test_rates_bound_the_logarithmic_norm(dims: tuple[int, ...]) -> None:
    lanes, h, unit, N = Lanes.of([random_problem(dims, 5)]), np.array([0.125]), np.array([0.5]), 20
    series = expand(lanes, lanes.start, unit, N)
    norms = SeriesNorms.of(series)
    bound = defect(lanes, norms, h, unit, N, Controls())
    seen, rng, E = Suprema.of(series, norms, bound, h), np.random.default_rng(1), 0.05
    low, wide = (above(rates(lanes, seen, bound, unit, np.array([e])))[:, 0] for e in (0.0, E))
    assert (low < wide).all()
    for i in range(PARTS):
        for s in np.linspace(i, i + 1, 3) * h[0] / PARTS:
            centre = [sum(c[..., 0] * s**m for m, c in enumerate(w)) for w in series.W]
            noise = [rng.standard_normal(w.shape) for w in centre]
            size = np.sqrt(sum((x**2).sum() for x in noise))
            moved = [w + 0.99 * E * x / size for w, x in zip(centre, noise)]
            assert logarithmic_norm(lanes, centre) * 0.5 <= low[i] + 1e-7
            assert logarithmic_norm(lanes, moved) * 0.5 <= wide[i] + 1e-7


def test_a_step_too_long_is_not_verified() -> None:
    lanes, unit, N = Lanes.of([random_problem((2, 2, 1), 5)] * 2), np.array([0.5, 64.0]), 20
    h = np.array([0.1, 2.0])
    series = expand(lanes, lanes.start, unit, N)
    norms = SeriesNorms.of(series)
    with np.errstate(all="ignore"):
        bound = defect(lanes, norms, h, unit, N, Controls())
        reached, good = verify(lanes, Suprema.of(series, norms, bound, h), bound, np.full(2, 1e-9), h, unit)
    assert good.tolist() == [True, False]
    assert 1e-9 < reached[0] < 2e-9 and reached[1] == np.inf
    exponent = above(rates(lanes, Suprema.of(series, norms, bound, h), bound, unit, np.zeros(2))).mean(0) * h
    assert reached[0] >= 1e-9 * np.exp(exponent[0])


def test_suprema_hold_on_the_whole_sub_interval() -> None:
    lanes, h, unit, N = Lanes.of([random_problem((2, 2, 2, 1), 5)]), np.array([0.5]), np.array([0.5]), 20
    series = expand(lanes, lanes.start, unit, N)
    norms = SeriesNorms.of(series)
    seen = Suprema.of(series, norms, defect(lanes, norms, h, unit, N, Controls()), h)
    checked = 0
    for bounds, vectors in ((seen.b, series.b), (seen.f, series.f)):
        for k, bound in bounds.items():
            for i in range(PARTS):
                for s in np.linspace(i, i + 1, 5) * h[0] / PARTS:
                    value = np.linalg.norm(sum(v[:, 0] * s**m for m, v in enumerate(vectors[k])))
                    assert value <= np.broadcast_to(above(bound), (PARTS, 1))[i, 0]
                    checked += 1
    assert checked == 4 * 5 * PARTS  # b_2, b_3 and f_0, f_1
