"""From results of tasks to entries of the record: what was counted is shown, regime by regime."""

import msgspec

from reports.build import reading_entry
from reports.records import TrialRow
from reports.terminal import _trial
from theorems import registry

KEY = "random-products/norm#printed"


def result(number, failures, rejected_at=None, undecided=0):
    counts = {
        "key": KEY,
        "seed": 1,
        "regime": {"d": "4", "L": "8", "s": "1", "u": str(number)},
        "claimed": "1/8",
        "draws": 50,
        "failures": failures,
        "undecided": undecided,
        "failed_draws": list(range(failures)),
        "rejected_at": rejected_at,
        "level": "1/1000000000",
        "failing": [],
        "cpu": 0.5,
    }
    return {"counts": counts, "seconds": 0.5, "key": KEY}


def test_every_regime_is_a_row_of_the_record():
    results = {"probability": [result(1, 0), result(2, 3, undecided=2), {"counts": None, "seconds": 0.0, "key": KEY}]}
    entry = reading_entry(registry.reading(KEY), results)
    rows = [(t.regime["u"], t.draws, t.failures, t.undecided) for t in entry.trials]
    assert rows == [("1", 50, 0, 0), ("2", 50, 3, 2)]
    first, second = entry.trials
    assert first.low == 0 and 0.09 < first.high < 0.11  # 1 - 200^(-1/50): 0 of 50, two-sided 99 %
    assert second.low < 3 / 50 < second.high and second.high > 0.2, "undecided samples may have failed"
    assert first.claimed == 0.125
    assert msgspec.json.decode(msgspec.json.encode(entry), type=type(entry)).trials == entry.trials


def test_a_failed_regime_is_an_error_and_no_row():
    results = {"probability": [result(1, 0), {"error": "boom", "seconds": 0.1, "key": KEY}]}
    entry = reading_entry(registry.reading(KEY), results)
    assert len(entry.trials) == 1 and entry.verdict.value == "ERROR"


def test_a_row_in_words():
    row = TrialRow(
        regime={"d": "4", "u": "1/2"}, draws=25, failures=25, undecided=0, claimed=0.01, low=0.8, high=1, rejected_at=25
    )
    assert _trial(row) == (
        "d = 4, u = 1/2: 25 of 25 samples fail, so the probability is in [0.8, 1] (99 %); claimed at most 0.01; "
        "rejected after 25 draws"
    )
