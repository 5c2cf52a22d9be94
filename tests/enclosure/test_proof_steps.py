"""Steps of the proofs about random products, in balls: moments by certified quadrature, adversarial theta.

    E exp(-2 q c g + 9.6 q c^2 g^2) = (1 - 19.2 q c^2)^(-1/2) exp(2 q^2 c^2/(1 - 19.2 q c^2)) = Phi
    E[Q^-q; c |g| <= 1/2] <= Phi for d = 1, and the pointwise inequality behind it for every d
    E exp(-t Q) = (1 + 2 c^2 t)^(-1/2) exp(-t/(1 + 2 c^2 t)) for d = 1
    E exp(q (Q - 1)) = (1 - x)^(-1/2) exp(2 q^2 c^2/(1 - x)), x = 2 q c^2, for d = 1 and q that is not an integer
    E Q^-q by its integral and by the Poisson mixture, and below (1 + c^2 (d - 2 - 2q))^-q, for q that is not an integer
    P(chi^2_d > d chi) <= exp(-d/2 (chi - 1 - log chi)) and P(chi^2_d <= beta d) <= (e beta)^(d/2) for every d
    |G_k(theta)| and sigma_min(G_k(theta)) for theta chosen against the bounds
"""

from fractions import Fraction

import numpy as np
import pytest
from flint import acb, arb, ctx, fmpq

from numerics.arithmetic import Rationals
from numerics.instance import Instance, matrix
from numerics.subjects.perturbed import PerturbedProduct


def rational(x):
    return arb(fmpq(Fraction(x).numerator, Fraction(x).denominator))


def normal_expectation(f, reach):
    """The integral of f times the normal density over [-reach, reach]."""
    with ctx.workprec(96):
        root = (2 * arb.pi()).sqrt()
        value = acb.integral(lambda g, _: f(g) * (-g * g / 2).exp(), -acb(reach), acb(reach))
        return value.real / root


def gaussian_tail(reach):
    """P(|g| > reach) <= exp(-reach^2/2)."""
    return (-(rational(reach) ** 2) / 2).exp()


CASES = [(Fraction(1), Fraction(1, 8)), (Fraction(2), Fraction(1, 10)), (Fraction(1, 2), Fraction(1, 5))]


def phi(q, c):
    x = 1 - rational(Fraction(192, 10) * q * c * c)
    return (2 * rational(q * q * c * c) / x).exp() / x.sqrt()


@pytest.mark.parametrize(("q", "c"), CASES)
def test_exponential_moment_of_the_truncated_bound(q, c):
    with ctx.workprec(96):
        a, b = rational(2 * q * c), rational(Fraction(96, 10) * q * c * c)
        inside = normal_expectation(lambda g: (-a * g + b * g * g).exp(), 40)
        rest = phi(q, c) - inside
        assert rest > -arb(2) ** -60
        assert rest < arb(2) ** -40  # the tail beyond 40 of exp(-a g - (1/2 - b) g^2)


@pytest.mark.parametrize(("q", "c"), CASES)
def test_truncated_negative_moment_is_below_phi(q, c):
    with ctx.workprec(96):
        power = 2 * q
        near = 1 / (2 * c)
        value = normal_expectation(lambda g: (-rational(power) * (1 + rational(c) * g).log()).exp(), rational(near))
        assert value < phi(q, c)
        assert value > phi(q, c) / 2  # and it is of that size
        narrow = (rational(2 * q * q * c * c)).exp() / 2
        assert not value < narrow  # a bound of half the size is refuted


