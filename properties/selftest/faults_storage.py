"""Fault injection where results are kept: full disk, damaged, forged and unwritable caches, two writers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from properties.cache import Cache, UnwritableCache
from properties.selftest.faults import WHILE_WORKING, _raising, exchanged
from properties.selftest.need import need, refuses


def full_disk() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        key = cache.key({}, "")
        with exchanged(os, "replace", _raising(OSError(28, "No space left on device"))):
            refuses(UnwritableCache, lambda: cache.put(key, {"x": 1}), "a full disk")
        need(not [p for p in Path(folder).rglob("*") if p.is_file()] and cache.get(key) is None, "no half entry")


def truncated_cache() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        key = cache.key({}, "")
        cache.put(key, {"status": {"holds": 5}})
        path = next(Path(folder).rglob("*.json"))
        whole = path.read_bytes()
        for length in range(0, len(whole), 5):
            path.write_bytes(whole[:length])
            need(cache.get(key) is None, "a truncated entry is absent")


def forged_cache() -> None:
    """A result changed by hand, its checksum not: recomputed."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        key = cache.key({}, "")
        cache.put(key, {"status": {"violated": 5}})
        path = next(Path(folder).rglob("*.json"))
        data = json.loads(path.read_text())
        data["result"]["status"] = {"holds": 5}
        path.write_text(json.dumps(data))
        need(cache.get(key) is None and cache.damaged == 1, "a forged entry is absent and counted")


def two_processes() -> None:
    script = (
        "import sys; from pathlib import Path; from properties.cache import Cache\n"
        "c = Cache(Path(sys.argv[1]))\n"
        "for i in range(40):\n"
        "    k = c.key({'n': i % 4}, 's'); r = c.get(k)\n"
        "    assert r is None or r == {'n': i % 4, 'pad': 'x' * 9000}\n"
        "    c.put(k, {'n': i % 4, 'pad': 'x' * 9000})\n"
        "sys.exit(c.damaged)"
    )
    with tempfile.TemporaryDirectory() as folder:
        running = [subprocess.Popen([sys.executable, "-c", script, folder]) for _ in range(2)]
        need([p.wait(timeout=120) for p in running] == [0, 0], "two processes share a cache")


def cache_that_cannot_be_made() -> None:
    """A cache folder that is a file, or may not be written: a named error with one line, before any work."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file"
        place.write_text("x")
        try:
            cache = Cache(place)
            cache.put(cache.key({}, ""), {})
        except (UnwritableCache, OSError) as error:
            need("\n" not in str(error), "one line")
            return
    need(False, "a file is no cache folder")


FAULTS: tuple[Callable[[], None], ...] = (
    *WHILE_WORKING,
    full_disk,
    truncated_cache,
    forged_cache,
    two_processes,
    cache_that_cannot_be_made,
)


def survived() -> tuple[int, list[str]]:
    """(faults whose outcome was the safe one, the others with what went wrong)."""
    good, bad = 0, []
    for fault in FAULTS:
        try:
            fault()
            good += 1
        except Exception as error:
            bad.append(f"{fault.__name__}: {type(error).__name__}: {error}"[:300])
    return good, bad
