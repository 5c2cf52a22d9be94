"""The report as a PDF with working links, its mathematics as vector outlines.

    render_pdf(record, baseline)    the bytes of the PDF; raises PdfUnavailable, one line, when the tools are missing

The page is the HTML report with one change: every formula is drawn by ziamath as SVG, because WeasyPrint does not lay
out MathML. A formula that ziamath cannot draw stays as its text. What is folded on the screen stands unfolded.
Optional extra: pip install "lemmata[pdf]".
"""

from __future__ import annotations

import logging
import re
import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import Any

from markupsafe import escape

from reports.diff import Baseline
from reports.html import render_html
from reports.records import Record

WIDEST = 660  # pixels between the margins of the page
SIZE = 13.5  # of the letters, in CSS pixels, to go with the text of the print style
UNDERLINED = {"gone": "#fdeaea", "new": "#e3f4e8"}
_OWN_PICTURE = re.compile(r'(<svg class="(?:graph|plot)"[^>]*>)')
_GRAPH_SIZE = re.compile(r'(<svg class="graph") width="([0-9.]+)" height="([0-9.]+)"')
_PICTURE_RULE = re.compile(r"svg|\.(?:node|bar|axis|limit|best|line|band|edge|fails|holds|blank|cross|s[0-9]|v-[A-Z]+)")
_MATH = re.compile(r"<math\b.*?</math>", re.S)
PAGE = """
@page{size:A4;@bottom-center{content:counter(page);font-size:8pt}}
.first,.readings,dl.legend{display:block}.reading{margin:.4rem 0}
dl.legend dt{float:left;clear:left}dl.legend dd{margin:0 0 .25rem 8rem}
.reading h4{display:block}summary{font-weight:600}.eq>*{margin-right:1.5rem}.eq{display:block}
"""


class PdfUnavailable(RuntimeError):
    """The optional tools for the PDF are not installed; one line that says what to install."""


def render_pdf(record: Record, baseline: Baseline | None = None) -> bytes:
    weasyprint, _ = _tools()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it lists every property made for screens
    page = render_html(record, baseline)
    page = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    css, _, rest = page.partition("</style>")
    rest = _GRAPH_SIZE.sub(_shrunk, rest)
    page = _resolved(css) + PAGE + "</style>" + _OWN_PICTURE.sub(rf"\1<style>{_picture_rules(css)}</style>", rest)
    page = _MATH.sub(lambda found: drawn(found[0]), page)
    document = weasyprint.HTML(string=page, url_fetcher=_nothing)
    pdf: bytes = document.write_pdf(pdf_identifier=record.provenance.commit.encode() or b"lemmata")
    return pdf


def check_tools() -> None:
    """Raises PdfUnavailable."""
    _tools()


def _tools() -> tuple[Any, Any]:
    try:
        import weasyprint
        import ziamath
    except (ImportError, OSError) as error:  # OSError: Pango or another system library is missing
        reason = str(error).splitlines()[0]
        raise PdfUnavailable(f'the PDF needs WeasyPrint and ziamath: pip install "lemmata[pdf]" ({reason})') from None
    return weasyprint, ziamath


def _shrunk(found: re.Match[str]) -> str:
    """The size of a graph, at most as wide as the page."""
    scale = min(1.0, WIDEST / float(found[2]))
    wide, high = scale * float(found[2]), scale * float(found[3])
    return f'{found[1]} style="width:{wide:.1f}px;height:{high:.1f}px"'


def _resolved(css: str) -> str:
    """The style sheet with the light colours put in for their names."""
    colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", css.partition("@media (prefers-color-scheme:dark)")[0]))
    return re.sub(r"var\(--([\w-]+)\)", lambda m: colours.get(m[1], "#000000"), css)


def _picture_rules(css: str) -> str:
    """The rules for the plots and the graph, which WeasyPrint looks for inside a picture and nowhere else."""
    rules = re.findall(r"([^{}@;]+)\{([^{}]*)\}", _resolved(css))
    kept = [(names.strip(), body) for names, body in rules if _PICTURE_RULE.search(names)]
    return "".join(f"{names.replace('svg.graph ', '').replace('svg.plot ', '')}{{{body}}}" for names, body in kept)


def _nothing(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    """Making a PDF fetches nothing: the page contains all it shows."""
    raise ValueError(f"the report asks for {url}, which it must not")


@lru_cache(maxsize=8192)
def drawn(math: str) -> str:
    """One `math` element as an inline SVG picture that sits on the line."""
    _, ziamath = _tools()
    root = ET.fromstring(math)
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if (colour := UNDERLINED.get(child.get("class", ""))) is not None:
                child.attrib.pop("class")
                frame = ET.Element("menclose", notation="bottom", mathbackground=colour)
                frame.append(child)
                parent[index] = frame
    text = "".join(root.itertext())
    before = ziamath.config.svg2
    try:
        ziamath.config.svg2 = False  # outlines where they stand, no references between pictures
        picture = ziamath.Math(ET.tostring(root, encoding="unicode"), size=SIZE)
        svg, drop = picture.svg(), picture.getyofst()
    except Exception:  # whatever its layout does not know: the text of the formula is better than no report
        return f"<span>{escape(text)}</span>"
    finally:
        ziamath.config.svg2 = before
    return str(svg).replace("<svg ", f'<svg style="vertical-align:{drop:.2f}px" ', 1)