def test_pointwise_inequality_of_the_truncation():
    """-log Q <= -2 c g + 9.6 c^2 g^2 ... with z = Q - 1 and zeta = c^2 |g|^2 <= 1/4, on a grid of exact points."""
    steps = [Fraction(k, 16) for k in range(-8, 9)]
    with ctx.workprec(96):
        for cg in steps:  # c g_1, |c g_1| <= 1/2
            for share in (Fraction(0), Fraction(1, 3), Fraction(1)):
                others = (Fraction(1, 4) - cg * cg) * share  # c^2 chi^2_(d-1)
                Q = (1 + cg) ** 2 + others
                bound = -2 * cg + Fraction(96, 10) * cg * cg
                if Q == 1 and bound == 0:
                    continue
                assert -rational(Q).log() <= rational(bound), (cg, others)
        assert not -rational(Fraction(1, 4)).log() <= rational(1 + Fraction(96, 100) / 4)  # a tenth of the constant


@pytest.mark.parametrize(("t", "c"), [(Fraction(1), Fraction(1, 2)), (Fraction(7, 2), Fraction(1, 3))])
def test_laplace_transform_of_a_ratio(t, c):
    with ctx.workprec(96):
        inside = normal_expectation(lambda g: (-rational(t) * (1 + rational(c) * g) ** 2).exp(), 30)
        v = 1 + rational(2 * c * c * t)
        rest = (-rational(t) / v).exp() / v.sqrt() - inside
        assert rest > -arb(2) ** -60 and rest < gaussian_tail(30) + arb(2) ** -60


@pytest.mark.parametrize(("q", "c"), [(Fraction(3, 2), Fraction(1, 3)), (Fraction(7, 3), Fraction(1, 4))])
def test_exponential_moment_above_the_mean(q, c):
    """log Q <= Q - 1 turns E Q^q into this moment; the Gaussian integral gives it for every real q with x < 1."""
    with ctx.workprec(96):
        x = 2 * q * c * c
        inside = normal_expectation(lambda g: (rational(q) * ((1 + rational(c) * g) ** 2 - 1)).exp(), 40)
        stated = (rational(2 * q * q * c * c / (1 - x))).exp() / (1 - rational(x)).sqrt()
        assert stated - inside > -arb(2) ** -50 and stated - inside < arb(2) ** -40
        power = normal_expectation(lambda g: ((1 + rational(c) * g) ** 2) ** 2, 40)  # E Q^2 <= the moment at q = 2
        assert power < (rational(8 * c * c / (1 - 4 * c * c))).exp() / (1 - rational(4 * c * c)).sqrt()


def negative_moment(d, q, c):
    """E Q^-q = (2c^2)^-q sum_j e^-z z^j/j! Gamma(d/2 + j - q)/Gamma(d/2 + j), z = 1/(2c^2): terms are positive, and
    beyond j >= 2z their ratio is below 1/2."""
    z, total, term = 1 / (2 * c * c), arb(0), arb(0)
    for j in range(int(4 * z) + 80):
        weight = (-rational(z)).exp() * rational(z) ** j / arb(j + 1).gamma()
        term = weight * rational(Fraction(d, 2) + j - q).gamma() / rational(Fraction(d, 2) + j).gamma()
        total = total + term
    return (total + arb(0).union(term)) / rational(2 * c * c) ** rational(q)


@pytest.mark.parametrize(("d", "q", "c"), [(3, Fraction(1, 2), Fraction(1, 2)), (7, Fraction(3, 2), Fraction(1, 3))])
def test_negative_moments_of_half_integer_order_two_ways_and_their_bound(d, q, c):
    """Odd d and half-integer q: with v = r^2 the integrand of the claim is a polynomial times exp(-r^2)."""
    powers, twice = (int(2 * q) - 1, int(Fraction(d, 2) - q - 1)), 2 * c * c
    with ctx.workprec(96):

        def integrand(r, _):
            return 2 * r ** powers[0] * (1 - rational(twice) * r * r) ** powers[1] * (-r * r).exp()

        value = acb.integral(integrand, acb(0), acb((1 / rational(twice)).sqrt()))
        by_integral, by_series = value.real / rational(q).gamma(), negative_moment(d, q, c)
        assert by_integral.overlaps(by_series) and by_series.rad() < arb(2) ** -40 and by_integral.rad() < arb(2) ** -40
        bound = rational(1 + c * c * (d - 2 - 2 * q))
        assert by_series * bound ** rational(q) < 1
        assert by_series * (bound + rational(c * c)) ** rational(q) > 1  # one dimension more is too much


