"""The tube against closed forms and an independent integration, in bulk; the lemma on whole cells of certified flows.

The ordinary run takes a few thousand points; `-m deep` takes more than 10^5. A single violation fails.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, arb_mat, ctx

from numerics.flow import FlowProblem, certified_flow, integrate, time_reached
from numerics.flow.approximate import reference_flow
from numerics.flow.singular import alignment, layer_spectrum
from tests.unit.numerics.flow.cases import HALF, ONE, distance, from_mpf, logistic, random_problem, rational

F = Fraction


def unit(rng: random.Random, size: int) -> list[Fraction]:
    """A rational unit vector."""
    free = [F(rng.randint(-6, 6), rng.randint(1, 5)) for _ in range(size - 1)]
    square = sum((x * x for x in free), F(0))
    return [(1 - square) / (1 + square), *(2 * x / (1 + square) for x in free)]


def balanced_problem(
    rng: random.Random,
) -> tuple[FlowProblem, list[tuple[int, int, int, Fraction]], tuple[Fraction, ...]]:
    """L = 2, balanced rank one along an eigenvector c of Sigma: W_1 = w u c^T, W_2 = w u^T, and x = w^2 solves
    x' = 4 sigma x (rho - x). Sigma = sigma c c^T + tau (I - c c^T); tau = sigma is the whitened case.

    Returns the problem, (layer, row, column, factor) of every entry, and (x(0), rho, sigma).
    """
    d, h = rng.randint(1, 3), rng.randint(1, 3)
    c, u = unit(rng, d), unit(rng, h)
    sigma, rho, w = (F(rng.randint(1, 16), 8) for _ in range(3))
    tau = sigma if rng.random() < 0.5 else F(rng.randint(1, 16), 8)
    Sigma = tuple(tuple((sigma - tau) * c[i] * c[j] + tau * int(i == j) for j in range(d)) for i in range(d))
    first = tuple(tuple(w * x * y for y in c) for x in u)
    problem = FlowProblem(Sigma, tuple(rho * x for x in c), (F(1),), (first, (tuple(w * x for x in u),)))
    entries = [(0, i, j, u[i] * c[j]) for i in range(h) for j in range(d)] + [(1, 0, i, u[i]) for i in range(h)]
    return problem, entries, (w * w, rho, sigma)


def check_closed_form(seed: int, times: int, digits: int) -> int:
    rng = random.Random(seed)
    problem, entries, (x0, rho, sigma) = balanced_problem(rng)
    if problem.stands_still():
        return 0
    T = F(rng.randint(1, 6))
    tube = integrate(problem, digits, time_reached(T))
    checked = 0
    with ctx.workprec(4 * digits + 80):
        for i in range(times):
            t = T * F(i, times)
            layers = tube.at(t).balls()
            w = logistic(x0, rho, sigma, t).sqrt()
            for k, row, column, factor in entries:
                exact = w * rational(factor)
                assert layers[k][row, column].overlaps(exact), (seed, t, k, row, column)
                assert layers[k][row, column].rad() > exact.rad()  # the closed form is sharper than the tube
                checked += 1
    return checked


def test_closed_forms() -> None:
    assert sum(check_closed_form(seed, 60, 12 + 8 * (seed % 3)) for seed in range(5)) > 1000


@pytest.mark.deep
def test_closed_forms_in_bulk() -> None:
    assert sum(check_closed_form(seed, 400, 12 + 8 * (seed % 4)) for seed in range(1000, 1060)) >= 100_000


def check_reference(problem: FlowProblem, T: Fraction, points: int, digits: int, tubes: tuple[int, ...]) -> int:
    reference = reference_flow(problem, [T * F(i, points) for i in range(1, points + 1)], digits)
    checked = 0
    for accuracy in tubes:
        tube = integrate(problem, accuracy, time_reached(T))
        with ctx.workprec(400):
            for point in reference:
                here = tube.at(point.t)
                assert distance(here.layers, from_mpf(point.layers)) <= here.radius
                checked += sum(m.nrows() * m.ncols() for m in here.layers)
    return checked


def test_independent_integration() -> None:
    assert check_reference(random_problem((2, 2, 1), 12), F(1, 2), 12, 30, (12, 18)) > 100


@pytest.mark.deep
def test_independent_integration_with_60_digits() -> None:
    shapes = [(2, 2, 1), (2, 2, 2), (1, 3, 1), (3, 2, 1), (2, 2, 2, 1)]
    total = 0
    for seed in range(15):
        total += check_reference(random_problem(shapes[seed % 5], 100 + seed), F(2), 60, 60, (16, 32, 50))
    assert total > 15_000


@dataclass
class Lemma:
    """Counts over pieces and layers: decided to hold, nothing claimed (sigma^2 <= eps), not decided, violated."""

    holds: int = 0
    idle: int = 0
    undecided: int = 0
    violated: int = 0

    def take(self, lhs: arb, rhs: arb) -> None:
        if lhs <= rhs:
            self.holds += 1
        elif lhs > rhs:
            self.violated += 1
        else:
            self.undecided += 1


def lemma_for_all_times(problem: FlowProblem, share: Fraction = ONE) -> tuple[Lemma, Lemma, Lemma]:
    """The three items on every cell of the tube and in a ball that holds the rest of the flow, eps times `share`.

    The alignment is an enclosure for every choice of top singular vectors; [0, 1] where a tie is possible.
    """
    flow = certified_flow(problem, 10)
    L, W0 = problem.L, [np.array([[float(x) for x in r] for r in w]) for w in problem.W0]
    m = max(float((w**2).sum()) for w in W0)
    deltas = [float(np.linalg.norm(W0[k + 1].T @ W0[k + 1] - W0[k] @ W0[k].T, 2)) for k in range(L - 1)]
    epsilon = arb((3 * m + 2 * sum(deltas)) * (1 - 1e-12)) * share.numerator / share.denominator  # rounding: stricter
    pieces = [([arb_mat(w.tolist()) for w in c.layers], arb(c.radius)) for c in flow.tube.cells(refine=4)]
    pieces.append((flow.limit.M, flow.limit.ball))  # the certificate keeps the flow in this ball after T
    rank, norms, aligned = Lemma(), Lemma(), Lemma()
    for layers, radius in pieces:
        spectra = [layer_spectrum(w, radius, 13) for w in layers]
        tops = [s.values[0] for s in spectra]
        for w, top in zip(layers, tops):
            norm = arb(0)
            for x in w.entries():
                norm = norm + x * x
            rank.take((norm.sqrt() + radius) ** 2 - arb(top.lower()) ** 2, epsilon)
        for i, a in enumerate(tops):
            for b in tops[:i]:
                norms.take(abs(a**2 - b**2), epsilon)
        for k in range(L - 1):
            if tops[k + 1] ** 2 <= epsilon:
                aligned.idle += 1
            else:
                aligned.take((1 - alignment(spectra[k + 1], spectra[k])) * tops[k + 1] ** 2, epsilon)
    return rank, norms, aligned


@pytest.mark.parametrize(
    ("dims", "seed", "scale"),
    [((2, 2, 1), 3, F(1, 2)), ((2, 3, 1), 4, F(1, 2)), ((2, 2, 2, 1), 2, F(1, 2)), ((2, 2, 2, 1), 5, F(1, 10)),
     ((1, 3, 2, 1), 6, F(1, 8)), ((3, 1, 2, 1), 7, F(1, 4))],
)  # fmt: skip
def test_lemma_on_all_cells(dims: tuple[int, ...], seed: int, scale: Fraction) -> None:
    with ctx.workprec(128):
        rank, norms, aligned = lemma_for_all_times(random_problem(dims, seed, scale))
    assert rank.violated == norms.violated == aligned.violated == 0
    assert rank.undecided == norms.undecided == aligned.undecided == 0
    assert rank.holds and norms.holds and aligned.holds + aligned.idle
    assert aligned.holds or scale == HALF, "small starts leave the range in which nothing is claimed"


def test_a_smaller_epsilon_is_noticed() -> None:
    """The same checks with eps / 20 (rank, norms) and eps / 10^6 (alignment): each item is violated somewhere."""
    with ctx.workprec(128):
        rank, norms, _ = lemma_for_all_times(random_problem((2, 2, 1), 3, F(1, 2)), F(1, 20))
        aligned = lemma_for_all_times(random_problem((2, 2, 2, 1), 5, F(1, 10)), F(1, 10**6))[2]
    assert rank.violated and norms.violated and aligned.violated


def test_a_tie_leaves_every_alignment_possible() -> None:
    """W_1 = I: every unit vector is a top singular vector, so nothing between 0 and 1 is excluded."""
    with ctx.workprec(64):
        tied, single = (
            layer_spectrum(arb_mat([[1, 0], [0, 1]]), arb(0), 13),
            layer_spectrum(arb_mat([[3, 4]]), arb(0), 13),
        )
        seen = alignment(single, tied)
        assert seen.contains(0) and seen.contains(1)
        nearly = layer_spectrum(arb_mat([[1, 0], [0, 0.5]]), arb(2) ** -40, 13)
        assert abs(alignment(single, nearly) - arb(9) / 25) < 1e-9
        loose = alignment(single, layer_spectrum(arb_mat([[1, 0], [0, 0.5]]), arb(0.3), 13))
        assert loose.contains(0) and loose.contains(1)


@pytest.mark.parametrize("dims, seed", [((2, 2, 1), 3), ((1, 3, 1), 4), ((2, 2, 2, 1), 5)])
def test_enclosures_of_three_precisions_meet_and_shrink(dims: tuple[int, ...], seed: int) -> None:
    """16, 32 and 64 digits (53, 106 and 212 bits): at every time the balls of W(t) have a point in common."""
    problem, T = random_problem(dims, seed), F(2)
    tubes = [integrate(problem, digits, time_reached(T)) for digits in (16, 32, 64)]
    for i in range(1, 17):
        with ctx.workprec(400):
            points = [tube.at(T * F(i, 16)) for tube in tubes]
            for coarse, fine in ((points[0], points[1]), (points[1], points[2]), (points[0], points[2])):
                assert distance(coarse.layers, fine.layers) <= arb(coarse.radius) + arb(fine.radius)
                assert fine.radius < 1e-6 * coarse.radius
                assert all(a.overlaps(b) for a, b in zip(coarse.balls(), fine.balls()))
