"""Everything a check has to ask the kernel, in few questions, two at a time.

Main statements
    ask(folder, theorems, definitions)   Answers: statements, definitions, and what each theorem assumes at most
    Answers.assumed                      by theorem: the assumptions reported, and of how many theorems together
    axioms_by_file(folder, theorems)     exactly what the theorems of each file assume

Why few questions are enough. Print Assumptions walks through everything a proof rests on, a second a theorem in the
files that rest on real analysis. Its report on several theorems together lists what any of them assumes, so when the
report on a family is within its allowance, so is every one of its theorems; nothing is left unasked. Only a family
whose report goes beyond its allowance is asked about file by file, and such a file theorem by theorem, to find the
culprits. Which axioms a single file needs takes a question for each, and a minute: axioms_by_file.

What is not covered: judging the answers (kernel.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from theorems.rocq.axioms import FAMILIES, Family, family_of
from theorems.rocq.queries import assumptions, print_definitions, print_statements

AT_ONCE = 3  # files in one question: a process that has walked through many proofs needs a lot of memory
Assumed = dict[str, tuple[list[str], int]]


@dataclass(frozen=True)
class Answers:
    """statements: by theorem, as printed and the digest of the full form; definitions: digests by name."""

    statements: dict[str, tuple[str, str]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    assumed: Assumed = field(default_factory=dict)


def ask(folder: Path, theorems: Sequence[str], definitions: Sequence[str], jobs: int = 2) -> Answers:
    """All answers about `theorems` and `definitions` (qualified names). Raises BuildFailed, KernelTimeout."""
    answers = Answers()
    questions: list[Callable[[], None]] = []
    for family, mine in _families(theorems):
        questions.append(partial(_assumed, answers, folder, family, mine))
        questions.append(partial(_statements, answers, folder, family, mine))
    questions.append(lambda: answers.definitions.update(print_definitions(folder, definitions)))
    _run(questions, jobs)
    return answers


def axioms_by_file(folder: Path, theorems: Sequence[str], jobs: int = 2) -> dict[str, list[str]]:
    """By theory file, what its theorems assume together. Raises BuildFailed, KernelTimeout."""
    found: dict[str, list[str]] = {}

    def question(family: Family, files: list[list[str]]) -> None:
        reports = assumptions(folder, family, files)
        found.update((file[0].partition(".")[0], report) for file, report in zip(files, reports))

    parts = [(family, part) for family, mine in _families(theorems) for part in _parts(mine)]
    _run([partial(question, family, part) for family, part in parts], jobs)
    return {module: found[module] for module in sorted(found)}


def _families(theorems: Sequence[str]) -> list[tuple[Family, list[str]]]:
    mine = ((f, [t for t in theorems if family_of(t.partition(".")[0]) is f]) for f in FAMILIES)
    return [(family, names) for family, names in mine if names]


def _run(questions: Sequence[Callable[[], None]], jobs: int) -> None:
    with ThreadPoolExecutor(jobs) as pool:
        for done in [pool.submit(question) for question in questions]:
            done.result()


def _statements(answers: Answers, folder: Path, family: Family, names: Sequence[str]) -> None:
    answers.statements.update(print_statements(folder, family, names))


def _assumed(answers: Answers, folder: Path, family: Family, names: Sequence[str]) -> None:
    """What `names`, all of one family, assume at most: asked together; by file, then alone, where that is too much."""
    together = assumptions(folder, family, [names])[0]
    if set(together) <= family.axioms:
        answers.assumed.update((name, (together, len(names))) for name in names)
        return
    for part in _parts(names):
        for file, report in zip(part, assumptions(folder, family, part)):
            if set(report) <= family.axioms:
                answers.assumed.update((name, (report, len(file))) for name in file)
            else:
                alone = assumptions(folder, family, [[name] for name in file])
                answers.assumed.update((name, (own, 1)) for name, own in zip(file, alone))


def _files(names: Sequence[str]) -> list[list[str]]:
    by_file: dict[str, list[str]] = {}
    for name in names:
        by_file.setdefault(name.partition(".")[0], []).append(name)
    return list(by_file.values())


def _parts(names: Sequence[str]) -> list[list[list[str]]]:
    """The theorems by file, AT_ONCE files in each part."""
    files = _files(names)
    return [files[i : i + AT_ONCE] for i in range(0, len(files), AT_ONCE)]
