"""`tip fields`: the fields of rows, and their values."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from serbia_tip.cli import completion
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Store
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import FieldRow, Row, ValueRow


def _row_of(own: Mapping[str, Any]) -> type[Row]:
    """The kind of row: values if a field is named, or else fields."""
    return ValueRow if own["field"] else FieldRow


@answers(
    FieldRow,
    group="Data",
    example="tip fields stats measure",
    filtered=False,
    row_of=_row_of,
    help="""The fields of a command's rows, or the values of one field.

    Without a COMMAND, the fields of all commands; each with its type, allowed words and meaning.
    With a FIELD, its values in the store: what people call each, and how many facts have it.
    """,
)
def fields(
    store: Store,
    _common: Common,
    command: Annotated[
        str | None,
        typer.Argument(metavar="[COMMAND]", show_default=False, autocompletion=completion.commands),
    ] = None,
    field: Annotated[
        str | None,
        typer.Argument(
            metavar="[FIELD]", show_default=False, autocompletion=completion.fields_of_command
        ),
    ] = None,
) -> Sequence[Row]:
    if command is not None and field is not None:
        from serbia_tip.queries.fields import value_rows

        return value_rows(store, command, field)
    from serbia_tip.queries.fields import field_rows

    return field_rows(command)
