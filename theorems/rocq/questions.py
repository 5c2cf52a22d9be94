"""Everything a check has to ask the kernel, in few questions, two at a time.

Main statements
    ask(folder, theorems, definitions)   Answers: statements, definitions, and what each theorem assumes at most
    Answers.assumed                      by theorem: the assumptions reported, and of how many theorems together

Why few questions are enough. Print Assumptions walks through everything a proof rests on, a second a theorem in the
files that rest on real analysis. Its report on several theorems together lists what any of them assumes, so when the
report is within the allowance of the file, so is every one of the theorems; nothing is left unasked. Only a file whose
report goes beyond its allowance is asked about theorem by theorem, to find the culprits.
    files without allowance     all together; a report "closed" settles them all
    files with an allowance     file by file, which also gives the axioms by file

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
    for family in FAMILIES:
        mine = [t for t in theorems if family_of(t.partition(".")[0]) is family]
        for part in _parts(mine) if family.axioms else [mine]:
            questions.append(partial(_assumed, answers, folder, family, part))
        questions.append(partial(_statements, answers, folder, family, mine))
    questions.append(lambda: answers.definitions.update(print_definitions(folder, definitions)))
    with ThreadPoolExecutor(jobs) as pool:
        for done in [pool.submit(question) for question in questions]:
            done.result()
    return answers


def _statements(answers: Answers, folder: Path, family: Family, names: Sequence[str]) -> None:
    answers.statements.update(print_statements(folder, family, names))


def _assumed(answers: Answers, folder: Path, family: Family, names: Sequence[str]) -> None:
    """What `names`, all of one family, assume at most: asked together or by file, alone where that is too much."""
    if not names:
        return
    files = _files(names)
    if family.axioms:
        reports = assumptions(folder, family, files)
    else:
        reports = [assumptions(folder, family, [names])[0]] * len(files)
        if reports[0]:
            reports = assumptions(folder, family, files)
    for file, report in zip(files, reports):
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


def _parts(names: Sequence[str]) -> list[list[str]]:
    """Whole files, AT_ONCE in each part."""
    files = _files(names)
    return [[n for file in files[i : i + AT_ONCE] for n in file] for i in range(0, len(files), AT_ONCE)]
