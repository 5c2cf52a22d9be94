"""What a claim file can say, and what is refused."""

import pytest

from theorems.claim import Claim, Source, at_least, at_most, equal, greater, less, nonzero, positive


def made():
    return Claim("t/c", "Title", subject="network", source=Source("slides", "slide 1"), rests_on=("t/b",))


def test_relations():
    senses = [(f(1, 2, "x").sense, f(1, 2).lhs, f(1, 2).rhs) for f in (at_most, at_least, less, greater, equal)]
    assert senses == [(s, 1, 2) for s in ("<=", ">=", "<", ">", "==")]
    assert (positive(3).sense, positive(3).rhs) == (">", 0) and (nonzero(3).sense, nonzero(3).rhs) == ("!=", 0)


def test_readings_and_variants():
    claim = made()

    class Wrong:
        r"1 \le 0"

        subject = "minimizer"

        def then(m):
            yield at_most(1, 0)

    @claim.printed("a")
    class Printed:
        note = "n"
        extremal = {"e": lambda: None}
        symbolic = ("s",)
        symbolic_complete = True
        false_variants = {"w": Wrong}

        def given(m):
            yield equal(0, 0)

        def then(m):
            yield at_most(0, 1)

    @claim.repaired("b")
    class Repaired(Printed):
        pass

    printed, repaired = claim.readings["printed"], claim.readings["repaired"]
    assert (
        printed.key == "t/c#printed" and [r.sense for r in printed.then(None)] == ["<="] and printed.symbolic == ("s",)
    )
    (variant,) = printed.false_variants
    assert (variant.key, variant.statement, variant.subject, variant.variant_of) == (
        "t/c#printed/w",
        r"1 \le 0",
        "minimizer",
        "printed",
    )
    assert list(variant.given(None)) == [] and not variant.symbolic and not variant.extremal
    inherited = (repaired.false_variants, repaired.extremal, repaired.symbolic, repaired.symbolic_complete)
    assert inherited == ((), {}, (), False), "what a reading claims for itself is not inherited by another one"


def test_refusals():
    claim = made()

    class Body:
        def then(m):
            yield at_most(0, 1)

    claim.sharper("s")(Body)
    with pytest.raises(ValueError, match="two readings called sharper"):
        claim.sharper("s")(Body)
    with pytest.raises(AttributeError):
        claim.printed("p")(type("Empty", (), {}))
    with pytest.raises(ValueError, match="unknown document"):
        Source("nowhere", "page 1")
