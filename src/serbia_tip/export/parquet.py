"""A Parquet file: one table of all facts, with a typed column for each field of any kind.

Absent values are null. Each column carries its meaning as metadata.
"""

from io import BytesIO
from typing import Any

import pyarrow
from pyarrow import parquet

from serbia_tip.export.tables import fact_tables
from serbia_tip.model import Store
from serbia_tip.queries.fields import Type, holds
from serbia_tip.queries.rows import FactRow, Field, fields

_TYPES: dict[Type, Any] = {
    "text": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "list": pyarrow.list_(pyarrow.string()),
}


_KIND = pyarrow.field(
    "fact_kind", pyarrow.string(), False, {"description": "Which kind of fact the row is."}
)


def contents(store: Store) -> bytes:
    """The file."""
    tables = list(fact_tables(store))
    columns = {field.name: field for table in tables for field in fields(table.kind)}
    shared = FactRow.__struct_fields__[1:]  # after the id, which comes first
    order = [name for name in columns if name not in shared] + list(shared)
    rows = [
        {"fact_kind": table.kind.noun, **{name: getattr(row, name, None) for name in order}}
        for table in tables
        for row in table.rows
    ]
    about = store.store
    schema = pyarrow.schema(
        [_KIND, *(_column(columns[name]) for name in order)],
        {"title": about.title, "version": about.version}
        | ({"licence": about.licence.name} if about.licence else {}),
    )
    made = BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema), made)
    return made.getvalue()


def _column(field: Field) -> Any:
    described = {"title": field.title, "description": field.meaning}
    return pyarrow.field(field.name, _TYPES[holds(field.type).type], True, described)
