"""`tip diff`: what changed between two stores, or their exports, field by field."""

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from serbia_tip.queries.fields import schema
from tests.conftest import OTHER, Tip

REWRITES = {
    'value = 44\nunit = "persons"': 'value = 45\nunit = "persons"',
    'statement = "The only shelter closed in 2010."': 'statement = "The shelter closed."',
    'attributed_to = "NGOs"\n': "",
    'id = "strategy-2010"': 'id = "strategy-2010-again"',
    'title = "Arden Gazette"': 'title = "The Arden Gazette"',
    'name = "Cardenia"': 'name = "Gardenia"',
    'version = "1"': 'version = "2"',
}
"""What the newer store has in place of what the older one has."""

CHANGED = """\
changed XA (store)
  version: "1" -> "2"
changed XC (countries)
  name: "Cardenia" -> "Gardenia"
changed gazette (sources)
  title: "Arden Gazette" -> "The Arden Gazette"
changed transit-2010-xb-xc (routes)
  destination: "Cardenia" -> "Gardenia"
changed victims-identified-2010-gazette (statistics)
  value: 44 -> 45
changed shelter-2010 (findings)
  statement: "The only shelter closed in 2010." -> "The shelter closed."
  attributed_to: "NGOs" -> null
  said_by: ["NGOs"] -> ["Office of Reports"]
added strategy-2010-again (findings)
  area: "prevention"
  topic: "strategy"
  assessment: "progress"
  period: "2010"
  year: 2010
  entity: "Arden"
  statement: "A strategy was adopted in 2010."
  said_by: ["Office of Reports"]
  sources: ["report-2010[p. 30]"]
  reported: 2010
  rank: "normal"
removed strategy-2010 (findings)
  area: "prevention"
  topic: "strategy"
  assessment: "progress"
  period: "2010"
  year: 2010
  entity: "Arden"
  statement: "A strategy was adopted in 2010."
  said_by: ["Office of Reports"]
  sources: ["report-2010[p. 30]"]
  reported: 2010
  rank: "normal"
"""


def newer(folder: Path) -> Path:
    """The made-up store with some changes."""
    text = OTHER.read_text()
    for old, new in REWRITES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / "newer.toml"
    path.write_text(text)
    return path


def exported(tip: Tip, store: Path, to: Path) -> Path:
    """The store as an export to JSON."""
    assert tip("--store", str(store), "export", str(to)).code == 0
    return to


@pytest.mark.parametrize("old_form", ["toml", "json"])
@pytest.mark.parametrize("new_form", ["toml", "json"])
def test_all_that_changed(tip: Tip, tmp_path: Path, old_form: str, new_form: str) -> None:
    """Each row is named with its changed fields, whichever of the two is a store or an export."""
    old, new = OTHER, newer(tmp_path)
    if old_form == "json":
        old = exported(tip, old, tmp_path / "old.json")
    if new_form == "json":
        new = exported(tip, new, tmp_path / "new.json")
    assert tip("diff", str(old), str(new)) == (0, CHANGED, "")


def test_as_json(tip: Tip, tmp_path: Path) -> None:
    """A script gets the same: a row's table, id and changed fields, with both values."""
    result = tip("diff", str(OTHER), str(newer(tmp_path)), "--json")
    assert (result.code, result.err) == (0, "")
    jsonschema.validate(result.json, schema("diff"))
    named = [f"{row['change']} {row['id']} ({row['table']})" for row in result.json]
    assert named == [line for line in CHANGED.splitlines() if not line.startswith(" ")]
    [value] = [row for row in result.json if row["table"] == "statistics"]
    assert value["fields"] == [{"field": "value", "old": 44, "new": 45}]


def test_a_figure_that_becomes_zero(tip: Tip, tmp_path: Path) -> None:
    """A zero is a value, and is told from none."""
    path = tmp_path / "zero.toml"
    path.write_text(OTHER.read_text().replace("value = 44\n", "value = 0\n"))
    assert "  value: 44 -> 0\n" in tip("diff", str(OTHER), str(path)).out


@pytest.mark.parametrize(("form", "nothing"), [([], ""), (["--json"], "[]\n")])
def test_no_difference(tip: Tip, form: list[str], nothing: str) -> None:
    """Two alike have nothing to tell, and that is said."""
    assert tip("diff", str(OTHER), str(OTHER), *form) == (0, nothing, "tip: no difference\n")


def test_an_export_of_an_older_tool(tip: Tip, tmp_path: Path) -> None:
    """What only one of the two knows of is no change; it is named."""
    path = exported(tip, OTHER, tmp_path / "old.json")
    tables = json.loads(path.read_text())
    del tables["terms"]
    for row in tables["routes"]:
        del row["standing"]
    path.write_text(json.dumps(tables))
    said = "tip: not compared, since only one of the two has it: terms, routes.standing\n"
    assert tip("diff", str(path), str(OTHER)) == (0, "", f"{said}tip: no difference\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not an export as JSON"),
        ('{"facts": 1}', "not an export as JSON"),
        ('{"facts": [1]}', "not an export as JSON"),
        ("facts", "not TOML"),
        ("[store]\n", "missing-key"),
    ],
)
@pytest.mark.parametrize("older", [True, False])
def test_what_is_neither(tip: Tip, tmp_path: Path, text: str, reason: str, older: bool) -> None:
    """What is no store and no export is refused in one line that names it."""
    path = tmp_path / "wrong"
    path.write_text(text)
    sides = [str(path), str(OTHER)] if older else [str(OTHER), str(path)]
    result = tip("diff", *sides)
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)
    assert str(path) in result.err
    assert reason in result.err


def test_nothing_of_a_store_acts_on_a_terminal(tip: Tip, tmp_path: Path) -> None:
    """Control characters of a store are written out."""
    path = tmp_path / "hostile.toml"
    path.write_text(OTHER.read_text().replace('"NGOs"', '"a\\u001b[31m\\u202e"'))
    out = tip("diff", str(OTHER), str(path)).out
    assert not {"\x1b", "\u202e"} & set(out)
