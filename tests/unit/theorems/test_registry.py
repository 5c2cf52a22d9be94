"""Finding claims: by id, by group, in the user's own folder; every mistake is one line that helps."""

import pytest

from theorems import registry
from theorems.registry import BadClaimFile, UnknownClaim, claims, reading, select, used_by

TEXT = """
from theorems.claim import Claim, Source, at_least
claim = Claim("mine/first", "First", subject="network", source=Source("", "here"), rests_on=("sharpness/x",))
@claim.printed("R >= 0")
class Printed:
    def then(m):
        yield at_least(m.risk, 0)
"""


@pytest.fixture(autouse=True)
def forget():
    yield
    claims.cache_clear()


def test_every_claim_is_found_and_in_order():
    known = claims()
    assert list(known) == sorted(known) and "sharpness/minimum-exact" in known and len(known) >= 7
    for id, claim in known.items():
        assert claim.id == id and claim.module.startswith(registry.PACKAGES) and claim.about
        assert set(claim.rests_on) <= set(known) | {r for r in claim.rests_on if "/" in r}
    users = used_by(known)
    assert "sharpness/minimum-two-sided" in users["sharpness/minimum-exact"]


def test_unknown_names_name_the_nearest():
    with pytest.raises(UnknownClaim, match="nearest: sharpness/minimum-exact"):
        registry.claim("sharpness/minimum-exakt")
    with pytest.raises(UnknownClaim, match="nearest"):
        select(["zzzzzz"])
    with pytest.raises(UnknownClaim, match="has no reading 'wrong'; it has printed"):
        reading("sharpness/minimum-two-sided#wrong")
    with pytest.raises(UnknownClaim, match="no false variant 'wrong'"):
        reading("sharpness/minimum-two-sided#sharper/wrong")


def test_select_by_group_and_id():
    group = select(["sharpness"])
    assert {c.id.split("/")[0] for c in group} == {"sharpness"} and group == select(["sharpness/"])
    both = select(["sharpness/minimum-exact", "sharpness"])
    assert both == group and len(select([])) == len(claims())
    assert reading("sharpness/minimum-exact#sharper/wider is flatter").variant_of == "sharper"


def test_claims_of_the_users_own(tmp_path):
    (tmp_path / "first.py").write_text(TEXT)
    (tmp_path / "_helper.py").write_text("raise RuntimeError")
    for place in (tmp_path, tmp_path / "first.py"):
        claims.cache_clear()
        assert [c.id for c in select(["mine"], (str(place),))] == ["mine/first"]
    assert "mine/first" not in claims()


@pytest.mark.parametrize(
    "content, words",
    [
        ("this is no Python", "SyntaxError"),
        ("import nothing_there", "ModuleNotFoundError"),
        ("1 / 0", "ZeroDivisionError"),
        (TEXT.split("@claim", maxsplit=1)[0], "has no reading"),
        (TEXT.replace("mine/first", "sharpness/minimum-exact"), "two claims are called"),
        (TEXT.replace('Source("", "here")', 'Source("moon", "here")'), "unknown document"),
    ],
)
def test_broken_files(content, words, tmp_path):
    (tmp_path / "broken.py").write_text(content)
    with pytest.raises(BadClaimFile, match=words):
        claims((str(tmp_path),))


def test_places_that_are_not_there(tmp_path):
    with pytest.raises(BadClaimFile, match="no such file or folder"):
        claims((str(tmp_path / "nothing"),))
    (tmp_path / "text.txt").write_text("x")
    with pytest.raises(BadClaimFile, match="not a Python file"):
        claims((str(tmp_path / "text.txt"),))


def test_importing_a_claim_does_not_claim_it(tmp_path):
    (tmp_path / "borrows.py").write_text(
        "from theorems.marion_chizat_2024.minimum_exact import claim as other\n" + TEXT
    )
    assert claims((str(tmp_path),))["sharpness/minimum-exact"].module == "theorems.marion_chizat_2024.minimum_exact"
