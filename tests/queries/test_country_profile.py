"""`tip profile`: the country at a glance, in values that the other commands give too."""

from pathlib import Path

import pytest

from tests.conftest import OTHER, Tip
from tests.small import Table, small_store

PROFILE = """
[store.profile]
year = 2006
measures = ["victims-identified", "convictions", "score"]
index = "score"
laws = ["protocol-ratified", "trafficking-act-adopted"]
"""


@pytest.fixture
def profiled(tmp_path: Path) -> str:
    """The made-up store with a profile, and with a year for its score."""
    text = OTHER.read_text().replace("out_of = 10\n", 'out_of = 10\nperiod = "2011"\n')
    path = tmp_path / "profiled.toml"
    path.write_text(text.replace("[countries.XA]", f"{PROFILE}\n[countries.XA]", 1))
    return str(path)


def test_a_profile_in_a_pipe_has_each_value_with_its_doubts(tip: Tip, profiled: str) -> None:
    """Each value stands with its year, its doubts and who says it; what is absent is left out."""
    assert tip("profile", "--store", profiled) == (
        0,
        """\
Human trafficking in Arden  21 facts, 2 sources, 2003–2011

Rating   Tier 2 Watch List in 2007 (Office of Reports)
History  Tier 3 2003; Tier 2 2005–2006; Tier 2 Watch List 2007; inferred 2006; \
another state 2003
Index    Score: 6.0 of 10 points in 2011 (The Gazette)
Treaty   UN Trafficking Protocol: ratified November 2005
Statute  Trafficking Act: adopted 2 March 2004
Help     Lantern, +000 1
Source       1 pair, 1 with one end named, in 2 reports, 2004–2010: Brückland
Transit      1 pair in 2 reports, 2010: Brückland, Cardenia
Destination  none stored
Internal     none stored

Figures             2006                   Latest
Victims identified  0 (Office of Reports)  2010: disputed 40 (the Victims' Office)
Convictions         –                      2010: ≥ 23 (Office of Reports)
Score               –                      2011: 6.0 of 10 (The Gazette)

Counters don't count the same: side by side they show no trend.  ≥ at least
""",
        "",
    )


def test_json_of_the_made_up_store(tip: Tip, profiled: str) -> None:
    """The key figures are the profile's year's and the latest; the routes say when and where to."""
    found = tip("profile", "--store", profiled, "--json").json
    assert list(found) == [
        *("title", "country", "version", "facts", "tier", "tiers", "routes", "year"),
        *("figures", "apart", "index", "laws", "help"),
    ]
    assert [row["id"] for row in found["figures"]] == [
        *("victims-identified-2006", "victims-identified-2010"),
        *("convictions-2010", "score-2010"),
    ]
    assert found["index"]["id"] == "score-2010"
    assert [row["id"] for row in found["laws"]] == ["protocol-ratified", "trafficking-act-adopted"]
    names = ["role", "routes", "pairs", "one_end", "no_end", "reports", "alleged", "at_risk"]
    names += ["first_year", "last_year", "countries", "others"]
    assert [list(summary) for summary in found["routes"]] == [names] * 4
    assert [tuple(summary.values()) for summary in found["routes"]] == [
        ("source", 2, 1, 1, 0, 2, 0, 0, 2004, 2010, ["Brückland"], 0),
        ("transit", 1, 1, 0, 0, 2, 0, 0, 2010, 2010, ["Brückland", "Cardenia"], 0),
        ("destination", 0, 0, 0, 0, 0, 0, 0, None, None, [], 0),
        ("internal", 0, 0, 0, 0, 0, 0, 0, None, None, [], 0),
    ]
    assert found["year"] == 2006
    assert {key: found[key] for key in ("title", "country", "version", "facts", "help")} == {
        **{"title": "Human trafficking in Arden", "country": "Arden", "version": "1", "facts": 21},
        "help": {"name": "Lantern", "phone": "+000 1", "url": "https://lantern.example/"},
    }


