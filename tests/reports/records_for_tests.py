"""Records made up for the tests of the outputs: everything a record can hold, including what must never happen.

everything()    one claim per verdict and flag, all optional parts filled, hostile text, a thousand evidence rows
full_size()     eighty claims of three readings, as large as the whole of Lemmata, for size and speed
baseline_of()   the table of verdicts of a record
"""

from __future__ import annotations

from typing import Any

from properties.verdict import Evidence, Flag, Outcome, Verdict
from reports import records as r

HOSTILE = '<script>alert("x")</script> & \'"`|*_[a](javascript:alert(1)) $<b>$ \x07\u202e ]]> </details> {{ 7*7 }}'

PRINTED = r"S_{\min}\ge2a\|w^\star\|^{2-1/L}\|p\|^{1/L}\sum_{k=1}^L\|W_k\|_F^{-1}"
REPAIRED = r"S(W)\ge2a\rho^{2-1/L}\|p\|^{1/L}\sum_{k=1}^L\|W_k\|_F^{-1}"
SHARPER = r"S(W)\ge2a\rho^2\sum_kr_k^2\ge2a\rho^{2-1/L}\|p\|^{1/L}\sum_k\frac1{\|W_k\|_2}"


def evidence(route: str = "exact", outcome: Outcome = Outcome.HOLDS, **more: Any) -> Evidence:
    numbers = {"cases": 1200, "undecided": 3, "met": 1203, "looked_at": 1500, "seconds": 1.25}
    return Evidence(route=route, outcome=outcome, **{"scope": "L = 1 to 4, widths 1 to 4", **numbers, **more})


PROOF = Evidence(route="kernel", outcome=Outcome.PROVED, complete=True, scope="all depths and widths", cases=1)
NOTHING = Evidence(route="search", outcome=Outcome.NOTHING_FOUND, looked_at=100000, met=100000, seconds=4.0)


def witness(one_line: str = "L = 2, W1 = (2), W2 = (1/2), X = (1), y = (1), p = (1)") -> r.WitnessEntry:
    return r.WitnessEntry(
        instance={
            "kind": "minimizer",
            "matrices": {"X": [["1"]], "y": [["1"]], "p": [["1"]], "W1": [["2"]], "W2": [["1/2"]]},
            "numbers": {"C": "3/7"},
        },
        one_line=one_line,
        hypotheses=(r.Side("p is not zero", "1", ">", "0", True), r.Side("W is a minimizer", "0", "=", "0", True)),
        violated=(r.Side("the printed inequality", "4", ">=", "5", False),),
        quantities=(
            (r"$\pi=W_1^\top W_2^\top p$", "1"),
            (r"$a=\hat\pi^\top\Sigma\hat\pi$", "1"),
            (r"$\sum_k\|W_k\|_F^{-1}$", "5/2"),
            (r"right side $2a\rho^{3/2}\sum_k\|W_k\|_F^{-1}$", "5"),
        ),
        size=2,
        found_by="batch search, seed 0, then shrunk",
        replayed="refuted by the second evaluator (rational LDL of the raw Hessian)",
    )


def tightness(best: float = 0.99987) -> r.Tightness:
    counts = (3, 17, 44, 120, 310, 420, 260, 140, 61, 22)
    return r.Tightness(
        best=best,
        label="the printed inequality",
        histogram=r.Histogram(tuple(i / 10 for i in range(11)), counts),
        extremal=(r.Extremal("one dimension, equal layers", 1.0), r.Extremal("rank one, aligned", 0.9999)),
        at="L = 2, W1 = (1), W2 = (1), X = (1), y = (1), p = (1)",
    )


def variants() -> tuple[r.FalseVariant, ...]:
    return (
        r.FalseVariant(
            name="constant 2.02 for 2", statement=r"S\ge2.02\,a\rho^2", verdict=Verdict.REFUTED, witness=witness()
        ),
        r.FalseVariant(name="drop: W is a minimizer", verdict=Verdict.REFUTED, witness=witness("L = 1, W1 = (0)")),
    )


def kernel() -> r.KernelTheorem:
    statement = "Theorem lower_bound_by_layers (R : rcfType) (L : nat) :\n  minimizer W -> 2 * a * rho <= sharpness W."
    return r.KernelTheorem(name="sharpness.lower_bound", statement=statement, coverage="full")


def reading(claim: str, name: str, verdict: Verdict, statement: str = REPAIRED, **more: Any) -> r.ReadingEntry:
    filled: dict[str, Any] = {
        "evidence": (PROOF, evidence(), NOTHING) if verdict is Verdict.PROVED else (evidence(), NOTHING),
        "hypotheses": (r.HypothesisShare("W is a minimizer", 1500, 1500), r.HypothesisShare("rho > 0", 1203, 1500)),
        "tightness": tightness(1.25 if verdict is Verdict.REFUTED else 0.99987),
        "reproduce": f"lemmata verify {claim} --seed 0 --budget standard",
        "seconds": 5.25,
    }
    if verdict is Verdict.REFUTED:
        filled["evidence"] = (evidence(outcome=Outcome.REFUTED, violated=4), NOTHING)
        filled["witness"] = witness()
    return r.ReadingEntry(claim=claim, reading=name, statement=statement, verdict=verdict, **{**filled, **more})


def claim(name: str, document: str = "004", place: str = "Lower bounds on the sharpness", **more: Any) -> r.ClaimEntry:
    title = more.pop("title", name.rpartition("/")[2].replace("-", " "))
    return r.ClaimEntry(id=name, title=title, source=r.SourceEntry(document, place), subject="minimizer", **more)


