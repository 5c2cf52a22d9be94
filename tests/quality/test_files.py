"""How the files look: short, without paths of a machine, each module with its header, each test with its twin."""

from __future__ import annotations

import re

import pytest

from tests.helpers import ROOT
from tests.quality.sources import modules, tracked, tree

AIM, LIMIT = 250, 330
TO_BE_SPLIT = {
    "theorems/rocq/certificates.py",
    "properties/strategies_residual.py",
    "properties/strategies_small_scale.py",
}
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".v", ".j2", ".css", ".js", ".cfg", ".yml", ""}
# A word boundary that a folder name cannot fake; the names are put together so that this file does not hold them.
MACHINE = re.compile(
    "(?<![\\w.])/(" + "|".join(("wor" + "k", "tm" + "p", "hom" + "e", "roo" + "t", "User" + "s")) + ")/[A-Za-z]"
)


def test_length(record_property):
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in tracked() if p.suffix == ".py"}
    long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > AIM}
    record_property("longer than the aim", sorted(long.items(), key=lambda x: -x[1]))
    assert not {p: n for p, n in long.items() if n > LIMIT and p not in TO_BE_SPLIT}, "split these files"


def test_trusted_kernels_are_short():
    for name in ("properties.verdict", "properties.witness", "properties.decision", "numerics.spectra.balls"):
        assert len(modules()[name].read_text().splitlines()) <= 200, name


def test_no_paths_of_a_machine():
    for path in tracked():
        if path.suffix in TEXT and path.stat().st_size < 3_000_000:
            found = MACHINE.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{path.relative_to(ROOT)}: {found.group(0)}"


@pytest.mark.parametrize("module", modules())
def test_every_module_has_a_header(module):
    import ast

    assert ast.get_docstring(tree(modules()[module])), module


def test_no_test_file_is_empty():
    for path in (ROOT / "tests").rglob("test_*.py"):
        assert re.search(r"^def test_|^    def test_|^async def test_", path.read_text(), re.M), path
