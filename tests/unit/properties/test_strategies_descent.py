"""Twin of properties/strategies_descent.py: constructions do what they say; claims of `learning-rate` are decided."""

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from numerics.instance import check_network
from properties.budget import BUDGETS
from properties.search import search
from properties.strategies import integers, lookup
from theorems import registry

FAMILIES = ("quadratic descent", "learning rate", "readout ratio", "descent start", "small step", "two learning rates")


def instances(name, kind, count=12):
    family, rng = lookup(name), np.random.default_rng(5)
    for shape in [s for s in family.shapes if s.kind == kind][:4]:
        for _ in range(count):
            try:
                yield family, family.build(shape, integers(rng, family.parameters(shape), 5), 2)
            except ZeroDivisionError:
                continue


@pytest.mark.parametrize("name", FAMILIES)
def test_instances_are_networks_with_a_learning_rate(name):
    for kind in {s.kind for s in lookup(name).shapes}:
        found = list(instances(name, kind))
        assert found
        for _, instance in found:
            check_network(instance)
            assert instance.numbers["eta"] >= 0


def test_constructed_orbits_arrive():
    A, arrived = Rationals(64), {"lands": 0, "both land": 0}
    with A.context():
        for name, kind in (("descent start", "lands"), ("two learning rates", "both land")):
            for family, instance in instances(name, kind, 40):
                m = family.of(instance, A)
                names = ["eta"] if kind == "lands" else ["eta", "eta2"]
                arrived[kind] += all(m.arrived(1, rate) for rate in names) and not m.arrived(0)
    assert arrived["lands"] > 10 and arrived["both land"] > 5


def test_start_without_top_component_arrives():
    A = Rationals(64)
    with A.context():
        for family, instance in instances("quadratic descent", "lands"):
            m = family.of(instance, A)
            assert m.component(0) == 0 and m.arrived(1)
            assert m.eigen_defect("u") == 0 and m.eigen_defect("v") == 0


def test_small_steps_meet_the_hypothesis_of_the_local_lemma():
    A, met = Rationals(64), 0
    with A.context():
        for family, instance in instances("small step", ""):
            m = family.of(instance, A)
            met += m.L >= 2 and A.certain(m.eta * m.hessian_bound(1), "<=", 1) is True
        for family, instance in instances("small step", "equal"):
            m = family.of(instance, A)
            q = 1 / (m.eta * 2 * m.lambda_min * A.entry(m.W[1], 0, 0) ** 2)  # S is 1 / eta for q >= 1
            assert A.certain(q, "<", 1) or m.A.certain(m.eta * m.sharpness, "<=", 1)
    assert met > 10


REFUTED = [
    "learning-rate/descent-lemma#sharper/eta S <= 1 at the start",
    "learning-rate/descent-lemma#printed",
    "learning-rate/critical#printed",
    "learning-rate/critical#repaired/from every start",
    "learning-rate/after-training#printed",
    "learning-rate/gd-fails#printed",
    "learning-rate/small-scale-final-sharpness#printed",
    "learning-rate/edge-of-stability#printed/monotone",
]


@pytest.mark.parametrize("key", REFUTED)
def test_false_statements_are_refuted(key):
    assert search(registry.reading(key), 3, BUDGETS["quick"]).found is not None


def test_what_cannot_be_checked_is_not():
    from properties.tasks import plan

    claim = registry.claim("learning-rate/constrained-problem")
    assert plan([claim], BUDGETS["quick"], 1) == []
