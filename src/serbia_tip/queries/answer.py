"""What was asked and what was found, before it has any form."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from serbia_tip.model import Store
from serbia_tip.queries.lookups import EVERYTHING, Common
from serbia_tip.queries.rows import Row

Sources: TypeAlias = Literal["none", "short", "full"]
"""How much people are shown of the sources: nothing, their short names, or all."""


class Asked(Struct, frozen=True, kw_only=True):
    """What was asked for: which rows, and what people want to see of them."""

    common: Common = EVERYTHING
    options: Mapping[str, Any] = {}
    """The command's own filters, by the name of their parameters."""
    latest: bool = False
    """Whether only the newest of each series is wanted."""
    disputed: bool = False
    """Whether only what is disputed or deprecated is wanted."""
    each: bool = False
    """Whether every row has a line of its own."""
    limit: int | None = None
    """How many lines an answer for people may have; None means all."""
    sources: Sources = "short"

    def option(self, name: str) -> Sequence[str]:
        """The values that the command's own filter `name` was given."""
        return self.options.get(name) or ()


class Answer(Struct, frozen=True):
    """The rows, and what their readers need besides."""

    store: Store
    kind: type[Row]
    rows: Sequence[Row]
    asked: Asked = Asked()
    fields: Sequence[str] | None = None
    """The fields that were asked for; None means all of them, or those that a table shows."""
    remarks: Sequence[str] = ()
    """What is true of the rows together: gaps, breaks."""
    header: bool = True
    chart: bool = False
    """Whether people are shown a chart of the rows instead of a table."""

    @property
    def columns(self) -> Sequence[str]:
        """The fields that a data format carries."""
        return self.kind.__struct_fields__ if self.fields is None else self.fields
