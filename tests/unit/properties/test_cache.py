"""The cache: damaged entries are absent, two processes share one, what changes the meaning changes the key."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from properties import cache as module
from properties.cache import Cache, UnwritableCache, closure, fingerprint
from tests.helpers import ROOT, environment

TASK = {"kind": "cases", "key": "a/b#printed", "number": 0}


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def entry(cache, key):
    return next(p for p in cache.folder.rglob("*.json") if p.stem == key)


def test_there_and_back(cache):
    key = cache.key(TASK, "sources")
    assert cache.get(key) is None and cache.damaged == 0
    cache.put(key, {"x": [1, None, "y"], "seconds": 0.25})
    assert cache.get(key) == {"x": [1, None, "y"], "seconds": 0.25}
    assert Cache(cache.folder).get(key) is not None


def test_key_depends_on_all_parts(cache):
    keys = {cache.key(t, s) for t in (TASK, {**TASK, "number": 1}, {**TASK, "seed": 2}) for s in ("one", "two")}
    assert len(keys) == 6 and cache.key(dict(reversed(TASK.items())), "one") in keys


DAMAGE = {
    "truncated": lambda text: text[: len(text) // 2],
    "empty": lambda text: "",
    "other key": lambda text: text.replace(json.loads(text)["key"][:8], "00000000"),
    "changed result": lambda text: text.replace('"holds": 5', '"holds": 6'),
    "no checksum": lambda text: json.dumps({k: v for k, v in json.loads(text).items() if k != "checksum"}),
    "not an object": lambda text: "[1, 2]",
    "result of another type": lambda text: json.dumps(
        {**json.loads(text), "result": 5, "checksum": module._checksum(5)}
    ),
    "deep": lambda text: "[" * 100_000,
    "not utf-8": lambda text: b"\xff\xfe\x00",
    "nan": lambda text: text.replace("5", "NaN"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_entries_are_absent_and_counted(cache, damage):
    key = cache.key(TASK, "")
    cache.put(key, {"holds": 5})
    path = entry(cache, key)
    changed = DAMAGE[damage](path.read_text())
    path.write_bytes(changed) if isinstance(changed, bytes) else path.write_text(changed)
    assert cache.get(key) is None and cache.damaged == 1
    cache.put(key, {"holds": 5})
    assert cache.get(key) == {"holds": 5} and cache.damaged == 1


def test_every_truncation_is_noticed(cache):
    key = cache.key(TASK, "")
    cache.put(key, {"holds": 5, "text": "é"})
    path = entry(cache, key)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert cache.get(key) is None


def test_unwritable_folder(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(UnwritableCache, match="cannot write to the cache folder"):
        Cache(blocked / "below")


def test_full_disk_leaves_no_half_entry(cache, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "replace", full)
    with pytest.raises(UnwritableCache, match="No space left"):
        cache.put(cache.key(TASK, ""), {"x": 1})
    monkeypatch.undo()
    assert [p for p in cache.folder.rglob("*") if p.is_file()] == [] and cache.get(cache.key(TASK, "")) is None


def test_two_processes_on_one_cache(tmp_path):
    script = (
        "import sys; from pathlib import Path; from properties.cache import Cache\n"
        "c = Cache(Path(sys.argv[1]))\n"
        "for i in range(60):\n"
        "    k = c.key({'n': i % 6}, 's'); r = c.get(k)\n"
        "    assert r is None or r == {'n': i % 6, 'pad': 'x' * 5000}, r\n"
        "    c.put(k, {'n': i % 6, 'pad': 'x' * 5000})\n"
        "print(c.damaged)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], env=environment(), stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [(p.communicate(timeout=60)[0].strip(), p.returncode) for p in running] == [("0", 0)] * 2


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A tiny project: a -> b -> c by imports of different forms, d apart."""
    name = f"tiny_{os.getpid()}_{abs(hash(str(tmp_path)))}"
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text(f"from {name} import b\n")
    (package / "b.py").write_text(f"def f():\n    import {name}.c\n")
    (package / "c.py").write_text("VALUE = 1\n")
    (package / "d.py").write_text("VALUE = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(module, "PROJECT", (*module.PROJECT, name))
    for cached in (module._file_of, module._imports, module.fingerprint):
        cached.cache_clear()
    yield name, package
    for cached in (module._file_of, module._imports, module.fingerprint):
        cached.cache_clear()


def fresh(*modules, files=()):
    module._imports.cache_clear()
    module.fingerprint.cache_clear()
    return fingerprint(modules, files)


def test_a_changed_callee_changes_the_key(project):
    name, package = project
    assert set(closure([f"{name}.a"])) == {name, f"{name}.a", f"{name}.b", f"{name}.c"}
    before = fresh(f"{name}.a")
    (package / "d.py").write_text("VALUE = 2\n")
    assert fresh(f"{name}.a") == before
    (package / "c.py").write_text("VALUE = 2\n")
    after = fresh(f"{name}.a")
    assert after != before
    (package / "__init__.py").write_text("# changed\n")
    assert fresh(f"{name}.a") != after


def test_changed_data_change_the_key(project):
    name, package = project
    (package / "data").mkdir()
    (package / "data" / "numbers.json").write_text("1")
    before = fresh(f"{name}.a")
    (package / "data" / "numbers.json").write_text("2")
    assert fresh(f"{name}.a") != before


def test_a_folder_in_the_place_of_an_entry(cache):
    key = cache.key(TASK, "")
    (cache.folder / key[:2] / f"{key}.json").mkdir(parents=True)
    assert cache.get(key) is None and cache.damaged == 1
    with pytest.raises(UnwritableCache):
        cache.put(key, {"x": 1})


def test_engine_versions_and_files_change_the_key(project, tmp_path, monkeypatch):
    name, _ = project
    before = fresh(f"{name}.a")
    monkeypatch.setattr(module, "engine_versions", lambda: {"python-flint": "0"})
    assert fresh(f"{name}.a") != before
    file = tmp_path / "claims.py"
    file.write_text("1")
    first = fresh(f"{name}.a", files=(file,))
    file.write_text("2")
    assert fresh(f"{name}.a", files=(file,)) != first


def test_the_whole_machinery_is_in_the_key_of_every_claim():
    reached = set(closure(["properties.tasks"]))
    for needed in (
        "properties.decision",
        "properties.search",
        "properties.witness",
        "properties.strategies",
        "numerics.spectra.balls",
        "numerics.second.eigenvalues",
        "numerics.hessian",
        "numerics.arithmetic.radical",
        "theorems.claim",
    ):
        assert needed in reached
    assert [p.name for p in module._data_of(["properties.tasks"])] == ["paper-data.json"]
    assert all(p.is_relative_to(ROOT) for p in closure(["properties.tasks"]).values())
