"""The drawn bands contain the flow as another integrator computes it."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from numerics.instance import network_instance
from reports.figures.record_flow import certified_bands

W1, W2 = [[Fraction(1, 4), Fraction(1, 8)], [0, Fraction(1, 6)]], [[Fraction(1, 3), Fraction(-1, 5)]]
X, y = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([1.0, 2.0])


@pytest.fixture(scope="module")
def found():
    return certified_bands(network_instance(X.astype(int).tolist(), [1, 2], [W1, W2]))


@pytest.fixture(scope="module")
def flow(found):
    """Float weights at the drawn times."""

    def field(_, w):
        a, b = w[:4].reshape(2, 2), w[4:]
        g = -X.T @ (y - X @ (a.T @ b))  # half the gradient of R times n = 2
        return -np.concatenate([np.outer(b, g).ravel(), a @ g])

    start = np.array([float(x) for row in (*W1, *W2) for x in row])
    return solve_ivp(field, (0, found["times"][-1]), start, t_eval=found["times"], rtol=1e-12, atol=1e-13).y.T


def inside(curve, values):
    return all(a - 1e-8 <= v <= b + 1e-8 and b - a < 1e-6 for a, b, v in zip(curve["lower"], curve["upper"], values))


def test_bands_contain_the_flow(found, flow):
    tops = [np.linalg.svd(w[:4].reshape(2, 2)) for w in flow]
    assert inside(found["curves"]["σ₁ of layer 1"], [s[0] for _, s, _ in tops])
    assert inside(found["curves"]["σ₂ of layer 1"], [s[1] for _, s, _ in tops])
    assert inside(found["curves"]["σ₁ of layer 2"], [np.linalg.norm(w[4:]) for w in flow])
    cosines = [(u[:, 0] @ w[4:]) ** 2 / (w[4:] @ w[4:]) for (u, _, _), w in zip(tops, flow)]
    assert inside(found["curves"]["layers 1, 2"], cosines)
    residuals = [y - X @ (w[:4].reshape(2, 2).T @ w[4:]) for w in flow]  # X is invertible: R_min = 0
    assert inside(found["curves"]["risk"], [r @ r / 2 for r in residuals])


def test_sharpness_by_differences(found, flow):
    def gradient(w):
        a, b = w[:4].reshape(2, 2), w[4:]
        g = -X.T @ (y - X @ (a.T @ b))
        return np.concatenate([np.outer(b, g).ravel(), a @ g])

    for index in (0, 20, 40, 64):
        hessian = np.array([(gradient(flow[index] + h) - gradient(flow[index] - h)) / 2e-5 for h in 1e-5 * np.eye(6)])
        top = np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1]
        assert found["curves"]["sharpness"]["lower"][index] == pytest.approx(top, rel=1e-6)
    final, least, bound = (found["curves"][name] for name in ("sharpness", "S_min", "bound"))
    assert least["lower"][-1] <= final["upper"][-1] <= bound["upper"][-1]


def test_envelopes_lie_above_the_risk(found):
    risk, drawn = found["curves"]["risk"], 0
    for name in ("explicit rate", "certified rate"):
        pairs = [(b, r) for b, r in zip(found["curves"][name]["lower"], risk["upper"]) if not math.isnan(b)]
        assert pairs and all(b >= r * (1 - 1e-12) for b, r in pairs)
        drawn += len(pairs)
    assert drawn > 20
