"""Make a command of a record: its options, its answer, and the messages beside the answer."""

import inspect
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.choice import load_function
from serbia_tip.cli import completion, options
from serbia_tip.cli.app import keyword, present, register
from serbia_tip.cli.options import Drawing, Filters, Output, Settings, Viewing
from serbia_tip.cli.records import Argument, Filter, Own, RowCommand
from serbia_tip.errors import NotThereError
from serbia_tip.figures import CHARTS
from serbia_tip.formats import TABLE, formats, render
from serbia_tip.model import Store
from serbia_tip.queries.filters import (
    Answer,
    Asked,
    Common,
    Meanings,
    standing,
    undated,
    with_contradicted,
    words_of_sources,
)
from serbia_tip.queries.rows import CoverageRow, FactRow, Row, SourceRow, StatisticRow
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import message, require_output, stream
from serbia_tip.words import number_of


class _Given(Struct, kw_only=True):
    """The options that all commands with rows share, as they were given."""

    words: Sequence[str] | None = None
    chart: bool = False
    filters: Filters = Filters()
    all: bool = False
    viewing: Viewing
    format: str | None
    output: Output
    drawing: Drawing
    settings: Settings


def register_row_command(command: RowCommand) -> None:
    """Make the record a command of the app."""

    def run(**given: Any) -> None:
        own = {each.name: given.pop(each.name) for each in command.takes}
        answer(command, own, _Given(**given))

    name, parameters = command.row.command, _parameters(command)
    register(name, run, command.group, command.example, command.help, parameters)


def _parameters(command: RowCommand) -> Iterator[inspect.Parameter]:
    """What Typer is told that the command takes."""
    if command.filtered and not any(isinstance(each, Argument) for each in command.takes):
        argument = typer.Argument(
            metavar="[WORD]...", show_default=False, autocompletion=_words_completer(command)
        )
        yield keyword("words", Annotated[list[str] | None, argument], None)
    for each in command.takes:
        yield each.parameter()
    if command.row.command in CHARTS:
        yield keyword("chart", options.Chart, False)
    if command.filtered:
        yield keyword("filters", Filters)
    if command.summed_up:
        yield keyword("all", options.All, False)
    yield keyword("viewing", Viewing)
    option = options.format_option(formats(command.row.command))
    yield keyword("format", Annotated[str | None, option], None)
    yield keyword("output", Output)
    yield keyword("drawing", Drawing)
    yield keyword("settings", Settings)


def _words_completer(command: RowCommand) -> completion.Completer:
    """What completes a bare word: values of the fields that it is read as first."""
    by_field = {each.field or each.name: each for each in command.takes if isinstance(each, Filter)}
    fields = dict.fromkeys([*command.words, command.asked])
    return completion.any_of(
        *(by_field[field].completer for field in fields if field in by_field),
        *([completion.sources] if "source" in fields else []),
    )


def answer(command: RowCommand, own: Own, given: _Given) -> None:
    """Check the options, ask the store, and print the answer."""
    require_output()
    filters, viewing, output = given.filters, given.viewing, given.output
    spans, words = options.separate_years(given.words or ())
    common = filters.common(spans)
    kind = command.row_of(own) if command.row_of else command.row
    form = options.chosen_format(
        formats(kind.command), given.format, json=output.json, chart=given.chart
    )
    output.check(chart=given.chart)
    given.drawing.check(form, chart=given.chart)
    columns, order = output.columns(kind), output.order(kind)
    each = not form.merged or viewing.each or columns is not None or order is not None
    limits_lines = form.for_people and not each  # the view has fewer lines than rows

    store = load(given.settings.store)
    readings: list[str] = []
    if words:
        own, common, readings = apply_words(store, command, words, own, common)
    whole = common.deprecated or viewing.disputed
    with_all = replace(common, deprecated=whole or issubclass(kind, FactRow))
    every = command.ask(store, common=with_all, **own)
    matching = every if whole else standing(every)
    rows = viewing.narrowed(store, matching)
    notices = [] if form.for_people else list(readings)
    notices += _notices(store, command, common, own, matching)
    if form.for_people and not rows:
        notices.append(_no_match(store, command, common, own, every, matching))
    if not limits_lines:
        rows = (order.sorted(rows) if order else rows)[: output.limit]
        if deprecated := len(every) - len(matching):
            count = number_of(deprecated, f"deprecated {kind.noun}")
            notices.append(f"left out: {count} (--deprecated)")
    elif len(every) > len(matching):
        rows = with_contradicted(every, rows)
    if not form.for_people and (bounds := _count_bounds(rows, columns or ())):
        notices.append(f"not exact: {number_of(bounds, 'value')}; add bound to --fields")
    for notice in notices:
        message(notice)

    remarks: Sequence[str] = ()
    if command.remarks and form.for_people:
        remarks = load_function(command.remarks)(store, rows, common)
    found = Answer(
        store=store,
        kind=kind,
        rows=rows,
        asked=Asked(
            common=common,
            options=own,
            latest=viewing.latest,
            disputed=viewing.disputed,
            each=each,
            all=given.all,
            readings=readings,
            limit=output.limit if limits_lines else None,
            sources=viewing.sources,
        ),
        fields=columns,
        remarks=remarks,
        header=not output.no_header,
        chart=given.chart,
    )
    screen = given.drawing.screen(form, given.settings.color)
    if form is TABLE:
        from serbia_tip.formats.documents import render_table

        present(render_table(found, screen), screen, paged=not given.settings.no_pager)
    else:
        stream(render(found, form, screen))


