"""The command line: each command asks a query and prints what it answers."""

import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Annotated, Any, TypeAlias

import typer
from msgspec import Struct

from serbia_tip import __version__, query
from serbia_tip.errors import FINE, NotThereError, StoreError, TipError
from serbia_tip.model import KINDS, Store
from serbia_tip.options import ColorChoice, Shared, StorePath
from serbia_tip.output import render
from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import visible
from serbia_tip.output.screen import Color, Screen, detect
from serbia_tip.output.write import write
from serbia_tip.query import Common
from serbia_tip.rows import (
    CoverageRow,
    FindingRow,
    LawRow,
    RouteRow,
    Row,
    SearchRow,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
)
from serbia_tip.series import statistic_remarks, tier_remarks
from serbia_tip.store import convert, decode, load, parse, read, shipped

_INTERRUPTED = 130
_LONG = 20
"""A longer answer on a terminal says how to narrow it."""

app = typer.Typer(
    name="tip",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Query: TypeAlias = Callable[..., Sequence[Row]]
Remarks: TypeAlias = Callable[[Store, Any, Common], Sequence[str]]
Emphasis: TypeAlias = Callable[[Any, Any], Mapping[str, Sequence[tuple[int, int]]]]


class Settings(Struct, frozen=True):
    """What was said before the command's name."""

    store: str | None = None
    color: Color = "auto"


def _option(metavar: str, meaning: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=f"{meaning}; repeatable.", show_default=False)


# --- how a query becomes a command -------------------------------------------------------------


def answers(
    kind: type[Row],
    example: str,
    remarks: Remarks | None = None,
    emphasis: Emphasis | None = None,
) -> Callable[[Query], Query]:
    """Make a command of a query: its own options and the shared ones, and its answer printed.

    `example` opens the command's help; `remarks` says what is true of the rows together, and
    `emphasis` what in them a terminal shows in bold (see `Answer`).
    """

    def decorate(ask: Query) -> Query:
        _, _, *own = inspect.signature(ask).parameters.values()

        def command(ctx: typer.Context, **given: Any) -> None:
            mine = {option.name: given.pop(option.name) for option in own}
            shared = Shared(**given)
            form, fields, order = shared.form, shared.chosen(kind), shared.order(kind)
            settings: Settings = ctx.obj
            store = load(shared.store or settings.store)
            found = ask(store, shared.common, **mine)
            rows = found if order is None else order.sorted(found)
            rows = rows[: shared.limit]
            screen = detect(shared.color or settings.color)
            answer = Answer(
                store,
                kind,
                rows,
                fields,
                remarks(store, found, shared.common) if remarks and form == "table" else (),
                not shared.no_header,
                emphasis(rows, mine) if emphasis and form == "table" and screen.color else {},
            )
            write(render(answer, form, screen))
            if form == "table":
                _advise(answer, screen, [name for name, value in mine.items() if not value])

        context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
        parameters = [
            context,
            *(option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in own),
            *inspect.signature(Shared).parameters.values(),
        ]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        meaning = inspect.getdoc(ask) or ""
        app.command(
            ask.__name__,
            short_help=meaning.partition("\n")[0],
            help=f"Example: {example}\n\n{meaning}",
        )(command)
        return ask

    return decorate


def _advise(answer: Answer, screen: Screen, unused: Sequence[str]) -> None:
    """Say that nothing was found or, on a terminal, how to narrow a long answer."""
    if not answer.rows:
        _say(f"no {answer.kind.noun} matches")
    elif screen.width is not None and len(answer.rows) > _LONG:
        options = ", ".join(f"--{name.rstrip('_')}" for name in [*unused, "year", "since", "until"])
        _say(f"{len(answer.rows)} rows; narrow them with {options}")


def _say(message: str) -> None:
    """One line on standard error, if there is one."""
    if sys.stderr is not None:
        print(f"tip: {visible(message)}", file=sys.stderr)


# --- the commands ------------------------------------------------------------------------------


@app.callback(invoke_without_command=True)
def tip(
    ctx: typer.Context,
    store: StorePath = None,
    color: ColorChoice = None,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the versions of the tool and the store.")
    ] = False,
) -> None:
    """Look up facts on human trafficking in a country, each with its source.

    Example: tip routes --role transit
    """
    ctx.obj = Settings(store or os.environ.get("TIP_STORE") or None, color or "auto")
    if version:
        write(f"{_version(ctx.obj.store)}\n".encode())
    elif ctx.invoked_subcommand is None:
        write(f"{_title(ctx.obj.store)}{ctx.get_help()}\n".encode())


