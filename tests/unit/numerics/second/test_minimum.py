"""The minimum over tau: contains the true value in a case known in closed form, at small and at great depth."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from numerics.arithmetic.base import NotExpressible
from numerics.second import Second
from numerics.second import minimum as module
from numerics.second.minimum import minimum_over_tau, power


def diagonal(x, y):
    """Sigma = diag(x^2, y^2) / 2 with pi* on the first axis."""
    zero = Fraction(0)
    rows = [[Fraction(x), zero], [zero, Fraction(y)]]
    return SimpleNamespace(X=rows, pi_star=[[Fraction(3)], [zero]], rho_squared=Fraction(9), n=2, d=2)


@pytest.mark.parametrize("depth", [2, 5, 2000])
def test_an_eigenvector_attains_depth_times_its_eigenvalue(depth):
    """f(tau) = max(a (tau + (L-1) tau^(-1/(L-1))), b tau): least at tau = 1, L a, while b <= L a."""
    for b in (Fraction(1, 4), Fraction(5, 4)):
        found = minimum_over_tau(Second(64), diagonal(1, b), depth)
        assert found.low <= Fraction(depth, 2) <= found.high
        assert (found.high - found.low) * 10**9 < found.high


def test_a_steep_second_direction_moves_the_minimum():
    """L = 2, b > 2 a: a (tau + 1/tau) = b tau at tau = (b/a - 1)^(-1/2), where f is b tau."""
    found = minimum_over_tau(Second(64), diagonal(1, 3), 2)  # a = 1/2, b = 9/2, tau = 1/sqrt 8, f = 9 / (4 sqrt 2)
    assert found.low**2 <= Fraction(81, 32) <= found.high**2 and found.high - found.low < Fraction(1, 10**6)


def test_a_wrong_candidate_costs_the_answer_or_width_only(monkeypatch):
    monkeypatch.setattr(module, "candidate", lambda f, depth, bits: Fraction(3))
    found = minimum_over_tau(Second(64), diagonal(1, 1), 3)
    assert found.low <= Fraction(3, 2) <= found.high
    monkeypatch.setattr(module, "ratios", lambda bits, depth: iter([Fraction(1001, 1000)]))
    with pytest.raises(NotExpressible):
        minimum_over_tau(Second(64), diagonal(1, 1), 3)


def test_powers_are_enclosed():
    s = Fraction(1234567, 1234568)
    found = power(s, 2999, 50)
    assert found.low <= s**2999 <= found.high
