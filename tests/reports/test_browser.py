"""The page in a real browser, at the widths of a phone, a laptop and paper."""

import struct

import pytest

from reports.html import render_html
from tests.reports import chromium
from tests.reports.records_for_tests import baseline_of, everything, full_size

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(chromium.PROGRAM is None, reason="no Chromium on this machine: the page is not looked at"),
]
PHONE, LAPTOP, NARROWEST = 390, 1366, 320
DARK = "--blink-settings=preferredColorScheme=0"


@pytest.fixture(scope="module")
def page():
    return render_html(everything(), baseline_of(everything()))


@pytest.mark.parametrize("width, flags", [(PHONE, ()), (LAPTOP, (DARK,)), (NARROWEST, ())])
def test_looked_at(page, tmp_path, width, flags):
    found = chromium.measure(page, tmp_path, width, *flags)
    assert found["width"] == width
    assert found["overflow"] <= 0, "the page scrolls sideways"
    assert found["requests"] == [] and found["links"] == []
    assert found["maths"] > 30 and found["invisible"] == [] and found["stacked"]
    assert found["contrast"] >= 4.5, found["faintest"]
    assert found["glyphs"] == []
    assert found["filtered"] == "1 of 8 claims shown"
    assert found["scheme"] == ("dark" if flags else "light")


def test_full_size_opens_in_time_and_fits_a_phone(tmp_path):
    large = render_html(full_size(80))
    found = chromium.measure(large, tmp_path, PHONE)
    assert found["overflow"] <= 0 and found["invisible"] == []
    milliseconds = chromium.milliseconds_to_open(large, tmp_path)
    print(f"80 claims, {found['maths']} formulas: open after {milliseconds:.0f} ms")
    assert milliseconds < 5000  # far above what an idle machine takes, far below what nobody waits for


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_pictures_show_something(page, tmp_path, width):
    data = chromium.screenshot(page, tmp_path, width, 1200).read_bytes()
    wide, high = struct.unpack(">II", data[16:24])
    assert wide >= width and high == 1200
    assert len(data) > 30_000  # an empty page compresses to a few hundred bytes


def test_paper(page, tmp_path):
    data = chromium.print_to_pdf(page, tmp_path)
    assert data.startswith(b"%PDF-") and data.count(b"/Type /Page\n") > 3
