"""A Parquet file: one table of all facts, with a typed column for each field of any kind.

Absent values are null. Each column carries its meaning as metadata.
"""

import json
import os
from collections.abc import Sequence
from io import BytesIO
from typing import Any

# numpy, which pyarrow loads, ends the process where each of its threads can't have its memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import pyarrow  # see above
from pyarrow import parquet  # see above

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
        | ({"licence": about.licence.name} if about.licence else {})
        | {"pandas": _for_pandas([columns[name] for name in order])},
    )
    made = BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema), made)
    return made.getvalue()


def _column(field: Field) -> Any:
    described = {"title": field.title, "description": field.meaning}
    return pyarrow.field(field.name, _TYPES[holds(field.type).type], True, described)


_NULLABLE: dict[Type, tuple[str, str]] = {
    "integer": ("int64", "Int64"),
    "boolean": ("bool", "boolean"),
}
"""What pandas calls the types that it would give up for a column of which values are absent."""


def _for_pandas(columns: Sequence[Field]) -> str:
    """The metadata that pandas reads: how to read the columns whose values may be absent."""
    told = []
    for field in columns:
        if names := _NULLABLE.get(holds(field.type).type):
            types = dict(zip(("pandas_type", "numpy_type"), names, strict=True))
            told.append({"name": field.name, "field_name": field.name, "metadata": None, **types})
    return json.dumps({"index_columns": [], "column_indexes": [], "columns": told})
