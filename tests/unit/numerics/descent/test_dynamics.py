"""Twin of numerics/descent/dynamics.py."""

from itertools import pairwise

import numpy as np
import pytest

from numerics.descent import BadDescent, DamagedCheckpoint, dynamics, gaussian_start, in_blocks, run


@pytest.fixture
def case(small_problem):
    problem, rng = small_problem((3, 3, 1))
    return problem, gaussian_start(problem, rng, 20, 0.6), np.linspace(0, 3, 20)


@pytest.mark.parametrize("compiled", [True, False])
def test_chunks_do_not_change_a_bit(case, compiled, monkeypatch):
    problem, W, eta = case
    whole = run(problem, W, eta, 300, compiled=compiled)
    seen = []
    monkeypatch.setattr(dynamics, "CHUNK_SECONDS", 0.0)
    pieces = run(problem, W, eta, 300, compiled=compiled, every=7, observe=problem.risks, progress=seen.append)
    assert np.array_equal(whole.weights, pieces.weights) and np.array_equal(whole.diverged, pieces.diverged)
    assert sum(seen) == 300 and pieces.recorded == tuple(range(0, 301, 7)) and len(pieces.records) == 43
    assert np.array_equal(pieces.records[0], problem.risks(W))
    assert (whole.diverged >= 0).any() and whole.finite.any()


@pytest.mark.parametrize("compiled", [True, False])
def test_interrupted_and_resumed(case, compiled, tmp_path):
    problem, W, eta = case
    place = tmp_path / "sweep" / "state.npz"
    whole = run(problem, W, eta, 400, every=100, observe=problem.risks)

    class Stop(Exception):
        pass

    done = []

    def stop(steps):
        done.append(steps)
        if sum(done) >= 150:
            raise Stop

    options = {"every": 100, "observe": problem.risks, "checkpoint": place, "save_seconds": -1.0, "compiled": compiled}
    with pytest.raises(Stop):
        run(problem, W, eta, 400, progress=stop, **options)
    assert place.exists()
    steps = []
    resumed = run(problem, W, eta, 400, progress=steps.append, **options)
    assert sum(steps) == 400 and len(resumed.records) == 5 and not place.exists()
    if compiled:
        assert np.array_equal(resumed.weights, whole.weights)
        assert all(np.array_equal(a, b) for a, b in zip(resumed.records, whole.records))


def test_foreign_and_damaged_checkpoints_are_refused(case, tmp_path):
    problem, W, eta = case
    place = tmp_path / "state.npz"
    key = dynamics._key(problem, W, eta, 5, None, 1e6)
    dynamics._save(place, key, W, np.full(20, -1), 1, [])
    with pytest.raises(DamagedCheckpoint, match="other settings"):
        run(problem, W, eta, 6, checkpoint=place)
    place.write_bytes(place.read_bytes()[:200])
    with pytest.raises(DamagedCheckpoint, match="delete it"):
        run(problem, W, eta, 5, checkpoint=place)


def test_zero_steps_and_zero_learning_rate_leave_the_weights(case):
    problem, W, eta = case
    assert np.array_equal(run(problem, W, eta, 0).weights, W)
    assert np.array_equal(run(problem, W, 0.0, 50).weights, W)


@pytest.mark.parametrize("steps", [-1, 2.5, True])
def test_steps_have_to_make_sense(case, steps):
    problem, W, eta = case
    with pytest.raises(BadDescent, match="number of steps"):
        run(problem, W, eta, steps)


def test_records_have_to_make_sense(case):
    problem, W, eta = case
    for every, observe in [(0, problem.risks), (3, None)]:
        with pytest.raises(BadDescent, match="records need"):
            run(problem, W, eta, 10, every=every, observe=observe)


def test_blocks_cover_all_lanes_in_bounded_memory(case):
    problem, W, eta = case
    blocks = list(in_blocks(problem, 100, megabytes=0.02))
    assert len(blocks) > 1 and blocks[0].start == 0 and blocks[-1].stop == 100
    assert all(a.stop == b.start for a, b in pairwise(blocks))
    parts = [run(problem, W[s], eta[s], 50).weights for s in (slice(0, 3), slice(3, 20))]
    assert np.array_equal(np.concatenate(parts), run(problem, W, eta, 50).weights)


def test_last_risk_counts(case):
    problem, W, _ = case
    one = run(problem, W, 40.0, 1)
    assert (one.diverged == 1).any()
    assert np.array_equal(one.diverged == 1, ~(problem.risks(one.weights) <= 1e6))


@pytest.mark.parametrize("eta", [-0.1, float("nan"), float("inf"), None, "x", True, [0.1, 0.2]], ids=str)
@pytest.mark.parametrize("compiled", [True, False])
def test_learning_rates_have_to_make_sense(case, eta, compiled):
    problem, W, _ = case
    with pytest.raises(BadDescent, match="learning rate") as raised:
        run(problem, W, eta, 3, compiled=compiled)
    assert "\n" not in str(raised.value)


def test_weights_that_are_not_numbers_diverge_at_once(case):
    problem, W, _ = case
    W = W.copy()
    W[1, 0, 0, 0], W[2, 0, 0, 0] = np.nan, np.inf
    for compiled in (True, False):
        assert list(run(problem, W, 0.1, 3, compiled=compiled).diverged[:4]) == [-1, 0, 0, -1]


def test_no_networks(case):
    problem, W, _ = case
    for compiled in (True, False):
        assert run(problem, W[:0], 0.1, 3, compiled=compiled).weights.shape == (0, 2, 3, 3)
