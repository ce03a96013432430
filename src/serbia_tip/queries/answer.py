"""A question and its answer, before they are formatted."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from serbia_tip.model import Store
from serbia_tip.queries.lookups import EVERYTHING, Common
from serbia_tip.queries.rows import Row

Sources: TypeAlias = Literal["none", "short", "full"]
"""How much of the sources people see: nothing, their short names, or all."""


class Asked(Struct, frozen=True, kw_only=True):
    """The question: the filters, and what people want to see of the rows."""

    common: Common = EVERYTHING
    options: Mapping[str, Any] = {}
    """The command's own filters, by parameter name."""
    latest: bool = False
    """Whether to show only the newest row of each series."""
    disputed: bool = False
    """Whether to show only disputed and deprecated rows."""
    each: bool = False
    """Whether every row has a line of its own."""
    limit: int | None = None
    """How many lines an answer for people may have; None means all."""
    sources: Sources = "short"

    def option(self, name: str) -> Sequence[str]:
        """Return the values of the command's own filter `name`."""
        return self.options.get(name) or ()


class Answer(Struct, frozen=True):
    """The rows, and what formatting them takes."""

    store: Store
    kind: type[Row]
    rows: Sequence[Row]
    asked: Asked = Asked()
    fields: Sequence[str] | None = None
    """The fields to show; None means all of them, or those of the table."""
    remarks: Sequence[str] = ()
    """Remarks on all rows together: gaps, breaks."""
    header: bool = True
    chart: bool = False
    """Whether people are shown a chart of the rows instead of a table."""

    @property
    def columns(self) -> Sequence[str]:
        """The fields in a data format."""
        return self.kind.__struct_fields__ if self.fields is None else self.fields
