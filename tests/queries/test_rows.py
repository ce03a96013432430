"""The rows' one definition: what their fields are, where these come from, how rows are sorted."""

from collections.abc import Mapping
from typing import Any, get_args

import msgspec
import pytest

from serbia_tip.model import Fact, Route, Source, Store
from serbia_tip.queries.kinds import COMMANDS, KINDS, Kind, routes, sources
from serbia_tip.queries.rows import Order, RouteRow, Row, SourceRow, TimelineRow, fields, rows
from tests.conftest import ids


@pytest.mark.parametrize("row", COMMANDS.values(), ids=COMMANDS)
def test_every_field_has_a_title_and_a_meaning(row: type[Row]) -> None:
    """No field is nameless; within a row, titles differ; meanings end as sentences do."""
    found = fields(row)
    assert [field.name for field in found] == list(row.__struct_fields__)
    assert len({field.title for field in found}) == len(found)
    for field in found:
        assert field.title[0].isupper()
        assert field.meaning.endswith((".", "…"))


@pytest.mark.parametrize("row", COMMANDS.values(), ids=COMMANDS)
def test_what_a_table_shows_are_fields(row: type[Row]) -> None:
    """What people are shown of a row are fields, each once."""
    assert set(row.shown) <= set(row.__struct_fields__)
    assert len(set(row.shown)) == len(row.shown)


def own(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    """The bare types of the fields of a kind of fact or source."""
    return {field.name: get_args(field.type)[0] for field in msgspec.structs.fields(kind)}


@pytest.mark.parametrize("kind", KINDS.values(), ids=[kind.table for kind in KINDS.values()])
def test_a_field_is_the_fact_s_own_or_derived(kind: Kind) -> None:
    """What isn't derived is a field of the fact, of the same name and type."""
    taken = {field.name: field.type for field in fields(kind.row) if field.derive is None}
    assert taken == {name: own(kind.fact)[name] for name in taken}


def test_the_timeline_s_fields_are_every_fact_s_own_or_derived() -> None:
    """What isn't derived is a field that facts of all kinds have."""
    taken = {field.name for field in fields(TimelineRow) if field.derive is None}
    assert taken <= set(Fact.__struct_fields__)


def test_a_source_s_fields_are_its_own() -> None:
    """All but the key and the count are fields of a source."""
    assert set(SourceRow.__struct_fields__) - set(Source.__struct_fields__) == {"id", "facts"}


def test_derived_fields(other: Store) -> None:
    """A row spells out what the fact says in codes, or leaves to the store."""
    [row] = rows(other, [other.routes[2]], RouteRow)
    assert isinstance(other.routes[2], Route)
    assert (row.origin, row.origin_code) == ("Arden", "XA")
    assert (row.destination, row.destination_code) == (None, None)
    assert (row.period, row.year, row.entity) == ("2004", 2004, "Union of Arden")
    [row] = rows(other, [other.routes[0]], RouteRow)
    assert (other.routes[0].entity, row.entity) == (None, "Arden")


def a_source(name: str, published: str | None, facts: int = 0) -> SourceRow:
    """A source, of which only these fields matter."""
    return SourceRow(
        id=name, title="T", publisher="P", published=published, url=None, kind="book", facts=facts
    )


UNSORTED = [
    a_source("b", None, 10),
    a_source("A", "2010-06", 9),
    a_source("C", "2010", 9),
    a_source("d", None, 0),
    a_source("e", "1999", 100),
]


@pytest.mark.parametrize(
    ("field", "up", "down"),
    [
        ("published", "eCAbd", "ACebd"),
        ("facts", "dACbe", "ebACd"),
        ("id", "AbCde", "edCbA"),
        ("url", "bACde", "bACde"),
        ("kind", "bACde", "bACde"),
    ],
)
def test_order(field: str, up: str, down: str) -> None:
    """Rows without the field come last either way; those alike stay as they were."""
    assert "".join(ids(Order(field, False).sorted(UNSORTED))) == up
    assert "".join(ids(Order(field, True).sorted(UNSORTED))) == down


def test_order_by_truth_and_by_lists(other: Store) -> None:
    """False comes before true; lists compare item by item."""
    found = routes(other)
    assert ids(Order("open_ended", True).sorted(found))[0] == "transit-2010-xb-xc"
    assert ids(Order("people", False).sorted(found)) == [
        "source-2004-xa",
        "transit-2010-xb-xc",
        "source-2010-xa-xb",
    ]


def test_an_empty_list_comes_last_either_way(other: Store) -> None:
    """A row whose list is empty says nothing that it could be sorted by."""
    first, *others = routes(other)
    bare = msgspec.structs.replace(first, people=[])
    for descending in (False, True):
        assert Order("people", descending).sorted([bare, *others])[-1] is bare


def test_order_leaves_what_it_sorts_as_it_was(other: Store) -> None:
    """Sorting makes a new list."""
    found = sources(other)
    Order("facts", True).sorted(found)
    assert ids(found) == ["gazette", "report-2010"]
