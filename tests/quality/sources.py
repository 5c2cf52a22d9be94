"""The project's own sources as syntax trees, for tests about how the code is written."""

from __future__ import annotations

import ast
import subprocess
from functools import lru_cache
from pathlib import Path

from tests.helpers import ROOT

FLOORS = ("numerics", "theorems", "properties", "reports")


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    """Files of the four floors by module name."""
    found = {}
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@lru_cache(maxsize=512)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(node: ast.AST) -> list[str]:
    """Names that one statement imports, `from a import b` as both a and a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0 and node.module, "relative imports hide from the cache what a claim rests on"
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def imports(path: Path, everywhere: bool = True) -> set[str]:
    """everywhere: also inside of functions; never under `if TYPE_CHECKING`, which does not run."""
    found: set[str] = set()
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        found |= set(imported(node))
        if everywhere or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return found


@lru_cache(maxsize=1)
def tracked() -> list[Path]:
    """Files under version control; all files of the floors and tests when there is no git."""
    try:
        done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
        return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]
    except (OSError, subprocess.CalledProcessError):
        return [p for folder in (*FLOORS, "tests") for p in (ROOT / folder).rglob("*") if p.is_file()]
