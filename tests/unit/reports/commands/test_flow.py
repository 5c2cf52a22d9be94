"""`lemmata flow` and `lemmata check` from the outside."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.cli import main
from reports.commands.check import check
from reports.commands.flow import _above, _below, flow
from reports.datasets import read, scaling_advice

CSV = "a,b,y\n1,2,3\n2,1,1\n-1,1,2\n0.5,-2,1\n"


def test_flow_prints_certified_decimals(tmp_path: Path) -> None:
    data = tmp_path / "a.csv"
    data.write_text(CSV)
    result = CliRunner().invoke(flow, [str(data), "--target", "y", "--digits", "8"])
    assert result.exit_code == 0, result.output
    for word in ("limit", "rate", "sharpness", "S / S_min = [1.", "<v_2, u_1>^2", "standing assumption: holds"):
        assert word in result.output


def test_check_writes_a_report(tmp_path: Path) -> None:
    data, out = tmp_path / "a.csv", tmp_path / "report.md"
    data.write_text(CSV)
    result = CliRunner().invoke(
        check, [str(data), "--target", "y", "--widths", "1", "--digits", "8", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    text = out.read_text()
    assert "| `small-scale/gains` | sharper | holds |" in text
    assert "| `small-scale/rank-one` | sharper | holds |" in text
    assert "VIOLATED" not in text


BADLY_SCALED = "age,ratio,y\n" + "".join(
    f"{30 + 7 * i % 41},{(i * 13 % 17) / 1000},{100 + 9 * i % 70}\n" for i in range(40)
)


def test_badly_scaled_columns_get_advice_and_a_certificate(tmp_path: Path) -> None:
    data = tmp_path / "a.csv"
    data.write_text(BADLY_SCALED)
    result = CliRunner().invoke(check, [str(data), "--target", "y", "--standardize", "--digits", "6"])
    assert result.exit_code == 0, result.output
    assert "`experiments/" not in result.output and "centred and scaled" in result.output
    table = read(data, "y")
    assert "--standardize" in scaling_advice(table)


def test_a_scale_is_advised_only_when_it_works(tmp_path: Path) -> None:
    data = tmp_path / "a.csv"
    data.write_text(CSV)
    coarse = CliRunner().invoke(flow, [str(data), "--target", "y", "--scale", "2", "--digits", "6"])
    assert coarse.exit_code == 0, coarse.output
    (advice,) = [line for line in coarse.output.splitlines() if line.startswith("advice")]
    smaller = advice.split("--scale ")[1].split()[0]
    again = CliRunner().invoke(flow, [str(data), "--target", "y", "--scale", smaller, "--digits", "6"])
    assert "standing assumption: holds" in again.output and "(repaired): holds" in again.output
    assert "advice" not in again.output


def test_bad_data_ends_with_one_line_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "a.csv"
    data.write_text("a,b,y\n1,x,3\n")
    for arguments in (["flow", str(data), "--target", "y"], ["check", str(tmp_path / "no.csv"), "--target", "y"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_shown_bounds_stay_bounds() -> None:
    for x in (1.9549e-11, 1.0049, 9.999, 0.12349):
        assert float(_above(x)) >= x >= float(_below(x))
