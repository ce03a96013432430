"""Make a row command of its record: options, answer, and the messages beside the answer."""

from collections.abc import Iterable, Sequence
from functools import partial
from inspect import Parameter
from pkgutil import resolve_name
from typing import Any

from msgspec.structs import replace

from serbia_tip.cli import options
from serbia_tip.cli.commands import ROW_COMMANDS, RowCommand
from serbia_tip.cli.options import Command, Options
from serbia_tip.figures import CHARTS
from serbia_tip.formats import TABLE, formats_of_command, render_format
from serbia_tip.queries import filters
from serbia_tip.queries.filters import Answer, Asked
from serbia_tip.queries.rows import CoverageRow, FactRow, Row, SourceRow, StatisticRow, ValueRow
from serbia_tip.queries.words import Question
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import require_standard_output, stream_output, write_message
from serbia_tip.words import count_noun


def row_command(name: str) -> Command:
    """Return the command with this name, made of its record."""
    record = ROW_COMMANDS[name]
    takes: list[str | Parameter] = [
        *(
            [options.argument_parameter("words", "[WORD]...", list[str], [])]
            if record.grammar.asked
            else []
        ),
        *record.takes,
        *(["chart", "title"] if name in CHARTS else []),
        *(options.FILTERS if record.filtered else []),
        *(["all"] if record.summed_up else []),
        *("disputed", "latest", "each", "sources"),
        options.format_option(formats_of_command(name)),
        *("json", "fields", "sort", "limit", "no_header", *options.DRAWING, *options.SETTINGS),
    ]
    return record.example, record.help, takes, partial(_answer_row_command, record)


def _answer_row_command(command: RowCommand, given: Options, /, **own: Any) -> None:
    """Check the options, ask the store, and print the answer."""
    require_standard_output()
    words = own.pop("words") if command.grammar.asked else ()
    kind = ValueRow if own.get("field") else command.row
    if own.get("measures"):
        from serbia_tip.queries.panel import MeasureRow

        kind = MeasureRow
    form = given.form(formats_of_command(kind.command))
    columns, order = given.columns(kind), given.order(kind)
    each = not form.merged or given.each or columns is not None or order is not None
    limits_lines = form.for_people and not each  # the view has fewer lines than rows

    question = Question(command.grammar, load(given.store), own, given.common())
    question = question.read(words) if words else question
    readings, whole = question.readings, question.common.deprecated or given.disputed
    with_all = replace(question.common, deprecated=whole or issubclass(kind, FactRow))
    every = question.ask(with_all)
    matching = every if whole else filters.filter_standing(every)
    rows = filters.filter_disputed(question.store, matching) if given.disputed else matching
    rows = filters.filter_latest(rows) if given.latest else rows

    _tell_row_messages(question, matching, [] if form.for_people else readings)
    if form.for_people and not rows:
        write_message(_say_row_command_found_none(command, question, every, matching))
    if not limits_lines:
        rows = (order.sorted(rows) if order else rows)[: given.limit]
        if deprecated := len(every) - len(matching):
            count = count_noun(deprecated, f"deprecated {kind.noun}")
            write_message(f"left out: {count} (--deprecated)")
    elif len(every) > len(matching):
        rows = filters.filter_contradicted(every, rows)
    if not form.for_people and (bounds := _count_row_command_bounds(rows, columns or ())):
        write_message(f"not exact: {count_noun(bounds, 'value')}; add bound to --fields")

    remarks: Sequence[str] = ()
    if command.remarks and form.for_people:
        remarks = resolve_name(command.remarks)(question.store, rows, question.common)
    asked = Asked(
        common=question.common,
        options=question.own,
        latest=given.latest,
        disputed=given.disputed,
        each=each,
        all=given.all,
        readings=readings,
        limit=given.limit if limits_lines else None,
        sources=given.sources,
    )
    header = not given.no_header
    found = Answer(
        *(question.store, kind, rows, asked, columns, remarks),
        header=header,
        chart=given.draws(form),
        title=given.title,
    )
    screen = given.screen(form)
    if form is TABLE:
        from serbia_tip.formats.documents import render_table

        given.present(render_table(found, screen), screen)
    else:
        stream_output(render_format(found, form, screen))


def _tell_row_messages(question: Question, rows: Sequence[Row], readings: Iterable[str]) -> None:
    """Say what words were read as, what --reported left out, and other words for a group."""
    for reading in readings:
        write_message(reading)
    row, store = question.grammar.row, question.store
    if question.common.reported:
        others = replace(question.common, reported=())
        noun = "fact" if row is CoverageRow else row.noun
        if count := filters.count_undated_matches(store, question.ask(others), others):
            date = "date" if row is SourceRow else "dated source"
            write_message(f"left out: {count_noun(count, noun)} without a {date}")
    figures = [each for each in rows if isinstance(each, StatisticRow)]
    also = filters.filtered_group_words(store, question.own.get("group", ()), figures)
    for word, names in also.items():
        write_message(
            f"group {word!r} is also {' or '.join(map(repr, names))} in the sources' words"
        )


def _count_row_command_bounds(rows: Sequence[Row], columns: Sequence[str]) -> int:
    """Count the values that are no exact ones, where their bounds weren't asked for."""
    if "value" not in columns or "bound" in columns:
        return 0
    return sum(isinstance(row, StatisticRow) and row.bound != "exact" for row in rows)


def _say_row_command_found_none(
    command: RowCommand, question: Question, every: Sequence[Row], matching: Sequence[Row]
) -> str:
    """Say that nothing matches, and why."""
    noun = command.row.noun
    if matching:
        return f"no {noun} matches; {count_noun(len(matching), noun)} without --disputed"
    if every:
        return f"no {noun} matches; {count_noun(len(every), f'deprecated {noun}')}: --deprecated"
    return explain_no_match(command, question)


def explain_no_match(command: RowCommand, question: Question) -> str:
    """Say that nothing matches, and what would match without one of the filters."""
    from serbia_tip.views.no_match import suggest_matches

    noun, required = command.row.noun, command.with_default(...)
    asked = Asked(common=question.common, options=question.own)
    would = suggest_matches(question.store, noun, command.grammar.ask, asked, required)
    return "; ".join([f"no {noun} matches", *would])
