"""Single changes of a module's syntax tree: what mutation testing tries, one at a time.

A comparison, an arithmetic or a boolean operator for its neighbour; an integer plus one; True for False; `not`, unary
minus dropped; max for min, lower for upper, any for all. Annotations, defaults, docstrings, text and raises are left
alone. Not covered: deleted statements, floats.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from properties.selftest.patching import source

Check = Callable[[], None]


@dataclass(frozen=True)
class Kernel:
    """A trusted module, the checks that guard it, functions left out (they decide nothing)."""

    module: str
    checks: tuple[Check, ...]
    left_out: frozenset[str] = frozenset()


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
    """One change. text: the line of the source in which it is; site, change: where in the tree, and which."""

    kernel: Kernel
    function: str
    line: int
    text: str
    was: str
    now: str
    site: int
    change: int

    @property
    def module(self) -> str:
        return self.kernel.module

    @property
    def shown(self) -> str:
        return f"{self.was} -> {self.now}"

    @property
    def tree(self) -> ast.Module:
        """The whole module with the change."""
        tree = ast.parse(source(self.module))
        target = list(_in_functions(tree, self.kernel.left_out))[self.site][1]
        changed = list(_changes(target))[self.change](copy.deepcopy(target))
        ast.copy_location(changed, target)
        _Replace(target, changed).visit(tree)
        return ast.fix_missing_locations(tree)


def _changes(node: ast.AST) -> Iterator[Callable[[ast.AST], ast.AST]]:
    """The changes that apply to a node, each a function from a copy of the node to the changed one."""

    def setting(**values: object) -> Callable[[ast.AST], ast.AST]:
        def change(x: ast.AST) -> ast.AST:
            for name, value in values.items():
                setattr(x, name, value)
            return x

        return change

    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            yield setting(ops=[*node.ops[:i], _COMPARISONS[type(op)](), *node.ops[i + 1 :]])
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
    text = source(kernel.module)
    rows, made = text.splitlines(), []
    for site, (name, node) in enumerate(_in_functions(ast.parse(text), kernel.left_out)):
        for number, change in enumerate(_changes(node)):
            line, was = getattr(node, "lineno", 1), ast.unparse(node)
            now = ast.unparse(ast.copy_location(change(copy.deepcopy(node)), node))
            made.append(Mutant(kernel, name, line, rows[line - 1].strip(), was, now, site, number))
    return made


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().generic_visit(node)
