"""Instances by construction: what a family promises holds exactly for every draw, without any filtering."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetic import Floats, Rationals
from numerics.instance import check_network
from numerics.paper_data import load_paper_data
from numerics.subjects import Minimizer
from properties.decision import decide
from properties.search import random_case
from properties.strategies import FAMILIES, Family, Shape, Theta, family, integers, lookup, ordered
from properties.strategies_networks import data, network_shapes
from theorems.claim import Reading, equal

NETWORKS = ("network", "minimizer", "rescaled minimizer", "balanced minimizer", "optimum")


def cases(name, count=120, seed=3):
    family, rng = lookup(name), np.random.default_rng(seed)
    for index in range(count):
        shape, values, denominator = random_case(family, index, rng)
        yield shape, values, denominator, family.build(shape, values, denominator)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_draw_keeps_the_promise(name):
    family, A = lookup(name), Rationals()
    for shape, _, _, instance in cases(name):
        check_network(instance)
        m = family.of(instance, A)
        assert m.widths == shape.widths and m.n == shape.n
        gram = m.covariance
        assert gram.rank() == shape.widths[0] - (shape.kind == "singular")
        if "minimizer" in name:
            assert m.excess == 0 and m.rho_squared != 0 and m.p_squared != 0
            assert m.X.transpose() * (m.X * m.pi - m.y) == A.scale(0, m.pi)
            assert all(m.suffix_squared(k) != 0 for k in m.layers)
        if name == "rescaled minimizer":
            assert m.numbers["C"] > 0 and (m.rescaled.excess == 0 or m.L == 1)
        if name == "balanced minimizer":
            assert m.imbalance_squared == 0 and m.L >= 2
        if name == "optimum" and shape.kind == "no readout":
            assert m.p_squared == 0


@pytest.mark.parametrize("name", NETWORKS)
def test_the_shapes(name):
    shapes = lookup(name).shapes
    assert len(set(shapes)) == len(shapes) and tuple(ordered(shapes)) == tuple(shapes)
    assert max(shapes[0].widths) == 1 and {s.L for s in shapes} >= {2, 3, 4}
    assert any(max(s.widths) == 3 for s in shapes) and any(s.widths[-1] == 2 for s in shapes)


@given(st.integers(0, 10**6), st.sampled_from(NETWORKS))
def test_drawing_is_a_function_of_shape_and_integers(seed, name):
    family, rng = lookup(name), np.random.default_rng(seed)
    shape, values, denominator = random_case(family, seed % 997, rng)
    assert family.build(shape, values, denominator) == family.build(shape, values, denominator)
    assert family.build(shape, tuple(2 * x for x in values), 2 * denominator) == family.build(
        shape, values, denominator
    )


def test_all_zeros_are_an_instance():
    """The search starts from zeros: constructions put ones where something has to be nonzero."""
    for name in NETWORKS:
        family = lookup(name)
        for shape in family.shapes[:12]:
            check_network(family.build(shape, (0,) * family.parameters(shape), 1))


@pytest.mark.parametrize("name", NETWORKS)
def test_float_batches_are_the_same_construction(name):
    family, rng = lookup(name), np.random.default_rng(1)
    shape = next(s for s in family.shapes if s.L == 2 and s.widths[0] == 2)
    theta = rng.integers(1, 9, size=(6, family.parameters(shape))).astype(float)
    batch = family.evaluate(shape, theta)
    for row, values in enumerate(theta):
        exact = family.build(shape, tuple(int(x) for x in values), 1)
        for key, matrix in exact.matrices.items():
            expected = np.array([[float(x) for x in r] for r in matrix])
            got = np.broadcast_to(batch.matrices[key], (6, *expected.shape))[row]
            if values.all():
                assert np.allclose(got, expected, atol=1e-9), (key, got, expected)


def test_minimizers_reach_generic_weights():
    """Not only rank-one minimizers: layers of full rank occur, and unequal norms, and R_min > 0, and L = 1."""
    ranks, positive = set(), 0
    for shape, _, _, instance in cases("minimizer", 200):
        m = lookup("minimizer").of(instance, Rationals())
        positive += m.minimal_risk != 0
        if shape.L >= 2 and shape.widths[1] == 2 and shape.widths[0] >= 2:
            ranks.add(m.W[1].rank())
    assert ranks == {1, 2} and positive > 40


def test_data_are_orthogonal_noise_around_a_known_optimum():
    shape, A = Shape((2, 1), 4), Rationals()
    theta = Theta(A, [A.number(x) for x in (3, -1, 2, 5, 1, 1, 4, 2, -3, 7, 1, 2, 6, 5)])
    X, y, pi_star = data(theta, shape)
    assert A.least_norm_solution(X, y) == pi_star and X.rank() == 2


def test_weights_on_given_data():
    paper = load_paper_data().regression
    rng = np.random.default_rng(1)
    built = lookup("minimizer").build_on(paper.X, paper.y, Shape((5, 2, 1), paper.n), integers(rng, 200, 3))
    m = lookup("minimizer").of(built, Rationals())
    assert m.excess == 0 and built.matrices["X"] == paper.X
    assert (
        lookup("balanced minimizer").build_on(paper.X, paper.y, Shape((5, 2, 1), paper.n), integers(rng, 200, 3))
        is None
    )


def test_counting_and_zero_handling():
    A = Rationals()
    theta = Theta(A)
    theta.full_rank(3, 2)
    assert theta.used == 5 and Theta(A, [A.number(0)]).nonzero() == 1 and Theta(A, [A.number(-3)]).positive() == 3
    column = Theta(A, [A.number(0)] * 3).nonzero_column(3)
    assert [column[i, 0] for i in range(3)] == [1, 0, 0]
    unit = Theta(A, [A.number(2), A.number(3)]).unit_column(3)
    assert A.sum_of_squares(unit) == 1
    batch = Theta(Floats(), np.array([[0.0], [2.0]]))
    assert batch.nonzero().tolist() == [1, 2]


def test_unknown_subject_names_the_known_ones():
    with pytest.raises(KeyError, match="minimizer"):
        lookup("nothing")


def test_a_new_family_is_picked_up():
    class Ones(Family):
        name = "test ones"
        shapes = (Shape((1, 1), 1),)
        quantities = Minimizer

        def draw(self, theta, shape):
            one = theta.A.assemble(1, 1, lambda i, j: theta.A.number(1))
            return {"X": one, "y": one, "p": one, "W1": theta.matrix(1, 1)}, {}

    family(Ones)
    try:
        of = Reading("t", "printed", "", "test ones", lambda m: iter(()), lambda m: iter([equal(m.rho_squared, 1)]))
        assert decide(of, lookup("test ones").build(Shape((1, 1), 1), (5,), 1)).status == "holds"
        assert lookup("test ones").parameters(Shape((1, 1), 1)) == 1
    finally:
        del FAMILIES["test ones"]


def test_shapes_print_and_count():
    assert str(Shape((2, 1), 3)) == "L=1 widths=2x1 n=3" and Shape((2, 3, 1), 2).size == 9 + 4
    assert max(max(s.widths) for s in network_shapes(4, 2)) == 2 and max(s.L for s in network_shapes(3)) == 3
