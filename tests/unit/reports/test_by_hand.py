"""The lines to redo by hand agree with the project's own networks, which share no code with them."""

import random
import re
from fractions import Fraction

import pytest

from numerics.arithmetic.rationals import Rationals
from numerics.instance import network_instance
from numerics.subjects.minimizer import Minimizer
from properties.decision import decide
from properties.witness import load
from reports.by_hand import SIDES, counted, lines
from tests.claims.running import baseline
from tests.claims.running import counted as counted_runs
from tests.helpers import ROOT
from theorems import registry


def number(text):
    return Fraction(text.replace("\u2212", "-"))


def test_scalar_network_by_hand():
    found = dict(lines(network_instance([[-1]], [2], [[[1]], [[-2]]]).to_json()))
    assert found[r"S(W)=2\Sigma\,JJ^\top"] == "10" and found[r"R(W)=\tfrac1n\|y-X\pi(W)\|^2"] == "0"
    assert found[r"X^\top(y-X\pi(W))"] == "0, so W is a minimizer" and found["b_{1}=W_{2}^\\top b_{2}"] == "\u22122"


def test_optimum_by_hand():
    found = dict(lines(network_instance([[-1]], [2], [[[1]], [[-2]]]).to_json()))
    assert found[r"S_{\min}^{2}=(4\Sigma)^{2}\rho^{2}\|p\|^2"] == "64" and found[r"\rho^2=\|\pi^\star\|^2"] == "4"
    flattest = min(2 * (w * w + 4 / w / w) for w in (i / 100 for i in range(1, 1000)))  # w_1 w_2 = -2, Sigma = p = 1
    assert 8 <= flattest < 8.001
    two = dict(lines(network_instance([[1, 1], [0, 2]], [3, 4], [[[1, 2]]]).to_json()))
    assert two[r"\pi^\star=\Sigma^{-1}X^\top y/n"] == "(1, 2)ᵀ"
    singular = dict(lines(network_instance([[1, 1]], [2], [[[1, 1]]]).to_json()))
    assert not any("star" in name for name in singular)


def test_rescaled_weights_by_hand():
    found = dict(lines(network_instance([[1]], [1], [[[1]], [[6]]], [Fraction(1, 6)], {"C": 3}).to_json()))
    assert found[r"W^C=(CW_1,W_2/C,\dots)"] == "3, 2" and found[r"S(W^C)=2\Sigma\,JJ^\top"] == "13/18"
    assert found[r"S(W)=2\Sigma\,JJ^\top"] == "37/18"


def test_gradient_descent_by_hand():
    start = network_instance([[1]], [Fraction(1, 4)], [[[Fraction(-1, 2)]], [[1]]], numbers={"eta": Fraction(2, 3)})
    found = dict(lines(start.to_json()))
    # R = (1/4 - w1 w2)^2: w1 - eta dR/dw1 = -1/2 + 2/3 * 2 * 3/4 * 1 = 1/2, w2 - eta dR/dw2 = 1 - 1/2 = 1/2
    assert found[r"W(1)\text{ of descent with }\eta=2/3"] == "1/2, 1/2" and r"W(2)" not in "".join(found)
    assert found[r"S(W(1))=2\Sigma\,JJ^\top"] == "1"


def test_no_sharpness_away_from_minimizers_and_nothing_for_others():
    found = dict(lines(network_instance([[1]], [1], [[[3]]]).to_json()))
    assert found[r"X^\top(y-X\pi(W))"] == "\u22122" and not any("S(W)" in name for name in found)
    assert lines({"matrices": {"A": [["1"]]}}) == [] and lines({"matrices": {"X": "no"}}) == [] and lines({}) == []
    assert lines({"matrices": {"X": [["1", "2"]], "y": [["1"]], "p": [["1"]], "W1": [["1"]]}}) == []


@pytest.mark.parametrize("seed", range(4))
def test_against_the_projects_own_network(seed):
    draw = random.Random(seed)

    def entry():
        return Fraction(draw.randint(-3, 3), draw.choice((1, 2)))

    X = [[entry(), 1], [1, entry()], [entry(), entry()]]
    W = [[[entry(), entry()], [entry(), entry()]], [[1 + draw.randint(0, 2), entry()]]]
    pi = [W[0][0][j] * W[1][0][0] + W[0][1][j] * W[1][0][1] for j in range(2)]
    y = [row[0] * pi[0] + row[1] * pi[1] for row in X]  # W is a minimizer with risk 0
    instance = network_instance(X, y, W)
    found = dict(lines(instance.to_json()))
    own = Minimizer.of(instance, Rationals())
    text = found["S(W)"]
    trace, determinant = (number(part) for part in re.findall(r"\(([^()]*)\)", text)[:2])
    moments = own.hessian_moment(1), own.hessian_moment(2)
    assert [number(str(m)) for m in moments] == [trace, trace**2 - 2 * determinant]


WITNESSES = sorted((ROOT / "tests" / "claims" / "witnesses").glob("*--printed.json"))
VALUE = re.compile(r"\[?(-?\d+(?:/\d+)?(?:\.\d+)?(?:e-?\d+)?)(?: ±|…|\b)")


def values(text):
    """Every number of a text: fractions, decimals, midpoints of balls, and what a shortened fraction stands for."""
    text = text.replace("\u2212", "-")
    text = re.split(r"\(= | = (?=\[)", text)[-1]
    return [float(Fraction(x)) for x in VALUE.findall(re.split(r" (?:±|\+/-)", text)[0])]


@pytest.mark.parametrize("path", WITNESSES, ids=[p.stem for p in WITNESSES])
def test_both_sides_of_what_fails_can_be_redone(path):
    """Independent arithmetic reaches the two numbers that the decision compared, for some relation that fails."""
    key, instance, _ = load(path)
    steps = lines(instance.to_json(), key)
    reached = [x for _, value in steps for x in values(value)] + [0.0, 2.0]  # constants of statements

    def is_reached(side):
        (x,) = values(side)
        return any(abs(x - y) <= 1e-5 * max(abs(x), abs(y)) for y in reached)

    case = decide(registry.reading(key), instance)
    redone = any(is_reached(c.lhs) and is_reached(c.rhs) for c in case.violated)
    if not redone and key not in SIDES:
        pytest.skip(f"a reader would like the last steps of {key}: add them to SIDES in reports/by_hand_*.py")
    assert redone, (case.violated, steps)


def test_every_refuted_printed_reading_is_explained():
    """Those that no instance refutes are refuted by counted runs, and the count is explained."""
    entries = baseline().items()
    refuted = {key for key, entry in entries if entry["verdict"] == "REFUTED" and key.endswith("#printed")}
    assert {load(p)[0] for p in WITNESSES} | {k for k in refuted if counted_runs(registry.reading(k))} >= refuted


def test_counted_runs():
    text = "9 statements; success at eta = 1, scale 2: 1 of 2, interval [0, 1], stated >= 0.5; "
    text += "odd; x: 3 of 3, stated <= 0.1"
    (first, chance), (_, other) = counted(text)
    assert first.startswith("success at eta = 1, scale 2: 1 of 2 runs") and chance == "0.75…" and other == "0.001…"
    assert counted("7 of 4, stated >= 0.5") == [] and counted("") == []
