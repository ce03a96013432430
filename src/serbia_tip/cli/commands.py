"""The command line: short functions that ask a query and print what it answers."""

import os
import sys
from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from serbia_tip import __version__
from serbia_tip.cli import completion, shells
from serbia_tip.cli.answers import answers
from serbia_tip.cli.app import Settings, app, command, hint, present
from serbia_tip.cli.cite_command import HELP as CITE_HELP
from serbia_tip.cli.cite_command import cite
from serbia_tip.cli.diff_command import HELP as DIFF_HELP
from serbia_tip.cli.diff_command import diff
from serbia_tip.cli.named import found_by, refuse
from serbia_tip.cli.options import (
    ColorChoice,
    HelpOption,
    InstallCompletion,
    NoHint,
    NoPager,
    ShowCompletion,
    StorePath,
    repeatable,
    show_help,
)
from serbia_tip.cli.year_command import HELP as YEAR_HELP
from serbia_tip.cli.year_command import year
from serbia_tip.errors import (
    FINE,
    INTERRUPTED,
    UNFORESEEN,
    NotThereError,
    StoreError,
    TipError,
    UsageError,
)
from serbia_tip.formats.json import array, encoded
from serbia_tip.model import KINDS, Fact, Store
from serbia_tip.queries import lookups
from serbia_tip.queries.gaps import statistic_remarks, tier_remarks
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.names import Place, named
from serbia_tip.queries.rows import (
    CoverageRow,
    FieldRow,
    FindingRow,
    LawRow,
    RouteRow,
    Row,
    SearchRow,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    ValueRow,
)
from serbia_tip.store.load import Reading, checked, facts, load, read, warned
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import detect
from serbia_tip.terminal.write import message, write
from serbia_tip.words import number_of


@app.callback(
    invoke_without_command=True,
    help="""Look up facts on human trafficking in a country, each with its source.

    Example: tip routes --role transit
    """,
)
def tip(
    ctx: typer.Context,
    store: StorePath = None,
    color: ColorChoice = None,
    no_hint: NoHint = False,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the versions of the tool and the store.")
    ] = False,
    _install: InstallCompletion = False,
    _show: ShowCompletion = False,
    _help: HelpOption = False,
) -> None:
    ctx.obj = ctx.obj.but(
        (os.environ.get("TIP_STORE") or None) if store is None else store,
        color,
        no_hint or bool(os.environ.get("TIP_NO_HINT")),
    )
    if version:
        write(f"{_version(read(ctx.obj.store))}\n".encode())
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        _start(ctx, ctx.obj)


def _start(ctx: typer.Context, settings: Settings) -> None:
    """Show the start page; without a store that can be read, the help."""
    try:
        store = load(settings.store)
    except StoreError:
        show_help(ctx)
    from serbia_tip.views.render import render
    from serbia_tip.views.start import view

    screen = detect(settings.color)
    write(screen.encode(render(view(store), store, screen)))


def _version(reading: Reading) -> str:
    from hashlib import sha256

    store = facts(reading)
    digest = sha256(reading.raw).hexdigest()
    said = f"store {store.store.version}, {number_of(len(store.facts()), 'fact')}, sha256 {digest}"
    return f"tip {__version__}\n{visible(said)}"


@answers(
    RouteRow,
    group="Look up",
    example="tip routes --role transit",
    bare=("role", "country"),
    help="""Who was trafficked from where to where, year by year.

    Countries go by name, alias or code, with or without diacritics. A route has one origin and
    one destination in one report; an end that the source leaves unnamed shows as a dash.
    """,
)
def routes(
    store: Store,
    common: Common,
    role: Annotated[
        list[str],
        repeatable(
            "ROLE",
            "source, transit, destination or internal",
            completes=completion.values("routes", "role"),
        ),
    ] = [],
    standing: Annotated[
        list[str],
        repeatable(
            "WORD",
            "How firmly it is said: stated, alleged or at-risk",
            completes=completion.values("routes", "standing"),
        ),
    ] = [],
    from_: Annotated[
        list[str], repeatable("COUNTRY", "The origin", "--from", completes=completion.countries)
    ] = [],
    to: Annotated[
        list[str], repeatable("COUNTRY", "The destination", completes=completion.countries)
    ] = [],
    country: Annotated[
        list[str], repeatable("COUNTRY", "Either end", completes=completion.countries)
    ] = [],
) -> Sequence[Row]:
    return lookups.routes(
        store,
        role=role,
        standing=standing,
        origin=from_,
        destination=to,
        country=country,
        common=common,
    )


