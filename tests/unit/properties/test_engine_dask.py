"""The Dask engine against a scheduler and two workers on loopback, one of which is killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from properties import engine, engine_dask

ROOT = Path(__file__).resolve().parents[3]


def square(task):
    time.sleep(task["seconds"])
    return {"square": task["x"] ** 2, "pid": os.getpid()}


def plain_tasks(count, seconds=0.02):
    return [(i, {"x": i, "seconds": seconds}) for i in range(count)]


def start(module, *arguments):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'unit' / 'properties'}"}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster(tmp_path):
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    started = [
        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
              "--scheduler-file", str(file))
    ]
    try:
        deadline = time.monotonic() + 30
        while not (file.exists() and file.read_text().endswith("}")) and time.monotonic() < deadline:
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        for _ in range(2):
            started.append(
                start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                      "--local-directory", str(tmp_path))
            )
        _wait_for_workers(address, 2)
        yield address, started[1:], started[0]
    finally:
        for process in started:
            process.kill()
            process.wait(10)


def _wait_for_workers(address, count):
    from distributed import Client

    with Client(address, timeout=20, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=40)


def counted(pairs):
    return sorted((index, result["square"]) for index, result in pairs)


@pytest.mark.deep
def test_a_killed_worker_loses_nothing_and_nothing_counts_twice(cluster):
    address, workers, _ = cluster
    tasks, found = plain_tasks(60, 0.05), []
    for pair in engine_dask.run(tasks, square, scheduler=address, window=8):
        found.append(pair)
        if len(found) == 10:
            os.kill(workers[0].pid, signal.SIGKILL)
    assert len(found) == len(tasks)
    assert counted(found) == counted(engine.run(tasks, square, 1))
    assert len({result["pid"] for _, result in found}) == 2  # both took part
    survivor = [result["pid"] for _, result in found[-20:]]
    assert set(survivor) == {workers[1].pid}


def test_workers_with_several_threads_are_refused_and_a_late_one_is_held_to_one_task(monkeypatch):
    """Ball arithmetic keeps its precision in the process: two threads would change it under each other's hands."""
    pytest.importorskip("distributed")
    import distributed

    class Client:
        def __init__(self, *_, **__):
            pass

        def nthreads(self):
            return {"tcp://a": 1, "tcp://b": 4}

        def close(self):
            pass

    monkeypatch.setattr(distributed, "Client", Client)
    with pytest.raises(engine_dask.SeveralThreads, match="4 threads; start workers with --nthreads 1") as caught:
        engine_dask.connect("tcp://here:1")
    assert isinstance(caught.value, engine_dask.NoScheduler) and "\n" not in str(caught.value)
    busy, most = [], []

    def watch(task):
        busy.append(task)
        most.append(len(busy))
        time.sleep(0.005)
        busy.pop()
        return {}

    here = engine_dask.sources()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: engine_dask._alone([(n, {"n": n})], watch, here), range(9)))
    assert most == [1] * 9


def test_a_worker_with_other_sources_computes_nothing():
    with pytest.raises(engine_dask.OtherVersion, match="other sources or engines"):
        engine_dask._alone([(0, {"x": 2, "seconds": 0})], square, "0" * 64)


def misplaced(task):
    raise ModuleNotFoundError("No module named 'numerics.products'")


@pytest.mark.deep
def test_a_worker_that_cannot_run_tasks_is_one_line(cluster):
    with pytest.raises(engine_dask.TaskLost, match=r"ModuleNotFoundError.*same version") as caught:
        list(engine_dask.run(plain_tasks(3), misplaced, scheduler=cluster[0]))
    assert "\n" not in str(caught.value)


@pytest.mark.deep
def test_a_lost_scheduler_is_one_line_and_what_is_finished_is_handed_over(cluster):
    found = []
    with pytest.raises(engine_dask.NoScheduler, match="was lost; what is finished is kept") as caught:
        for pair in engine_dask.run(plain_tasks(60, 0.05), square, scheduler=cluster[0], window=4):
            found.append(pair)
            if len(found) == 5:
                os.kill(cluster[2].pid, signal.SIGKILL)
    assert "\n" not in str(caught.value) and 5 <= len(found) < 60
    assert all(result["square"] == index**2 for index, result in found)


def test_no_scheduler_is_one_line(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(engine_dask, "CONNECT_SECONDS", 1)
    with pytest.raises(engine_dask.NoScheduler) as caught:
        list(engine_dask.run(plain_tasks(1), square, scheduler="tcp://127.0.0.1:9"))
    assert "\n" not in str(caught.value)


def test_the_package_may_be_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(engine_dask.NoDask, match="lemmata\\[dask\\]"):
        list(engine_dask.run(plain_tasks(1), square, scheduler="tcp://127.0.0.1:9"))


@pytest.mark.deep
def test_tasks_on_the_same_instances_share_a_worker(cluster):
    address, *_ = cluster
    tasks = [(i, {"x": i, "seconds": 0.02, "subject": "flow", "number": i // 4}) for i in range(32)]
    found = dict(engine_dask.run(tasks, square, scheduler=address))
    assert sorted(found) == list(range(32)) and len({r["pid"] for r in found.values()}) == 2
    for start in range(0, 32, 4):
        assert len({found[i]["pid"] for i in range(start, start + 4)}) == 1
