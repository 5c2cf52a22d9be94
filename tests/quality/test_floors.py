"""Imports only go down (reports > properties > theorems > numerics), and no two modules need each other to load."""

from __future__ import annotations

import pytest

from tests.quality.sources import FLOORS, imports, modules


@pytest.mark.parametrize("module", modules())
def test_imports_only_go_down(module):
    floor = FLOORS.index(module.split(".")[0])
    above = {name for name in imports(modules()[module]) if name.split(".")[0] in FLOORS[floor + 1 :]}
    assert not above, f"{module} imports from a floor above it: {', '.join(sorted(above))}"
    assert not any(name.split(".")[0] == "tests" for name in imports(modules()[module]))


def test_no_cycles():
    known = modules()
    edges = {
        name: {i for i in imports(path, everywhere=False) if i in known and i != name} for name, path in known.items()
    }
    packages = {name for name, path in known.items() if path.name == "__init__.py"}
    state: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if state.get(name) == 2:
            return
        assert state.get(name) != 1, f"circle of imports: {' > '.join((*trail[trail.index(name) :], name))}"
        state[name] = 1
        for other in sorted(edges[name]):
            if not (
                other in packages and name.startswith(other + ".")
            ):  # a module may name its own package's neighbours
                visit(other, (*trail, name))
        state[name] = 2

    for name in sorted(known):
        visit(name, ())


def test_the_second_evaluator_shares_no_arithmetic():
    allowed = ("numerics.arithmetic.base", "numerics.instance", "numerics.second")
    for module, path in modules().items():
        if module.startswith("numerics.second"):
            names = {i for i in imports(path) if i.split(".")[0] in (*FLOORS, "flint", "numpy", "scipy", "sympy")}
            assert all(i.startswith(allowed) for i in names), (module, names)
