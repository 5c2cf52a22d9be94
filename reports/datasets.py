"""A user's regression data as exact rationals: CSV with a named target, NPZ, or JSON.

    CSV    first line names, one row a sample; decimals are read as the exact numbers they are written as
    NPZ    arrays X (n x d) and y (n); no pickles; floats are taken as the exact binary numbers they are
    JSON   {"X": [[..]], "y": [..]} with numbers or strings "p/q"; a network with "W1": [[..]], .. and "p": [..] (1 if
           left out) beside them; an instance as it stands in a record; a witness file

Everything that is wrong ends in one line (BadInput) that says what, where and what would be right.
What is not covered: missing values, categorical columns.
"""

from __future__ import annotations

import csv
import json
import math
import re
import zipfile
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from numerics.instance import BadInstance, Instance, network_instance
from reports.errors import BadInput

Rows = list[list[Fraction]]
LARGEST_CELLS = 2_000_000


@dataclass(frozen=True)
class Dataset:
    """X: n rows of d entries; y: n; names of the columns; instance: a whole network when the file holds one."""

    X: Rows
    y: list[Fraction]
    names: list[str]
    instance: Instance | None = None
    note: str = ""


def read(path: Path, target: str | None) -> Dataset:
    """Raises BadInput, in one line, on anything that is not usable data."""
    if not path.exists():
        raise BadInput(f"{path}: no such file")
    if path.is_dir():
        raise BadInput(f"{path} is a folder; give a CSV, NPZ or JSON file")
    readers = {".csv": _csv, ".npz": _npz, ".json": _json}
    if path.suffix.lower() not in readers:
        raise BadInput(f"{path}: ends in {path.suffix or 'nothing'!r}; known are .csv, .npz and .json")
    try:
        data = readers[path.suffix.lower()](path, target)
    except BadInstance as error:
        raise BadInput(f"{path}: {error}") from None
    except (OSError, UnicodeDecodeError, NotImplementedError, RuntimeError) as error:  # the last two: damaged archives
        raise BadInput(f"{path}: cannot be read ({type(error).__name__})") from None
    check(data, path)
    return data


def _number(text: Any, where: str) -> Fraction:
    try:
        if isinstance(text, float) and not math.isfinite(text):
            raise ValueError
        value = Fraction(text.strip() if isinstance(text, str) else text)
    except (ValueError, ZeroDivisionError, TypeError, OverflowError):
        shown = str(text).strip()
        if shown.lower() in ("nan", "inf", "-inf", "na", ""):
            raise BadInput(f"{where}: {shown or 'empty'!s} is not a number; remove or fill missing values") from None
        raise BadInput(f"{where}: {shown[:30]!r} is not a number; encode text columns first") from None
    return value


def _csv(path: Path, target: str | None) -> Dataset:
    with path.open(newline="", encoding="utf-8-sig") as file:
        lines = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    if len(lines) < 2:
        raise BadInput(f"{path}: a first line with names and at least one row are needed")
    names = [cell.strip() for cell in lines[0]]
    if target is None:
        raise BadInput(f"{path}: name the target column with --target; columns: {', '.join(names)[:200]}")
    if target not in names:
        hint = "; the separator has to be a comma" if len(names) == 1 and set(names[0]) & set(";\t") else ""
        raise BadInput(f"{path}: no column {target!r}; columns: {', '.join(names)[:200]}{hint}")
    if len(set(names)) != len(names):
        twice = next(n for n in names if names.count(n) > 1)
        raise BadInput(f"{path}: two columns are called {twice!r}")
    at, X, y = names.index(target), [], []
    for number, row in enumerate(lines[1:], 2):
        if len(row) != len(names):
            raise BadInput(f"{path} line {number}: {len(row)} entries, {len(names)} expected")
        values = [_number(cell, f"{path} line {number} column {name!r}") for cell, name in zip(row, names, strict=True)]
        y.append(values.pop(at))
        X.append(values)
    return Dataset(X, y, [n for n in names if n != target])


def _npz(path: Path, _: str | None) -> Dataset:
    try:
        with np.load(path, allow_pickle=False) as archive:
            if not {"X", "y"} <= set(archive.files):
                raise BadInput(f"{path}: arrays X and y are needed, found {', '.join(archive.files) or 'none'}")
            X, y = np.asarray(archive["X"]), np.asarray(archive["y"]).ravel()
    except (ValueError, zipfile.BadZipFile, EOFError):
        raise BadInput(f"{path}: not an NPZ file of plain numeric arrays") from None
    if X.ndim != 2 or X.dtype.kind not in "fiu" or y.dtype.kind not in "fiu":
        raise BadInput(f"{path}: X has to be a numeric matrix and y a numeric vector")
    return Dataset(_rows(X.tolist(), f"{path} X"), _entries(y.tolist(), f"{path} y"), _generic(X.shape[1]))


def _json(path: Path, _name: str | None) -> Dataset:
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not JSON ({str(error)[:60]})") from None
    if isinstance(data, dict) and isinstance(data.get("instance"), dict):
        data = data["instance"]
    if isinstance(data, dict) and "matrices" in data:
        instance = Instance.from_json(data)
        given, target = instance.matrices.get("X"), instance.matrices.get("y")
        if given is None or target is None:
            raise BadInput(f"{path}: the instance has no X or no y")
        return Dataset([list(r) for r in given], [r[0] for r in target], _generic(len(given[0])), instance)
    if not isinstance(data, dict) or not isinstance(data.get("X"), list) or not isinstance(data.get("y"), list):
        raise BadInput(f'{path}: an object with "X" (rows) and "y", or a network instance, is needed')
    if not all(isinstance(r, list) and r for r in data["X"]) or len({len(r) for r in data["X"]}) != 1:
        raise BadInput(f"{path}: X has to be a list of rows of equal length")
    X, y = _rows(data["X"], f"{path} X"), _entries(data["y"], f"{path} y")
    return Dataset(X, y, _generic(len(X[0])), _network(path, data, X, y))


