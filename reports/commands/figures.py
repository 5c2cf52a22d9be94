"""`lemmata figures`: the papers' figures as vector graphics, with the numbers behind them."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from reports.errors import BadInput, Interrupted


@click.command()
@click.argument("names", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), default=Path("report/figures"), show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--repetitions", type=click.IntRange(min=1), help="For all learning rates; default: as in the source.")
@click.option("--cache", type=click.Path(path_type=Path), default=Path(".lemmata/figures"), show_default=True)
def figures(names: tuple[str, ...], out: Path, seed: int, repetitions: int | None, cache: Path) -> None:
    """Draw the figures NAMES: single ones, or the groups `marion-chizat` (also for none), `two-layer`, `residual`.

    Interrupted runs continue where they stopped.
    """
    from reports.figures import marion_chizat, residual, two_layer

    groups = {"two-layer": lambda: two_layer.draw(out), "residual": lambda: residual.draw(out, seed=seed)}
    asked = [name for name in names if name not in groups]
    chosen = marion_chizat.select(asked) if asked or not names else []
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=console) as progress:
            studio = marion_chizat.Studio(out, cache, seed, repetitions)
            bar = progress.add_task("network-steps", total=studio.steps(chosen) or None)
            studio.progress = lambda n: progress.advance(bar, n)
            written = []
            for name in chosen:
                progress.update(bar, description=name)
                written += studio.draw(name)
            for name in dict.fromkeys(n for n in names if n in groups):
                progress.update(bar, description=name)
                written += groups[name]()
            progress.update(bar, description="done")
    except KeyboardInterrupt:
        raise Interrupted(f"figures stopped; finished runs are kept in {cache}, the same command continues") from None
    except OSError as error:
        raise BadInput(f"{error.filename or out}: {error.strerror}") from None
    for path in written:
        click.echo(path)