@pytest.mark.parametrize("d", [1, 3, 8, 21])
def test_chi_square_tails_in_every_dimension(d):
    """The claims decide them for even d by finite sums; here by the incomplete gamma function."""
    half = rational(Fraction(d, 2))
    with ctx.workprec(128):
        for chi in (Fraction(3, 2), Fraction(4), Fraction(20)):
            tail = (half * rational(chi)).gamma_upper(half, regularized=1)
            rate = half * (rational(chi) - 1 - rational(chi).log())
            assert tail < (-rate).exp()
        assert not tail < (-2 * rate).exp()  # twice the rate is too much
        for beta in (Fraction(1, 2), Fraction(1, 10), Fraction(1, 1000)):
            ball = (half * rational(beta)).gamma_lower(half, regularized=1)
            assert ball < (half * (1 + rational(beta).log())).exp()
        assert not ball < (2 * half * (1 + rational(beta).log())).exp()


def adversary(W, sign):
    """theta of norm 1, step by step along the extreme direction: sign -1 shrinks the smallest, +1 grows the largest."""
    G = np.linalg.multi_dot([*W[::-1], np.eye(len(W[0]))])
    h = np.linalg.svd(G)[2][-1 if sign < 0 else 0]
    moves = []
    for w in W:
        image = w @ h
        moves.append(sign * np.outer(image / np.linalg.norm(image), h / np.linalg.norm(h)))
        h = image + moves[-1] @ h
    return moves


def decided(W, theta):
    """(smallest and largest of all |.|, gamma, M, e) of the perturbed products by the subject, exactly."""

    def exact(m):
        return matrix([[Fraction(round(float(v) * 2**20), 2**20) for v in row] for row in m])

    L = len(W)
    names = {f"W{k + 1}": exact(W[k]) for k in range(L)} | {f"T{k + 1}": exact(theta[k]) for k in range(L)}
    A = Rationals(96)
    with A.context():
        m = PerturbedProduct.of(Instance("perturbed product", names, {}), A)
        low = A.to_float(m.lower_squared(L)) ** 0.5
        high = A.to_float(m.upper_squared(L)) ** 0.5
        gamma, M, e = (A.to_float(x) for x in (m.gamma_squared, m.M_squared, m.e))
        holds = all(
            A.certain(m.lower_squared(k), ">=", m.gamma_squared * (1 - m.e) ** (2 * k)) is True
            and A.certain(m.upper_squared(k), "<=", m.M_squared * (1 + m.e) ** (2 * k)) is True
            for k in m.layers
        )
        return low, high, gamma**0.5, M**0.5, e, holds


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_adversarial_theta_stays_within_the_bounds_and_goes_farther_than_random_ones(seed):
    rng = np.random.default_rng(seed)
    d, L = 3, 6
    W = [np.eye(d) + 0.4 / np.sqrt(L * d) * rng.standard_normal((d, d)) for _ in range(L)]
    low, *_, gamma, _, e, holds = decided(W, [m / 4 for m in adversary(W, -1)])
    assert holds and e < 1
    _, high, _, M, e, holds = decided(W, [m / 4 for m in adversary(W, 1)])
    assert holds and high <= M * (1 + e) ** L
    random = []
    for _ in range(6):
        moves = [m / np.linalg.norm(m, 2) / 4 for m in rng.standard_normal((L, d, d))]
        random.append(decided(W, moves))
    assert all(r[-1] for r in random)
    assert low < min(r[0] for r in random) and high > max(r[1] for r in random)
    assert low >= gamma * (1 - e) ** L
