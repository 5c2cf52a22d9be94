"""Twin of numerics/descent/power_iteration.py."""

import numpy as np

from numerics.descent import extreme_eigenvalues, gaussian_start, hessian_vector_product, power_iteration
from numerics.descent.dense import dense_hessian

from .conftest import small_problem


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
    assert (estimate.rayleigh >= low * (1 + 1e-12) - 1e-12).all()
    many = power_iteration(problem, W, rng, 4000)
    assert np.allclose(many.norm, modulus, rtol=1e-3)


def test_reports_a_negative_eigenvalue_as_sharpness_somewhere():
    problem, rng = small_problem((2, 4, 1, 3, 1))
    W = gaussian_start(problem, rng, 400, 0.5)
    low, high = extreme_eigenvalues(problem, W).T
    reported = power_iteration(problem, W, rng).reported
    assert (reported > 1.05 * high).any() and (low < 0).any()
