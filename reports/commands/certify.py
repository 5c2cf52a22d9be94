"""`lemmata certify`: bounds on the sharpness of a network of the user's own, decided by Coq's kernel.

The kernel gets the network as exact numbers and recomputes its Hessian by a program proved correct; what floating point
found (a rounded Cholesky factor, a direction) is checked, never believed (theorems/rocq/certificates.py). Exit status:
0 the kernel accepts every statement; 1 it does not, or no certificate was found; 2 bad input, or no Coq (UNSUPPORTED).
"""

from __future__ import annotations

import math
import sys
from fractions import Fraction
from pathlib import Path

import click
from rich.console import Console

from numerics.instance import Instance
from reports import outputs
from reports.datasets import read
from reports.errors import BadInput
from theorems.rocq.certificate_text import Certificate

MOST_PARAMETERS, LONGEST = 200, 1800.0  # 200 parameters take about a minute and a half
DIGITS = 1e-6  # relative distance of the bounds that are chosen when none are named


@click.command()
@click.argument("network", type=click.Path(path_type=Path))
@click.option("--at-most", "upper", multiple=True, metavar="C", help="Certify S(W) <= C; a decimal or a fraction.")
@click.option("--at-least", "lower", multiple=True, metavar="C", help="Certify S(W) >= C.")
@click.option("--minimizer", is_flag=True, help="Certify that W satisfies the normal equations.")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write the Coq file that was checked here.")
def certify(network: Path, upper: tuple[str, ...], lower: tuple[str, ...], minimizer: bool, out: Path | None) -> None:
    """Have Coq's kernel decide bounds on S(W) for the NETWORK file (JSON with X, y, W1 .. WL, p).

    Without options: an upper and a lower bound, a few parts in a million apart.
    """
    instance = network_of(network)
    for text in (*upper, *lower):
        bound_of(text)
    from theorems.rocq import build, certificates, toolchain  # no command but this one waits for them

    reason = toolchain.reason() or build.fresh(build.DEFAULT)
    if reason:
        click.echo(f"UNSUPPORTED: {reason} (`make proofs` builds the proofs)", err=True)
        sys.exit(2)
    if not (upper or lower or minimizer):
        upper, lower = ((text,) for text in bracket(instance))
    found: list[tuple[str, Certificate]] = []
    failed = False
    wanted = [("<=", text, certificates.upper) for text in upper] + [(">=", text, certificates.lower) for text in lower]
    for sign, text, make in wanted:
        try:
            found.append((f"S(W) {sign} {text}", make(instance, bound_of(text))))
        except certificates.NoCertificate as why:
            click.echo(str(why))
            failed = True
        except OverflowError:
            raise BadInput(f"{network}: the Hessian is beyond floating point, which looks for certificates") from None
    if minimizer:
        found.append(("X^T (X pi(W) - y) = 0", certificates.minimal(instance)))
    if out is not None and found:
        outputs.write_text(out, certificates.source([c for _, c in found]))
        click.echo(f"Coq file: {out}")
    with Console(stderr=True).status("Coq's kernel is deciding"):
        try:
            decided = certificates.certify([c for _, c in found], timeout=LONGEST)
        except toolchain.KernelTimeout as late:
            click.echo(f"UNSUPPORTED: {late}", err=True)
            sys.exit(2)
    for (text, _), d in zip(found, decided):
        said = f"accepted by Coq's kernel, {d.seconds:.1f} s" if d.ok else f"not accepted: {d.reason}"
        click.echo(f"{text}: {said}")
    sys.exit(1 if failed or not all(d.ok for d in decided) else 0)


def network_of(path: Path) -> Instance:
    """Raises BadInput for what is no network, or one with too many parameters."""
    instance = read(path, None).instance
    if instance is None or instance.kind != "network" or not instance.layers:
        raise BadInput(f"{path} holds data only; a network is a JSON file with X, y, W1 .. WL and p")
    size = sum(len(w) * len(w[0]) for w in instance.layers)
    if size > MOST_PARAMETERS:
        raise BadInput(f"{path} has {size} parameters; the kernel takes networks of up to {MOST_PARAMETERS}")
    return instance


def bound_of(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise BadInput(f"a bound is a decimal or a fraction such as 12.5 or 25/2, got {text!r}") from None


def bracket(instance: Instance) -> tuple[str, str]:
    """Decimals a little above and a little below the sharpness that floating point gives."""
    from theorems.rocq import certificates

    try:
        near = certificates.top(instance)
    except OverflowError:
        near = math.inf
    if not math.isfinite(near):
        raise BadInput("the Hessian of this network is beyond floating point, which looks for certificates")
    above, below = near + DIGITS * abs(near), near - DIGITS * abs(near)
    return f"{above:.9g}" if near else "1e-9", f"{below:.9g}"
