"""Finding what a person named, or saying what there is."""

# ruff: noqa: E501  # a row of a table is one line

from collections.abc import Mapping

import pytest

from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.words import lookup
from tests.conftest import OTHER, Tip

ROLES = {"source": 2, "transit": 1, "destination": 0}


def test_a_name_or_an_alias_is_found() -> None:
    """As people type them, names before aliases, and of names alike the one that is spelled."""
    aliases = {"Way through": "transit", "TARGET": "destination", "source": "transit"}
    for wanted in ("source", "SOURCE", " Sóurce "):
        assert lookup("role", wanted, ROLES, aliases) == "source"
    for wanted, found in {"way-through": "transit", "target": "destination"}.items():
        assert lookup("role", wanted, ROLES, aliases) == found
    counts = {"way through": 1, "way-through": 2}
    assert [lookup("role", name, counts) for name in counts] == list(counts)


def numbered(count: int) -> dict[str, int]:
    """So many names that resemble none that is asked for."""
    return {f"{number:03}": 0 for number in range(count)}


FIRST_20 = ", ".join(f"{number:03}" for number in range(20))


@pytest.mark.parametrize(
    ("wanted", "counts", "message"),
    [
        ("x", {}, "no role 'x'; the store has none"),
        ("x", ROLES, "no role 'x'; there is source (2), transit (1), destination"),
        ("", ROLES, "no role ''; there is source (2), transit (1), destination"),
        (
            "tranzit",
            ROLES,
            "no role 'tranzit'; did you mean transit (1)? also source (2), destination",
        ),
        ("transits", {"transit": 3}, "no role 'transits'; did you mean transit (3)?"),
        ("x", {"b": 1, "a": 1, "c": 2}, "no role 'x'; there is c (2), a (1), b (1)"),
        ("x", {"b": 0, "a": 0, "c": 1}, "no role 'x'; there is c (1), b, a"),
        (
            "routes",
            {"route": 1, "router": 2, "routed": 3, "outer": 4},
            "no role 'routes'; did you mean route (1), router (2), routed (3)? also outer (4)",
        ),
        (
            "vic",
            {"victims-b": 1, "victims-a": 1, "victims-c": 5, "victims-d": 3},
            "no role 'vic'; did you mean victims-c (5), victims-d (3), victims-a (1)? "
            "also victims-b (1)",
        ),
        ("x", numbered(20), f"no role 'x'; there is {FIRST_20}"),
        ("x", numbered(21), f"no role 'x'; there is {FIRST_20} and 1 more"),
        ("x", numbered(100), f"no role 'x'; there is {FIRST_20} and 80 more"),
        ("x", numbered(101), "no role 'x'; none of the 101 is near"),
        ("0999", {"999": 1, **numbered(103)}, "no role '0999'; did you mean 999 (1), 099?"),
        ("it's\n", {}, 'no role "it\'s\\n"; the store has none'),
    ],
)
def test_what_is_not_there(wanted: str, counts: Mapping[str, int], message: str) -> None:
    """The nearest names come first, then the most used, and never too many."""
    with pytest.raises(NotThereError) as caught:
        lookup("role", wanted, counts)
    assert str(caught.value) == message


def test_an_alias_suggests_its_name() -> None:
    """Whoever nearly types an alias is told the name that it stands for, once; in the right error."""
    aliases = {"Old Arden": "Arden", "Older Arden": "Arden"}
    with pytest.raises(UsageError) as caught:
        lookup("country", "Old Arten", {"Arden": 3}, aliases, error=UsageError)
    assert str(caught.value) == "no country 'Old Arten'; did you mean Arden (3)?"


COMMON = "entity, statement, attributed_to, said_by, sources, reported, rank, disputed_by, note"


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("-f", "jsn", "no format 'jsn'; did you mean json, jsonl? also table, csv, tsv, markdown, svg, html"),
        ("--sort", "-tires", f"no field 'tires'; did you mean tier? also id, year, basis, {COMMON}"),
        ("--fields", "id,jear", f"no field 'jear'; did you mean year? also id, tier, basis, {COMMON}"),
    ],
)  # fmt: skip
def test_formats_and_fields(tip: Tip, option: str, value: str, message: str) -> None:
    """A wrong format or field is an error of usage, and the right ones are named."""
    result = tip("tiers", option, value, "--store", str(OTHER))
    assert result == (2, "", f"tip: {message}\n")
