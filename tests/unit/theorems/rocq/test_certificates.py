"""Twin tests of theorems/rocq/certificates.py: the kernel accepts true bounds and nothing else."""

from __future__ import annotations

import resource
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import Instance, network_instance
from numerics.network import Network
from theorems.rocq import certificates as c


def small() -> Instance:
    """Scalar, L = 2, target 2, layers (2, 1): a minimizer with S = 2 (2^2 + 1^2) = 10."""
    return network_instance([[1]], [2], [[[2]], [[1]]])


def deep() -> Instance:
    """Depth 3, rectangular, fractions everywhere, no minimizer."""
    W1 = [[Fraction(1, 2), 1], [0, Fraction(-2, 3)], [1, 1]]
    W2 = [[1, Fraction(1, 5), 0], [2, -1, 1]]
    W3 = [[1, Fraction(3, 2)], [0, 1]]
    X = [[1, 2], [Fraction(1, 3), -1], [0, 1]]
    return network_instance(X, [1, Fraction(2, 7), -1], [W1, W2, W3], [Fraction(1, 2), -1])


def test_units_are_the_instance() -> None:
    case = deep()
    u = c.in_units(case)
    assert [[Fraction(x, u.D) for x in row] for row in u.layers[0]] == [list(r) for r in case.matrices["W1"]]
    assert [Fraction(x, u.unit) for x in u.targets] == [r[0] for r in case.matrices["y"]]
    assert [Fraction(x, u.G) for x in u.readout] == [r[0] for r in case.matrices["p"]]


def test_integer_hessian_is_the_hessian_in_units() -> None:
    assert c.integer_hessian(small()) == [[2, 4], [4, 8]]
    case = deep()
    net = Network.of(case, Rationals())
    scale = c.in_units(case).scale(net.n)
    for i, row in enumerate(c.integer_hessian(case)):
        for j, entry in enumerate(row):
            assert entry * scale == to_fraction(net.A.entry(net.hessian, i, j))


def test_no_certificate_for_what_does_not_hold() -> None:
    with pytest.raises(c.NoCertificate, match="about 10"):
        c.upper(small(), Fraction(9))
    with pytest.raises(c.NoCertificate, match="about 10"):
        c.lower(small(), Fraction(11))


def test_json_round_trip() -> None:
    made = c.upper(deep(), Fraction(110))
    assert c.Certificate.from_json(made.to_json()) == made
    with pytest.raises(ValueError, match="one of upper"):
        c.Certificate.from_json({**made.to_json(), "kind": "axiom"})


def test_the_rocq_text_contains_no_words_from_the_certificate() -> None:
    text = c.source([c.upper(deep(), Fraction(110)), c.minimal(small())])
    assert text.count("Definition net") == 2
    assert "Axiom" not in text
    assert "Admitted" not in text


@pytest.mark.coq
def test_the_kernel_accepts_true_bounds(compiled: Path) -> None:
    given = [
        c.upper(small(), Fraction(1001, 100)),
        c.lower(small(), Fraction(999, 100)),
        c.minimal(small()),
        c.upper(deep(), Fraction(110)),
    ]
    decided = c.certify(given, compiled)
    assert [d.reason for d in decided] == ["", "", "", ""]
    assert decided[0].statement == "S(W) <= 1001/100"


@pytest.mark.coq
def test_the_kernel_rejects_the_rest(compiled: Path) -> None:
    good = c.upper(small(), Fraction(1001, 100))
    falsified = replace(good, bound=Fraction(999, 100), shift=good.shift * 999 // 1001)
    corrupted = replace(good, vectors=tuple(tuple(2 * v for v in row) for row in good.vectors))
    elsewhere = replace(good, instance=network_instance([[1]], [2], [[[4]], [[Fraction(1, 2)]]]))
    direction = replace(c.lower(small(), Fraction(999, 100)), vectors=((1, -1),))
    not_minimal = c.minimal(deep())
    wrong = [falsified, corrupted, elsewhere, direction, not_minimal]
    decided = c.certify(wrong, compiled)
    assert not any(d.ok for d in decided)
    assert all(d.reason for d in decided)


@pytest.mark.coq
def test_a_stale_build_decides_nothing(coq: str, tmp_path: Path) -> None:
    assert c.certify([c.minimal(small())], tmp_path)[0].reason == "stale: not compiled yet"


@pytest.mark.coq
@pytest.mark.deep
def test_sixty_parameters_within_ten_seconds(compiled: Path) -> None:
    def entry(i: int, j: int, k: int) -> Fraction:
        return Fraction((7 * i + 5 * j + 3 * k * k) % 11 - 5, 1 + (i + j + k) % 4)

    widths = [3, 4, 4, 4, 4]
    layers = [
        [[entry(i, j, k) for j in range(widths[k])] for i in range(widths[k + 1])] for k in range(len(widths) - 1)
    ]
    data = [[entry(i, j, 9) for j in range(3)] for i in range(5)]
    case = network_instance(data, [1, 2, 3, 4, 5], layers, [1, 2, 0, 1])
    given = [c.upper(case, Fraction(10**7)), c.lower(case, Fraction(1))]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    decided = c.certify(given, compiled)
    assert all(d.ok for d in decided)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10  # on one core; load does not count
