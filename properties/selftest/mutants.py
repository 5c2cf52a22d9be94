"""Mutation of the trusted kernels in the running process: one small change at a time, and a check has to notice.

Changes: a comparison, an arithmetic or a boolean operator for its neighbour; an integer plus one; True for False; `not`
and unary minus dropped; max for min, lower for upper, any for all. Killed means that a check of the kernel raises, or
that it runs out of its time. Functions that only propose candidates, or only make text, are left out by name: a change
there costs speed, width or looks, never truth. Survivors that are
known to be harmless are listed with the reason (harmless.py).
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from properties.selftest import checks_intervals as intervals
from properties.selftest import checks_machinery as machinery
from properties.selftest import checks_networks as networks
from properties.selftest import checks_numbers as numbers
from properties.selftest.harmless import HARMLESS
from properties.selftest.patching import planted, source
from properties.tasks import time_limit

Check = Callable[[], None]
SECONDS = 3.0  # for one check; they take about a tenth of a second, and a change that loops costs all of it


@dataclass(frozen=True)
class Kernel:
    """A trusted module, the checks that guard it, functions left out (they decide nothing)."""

    module: str
    checks: tuple[Check, ...]
    left_out: frozenset[str] = frozenset()


KERNELS = (
    Kernel("properties.verdict", (machinery.verdict_rules,), frozenset({"plain", "__post_init__"})),
    Kernel("properties.decision", (machinery.deciding, machinery.replaying), frozenset({"tightness", "_shared"})),
    Kernel(
        "properties.witness",
        (machinery.replaying, machinery.witness_files),
        frozenset({"describe", "_side", "_quantities", "_show", "dump", "words"}),
    ),
    Kernel("theorems.words", (networks.words,)),
    Kernel(
        "numerics.spectra.balls",
        (numbers.definiteness, numbers.ball_members, numbers.ball_spectra, numbers.singular_values),
        frozenset({"_float_eigenvector", "_rayleigh_from_below", "_midpoints"}),
    ),
    Kernel("numerics.spectra.rational", (numbers.exact_spectra, numbers.comparison), frozenset({"__repr__"})),
    Kernel("numerics.arithmetic.radical", (numbers.radicals, numbers.comparison), frozenset({"__repr__"})),
    Kernel("numerics.arithmetic.compare", (numbers.comparison,), frozenset({"to_text", "to_float"})),
    Kernel(
        "numerics.second.interval",
        (intervals.intervals, intervals.interval_roots),
        frozenset({"__repr__", "log2_bounds"}),
    ),
    Kernel("numerics.second.eigenvalues", (intervals.second_spectra,)),
    Kernel("numerics.second.definition", (networks.hessian,)),
    Kernel(
        "numerics.second.arithmetic",
        (networks.second_arithmetic, networks.least_squares, networks.minimal_sharpness),
        frozenset({"_golden", "to_text"}),
    ),
    Kernel("properties.binomial", (machinery.binomials,), frozenset({"doubling", "planned_draws", "Plan"})),
)

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
}
_NAMES = {"max": "min", "min": "max", "any": "all", "all": "any", "lower": "upper", "upper": "lower"}


@dataclass(frozen=True)
class Mutant:
    module: str
    function: str
    line: int
    was: str
    now: str
    tree: ast.Module

    @property
    def shown(self) -> str:
        return f"{self.was} -> {self.now}"


def _changes(node: ast.AST) -> Iterator[Callable[[ast.AST], ast.AST]]:
    """The changes that apply to a node, each a function from a copy of the node to the changed one."""

    def setting(**values: object) -> Callable[[ast.AST], ast.AST]:
        def change(x: ast.AST) -> ast.AST:
            for name, value in values.items():
                setattr(x, name, value)
            return x

        return change

    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield setting(ops=[_COMPARISONS[type(node.ops[0])]()])
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        yield setting(op=_OPERATORS[type(node.op)]())
    if isinstance(node, ast.BoolOp):
        yield setting(op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield lambda x: x.operand  # type: ignore[attr-defined]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield setting(value=not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield setting(value=node.value + 1)
    if isinstance(node, ast.Name) and node.id in _NAMES:
        yield setting(id=_NAMES[node.id])
    if isinstance(node, ast.Attribute) and node.attr in _NAMES:
        yield setting(attr=_NAMES[node.attr])


def _in_functions(tree: ast.Module, left_out: frozenset[str]) -> Iterator[tuple[str, ast.AST]]:
    """Nodes of function bodies with the function's name; annotations, defaults, docstrings and raises left alone."""

    def inside(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                if child.name not in left_out:
                    for statement in child.body:
                        yield from walk(statement, child.name)
            elif isinstance(child, ast.ClassDef) and child.name not in left_out:
                yield from inside(child, name)

    def walk(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
        if isinstance(node, ast.Raise | ast.arguments | ast.JoinedStr | ast.AnnAssign) and not (
            isinstance(node, ast.AnnAssign) and node.value is not None
        ):
            return
        yield name, node
        fields = [node.value] if isinstance(node, ast.AnnAssign) and node.value else list(ast.iter_child_nodes(node))
        for child in fields:
            yield from walk(child, name)

    yield from inside(tree, "")


def mutants(kernel: Kernel) -> list[Mutant]:
    """Every single change, in order of the text."""
    tree = ast.parse(source(kernel.module))
    sites = list(_in_functions(tree, kernel.left_out))
    made = []
    for number, (name, node) in enumerate(sites):
        for change in range(len(list(_changes(node)))):
            other = copy.deepcopy(tree)
            target = list(_in_functions(other, kernel.left_out))[number][1]
            was = ast.unparse(target)
            changed = list(_changes(target))[change](copy.deepcopy(target))
            ast.copy_location(changed, target)
            _Replace(target, changed).visit(other)
            ast.fix_missing_locations(other)
            made.append(Mutant(kernel.module, name, getattr(target, "lineno", 0), was, ast.unparse(changed), other))
    return made


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().generic_visit(node)


def noticed(module: str, tree: ast.Module, checks: Sequence[Check], seconds: float = SECONDS) -> str | None:
    """Which check notices the changed code, and how; None when none does, "" when the change is none."""
    with planted(module, tree) as exchanged:
        if not exchanged:
            return ""
        for check in checks:
            try:
                with time_limit(seconds):
                    check()
            except Exception as error:  # whatever it is, it was noticed
                return f"{check.__name__}: {type(error).__name__}"
    return None


def survivors(kernel: Kernel, part: int = 0, parts: int = 1) -> tuple[int, int, list[str]]:
    """(killed, harmless, survivors) of every `parts`-th mutant from `part` on."""
    killed, harmless, left = 0, 0, []
    for mutant in mutants(kernel)[part::parts]:
        how = noticed(mutant.module, mutant.tree, kernel.checks)
        if how:
            killed += 1
        elif how == "" or mutant.shown in HARMLESS.get((mutant.module, mutant.function), ("", frozenset()))[1]:
            harmless += 1
        else:
            left.append(f"{mutant.module}:{mutant.line} {mutant.function}: {mutant.shown}")
    return killed, harmless, left
