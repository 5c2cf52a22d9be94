"""Hostile input for every reader: damaged, random and crafted bytes; one line and status 2, or a clean result.

Readers: data files (CSV, NPZ, JSON), instances, witnesses, records, cache entries, claims by name, the command line. A
reader passes when it returns or raises its own named error with one line; a traceback of any other kind, output to a
file outside of its folder, anything executed, or more than a few seconds for one input fails it.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from numerics.instance import BadInstance, Instance, check_network, network_instance
from properties.cache import Cache
from properties.tasks import time_limit
from properties.witness import BadWitness, load
from reports import cli, datasets, records
from reports.errors import BadInput
from theorems import registry

LONGEST = 10.0
_PIECES = (
    "NaN", "Infinity", "-1", "1e999", "1/0", "9" * 5000, "\x00", "\x1b[2J", "\ud800", "null", "[]", "{}", '"', "\\",
    "/", "..", "../../x", "%s", "$(x)", "__import__('os')", "!!python/object", "W0", "W999999999", "X", "é" * 50, " ",
)  # fmt: skip
_SEED = {
    "schema": "lemmata-witness-1",
    "claim": "sharpness/minimum-exact",
    "reading": "sharper",
    "instance": network_instance([[1]], [2], [[[1]], [[1]]]).to_json(),
}


def _value(rng: random.Random, depth: int = 0) -> Any:
    kind = rng.randrange(9 if depth < 4 else 6)
    if kind < 2:
        return rng.choice(_PIECES)
    if kind < 6:
        return rng.choice((None, True, 0, -1, 10**30, 0.1, float("nan"), float("inf"), "1", "1/2", "-3/7", ""))
    if kind == 6:
        return [_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {
        rng.choice((*_PIECES, "kind", "matrices", "numbers", "X", "y", "p", "W1")): _value(rng, depth + 1)
        for _ in range(3)
    }


def mangled(rng: random.Random, seed: Any) -> bytes:
    """A valid document with something wrong, or something else altogether."""
    way = rng.randrange(6)
    if way == 0:
        return rng.randbytes(rng.randrange(200))
    if way == 1:
        return json.dumps(_value(rng)).encode("utf-8", "surrogatepass")
    if way == 2:
        return b"[" * rng.randrange(1, 200_000)
    text = bytearray(json.dumps(seed).encode())
    if way == 3:
        return bytes(text[: rng.randrange(len(text))])
    if way == 4:
        for _ in range(rng.randrange(1, 6)):
            text[rng.randrange(len(text))] = rng.randrange(256)
        return bytes(text)
    data = json.loads(text)
    holder: Any = data
    while isinstance(holder, dict | list) and holder and rng.random() < 0.8:
        key = rng.choice(list(holder)) if isinstance(holder, dict) else rng.randrange(len(holder))
        if not isinstance(holder[key], dict | list) or rng.random() < 0.3:
            holder[key] = _value(rng)
            break
        holder = holder[key]
    return json.dumps(data).encode("utf-8", "surrogatepass")


def _one_line(error: BaseException) -> bool:
    text = str(error.args[0] if error.args else error)
    return bool(text) and "\n" not in text and (not isinstance(error, BadInput) or text.isprintable())


def instances(rng: random.Random, _: Path) -> None:
    try:
        data = json.loads(mangled(rng, _SEED["instance"]).decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    try:
        instance = Instance.from_json(data)
        check_network(instance)
        instance.one_line()
    except BadInstance as error:
        assert _one_line(error)


def witnesses(rng: random.Random, folder: Path) -> None:
    path = folder / "w.json"
    path.write_bytes(mangled(rng, _SEED))
    try:
        load(path)
    except BadWitness as error:
        assert _one_line(error)


_PROVENANCE = {"version": "", "commit": "", "seed": 1, "budget": "", "libraries": {}}
_RECORD = {"schema": records.SCHEMA, "provenance": _PROVENANCE, "claims": [], "readings": []}
EMPTY_RECORD = json.dumps(_RECORD).encode()


class Trap:
    """What a pickle would execute: writes a file nobody asked for."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "executed"

    def __reduce__(self) -> Any:
        return Path.touch, (self.place,)


