"""Running tasks: one process and two give the same results, errors and interruptions pass through."""

import os

import pytest

from properties import engine
from properties.budget import BUDGETS
from properties.tasks import plan, run_task
from theorems import registry


def double(task):
    return {"value": 2 * task["n"]}


def fail(task):
    raise KeyboardInterrupt


TASKS = [(7, {"n": 1}), (3, {"n": 5}), (4, {"n": 9})]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_by_index(jobs):
    assert dict(engine.run(TASKS, double, jobs)) == {7: {"value": 2}, 3: {"value": 10}, 4: {"value": 18}}


def test_one_and_two_processes_give_the_same():
    """Real tasks, seeded by themselves: where they run and in which order plays no role."""
    planned = plan([registry.claim("sharpness/minimizers-are-optimal")], BUDGETS["quick"], 1)
    tasks = [t for t in planned if t["kind"] in ("cases", "variant")]
    numbered = list(enumerate(tasks))
    one, two = (strip(dict(engine.run(numbered, run_task, jobs))) for jobs in (1, 2))
    backwards = strip(dict(engine.run(numbered[::-1], run_task, 1)))
    assert one == two == backwards and len(one) == len(tasks) and not any("error" in r for r in one.values())


def strip(results):
    return {i: {k: v for k, v in r.items() if k != "seconds"} for i, r in sorted(results.items())}


def test_jobs_have_to_be_positive():
    for jobs in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            list(engine.run(TASKS, double, jobs))


def test_interruption_passes_through():
    with pytest.raises(KeyboardInterrupt):
        list(engine.run(TASKS, fail, 1))
    assert list(engine.run([], double, 2)) == []


class Source:
    """An iterator of tiny tasks that remembers how many were taken."""

    def __init__(self, count):
        self.count, self.taken = count, 0

    def __iter__(self):
        while self.taken < self.count:
            self.taken += 1
            yield self.taken, {"n": self.taken}


def test_one_process_takes_tasks_one_by_one():
    source = Source(10**9)
    stream = engine.run(source, double, 1)
    assert [next(stream)[1]["value"] for _ in range(5)] == [2, 4, 6, 8, 10]
    stream.close()
    assert source.taken <= 7


def test_two_processes_hold_one_window_however_slowly_results_are_taken(monkeypatch):
    monkeypatch.setattr(engine, "WINDOW", 20)
    source, ahead, total = Source(200), [], 0
    for number, (index, result) in enumerate(engine.run(source, double, 2)):
        ahead.append(source.taken - number)
        total += result["value"] == 2 * index
    assert total == 200 and max(ahead) <= 2 * 20 + 2


def test_tasks_on_the_same_instances_share_a_worker():
    tasks = [(i, {"subject": "flow", "number": i // 3, "kind": "cases"}) for i in range(12)]
    found = dict(engine.run(tasks, where, 2))
    assert sorted(found) == list(range(12))
    for start in range(0, 12, 3):
        assert len({found[i]["process"] for i in range(start, start + 3)}) == 1


def where(task):
    return {"process": os.getpid()}
