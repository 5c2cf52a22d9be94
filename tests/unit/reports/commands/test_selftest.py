"""A deep self-test keeps what it has finished, and a change of any source makes it start again."""

import pytest
from click.testing import CliRunner

from reports.commands import selftest as module
from reports.errors import Interrupted


def _task(part):
    return {"section": "fuzz", "part": part, "parts": 2, "deep": True, "seed": 1}


def test_an_interrupted_deep_run_goes_on(monkeypatch, tmp_path):
    asked, stop = [], [True]

    def fuzz(seed, seconds):
        asked.append(seed)
        if seed == 3 and stop.pop():
            raise KeyboardInterrupt
        return 10, []

    monkeypatch.setattr(module, "fuzz", fuzz)
    monkeypatch.setattr(module, "plan", lambda deep, seed: [])
    monkeypatch.setattr(module, "_outer", lambda deep, seed: [_task(0), _task(1)])
    command = ["--deep", "--jobs", "1", "--cache", str(tmp_path)]
    first = CliRunner().invoke(module.selftest, command)
    assert isinstance(first.exception, Interrupted) and "1 of 2 parts are kept" in str(first.exception)
    stop.append(False)
    second = CliRunner().invoke(module.selftest, command)
    assert asked == [2, 3, 3] and "20" in second.output
    stop.append(False)
    CliRunner().invoke(module.selftest, [*command, "--fresh"])
    assert asked == [2, 3, 3, 2, 3]


def test_other_sources_are_another_run(monkeypatch, tmp_path):
    kept = module.Kept(tmp_path, fresh=False)
    kept.put(_task(0), {"done": 1})
    assert kept.get(_task(0)) == {"done": 1} and kept.get(_task(1)) is None
    monkeypatch.setattr(module, "PACKAGES", ("reports",))
    assert module.Kept(tmp_path, fresh=False).get(_task(0)) is None


@pytest.mark.parametrize(("deep", "minutes"), [(False, 1), (True, 60)])
def test_hostile_input_comes_in_minutes_of_different_seeds(deep, minutes):
    fuzzing = [t for t in module._outer(deep, 3) if t["section"] == "fuzz"]
    assert len(fuzzing) == minutes and len({t["seed"] * t["parts"] + t["part"] for t in fuzzing}) == minutes
