"""Finding what a person named, or saying what there is."""

# ruff: noqa: E501  # a row of a table is one line

from collections.abc import Mapping

import pytest

from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.words import lookup_word
from tests.conftest import Tip

ROLES = {"source": 2, "transit": 1, "destination": 0}


def test_a_name_or_an_alias_is_found() -> None:
    """As people type them, names before aliases, and of names alike the one that is spelled."""
    aliases = {"Way through": "transit", "TARGET": "destination", "source": "transit"}
    for wanted in ("source", "SOURCE", " Sóurce "):
        assert lookup_word("role", wanted, ROLES, aliases) == "source"
    for wanted, found in {"way-through": "transit", "target": "destination"}.items():
        assert lookup_word("role", wanted, ROLES, aliases) == found
    counts = {"way through": 1, "way-through": 2}
    assert [lookup_word("role", name, counts) for name in counts] == list(counts)


ALL = [f"{number:03}" for number in range(103)]
SO_MANY = {count: dict.fromkeys(ALL[:count], 0) for count in (20, 21, 100, 101, 103)}
"""So many names that resemble none that is asked for."""
FIRST_20 = ", ".join(ALL[:20])
NOT_THERE: list[tuple[str, Mapping[str, int], str]] = [
    ("x", {}, "'x'; the store has none"),
    ("it's\n", {}, '"it\'s\\n"; the store has none'),
    ("x", ROLES, "'x'; there is source (2), transit (1), destination"),
    ("", ROLES, "''; there is source (2), transit (1), destination"),
    ("tranzit", ROLES, "'tranzit'; did you mean transit (1)? also source (2), destination"),
    ("transits", {"transit": 3}, "'transits'; did you mean transit (3)?"),
    ("x", {"b": 1, "a": 1, "c": 2}, "'x'; there is c (2), a (1), b (1)"),
    ("x", {"b": 0, "a": 0, "c": 1}, "'x'; there is c (1), b, a"),
    ("routes", {"route": 1, "router": 2, "routed": 3, "outer": 4}, "'routes'; did you mean route (1), router (2), routed (3)? also outer (4)"),
    ("vic", {"victims-b": 1, "victims-a": 1, "victims-c": 5, "victims-d": 3}, "'vic'; did you mean victims-c (5), victims-d (3), victims-a (1)? also victims-b (1)"),
    ("x", SO_MANY[20], f"'x'; there is {FIRST_20}"),
    ("x", SO_MANY[21], f"'x'; there is {FIRST_20} and 1 more"),
    ("x", SO_MANY[100], f"'x'; there is {FIRST_20} and 80 more"),
    ("x", SO_MANY[101], "'x'; none of the 101 is near"),
    ("0999", {"999": 1, **SO_MANY[103]}, "'0999'; did you mean 999 (1), 099?"),
]  # fmt: skip


def test_the_nearest_names_come_first() -> None:
    """The nearest names come first, then the most used, and never too many."""
    for wanted, counts, message in NOT_THERE:
        with pytest.raises(NotThereError) as caught:
            lookup_word("role", wanted, counts)
        assert str(caught.value) == f"no role {message}"


def test_an_alias_suggests_its_name() -> None:
    """Whoever nearly types an alias is told the name that it stands for, once; in the right error."""
    aliases = {"Old Arden": "Arden", "Older Arden": "Arden"}
    with pytest.raises(UsageError) as caught:
        lookup_word("country", "Old Arten", {"Arden": 3}, aliases, error=UsageError)
    assert str(caught.value) == "no country 'Old Arten'; did you mean Arden (3)?"


def test_a_wrong_format_or_field_is_an_error_of_usage(other_tip: Tip) -> None:
    """A wrong format or field is an error of usage, and the right ones are named."""
    common = "entity, statement, attributed_to, said_by, sources, reported, rank, disputed_by, note"
    format_ = (
        "'jsn'; did you mean json, jsonl? also table, csv, tsv, markdown, svg, png, pdf, vega, html"
    )
    assert other_tip("tiers", "-f", "jsn") == (2, "", f"tip: no format {format_}\n")
    field = f"'jear'; did you mean year? also id, tier, basis, {common}"
    assert other_tip("tiers", "--fields", "id,jear") == (2, "", f"tip: no field {field}\n")
