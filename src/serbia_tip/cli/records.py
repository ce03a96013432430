"""What a command that prints rows is: the record from which it is made."""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeAlias

import typer
from msgspec import Struct

from serbia_tip.cli import completion
from serbia_tip.cli.app import HelpGroup, keyword
from serbia_tip.cli.options import repeatable
from serbia_tip.model import Fact
from serbia_tip.queries.rows import Row

Own: TypeAlias = dict[str, Any]
"""The values of a command's own options, by the names of the query's parameters."""


class Filter(Struct, frozen=True):
    """An option that takes words of the store, and may be given several times."""

    name: str
    """The query's parameter."""
    metavar: str
    meaning: str
    of: type[Fact] | None = None
    """The kind of fact whose field of this name has the values."""
    completes: completion.Completer | None = None
    """What completes a value, if not the values of the field."""
    option: str = ""
    """How the option is called, if not as the parameter."""
    field: str = ""
    """The field that the values are of, if it isn't called as the parameter."""

    @property
    def completer(self) -> completion.Completer:
        """What completes a value."""
        if self.completes is not None:
            return self.completes
        assert self.of is not None
        return completion.values(self.of, self.name)

    def parameter(self) -> inspect.Parameter:
        """The option as Typer reads it."""
        names = (self.option or f"--{self.name}",)
        option = repeatable(self.metavar, self.meaning, *names, completes=self.completer)
        return keyword(self.name, Annotated[list[str], option], [])


class Switch(Struct, frozen=True):
    """An option without a value."""

    name: str
    meaning: str

    def parameter(self) -> inspect.Parameter:
        """The option as Typer reads it."""
        option = typer.Option(f"--{self.name}", help=self.meaning)
        return keyword(self.name, Annotated[bool, option], False)


class Argument(Struct, frozen=True):
    """A word, or all words, that must not be read as values of filters."""

    name: str
    metavar: str
    type: Any
    default: Any = inspect.Parameter.empty
    completes: completion.Completer | None = None

    def parameter(self) -> inspect.Parameter:
        """The argument as Typer reads it."""
        argument = typer.Argument(
            metavar=self.metavar, show_default=False, autocompletion=self.completes
        )
        return keyword(self.name, Annotated[self.type, argument], self.default)


class RowCommand(Struct, frozen=True, kw_only=True):
    """A command that prints rows: what it asks, what it takes, and what its help says."""

    row: type[Row]
    ask: Callable[..., Sequence[Row]]
    """The query: it takes the store, and by name its own filters and `common`."""
    group: HelpGroup
    example: str
    help: str
    takes: Sequence[Filter | Switch | Argument] = ()
    of: type[Fact] | None = None
    """The kind of fact that is asked for; None for all kinds."""
    words: Sequence[str] = ()
    """The fields whose values need no option, and go before all others."""
    more_words: Sequence[str] = ()
    """Other fields whose values need no option, beside bodies and sources."""
    asked: str = ""
    """The field that is mostly asked for: an unknown word is compared with its values first."""
    filtered: bool = True
    """Whether the common filters can narrow the answer."""
    summed_up: bool = False
    """Whether people first see a summary."""
    remarks: str = ""
    """The function that says what is true of the rows together: gaps, breaks."""
    row_of: Callable[[Own], type[Row]] | None = None
    """The kind of row, where it depends on the command's own options."""

    @property
    def required(self) -> list[str]:
        """The arguments that can't be left out."""
        return [
            each.name
            for each in self.takes
            if isinstance(each, Argument) and each.default is inspect.Parameter.empty
        ]
