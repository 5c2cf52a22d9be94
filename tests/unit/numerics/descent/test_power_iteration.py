"""Twin of numerics/descent/power_iteration.py."""

import numpy as np

from numerics.descent import Problem, extreme_eigenvalues, gaussian_start, hessian_vector_product, power_iteration
from numerics.descent.dense import dense_hessian


def test_product_is_the_dense_hessian(batch):
    problem, W, rng = batch
    V = gaussian_start(problem, rng, len(W), 1.0)
    image = hessian_vector_product(problem, W, V)
    assert np.array_equal(problem.pack(problem.unpack(image)), image)

    def flat(a):
        return np.concatenate([layer.reshape(-1) for layer in (w[0] for w in problem.unpack(a[None]))])

    for i in range(3):
        assert np.allclose(flat(image[i]), dense_hessian(problem, W[i]) @ flat(V[i]))


def test_estimates_the_modulus_from_below(batch):
    problem, W, rng = batch
    estimate = power_iteration(problem, W, rng)
    low, high = extreme_eigenvalues(problem, W).T
    modulus = np.maximum(high, -low)
    assert (estimate.reported <= estimate.norm * (1 + 1e-12)).all()
    assert (estimate.norm <= modulus * (1 + 1e-12)).all()
    assert (estimate.rayleigh <= high * (1 + 1e-12) + 1e-12).all()
    assert (estimate.rayleigh >= low - 1e-12 * (1 + abs(low))).all()
    many = power_iteration(problem, W, rng, 4000)
    assert np.allclose(many.norm, modulus, rtol=1e-3)


def test_reports_minus_the_smallest_eigenvalue_near_zero():
    """Equal positive scalar layers t -> 0: the Hessian is -2 c t^(L-2) (J - I), with eigenvalues 1 and -(L-1) times."""
    problem = Problem.of(np.ones((1, 1)), np.ones(1), (1,) * 6)
    W = np.full((1, 5, 1, 1), 1e-4)
    low, high = extreme_eigenvalues(problem, W)[0]
    assert np.isclose(low, -4 * high)
    reported = power_iteration(problem, W, np.random.default_rng(0), 60).reported[0]
    assert np.isclose(reported, 4 * high)
