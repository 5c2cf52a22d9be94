"""Differences are marked where they are, and only there."""

from reports.difference import inline, marked


def test_a_changed_exponent_is_marked_as_an_exponent():
    pair = marked(r"S\ge a\rho^{2-1/L}", r"S\ge a\rho^{2-2/L}")
    assert pair.marked
    assert pair.old.count('class="gone"') == 1 and '<mn class="gone">1</mn>' in pair.old
    assert pair.new.count('class="new"') == 1 and '<mn class="new">2</mn>' in pair.new


def test_a_term_added_is_marked_on_one_side_only():
    pair = marked(r"S\ge a\rho", r"S\ge a\rho\|p\|")
    assert "gone" not in pair.old and pair.new.count('class="new"') == 3


def test_equal_or_unlike_statements_are_not_marked():
    assert not marked("a=b", "a=b").marked
    unlike = marked(r"\lambda\le 1", r"\int f\,dx=\theta")
    assert not unlike.marked and "gone" not in unlike.old


def test_prose_and_unknown_commands_fall_back():
    assert not marked(r"\foo x", r"\foo y").marked
    assert marked("every <b> minimizer", "x").old == "every &lt;b&gt; minimizer"


def test_inline():
    assert inline(r"S\ge 2a", r"S\ge 3a") == "S ≥ [-2a-] {+3a+}"
