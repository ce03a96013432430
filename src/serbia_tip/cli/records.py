"""What a command that prints rows is: the record from which it is made."""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter
from typing import Any, TypeAlias

from msgspec import Struct

from serbia_tip.cli.options import Option
from serbia_tip.model import Fact
from serbia_tip.queries.rows import Row

Own: TypeAlias = dict[str, Any]  # the values of a command's own options, as its query takes them


class Filter(Struct, frozen=True):
    """An option that takes words of the store, and may be given several times."""

    name: str  # the query's parameter, and the field that the values are of
    metavar: str
    meaning: str
    option: str = ""  # how it is called, if not as the parameter
    field: str = ""  # the field, if it isn't called as the parameter

    def parameter(self) -> Parameter:
        """Return the option as Typer reads it."""
        names = [self.option] if self.option else []
        return Option(self.meaning, self.metavar, names=names).parameter(self.name, list[str], [])


class RowCommand(Struct, frozen=True, kw_only=True):
    """A command that prints rows: what it asks, what it takes, and what its help says."""

    row: type[Row]
    ask: Callable[..., Sequence[Row]]  # takes the store, and by name its own filters and `common`
    example: str
    help: str
    takes: Sequence[Filter | Parameter] = ()
    of: type[Fact] | None = None  # the kind of fact that is asked for; None for all kinds
    words: Sequence[str] = ()  # the fields whose values need no option, and go before all others
    more_words: Sequence[str] = ()  # other such fields, beside bodies and sources
    asked: str = ""  # with whose values an unknown word is compared first; "" for no words
    filtered: bool = True  # whether the common filters can narrow the answer
    summed_up: bool = False  # whether people first see a summary
    remarks: str = ""  # the function that says what is true of the rows together: gaps, breaks
    row_with: Mapping[str, type[Row]] = {}  # the other row that it prints if this option is given

    @property
    def filters(self) -> dict[str, Filter]:
        """The command's own filters, by the fields that their values are of."""
        return {each.field or each.name: each for each in self.takes if isinstance(each, Filter)}

    @property
    def required(self) -> list[str]:
        """The arguments that can't be left out."""
        declared = [each for each in self.takes if isinstance(each, Parameter)]
        return [each.name for each in declared if each.default.default is ...]