def data_files(rng: random.Random, folder: Path) -> None:
    """CSV, NPZ and JSON with data, damaged and crafted; among them arrays of objects, which only a pickle can hold."""
    kind = rng.choice((".csv", ".npz", ".json"))
    path = folder / f"data{kind}"
    if kind == ".csv":
        cell = ("1", "2.5", "-1e3", "0.1", *_PIECES)
        lines = [",".join(rng.choice(cell) for _ in range(rng.randrange(1, 5))) for _ in range(rng.randrange(6))]
        path.write_bytes("\n".join(["a,b,y", *lines]).encode("utf-8", "surrogatepass"))
    elif kind == ".json":
        data = {"X": [[1, 2], ["1/2", 0]], "y": [1, "3/4"]}
        network = {**data, "W1": [[1, "1/2"], [0, 2]], "W2": [[1, 1]], "p": [3]}
        path.write_bytes(mangled(rng, rng.choice((data, network, _SEED["instance"], _SEED))))
    else:
        whole, numbers = io.BytesIO(), np.array([[1.0, 2.0], [3.0, 5.0]])
        value = rng.choice((numbers, np.array([Trap(folder)], dtype=object), np.array([[np.nan]]), np.zeros((0, 3))))
        np.savez(whole, X=value, y=rng.choice((numbers[0], numbers, np.array(["a"]), np.array([Trap(folder)]))))
        raw = bytearray(whole.getvalue())
        for _ in range(rng.randrange(4)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        path.write_bytes(bytes(raw[: rng.randrange(len(raw))] if rng.random() < 0.2 else raw))
    try:
        datasets.read(path, rng.choice(("y", None, rng.choice(_PIECES))))
    except BadInput as error:
        assert _one_line(error)


def record_files(rng: random.Random, _: Path) -> None:
    try:
        records.decode(mangled(rng, _RECORD))
    except records.BadRecord as error:
        assert _one_line(error)


def cache_entries(rng: random.Random, folder: Path) -> None:
    cache = Cache(folder / "cache")
    key = cache.key({}, "")
    cache.put(key, {"x": 1})
    path = folder / "cache" / key[:2] / f"{key}.json"
    path.write_bytes(mangled(rng, json.loads(path.read_text())))
    assert cache.get(key) in (None, {"x": 1})


def claim_names(rng: random.Random, _: Path) -> None:
    name = rng.choice(_PIECES) + rng.choice(("", "#printed", "#", "/", "#sharper/x")) + rng.choice(_PIECES)
    with contextlib.suppress(registry.UnknownClaim):
        registry.reading(name)


def command_line(rng: random.Random, folder: Path) -> None:
    """Commands with hostile words; none of them may start a long run, so every one names something that is wrong."""
    path = folder / "input.json"
    path.write_bytes(mangled(rng, _SEED))
    word = rng.choice(_PIECES).replace("\x00", "").encode("utf-8", "ignore").decode()
    arguments = rng.choice(
        (
            ["replay", str(path)],
            ["show", word, "--record", str(path)],
            ["diff", str(path), str(path)],
            ["verify", f"no-such-claim-{word}"],
            ["verify", "--budget", f"no-such-{word}"],
            ["verify", "--jobs", rng.choice(("0", "-1", "x", "1.5", ""))],
            ["list", f"no-such-claim-{word}"],
            ["verify", "--claims", str(path)],
            [f"no-such-{word}"],
            ["verify", "--seed", f"x{word}"],
            ["check", str(path)],
            ["flow", str(path), "--digits", rng.choice(("-1", "x", "1e9"))],
            ["figures", f"no-such-{word}"],
            ["selftest", "--jobs", f"x{word}"],
        )
    )
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main(arguments)
            status: Any = None
        except SystemExit as stopped:
            status = stopped.code
    assert status in (0, 1, 2, None), (arguments, status)
    if status == 2:
        assert len(err.getvalue().strip().splitlines()) == 1 and "\x1b" not in err.getvalue(), (
            arguments,
            err.getvalue(),
        )


_OWN = {"w.json", "cache", "input.json", "data.csv", "data.npz", "data.json"}
READERS: tuple[Callable[[random.Random, Path], None], ...] = (
    instances,
    witnesses,
    record_files,
    data_files,
    cache_entries,
    claim_names,
    command_line,
)


def fuzz(seed: int, seconds: float) -> tuple[int, list[str]]:
    """(inputs tried, failures with the seed that repeats them) until the time is used up."""
    tried, failures = 0, []
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        while time.monotonic() < end:
            number, reader = seed * 1_000_000 + tried, READERS[tried % len(READERS)]
            tried += 1
            try:
                with time_limit(LONGEST):
                    reader(random.Random(number), folder)
            except Exception as error:
                failures.append(f"{reader.__name__}({number}): {type(error).__name__}: {error}"[:300])
        outside = {p.name for p in folder.iterdir()} - _OWN
        if outside:
            failures.append(f"files nobody asked for: {', '.join(sorted(outside))}")
    return tried, failures
