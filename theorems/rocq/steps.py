"""Facts that relate networks on the same data: steps of descent, rescaled layers, regressors; and power iteration.

Main statements
    one_step(i, eta, start)     W^(i) is W^(start) after one step of gradient descent, in every entry
    rescaled(i, C)              W^(i) = (C W_1, W_2 / C, W_3, ..)
    regressor_less(i, j, entry) an entry of pi(W^(i)) is smaller than that of pi(W^(j))
    second_layer_above(..)      bound < 2 lambda rho^(2-1/L) / |W^(i)_2|_F
    power(t, bound, above)      |v_(t+1)|^2 / |v_t|^2 against a bound, v_0 all ones, v_(t+1) = Hessian of W times v_t

The networks are those of a `Facts` (facts.py): net, net1, net2, .. ; theories/network_steps.v and network_power.v prove
that each check implies its proposition.
"""

from __future__ import annotations

import math
from fractions import Fraction

from theorems.rocq.certificate_text import z
from theorems.rocq.facts import DATA, UNIT, Fact, mark, name, pair, ratio

_PI = "regressor (netp R net) (netW R {})"


def one_step(i: int, eta: Fraction, start: int = 0) -> Fact:
    here, after = name(start), name(i)
    descended = f"descend {UNIT} {DATA} ({ratio(eta)}) (netW R {here}) k"
    return Fact(
        f"step_check {here} (layers {after}) {pair(eta)}",
        f"(forall k, (k < depth net)%N -> netW R {after} k = {descended})",
        f"@one_step R {here} (layers {after}) _ _",
        f"W{mark(i)} is W{mark(start)} after a step of descent with eta = {eta}",
    )


def rescaled(i: int, C: Fraction) -> Fact:
    return Fact(
        f"rescale_check net (layers net{i}) {pair(C)}",
        f"(forall k, (k < depth net)%N -> netW R net{i} k = rescale ({ratio(C)}) (netW R net) k)",
        f"@rescale_step R net (layers net{i}) _ _",
        f"W{mark(i)} = ({C} W_1, W_2 / {C}, W_3, ..)",
    )


def regressor_less(i: int, j: int, entry: int) -> Fact:
    small, large = name(i), name(j)
    inequality = f"{_PI.format(small)} j 0 < {_PI.format(large)} j 0"
    return Fact(
        f"regressor_less_check {small} (layers {large}) {entry}%N",
        f"(forall j : 'I_(nth 0%N (widths net) 0), val j = {entry}%N -> {inequality})",
        f"@regressor_less R {small} (layers {large}) _",
        f"pi(W{mark(i)})_{entry + 1} < pi(W{mark(j)})_{entry + 1}",
    )


def second_layer_above(i: int, bound: Fraction, least: Fraction, root: float, norm: float) -> Fact:
    """bound < 2 least rho^2 / (root norm); root: rho^(1/L), norm: |W^(i)_2|_F, both nearly, rounded up here."""
    fine = 2**40
    up = [math.ceil(Fraction(x) * fine * (1 + Fraction(1, 10**9))) for x in (root, norm)]
    says = (
        f"(forall t s, 0 <= t -> t ^+ (depth net + depth net) = sqF ({_PI.format('net')}) -> "
        f"0 <= s -> s ^+ 2 = sqF (netW R net{i} 1%N) -> "
        f"{ratio(bound)} < 2%:R * ({ratio(least)}) * sqF ({_PI.format('net')}) / t / s)"
    )
    check = f"second_layer_check net (layers net{i}) {pair(bound)} {pair(least)} {z(up[0])} {z(up[1])} {z(fine)}"
    words = f"{bound} < 2 {least} rho^(2-1/L) / |W{mark(i)}_2|_F"
    return Fact(check, says, f"@second_layer_above R net (layers net{i}) _ _ _ _ _ _ _", words)


def power(t: int, bound: Fraction, above: bool) -> Fact:
    """bound < |v_(t+1)|^2 / |v_t|^2, or > when not `above`, for every power iteration from all entries 1."""

    def size(of: str) -> str:
        return f"(\\sum_(k < depth net) sqF (v {of}%N k))"

    quotient = f"{size(str(t + 1))} / {size(str(t))}"
    inequality = f"{ratio(bound)} < {quotient}" if above else f"{quotient} < {ratio(bound)}"
    return Fact(
        f"power_check net {'true' if above else 'false'} {t}%N {pair(bound)}",
        f"(forall v, @power_iteration R net v -> {inequality})",
        f"@power_{'above' if above else 'below'} R net {t}%N _ _",
        f"|v_{t + 1}|^2 / |v_{t}|^2 {'>' if above else '<'} {bound}",
    )
