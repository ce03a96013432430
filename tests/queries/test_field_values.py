"""`tip fields COMMAND FIELD`: which values there are, without an error to learn them from."""

from pathlib import Path

from tests.conftest import Tip
from tests.small import small_store

VALUES: dict[str, dict[str, int]] = {
    "stats measure": {"victims-identified": 5, "convictions": 1, "score": 1},
    "stats group": {"women": 1, "men": 1, "internal": 1},
    "routes origin": {"Arden": 2, "Brückland": 1},
    "routes people": {"women": 1, "girls": 1, "men": 1, "children": 1},
    "routes open_ended": {"false": 2, "true": 1},
    "routes destination": {"Brückland": 1, "Cardenia": 1},
    "policy said_by": {"NGOs": 1, "Office of Reports": 1, "The Gazette": 1},
    "laws sources": {"gazette": 1, "report-2010": 1},
    "TIERS Tier": {"Tier 2": 2, "Tier 3": 1, "Tier 2 Watch List": 1},
    "timeline kind": {"statistic": 7, "tier": 5},
    "sources kind": {"news": 1, "report": 1},
}


def test_each_value_is_counted_once(other_tip: Tip) -> None:
    """Each value of the field is there once, with the number of rows that have it."""
    for asked, expected in VALUES.items():
        rows = other_tip("fields", *asked.split(), "--json").json
        found = {row["value"]: row["facts"] for row in rows}
        assert expected.items() <= found.items(), asked
        assert "" not in found
        assert list(found.values()) == sorted(found.values(), reverse=True), asked


def test_a_value_is_called_as_people_call_it(other_tip: Tip) -> None:
    """A code by its country, a source by its title; what has no other name has none."""
    called: dict[str, dict[str, str | None]] = {
        "routes origin_code": {"XA": "Arden", "XB": "Brückland"},
        "routes destination_code": {"XC": "Cardenia"},
        "laws sources": {"gazette": "Arden Gazette", "report-2010": "Report on Trafficking 2010"},
        "policy said_by": {"NGOs": None},
    }
    for asked, titles in called.items():
        rows = other_tip("fields", *asked.split(), "--json").json
        assert titles.items() <= {row["value"]: row["title"] for row in rows}.items(), asked


def test_a_value_is_told_with_its_title(tip: Tip, tmp_path: Path) -> None:
    """A value is told in the words that people read, where the store has them."""
    path = Path(small_store(tmp_path, statistics=[{"measure": "victims"}, {"measure": "cases"}]))
    path.write_text(f'{path.read_text()}\n[measures.victims]\ntitle = "Victims found"\n')
    shown = tip("fields", "stats", "measure", "--store", str(path))
    assert shown.lines[3:] == ["    1  cases          cases", "    1  Victims found  victims"]
    line = ["fields", "stats", "measure", "--store", str(path), "-f", "csv"]
    assert tip(*line).out == "value,title,facts\r\ncases,,1\r\nvictims,Victims found,1\r\n"
    assert tip(*line, "--fields", "facts,value", "-n", "1").out == "facts,value\r\n1,cases\r\n"


def test_a_wrong_command_or_field_is_answered_with_the_right_ones(other_tip: Tip) -> None:
    """A command or a field that there isn't is answered with those that there are."""
    for line, said in {
        "stats mesure": "tip: no field 'mesure'; did you mean measure",
        "search kind": "tip: no command with values 'search'; there is routes",
        "route role": "tip: no command with values 'route'; did you mean routes",
    }.items():
        result = other_tip("fields", *line.split())
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith(said)
