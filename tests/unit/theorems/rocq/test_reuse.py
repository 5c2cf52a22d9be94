"""What is carried over from a former build is exactly what has not changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from theorems.rocq import build as building
from theorems.rocq import reuse, sources

BASE = "Definition two := 2.\n"
USER = "From Lemmata Require Import base.\nTheorem t : two = 2.\nProof. reflexivity. Qed.\n"
ALONE = "(* base is not needed *)\nTheorem u : 1 = 1.\nProof. reflexivity. Qed.\n"


def test_a_module_rests_on_what_it_mentions_outside_comments(tiny: Callable[..., Path]) -> None:
    home = tiny(base=BASE, user=USER, alone=ALONE)
    assert reuse.rests_on(sources.load(home)) == {"base": set(), "user": {"base"}, "alone": set()}


@pytest.mark.coq
def test_a_change_compiles_what_rests_on_it(coq: str, tiny: Callable[..., Path], tmp_path: Path) -> None:
    home, folder, told = tiny(base=BASE, user=USER, alone=ALONE), tmp_path / "out", list[str]()
    building.build(folder, told.append, home)
    before = {m: (folder / "theories" / f"{m}.vo").stat().st_mtime_ns for m in ("base", "user", "alone")}
    tiny(base=BASE + "Definition three := 3.\n")
    building.build(folder, told.append, home)
    after = {m: (folder / "theories" / f"{m}.vo").stat().st_mtime_ns for m in before}
    assert [m for m in before if before[m] == after[m]] == ["alone"]
    assert told[0].startswith("compiling 3 of 3")
    assert any(line.startswith("compiling 2 of 3") for line in told)
    assert building.fresh(folder, home) == ""
    with pytest.raises(building.BuildFailed, match=r"user\.v"):
        building.build(folder, home=tiny(base="Definition two := 3.\n"))


@pytest.mark.coq
def test_a_compiled_file_that_was_replaced_is_not_carried_over(
    coq: str, tiny: Callable[..., Path], tmp_path: Path
) -> None:
    home, folder = tiny(base=BASE, alone=ALONE), tmp_path / "out"
    building.build(folder, home=home)
    stamp = building.read_checked(folder / building.STAMP)
    assert reuse.unchanged(folder, sources.load(home), stamp) == ["alone", "base"]
    other = folder / "theories" / "alone.vo"
    other.write_bytes((folder / "theories" / "base.vo").read_bytes())
    assert reuse.unchanged(folder, sources.load(home), stamp) == ["base"]
    building.build(folder, home=home)
    assert building.fresh(folder, home) == ""
    changed = sources.load(home)
    options = sources.Sources(changed.project.replace("Lemmata", "Lemmata\n-arg -w"), changed.files)
    assert reuse.unchanged(folder, options, building.read_checked(folder / building.STAMP)) == []
