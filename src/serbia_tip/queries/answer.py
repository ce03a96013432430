"""What a command found, before it has any form."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.model import Store
from serbia_tip.queries.rows import Row

Emphasis: TypeAlias = Mapping[str, Sequence[tuple[int, int]]]
"""The parts of a cell's text, by that text, that a terminal shows in bold."""


class Answer(Struct, frozen=True):
    """The rows, and what their readers need besides."""

    store: Store
    kind: type[Row]
    rows: Sequence[Row]
    fields: Sequence[str] | None = None
    """The fields that were asked for; None means all of them, or those that a table shows."""
    remarks: Sequence[str] = ()
    """What is true of the rows together: gaps, breaks."""
    header: bool = True
    chart: bool = False
    """Whether people are shown a chart of the rows instead of a table."""
    emphasis: Emphasis = {}

    @property
    def columns(self) -> Sequence[str]:
        """The fields that a data format carries."""
        return self.kind.__struct_fields__ if self.fields is None else self.fields
