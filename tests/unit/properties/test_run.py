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


def test_a_rejection_is_confirmed_in_a_task_of_its_own(tmp_path, monkeypatch):
    """It is planned when all regimes are done, kept like any other, and asked for again by a run that starts afresh."""
    reading = registry.reading("random-products/smallest-singular-value#printed")
    counts = {"seed": 1, "regime": {"d": "2"}, "claimed": "0", "draws": 9, "failures": 3, "undecided": 0}
    counts |= {"failed_draws": [1, 2, 3], "rejected_at": 9, "level": "1", "failing": [{"draw": 1}]}
    asked = []

    def counted(task):
        asked.append(task["kind"])
        if task["kind"] == "confirmation":
            assert task["witness"]["failed_draws"] == [1, 2, 3]
            return {"confirmed": 2, "seconds": 0.0}
        return {"counts": counts, "seconds": 0.0} if task["kind"] == "probability" else fake(task)

    monkeypatch.setattr(module, "run_task", counted)
    claims = [registry.claim(reading.claim)]
    run = Run(claims, QUICK, 1, Cache(tmp_path))
    list(run.execute(1))
    rejected = {t["key"] for t in run.tasks if t["kind"] == "probability"}
    assert asked.count("confirmation") == len(rejected) >= 1 and asked[-1] == "confirmation"
    assert run.results(reading)["confirmation"][0]["confirmed"] == 2
    again = Run(claims, QUICK, 1, Cache(tmp_path))
    assert again.remaining == [] and again.from_cache == len(run.tasks)
    again.start_afresh()
    asked.clear()
    list(again.execute(1))
    assert asked.count("confirmation") == len(rejected) and again.from_cache == 0


def tiny(count):
    return [{"kind": "cases", "key": "sharpness/hessian-at-minimizer#sharper", "number": n} for n in range(count)]


def test_a_large_campaign_stopped_anywhere_resumes_and_counts_nothing_twice(cache, monkeypatch):
    """600 tasks, stopped five times in the middle, each time taken up by a new run from what is on disk."""
    ran = []

    def count(task):
        ran.append(task["number"])
        return {"value": task["number"], "seconds": 0.0}

    monkeypatch.setattr(module, "plan", lambda *_: tiny(600))
    monkeypatch.setattr(module, "run_task", count)
    whole = Run(CLAIMS, QUICK, 1, None)
    list(whole.execute(1))
    ran.clear()
    for stop in (1, 150, 7, 200, 30):
        run = Run(CLAIMS, QUICK, 1, Cache(cache.folder))
        stream = run.execute(1)
        for _ in range(stop):
            next(stream)
        stream.close()
    last = Run(CLAIMS, QUICK, 1, Cache(cache.folder))
    assert last.from_cache == 1 + 150 + 7 + 200 + 30
    list(last.execute(1))
    assert sorted(ran) == list(range(600))
    assert {i: r["value"] for i, r in last.done.items()} == {i: r["value"] for i, r in whole.done.items()}


@pytest.mark.deep
def test_a_stopped_campaign_gives_the_record_of_one_that_was_not(tmp_path):
    """Real tasks: on one core in one go, against two processes stopped twice in the middle."""
    from reports.build import record_of
    from reports.records import without_times

    claims = [registry.claim(name) for name in ("residual/gradient-bounds", "random-products/smallest-singular-value")]

    def record(run):
        data = without_times(record_of(run, {}, (), "", 0.0))
        for reading in data["readings"]:
            reading["evidence"] = [{k: v for k, v in e.items() if k != "seconds"} for e in reading["evidence"]]
        return data

    whole = Run(claims, QUICK, 1, None)
    list(whole.execute(1))
    finished = 0
    for stop in (5, 9):
        run = Run(claims, QUICK, 1, Cache(tmp_path))
        assert run.from_cache >= finished
        stream = run.execute(2)
        for _ in range(stop):
            next(stream)
        stream.close()
        finished += stop
    last = Run(claims, QUICK, 1, Cache(tmp_path))
    assert last.from_cache >= finished
    list(last.execute(2))
    assert record(last) == record(whole)


@pytest.mark.deep
def test_a_run_that_is_killed_outright_resumes_to_the_same_record(tmp_path):
    """SIGKILL of the whole process group, workers included, as soon as a few tasks are kept; twice."""
    import json
    import os
    import signal
    import subprocess
    import sys
    import time

    from reports.records import without_times
    from tests.helpers import ROOT, environment

    def start(jobs, name):
        command = ["verify", "residual/gradient-bounds", "residual/low-sharpness", "--budget", "quick", "--jobs", jobs]
        where = ["--cache", str(tmp_path / f"cache-{name}"), "--out", str(tmp_path / name)]
        return subprocess.Popen(
            [sys.executable, "-m", "reports", *command, *where],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kept():
        return len(list((tmp_path / "cache-killed").rglob("*.json")))

    for more in (3, 4):
        before, process, deadline = kept(), start("2", "killed"), time.monotonic() + 120
        while kept() < before + more and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)
        assert kept() >= before + more and not (tmp_path / "killed" / "record.json").exists()
    assert start("2", "killed").wait(240) in (0, 1) and start("1", "whole").wait(240) in (0, 1)

    def record(name):
        data = without_times(json.loads((tmp_path / name / "record.json").read_text()))
        for reading in data["readings"]:
            reading["evidence"] = [{k: v for k, v in e.items() if k != "seconds"} for e in reading["evidence"]]
        return data

    assert record("killed") == record("whole")
