"""Lemmata inside other people's pytest. Loaded by itself where Lemmata is installed; does nothing until asked.

    pytest --lemmata                            one test for every reading of every claim, beside the tests there are
    pytest --lemmata --lemmata-only sharpness   those of some claims (ids, or the part before the slash)
    pytest --lemmata-claims my_theorems ...     also the claims in a folder or file of one's own
    pytest --lemmata-budget standard            how hard to look; default quick
    def test_mine(lemmata_reading): ...         runs once for every chosen reading

The same settings in the ini file: lemmata_only, lemmata_claims (relative to it), lemmata_budget, and lemmata_refuted
with the readings of one's own ("my/theorem#printed") that are known to be false.

A reading passes when its verdict is the recorded one (claims of this project), or PROVED or SUPPORTED (claims of one's
own; REFUTED where lemmata_refuted says so), it raises no red flag, and every false variant of it is refuted.
Results are kept in pytest's cache folder under the hash of all they depend on.

What is not covered: the kernel route, which has a build of its own (`make proofs`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from numerics.instance import Instance
    from properties.decision import Case
    from properties.verdict import Verdict
    from reports.records import ReadingEntry
    from theorems.claim import Reading

BUDGET = "quick"


class ClaimFailed(AssertionError):
    """A reading did not come out as it should; the message says how, with the counterexample."""


class ReadingUnderTest:
    """What the fixture `lemmata_reading` gives: one reading of one claim, put to the test when it is asked for."""

    def __init__(self, reading: Reading, settings: Settings) -> None:
        self.reading, self._settings = reading, settings

    @property
    def key(self) -> str:
        """claim#printed, claim#repaired or claim#sharper."""
        return self.reading.key

    @property
    def entry(self) -> ReadingEntry:
        """Everything the record would say: verdict, evidence, tightness, witness, false variants."""
        return self._settings.entry(self.reading)

    @property
    def verdict(self) -> Verdict:
        return self.entry.verdict

    def decide(self, instance: Instance) -> Case:
        """Decide the reading on one exact instance of your own (see numerics.instance)."""
        from properties.decision import decide

        return decide(self.reading, instance)

    def check(self) -> None:
        """Raises ClaimFailed unless the reading comes out as it should; see the header of this module."""
        if complaints := self._settings.complaints(self.entry):
            raise ClaimFailed("\n".join(complaints))

    def __repr__(self) -> str:
        return f"<{self.key}>"


