"""Pictures go to their readings, cost little, and are the same every time."""

import time

import pytest

from properties.verdict import Verdict
from reports.figures import record_curves, record_maps
from reports.figures.record import illustrated
from tests.reports.records_for_tests import reading
from theorems import registry

KEYS = sorted({*record_curves.CURVES, *record_curves.FLOWS, *record_maps.MAPS})


@pytest.mark.parametrize("key", KEYS)
def test_every_picture_belongs_to_a_reading(key):
    assert registry.reading(key).key == key


def test_cheap_and_deterministic():
    entries = [reading(*k.split("#"), Verdict.REFUTED) for k in KEYS]
    started = time.process_time()
    first = [illustrated(e, {}) for e in entries]
    assert time.process_time() - started < 5
    assert first == [illustrated(e, {}) for e in entries]
    assert any(e.maps for e in first) and any(e.figures for e in first)


def test_only_refuted_readings_have_maps():
    claim, name = "sharpness/lower-bound-by-layers", "printed"
    assert illustrated(reading(claim, name, Verdict.REFUTED), {}).maps
    assert not illustrated(reading(claim, name, Verdict.SUPPORTED), {}).maps


def test_what_cannot_be_drawn_says_so(monkeypatch):
    def fails():
        raise ZeroDivisionError("no slope")

    monkeypatch.setitem(record_curves.CURVES, "a/b#printed", fails)
    (figure,) = illustrated(reading("a/b", "printed", Verdict.PROVED), {}).figures
    assert figure.caption == "This plot could not be made: ZeroDivisionError: no slope" and figure.bands == ()
