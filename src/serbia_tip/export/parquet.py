"""A Parquet file: one table of all facts, with a typed column for each field of any kind."""

import json
import os
from io import BytesIO

# numpy, which pyarrow loads, ends the process where each of its threads can't have its memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import pyarrow  # see above
from pyarrow import parquet  # see above

from serbia_tip.export.tables import fact_tables
from serbia_tip.model import Store
from serbia_tip.queries.fields import Type, field_type
from serbia_tip.queries.rows import FactRow, row_fields

_TYPES: dict[Type, object] = {
    "text": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "list": pyarrow.list_(pyarrow.string()),
}
# What pandas calls the types that it would give up for a column of which values are absent.
_NULLABLE: dict[Type, dict[str, str]] = {
    "integer": {"pandas_type": "int64", "numpy_type": "Int64"},
    "boolean": {"pandas_type": "bool", "numpy_type": "boolean"},
}


def parquet_file(store: Store) -> bytes:
    """The file."""
    tables = list(fact_tables(store))
    columns = {field.name: field for table in tables for field in row_fields(table.kind)}
    for name in FactRow.__struct_fields__[1:]:  # what all have comes last, but for the id
        columns[name] = columns.pop(name)
    rows = [
        {"fact_kind": table.kind.noun, **{name: getattr(row, name, None) for name in columns}}
        for table in tables
        for row in table.rows
    ]
    described = {"description": "Which kind of fact the row is."}
    typed = [pyarrow.field("fact_kind", pyarrow.string(), False, described)]
    nullable = []
    for name, field in columns.items():
        type_ = field_type(field.type).type
        described = {"title": field.title, "description": field.meaning}
        typed.append(pyarrow.field(name, _TYPES[type_], True, described))
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
