"""Twin tests of reports/commands/certify.py: what is certified, refused, and said without Coq."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from numerics.instance import Instance, network_instance
from reports.commands.certify import bound_of, bracket, certify, network_of
from reports.errors import BadInput
from theorems.rocq import build, certificates, toolchain
from theorems.rocq.certificates import Decided

ROOT = Path(__file__).parents[4]
WIDE = network_instance([[1, 2], [1, -1], [0, 1]], [18, 3, 5], [[["2", "1/2"], ["0", "1"]], [["1", "3"]]], [2])


def written(instance: Instance, folder: Path) -> str:
    path = folder / "network.json"
    path.write_text(json.dumps(instance.to_json()), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(certify, arguments)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A kernel that accepts what it is given, and a list of that."""
    given: list[Any] = []

    def accepts(found: list[Any], timeout: float) -> list[Decided]:
        given.extend(found)
        return [Decided(True, "", (), "", 0.5) for _ in found]

    monkeypatch.setattr(toolchain, "reason", lambda: "")
    monkeypatch.setattr(build, "fresh", lambda _: "")
    monkeypatch.setattr(certificates, "certify", accepts)
    return given


def test_bounds_are_exact() -> None:
    assert bound_of("12.5") == bound_of("25/2") == 12.5
    for wrong in ("x", "1/0", "", "nan", "inf"):
        with pytest.raises(BadInput, match="a bound is a decimal or a fraction"):
            bound_of(wrong)


def test_without_bounds_two_that_hold_are_chosen() -> None:
    above, below = (bound_of(text) for text in bracket(WIDE))
    assert below < certificates.top(WIDE) < above < below * (1 + 3 * bound_of("1e-6"))
    flat = network_instance([[1]], [0], [[[0]], [[0]]])
    assert [bound_of(text) for text in bracket(flat)] == [bound_of("1e-9"), 0]
    with pytest.raises(BadInput, match="beyond floating point"):
        bracket(network_instance([["1e200"]], [0], [[[1]]], ["1e200"]))


def test_each_statement_is_put_to_the_kernel(kernel: list[Any], tmp_path: Path) -> None:
    told = run(written(WIDE, tmp_path), "--at-most", "204", "--at-least", "407/2", "--minimizer")
    assert told.exit_code == 0
    assert [c.kind for c in kernel] == ["upper", "lower", "minimal"]
    assert told.output.splitlines()[:2] == [
        "S(W) <= 204: accepted by Coq's kernel, 0.5 s",
        "S(W) >= 407/2: accepted by Coq's kernel, 0.5 s",
    ]


def test_a_bound_that_does_not_hold_is_status_1(kernel: list[Any], tmp_path: Path) -> None:
    told = run(written(WIDE, tmp_path), "--at-most", "203", "--at-least", "203")
    assert told.exit_code == 1
    assert "no certificate for S(W) <= 203; S(W) is about 203.779" in told.output
    assert "S(W) >= 203: accepted" in told.output


def test_what_the_kernel_rejects_is_status_1(
    kernel: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "certify", lambda found, timeout: [Decided(False, "", (), "false", 0.1)])
    told = run(written(WIDE, tmp_path), "--minimizer")
    assert (told.exit_code, told.output) == (1, "X^T (X pi(W) - y) = 0: not accepted: false\n")


def test_without_coq_unsupported_and_status_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain, "reason", lambda: "coqc not found")
    told = run(written(WIDE, tmp_path))
    assert told.exit_code == 2
    assert told.output == "UNSUPPORTED: coqc not found (`make proofs` builds the proofs)\n"


def test_bad_files_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text('{"X": [[1], [2]], "y": [1, 2]}', encoding="utf-8")
    with pytest.raises(BadInput, match="holds data only; a network is a JSON file with X, y, "):
        network_of(tmp_path / "data.json")
    deep = network_instance([[1] * 15], [1], [[[1] * 15] * 15, [[1] * 15]])
    with pytest.raises(BadInput, match="has 240 parameters; the kernel takes networks of up to 200"):
        network_of(Path(written(deep, tmp_path)))
    with pytest.raises(BadInput, match="no such file"):
        network_of(tmp_path / "missing.json")


@pytest.mark.coq
def test_the_kernel_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if toolchain.reason():
        pytest.skip(f"no Coq: {toolchain.reason()}")
    monkeypatch.chdir(ROOT)
    build.build(build.DEFAULT)
    out = tmp_path / "bounds.v"
    told = run(written(WIDE, tmp_path), "--out", str(out))
    assert told.exit_code == 0, told.output
    assert told.output.count("accepted by Coq's kernel") == 2
    assert "Theorem certificate0" in out.read_text(encoding="utf-8")
