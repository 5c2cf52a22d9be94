"""One build of the theories a test session, and tiny projects that compile in a second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from theorems.rocq import build as building
from theorems.rocq import toolchain

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def coq() -> str:
    """The version of Coq; tests that need it are skipped with the reason."""
    if toolchain.reason():
        pytest.skip(f"no Coq: {toolchain.reason()}")
    return str(toolchain.available())


@pytest.fixture(scope="session")
def compiled(coq: str) -> Path:
    """The project's theories, compiled where `make proofs` puts them, so that both share one build."""
    return building.build(ROOT / building.DEFAULT).folder


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[..., Path]:
    """Writes a project of theory files; text by name."""

    def write(**files: str) -> Path:
        home = tmp_path / "home"
        (home / "theories").mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (home / "theories" / f"{name}.v").write_text(text, encoding="utf-8")
        names = sorted(p.stem for p in (home / "theories").glob("*.v"))
        lines = ["-R theories Lemmata", *(f"theories/{n}.v" for n in names)]
        (home / "_CoqProject").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return home

    return write
