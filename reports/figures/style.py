"""How figures look and how they are written: reproducible SVG, colours for every eye, a caption that can be refuted.

Matplotlib is imported when a figure is drawn, not before. The SVG is the same to the last byte for the same numbers:
ids are hashed with a fixed salt and no date is written. Colours: Okabe and Ito; every line has a marker of its own, so
that the figures are readable in print.
"""

from __future__ import annotations

import json
import math
import os
import textwrap
from pathlib import Path
from typing import Any

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", "*")
_SETTINGS = {
    "svg.hashsalt": "lemmata",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10.0,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.axisbelow": True,
    "legend.frameon": False,
}


def rate_label(eta: float) -> str:
    return f"η = {eta:g}"


class Sheet:
    """One figure: axes side by side, a title, a caption. Use `axes`, then `save`."""

    def __init__(self, title: str, caption: str, columns: int = 1, height: float = 4.2) -> None:
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        self.title, self.caption = title, " ".join(caption.split())
        with matplotlib.rc_context(_SETTINGS):
            lines = textwrap.wrap(self.caption, 92 * columns)
            below = 0.22 * len(lines) + 0.35
            self.figure = Figure(figsize=(6.6 * columns, height + below), facecolor="white")
            FigureCanvasSVG(self.figure)
            self.axes = [self.figure.add_subplot(1, columns, i + 1) for i in range(columns)]
            total = height + below
            self.figure.subplots_adjust(
                left=0.12 / columns + 0.02, right=0.985, top=1 - 0.4 / total, bottom=(below + 0.55) / total, wspace=0.2
            )
            self.figure.suptitle(title, y=1 - 0.12 / total, fontsize=11)
            self.figure.text(0.02, 0.1 / total, "\n".join(lines), fontsize=8.5, va="bottom", linespacing=1.35)

    def save(self, folder: Path, name: str, numbers: dict[str, Any]) -> list[Path]:
        """Write NAME.svg and NAME.json; returns their paths."""
        import matplotlib

        folder.mkdir(parents=True, exist_ok=True)
        picture, data = folder / f"{name}.svg", folder / f"{name}.json"
        with matplotlib.rc_context(_SETTINGS):
            partial = picture.with_suffix(f".{os.getpid()}")
            self.figure.savefig(
                partial, format="svg", metadata={"Date": None, "Creator": "Lemmata", "Title": self.title}
            )
            partial.replace(picture)
        content = {"figure": name, "title": self.title, "caption": self.caption, **plain(numbers)}
        data.write_text(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
        return [picture, data]


def plain(x: Any) -> Any:
    """NumPy values as plain ones; infinities and NaN, which JSON lacks, as null."""
    if isinstance(x, dict):
        return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, list | tuple):
        return [plain(v) for v in x]
    if hasattr(x, "tolist"):
        return plain(x.tolist())
    if isinstance(x, float):
        return x if math.isfinite(x) else None
    return x


def band(axis: Any, x: Any, intervals: Any, number: int, label: str, floor: float | None = None) -> None:
    """Medians with their intervals; intervals: (low, middle, high) for each x. Unbounded ones reach the frame."""
    import numpy as np

    low, middle, high = (np.array([i[k] for i in intervals], dtype=float) for k in range(3))
    shown = np.isfinite(middle)
    colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
    axis.plot(np.asarray(x)[shown], middle[shown], color=colour, marker=marker, ms=4.5, lw=1.4, label=label)
    top = np.where(
        np.isfinite(high), high, 10.0 ** np.ceil(np.log10(np.nanmax(np.abs(middle[shown]), initial=1.0) + 1))
    )
    bottom = np.where(np.isfinite(low), low, floor if floor is not None else np.nan)
    axis.fill_between(np.asarray(x)[shown], bottom[shown], top[shown], color=colour, alpha=0.18, lw=0)
