"""Errors that end a command with one line and exit status 2 (bad input), or 130 (interrupted)."""

from __future__ import annotations

from reports.text import visible


class BadInput(Exception):
    """Bad usage or bad input; the message is one line that says what, where and what would be right.

    Messages quote names from files and command lines, so line ends and odd spaces in them become plain spaces, and
    characters that act on a terminal, or show nothing, are replaced.
    """

    def __init__(self, message: str) -> None:
        seen = visible(message)
        super().__init__("".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in seen))


class Interrupted(Exception):
    """The user stopped a run; the message says what is kept."""