def test_a_store_that_sets_up_none(tip: Tip, tmp_path: Path) -> None:
    """It shows what the store has most of, against the first year; a renamed state is the same."""
    text = OTHER.read_text(encoding="utf-8")
    renamed = text.replace('name = "Arden"\n', 'name = "Arden"\naliases = ["Union of Arden"]\n')
    for content, history in ((text, "another state 2003"), (renamed, "inferred 2006\n")):
        (tmp_path / "store.toml").write_text(content, encoding="utf-8")
        result = tip("profile", "--store", str(tmp_path / "store.toml"))
        assert (result.code, result.err) == (0, "")
        assert history in result.out
        figures = "Figures             2006                   Latest\nVictims identified  0"
        assert figures in result.out
        assert "UN Trafficking Protocol: ratified November 2005" in result.out


SETUP = '[store.profile]\nyear = 2001\nmeasures = ["m"]\nindex = "m"\nlaws = []\n'
FIGURE: Table = {"measure": "m", "period": "2001"}


def test_a_doubted_figure_is_not_the_key_figure(tip: Tip, tmp_path: Path) -> None:
    """Of rivals the preferred one is shown, none that is deprecated, no group, no span."""
    usual = {**FIGURE, "note": "A note."}
    statistics = [
        {**usual, "id": "deprecated", "value": 1, "rank": "deprecated"},
        {**usual, "id": "normal", "value": 2},
        {**usual, "id": "preferred", "value": 3, "rank": "preferred"},
        {**usual, "id": "later", "value": 4, "rank": "deprecated", "period": "2002"},
        {**usual, "id": "group", "dimension": "sex", "group": "women", "rank": "preferred"},
        {**usual, "id": "span", "value": 5, "period": "2000/2003"},
    ]
    path = small_store(tmp_path, statistics=statistics, more=SETUP)
    found = tip("profile", "--store", path, "--json").json
    assert [row["id"] for row in found["figures"]] == ["preferred"]
    assert found["index"]["id"] == "preferred"


def test_allegations_and_risks_are_counted_apart(tip: Tip, tmp_path: Path) -> None:
    """What is only alleged or a risk is no route of the profile, nor its country's; it is told."""
    alleged = {"destination": "XB", "standing": "alleged", "period": "2001"}
    risks = [{"destination": "XB", "standing": "at_risk"}, {"standing": "at_risk"}]
    routes = [alleged, *risks, {"period": "2003"}]
    path = small_store(tmp_path, routes=routes, statistics=[FIGURE], more=SETUP)
    [source, *_] = tip("profile", "--store", path, "--json").json["routes"]
    assert source == {
        **{"role": "source", "routes": 1, "pairs": 0, "one_end": 1, "no_end": 0, "reports": 1},
        **{"alleged": 1, "at_risk": 2, "first_year": 2003, "last_year": 2003},
        **{"countries": [], "others": 0},
    }
    said = "Not among the routes: 1 alleged, 2 at risk (tip routes --standing)."
    assert said in tip("profile", "--store", path).lines
    heading = tip("routes", "--role", "source", "--store", path).lines[0]
    assert heading == (
        "From Arden abroad: no pair, 1 with one end named, in 1 report, 2003; "
        "besides 1 alleged, 2 at risk"
    )
    heading = tip("routes", "--standing", "at-risk", "--store", path).lines[0]
    assert heading == "From Arden abroad: 1 pair, 1 with one end named, at risk in 1 report"


def test_a_role_without_routes_is_said_to_have_none(tip: Tip, tmp_path: Path) -> None:
    """No transit is plainly none stored, unless the store has no route at all."""
    wanted: list[tuple[list[Table], int]] = [([{}], 3), ([], 0)]
    for routes, count in wanted:
        path = small_store(tmp_path, routes=routes, laws=[{}])
        page = tip("profile", "--store", path).lines
        assert sum(line.endswith(" none stored") for line in page) == count
