"""Finding what a person named, or saying what there is."""

from collections.abc import Mapping

import pytest

from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.words import lookup
from tests.conftest import OTHER, Tip

ROLES = {"source": 2, "transit": 1, "destination": 0}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("source", "source"),
        ("SOURCE", "source"),
        (" Sóurce ", "source"),
        ("way-through", "transit"),
        ("Way Through", "transit"),
        ("target", "destination"),
    ],
)
def test_a_name_or_an_alias_is_found(wanted: str, found: str) -> None:
    """Names and aliases are found as people type them, whether or not a fact has them."""
    aliases = {"Way through": "transit", "TARGET": "destination"}
    assert lookup("role", wanted, ROLES, aliases) == found


def test_of_names_alike_the_one_that_is_spelled_is_found() -> None:
    """Two names that people type alike stay two for whoever spells them exactly."""
    counts = {"way through": 1, "way-through": 2}
    assert [lookup("role", name, counts) for name in counts] == list(counts)


def test_a_name_goes_before_an_alias() -> None:
    """Who spells a name gets it, even if it is another's alias."""
    assert lookup("role", "transit", ROLES, {"transit": "source"}) == "transit"


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
    """Whoever nearly types an alias is told the name that it stands for, once."""
    with pytest.raises(NotThereError) as caught:
        lookup("country", "Old Arten", {"Arden": 3}, {"Old Arden": "Arden", "Older Arden": "Arden"})
    assert str(caught.value) == "no country 'Old Arten'; did you mean Arden (3)?"


def test_the_error_is_the_one_asked_for() -> None:
    """A name that no store could have is an error of usage."""
    with pytest.raises(UsageError):
        lookup("format", "x", {}, error=UsageError)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["-f", "jsn"],
            "no format 'jsn'; did you mean json, jsonl? also table, csv, tsv, markdown, svg, html",
        ),
        (
            ["--sort", "-tires"],
            "no field 'tires'; did you mean tier? also id, year, basis, entity, statement, "
            "attributed_to, said_by, sources, reported, rank, disputed_by, note",
        ),
        (
            ["--fields", "id,jear"],
            "no field 'jear'; did you mean year? also id, tier, basis, entity, statement, "
            "attributed_to, said_by, sources, reported, rank, disputed_by, note",
        ),
    ],
    ids=["format", "sort", "fields"],
)
def test_formats_and_fields(tip: Tip, arguments: list[str], message: str) -> None:
    """A wrong format or field is an error of usage, and the right ones are named."""
    result = tip("tiers", *arguments, "--store", str(OTHER))
    assert result == (2, "", f"tip: {message}\n")
