"""The Markdown for build summaries: short enough, folded, harmless."""

import re

from properties.verdict import Verdict
from reports.markdown import LIMIT, code, render_markdown, words
from tests.reports.records_for_tests import HOSTILE, baseline_of, claim, everything, full_size, reading, record


def test_size_and_what_is_kept_first():
    text = render_markdown(full_size(400))
    assert len(text.encode()) <= LIMIT
    assert "more claims do not fit here" in text and "more refuted statements do not fit" in text
    assert text.index("printed wrong") < text.index("<details>")
    assert text.count("<details>") == text.count("</details>") > 0


def test_size_with_hostile_names_only():
    names = [f"{'<&|' * 150}/{i}" for i in range(60)]
    entries = tuple(claim(n, n, title=n) for n in names)
    many = tuple(reading(n, "printed", Verdict.REFUTED, "<&|" * 150) for n in names)
    assert len(render_markdown(record(entries, many), baseline_of(everything())).encode()) <= LIMIT


def test_everything():
    text = render_markdown(everything(), baseline_of(everything()))
    for part in ("VACUOUS", "DISPUTED", "fails at", "is false", "lemmata verify", "and 994 more rows of evidence"):
        assert part in text
    assert "<script>" not in re.sub(r"`[^`]*`", "", text) and "\u202e" not in text
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        assert len({line.count("|") for line in block.splitlines()}) == 1, block


def test_no_text_leaves_its_marks():
    assert re.fullmatch(r"`[^`]*`", code(HOSTILE)) and "|" not in code(HOSTILE)
    assert not re.search(r"[<>|`*_\[\]]", words(HOSTILE))


def test_the_same_record_gives_the_same_bytes():
    assert render_markdown(everything()) == render_markdown(everything())
