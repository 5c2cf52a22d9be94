"""Profiles of the property tests, and the option that lets the long ones run.

LEMMATA_PROFILE chooses the Hypothesis profile: dev (default), ci (derandomised, no database, no deadline), deep.
`--deep` runs the tests marked deep; without it they are skipped, and the reason says so.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.differing_executors]
settings.register_profile("dev", max_examples=25, deadline=None, suppress_health_check=_SLOW)
settings.register_profile(
    "ci", max_examples=25, derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW
)
settings.register_profile(
    "deep", max_examples=1000, database=None, deadline=None, print_blob=True, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("LEMMATA_PROFILE", "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deep", action="store_true", help="also run the tests marked deep")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--deep"):
        return
    skip = pytest.mark.skip(reason="deep: runs with --deep only")
    for item in items:
        if item.get_closest_marker("deep"):
            item.add_marker(skip)