@answers(
    StatisticRow,
    group="Look up",
    example="tip stats --area protection --totals",
    remarks=statistic_remarks,
    bare=("measure", "area", "group", "dimension"),
    help="""The figures: what is counted, one measure through the years, or all of one year.

    Words without an option are measures, areas, groups, dimensions or years; without any, the
    answer is an index of the measures.
    """,
)
def stats(
    store: Store,
    common: Common,
    area: Annotated[
        list[str],
        repeatable(
            "AREA",
            "situation, prosecution, protection, prevention",
            completes=completion.values("statistics", "area"),
        ),
    ] = [],
    measure: Annotated[
        list[str],
        repeatable("NAME", "What is counted", completes=completion.values("statistics", "measure")),
    ] = [],
    dimension: Annotated[
        list[str],
        repeatable(
            "NAME",
            "Along what wholes are divided: age, sex, …",
            completes=completion.values("statistics", "dimension"),
        ),
    ] = [],
    group: Annotated[
        list[str],
        repeatable(
            "NAME",
            "Which part: children, women, …",
            completes=completion.values("statistics", "group"),
        ),
    ] = [],
    totals: Annotated[
        bool, typer.Option("--totals", help="Only wholes, no parts of them.")
    ] = False,
) -> Sequence[Row]:
    return lookups.statistics(
        store,
        area=area,
        measure=measure,
        dimension=dimension,
        group=group,
        totals=totals,
        common=common,
    )


@answers(
    TierRow,
    group="Look up",
    example="tip tiers --changes",
    remarks=tier_remarks,
    bare=("tier",),
    help="How the US Trafficking in Persons Report rated the country, year by year.",
)
def tiers(
    store: Store,
    common: Common,
    tier: Annotated[
        list[str], repeatable("TIER", "1, 2, 2WL or 3", completes=completion.tiers)
    ] = [],
    changes: Annotated[
        bool, typer.Option("--changes", help="Only the years in which the tier moved.")
    ] = False,
) -> Sequence[Row]:
    return lookups.tiers(store, tier=tier, changes=changes, common=common)


@answers(
    FindingRow,
    group="Look up",
    example="tip policy protection --assessment shortcoming",
    help="""What the state did, and failed to do: prosecution, protection, prevention.

    AREA is prosecution, protection, prevention or situation; without one, all four.
    """,
)
def policy(
    store: Store,
    common: Common,
    area: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[AREA]...",
            show_default=False,
            autocompletion=completion.values("findings", "area"),
        ),
    ] = None,
    topic: Annotated[
        list[str],
        repeatable(
            "NAME", "One thread through the years", completes=completion.values("findings", "topic")
        ),
    ] = [],
    assessment: Annotated[
        list[str],
        repeatable(
            "WORD",
            "progress, shortcoming, mixed or context",
            completes=completion.values("findings", "assessment"),
        ),
    ] = [],
) -> Sequence[Row]:
    return lookups.findings(
        store, area=area or (), topic=topic, assessment=assessment, common=common
    )


@answers(
    LawRow,
    group="Look up",
    example="tip laws --json",
    bare=("kind",),
    help="Treaties, statutes, strategies and bodies, one row for each dated event.",
)
def laws(
    store: Store,
    common: Common,
    kind: Annotated[
        list[str],
        repeatable(
            "KIND", "treaty, statute, strategy, …", completes=completion.values("laws", "kind")
        ),
    ] = [],
) -> Sequence[Row]:
    return lookups.laws(store, kind=kind, common=common)


command("year", "Look up", example="tip year 2007", help=YEAR_HELP)(year)


@answers(
    SourceRow,
    group="Trust",
    example="tip sources --sort -facts",
    help="The sources, and how many facts rest on each.",
)
def sources(store: Store, common: Common) -> Sequence[Row]:
    return lookups.sources(store, common=common)


@answers(
    TimelineRow,
    group="Find",
    example="tip timeline --kind law",
    bare=("kind",),
    help="""Every dated fact in order of time.

    Within a year, what ends first comes first: a day before its month, a month before the year,
    the year before a span of years.
    """,
)
def timeline(
    store: Store,
    common: Common,
    kind: Annotated[
        list[str],
        repeatable("KIND", "route, statistic, tier, finding or law", completes=completion.kinds),
    ] = [],
) -> Sequence[Row]:
    return lookups.timeline(store, kind=kind, common=common)


