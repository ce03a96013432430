"""How a query becomes a command: its options, its answer, what is said besides."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import typer
from msgspec import Struct

from serbia_tip.cli.app import Settings, command, hint
from serbia_tip.cli.options import Filters, HelpOption, Output, Viewing
from serbia_tip.errors import UsageError
from serbia_tip.formats import CHARTS, PICTURES, render
from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Asked, Emphasis
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.narrowing import disputed_only, latest_only
from serbia_tip.queries.rows import Row
from serbia_tip.store.load import load
from serbia_tip.terminal.pager import is_long, pager, show
from serbia_tip.terminal.screen import Screen, detect
from serbia_tip.terminal.write import message, stream

_PICTURE_WIDTH = 100
"""How many columns wide a picture is unless `--width` says it."""

Query: TypeAlias = Callable[..., Sequence[Row]]
Remarks: TypeAlias = Callable[[Store, Any, Common], Sequence[str]]
EmphasisOf: TypeAlias = Callable[[Store, Any, Any], Emphasis]

_CHART = inspect.Parameter(
    "chart",
    inspect.Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--chart", help="Draw the rows instead.")],
)
_HELP = inspect.Parameter(
    "_help", inspect.Parameter.KEYWORD_ONLY, annotation=HelpOption, default=False
)


class Question(Struct, frozen=True, kw_only=True):
    """A query that is a command: what it answers with, and what its readers are told besides."""

    row: type[Row]
    ask: Query
    """Takes the store, the common filters, and the command's own options."""
    remarks: Remarks | None = None
    """What is true of the rows together."""
    emphasis: EmphasisOf | None = None
    """What in the rows a terminal shows in bold (see `Answer`)."""
    filtered: bool = True
    """Whether years and sources can narrow the answer."""

    @property
    def own(self) -> Sequence[inspect.Parameter]:
        """The command's own options."""
        _, _, *own = inspect.signature(self.ask).parameters.values()
        return own

    @property
    def shared(self) -> Sequence[type[Struct]]:
        """The groups of options that it shares with others."""
        return [*([Filters] if self.filtered else []), Viewing, Output]

    def signature(self) -> inspect.Signature:
        """All options of the command, as Typer reads them."""
        shared = [inspect.signature(group).parameters.values() for group in self.shared]
        chart = [_CHART] if self.row.command in CHARTS else []
        return inspect.Signature(
            [
                inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
                *(option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in self.own),
                *chart,
                *(option for group in shared for option in group),
                _HELP,
            ]
        )

    def answer(self, ctx: typer.Context, given: Mapping[str, Any]) -> None:
        """Answer a command line, of which `given` are the values of the options."""
        filters = _part(Filters, given) if self.filtered else Filters()
        viewing, output = _part(Viewing, given), _part(Output, given)
        own = {option.name: given[option.name] for option in self.own}
        chart = bool(given.get("chart"))
        form = output.form(self.row)
        fields, order = output.chosen(self.row), output.order(self.row)
        for_people = form == "table" or form in PICTURES
        if chart:
            _refuse_beside_chart(output, form, for_people)
        settings: Settings = ctx.obj.but(output.store, output.color, output.no_hint)
        store = load(settings.store)
        rows = self.ask(store, filters.common, **own)
        if viewing.disputed:
            rows = disputed_only(store, rows)
        if viewing.latest:
            rows = latest_only(rows)
        if order is not None:
            rows = order.sorted(rows)
        each = not for_people or viewing.each or fields is not None or order is not None
        asked = Asked(
            common=filters.common,
            options=own,
            latest=viewing.latest,
            disputed=viewing.disputed,
            each=each,
            limit=None if each else output.limit,
            sources=viewing.amount,
        )
        shown = rows[: output.limit] if each else rows
        screen = (
            Screen(output.width or _PICTURE_WIDTH, color=True)
            if form in PICTURES
            else detect(settings.color)
        )
        answer = Answer(
            store=store,
            kind=self.row,
            rows=shown,
            asked=asked,
            fields=fields,
            remarks=self.remarks(store, shown, filters.common)
            if self.remarks and for_people
            else (),
            header=not output.no_header,
            chart=chart,
            emphasis=self.emphasis(store, shown, own)
            if self.emphasis and for_people and screen.color
            else {},
        )
        if for_people and not rows:
            message(f"no {self.row.noun} matches")
        if form == "table":
            _show(answer, screen, paged=not viewing.no_pager)
        else:
            stream(render(answer, form, screen))
        if form == "table" and output.format is None:  # or else it excludes --json
            hint(ctx, settings, screen)


def answers(
    row: type[Row],
    example: str,
    remarks: Remarks | None = None,
    emphasis: EmphasisOf | None = None,
    filtered: bool = True,
) -> Callable[[Query], Query]:
    """Make a command of a query: see `Question`, and `command` for its help."""

    def decorate(ask: Query) -> Query:
        question = Question(row=row, ask=ask, remarks=remarks, emphasis=emphasis, filtered=filtered)

        def answer(ctx: typer.Context, **given: Any) -> None:
            question.answer(ctx, given)

        answer.__signature__ = question.signature()  # type: ignore[attr-defined]  # Typer reads it
        answer.__doc__ = ask.__doc__
        command(row.command, example)(answer)
        return ask

    return decorate


def _part(group: type[Struct], given: Mapping[str, Any]) -> Any:
    """The options of this group, as they were given."""
    return group(**{name: given[name] for name in group.__struct_fields__})


def _show(answer: Answer, screen: Screen, *, paged: bool) -> None:
    """Show the answer to a person: in the pager where it is long, the reader has one and wants."""
    from serbia_tip.views.choice import shown

    text = shown(answer, screen)
    command_line = pager() if paged and is_long(text, screen) else []
    if not (command_line and show(screen.encode(text), command_line)):
        stream([screen.encode(text)])


def _refuse_beside_chart(output: Output, form: str, for_people: bool) -> None:
    """Raise UsageError when an option is given that a chart can't follow."""
    if not for_people:
        raise UsageError(f"--chart is for people: -f table, {', '.join(PICTURES)}, not {form}")
    if output.fields is not None or output.no_header:
        name = "--no-header" if output.fields is None else "--fields"
        raise UsageError(f"--chart and {name} exclude each other")
