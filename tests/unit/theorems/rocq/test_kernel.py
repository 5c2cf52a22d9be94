"""Twin tests of theorems/rocq/kernel.py and build.py: what must be rejected is rejected."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from theorems.rocq import build as building
from theorems.rocq import kernel, sources, toolchain
from theorems.rocq.axioms import ALGEBRA, family_of

TINY = """
Require Import Classical_Prop.
Definition even (n : nat) : Prop := exists k, n = 2 * k.
Theorem good : even 4.
Proof. exists 2. reflexivity. Qed.
Theorem weak : even 6.
Proof. exists 3. reflexivity. Qed.
Theorem extra (P : Prop) : P \\/ ~ P.
Proof. apply classic. Qed.
Theorem unseen : even 8.
Proof. exists 4. reflexivity. Qed.
"""


def test_parse_assumptions() -> None:
    parse = kernel.parse_assumptions
    assert parse("Closed under the global context\n") == []
    assert parse("Axioms:\nClassical_Prop.classic : forall P : Prop, P \\/ ~ P\n") == ["Classical_Prop.classic"]
    assert parse("Axioms:\nA.b\n  : long\n") == ["A.b"]
    assert parse("Axioms:\nf is assumed to be guarded.\n") == ["f is assumed to be guarded."]
    assert parse("Section Variables:\nx : nat\n")[0].startswith("unexpected report")
    assert parse("")[0].startswith("unexpected report")


def test_without_coq_it_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(toolchain, "_probe", lambda: ("", "coqc not found"))
    assert kernel.available() is None
    assert kernel.reason() == "coqc not found"
    with pytest.raises(kernel.KernelUnavailable, match="coqc not found"):
        kernel.check(["gains.gain_step"], tmp_path)
    assert kernel.main(["--build", "--folder", str(tmp_path)]) == 2


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Outcome:
        stdout = "9.0.1 5.0\n"

    monkeypatch.setattr(toolchain.shutil, "which", lambda _: "/bin/tool")
    monkeypatch.setattr(toolchain, "run", lambda *_, **__: Outcome)
    assert "8.16" in toolchain._probe.__wrapped__()[1]


@pytest.mark.coq
def test_what_must_be_rejected_is(coq: str, tiny: Callable[..., Path], tmp_path: Path) -> None:
    home, folder = tiny(a=TINY), tmp_path / "out"
    kernel.pin(folder, home)
    pins = json.loads((home / "pins.json").read_text(encoding="utf-8"))
    del pins["statements"]["a.unseen"]
    (home / "pins.json").write_text(json.dumps(pins), encoding="utf-8")
    # `weak` now says less than what was pinned; the compiled files are rebuilt from these sources
    tiny(a=TINY.replace("weak : even 6.", "weak : even 6 \\/ True.").replace("exists 3. refl", "left. exists 3. refl"))
    names = ["a.good", "a.weak", "a.extra", "a.unseen", "a.renamed"]
    said: list[str] = []
    results = kernel.check(names, folder, said.append, home)
    assert any("sources have changed" in line for line in said)
    assert results["a.good"].ok
    assert results["a.good"].statement == "a.even 4" or results["a.good"].statement == "even 4"
    assert results["a.good"].assumptions == ()
    assert "differs from the pinned" in results["a.weak"].reason
    assert "Classical_Prop.classic" in results["a.extra"].reason
    assert "not pinned" in results["a.unseen"].reason
    assert "no theorem of this name" in results["a.renamed"].reason
    assert not any(results[n].ok for n in names[1:])
    again = kernel.check(names, folder, said.append, home)
    assert again["a.good"].cached
    assert again["a.good"].ok
    (folder / kernel.CACHE).write_text('{"payload": {"key": 0}}', encoding="utf-8")
    said.clear()
    assert not kernel.check(["a.good"], folder, said.append, home)["a.good"].cached
    assert any("unusable" in line for line in said)
    # a redefinition makes every theorem suspect, though no statement changes
    tiny(a=TINY.replace("exists k, n = 2 * k", "exists k : nat, True").replace("reflexivity", "exact I"))
    results = kernel.check(["a.good"], folder, home=home)
    assert "definitions differ" in results["a.good"].reason


@pytest.mark.coq
def test_stale_and_foreign_compiled_files_are_rejected(coq: str, tiny: Callable[..., Path], tmp_path: Path) -> None:
    good = "Theorem t : 1 = 1.\nProof. reflexivity. Qed.\n"
    home, folder = tiny(a=good), tmp_path / "out"
    building.build(folder, home=home)
    assert building.fresh(folder, home) == ""
    compiled = folder / "theories" / "a.vo"
    kept = compiled.read_bytes()
    compiled.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    assert "not the one that was compiled" in building.fresh(folder, home)
    result = kernel.check(["a.t"], folder, home=home, rebuild=False)["a.t"]
    assert not result.ok
    assert result.reason.startswith("stale")
    compiled.write_bytes(kept)
    assert building.fresh(folder, home) == ""
    (folder / "theories" / "b.vo").write_bytes(kept)
    assert building.fresh(folder, home) != ""
    (folder / "theories" / "b.vo").unlink()
    tiny(a=good.replace("1 = 1", "2 = 2"))
    assert "changed" in building.fresh(folder, home)
    (folder / building.STAMP).write_text("{", encoding="utf-8")
    assert "damaged" in building.fresh(folder, home)
    (folder / building.STAMP).unlink()
    assert building.fresh(folder, home) == "not compiled yet"


@pytest.mark.coq
def test_broken_proofs_and_escape_hatches_do_not_build(coq: str, tiny: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(building.BuildFailed, match=r"a\.v"):
        building.build(tmp_path / "out", home=tiny(a="Theorem t : 1 = 2.\nProof. reflexivity. Qed.\n"))
    assert not (tmp_path / "out").exists()
    with pytest.raises(building.BuildFailed, match="Axiom"):
        building.build(tmp_path / "out", home=tiny(a="Axiom t : 1 = 2.\n"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("do not delete", encoding="utf-8")
    with pytest.raises(building.BuildFailed, match="other files"):
        building.build(tmp_path / "mine", home=tiny(a="Theorem t : 1 = 1.\nProof. reflexivity. Qed.\n"))


@pytest.mark.coq
def test_a_few_theorems_of_the_project(compiled: Path) -> None:
    names = ["small_scale_sharp.rank1_half", "gains.gain_step"]
    results = kernel.check(names, compiled, rebuild=False)
    assert all(r.ok and r.assumptions == () for r in results.values())
    assert "eps_of" in results[names[0]].statement


@pytest.mark.coq
@pytest.mark.deep
def test_every_theorem_of_the_project(compiled: Path) -> None:
    results = kernel.check(kernel.load().theorems(), compiled)
    assert [r.name for r in results.values() if not r.ok] == []


@pytest.mark.coq
@pytest.mark.deep
def test_coqchk_accepts_the_algebraic_core(compiled: Path) -> None:
    """coqchk on all files without axioms lists what the libraries declare, Coq's primitive integers and floats, only.

    That no theorem of the core uses even those is what Print Assumptions says (test_every_theorem_of_the_project).
    """
    algebra = [m for m in sources.load().modules if family_of(m) is ALGEBRA]
    report = kernel.checked_core(compiled, algebra)
    listed = report.partition("* Axioms:")[2].partition("*")[0].split()
    libraries = ("Coq.Numbers.Cyclic.Int63.", "Coq.Floats.")
    assert [a for a in listed if not a.startswith(libraries) and a != "<none>"] == []
    assert report.count("<none>") >= 3
