"""How much work a profile means."""

from dataclasses import replace

import pytest

from properties.budget import BUDGETS, MOST_TASKS, UnknownBudget, budget
from properties.plan import plan
from theorems import registry


def test_costly_families_get_fewer_instances():
    standard = budget("standard")
    assert standard.share(1.0) == (1560, 390)
    assert standard.share(400.0) == (24, 8)
    assert standard.share(400.0, 56) == (56, 8)
    with pytest.raises(UnknownBudget, match="quick, standard, deep"):
        budget("huge")


@pytest.mark.parametrize("cost", [0.5, 1.0, 400.0])
@pytest.mark.parametrize("instances", [1, 10**4, 10**6, 10**9])
def test_a_campaign_of_any_size_has_boundedly_many_tasks(cost, instances):
    count, chunk = replace(BUDGETS["quick"], instances=instances).share(cost)
    assert count == instances and -(-count // chunk) <= MOST_TASKS


def test_the_plan_has_every_instance_once():
    spend = replace(BUDGETS["quick"], instances=1001)
    assert spend.option == "quick --instances 1001" and BUDGETS["quick"].option == "quick"
    tasks = [t for t in plan([registry.claim("residual/convergence")], spend, 1) if t["kind"] == "cases"]
    assert {t["key"] for t in tasks} == {"residual/convergence#repaired", "residual/convergence#sharper"}
    for key in {t["key"] for t in tasks}:
        chunks = sorted((t["start"], t["count"]) for t in tasks if t["key"] == key)
        assert [i for start, count in chunks for i in range(start, start + count)] == list(range(1001))
