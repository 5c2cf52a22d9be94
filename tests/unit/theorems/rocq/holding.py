"""What recipes must not do where a variant holds: shared by the twin tests of all recipes."""

from __future__ import annotations

from pathlib import Path

from numerics.instance import Instance
from properties.decision import VIOLATED, decide
from theorems import registry
from theorems.rocq import refutations
from theorems.rocq.certificates import NoCertificate


def not_violated(key: str, instance: Instance) -> None:
    """The instance is one where the variant is not violated."""
    assert decide(registry.reading(key), instance).status != VIOLATED


def no_certificate(key: str, instance: Instance, compiled: Path) -> None:
    """There is no certificate for it, or one that the kernel rejects."""
    try:
        found = refutations.refutation(key, instance)
    except NoCertificate:
        return
    assert not refutations.decide([(key, found)], compiled)[0].ok
