"""Twin of numerics/descent/thresholds.py."""

import numpy as np

from numerics.descent import thresholds
from numerics.descent.experiments import paper_experiments
from numerics.minimal_sharpness import float_minimum


def S_min(covariance, pi, L):
    rho = np.linalg.norm(pi)
    return 2 * rho ** (2 - 2 / L) * float_minimum(covariance, (pi / rho)[:, None], L)[1]


def test_numbers_by_floats():
    for name in ("linear_mlp", "mlp_underdetermined"):
        e = paper_experiments()[name]
        n, w, S = thresholds.of(e), e.problem.w_star, e.problem.covariance
        assert np.isclose(n.rho, np.linalg.norm(w)) and np.isclose(n.a, w @ S @ w / (w @ w))
        assert np.isclose(n.Lambda, np.linalg.eigvalsh(S)[-1]) and np.isclose(n.S_min, S_min(S, w, n.L), rtol=1e-9)
        assert n.lower_bound <= n.S_min <= n.upper_bound and np.isclose(n.critical, 2 / n.S_min)


def test_any_optimal_regressor_gives_the_same_minimal_sharpness():
    """For n < d: the proof is in the header of the claim experiments/figure-6a."""
    e = paper_experiments()["mlp_underdetermined"]
    S, w = e.problem.covariance, e.problem.w_star
    kernel = np.linalg.svd(e.data.X64)[2][-1]
    for size in (0.5, 3.0):
        other = w + size * kernel
        assert np.allclose(S @ other, S @ w) and np.linalg.norm(other) > 1.1
        assert np.isclose(S_min(S, other, 5), S_min(S, w, 5), rtol=1e-9)
