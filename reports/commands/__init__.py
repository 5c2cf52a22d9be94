"""The commands that read records; reports/cli.py puts them under `lemmata`."""
