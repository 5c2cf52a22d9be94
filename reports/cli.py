"""The command line: `lemmata COMMAND ...`.

Exit status: 0 every verdict as recorded in the committed baseline, 1 a verdict changed or a red flag, 2 bad usage or
bad
input (one line on standard error that says what, where and what would be right), 130 interrupted (finished work is
kept).
Commands are imported when they are called, so that `lemmata list` does not wait for plotting libraries.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

import click

from reports.errors import BadInput, Interrupted
from reports.text import visible

COMMANDS = {
    "verify": "reports.commands.verify:verify",
    "list": "reports.commands.claims:list_claims",
    "show": "reports.commands.show:show",
    "replay": "reports.commands.replay:replay",
    "flow": "reports.commands.flow:flow",
    "check": "reports.commands.check:check",
    "certify": "reports.commands.certify:certify",
    "figures": "reports.commands.figures:figures",
    "diff": "reports.commands.diff:diff",
    "report": "reports.commands.report:report",
    "selftest": "reports.commands.selftest:selftest",
}


class Commands(click.Group):
    """A group whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, place in COMMANDS.items() if importlib.util.find_spec(place.partition(":")[0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lemmata", prog_name="lemmata")
def cli() -> None:
    """Decide, claim by claim and with replayable evidence, what two papers on deep linear networks state."""


def _user_errors() -> tuple[type[BaseException], ...]:
    from numerics.instance import BadInstance
    from properties.budget import UnknownBudget
    from properties.cache import UnwritableCache
    from properties.engine_dask import NoDask, NoScheduler, TaskLost
    from properties.witness import BadWitness
    from reports.records import BadRecord
    from theorems.registry import BadClaimFile, UnknownClaim

    ours = (BadInput, BadInstance, UnknownBudget, UnwritableCache, BadWitness, BadRecord, BadClaimFile, UnknownClaim)
    return (*ours, NoDask, NoScheduler, TaskLost)


def main(arguments: list[str] | None = None) -> Any:
    """Entry point; returns only through sys.exit."""
    try:
        sys.exit(cli.main(args=arguments, prog_name="lemmata", standalone_mode=False) or 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        _complain(error.format_message())
    except (KeyboardInterrupt, click.exceptions.Abort):
        print("lemmata: interrupted; finished work is kept", file=sys.stderr)
        sys.exit(130)
    except Interrupted as stopped:
        print(f"lemmata: {stopped}", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        if isinstance(error, _user_errors()):
            _complain(str(error.args[0]) if error.args else type(error).__name__)
        raise


def _complain(message: str) -> None:
    print(f"lemmata: {' '.join(visible(message).split())}", file=sys.stderr)
    sys.exit(2)
