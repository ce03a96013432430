"""Parquet files: all facts in one table, with a column for each field; the panel; the codebook."""

import json
import os
from collections.abc import Iterable, Sequence
from io import BytesIO

# numpy, which pyarrow loads, ends the process where each of its threads can't have its memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import pyarrow  # see above
from pyarrow import parquet  # see above

from serbia_tip.export.tables import fact_tables, panel_tables
from serbia_tip.model import Store
from serbia_tip.queries.fields import Type, field_type
from serbia_tip.queries.rows import FactRow, Field, Plain

_TYPES: dict[Type, object] = {
    "text": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "list": pyarrow.list_(pyarrow.string()),
}
_ALWAYS = "fact_kind"  # any other field can be absent, even where its type doesn't say so
# What pandas calls the types that it would give up for a column of which values are absent.
_NULLABLE: dict[Type, dict[str, str]] = {
    "integer": {"pandas_type": "int64", "numpy_type": "Int64"},
    "boolean": {"pandas_type": "bool", "numpy_type": "boolean"},
}


def parquet_file(store: Store) -> bytes:
    """The file of all facts."""
    tables = list(fact_tables(store))
    fields = {field.name: field for table in tables for field in table.fields}
    for name in FactRow.__struct_fields__[1:]:  # what all have comes last, but for the id
        fields[name] = fields.pop(name)
    rows = [
        {_ALWAYS: table.kind.noun, **{name: row.get(name) for name in fields}}
        for table in tables
        for row in table.rows
    ]
    kind = Field(_ALWAYS, "Kind", "Which kind of fact the row is.", str)
    return _parquet_table(store, [kind, *fields.values()], rows)


def panel_parquet_file(store: Store) -> bytes:
    """The file of the panel."""
    table, _ = panel_tables(store)
    return _parquet_table(store, table.fields, [dict(row) for row in table.rows])


def measures_parquet_file(store: Store) -> bytes:
    """The file of the codebook."""
    _, table = panel_tables(store)
    return _parquet_table(store, table.fields, [dict(row) for row in table.rows])


def _parquet_table(store: Store, fields: Iterable[Field], rows: Sequence[Plain]) -> bytes:
    typed, nullable = [], []
    for field in fields:
        type_, name = field_type(field.type).type, field.name
        described = {"title": field.title, "description": field.meaning}
        typed.append(pyarrow.field(name, _TYPES[type_], name != _ALWAYS, described))
        if as_pandas := _NULLABLE.get(type_):
            nullable.append({"name": name, "field_name": name, "metadata": None, **as_pandas})
    about = store.store
    metadata = {"title": about.title, "version": about.version}
    metadata |= {"licence": about.licence.name} if about.licence else {}
    pandas = {"index_columns": [], "column_indexes": [], "columns": nullable}
    schema = pyarrow.schema(typed, metadata | {"pandas": json.dumps(pandas)})
    made = BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema), made)
    return made.getvalue()