def _title(path: str | None) -> str:
    """What the store is about, as a heading; nothing when it can't be read."""
    try:
        store = load(path)
    except StoreError:
        return ""
    return f"{visible(store.store.title)}: {len(store.facts())} facts\n\n"


def _version(path: str | None) -> str:
    from hashlib import sha256

    digest = sha256(read(path or str(shipped()))).hexdigest()
    store = load(path)
    facts = len(store.facts())
    return f"tip {__version__}\nstore {store.store.version}, {facts} facts, sha256 {digest}"


@answers(RouteRow, example="tip routes --role transit")
def routes(
    store: Store,
    common: Common,
    role: Annotated[list[str], _option("ROLE", "source, transit, destination or internal")] = [],
    from_: Annotated[list[str], _option("COUNTRY", "The origin", "--from")] = [],
    to: Annotated[list[str], _option("COUNTRY", "The destination")] = [],
    country: Annotated[list[str], _option("COUNTRY", "Either end")] = [],
) -> Sequence[Row]:
    """Who was trafficked from where to where, year by year.

    Countries go by name, alias or code, with or without diacritics. A route has one origin and
    one destination in one report; an end that the source leaves unnamed shows as a dash.
    """
    return query.routes(
        store, role=role, origin=from_, destination=to, country=country, common=common
    )


@answers(
    StatisticRow,
    example="tip stats --area protection --totals",
    remarks=statistic_remarks,
)
def stats(
    store: Store,
    common: Common,
    area: Annotated[
        list[str], _option("AREA", "situation, prosecution, protection, prevention")
    ] = [],
    measure: Annotated[list[str], _option("NAME", "What is counted")] = [],
    dimension: Annotated[
        list[str], _option("NAME", "Along what wholes are divided: age, sex, …")
    ] = [],
    group: Annotated[list[str], _option("NAME", "Which part: children, women, …")] = [],
    totals: Annotated[
        bool, typer.Option("--totals", help="Only wholes, no parts of them.")
    ] = False,
) -> Sequence[Row]:
    """The figures, with their bounds, the parts under their whole."""
    return query.statistics(
        store,
        area=area,
        measure=measure,
        dimension=dimension,
        group=group,
        totals=totals,
        common=common,
    )


@answers(TierRow, example="tip tiers --changes", remarks=tier_remarks)
def tiers(
    store: Store,
    common: Common,
    tier: Annotated[list[str], _option("TIER", "1, 2, 2WL or 3")] = [],
    changes: Annotated[
        bool, typer.Option("--changes", help="Only the years in which the tier moved.")
    ] = False,
) -> Sequence[Row]:
    """How the US Trafficking in Persons Report rated the country, year by year."""
    return query.tiers(store, tier=tier, changes=changes, common=common)


@answers(FindingRow, example="tip policy protection --assessment shortcoming")
def policy(
    store: Store,
    common: Common,
    area: Annotated[
        list[str] | None, typer.Argument(metavar="[AREA]...", show_default=False)
    ] = None,
    topic: Annotated[list[str], _option("NAME", "One thread through the years")] = [],
    assessment: Annotated[
        list[str], _option("WORD", "progress, shortcoming, mixed or context")
    ] = [],
) -> Sequence[Row]:
    """What the state did, and failed to do: prosecution, protection, prevention.

    AREA is prosecution, protection, prevention or situation; without one, all four.
    """
    return query.findings(store, area=area or (), topic=topic, assessment=assessment, common=common)


