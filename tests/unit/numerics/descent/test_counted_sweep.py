"""Twin of numerics/descent/counted_sweep.py: the second computation of chosen runs of a small sweep."""

import dataclasses

import numpy as np

from numerics.descent.counted_sweep import Sweep
from numerics.descent.experiments import paper_experiments

FIELDS = ("distance_start", "distance_end", "gap_end", "risk_end", "test_risk_end", "sharpness_start", "sharpness_end")


def test_both_computations_agree():
    e = paper_experiments()["linear_mlp"]
    s = e.setting
    setting = dataclasses.replace(
        s, learning_rates=s.learning_rates[1:3], steps=(15, 15), repetitions=(4, 4), scales=s.scales[8:]
    )
    sweep = Sweep(dataclasses.replace(e, setting=setting))
    runs = sweep.runs(4, 4)
    assert (runs.diverged >= 0).any() and (runs.diverged < 0).any()
    for rate in (0, 1):
        chosen = np.flatnonzero(runs.rate == rate)[1:]
        again = sweep.again(4, 4, runs, chosen)
        assert np.array_equal(again.diverged, runs.diverged[chosen])
        for name in FIELDS:
            assert np.allclose(getattr(again, name), getattr(runs, name)[chosen], rtol=1e-5, equal_nan=True), name
