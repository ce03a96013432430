"""`tip fields`: every field of every command, in words that agree with the JSON and its schema."""

import re
from typing import Any

import pytest

from serbia_tip.queries.fields import schema
from serbia_tip.queries.kinds import COMMANDS
from serbia_tip.queries.rows import fields
from tests.conftest import OTHER, Tip

WORDS = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}
"""The types of JSON Schema, as `tip fields` calls them."""
ASKED = {"search": ["search", "arden"], "fields": ["fields"]}
"""How to ask the commands that take words."""


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


def of_type(value: Any, type_: str) -> bool:
    """Whether the JSON value is what the words say."""
    if type_.startswith("list of "):
        return isinstance(value, list) and all(
            of_type(item, type_.removeprefix("list of ")) for item in value
        )
    if " or null" in type_ and value is None:
        return True
    match type_.removesuffix(" or null"):
        case "text":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "true or false":
            return isinstance(value, bool)
    raise AssertionError(f"{type_!r} is no type")


def test_all_commands(documented: dict[str, dict[str, Any]]) -> None:
    """Without a command, all that answer with rows are there."""
    assert list(documented) == [
        *("routes", "stats", "tiers", "policy", "laws"),
        *("timeline", "search", "sources", "disputes", "coverage", "fields"),
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_fields_are_the_keys_of_the_rows(
    tip: Tip, documented: dict[str, dict[str, Any]], command: str
) -> None:
    """Each key of each row is documented, in its order, and holds what is said."""
    line = ASKED.get(command, [command])
    rows = tip(*line, "--store", str(OTHER), "--json").json
    assert len(rows) > 1
    for row in rows:
        assert list(row) == list(documented[command])
        for key, value in row.items():
            assert of_type(value, documented[command][key]["type"]), (key, value)


@pytest.mark.parametrize("command", COMMANDS)
def test_words_of_a_field(tip: Tip, documented: dict[str, dict[str, Any]], command: str) -> None:
    """Where a field has a fixed choice of words, its values in the shipped store are among them."""
    line = {"search": ["search", "serbia"]}.get(command, [command])
    rows = tip(*line, "--json").json
    for key, said in documented[command].items():
        if said["values"]:
            assert {row[key] for row in rows} <= set(said["values"])


@pytest.mark.parametrize("command", COMMANDS)
def test_fields_are_the_properties_of_the_schema(
    documented: dict[str, dict[str, Any]], command: str
) -> None:
    """Names, types, words and meanings are those of the command's JSON Schema."""
    whole = schema(command)
    definition = whole["$defs"][whole["items"]["$ref"].rpartition("/")[2]]
    assert definition["required"] == list(definition["properties"]) == list(documented[command])
    for name, told in definition["properties"].items():
        said = documented[command][name]
        assert said["type"] == in_words(told)
        assert sorted(said["values"]) == sorted(told.get("enum", []))
        assert said["meaning"] == told["description"]


@pytest.mark.parametrize("command", COMMANDS)
def test_meaning_is_a_sentence(documented: dict[str, dict[str, Any]], command: str) -> None:
    """Each field has a meaning, a short sentence that says more than its name."""
    for name, said in documented[command].items():
        assert re.fullmatch(r"[A-Z].{5,}[.…]", said["meaning"]), said["meaning"]
        assert said["meaning"].rstrip(".").casefold() != name.replace("_", " ")


@pytest.mark.parametrize("command", ["timeline", "search"])
def test_kinds(documented: dict[str, dict[str, Any]], command: str) -> None:
    """A fact's kind is one of the words that `--kind` takes."""
    kinds = ["route", "statistic", "tier", "finding", "law"]
    assert documented[command]["kind"]["values"] == kinds


@pytest.mark.parametrize("command", COMMANDS)
def test_titles_differ(command: str) -> None:
    """No two columns of a table have one heading."""
    titles = [field.title for field in fields(COMMANDS[command])]
    assert len(set(titles)) == len(titles)


def test_table_to_the_letter(tip: Tip) -> None:
    """What people read."""
    assert tip("fields", "fields") == (
        0,
        """\
tip fields: 5 fields

Field    Type          Meaning
of       text          The command whose rows have it.
field    text          Its name, as in --fields and JSON.
type     text          What it holds.
values   list of text  The words that it may be.
meaning  text          What it says.

The values of one: tip fields COMMAND FIELD.
""",
        "",
    )


def test_one_command(tip: Tip) -> None:
    """A command may be named in any case."""
    rows = tip("fields", "ROUTES", "--json").json
    assert {row["of"] for row in rows} == {"routes"}
    assert len(rows) == 21


def test_unknown_command(tip: Tip) -> None:
    """A command that has no rows is named, with those that have, and the near ones first."""
    result = tip("fields", "route")
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
    assert result.err.startswith("tip: no command with rows 'route'; did you mean routes (21)? ")


def test_as_csv(tip: Tip) -> None:
    """Fields come in the formats of all rows."""
    assert tip("fields", "tiers", "-f", "csv", "--fields", "field,values", "-n", "4").out == (
        "field,values\r\n"
        "id,\r\n"
        "year,\r\n"
        "tier,Tier 1; Tier 2; Tier 2 Watch List; Tier 3\r\n"
        "basis,stated; inferred\r\n"
    )
