"""`tip fields`: every field of every command, in words that agree with the JSON and its schema."""

from typing import Any

import pytest

from serbia_tip.queries.fields import fields_schema
from serbia_tip.queries.rows import COMMANDS, row_fields
from tests.conftest import Tip

# The types of JSON Schema, as `tip fields` calls them.
WORDS = {"string": "text", "integer": "number", "number": "number", "null": "null"}
WORDS["boolean"] = "true or false"


@pytest.fixture
def documented(tip: Tip) -> dict[str, dict[str, Any]]:
    """What `tip fields` says, by command and field."""
    said: dict[str, dict[str, Any]] = {}
    for row in tip("fields", "--json").json:
        said.setdefault(row["of"], {})[row["field"]] = row
    return said


def in_words(definition: dict[str, Any]) -> str:
    """What a property of a JSON Schema holds, in words."""
    if "anyOf" in definition:
        words = dict.fromkeys(map(in_words, definition["anyOf"]))
        return " or ".join(sorted(words, key="null".__eq__))
    if "enum" in definition:
        return "text"
    if definition["type"] == "array":
        return f"list of {in_words(definition['items'])}"
    return WORDS[definition["type"]]


def test_every_field_has_a_title_and_a_meaning() -> None:
    """No field is nameless; within a row, titles differ; meanings end as sentences do."""
    for row in COMMANDS.values():
        found = row_fields(row)
        assert [field.name for field in found] == list(row.__struct_fields__)
        assert len({field.title for field in found}) == len(found)
        assert all(field.title[0].isupper() for field in found), row
        assert all(field.meaning.endswith((".", "…")) for field in found), row


def test_fields_describe_all_commands_with_rows(documented: dict[str, dict[str, Any]]) -> None:
    """Without a command, all that answer with rows are there."""
    asked = "routes stats tiers policy laws timeline search sources disputes coverage fields"
    assert list(documented) == asked.split()


def test_fields_are_the_properties_of_the_schema(documented: dict[str, dict[str, Any]]) -> None:
    """Names, types, words and meanings are those of the command's JSON Schema."""
    for command in COMMANDS:
        whole = fields_schema(command)
        definition = whole["$defs"][whole["items"]["$ref"].rpartition("/")[2]]
        assert definition["required"] == list(definition["properties"]) == list(documented[command])
        for name, told in definition["properties"].items():
            said = documented[command][name]
            assert said["type"] == in_words(told)
            assert sorted(said["values"]) == sorted(told.get("enum", []))
            assert said["meaning"] == told["description"]


def test_a_command_without_rows_is_answered_with_near_ones(tip: Tip) -> None:
    """A command that has no rows is named, with those that have, and the near ones first."""
    result = tip("fields", "route")
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
    assert result.err.startswith("tip: no command with rows 'route'; did you mean routes (22)? ")
