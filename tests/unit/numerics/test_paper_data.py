"""Twin of numerics/paper_data.py."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from numerics.instance import network_instance
from numerics.network import Network
from numerics.paper_data import BadPaperData, floats, load_paper_data


@pytest.fixture(scope="module")
def data():
    return load_paper_data()


def test_shapes_and_names(data):
    assert [(s.name, s.n, s.d) for s in data.data_sets] == [
        ("regression", 50, 5),
        ("underdetermined", 15, 20),
        ("noise_free", 50, 5),
    ]
    for s in data.data_sets:
        assert s.X64.shape == (s.n, s.d) and s.y64.shape == (s.n,) and s.y_test64.shape == (len(s.X_test),)
    assert set(data.readouts) == {"residual", *(f"residual_depth_{L}" for L in (5, 10, 20, 40))}
    main = data.settings["linear_mlp"]
    assert (main.L, main.steps, main.repetitions) == (10, (40000, 10000, 4000, 4000, 2000), (20, 20, 20, 20, 80))


def test_entries_are_exactly_the_float32_values(data):
    for s in data.data_sets:
        for m in (s.X, s.y, s.X_test, s.y_test):
            single = np.float32(floats(m))
            assert all(Fraction(float(x)) == e for r, row in zip(single, m) for x, e in zip(r, row))
            assert all(e.denominator & (e.denominator - 1) == 0 for row in m for e in row)


def test_learning_rates_are_the_printed_decimals(data):
    assert data.settings["linear_mlp"].learning_rates == tuple(map(Fraction, ("1/200", "1/50", "7/100", "1/10", "1/5")))


def test_targets_are_normalised_and_readouts_are_unit(data):
    for s in data.data_sets[:1]:
        net = Network.of(network_instance(s.X, [r[0] for r in s.y], [[[0] * s.d]]), Rationals())
        rho_squared = net.A.sum_of_squares(net.pi_star)
        assert rho_squared != 1 and abs(float(rho_squared.p) / float(rho_squared.q) - 1) < 1e-6
        recorded = floats(s.w_star_recorded)[:, 0]
        assert np.allclose(np.linalg.lstsq(s.X64, s.y64)[0], recorded, atol=1e-6)
    for p in data.readouts.values():
        assert abs(float(sum(x[0] ** 2 for x in p)) - 1) < 1e-6


def test_damage_is_named(monkeypatch):
    monkeypatch.setattr("numerics.paper_data.json.loads", lambda _: {"regression": {}})
    with pytest.raises(BadPaperData, match="KeyError"):
        load_paper_data.__wrapped__()
