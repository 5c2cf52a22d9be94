"""One seeded bug: a patch as data, and the checks of the part it belongs to.

The text on the left has to occur exactly once in the module, so that a patch cannot silently stop applying.
"""

from __future__ import annotations

from dataclasses import dataclass

from properties.selftest.changes import Check


@dataclass(frozen=True)
class Bug:
    area: str
    module: str
    old: str
    new: str
    checks: tuple[Check, ...]

    @property
    def shown(self) -> str:
        return f"{self.area}: {self.module}: {self.old!r} -> {self.new!r}"


def of(area: str, module: str, checks: tuple[Check, ...], *patches: tuple[str, str]) -> list[Bug]:
    return [Bug(area, module, old, new, checks) for old, new in patches]
