"""A headless Chromium that looks at a page for the tests: measurements as data, pictures as files.

Nothing leaves the machine: no name resolves, background services are off. A phone is narrower than the narrowest window
Chromium opens, so the page sits in a frame of the wanted width and reports from there.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
PATIENT = "--virtual-time-budget=8000"  # waits for frames and messages, on a clock of its own
PROBE = """
addEventListener("load", () => {
const whole = document.createElement("style"); whole.textContent = "article{content-visibility:visible!important}";
document.head.append(whole);
const unfolded = [...document.querySelectorAll("details")]; unfolded.forEach((d) => { d.open = true; });
const found = {};
const root = document.documentElement;
found.width = innerWidth; found.overflow = root.scrollWidth - root.clientWidth;
found.requests = performance.getEntriesByType("resource").map((e) => e.name);
const maths = [...document.querySelectorAll("math")].filter((m) => !m.closest("[hidden]"));
const box = (e) => e.getBoundingClientRect();
found.maths = maths.length;
found.invisible = maths.filter((m) => box(m).height < 4 || box(m).width < 2).map((m) => m.outerHTML.slice(0, 200));
const fraction = document.querySelector("mfrac");
found.stacked = fraction ? box(fraction.children[0]).bottom <= box(fraction.children[1]).top + 2 : null;
found.links = [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"))
  .filter((h) => !h.startsWith("#") || !document.getElementById(decodeURIComponent(h.slice(1))));
const linear = (x) => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
const luminance = (c) => { const l = c.map((x) => linear(x / 255));
  return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
const colour = (text) => (text.match(/[0-9.]+/g) || []).map(Number);
const behind = (e) => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), characters = new Set();
found.contrast = 99; found.faintest = "";
for (let node; (node = walker.nextNode());) {
  const parent = node.parentElement;
  if (!node.data.trim() || parent.closest("script, style, svg, [hidden], option")) continue;
  for (const c of node.data) if (c > "\\u007f") characters.add(c);
  const [a, b] = [luminance(colour(getComputedStyle(parent).color)), luminance(behind(parent))].sort((x, y) => x - y);
  const ratio = (b + 0.05) / (a + 0.05);
  if (ratio < found.contrast) { found.contrast = ratio; found.faintest = node.data.slice(0, 60); }
}
const canvas = document.createElement("canvas"); canvas.width = canvas.height = 40;
const pen = canvas.getContext("2d", { willReadFrequently: true });
pen.font = "24px " + getComputedStyle(document.body).fontFamily;
const picture = (c) => { pen.clearRect(0, 0, 40, 40); pen.fillText(c, 4, 30);
  return pen.getImageData(0, 0, 40, 40).data.join(); };
const missing = picture("\\u0378");
found.glyphs = [...characters].filter((c) => /[^\\s\\p{M}]/u.test(c) && picture(c) === missing);
const verdict = document.querySelectorAll(".filters select")[0];
verdict.value = "DISPUTED"; verdict.dispatchEvent(new Event("input"));
found.filtered = document.querySelector(".filters output").textContent;
verdict.value = ""; verdict.dispatchEvent(new Event("input"));
found.scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
parent.postMessage(JSON.stringify(found), "*");
});
"""


def _run(folder: Path, *arguments: str) -> str:
    assert PROGRAM is not None
    command = (PROGRAM, *FLAGS, f"--user-data-dir={folder / 'profile'}", *arguments)
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def measure(page: str, folder: Path, width: int, *flags: str, fragment: str = "") -> dict[str, Any]:
    """What the probe finds on the page in a frame of that width."""
    probed = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    probed = probed.replace("</body>", f"<script>{PROBE}</script></body>")
    (folder / "probed.html").write_text(probed, encoding="utf-8")
    frame = f'<iframe src="probed.html{html.escape(fragment)}" width="{width}" height="900" style="border:0"></iframe>'
    receive = "addEventListener('message', (e) => { document.getElementById('found').textContent = e.data; });"
    outer = f"<!DOCTYPE html><script>{receive}</script><pre id='found'></pre>{frame}"
    (folder / "outer.html").write_text(outer, encoding="utf-8")
    size = f"--window-size={max(width + 40, 500)},1000"
    dumped = _run(folder, PATIENT, *flags, size, "--dump-dom", (folder / "outer.html").as_uri())
    text = re.search(r'<pre id="found">(.*?)</pre>', dumped, re.S)
    assert text and text[1], "the page did not report"
    found: dict[str, Any] = json.loads(html.unescape(text[1]))
    return found


def milliseconds_to_open(page: str, folder: Path) -> float:
    """From the start of the navigation to the loaded and laid-out page, on the real clock."""
    stop = "addEventListener('load', () => { document.body.offsetHeight; document.title = performance.now(); });"
    timed = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (folder / "timed.html").write_text(timed.replace("</body>", f"<script>{stop}</script></body>"), encoding="utf-8")
    dumped = _run(folder, "--window-size=1366,900", "--dump-dom", (folder / "timed.html").as_uri())
    title = re.search(r"<title>([0-9.]+)</title>", dumped)
    assert title, "the page was not loaded"
    return float(title[1])


def screenshot(page: str, folder: Path, width: int, height: int = 2400) -> Path:
    """A picture of the page at that width, beside it the page itself."""
    (folder / "page.html").write_text(page, encoding="utf-8")
    frame = (
        f'<body style="margin:0"><iframe src="page.html" width="{width}" height="{height}" style="border:0"></iframe>'
    )
    (folder / "frame.html").write_text(f"<!DOCTYPE html>{frame}", encoding="utf-8")
    picture = folder / f"width-{width}.png"
    size = f"--window-size={max(width, 500)},{height}"
    _run(folder, PATIENT, size, f"--screenshot={picture}", (folder / "frame.html").as_uri())
    return picture


def print_to_pdf(page: str, folder: Path) -> bytes:
    (folder / "page.html").write_text(page, encoding="utf-8")
    target = folder / "printed.pdf"
    _run(folder, "--no-pdf-header-footer", f"--print-to-pdf={target}", (folder / "page.html").as_uri())
    return target.read_bytes()