@answers(
    SearchRow,
    group="Find",
    example="tip search witness protection",
    help="""Full text over all facts, the best first.

    A phrase stands in quotes ("one NGO", inside quotes of the shell), a prefix ends in *. Case,
    diacritics and alphabet don't matter. If no fact has all the words, those that have the most
    of them are shown.
    """,
)
def search(
    store: Store,
    common: Common,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", show_default=False)],
    kind: Annotated[
        list[str],
        repeatable("KIND", "route, statistic, tier, finding or law", completes=completion.kinds),
    ] = [],
) -> Sequence[Row]:
    from serbia_tip.queries.search import found

    rows, all_words = found(store, " ".join(words), kind=kind, common=common)
    if not all_words:
        message("no fact has all the words; these have the most of them")
    return rows


@answers(
    CoverageRow,
    group="Trust",
    example="tip coverage",
    help="""How many facts of each kind each year has; gaps show as gaps.

    A fact counts for every year that its period touches, as in the --year filter.
    """,
)
def coverage(store: Store, common: Common) -> Sequence[Row]:
    return lookups.coverage(store, common=common)


def _described(given: Mapping[str, Any]) -> type[Row]:
    """What `tip fields` answers with: the values of a field if one is named."""
    return ValueRow if given["field"] else FieldRow


@answers(
    FieldRow,
    group="Data",
    example="tip fields stats measure",
    filtered=False,
    row_of=_described,
    help="""What the rows of a command consist of, or which values a field of them has.

    Without a COMMAND, the fields of all; each with its type, its words, its meaning. With a
    FIELD, its values in the store: how people call each, and how many facts have it.
    """,
)
def fields(
    store: Store,
    _common: Common,
    command: Annotated[
        str | None,
        typer.Argument(metavar="[COMMAND]", show_default=False, autocompletion=completion.commands),
    ] = None,
    field: Annotated[
        str | None,
        typer.Argument(
            metavar="[FIELD]", show_default=False, autocompletion=completion.fields_of_command
        ),
    ] = None,
) -> Sequence[Row]:
    if command is not None and field is not None:
        from serbia_tip.queries.field_values import value_rows

        return value_rows(store, command, field)
    from serbia_tip.queries.field_descriptions import field_rows

    return field_rows(command)


@command(
    "show",
    "Find",
    example="tip show ID",
    help="""One fact whole, or a source with all that rests on it.

    ID is that of a fact, of a source, or a place in one, source[place]; a place alone, where only
    one source has it. Of a fact there are its value, period, attribution and note, its sources in
    full, what disputes it, its whole and its parts, and the line of the store on which it begins.
    An unknown ID doesn't keep the others from being shown.
    """,
)
def show(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", show_default=False, autocompletion=completion.names),
    ],
    json: Annotated[bool, typer.Option("--json", help="The same as JSON, in an array.")] = False,
    no_pager: NoPager = False,
    no_hint: NoHint = False,
    store: StorePath = None,
    color: ColorChoice = None,
    _help: HelpOption = False,
) -> None:
    from serbia_tip.queries.fact_card import cards
    from serbia_tip.queries.source_card import source_card
    from serbia_tip.store.line_numbers import beginnings

    settings = ctx.obj.but(store, color, no_hint)
    reading = read(settings.store)
    facts_of = facts(reading)
    named_things, unknown = found_by(partial(named, facts_of), ids)
    things = {thing if isinstance(thing, Place) else thing.id: thing for thing in named_things}
    found = list(things.values())
    begins = beginnings(reading.text, facts_of)
    of_facts = cards(facts_of, [thing for thing in found if isinstance(thing, Fact)], begins)
    by_id = {card.id: card for card in of_facts}
    whole = [
        source_card(facts_of, thing) if isinstance(thing, Place) else by_id[thing.id]
        for thing in found
    ]
    if json:
        write(array(map(encoded, whole)).encode())
    elif whole:
        from serbia_tip.views.cards import render

        screen = detect(settings.color)
        present(render(whole, facts_of, screen), screen, paged=not no_pager)
        hint(ctx, settings, screen)
    refuse(unknown)


command("cite", "Trust", example="tip cite ID --style bibtex", help=CITE_HELP)(cite)


@command(
    "profile",
    "Look up",
    example="tip profile",
    help="""The country on one screen: tiers, routes, key figures, laws, help.

    It shows the latest tier and its history, the routes by role, the key figures, the index
    score, the treaties, and whom a victim or a witness can call.
    """,
)
def profile(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The same as JSON, an object.")] = False,
    no_hint: NoHint = False,
    store: StorePath = None,
    color: ColorChoice = None,
    _help: HelpOption = False,
) -> None:
    from serbia_tip.queries.country_profile import profile as profile_of

    settings = ctx.obj.but(store, color, no_hint)
    facts_of = load(settings.store)
    found = profile_of(facts_of)
    if json:
        write(f"{encoded(found)}\n".encode())
    else:
        from serbia_tip.views.profile import view
        from serbia_tip.views.render import render

        screen = detect(settings.color)
        write(screen.encode(render(view(facts_of, found), facts_of, screen)))
        hint(ctx, settings, screen)


