"""The commands that print rows (routes, stats, search, …), as records: what each takes."""

from collections.abc import Sequence
from inspect import Parameter

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.cli.options import KIND, Option, argument_parameter
from serbia_tip.errors import UsageError
from serbia_tip.model import Finding, Law, Route, Statistic, Store, TierRating
from serbia_tip.queries import kinds, rows
from serbia_tip.queries.filters import EVERYTHING, Common
from serbia_tip.queries.rows import Row
from serbia_tip.queries.words import GRAMMARS, Grammar, find_commands, separate_years
from serbia_tip.terminal.screen import write_message


def _command_filter(name: str, metavar: str, meaning: str, *names: str) -> Parameter:
    """Return an option that takes words of the store, and may be given several times."""
    return Option(meaning, metavar, names=names).parameter(name, list[str], [])


class RowCommand(Struct, frozen=True):
    """A command that prints rows: what it asks, what it takes, and what its help says."""

    grammar: Grammar  # what it asks, and what words mean in it
    example: str
    help: str
    takes: Sequence[str | Parameter] = ()  # names of shared options, and its own
    filtered: bool = True  # whether the common filters can narrow the answer
    summed_up: bool = False  # whether people first see a summary
    remarks: str = ""  # the function that says what is true of the rows together: gaps, breaks

    def with_default(self, default: object) -> list[str]:
        """Return the names of what it takes with this default: [] of filters, ... of musts."""
        return [
            each.name
            for each in self.takes
            if isinstance(each, Parameter) and each.default.default == default
        ]

    @property
    def row(self) -> type[Row]:
        """The rows that it prints."""
        return self.grammar.row


# The fields whose values are bare words where facts of all kinds are asked for.
_EVERY_FIELD = (
    *("area", "topic", "measure", "group", "dimension"),
    *("role", "country", "tier", "assessment"),
)
_KIND_OF_FACT = _command_filter("kind", "KIND", KIND)


def _search_command(
    store: Store, *, words: Sequence[str], kind: Sequence[str], common: Common
) -> Sequence[Row]:
    from serbia_tip.queries.search import search_and_remark

    every = replace(common, deprecated=True)
    matching, remarks = search_and_remark(store, " ".join(words), kind=kind, common=every)
    if not matching and common == EVERYTHING and not kind:
        remarks += _see_commands(store, words)
    for remark in remarks:
        write_message(remark)
    return matching


def _see_commands(store: Store, words: Sequence[str]) -> Sequence[str]:
    """Say which command answers the words, if one does."""
    lines = [line for line, _ in find_commands(store, words)]
    return [f"see {lines[0]}"] if lines else []


def _disputes_command(
    store: Store, *, words: Sequence[str] | None = None, common: Common
) -> Sequence[Row]:
    from serbia_tip.queries.quarrels import find_quarrels

    spans, others = separate_years(words or ())
    years = (*common.year, *(year for span in spans for year in span))
    return find_quarrels(store, words=others, common=replace(common, year=years, deprecated=True))


def _fields_command(
    store: Store, *, command: str | None, field: str | None, measures: bool, **_filters: Common
) -> Sequence[Row]:
    from serbia_tip.queries.fields import field_rows, field_value_rows

    if measures:
        if command is not None:
            raise UsageError("--measures takes no COMMAND")
        from serbia_tip.queries.panel import measures as query_measures

        return query_measures(store)
    return (
        field_value_rows(store, str(command), field) if field is not None else field_rows(command)
    )


