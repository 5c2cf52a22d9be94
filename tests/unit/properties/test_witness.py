"""Witness files: damaged ones are refused in one line, replay is done by the other evaluator and can contradict."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from numerics.instance import BadInstance, network_instance
from numerics.second import Second
from properties import witness as module
from properties.decision import decide
from properties.witness import CONFIRMED, CONTRADICTED, SCHEMA, UNCONFIRMED, BadWitness, describe, dump, load, replay
from theorems import registry
from theorems.claim import Reading, at_most, equal, less

ONE = network_instance([[1]], [2], [[[1]], [[1]]])  # R = 1


def reading(then, given=lambda m: iter(())):
    return Reading("test/claim", "printed", "", "network", given, then)


FALSE = reading(lambda m: iter([at_most(m.risk, Fraction(1, 2), "risk")]), lambda m: iter([equal(m.L, 2, "L = 2")]))


def test_confirmed_contradicted_or_not_decided():
    assert replay(FALSE, ONE).outcome == CONFIRMED
    assert replay(reading(lambda m: iter([at_most(m.risk, 1)])), ONE).outcome == CONTRADICTED
    assert replay(reading(FALSE.then, lambda m: iter([equal(m.L, 3)])), ONE).outcome == CONTRADICTED
    touching = reading(lambda m: iter([less(m.A.root(m.A.number(2), 2), m.A.root(m.A.number(2), 2))]))
    assert replay(touching, ONE).outcome == UNCONFIRMED
    assert decide(touching, ONE).status == "violated", "exact radicals decide what intervals do not"


def test_replay_uses_the_second_evaluator(monkeypatch):
    seen = []

    class Spy(Second):
        def __init__(self, bits):
            seen.append(bits)
            super().__init__(bits)

    monkeypatch.setattr(module, "Second", Spy)
    replay(FALSE, ONE)
    assert seen == [64]
    monkeypatch.setattr(Spy, "certain", lambda *a: True)  # a broken second evaluator contradicts, and that is seen
    assert replay(FALSE, ONE).outcome == CONTRADICTED


def described():
    case = decide(FALSE, ONE)
    return describe(FALSE, ONE, case, replay(FALSE, ONE), "small integers")


def test_description_can_be_redone_by_hand():
    shown = described()
    assert shown["violated"] == [{"label": "risk", "lhs": "1", "sense": "<=", "rhs": "1/2", "holds": False}]
    assert shown["hypotheses"][0]["holds"] is True and shown["size"] == 2 and shown["one_line"] == ONE.one_line()
    assert dict(shown["quantities"])["pi*"] == "[2]" and dict(shown["quantities"])["R(W)"] == "1"
    assert shown["replayed"].startswith("confirmed by the second evaluator")


def test_file_there_and_back(tmp_path):
    real = registry.reading("sharpness/minimizers-are-optimal#repaired/Sigma squared")
    data = dump(real, described(), seed=7)
    path = tmp_path / "w.json"
    path.write_text(json.dumps(data))
    key, instance, content = load(path)
    assert key == real.key and instance == ONE and content["seed"] == 7 and content["schema"] == SCHEMA


GOOD = {"schema": SCHEMA, "claim": "a/b", "reading": "printed", "instance": ONE.to_json()}
DAMAGED = {
    "empty": b"",
    "truncated": json.dumps(GOOD).encode()[:-20],
    "not utf-8": b"\xff\xfe",
    "a list": b"[]",
    "deep": b"[" * 200_000,
    "other schema": json.dumps({**GOOD, "schema": "lemmata-record-1"}).encode(),
    "no claim": json.dumps({**GOOD, "claim": None}).encode(),
    "no reading": json.dumps({k: v for k, v in GOOD.items() if k != "reading"}).encode(),
    "no instance": json.dumps({**GOOD, "instance": None}).encode(),
    "float entries": json.dumps(
        {**GOOD, "instance": {"kind": "network", "matrices": {"X": [[1.5]]}, "numbers": {}}}
    ).encode(),
    "nan": json.dumps(
        {**GOOD, "instance": {"kind": "network", "matrices": {"X": [[float("nan")]]}, "numbers": {}}}
    ).encode(),
    "huge number": json.dumps(
        {**GOOD, "instance": {"kind": "n", "matrices": {"X": [["9" * 4999]]}, "numbers": {}}}
    ).encode(),
    "large": b" " * 3_000_000,
    "control characters": json.dumps(
        {**GOOD, "instance": {"kind": "n", "matrices": {"\x1b[2J": [["1"]]}, "numbers": {}}}
    ).encode(),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_files(damage, tmp_path):
    path = tmp_path / "w.json"
    path.write_bytes(DAMAGED[damage])
    with pytest.raises(BadWitness) as caught:
        load(path)
    assert "\n" not in str(caught.value) and "\x1b" not in str(caught.value) and str(path) in str(caught.value)


def test_missing_files_and_folders(tmp_path):
    for place in (tmp_path / "nothing", tmp_path):
        with pytest.raises(BadWitness):
            load(place)


def test_an_instance_of_another_subject_is_refused():
    bare = replace(ONE, matrices={k: v for k, v in ONE.matrices.items() if k != "p"})
    with pytest.raises(BadInstance):
        replay(FALSE, bare)
    scaled = registry.reading("sharpness/rescaling-unbounded#printed")
    with pytest.raises(BadInstance, match="C"):
        replay(scaled, ONE)
