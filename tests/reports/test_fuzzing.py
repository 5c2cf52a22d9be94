"""A second of hostile input for every reader, and a reader that is not robust is noticed."""

import random

from reports import fuzzing


def test_readers_survive():
    tried, failures = fuzzing.fuzz(11, 2.0)
    assert tried >= len(fuzzing.READERS) and failures == []


def test_a_fragile_reader_is_noticed(monkeypatch):
    monkeypatch.setattr(fuzzing, "READERS", (lambda rng, folder: {}["x"],))
    assert fuzzing.fuzz(1, 0.01)[1]


def test_documents_are_mangled_in_many_ways():
    kinds = {type(fuzzing.mangled(random.Random(i), {"a": ["1"]})) for i in range(60)}
    assert kinds == {bytes} and len({fuzzing.mangled(random.Random(i), {"a": ["1"]}) for i in range(60)}) > 40
