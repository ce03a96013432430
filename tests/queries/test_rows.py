"""The rows' one definition: what their fields are, where these come from, how rows are sorted."""

from typing import get_args

import msgspec

from serbia_tip.model import Fact, Route, Source, Store
from serbia_tip.queries.kinds import KINDS, routes
from serbia_tip.queries.rows import COMMANDS, Order, RouteRow, SourceRow, TimelineRow, fields, rows


def test_every_field_has_a_title_and_a_meaning() -> None:
    """No field is nameless; within a row, titles differ; meanings end as sentences do."""
    for row in COMMANDS.values():
        found = fields(row)
        assert [field.name for field in found] == list(row.__struct_fields__)
        assert len({field.title for field in found}) == len(found)
        assert all(field.title[0].isupper() for field in found), row
        assert all(field.meaning.endswith((".", "…")) for field in found), row


def test_a_field_is_the_fact_s_own_or_derived() -> None:
    """What isn't derived is a field of the fact, of the same name and type."""
    for kind in KINDS.values():
        types = {field.name: field.type for field in msgspec.structs.fields(kind.fact)}
        for field in fields(kind.row):
            assert field.derive or field.type == get_args(types[field.name])[0], field.name


def test_a_source_s_fields_are_its_own() -> None:
    """All but the key and the count are fields of a source, facts of all kinds are of time."""
    assert set(SourceRow.__struct_fields__) - set(Source.__struct_fields__) == {"id", "facts"}
    taken = {field.name for field in fields(TimelineRow) if field.derive is None}
    assert taken <= set(Fact.__struct_fields__)


def test_derived_fields(other: Store) -> None:
    """A row spells out what the fact says in codes, or leaves to the store."""
    [row] = rows(other, [other.routes[2]], RouteRow)
    assert isinstance(other.routes[2], Route)
    assert (row.origin, row.origin_code) == ("Arden", "XA")
    assert (row.destination, row.destination_code) == (None, None)
    assert (row.period, row.year, row.entity) == ("2004", 2004, "Union of Arden")
    [row] = rows(other, [other.routes[0]], RouteRow)
    assert (other.routes[0].entity, row.entity) == (None, "Arden")


def test_an_empty_list_comes_last_either_way(other: Store) -> None:
    """A row whose list is empty says nothing that it could be sorted by."""
    first, *others = routes(other)
    bare = msgspec.structs.replace(first, people=[])
    for descending in (False, True):
        assert Order("people", descending).sorted([bare, *others])[-1] is bare