@answers(LawRow, example="tip laws --json")
def laws(
    store: Store,
    common: Common,
    kind: Annotated[list[str], _option("KIND", "treaty, statute, strategy, …")] = [],
) -> Sequence[Row]:
    """Treaties, statutes, strategies and bodies, one row for each dated event."""
    return query.laws(store, kind=kind, common=common)


@answers(SourceRow, example="tip sources --sort -facts")
def sources(store: Store, common: Common) -> Sequence[Row]:
    """The sources, and how many facts rest on each."""
    return query.sources(store, common=common)


@answers(TimelineRow, example="tip timeline --kind law")
def timeline(
    store: Store,
    common: Common,
    kind: Annotated[list[str], _option("KIND", "route, statistic, tier, finding or law")] = [],
) -> Sequence[Row]:
    """Every dated fact in order of time.

    Within a year, what ends first comes first: a day before its month, a month before the year,
    the year before a span of years.
    """
    return query.timeline(store, kind=kind, common=common)


def _hits(rows: Sequence[SearchRow], given: dict[str, Any]) -> Mapping[str, Any]:
    from serbia_tip.search import hits

    return hits((row.statement for row in rows), " ".join(given["words"]))


@answers(SearchRow, example="tip search witness protection", emphasis=_hits)
def search(
    store: Store,
    common: Common,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", show_default=False)],
    kind: Annotated[list[str], _option("KIND", "route, statistic, tier, finding or law")] = [],
) -> Sequence[Row]:
    """Full text over all facts, the best first.

    A phrase stands in quotes ("one NGO", inside quotes of the shell), a prefix ends in *. Case,
    diacritics and alphabet don't matter. If no fact has all the words, those that have the most
    of them are shown.
    """
    from serbia_tip.search import search

    return search(store, " ".join(words), kind=kind, common=common)


@answers(CoverageRow, example="tip coverage")
def coverage(store: Store, common: Common) -> Sequence[Row]:
    """How many facts of each kind each year has; gaps show as gaps.

    A fact counts for every year that its period touches, as in the --year filter.
    """
    return query.coverage(store, common=common)


@app.command(
    short_help="Check a store: every problem, with its line.",
    help="Example: tip check my-facts.toml\n\n"
    "Check a store: every problem as FILE:LINE: rule: message, or how many facts it holds.",
)
def check(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", show_default=False)] = None,
) -> None:
    """Check FILE, or the store in use."""
    from serbia_tip.check import problems
    from serbia_tip.position import located

    settings: Settings = ctx.obj
    name = file or settings.store or str(shipped())
    text = decode(read(name), name)
    data = parse(text, name)
    store = convert(data)
    if found := located(problems(data, store), text, name):
        write("".join(f"{visible(line)}\n" for line in found).encode())
        raise NotThereError(f"{len(found)} problems in {name}")
    assert store is not None  # what can't be converted has a problem
    counts = ", ".join(f"{len(getattr(store, kind))} {kind}" for kind in KINDS)
    said = f"{name}: sound: {len(store.facts())} facts ({counts}), {len(store.sources)} sources"
    write(f"{visible(said)}\n".encode())


def _needed(arguments: Sequence[str]) -> typer.Typer:
    """The app with no more commands than it takes: building each takes time."""
    called = [command for command in app.registered_commands if command.name in arguments[:1]]
    needed = copy(app)
    needed.registered_commands = called or app.registered_commands
    return needed


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, without the program's name; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = _needed(given)(given, prog_name="tip", standalone_mode=False)
    except TipError as error:
        _say(str(error))
        return error.exit_code
    except typer.TyperException as error:
        _say(error.format_message())
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    return code if isinstance(code, int) else FINE


def main() -> None:
    """The program `tip`."""
    sys.exit(run())