def record(claims: tuple[r.ClaimEntry, ...], readings: tuple[r.ReadingEntry, ...]) -> r.Record:
    libraries = {"sympy": "1.14.0", "python-flint": "0.9.0", "numpy": "2.0.0"}
    provenance = r.Provenance(
        version="0.1.0",
        commit="0123456789ab",
        seed=0,
        budget="standard",
        libraries=libraries,
        started="2026-01-02T03:04:05",
        seconds=181.5,
    )
    return r.Record(schema=r.SCHEMA, provenance=provenance, claims=claims, readings=readings)


def everything() -> r.Record:
    layers, least, error = "sharpness/lower-bound-by-layers", "sharpness/minimum-two-sided", "residual/convergence"
    rows = tuple(evidence(scope=f"shape {i}: <{i}>", cases=i) for i in range(1000))
    failed = (Evidence(route="exact", outcome=Outcome.ERROR, detail="ZeroDivisionError: <b>bold</b>"),)
    apart = (PROOF, evidence(outcome=Outcome.DISAGREES, detail="evaluators differ on shape 3"))
    never = (evidence(cases=0, met=0, looked_at=900),)
    band = r.Band(name="risk", t=(0.0, 1.0, 2.0), lower=(1.0, 0.4, 0.15), upper=(1.0, 0.42, 0.17))
    plot = r.Figure(caption="A band above the envelope would refute it", x_label="t", y_label="R", bands=(band,))
    squares = r.FailureMap(
        caption=f"A crossed square is a counterexample {HOSTILE}",
        x_label=HOSTILE,
        y_label="p",
        x=("1/2", HOSTILE, "2"),
        y=("1", "2"),
        status=("hfn", "huf"),
        ratio=((0.5, 1.25, None), (0.5, None, 1e300)),
    )
    formula = (r.Derived("gradient", r"\nabla_k=b_kg^\top P_k"),)
    return record(
        (
            claim(layers, title="Lower bound by inverse layer norms", about="Header of the file.\n\n  W_k: layers."),
            claim(least, "000, 004", "second display", rests_on=(layers, "nowhere/known")),
            claim("small-scale/tail", "", "", rests_on=(least,)),
            claim(error, "001", title=HOSTILE, rests_on=("small-scale/tail", layers)),
            claim("two-layer/closed-form", "002"),
            claim("two-layer/vacuous", "002", rests_on=("two-layer/closed-form",)),
            claim("two-layer/disputed", "003"),
            claim('own<b>"id"', HOSTILE, HOSTILE, about=HOSTILE),
        ),
        (
            reading(layers, "printed", Verdict.REFUTED, PRINTED, maps=(squares,), note=r"Not for $W_1\to CW_1$."),
            reading(layers, "repaired", Verdict.PROVED, false_variants=variants(), kernel=(kernel(),)),
            reading(layers, "sharper", Verdict.PROVED, SHARPER, derivations=formula, figures=(plot,), cached=True),
            reading(least, "printed", Verdict.PROVED),
            reading(least, "sharper", Verdict.SUPPORTED, SHARPER, evidence=rows),
            reading("small-scale/tail", "sharper", Verdict.INCONCLUSIVE, evidence=(NOTHING,)),
            reading(error, "printed", Verdict.ERROR, HOSTILE, evidence=failed, tightness=None),
            reading(error, "repaired", Verdict.UNSUPPORTED, r"\unknown{", evidence=(), tightness=None),
            reading("two-layer/closed-form", "printed", Verdict.PROVED),
            reading("two-layer/vacuous", "printed", Verdict.INCONCLUSIVE, flags=(Flag.VACUOUS,), evidence=never),
            reading("two-layer/disputed", "printed", Verdict.INCONCLUSIVE, flags=(Flag.DISPUTED,), evidence=apart),
            reading(
                'own<b>"id"',
                "printed",
                Verdict.REFUTED,
                r"\|p\| \ge 1",
                witness=witness(HOSTILE),
                note=HOSTILE,
                reproduce=HOSTILE,
                false_variants=(r.FalseVariant(name=HOSTILE, statement=HOSTILE, verdict=Verdict.SUPPORTED),),
            ),
        ),
    )


def full_size(claims: int = 80) -> r.Record:
    names = [f"{('sharpness', 'small-scale', 'two-layer', 'residual')[i % 4]}/claim-number-{i}" for i in range(claims)]
    many = (PROOF, *(evidence(route, scope=f"L = {i}") for i, route in enumerate(("exact", "enclosure", "search") * 2)))
    entries, readings = [], []
    for i, name in enumerate(names):
        below = tuple(names[j] for j in (i // 2 - 1, i // 3 - 2) if 0 <= j < i and i % 5)
        document = ("004", "000, 004", "002", "001", "003")[i % 5]
        entries.append(
            claim(name, document, about="What it says.\n\n" + "Notation and proof idea. " * 30, rests_on=below)
        )
        printed = Verdict.REFUTED if i % 2 else Verdict.PROVED
        readings.append(reading(name, "printed", printed, PRINTED, evidence=many, false_variants=variants()))
        readings.append(
            reading(
                name,
                "repaired",
                Verdict.PROVED,
                REPAIRED,
                evidence=many,
                false_variants=variants() * 2,
                kernel=(kernel(),),
            )
        )
        readings.append(reading(name, "sharper", Verdict.SUPPORTED, SHARPER, evidence=many, false_variants=variants()))
    return record(tuple(entries), tuple(readings))


def baseline_of(source: r.Record) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for entry in source.readings:
        table.setdefault(entry.claim, {})[entry.reading] = entry.verdict.value
    return table
