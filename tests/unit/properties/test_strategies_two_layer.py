"""Twin of properties/strategies_two_layer*.py: rotations are rotations, and every construction does what it says."""

from fractions import Fraction as F

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from properties.search import random_case
from properties.strategies import Theta, lookup
from properties.strategies_two_layer import rotation

A = Rationals(64)
ALIGNED = [
    "two-layer data",
    "two-layer start",
    "mixing start",
    "vanishing start",
    "any vanishing start",
    "two-layer descent",
    "wild two-layer descent",
    "late two-layer descent",
]


@pytest.mark.parametrize("d", [1, 2, 3])
def test_rotations_are_orthogonal_and_the_identity_at_0(d):
    with A.context():
        free = [A.number(F(k, 3)) for k in range(1, d)]
        U = rotation(Theta(A, free), d)
        assert A.multiply(A.transpose(U), U) == A.eye(d)
        assert rotation(Theta(A, [A.number(0)] * d), d) == A.eye(d)
        assert U.det() == 1


def quantities(name, count=30):
    family, rng = lookup(name), np.random.default_rng(4)
    for index in range(count):
        shape, values, denominator = random_case(family, index, rng)
        yield shape, family.of(family.build(shape, values, denominator), A)


@pytest.mark.parametrize("name", ALIGNED)
def test_data_have_a_common_decomposition(name):
    with A.context():
        for _, m in quantities(name):
            assert m.rotation_defect == 0 and m.alignment_defect == 0
            assert all(m.sigma(i) >= 0 for i in m.components)


def test_mixing_starts_invert_q_and_keep_inactive_components():
    with A.context():
        for shape, m in quantities("mixing start"):
            assert m.start_defect == 0
            if shape.kind == "resting":
                assert all(m.sigma(i) == m.lam(i) * m.w0(i) for i in range(1, m.d1))
            if shape.kind == "absent":
                assert all(m.w0(i) == 0 for i in range(1, m.d1))


def test_times_lie_in_the_phase_that_the_shape_names():
    with A.context():
        for shape, m in quantities("vanishing start"):
            assert m.phase == int(shape.kind.split()[1])
            assert all(m.sigma(i) * m.t != 1 for i in m.components)


def test_steps_and_starts_of_descent_are_in_range():
    with A.context():
        for _, m in quantities("two-layer descent"):
            assert all(0 < 2 * m.s(i) <= 1 and m.lam(i) * m.w0(i) <= m.sigma(i) for i in m.modes)
        for shape, m in quantities("late two-layer descent"):
            u = m.t * m.s(0)
            assert {"early": u < 1, "near": 1 < u < 1 + m.s(0) / 2, "late": u > 1 + m.s(0) / 2}[shape.kind]


def test_perturbed_data_respect_eps_and_their_decomposition():
    with A.context():
        for _, m in quantities("perturbed data"):
            assert m.rotation_defect == 0 and m.off_diagonal(m.D_xy) == 0 and m.start_defect == 0
            assert A.certain(m.spectral_squared(m.B), "<=", m.eps**2) is True
            assert all(2 * m.eps <= m.lam(i) for i in range(m.d0))
