"""`tip schema`: what the store and each command's JSON are promised to be, and that they are."""

import json
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from serbia_tip.model import FACT_TYPES, Store
from serbia_tip.queries.fields import fields_schema
from serbia_tip.queries.rows import COMMANDS
from tests.conftest import OTHER, ROOT, Tip, node
from tests.small import small_store

FACTS = ROOT / "data" / "facts.toml"
COMMITTED = ROOT / "data" / "facts.schema.json"


def validator(schema: dict[str, Any]) -> Any:
    """A validator of the schema, which is sound itself."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def of_store(tip: Tip) -> Any:
    """A validator of stores, with the schema that the command prints."""
    return validator(tip("schema").json)


def test_accepts_sound_stores(of_store: Any) -> None:
    """Another reader of TOML and another implementation of the schema accept the stores."""
    for path in (FACTS, OTHER):
        of_store.validate(tomllib.loads(path.read_text()))


def test_committed_schema(tip: Tip) -> None:
    """The schema in the repository, which editors read, is the one that the tool prints."""
    renewed = tip("schema").out
    assert COMMITTED.read_text() == renewed, "renew it: tip schema > data/facts.schema.json"


@pytest.mark.client("taplo")
def test_linter_reads_the_schema(tmp_path: Path) -> None:
    """A linter of TOML finds nothing, and would find a word outside a vocabulary of the schema."""
    shutil.copy(COMMITTED, tmp_path)
    text = FACTS.read_text()
    for rank, code in (("deprecated", 0), ("wrong", 1)):
        written = text.replace('rank = "deprecated"', f'rank = "{rank}"', 1)
        (tmp_path / FACTS.name).write_text(written)
        line = ["taplo", "lint", FACTS.name]
        linted = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert linted.returncode == code
    assert '"wrong" is not one of ["deprecated","normal","preferred"]' in linted.stderr


MISTAKES: dict[str, dict[str, Any]] = {
    "an unknown key": {"colour": "red"},
    "a word outside a vocabulary": {"rank": "best"},
    "a number for a text": {"note": 1},
    "an empty text": {"statement": ""},
    "no source": {"sources": []},
    "a text for a list": {"sources": "book"},
    "a date that is none": {"period": "spring 2007"},
    "an id that is none": {"id": "Not Kebab"},
    "a reference that is none": {"sources": ["A Book"]},
}


@pytest.mark.parametrize("kind", ["routes", "statistics", "tiers", "findings", "laws"])
def test_refuses_what_the_store_does(tip: Tip, of_store: Any, tmp_path: Path, kind: str) -> None:
    """The schema sees the mistakes of shape that `tip check` sees."""
    for title, mistake in {"none": {}, **MISTAKES}.items():
        facts: dict[str, Any] = {kind: [mistake]}
        path = small_store(tmp_path, **facts)
        assert of_store.is_valid(tomllib.loads(Path(path).read_text())) == (not mistake), title
        assert tip("check", path).code == (1 if mistake else 0), title


BAD_CODES = {
    "[countries.XB]": ["[countries.Xb]"],
    '"XBB"': ['"Xbb"'],
    "[sources.book]": ['[sources."A Book"]'],
    'kind = "book"': [
        *('kind = "book"\nurl = "x.example"', 'kind = "book"\ndoi = "doi:10.1000/182"'),
        *('kind = "book"\npublished = "May 2007"', 'kind = "book"\ncopies = ["x.example"]'),
    ],
}


def test_an_editor_sees_bad_codes_and_addresses(tip: Tip, of_store: Any, tmp_path: Path) -> None:
    """What countries and sources are called by, and where they are found, has its pattern."""
    path = Path(small_store(tmp_path))
    text = path.read_text()
    for old, new in ((old, new) for old, each in BAD_CODES.items() for new in each):
        path.write_text(text.replace(old, new))
        assert not of_store.is_valid(tomllib.loads(path.read_text())), new
        assert tip("check", str(path)).code == 1, new


LINES = {command: [command] for command in COMMANDS} | {"search": ["search", "of", "victims"]}


@pytest.mark.parametrize("command", COMMANDS)
def test_rows_are_what_their_schema_says(tip: Tip, command: str) -> None:
    """What a command prints is what its schema says: a row that lacks a key, or is else, isn't."""
    described = validator(tip("schema", command).json)
    for store in ([], ["--store", str(OTHER)]):
        rows = tip(*LINES[command], *store, "--json").json
        assert len(rows) > 1
        described.validate(rows)
    row = rows[0]
    for key in row:
        assert not described.is_valid([{name: row[name] for name in row if name != key}])
        assert not described.is_valid([{**row, key: {}}])
    assert not described.is_valid(row)


def test_cards_of_the_shipped_store(tip: Tip, shipped: Store) -> None:
    """The cards of facts of each kind are what their schema says."""
    facts = [fact.id for kind in FACT_TYPES for fact in shipped.of(kind)[::20]]
    cards = tip("show", *facts, "--json").json
    assert {card["fact_kind"] for card in cards} == {kind.noun for kind in FACT_TYPES}
    described = tip("schema", "show").json
    assert "discriminator" not in described["items"]  # OpenAPI's
    of_cards = validator(described)
    of_cards.validate(cards)
    assert not of_cards.is_valid([{**cards[0], "fact_kind": "law"}])


@pytest.mark.parametrize("command", [None, *COMMANDS, "show", "profile"])
def test_a_strict_validator_accepts_each_schema(command: str | None) -> None:
    """JavaScript's strict validator reads each schema and lets its data pass."""
    described = fields_schema(command)
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert described["$id"] == f"urn:serbia-tip:schema:{command or 'store'}"
    data = tomllib.loads(FACTS.read_text()) if command is None else []
    given = json.dumps({"schema": described, "data": data})
    assert node("ajv.mjs", "ajv", given) == {"valid": command != "profile"}
