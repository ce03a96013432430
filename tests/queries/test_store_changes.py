"""`tip diff`: what changed between two stores, or their exports, field by field."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from msgspec import ValidationError, convert, to_builtins

from serbia_tip.export.tables import tables_as_json
from serbia_tip.model import Store
from serbia_tip.queries.changes import Tables, fill_changed_tables, find_changes
from serbia_tip.queries.fields import fields_schema
from serbia_tip.store.load import load, shipped_store
from tests.conftest import OTHER, ROOT, Tip
from tests.small import small_store

REWRITES = {  # what the newer store has in place of what the older one has
    'value = 44\nunit = "persons"': 'value = 0\nunit = "persons"',
    'statement = "The only shelter closed in 2010."': 'statement = "The shelter closed."',
    'attributed_to = "NGOs"\n': "",
    'id = "strategy-2010"': 'id = "strategy-2010-again"',
    'title = "Arden Gazette"': 'title = "The Arden Gazette"',
    'name = "Cardenia"': 'name = "Gardenia"',
    'version = "1"': 'version = "2"',
}

STRATEGY = """\
  area: "prevention"
  topic: "strategy"
  assessment: "progress"
  period: "2010"
  year: 2010
  last_year: 2010
  entity: "Arden"
  statement: "A strategy was adopted in 2010."
  said_by: ["Office of Reports"]
  sources: ["report-2010[p. 30]"]
  reported: 2010
  rank: "normal"
"""
CHANGED = f"""\
changed XA (store)
  version: "1" -> "2"
changed XC (countries)
  name: "Cardenia" -> "Gardenia"
changed gazette (sources)
  title: "Arden Gazette" -> "The Arden Gazette"
changed transit-2010-xb-xc (routes)
  destination: "Cardenia" -> "Gardenia"
changed victims-identified-2010-gazette (statistics)
  value: 44 -> 0
changed shelter-2010 (findings)
  statement: "The only shelter closed in 2010." -> "The shelter closed."
  attributed_to: "NGOs" -> null
  said_by: ["NGOs"] -> ["Office of Reports"]
