"""The example of CONTRIBUTING.md is a complete file: extracted, loaded through --claims, listed and verified."""

from __future__ import annotations

import json
import re

import pytest

from tests.helpers import ROOT, lemmata

GUIDE = ROOT / "CONTRIBUTING.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    blocks = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(), re.S | re.M) if GUIDE.exists() else []
    if not blocks:
        pytest.skip("CONTRIBUTING.md has no ```python block yet")
    assert len(blocks) == 1
    place = tmp_path_factory.mktemp("my_claims")
    (place / "minimal_risk.py").write_text(blocks[0])
    return place


def test_is_listed(folder):
    done = lemmata("list", "example", "--claims", str(folder))
    assert done.returncode == 0 and "example" in done.stdout, done.stderr


def test_is_verified(folder, tmp_path):
    arguments = ("verify", "example", "--claims", str(folder), "--budget", "quick", "--jobs", "1")
    places = ("--out", str(tmp_path / "report"), "--cache", str(tmp_path / "cache"))
    done = lemmata(*arguments, *places, timeout=120)
    assert "Traceback" not in done.stderr and done.returncode in (0, 1), done.stderr
    record = json.loads((tmp_path / "report" / "record.json").read_text())
    assert [r["verdict"] for r in record["readings"]] == ["SUPPORTED"]
    variants = [v for r in record["readings"] for v in r["false_variants"]]
    assert variants and all(v["verdict"] == "REFUTED" for v in variants)
    again = lemmata(*arguments, *places, timeout=120)
    assert "tasks are cached from an earlier run" in again.stderr, (
        "claims of the user's own are cached between processes"
    )
    (witness,) = (tmp_path / "report" / "witnesses").glob("*.json")
    replayed = lemmata("replay", str(witness), "--claims", str(folder))
    assert replayed.returncode == 0 and "confirmed" in replayed.stdout, replayed.stderr
