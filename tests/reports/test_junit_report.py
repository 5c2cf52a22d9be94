"""JUnit XML: valid against the rules of the published schema, and failing exactly where a run fails."""

import xml.etree.ElementTree as ET

import pytest

from properties.verdict import Verdict
from reports.diff import trouble
from reports.junit import render_junit
from tests.reports.records_for_tests import baseline_of, claim, everything, reading, record

# junit-10.xsd of the xunit plug-in: element -> (attributes that are required, that are allowed, children in order)
TEST = ("failure", "error", "skipped", "system-out", "system-err")
SCHEMA = {
    "testsuites": ((), ("name", "time", "tests", "failures", "errors"), ("testsuite",)),
    "testsuite": (
        ("name", "tests", "failures", "errors"),
        ("name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname", "id", "package"),
        ("properties", "testcase", "system-out", "system-err"),
    ),
    "properties": ((), (), ("property",)),
    "property": (("name", "value"), ("name", "value"), ()),
    "testcase": (("name", "classname"), ("name", "classname", "time", "group"), TEST),
    "failure": ((), ("message", "type"), ()),
    "error": ((), ("message", "type"), ()),
    "skipped": ((), ("message", "type"), ()),
    "system-out": ((), (), ()),
}


def assert_valid(node):
    required, allowed, children = SCHEMA[node.tag]
    assert set(required) <= set(node.keys()) <= set(allowed), node.tag
    order = [children.index(child.tag) for child in node]
    assert order == sorted(order), f"{node.tag}: children out of order"
    for name in ("tests", "failures", "errors", "skipped"):
        assert node.get(name, "0").isdigit()
    assert float(node.get("time", "0")) >= 0
    for child in node:
        assert_valid(child)


def parsed(source, baseline=None):
    root = ET.fromstring(render_junit(source, baseline))
    assert_valid(root)
    return root


def test_valid_and_counted():
    root = parsed(everything())
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(kind)) == sum(c.find(tag) is not None for c in cases)
    assert int(root.get("tests")) == len(everything().readings)


def test_fails_where_a_run_fails():
    for baseline in (None, baseline_of(everything()), {"two-layer/closed-form": {"printed": "SUPPORTED"}}):
        root = parsed(everything(), baseline)
        bad = {
            (suite.get("name"), case.get("name"))
            for suite in root
            for case in suite.findall("testcase")
            if case.find("failure") is not None or case.find("error") is not None
        }
        assert bad == {(t.claim, t.reading) for t in trouble(everything(), baseline)}


def test_a_refuted_printed_statement_is_a_finding():
    case = parsed(record((), (reading("a", "printed", Verdict.REFUTED),))).find(".//testcase")
    assert [child.tag for child in case] == ["system-out"] and "counterexample" in case[0].text


@pytest.mark.parametrize("verdict, tag", [("UNSUPPORTED", "skipped"), ("INCONCLUSIVE", "skipped"), ("ERROR", "error")])
def test_what_is_not_decided(verdict, tag):
    root = parsed(record((claim("a"),), (reading("a", "printed", Verdict(verdict)),)))
    assert root.find(f".//{tag}") is not None


def test_a_start_time_that_is_none_is_left_out():
    import msgspec

    source = everything()
    odd = msgspec.structs.replace(source, provenance=msgspec.structs.replace(source.provenance, started="yesterday"))
    assert "timestamp" not in parsed(odd)[0].attrib


def test_the_same_record_gives_the_same_bytes():
    assert render_junit(everything()) == render_junit(everything())
