"""Twin of numerics/descent/reference.py: against the gradient of the risk by complex steps, one entry at a time."""

import numpy as np

from numerics.descent import reference


def _risk(problem, W):
    pi = problem.readout.astype(complex)
    for w, rows, columns in reversed(list(zip(W, problem.widths[1:], problem.widths))):
        pi = w[:rows, :columns].T @ pi
    return pi @ problem.covariance @ pi - 2 * problem.correlation @ pi + problem.y_squared


def test_a_step_is_minus_eta_times_the_gradient(batch):
    problem, W, _ = batch
    rates = np.full(len(W), 0.25)
    before = W.copy()
    after, when = reference.descend(problem, W, rates, 1)
    assert (when == -1).all() and np.array_equal(W, before)
    for w, moved in zip(W[:2], after[:2]):
        for index in np.ndindex(*w.shape):
            k, i, j = index
            if i < problem.widths[k + 1] and j < problem.widths[k]:
                shifted = w.astype(complex)
                shifted[index] += 1e-30j
                slope = _risk(problem, shifted).imag / 1e-30
                assert np.isclose(moved[index], w[index] - 0.25 * slope, rtol=1e-12, atol=1e-12)
            else:
                assert moved[index] == 0


def test_divergence_is_dated_and_the_lane_keeps_its_weights(batch):
    problem, W, _ = batch
    W = W.copy()
    W[3] = 1e9 * W[3]
    rates = np.full(len(W), 1e-3)
    after, when = reference.descend(problem, W, rates, 3)
    assert when[3] == 0 and np.array_equal(after[3], W[3]) and (np.delete(when, 3) == -1).all()