def read_filters(
    store: Store, command: RowCommand, words: Sequence[str]
) -> tuple[Own, Common, list[str]]:
    """Read bare words, years among them, as the command does; there must be another than years.

    Raises NotThereError for a word without a meaning.
    """
    spans, others = options.separate_years(words)
    if not others:
        raise NotThereError(f"{' '.join(words)!r} says nothing but a year")
    own: Own = {each.name: [] if isinstance(each, Filter) else False for each in command.takes}
    return apply_words(store, command, others, own, Filters().common(spans))


def apply_words(
    store: Store, command: RowCommand, words: Sequence[str], own: Own, common: Common
) -> tuple[Own, Common, list[str]]:
    """Add what the bare words mean to the filters; say what isn't plain of it.

    Words of one filter mean any of them. Raises NotThereError for a word without a meaning.
    """
    from serbia_tip.queries.meanings import read_words

    own_filters = {
        each.field or each.name: each.name for each in command.takes if isinstance(each, Filter)
    }
    others = [*own_filters, *command.more_words, "by", "source"]
    others = [field for field in others if field not in (*command.words, "origin", "destination")]
    readings = read_words(store, words, command.of, command.words, others, command.asked)
    own = {name: list(value) if isinstance(value, list) else value for name, value in own.items()}
    meant: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for reading in readings:
        fields = tuple(dict.fromkeys(field for field, _ in reading.values))
        values = [value for _, value in reading.values]
        match fields:
            case ("by",):
                common = replace(common, by=(*common.by, *values))
            case ("source",):
                common = replace(common, source=(*common.source, *values))
            case (field,) if field in own_filters:
                own[own_filters[field]] += [reading.phrase] if reading.is_filter else values
            case _:
                meant.setdefault(fields, []).extend(reading.values)
    both: Sequence[Meanings] = (*common.meant, *meant.values())
    return own, replace(common, meant=both), [each.said for each in readings if each.said]


def _count_bounds(rows: Sequence[Row], columns: Sequence[str]) -> int:
    """Count the values that are no exact ones, where their bounds weren't asked for."""
    if "value" not in columns or "bound" in columns:
        return 0
    return sum(isinstance(row, StatisticRow) and row.bound != "exact" for row in rows)


def _notices(
    store: Store, command: RowCommand, common: Common, own: Own, rows: Sequence[Row]
) -> Iterator[str]:
    """What --reported left out, and which other words the sources use for a group."""
    if common.reported:
        others = replace(common, reported=())
        noun = "fact" if command.row is CoverageRow else command.row.noun
        if count := undated(store, command.ask(store, common=others, **own), others):
            date = "date" if command.row is SourceRow else "dated source"
            yield f"left out: {number_of(count, noun)} without a {date}"
    figures = [row for row in rows if isinstance(row, StatisticRow)]
    for word, names in words_of_sources(store, own.get("group", ()), figures).items():
        yield f"group {word!r} is also {' or '.join(map(repr, names))} in the sources' words"


def _no_match(
    store: Store,
    command: RowCommand,
    common: Common,
    own: Own,
    every: Sequence[Row],
    matching: Sequence[Row],
) -> str:
    """Say that nothing matches, and why."""
    noun = command.row.noun
    if matching:
        return f"no {noun} matches; {number_of(len(matching), noun)} without --disputed"
    if every:
        counted = number_of(len(every), f"deprecated {noun}")
        return f"no {noun} matches; {counted}: --deprecated"
    return explain_no_match(store, command, common, own)


def explain_no_match(store: Store, command: RowCommand, common: Common, own: Own) -> str:
    """Say that nothing matches, and what would match without one of the filters."""
    from serbia_tip.views.no_match import suggestions

    noun = command.row.noun
    would = suggestions(store, noun, command.ask, common, own, command.required)
    return "; ".join([f"no {noun} matches", *would])