_COMMANDS = (
    RowCommand(
        GRAMMARS[Route],
        example="tip routes --role transit",
        help="""Who was trafficked from where to where, year by year.

        Countries go by name, alias or code, with or without diacritics. A route has one origin and
        one destination in one report; an end that the source leaves unnamed shows as a dash.
        Words without an option are roles, countries, bodies, sources or years.
        """,
        takes=(
            _command_filter("role", "ROLE", "source, transit, destination or internal"),
            _command_filter(
                "standing", "WORD", "How firmly it is said: stated, alleged or at-risk"
            ),
            _command_filter("origin", "COUNTRY", "The origin", "--from"),
            _command_filter("destination", "COUNTRY", "The destination", "--to"),
            _command_filter("country", "COUNTRY", "Either end"),
        ),
    ),
    RowCommand(
        GRAMMARS[Statistic],
        example="tip stats --area protection --totals",
        help="""The figures: what is counted, one measure through the years, or all of one year.

        Words without an option are measures, areas, groups, dimensions, bodies, sources or years;
        without any, the answer is an index of the measures.
        """,
        takes=(
            _command_filter("area", "AREA", "situation, prosecution, protection, prevention"),
            _command_filter("measure", "NAME", "What is counted"),
            _command_filter("dimension", "NAME", "How totals are divided: age, sex, …"),
            _command_filter("group", "NAME", "Which part: children, women, …"),
            Option("Only totals, not their parts").parameter("totals", bool, False),
            "yearly",
        ),
        summed_up=True,
        remarks="serbia_tip.queries.gaps:statistic_gap_remarks",
    ),
    RowCommand(
        GRAMMARS[TierRating],
        example="tip tiers --changes",
        help="How the US Trafficking in Persons Report rated the country, year by year.",
        takes=(
            _command_filter("tier", "TIER", "1, 2, 2WL or 3"),
            Option("Only the years in which the tier moved").parameter("changes", bool, False),
        ),
        remarks="serbia_tip.queries.gaps:tier_gap_remarks",
    ),
    RowCommand(
        GRAMMARS[Finding],
        example="tip policy protection --assessment shortcoming",
        help="""What the state did, and failed to do: prosecution, protection, prevention.

        Words without an option are areas (prosecution, protection, prevention, situation), topics,
        bodies, sources or years.
        """,
        takes=(
            _command_filter("area", "AREA", "prosecution, protection, prevention or situation"),
            _command_filter("topic", "NAME", "A topic through the years"),
            _command_filter(
                "assessment", "WORD", "progress, shortcoming, mixed, context or advice"
            ),
        ),
        summed_up=True,
    ),
    RowCommand(
        GRAMMARS[Law],
        example="tip laws --json",
        help="Treaties, statutes, strategies and bodies, one row for each dated event.",
        takes=(_command_filter("kind", "KIND", "What it is: treaty, statute, strategy, …"),),
    ),
    RowCommand(
        Grammar(rows.DisputeRow, _disputes_command),
        example="tip disputes convictions 2011",
        help="""Who contradicts whom: each quarrel once, both sides.

        WORDS are what it is about, who says it, a country, a year, or other words of both sides;
        with them, or with --all, the answer has the sources and why the sides differ.
        """,
        takes=(argument_parameter("words", "[WORDS]...", list[str], None),),
        summed_up=True,
    ),
    RowCommand(
        Grammar(
            *(rows.TimelineRow, kinds.timeline, None, ("noun",), _EVERY_FIELD, "noun"),
            {"noun": "kind"},
        ),
        example="tip timeline --kind law",
        help="""Every dated fact in order of time.

        Within a year, what ends first comes first: a day before its month, a month before the year,
        the year before a span of years. Words without an option are kinds of fact, topics,
        measures, groups, countries, bodies, sources or years.
        """,
        takes=(_KIND_OF_FACT,),
        summed_up=True,
    ),
    RowCommand(
        Grammar(rows.SearchRow, _search_command),
        example="tip search witness protection",
        help="""Full-text search over all facts, the best matches first.

        A phrase stands in quotes ("one NGO", inside quotes of the shell), a prefix ends in *. Case,
        diacritics and alphabet don't matter. If no fact has all the words, those that have the most
        of them are shown.
        """,
        takes=(argument_parameter("words", "WORDS...", list[str]), _KIND_OF_FACT),
    ),
    RowCommand(
        Grammar(rows.SourceRow, kinds.sources, more=_EVERY_FIELD, asked="source"),
        example="tip sources --sort -facts",
        help="""The sources, and how many facts rest on each.

        Words without an option are sources, bodies, topics, measures, countries or years; years
        are those of publication.
        """,
        summed_up=True,
    ),
    RowCommand(
        Grammar(rows.CoverageRow, kinds.coverage, more=("noun", *_EVERY_FIELD), asked="topic"),
        example="tip coverage",
        help="""How many facts of each kind each year has; gaps show as gaps.

        A fact counts for every year that its period touches, as in the --year filter.
        """,
    ),
    RowCommand(
        Grammar(rows.FieldRow, _fields_command),
        example="tip fields stats measure",
        help="""The fields of a command's rows, or the values of one field.

        Without a COMMAND, the fields of all commands; each with its type, allowed words and
        meaning. With a FIELD, its values in the store: what people call each, and how many facts
        have it. With --measures, the codebook: what each measure counts, who counts, which years.
        """,
        takes=(
            argument_parameter("command", "[COMMAND]", str | None, None),
            argument_parameter("field", "[FIELD]", str | None, None),
            Option("The codebook of the measures").parameter("measures", bool, False),
        ),
        filtered=False,
    ),
)
ROW_COMMANDS = {command.row.command: command for command in _COMMANDS}
