"""The commands without a record: year, panel, profile, show, cite, check, diff, schema, export."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from inspect import Parameter
from pathlib import Path

import msgspec
import typer
from msgspec.structs import replace

from serbia_tip.cli import options
from serbia_tip.cli.options import Answering, Command, Option, Options, argument_parameter
from serbia_tip.errors import NotThereError, StoreError, TipError, UsageError
from serbia_tip.formats import FORMATS, TABLE, Format, render_format
from serbia_tip.formats.data import as_json, json_array
from serbia_tip.model import FACT_TYPES, Fact, Statistic, Store
from serbia_tip.periods import period_range, period_reach
from serbia_tip.queries import kinds
from serbia_tip.queries.changes import Tables, fill_changed_tables, find_changes
from serbia_tip.queries.fact_cards import SourcePlace, find_fact_or_source
from serbia_tip.queries.filters import (
    EVERYTHING,
    Answer,
    Asked,
    Common,
    filter_facts,
    keep_yearly_statistics,
)
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.queries.words import GRAMMARS, Question
from serbia_tip.store.load import Reading, load, load_checked, load_facts, read_store
from serbia_tip.terminal.screen import (
    detect_screen,
    stream_output,
    visible,
    write_message,
    write_output,
)
from serbia_tip.words import count_noun, lookup_word

_JSON = Format("json", meaning="One object; of several years, an object by year.")
_PICTURES = [form for form in FORMATS if form.needs_chart]
YEAR_FORMATS = {form.name: form for form in (TABLE, _JSON, *_PICTURES)}
PANEL_FORMATS = {form.name: form for form in FORMATS if form is TABLE or form.is_data}
OTHER_COMMANDS: dict[str, Command] = {}  # by name


def other_command(
    example: str, said: str, *takes: str | Parameter
) -> Callable[[Answering], Answering]:
    """Note a function as the command of its name, with its help: no docstring, which -OO drops."""

    def note(call: Answering) -> Answering:
        OTHER_COMMANDS[call.__name__] = example, said, takes, call
        return call

    return note


@other_command(
    "tip year 2007",
    """One year on one page: its rating, figures, routes, findings and laws.

    Several years stand side by side. The rating is that of the report of year Y; the rest is all
    that touches the year.
    """,
    argument_parameter("spans", "Y...", list[range], parser=options.parse_years_option),
    *("chart", "title", "all", "deprecated", "sources"),
    options.format_option(YEAR_FORMATS),
    *("json", *options.DRAWING, *options.SETTINGS),
)
def year(given: Options, spans: Sequence[range]) -> None:
    form = given.form(YEAR_FORMATS)
    years = sorted({year for span in spans for year in span})
    is_drawn = given.draws(form)
    if is_drawn and len(years) > 1:
        raise UsageError("--chart draws one year")
    store = load(given.store)
    if form is _JSON:
        found = {
            f"{each:04}": kinds.year(store, each, deprecated=given.deprecated) for each in years
        }
        write_output(f"{as_json(found if len(years) > 1 else found.popitem()[1])}\n".encode())
        return
    screen, text, picture = given.screen(form), "", b""
    if is_drawn:
        from serbia_tip.figures import render_figure
        from serbia_tip.figures.letters import draw_letters
        from serbia_tip.figures.statistics import draw_year_statistics

        if drawn := draw_year_statistics(store, years[0], pictured=form.needs_chart):
            drawn = replace(drawn, title=given.title) if given.title else drawn
            if form.needs_chart:
                picture = render_figure(drawn, form.name, screen)
            else:
                text = draw_letters(drawn, screen)
    else:
        from serbia_tip.views.render import render_views
        from serbia_tip.views.years import view_years

        common = Common(year=years, deprecated=given.deprecated)
        asked = Asked(common=common, all=given.all, sources=given.sources)
        if parts := view_years(store, years, asked):
            text = render_views(parts, store, screen, given.sources)
    if not text and not picture:
        said = f"no fact touches {' or '.join(f'{each:04}' for each in years)}"
        touched = period_reach(fact.dated for fact in store.facts())
        write_message(f"{said}; the facts reach from {period_range(*touched)}" if touched else said)
    elif picture:
        write_output(picture)
    else:
        given.present(text, screen)


@other_command(
    "tip panel -f csv",
    """A row a year, for panel data: state, rating, and one figure of each measure.

    The measures are those with yearly totals for half as many years as any has: value, bound,
    counter and id. Of several figures the preferred one is taken, then that of the counter with
    most years; with --by, only those of these bodies, the first before the others. break and
    disputed name the columns that don't compare with the years above, or that another fact
    contradicts. docs/data-frames.md has the whole rule, tip fields --measures the codebook.
    """,
    "by",
    options.format_option(PANEL_FORMATS),
    *("json", "no_header", *options.SETTINGS),
)
def panel(given: Options) -> None:
    from serbia_tip.queries.panel import PanelRow, panel_fields
    from serbia_tip.queries.panel import panel as query_panel

    form, store = given.form(PANEL_FORMATS), load(given.store)
    rows = query_panel(store, by=given.by)
    if not rows:
        write_message("no year has a rating or a yearly total")
    if form is not TABLE:
        columns = [field.name for field in panel_fields(store)]
        header = not given.no_header
        answer = Answer(store, PanelRow, rows, fields=columns, header=header)
        stream_output(render_format(answer, form, given.screen(form)))
    elif rows:
        from serbia_tip.views.panel import view_panel
        from serbia_tip.views.render import render_view

        screen = detect_screen(given.color)
        given.present(render_view(view_panel(store, rows), store, screen), screen)


@other_command(
    "tip profile",
    """The country at a glance: tiers, routes, key figures, laws, help.

    It shows the latest tier and its history, the routes by role, the key figures, the index
    score, the treaties, and whom a victim or a witness can call.
    """,
    *("json", *options.SETTINGS),
)
def profile(given: Options) -> None:
    from serbia_tip.queries.country_profile import country_profile as profile_of

    store = load(given.store)
    found = profile_of(store)
    if given.json:
        write_output(f"{as_json(found)}\n".encode())
        return
    from serbia_tip.views.overviews import view_profile
    from serbia_tip.views.render import render_view

    screen = detect_screen(given.color)
    text = render_view(view_profile(store, found), store, screen)
    given.present(text, screen)


@other_command(
    "tip show ID",
    """One fact whole, or a source with all that rests on it.

    ID is that of a fact, of a source, or a place in one, source[place]; a place alone, where only
    one source has it. Of a fact there are its value, period, attribution and note, its sources in
    full, what disputes it, its whole and its parts, and the line of the store on which it begins.
    Words that are no ID choose figures, as in tip stats, and up to ten are shown. What is unknown
    doesn't stop the others. In Python: serbia_tip.load().facts().
    """,
    argument_parameter("names", "[ID]...", list[str], []),
    *("json", *options.SETTINGS),
)
def show(given: Options, names: Sequence[str]) -> None:
    from serbia_tip.queries.fact_cards import fact_cards, source_card
    from serbia_tip.store.check.problems import locate_facts

    reading = read_store(given.store)
    store = load_facts(reading)
    if not names:
        examples = [*(fact.id for fact in store.facts()[:1]), *[*store.sources][:1]]
        lines = " · ".join(f"tip show {name}" for name in examples)
        write_output(visible(f"One fact or source whole, for example: {lines}").encode() + b"\n")
        return
    things, unknown = _show_command_facts(store, names)
    found = {each if isinstance(each, SourcePlace) else each.id: each for each in things}
    wanted = [each for each in found.values() if isinstance(each, Fact)]
    begins = locate_facts(reading.text, store, [fact.id for fact in wanted])
    by_id = {card.id: card for card in fact_cards(store, wanted, begins)}
    whole = [
        source_card(store, each) if isinstance(each, SourcePlace) else by_id[each.id]
        for each in found.values()
    ]
    if given.json:
        write_output(json_array(map(as_json, whole)).encode())
    elif whole:
        from serbia_tip.views.records import show_records

        screen = detect_screen(given.color)
        given.present(show_records(whole, store, screen), screen)
    _report_show_errors(unknown)


_MOST_FIGURES = 10  # how many figures words may choose


def _show_command_facts(
    store: Store, names: Sequence[str]
) -> tuple[list[Fact | SourcePlace], list[TipError]]:
    """Return what has these names, or figures that the other words choose, and the errors."""
    found: list[Fact | SourcePlace] = []
    unknown: dict[str, TipError] = {}
    for name in names:
        try:
            found.append(find_fact_or_source(store, name))
        except NotThereError as error:
            unknown[name] = error
    if not unknown:
        return found, []
    with suppress(NotThereError):  # an id may be typed in several words
        return [*found, find_fact_or_source(store, " ".join(unknown))], []
    from serbia_tip.cli.commands import ROW_COMMANDS
    from serbia_tip.cli.row_command import explain_no_match

    record = ROW_COMMANDS[StatisticRow.command]
    question = Question(GRAMMARS[Statistic], store)
    try:
        question = question.read([*unknown], only_names=True)
    except NotThereError:
        return found, list(unknown.values())
    if not question.own and question.common.year:  # nothing but years
        return found, list(unknown.values())
    asked = " ".join(unknown)
    rows = question.ask()
    if not rows:
        return found, [NotThereError(f"{asked}: {explain_no_match(record, question)}")]
    if len(rows) > _MOST_FIGURES:
        rows = replace(question, own={**question.own, "totals": True}).ask() or rows
    if len(rows) > _MOST_FIGURES:
        counted = count_noun(len(rows), record.row.noun)
        return found, [UsageError(f"{asked}: {counted}; add a year, a body or a group")]
    chosen = {row.id for row in rows if isinstance(row, StatisticRow)}
    return [*found, *(each for each in store.statistics if each.id in chosen)], []


def _report_show_errors(errors: Sequence[TipError]) -> None:
    """Report all errors, the last one by raising it."""
    for error in errors[:-1]:
        write_message(str(error))
    if errors:
        raise errors[-1]


@other_command(
    "tip cite ID --style bibtex",
    """The sources of facts, or the facts as a whole, as references for a paper.

    ID is a fact, a source, or a place in one; words that are none choose figures, as in tip stats,
    up to ten. Instead of IDs, the filters choose facts, --all takes all of them. Without any, the
    reference is to the fact base itself: its title, version, date, licence and hash. Each source
    comes once, with the places in it. The style quote gives each fact as a finished sentence, to
    paste.
    """,
    *options.FILTERS,
    argument_parameter("names", "[ID]...", list[str], []),
    Option("text, quote, bibtex, csl or ris", "STYLE", shown=True).parameter("style", str, "text"),
    Option("All sources that facts rest on").parameter("all", bool, False),
    Option(options.KIND, "KIND").parameter("kind", list[str], []),
    *options.SETTINGS,
)
def cite(given: Options, names: Sequence[str], style: str, kind: Sequence[str]) -> None:
    from hashlib import sha256

    from serbia_tip.formats.citation_styles import STYLES
    from serbia_tip.queries.fact_cards import cited_store, cited_works

    chosen = STYLES[lookup_word("style", style, dict.fromkeys(STYLES, 0), error=UsageError)]
    common = given.common()
    filtered = given.all or bool(kind) or common != EVERYTHING
    if names and filtered:
        raise UsageError("IDs exclude --all and the filters")
    reading = read_store(given.store)
    store = load_facts(reading)
    things, unknown = _show_command_facts(store, names)
    if filtered:
        common = replace(common, deprecated=common.deprecated or given.all)
        things = [*filter_facts(store, kinds.query_facts(store, kind), common)]
        if not things:
            write_message("no fact matches")
    if chosen.render is None:
        if not names and not filtered:
            raise UsageError("--style quote is of facts: name one, or choose some by a filter")
        if places := [thing.text for thing in things if isinstance(thing, SourcePlace)]:
            raise UsageError(f"--style quote is of facts, and {places[0]!r} is a source")
        from serbia_tip.formats.quotations import quote_facts

        facts = [thing for thing in things if isinstance(thing, Fact)]
        write_output(quote_facts(store, facts).encode())
    elif things or filtered:
        write_output(chosen.render(cited_works(store, things)).encode())
    elif not names:
        write_output(chosen.render([cited_store(store, sha256(reading.raw).hexdigest())]).encode())
    _report_show_errors(unknown)


@other_command(
    "tip check my-facts.toml",
    """Check a store: every problem, with its line.

    For each FILE, or else for the store in use, it prints every problem as FILE:LINE: rule:
    message; remedy, and how many facts there are. What may be a mistake is a warning, and no
    failure.
    """,
    argument_parameter("files", "[FILE]...", list[str], []),
    *("json", *options.SETTINGS),
)
def check(given: Options, files: Sequence[str]) -> None:
    from serbia_tip.store.check import check_doubts

    paths: Sequence[str | None] = files or [given.store]
    broken, told = [], []
    for reading in map(read_store, paths):
        whole, found = load_checked(reading)
        if whole is None:
            broken.append(f"{count_noun(len(found), 'problem')} in {reading.name}")
        else:
            found = check_doubts(whole, reading.text, reading.name)
        told += found
        if given.json:
            continue
        lines = [str(problem) for problem in found]
        if whole is not None:
            kinds = ", ".join(count_noun(len(whole.of(kind)), kind.noun) for kind in FACT_TYPES)
            counts = f"{count_noun(len(whole.facts()), 'fact')} ({kinds})"
            sources = count_noun(len(whole.sources), "source")
            lines.append(f"{reading.name}: sound: {counts}, {sources}")
        write_output("".join(f"{visible(line)}\n" for line in lines).encode())
    if given.json:
        write_output(json_array(map(as_json, told)).encode())
    if broken:
        raise NotThereError("; ".join(broken))


@other_command(
    "tip diff before.toml",
    """What changed between two stores: what was added, removed, changed, field by field.

    OLD and NEW are states of one store, or JSON exports of them; without NEW, the store in use. All
    that a store has is compared, and what is derived from it; with an export, what an export has.
    Differences are no error, but with --exit-code they are told by 1.
    """,
    argument_parameter("old", "OLD"),
    argument_parameter("new", "[NEW]", str | None, None),
    Option("End with 1 where they differ").parameter("exit_code", bool, False),
    Option("Print nothing; the exit code tells").parameter("quiet", bool, False),
    *("json", "store", "no_pager"),
)
def diff(given: Options, old: str, new: str | None, exit_code: bool, quiet: bool) -> None:
    from serbia_tip.views.lists import view_changes

    readings = read_store(old), read_store(given.store if new is None else new)
    exported = any(map(_is_export_to_diff, readings))
    found = find_changes(
        *(_diff_command_tables(reading, whole=not exported) for reading in readings)
    )
    if not quiet:
        if given.json:
            write_output(json_array(map(as_json, found.rows)).encode())
        else:
            given.present(view_changes(found.rows), detect_screen("never"))
        if found.not_compared:
            names = ", ".join(found.not_compared)
            write_message(f"not compared, since only one of the two has it: {names}")
        if not found.rows:
            write_message(f"no difference{' in what an export has' if exported else ''}")
    if found.rows and (exit_code or quiet):
        raise typer.Exit(1)


def _is_export_to_diff(reading: Reading) -> bool:
    return reading.raw.lstrip().startswith(b"{")  # no TOML begins so


def _diff_command_tables(reading: Reading, *, whole: bool) -> Tables:
    """The tables of a store, whole or as an export has them, or of a JSON export.

    Raises StoreError when it is neither.
    """
    from serbia_tip.export.tables import tables_as_json

    store = None if _is_export_to_diff(reading) else load_facts(reading)
    exported = reading.raw if store is None else tables_as_json(store)
    try:
        found = msgspec.json.decode(exported, type=dict[str, dict | list[dict]])  # type: ignore[type-arg]
    except msgspec.MsgspecError as error:
        raise StoreError(f"{reading.name}: not an export as JSON: {error}") from error
    if "store" not in found:
        raise StoreError(f"{reading.name}: not an export as JSON: it has no store")
    tables = {name: [rows] if isinstance(rows, dict) else rows for name, rows in found.items()}
    return fill_changed_tables(tables, store) if store and whole else tables


@other_command(
    "tip schema routes",
    """The JSON Schema of the store, or of a command's JSON.

    It describes what COMMAND prints with --json; without a COMMAND, a store (dialect 2020-12).
    """,
    argument_parameter("command", "[COMMAND]", str | None, None),
    "no_pager",
)
def schema(_given: Options, command: str | None) -> None:
    from serbia_tip.queries.fields import fields_schema as schema_of

    write_output(msgspec.json.format(msgspec.json.encode(schema_of(command))) + b"\n")


@other_command(
    "tip export facts.db",
    """The whole store for other tools: SQLite, CSV with its meaning, JSON, HTML.

    The suffix of PATH says which: .db or .sqlite is an SQLite database, .json one JSON object,
    .html a page, .xlsx a workbook, .parquet one table of all facts for data frames. Without a
    suffix, or with a final slash, it is a folder of CSV files with a description (a Data Package).
    """,
    argument_parameter("path", "PATH"),
    Option("Replace an earlier export at PATH").parameter("force", bool, False),
    "yearly",
    *options.SETTINGS,
)
def export(given: Options, path: str, force: bool) -> None:
    from serbia_tip.export import export_target

    if path == "-":
        raise UsageError("an export is written to a file or folder, not to standard output")
    if path.startswith("~"):
        raise UsageError(f"{path!r} is no path: leave ~ unquoted, or name the folder")
    chosen = export_target(path)
    whole = load(given.store)
    if given.yearly:
        whole = keep_yearly_statistics(whole)
    chosen.write(whole, Path(path), force=force)
    write_message(f"wrote {count_noun(len(whole.facts()), 'fact')} to {path}")
