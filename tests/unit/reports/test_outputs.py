"""The files a run leaves, and its closing lines."""

import io

import pytest
from rich.console import Console

from properties.verdict import Verdict
from reports import outputs
from reports.errors import BadInput
from tests.reports.records_for_tests import baseline_of, claim, everything, reading, record


def closing(entry, baseline, terminal=False):
    out = io.StringIO()
    console = Console(file=out, width=120, force_terminal=terminal, color_system=None)
    return outputs.finish(entry, baseline, console), out.getvalue()


def test_closing_lines_of_a_log():
    plain = record((claim("a/b"),), (reading("a/b", "printed", Verdict.REFUTED),))
    reasons, text = closing(plain, {"a/b#printed": "REFUTED"})
    assert reasons == 0 and "1 claim: 1 ✗ refuted." in text and "printed wrong: a/b; fails at L = 2, W1 = (2)" in text
    assert "1 reading; 0 of 0 false variants refuted." in text and "best ratio" not in text
    reasons, text = closing(plain, {"a/b#printed": "PROVED"})
    assert reasons == 1 and "a/b, printed: recorded PROVED, now REFUTED" in text


def test_a_terminal_also_gets_the_table():
    reasons, text = closing(everything(), baseline_of(everything()), terminal=True)
    assert "best ratio" in text and "two-layer/vacuous" in text and reasons > 0
    assert text.index("best ratio") < text.index("false variants refuted.")


def test_all_files_the_same_twice(tmp_path):
    pages = []
    for name in ("one", "two"):
        outputs.check_writable(tmp_path / name)
        assert outputs.write_all(everything(), tmp_path / name, None) == tmp_path / name / "index.html"
        pages.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert pages[0] == pages[1]
    assert set(pages[0]) == {"index.html", "junit.xml", "record.json", "record.schema.json", "report.md"}


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="choose another folder"):
        outputs.check_writable(tmp_path / "file")
