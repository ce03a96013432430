"""Make a command of a record: its options, its answer, and the messages beside the answer."""

from collections.abc import Iterable, Sequence
from inspect import Parameter
from typing import Any

from msgspec.structs import replace

from serbia_tip.choice import load_function
from serbia_tip.cli.app import Command, present
from serbia_tip.cli.commands import ROW_COMMANDS
from serbia_tip.cli.options import (
    DRAWING,
    FILTERS,
    SETTINGS,
    Options,
    argument,
    format_option,
    separate_years,
)
from serbia_tip.cli.records import Filter, Own, RowCommand
from serbia_tip.figures import CHARTS
from serbia_tip.formats import TABLE, formats, render
from serbia_tip.model import Store
from serbia_tip.queries.filters import (
    Answer,
    Asked,
    Common,
    Meanings,
    disputed_only,
    latest_only,
    standing,
    undated,
    with_contradicted,
    words_of_sources,
)
from serbia_tip.queries.rows import CoverageRow, FactRow, Row, SourceRow, StatisticRow
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import message, require_output, stream
from serbia_tip.words import number_of


def row_command(name: str) -> Command:
    """Return the command with this name, made of its record."""
    record = ROW_COMMANDS[name]
    takes: list[str | Parameter] = [
        *([argument("words", "[WORD]...", list[str], [])] if record.asked else []),
        *(each.parameter() if isinstance(each, Filter) else each for each in record.takes),
        *(["chart"] if name in CHARTS else []),
        *(FILTERS if record.filtered else []),
        *(["all"] if record.summed_up else []),
        *("disputed", "latest", "each", "sources"),
        format_option(formats(name)),
        *("json", "fields", "sort", "limit", "no_header", *DRAWING, *SETTINGS),
    ]

    def call(given: Options, **own: Any) -> None:
        _answer(record, given, own.pop("words") if record.asked else [], own)

    return Command(name, record.example, record.help, takes, call)


def _answer(command: RowCommand, given: Options, said: Iterable[str], own: Own) -> None:
    """Check the options, ask the store, and print the answer."""
    require_output()
    spans, words = separate_years(said)
    common = given.common(spans)
    kind = command.row_of(own) if command.row_of else command.row
    form = given.form(formats(kind.command))
    columns, order = given.columns(kind), given.order(kind)
    each = not form.merged or given.each or columns is not None or order is not None
    limits_lines = form.for_people and not each  # the view has fewer lines than rows

    store = load(given.store)
    readings: list[str] = []
    if words:
        common, readings = apply_words(store, command, words, own, common)
    whole = common.deprecated or given.disputed
    with_all = replace(common, deprecated=whole or issubclass(kind, FactRow))
    every = command.ask(store, common=with_all, **own)
    matching = every if whole else standing(every)
    rows = disputed_only(store, matching) if given.disputed else matching
    rows = latest_only(rows) if given.latest else rows

    _tell(store, command, common, own, matching, [] if form.for_people else readings)
    if form.for_people and not rows:
        message(_no_match(store, command, common, own, every, matching))
    if not limits_lines:
        rows = (order.sorted(rows) if order else rows)[: given.limit]
        if deprecated := len(every) - len(matching):
            count = number_of(deprecated, f"deprecated {kind.noun}")
            message(f"left out: {count} (--deprecated)")
    elif len(every) > len(matching):
        rows = with_contradicted(every, rows)
    if not form.for_people and (bounds := _count_bounds(rows, columns or ())):
        message(f"not exact: {number_of(bounds, 'value')}; add bound to --fields")

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
            latest=given.latest,
            disputed=given.disputed,
            each=each,
            all=given.all,
            readings=readings,
            limit=given.limit if limits_lines else None,
            sources=given.sources,
        ),
        fields=columns,
        remarks=remarks,
        header=not given.no_header,
        chart=given.chart,
    )
    screen = given.screen(form)
    if form is TABLE:
        from serbia_tip.formats.documents import render_table

        present(render_table(found, screen), screen, paged=not given.no_pager)
    else:
        stream(render(found, form, screen))


def apply_words(
    store: Store, command: RowCommand, words: Sequence[str], own: Own, common: Common
) -> tuple[Common, list[str]]:
    """Add what bare words mean to `own` and the common filters; return what isn't plain of it.

    Words of one filter mean any of them. Raises NotThereError for a word without a meaning.
    """
    from serbia_tip.queries.meanings import read_words

    filters = command.filters
    taken = (*command.words, "origin", "destination")
    others = [*filters, *command.more_words, "by", "source"]
    others = [field for field in others if field not in taken]
    readings = read_words(store, words, command.of, command.words, others, command.asked)
    meant: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for reading in readings:
        fields = tuple(dict.fromkeys(field for field, _ in reading.values))
        values = [value for _, value in reading.values]
        match fields:
            case ("by",):
                common = replace(common, by=(*common.by, *values))
            case ("source",):
                common = replace(common, source=(*common.source, *values))
            case (field,) if field in filters:
                name = filters[field].name
                own[name] = [*own[name], *([reading.phrase] if reading.is_filter else values)]
            case _:
                meant.setdefault(fields, []).extend(reading.values)
    both: Sequence[Meanings] = (*common.meant, *meant.values())
    return replace(common, meant=both), [each.said for each in readings if each.said]


def _tell(
    store: Store,
    command: RowCommand,
    common: Common,
    own: Own,
    rows: Sequence[Row],
    readings: Iterable[str],
) -> None:
    """Say what words were read as, what --reported left out, and other words for a group."""
    for reading in readings:
        message(reading)
    if common.reported:
        others = replace(common, reported=())
        noun = "fact" if command.row is CoverageRow else command.row.noun
        if count := undated(store, command.ask(store, common=others, **own), others):
            date = "date" if command.row is SourceRow else "dated source"
            message(f"left out: {number_of(count, noun)} without a {date}")
    figures = [row for row in rows if isinstance(row, StatisticRow)]
    for word, names in words_of_sources(store, own.get("group", ()), figures).items():
        message(f"group {word!r} is also {' or '.join(map(repr, names))} in the sources' words")


def _count_bounds(rows: Sequence[Row], columns: Sequence[str]) -> int:
    """Count the values that are no exact ones, where their bounds weren't asked for."""
    if "value" not in columns or "bound" in columns:
        return 0
    return sum(isinstance(row, StatisticRow) and row.bound != "exact" for row in rows)


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
        return f"no {noun} matches; {number_of(len(every), f'deprecated {noun}')}: --deprecated"
    return explain_no_match(store, command, common, own)


def explain_no_match(store: Store, command: RowCommand, common: Common, own: Own) -> str:
    """Say that nothing matches, and what would match without one of the filters."""
    from serbia_tip.views.no_match import suggestions

    noun = command.row.noun
    would = suggestions(store, noun, command.ask, common, own, command.required)
    return "; ".join([f"no {noun} matches", *would])
