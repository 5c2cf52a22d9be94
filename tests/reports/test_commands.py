"""`lemmata show` and `lemmata diff` as a user meets them: output, one-line errors, exit statuses."""

import sys

import msgspec
import pytest
from click.testing import CliRunner

from properties.verdict import Verdict
from reports import records
from reports.cli import main
from reports.commands.diff import diff
from reports.commands.report import report
from reports.commands.show import show
from tests.reports.records_for_tests import claim, everything, reading, record


@pytest.fixture
def files(tmp_path):
    good = record((claim("a/b"),), (reading("a/b", "repaired", Verdict.PROVED),))
    worse = record((claim("a/b"),), (reading("a/b", "repaired", Verdict.SUPPORTED),))
    for name, content in (("good", good), ("worse", worse), ("all", everything())):
        (tmp_path / name).write_bytes(records.encode(content))
    (tmp_path / "damaged").write_text('{"schema": "lemmata-record-1", "claims": 3}\n\x1b[31m')
    return {p.name: str(p) for p in tmp_path.iterdir()} | {"missing": str(tmp_path / "missing")}


def run(command, *arguments):
    result = CliRunner().invoke(command, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_diff(files):
    same = run(diff, files["good"], files["good"])
    assert (same.exit_code, same.output) == (0, "No changes.\n")
    worse = run(diff, files["good"], files["worse"])
    assert worse.exit_code == 1 and "WORSE a/b, repaired: verdict: PROVED -> SUPPORTED" in worse.output
    better = run(diff, files["worse"], files["good"])
    assert better.exit_code == 0 and "SUPPORTED -> PROVED" in better.output
    assert "| **worse** | a/b |" in run(diff, "--markdown", files["good"], files["worse"]).output


def test_show(files):
    result = run(show, "sharpness/lower-bound-by-layers", "--record", files["all"])
    assert result.exit_code == 0 and "Counterexample" in result.output


@pytest.mark.parametrize(
    "command, arguments",
    [
        (show, ("sharpness/nothing", "--record", "all")),
        (show, ("a/b", "--record", "missing")),
        (show, ("a/b", "--record", "damaged")),
        (diff, ("good", "missing")),
        (diff, ("damaged", "good")),
    ],
)
def test_bad_input_is_one_line_and_status_2(files, command, arguments):
    result = run(command, *(files.get(a, a) for a in arguments))
    assert result.exit_code == 2 and result.output.count("\n") == 1 and result.output.startswith("lemmata: ")


def test_report_renders_everything_again(files, tmp_path):
    out = tmp_path / "again"
    result = run(report, files["all"], "--out", str(out), "--baseline", files["good"])
    assert result.exit_code == 0 and str(out / "index.html") in result.output
    assert {"index.html", "junit.xml", "record.json", "report.md"} <= {p.name for p in out.iterdir()}
    assert (out / "record.json").read_bytes() == records.encode(everything())


@pytest.mark.parametrize("command", ["report", "verify"])
def test_without_the_pdf_tools_it_says_what_to_install_before_any_work(files, tmp_path, monkeypatch, capsys, command):
    monkeypatch.setitem(sys.modules, "ziamath", None)
    given = [files["good"]] if command == "report" else ["sharpness/lower-bound-by-layers"]
    with pytest.raises(SystemExit) as stopped:
        main([command, *given, "--out", str(tmp_path / "pdf"), "--pdf"])
    assert stopped.value.code == 2 and "lemmata[pdf]" in capsys.readouterr().err
    assert not (tmp_path / "pdf").exists()


def test_a_record_survives_its_file():
    again = records.decode(records.encode(everything()))
    assert again == everything() and msgspec.to_builtins(again) == msgspec.to_builtins(everything())
