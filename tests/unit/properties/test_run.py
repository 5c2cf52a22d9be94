"""A run: every finished task is kept at once, an interruption loses only what was under way, errors are never kept."""

import pytest

from properties import run as module
from properties.budget import BUDGETS
from properties.cache import Cache
from properties.run import Run
from theorems import registry

CLAIMS = [registry.claim("sharpness/hessian-at-minimizer")]
QUICK = BUDGETS["quick"]


def fake(task):
    return {"value": [task["kind"], task["number"]], "seconds": 0.0}


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "run_task", fake)
    return Cache(tmp_path)


def test_second_run_is_cached(cache):
    first = Run(CLAIMS, QUICK, 1, cache)
    assert first.from_cache == 0 and len(list(first.execute(1))) == len(first.tasks)
    second = Run(CLAIMS, QUICK, 1, Cache(cache.folder))
    assert second.from_cache == len(second.tasks) and list(second.execute(1)) == []
    assert all(r["cached"] for r in second.done.values())
    assert Run(CLAIMS, QUICK, 2, Cache(cache.folder)).from_cache == 0, "another seed"
    assert Run(CLAIMS, BUDGETS["standard"], 1, Cache(cache.folder)).from_cache == 0, "another budget"


def test_interruption_keeps_what_is_finished(cache):
    run = Run(CLAIMS, QUICK, 1, cache)
    stream = run.execute(1)
    done = [next(stream) for _ in range(4)]
    stream.close()
    again = Run(CLAIMS, QUICK, 1, Cache(cache.folder))
    assert again.from_cache == len(done) == 4 and len(again.remaining) == len(again.tasks) - 4
    list(again.execute(1))
    assert again.remaining == [] and len(again.done) == len(again.tasks)


def test_errors_are_not_kept(cache, monkeypatch):
    monkeypatch.setattr(module, "run_task", lambda task: {"error": "boom", "seconds": 0.0})
    list(Run(CLAIMS, QUICK, 1, cache).execute(1))
    assert Run(CLAIMS, QUICK, 1, cache).from_cache == 0


def test_a_task_finished_twice_counts_once(cache):
    def twice(todo, worker):
        for index, task in todo:
            yield index, worker(task)
            yield index, {"value": "second", "seconds": 9.0}

    run = Run(CLAIMS, QUICK, 1, cache)
    assert len(list(run.execute(2, through=twice))) == len(run.tasks)
    assert all(r["value"] != "second" for r in run.done.values())


def test_results_belong_to_their_reading(cache):
    run = Run(CLAIMS, QUICK, 1, cache)
    list(run.execute(1))
    reading = CLAIMS[0].readings["sharper"]
    results = run.results(reading)
    assert len(results["symbolic"]) == len(reading.symbolic) and len(results["search"]) == 1
    assert [r["key"] for r in results["variant"]] == [v.key for v in reading.false_variants]
    assert run.results(registry.reading("sharpness/minimizers-are-optimal#printed")) == {}


def test_a_changed_claim_of_the_users_own_is_run_again(cache, tmp_path):
    source = tmp_path / "mine" / "c.py"
    source.parent.mkdir()
    text = (
        "from theorems.claim import Claim, Source, at_least\n"
        "claim = Claim('mine/c', 'C', subject='network', source=Source('', 'here'))\n"
        "@claim.printed('R >= 0')\n"
        "class Printed:\n    def then(m):\n        yield at_least(m.risk, 0)\n"
    )

    def keys():
        registry.claims.cache_clear()
        module.fingerprint.cache_clear()
        of = registry.select(["mine"], (str(source.parent),))
        return Run(of, QUICK, 1, cache, (str(source.parent),))._keys

    source.write_text(text)
    first = keys()
    assert keys() == first
    source.write_text(text + "# changed\n")
    assert set(keys().values()).isdisjoint(first.values())
    registry.claims.cache_clear()
