"""From data and options to an exact network instance: the start of the flow on a user's data."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import click

from numerics.flow import FlowProblem
from numerics.instance import Instance, network_instance
from reports.datasets import Dataset, read, standardized
from reports.errors import BadInput


@dataclass(frozen=True)
class FlowOptions:
    """What `lemmata flow` and `lemmata check` are told."""

    depth: int
    widths: str
    init: str
    scale: float
    seed: int


_F = TypeVar("_F", bound=Callable[..., Any])


def flow_options(command: _F) -> _F:
    """The options shared by `flow` and `check`."""
    for option in (
        click.option("--target", default=None, metavar="NAME", help="Target column of a CSV file."),
        click.option(
            "--standardize", is_flag=True, help="Centre the columns and scale them by powers of two, exactly."
        ),
        click.option("--depth", type=int, default=2, show_default=True, help="Number of layers."),
        click.option("--widths", default="", metavar="A,B,..", help="Hidden widths; default: all equal to d."),
        click.option("--init", type=click.Choice(["small", "residual", "file"]), default="small", show_default=True),
        click.option("--scale", type=float, default=0.1, show_default=True, help="Size of the entries of the start."),
        click.option("--seed", type=int, default=0, show_default=True),
        click.option("--digits", type=int, default=10, show_default=True, help="Certified digits of the limit."),
    ):
        command = option(command)
    return command


def load(path: Path, target: str | None, standardize: bool) -> Dataset:
    data = read(path, target)
    if not standardize:
        return data
    if data.instance is not None:
        raise BadInput(f"{path} holds its own start; --standardize would change what it belongs to")
    return standardized(data)


def build(data: Dataset, options: FlowOptions) -> Instance:
    """The exact start. small: p = 1, dyadic entries up to --scale; residual: I + scale N / sqrt(L d), p drawn."""
    if options.init == "file":
        if data.instance is None:
            raise BadInput("--init file needs a JSON network instance with W1 .. WL and p")
        return data.instance
    d = len(data.X[0])
    if options.depth < 1 or options.depth > 40:
        raise BadInput(f"--depth has to be between 1 and 40, got {options.depth}")
    if not 0 < options.scale < 1e6 or not math.isfinite(options.scale):
        raise BadInput(f"--scale has to be positive, got {options.scale}")
    rng = random.Random(options.seed)
    if options.init == "residual":
        if options.widths:
            raise BadInput("--init residual has all widths equal to d; leave --widths out")
        return _residual(data, options, d, rng)
    hidden = _widths(options, d)
    widths = [d, *hidden, 1]
    layers = [
        [[_dyadic(options.scale * rng.uniform(-1, 1)) for _ in range(widths[k])] for _ in range(widths[k + 1])]
        for k in range(options.depth)
    ]
    instance = network_instance(data.X, data.y, layers)
    return _downhill(instance)


def _downhill(instance: Instance) -> Instance:
    """W_1 or -W_1: the sign with which a small start has at most the risk of the zero network (standing assumption)."""
    problem = FlowProblem.from_instance(instance)
    if problem.excess(problem.W0) <= problem.E_ref:
        return instance
    return instance.with_matrices(W1=tuple(tuple(-x for x in row) for row in instance.matrices["W1"]))


def _widths(options: FlowOptions, d: int) -> list[int]:
    if not options.widths:
        return [d] * (options.depth - 1)
    try:
        widths = [int(w) for w in options.widths.split(",")]
    except ValueError:
        raise BadInput(f"--widths has to be integers with commas, got {options.widths!r}") from None
    if len(widths) != options.depth - 1 or any(w < 1 or w > 64 for w in widths):
        raise BadInput(f"--widths needs {options.depth - 1} hidden widths between 1 and 64, got {options.widths!r}")
    return widths


def _residual(data: Dataset, options: FlowOptions, d: int, rng: random.Random) -> Instance:
    c = options.scale / math.sqrt(options.depth * d)
    layers = [
        [[Fraction(int(i == j)) + _dyadic(rng.gauss(0, c)) for j in range(d)] for i in range(d)]
        for _ in range(options.depth)
    ]
    return network_instance(data.X, data.y, layers, [_dyadic(rng.gauss(0, 1) / math.sqrt(d)) for _ in range(d)])


def _dyadic(x: float) -> Fraction:
    """The nearest multiple of 2^-20 relative to the power of two above |x|, so that tiny scales keep 20 bits."""
    if x == 0:
        return Fraction(0)
    exponent = 20 - math.frexp(x)[1]
    return Fraction(round(x * 2.0**exponent)) / Fraction(2) ** exponent
