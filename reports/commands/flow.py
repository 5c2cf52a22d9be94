"""`lemmata flow`: certify a gradient flow on data of the user's own, from the start to t = infinity."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from flint import arb
from rich.console import Console

from numerics.arithmetic import Rationals
from numerics.flow import CertifiedFlow, FlowError, FlowProblem, certified_flow
from numerics.instance import Instance
from numerics.subjects import FlowLimit
from reports.datasets import Dataset, scaling_advice
from reports.errors import BadInput
from reports.flow_setup import FlowOptions, build, flow_options, load
from theorems.claim import Relation
from theorems.marion_chizat_2024._small_scale import admissible, printed_smallness, relative_smallness


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@flow_options
def flow(
    data: Path,
    target: str | None,
    standardize: bool,
    depth: int,
    widths: str,
    init: str,
    scale: float,
    seed: int,
    digits: int,
) -> None:
    """Certify the gradient flow on DATA (CSV, NPZ or JSON): limit, rate, sharpness, singular values, alignment."""
    table = load(data, target, standardize)
    instance = build(table, FlowOptions(depth, widths, init, scale, seed))
    console = Console(stderr=True)
    advise(table, console)
    started = time.process_time()
    certified = certify(instance, table, digits, console)
    for line in describe(certified, instance, digits, scale if init == "small" else None):
        click.echo(line)
    click.echo(f"{time.process_time() - started:.2f} s of processor time")


def advise(table: Dataset, console: Console) -> None:
    if table.note:
        console.print(table.note, soft_wrap=True, markup=False)
    advice = scaling_advice(table)
    if advice:
        console.print(f"scaling: {advice}", soft_wrap=True, markup=False)


@contextmanager
def _progress(console: Console) -> Iterator[Any]:
    """Time and excess risk as they are; how long a plateau lasts is not known, so no percentage is invented."""
    with console.status("integrating") as status:
        seen = [0]

        def report(t: float, excess: float) -> None:
            seen[0] += 1
            status.update(f"step {seen[0]}: t = {t:.4g}, excess risk {excess:.3g}")

        yield report


def certify(instance: Instance, table: Dataset, digits: int, console: Console) -> CertifiedFlow:
    """The certified flow; what the flow cannot do becomes one line with advice."""
    if not 2 <= digits <= 200:
        raise BadInput(f"--digits has to be between 2 and 200, got {digits}")
    problem = FlowProblem.from_instance(instance)
    try:
        with _progress(console) as report:
            return certified_flow(problem, digits, progress=report)
    except FlowError as error:
        advice = "; see the advice on scaling" if scaling_advice(table) else ""
        raise BadInput(f"the flow is not certified: {error}{advice}") from None


def describe(flow: CertifiedFlow, instance: Instance, digits: int, scale: float | None = None) -> Iterator[str]:
    """The report, line by line. Decimals are certified: the digits shown before +/- are right.

    scale: the option with which the start was drawn, when a smaller one can be advised.
    """
    problem, limit, seen = flow.problem, flow.limit, flow.observables(max(13, digits))
    shown = min(digits + 2, 40)
    widths, steps = "-".join(map(str, problem.dims)), len(flow.tube.steps)
    yield f"network     widths {widths}, {steps} steps to T = {float(flow.tube.T):.6g}"
    excess = float(problem.excess(problem.W0))
    yield f"risk        minimal {float(problem.R_min):.10g}, excess at the start {excess:.6g}"
    yield f"limit       |W(inf) - Q| <= {_above(limit.radius_Q)}; a global minimizer, certified"
    yield f"rate        E(t) <= {_above(limit.E_T)} exp(-{_below(limit.mu)} (t - T)) for all t >= T"
    yield f"PL          |grad R|^2 >= {_below(limit.mu)} (R - R_min) for all t >= T"
    yield f"sharpness   S = {seen.sharpness.str(shown)}, least possible {seen.minimal_sharpness.str(shown)}"
    yield f"ratio       S / S_min = {seen.ratio.str(shown)}"
    for k, values in enumerate(seen.singular_values, 1):
        yield f"layer {k:<5} singular values {', '.join(v.str(min(shown, 16)) for v in values[:4])}"
    for k, value in enumerate(seen.alignments, 1):
        yield f"alignment   <v_{k + 1}, u_{k}>^2 = {value.str(min(shown, 16))}"
    yield from hypotheses(instance, scale)


def hypotheses(instance: Instance, scale: float | None = None) -> Iterator[str]:
    """Which hypotheses of the small-scale theorems hold here, decided exactly or in balls."""
    A = Rationals(128)
    with A.context():
        f = FlowLimit.of(instance, A)
        if f.widths[-1] != 1:
            yield "theorems    the small-scale theorems need one output (this start has several)"
            return
        epsilon = arb(f.epsilon if not hasattr(f.epsilon, "ball") else f.epsilon.ball())
        yield f"epsilon     3 m + 2 Delta = {epsilon.str(8)}"
        named = (
            ("standing assumption", list(admissible(f))),
            ("32 L sqrt(eps) <= 1 (printed)", list(printed_smallness(f))),
            ("eps <= (4^(1/L) - 1) rho^(2/L) (repaired)", list(relative_smallness(f))),
        )
        verdicts = {name: _verdict(A, relations) for name, relations in named}
        for name, verdict in verdicts.items():
            yield f"hypothesis  {name}: {verdict}"
        if scale is not None and "fails" in (verdicts["standing assumption"], verdicts[named[2][0]]):
            yield from smaller_scale(instance, scale, float(epsilon))


def smaller_scale(instance: Instance, scale: float, epsilon: float) -> Iterator[str]:
    """The largest scale / 2^k at which the standing assumption and eps <= (4^(1/L) - 1) rho^(2/L) hold, if k <= 30.

    Halving the scale halves every weight exactly and divides eps by 4, so the same seed gives the start tested here.
    The first condition is tested exactly, for either sign of W_1 (the start takes the one that works).
    """
    problem = FlowProblem.from_instance(instance)
    L, rho = problem.L, math.sqrt(problem.rho_squared)
    bound = 0.999 * (4 ** (1 / L) - 1) * rho ** (2 / L)
    for k in range(31):
        c = Fraction(1, 2**k)
        if epsilon / 4**k > bound:
            continue
        layers = tuple(tuple(tuple(c * x for x in row) for row in w) for w in problem.W0)
        flipped = (tuple(tuple(-x for x in row) for row in layers[0]), *layers[1:])
        if any(problem.excess(w) <= problem.E_ref for w in (layers, flipped)):
            yield f"advice      with --scale {scale / 2**k!r} both of these conditions but the printed one hold"
            return


def _verdict(A: Rationals, relations: list[Relation]) -> str:
    held = [A.certain(r.lhs, r.sense, r.rhs) for r in relations]
    if all(h is True for h in held):
        return "holds"
    return "fails" if any(h is False for h in held) else "not decided"


def _above(x: Any) -> str:
    """An upper bound with three digits: rounding to them moves a number by at most 0.5 %, the factor by more."""
    return f"{float(x) * 1.006:.3g}"


def _below(x: Any) -> str:
    return f"{float(x) * 0.994:.3g}"