@command(
    "schema",
    "Data",
    example="tip schema routes",
    help="""The JSON Schema of the store, or of a command's JSON.

    It says (in the dialect 2020-12) what COMMAND prints with --json; without one, what a store is.
    """,
)
def schema(
    command: Annotated[
        str | None,
        typer.Argument(metavar="[COMMAND]", show_default=False, autocompletion=completion.schemas),
    ] = None,
    _help: HelpOption = False,
) -> None:
    from serbia_tip.queries.field_descriptions import schema as schema_of

    write(msgspec.json.format(msgspec.json.encode(schema_of(command))) + b"\n")


@command(
    "check",
    "Trust",
    example="tip check my-facts.toml",
    help="""Check a store: every problem, with its line.

    Of each FILE, or else of the store in use, every problem is printed as FILE:LINE: rule: message,
    or how many facts it holds. What is only likely to be a mistake is a warning, and no failure.
    """,
)
def check(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", show_default=False)
    ] = None,
    store: StorePath = None,
    _help: HelpOption = False,
) -> None:
    broken = [
        said for file in files or [ctx.obj.but(store, None).store] if (said := _check(read(file)))
    ]
    if broken:
        raise NotThereError("; ".join(broken))


def _check(reading: Reading) -> str | None:
    """Print what is wrong with a store, or what it holds; returns how many problems it has."""
    whole, found = checked(reading)
    doubtful = warned(reading, whole) if whole else []
    write("".join(f"{visible(line)}\n" for line in (*found, *doubtful)).encode())
    if whole is None or found:
        return f"{number_of(len(found), 'problem')} in {reading.name}"
    counts = [number_of(len(getattr(whole, kind)), KINDS[kind].noun) for kind in KINDS]
    facts_in, sources_in = (
        number_of(len(things), noun)
        for things, noun in ((whole.facts(), "fact"), (whole.sources, "source"))
    )
    said = f"{reading.name}: sound: {facts_in} ({', '.join(counts)}), {sources_in}"
    write(f"{visible(said)}\n".encode())
    return None


command("diff", "Trust", example="tip diff before.toml my-facts.toml", help=DIFF_HELP)(diff)


@command(
    "export",
    "Data",
    example="tip export facts.db",
    help="""The whole store for other tools: SQLite, CSV with its meaning, JSON, HTML.

    The name of PATH says which: .db or .sqlite is an SQLite database, .json one JSON object, .html
    a page, .xlsx a workbook, .parquet one table of all facts for data frames; a name without a
    suffix, or with a slash at its end, is a folder of
    CSV files with their description (a Data Package).
    """,
)
def export(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", show_default=False)],
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier export at PATH.")
    ] = False,
    store: StorePath = None,
    _help: HelpOption = False,
) -> None:
    from serbia_tip.export import target

    chosen = target(path)
    whole = load(ctx.obj.but(store, None).store)
    chosen.write(whole, Path(path), force=force)
    message(f"wrote {number_of(len(whole.facts()), 'fact')} to {path}")


def _needed(arguments: Sequence[str]) -> typer.Typer:
    """The app with no more commands than it takes: building each takes time."""
    completing = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = arguments or completing.split()[1:]
    called = [command for command in app.registered_commands if command.name in words[:1]]
    needed = copy(app)
    needed.registered_commands = called or app.registered_commands
    return needed


def _refuse_two_stores(arguments: Sequence[str]) -> None:
    """Raise UsageError where a store is named twice, of which one would be passed over."""
    options = takewhile("--".__ne__, arguments)
    if sum(word == "--store" or word.startswith("--store=") for word in options) > 1:
        raise UsageError("--store is given twice")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, without the program's name; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    line = partial(
        _needed(given), given, prog_name="tip", standalone_mode=False, obj=Settings(tuple(given))
    )
    try:
        _refuse_two_stores(given)
        code = shells.answer(line) if shells.is_asked() else line()
    except TipError as error:
        message(str(error))
        return error.exit_code
    except typer.TyperException as error:
        message(error.format_message())
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except MemoryError:
        message("the store, or the answer, is too large for the memory")
        return StoreError.exit_code
    except Exception as error:
        if os.environ.get("TIP_DEBUG"):
            raise
        message(f"a mistake of tip's own, {error!r}: TIP_DEBUG=1 shows where")
        return UNFORESEEN
    return code if isinstance(code, int) else FINE