added strategy-2010-again (findings)
{STRATEGY}\
removed strategy-2010 (findings)
{STRATEGY}"""


def exported(tip: Tip, store: Path, to: Path) -> Path:
    """The store as an export to JSON."""
    assert tip("--store", str(store), "export", str(to)).code == 0
    return to


def test_all_that_changed(tip: Tip, tmp_path: Path) -> None:
    """Each row is named with its changed fields, whichever of the two is a store or an export."""
    text, changed = OTHER.read_text(), tmp_path / "newer.toml"
    for before, after in REWRITES.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    changed.write_text(text)
    news = (changed, exported(tip, changed, tmp_path / "new.json"))
    for old in (OTHER, exported(tip, OTHER, tmp_path / "old.json")):
        for new in news:
            assert tip("diff", str(old), str(new)) == (0, CHANGED, "")
            result = tip("diff", str(old), str(new), "--json")
            jsonschema.validate(result.json, fields_schema("diff"))
            named = [f"{row['change']} {row['id']} ({row['table']})" for row in result.json]
            assert named == [line for line in CHANGED.splitlines() if not line.startswith(" ")]


def test_equal_stores_have_no_difference(tip: Tip, tmp_path: Path) -> None:
    """Two alike have nothing to tell, and that is said; so are credits written in two ways."""
    said = (0, "", "tip: no difference\n")
    assert tip("diff", str(OTHER), str(OTHER)) == said
    assert tip("diff", str(OTHER), str(OTHER), "--json") == (0, "[]\n", "tip: no difference\n")
    by_source = '{ report-2010 = "border police", gazette = ["border police"] }'
    text, written = OTHER.read_text(encoding="utf-8"), tmp_path / "credits.toml"
    written.write_text(text.replace('"border police"', by_source), encoding="utf-8")
    assert tip("diff", str(OTHER), str(written)) == said
    moved = text.replace('"border police"', '{ gazette = "border police" }')
    written.write_text(moved, encoding="utf-8")
    sides = (
        (OTHER, written),
        [exported(tip, each, tmp_path / f"{each.stem}.json") for each in (OTHER, written)],
    )
    for old, new in (*sides, (sides[1][0], written)):
        out = tip("diff", str(old), str(new)).out
        assert '"border police" -> {"report-2010": null, "gazette": "border police"}' in out


def test_a_table_without_rows(tip: Tip, tmp_path: Path) -> None:
    """Its fields are compared with those of the other; so is which of two contradicts which."""
    (tmp_path / "none").mkdir()
    none, laws = small_store(tmp_path / "none"), [{"contradicts": ["laws-1"]}, {}]
    added = tip("diff", none, small_store(tmp_path, laws=laws))
    assert 'added laws-0 (laws)\n  name: "An Act"\n' in added.out
    assert (added.out.count("added"), added.err) == (2, "")
    small_store(tmp_path / "none", laws=[{}, {"contradicts": ["laws-0"]}])
    said = tip("diff", none, str(tmp_path / "small.toml")).out
    assert 'changed laws-0 (laws)\n  contradicts: [] -> ["laws-1"]\n' in said


def test_an_export_of_an_older_tool(tip: Tip, tmp_path: Path) -> None:
    """What only one of the two knows of is no change; it is named."""
    path = exported(tip, OTHER, tmp_path / "old.json")
    tables = json.loads(path.read_text())
    del tables["terms"]
    for row in tables["routes"]:
        del row["standing"]
    path.write_text(json.dumps(tables))
    said = "tip: not compared, since only one of the two has it: terms, routes.standing\n"
    nothing = "tip: no difference in what an export has\n"
    assert tip("diff", str(path), str(OTHER)) == (0, "", f"{said}{nothing}")


def test_a_script_is_told_by_the_exit_code(tip: Tip, tmp_path: Path, monkeypatch: Any) -> None:
    """Without NEW it is the store in use; 1 where they differ, and nothing said if so asked."""
    other, changed, same = str(OTHER), tmp_path / "newer.toml", "tip: no difference\n"
    changed.write_text(OTHER.read_text().replace('title = "Arden Gazette"', 'title = "Gazette"'))
    shown = tip("diff", other, str(changed)).out
    monkeypatch.setenv("TIP_STORE", str(changed))
    for more, alike, differing in [
        ([], (0, "", same), (0, shown, "")),
        (["--exit-code"], (0, "", same), (1, shown, "")),
        (["--quiet"], (0, "", ""), (1, "", "")),
        (["--quiet", "--json"], (0, "", ""), (1, "", "")),
    ]:
        assert tip("diff", str(changed), *more) == alike
        assert tip("diff", other, *more) == differing
        assert tip("diff", other, "--store", other, *more) == alike
        assert tip("diff", str(changed), other, *more)[0] == differing[0]
    assert tip("diff", str(tmp_path / "absent.toml"), "--quiet").code == 3


def test_stores_of_two_countries(tip: Tip, tmp_path: Path) -> None:
    """They are no versions of each other, which is said in one line."""
    said = "tip: stores of two countries, XA and RS, are no versions of each other\n"
    assert tip("diff", str(OTHER), str(shipped_store())) == (1, "", said)
    assert (
        tip("diff", str(exported(tip, OTHER, tmp_path / "a.json")), str(shipped_store())).err
        == said
    )


def test_all_that_a_store_has_is_compared(tmp_path: Path) -> None:
    """Whatever is changed in the store of docs/store.md, which has every key, is a difference."""
    text = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    [toml] = re.findall(r"# arden.toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "arden.toml").write_text(toml, encoding="utf-8")
    store = load(tmp_path / "arden.toml")
    tables = whole(store)
    compared = 0
    for names, changed in variants(to_builtins(store)):
        try:
            other = convert(changed, Store)
            rows = find_changes(tables, whole(other)).rows
        except (ValidationError, KeyError, ValueError):  # a code or a date that there is not
            continue
        same = other == store or names[-1] == "entity"  # the home country, by its name or an alias
        assert rows or same, names
        compared += bool(rows)
    assert compared > 200


def whole(store: Store) -> Tables:
    """The tables that are compared."""
    exported = json.loads(tables_as_json(store))
    return fill_changed_tables({**exported, "store": [exported["store"]]}, store)


def variants(data: Any, *names: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The same data with one thing in it changed, each with the names that lead there."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*names, key), {name: data[name] for name in data if name != key}
            for path, other in variants(value, *names, key):
                yield path, {**data, key: other}
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield (*names, number), data[:number] + data[number + 1 :]
            for path, other in variants(value, *names, number):
                yield path, [*data[:number], other, *data[number + 1 :]]
    elif names != ("store", "country") and not isinstance(data, bool):
        yield names, f"{data} more" if isinstance(data, str) else data + 1 if data else "x"


def test_what_is_no_store_and_no_export_is_refused(tip: Tip, tmp_path: Path) -> None:
    """What is no store and no export is refused in one line that names it."""
    path = tmp_path / "wrong"
    exports = dict.fromkeys(("{", "{}", '{"facts": 1}', '{"facts": [1]}'), "not an export as JSON")
    for text, reason in {**exports, "facts": "not TOML", "[store]\n": "missing-key"}.items():
        path.write_text(text)
        for sides in ((path, OTHER), (OTHER, path)):
            result = tip("diff", *map(str, sides))
            assert (result.code, result.out, result.err.count("\n")) == (3, "", 1), text
            assert str(path) in result.err
            assert reason in result.err
