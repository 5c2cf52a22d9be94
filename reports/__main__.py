"""`python -m reports` is the same as `lemmata`."""

from reports.cli import main

main()
