"""The command line as a user meets it: bad input is one line and status 2, an interruption keeps what is finished."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from reports import cli, records
from tests.helpers import ROOT, environment
from theorems import registry

CLAIM = "sharpness/minimizers-are-optimal"
QUICK = ("--budget", "quick", "--jobs", "1")


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Call the entry point in this process: (status, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments):
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(a) for a in arguments])
        out = capsys.readouterr()
        return stopped.value.code or 0, out.out, out.err

    return call


def refused(result, *words):
    status, out, err = result
    assert status == 2 and out == "", (status, out, err)
    lines = err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("lemmata: "), err
    for word in words:
        assert word in lines[0], err


def witness(tmp_path, **changes):
    good = json.loads(sorted((ROOT / "tests/claims/witnesses").glob("sharpness-*.json"))[0].read_text())
    path = tmp_path / "witness.json"
    path.write_text(json.dumps({**good, **changes}))
    return path


def test_usage(run):
    refused(run("verify", "sharpness/minimum-exakt"), "unknown claim", "sharpness/minimum-exact")
    refused(run("verify", CLAIM, "--jobs", "0"), "--jobs has to be at least 1")
    refused(run("verify", CLAIM, "--jobs", "-3"), "at least 1")
    refused(run("verify", CLAIM, "--jobs", "many"), "many")
    refused(run("verify", CLAIM, "--budget", "enormous"), "enormous", "quick, standard, deep")
    refused(run("verify", "--nonsense"), "nonsense")
    refused(run("nonsense"), "nonsense")
    refused(run("verify", "--seed", "x"), "'x'")
    refused(run("list", "nothing/there"), "unknown claim")
    refused(run("show", CLAIM, "--record", "nowhere.json"), "nowhere.json")
    refused(run("verify", CLAIM, "--engine", "dask"), "--scheduler")


def test_places_that_cannot_be_written(run, tmp_path):
    (tmp_path / "file").write_text("")
    refused(run("verify", CLAIM, *QUICK, "--out", tmp_path / "file"), "cannot write", "--out")
    refused(run("verify", CLAIM, *QUICK, "--out", tmp_path / "file" / "below"), "cannot write")
    refused(run("verify", CLAIM, *QUICK, "--cache", tmp_path / "file" / "below"), "cache")


def test_damaged_witnesses(run, tmp_path):
    refused(run("replay", tmp_path / "nothing.json"), "nothing.json")
    refused(run("replay", tmp_path), "directory")
    path = witness(tmp_path)
    assert run("replay", path)[0] == 0
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    refused(run("replay", path), "damaged")
    refused(run("replay", witness(tmp_path, schema="x")), "schema")
    refused(run("replay", witness(tmp_path, claim="no/claim")), "unknown claim")
    refused(run("replay", witness(tmp_path, reading="printed/none")), "none")
    for entry in (float("nan"), float("inf"), 0.5, "nan", "1/0"):
        bad = {
            "kind": "network",
            "matrices": {"X": [[entry]], "y": [["1"]], "p": [["1"]], "W1": [["1"]]},
            "numbers": {},
        }
        refused(run("replay", witness(tmp_path, instance=bad)), "X")
    for name, rows in (("y", [["1"], ["2"]]), ("W1", [["1", "2"]]), ("X", [])):
        bad = {
            "kind": "network",
            "matrices": {"X": [["1"]], "y": [["1"]], "p": [["1"]], "W1": [["1"]], name: rows},
            "numbers": {},
        }
        refused(run("replay", witness(tmp_path, instance=bad)), name)
    refused(run("replay", witness(tmp_path, claim="sharpness/rescaling-unbounded", reading="printed")), "number C")


def test_a_witness_too_large_to_decide_is_refused_at_once(run, tmp_path):
    rows = [["1"] * 60 for _ in range(60)]
    large = {
        "kind": "network",
        "matrices": {"X": rows, "y": [["1"]] * 60, "p": [["1"]] * 60, "W1": rows, "W2": rows},
        "numbers": {},
    }
    started = time.monotonic()
    refused(run("replay", witness(tmp_path, instance=large)), "parameters")
    assert time.monotonic() - started < 5


def test_a_witness_that_no_longer_refutes(run, tmp_path):
    bland = {"kind": "network", "matrices": {k: [["1"]] for k in ("X", "y", "p", "W1")}, "numbers": {}}
    status, out, _ = run("replay", witness(tmp_path, claim=CLAIM, reading="repaired", instance=bland))
    assert status == 1 and "contradicted" in out


def test_claims_of_the_users_own_that_are_broken(run, tmp_path):
    (tmp_path / "broken.py").write_text("this is no Python\n(")
    refused(run("verify", "--claims", tmp_path / "broken.py"), "broken.py", "SyntaxError")
    refused(run("list", "--claims", tmp_path / "nowhere"), "no such file or folder")
    (tmp_path / "subject.py").write_text(
        "from theorems.claim import Claim, Source, at_most\n"
        "claim = Claim('mine/c', 'C', subject='unicorn', source=Source('', 'here'))\n"
        "@claim.printed('x')\nclass Printed:\n    def then(m):\n        yield at_most(0, 1)\n"
    )
    refused(run("verify", "mine", *QUICK, "--claims", tmp_path / "subject.py"), "unicorn", "minimizer")
    registry.claims.cache_clear()


def test_damaged_cache_entries_are_recomputed_and_said(run, tmp_path):
    places = ("--out", tmp_path / "out", "--cache", tmp_path / "cache")
    assert run("verify", CLAIM, *QUICK, *places)[0] in (0, 1)
    first = records.without_times(records.read(tmp_path / "out" / "record.json"))
    entries = sorted((tmp_path / "cache").rglob("*.json"))
    entries[0].write_bytes(entries[0].read_bytes()[:50])
    entries[1].write_text("{}")
    _, _, err = run("verify", CLAIM, *QUICK, *places)
    assert "2 damaged cache entries are recomputed" in err and "are cached from an earlier run" in err
    assert records.without_times(records.read(tmp_path / "out" / "record.json")) == first
    _, _, err = run("verify", CLAIM, *QUICK, *places)
    assert "damaged cache" not in err


def start(tmp_path, *more):
    arguments = [
        "verify",
        "sharpness",
        "--budget",
        "quick",
        "--out",
        str(tmp_path / "out"),
        "--cache",
        str(tmp_path / "cache"),
        *more,
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "reports", *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_interrupts,  # noqa: PLW1509  (nothing but a signal is set)
    )


def hear_interrupts():
    """A suite that was started in the background by a shell hands on that interrupts are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interruption_keeps_finished_work(tmp_path, jobs):
    process = start(tmp_path, "--jobs", jobs)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "cache").rglob("*.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    kept = len(list((tmp_path / "cache").rglob("*.json")))
    assert process.returncode == 130 and "Traceback" not in err, err
    said = re.search(r"interrupted; (\d+) of (\d+) tasks are finished and kept", err)
    assert said and 3 <= int(said[1]) <= kept and not (tmp_path / "out" / "record.json").exists()
    again = start(tmp_path, "--jobs", jobs)
    while again.poll() is None and "cached" not in (line := again.stderr.readline()):
        assert time.monotonic() < deadline + 60, line
    assert int(re.search(r"(\d+) of \d+ tasks are cached", line)[1]) >= int(said[1])
    os.killpg(again.pid, signal.SIGINT)
    again.communicate(timeout=60)


def test_one_and_two_jobs_write_the_same_record(run, tmp_path):
    for jobs in ("1", "2"):
        arguments = (
            "--budget",
            "quick",
            "--jobs",
            jobs,
            "--out",
            tmp_path / jobs,
            "--cache",
            tmp_path / f"cache{jobs}",
        )
        assert run("verify", CLAIM, *arguments)[0] in (0, 1)
    one, two = (records.read(tmp_path / jobs / "record.json") for jobs in ("1", "2"))
    assert records.encode(one) != b"" and records.without_times(one) == records.without_times(two)
    cached = run("verify", CLAIM, *QUICK, "--out", tmp_path / "3", "--cache", tmp_path / "cache2")
    assert "are cached" in cached[2]
    assert records.without_times(records.read(tmp_path / "3" / "record.json")) == records.without_times(one)


def test_a_replay_that_takes_too_long_says_so(run, tmp_path, monkeypatch):
    from reports.commands import replay as command

    monkeypatch.setattr(command, "LONGEST", 0.05)
    monkeypatch.setattr(command, "decide_again", lambda reading, instance: time.sleep(5))
    status, out, _ = run("replay", witness(tmp_path))
    assert status == 1 and "not decided" in out and "stopped after" in out