def _network(path: Path, data: dict[str, Any], X: Rows, y: list[Fraction]) -> Instance | None:
    """The network that the file holds beside its data; None when it names no layer. Raises BadInput, BadInstance."""
    names = [k for k in data if re.fullmatch(r"W\d+", k)]
    if not names:
        return None
    layers = []
    for k in range(1, len(names) + 1):
        rows = data.get(f"W{k}")
        if not isinstance(rows, list) or not rows or not all(isinstance(r, list) and r for r in rows):
            raise BadInput(f"{path}: W{k} has to be a list of rows; layers are W1 .. W{len(names)}")
        layers.append(_rows(rows, f"{path} W{k}"))
    p = data.get("p", [1])
    if not isinstance(p, list):
        raise BadInput(f"{path}: p has to be a list of numbers")
    return network_instance(X, y, layers, _entries(p, f"{path} p"))


def _rows(rows: list[list[Any]], where: str) -> Rows:
    return [[_number(v, f"{where}[{i},{j}]") for j, v in enumerate(r)] for i, r in enumerate(rows)]


def _entries(values: list[Any], where: str) -> list[Fraction]:
    return [_number(v, f"{where}[{i}]") for i, v in enumerate(values)]


def _generic(count: int) -> list[str]:
    return [f"x{j + 1}" for j in range(count)]


def check(data: Dataset, path: Path) -> None:
    """Raise BadInput for shapes that disagree, too few rows, constant or duplicate columns."""
    n, d = len(data.X), len(data.X[0]) if data.X else 0
    if n == 0 or d == 0:
        raise BadInput(f"{path}: no samples or no feature columns")
    if len(data.y) != n:
        raise BadInput(f"{path}: X has {n} rows, y has {len(data.y)} entries; they have to agree")
    if n * d > LARGEST_CELLS:
        raise BadInput(f"{path}: {n} x {d} entries are more than {LARGEST_CELLS}; take a sample of the rows")
    for name, column in zip([*data.names, "the target"], [*zip(*data.X), data.y]):
        largest = max(abs(v) for v in column)
        if largest and not Fraction(1, 10**60) < largest < 10**60:
            raise BadInput(f"{path}: column {name!r} has its largest entry {_size(largest)}; change its unit")
    if data.instance is not None:
        return
    if n < d:
        raise BadInput(f"{path}: {n} rows for {d} feature columns; at least as many rows as columns are needed")
    columns = [tuple(row[j] for row in data.X) for j in range(d)]
    for name, column in zip(data.names, columns, strict=True):
        if n > 1 and len(set(column)) == 1:
            raise BadInput(
                f"{path}: column {name!r} is constant ({column[0]}); drop it (or drop it and centre the target)"
            )
    for (a, first), (b, second) in combinations(zip(data.names, columns, strict=True), 2):
        if first == second:
            raise BadInput(f"{path}: columns {a!r} and {b!r} are the same; drop one of them")
    if all(v == 0 for v in data.y):
        raise BadInput(f"{path}: the target is zero throughout; there is nothing to learn")


def _size(x: Fraction) -> str:
    exponent = round((x.numerator.bit_length() - x.denominator.bit_length()) * 0.30103)
    return f"at about 10^{exponent}, out of 10^-60 .. 10^60"


def standardized(data: Dataset) -> Dataset:
    """Columns and target centred exactly, and divided by the power of two nearest to their standard deviation."""
    columns = [[row[j] for row in data.X] for j in range(len(data.X[0]))]
    scaled = [_standard(c) for c in columns]
    X = [[c[i] for c, _ in scaled] for i in range(len(data.X))]
    y, power = _standard(data.y)
    factors = ", ".join(f"{n} / 2^{k}" for n, (_, k) in zip(data.names, scaled, strict=True))
    return replace(data, X=X, y=y, note=f"centred and scaled: {factors}, target / 2^{power}")


def _standard(column: list[Fraction]) -> tuple[list[Fraction], int]:
    mean = sum(column, Fraction(0)) / len(column)
    centred = [x - mean for x in column]
    spread = sum((x * x for x in centred), Fraction(0)) / len(column)
    power = round(math.log2(float(spread)) / 2) if spread > 0 else 0
    return [x / Fraction(2) ** power for x in centred], power


def scaling_advice(data: Dataset) -> str:
    """One line of advice when the columns are badly scaled for a flow, else nothing."""
    X = np.array([[float(v) for v in row] for row in data.X])
    values = np.linalg.eigvalsh(X.T @ X / len(X))
    largest, smallest = float(values[-1]), float(values[0])
    if smallest <= 1e-14 * largest:
        return "the columns are linearly dependent to 14 digits; drop one, or expect a limit that depends on the start"
    if largest / smallest > 1e4 or not 1e-3 < largest < 1e3:
        return (
            f"covariance eigenvalues from {smallest:.2g} to {largest:.2g}: the flow is stiff or slow; "
            "--standardize centres the columns and scales them by powers of two, exactly"
        )
    return ""