class Settings:
    """What was asked for on the command line and in the ini file; runs each claim at most once."""

    def __init__(self, config: pytest.Config) -> None:
        ini, here = config.getini, config.invocation_params.dir
        given = [here / place for place in config.getoption("lemmata_claims")]
        self.extra = tuple(str(p) for p in (*given, *(config.rootpath / line for line in ini("lemmata_claims"))))
        self.only: tuple[str, ...] = tuple(config.getoption("lemmata_only") or ini("lemmata_only"))
        self.budget: str = config.getoption("lemmata_budget") or ini("lemmata_budget") or BUDGET
        self.refuted = frozenset(ini("lemmata_refuted"))
        cache = config.cache if hasattr(config, "cache") else None
        self.folder: Path | None = None if cache is None else Path(str(cache.mkdir("lemmata")))
        self._entries: dict[str, dict[str, ReadingEntry]] = {}

    def readings(self) -> list[Reading]:
        """The chosen readings. Raises pytest.UsageError, one line, on an unknown claim or a broken claim file."""
        from theorems import registry

        try:
            own = registry.select((), self.extra) if self.extra else []
            chosen = registry.select(self.only, self.extra) if self.only or not own else _new(own)
        except (registry.UnknownClaim, registry.BadClaimFile) as error:
            raise pytest.UsageError(f"lemmata: {error.args[0]}") from None
        return [reading for claim in chosen for reading in claim.readings.values()]

    def entry(self, reading: Reading) -> ReadingEntry:
        from theorems import registry

        if reading.claim not in self._entries:
            self._entries[reading.claim] = dict(self._run(registry.claim(reading.claim, self.extra)))
        return self._entries[reading.claim][reading.name]

    def _run(self, claim: Any) -> Iterator[tuple[str, ReadingEntry]]:
        from properties.budget import UnknownBudget, budget
        from properties.cache import Cache
        from properties.run import Run
        from reports.build import reading_entry

        try:
            spend = budget(self.budget)
        except UnknownBudget as error:
            raise pytest.UsageError(f"lemmata: {error}") from None
        run = Run([claim], spend, 1, None if self.folder is None else Cache(self.folder), self.extra)
        for _ in run.execute(1):
            pass
        for reading in claim.readings.values():
            yield reading.name, reading_entry(reading, run.results(reading))

    def complaints(self, entry: ReadingEntry) -> list[str]:
        """Why the reading fails, empty if it passes."""
        from properties.verdict import Verdict
        from reports.build import project_version
        from reports.commands.verify import read_baseline
        from reports.diff import trouble
        from reports.records import SCHEMA, Provenance, Record

        key = f"{entry.claim}#{entry.reading}"
        provenance = Provenance(version=project_version(), commit="", seed=1, budget=self.budget, libraries={})
        record = Record(schema=SCHEMA, provenance=provenance, claims=(), readings=(entry,))
        known = read_baseline(kernel_available=False)
        out = [f"{key}: {t.message}" for t in trouble(record, known)]
        wanted = (Verdict.REFUTED,) if key in self.refuted else (Verdict.PROVED, Verdict.SUPPORTED)
        if key not in known and entry.verdict is not Verdict.ERROR and entry.verdict not in wanted:
            out.append(f"{key}: {entry.verdict.value}, expected {' or '.join(v.value for v in wanted)}")
        if out and entry.witness is not None:
            out.append(f"  counterexample: {entry.witness.one_line}")
            out += [f"  {s.label}: {s.lhs} {s.sense} {s.rhs} is false" for s in entry.witness.violated]
        return out


def _new(claims: Sequence[Any]) -> list[Any]:
    """The claims that are not this project's: with --lemmata-claims alone, one's own are meant."""
    from theorems import registry

    ours = registry.claims()
    return [c for c in claims if c.id not in ours]


class ReadingItem(pytest.Item):
    """The test of one reading that `--lemmata` adds."""

    def __init__(self, *, reading: Reading, settings: Settings, **more: Any) -> None:
        super().__init__(**more)
        self.under_test = ReadingUnderTest(reading, settings)

    def runtest(self) -> None:
        self.under_test.check()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, ClaimFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


SETTINGS = pytest.StashKey[Settings]()


def _settings(config: pytest.Config) -> Settings:
    if SETTINGS not in config.stash:
        config.stash[SETTINGS] = Settings(config)
    return config.stash[SETTINGS]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lemmata", "claims on deep linear networks")
    group.addoption("--lemmata", action="store_true", help="add one test for every reading of the chosen claims")
    group.addoption("--lemmata-claims", action="append", default=[], metavar="PATH", help="claims of your own")
    group.addoption("--lemmata-only", action="append", default=[], metavar="ID", help="a claim, or all before a slash")
    group.addoption("--lemmata-budget", default=None, metavar="NAME", help="quick (default), standard or deep")
    parser.addini("lemmata_claims", "folders or files with claims of your own", type="linelist")
    parser.addini("lemmata_only", "claims to put to the test", type="args")
    parser.addini("lemmata_budget", "quick, standard or deep", default="")
    parser.addini("lemmata_refuted", "readings of your own that are known to be false", type="linelist")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "lemmata_reading" in metafunc.fixturenames:
        settings = _settings(metafunc.config)
        readings = [ReadingUnderTest(r, settings) for r in settings.readings()]
        metafunc.parametrize("lemmata_reading", readings, ids=[r.key for r in readings])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("lemmata"):
        settings = _settings(config)
        items += [
            ReadingItem.from_parent(session, name=f"lemmata::{r.key}", reading=r, settings=settings)
            for r in settings.readings()
        ]
