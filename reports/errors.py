"""Errors that end a command with one line and exit status 2 (bad input), or 130 (interrupted)."""


class BadInput(Exception):
    """Bad usage or bad input; the message is one line that says what, where and what would be right."""


class Interrupted(Exception):
    """The user stopped a run; the message says what is kept."""
