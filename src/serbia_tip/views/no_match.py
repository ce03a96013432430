"""Where nothing matches: suggest what would match without one of the question's filters."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from serbia_tip.model import FACT_TYPES, Store, read_reference
from serbia_tip.periods import period_span, period_years
from serbia_tip.queries.filters import EVERYTHING, Asked, Common, in_years_asked
from serbia_tip.queries.rows import CoverageRow, Row, StatisticRow
from serbia_tip.views.pointers import pointed_names, pointed_topics
from serbia_tip.views.wording import Wording, say_runs
from serbia_tip.words import count_noun, fold

_MOST = 5  # how many values are named
_RUNS = 2  # after more runs of years than this one the nearest is named
# The common filters that leave something out; those together are left out together.
_COMMON = [
    ("year", "since", "until"),
    *(("source",), ("reported",), ("by",), ("meant",), ("yearly",)),
]
_WAYS = {"origin": "from", "destination": "to"}  # words before a country, which need no "with"
# The fields that a filter of another name looks at.
_FIELDS = {"country": ("origin", "destination"), "source": ("sources",), "by": ("said_by",)}


def suggest_matches(
    store: Store,
    noun: str,
    ask: Callable[..., Sequence[Row]],
    asked: Asked,
    required: Sequence[str],
) -> Iterator[str]:
    """What would match without each of the filters that has an effect.

    `ask` takes the store, the common filters and the command's own ones, of which those that are
    `required` can't be left out.
    """
    filters, common = list(_no_match_filters(asked, required)), asked.common
    words = [" ".join(asked.option(name)) for name in required if asked.option(name)]
    for place, (name, _, less) in enumerate(filters):
        if rows := ask(store, common=less.common, **less.options):
            rest = [*words, *(said for _, said, _ in filters[:place] + filters[place + 1 :])]
            there = f"{', '.join(rest)} {'has' if len(rest) == 1 else 'have'}"
            if name == "measure":  # others of the same area, if there are any
                meant, terms = set(map(fold, asked.option(name))), store.measures
                areas = {
                    one.area
                    for one in store.statistics
                    if meant & pointed_names(terms, one.measure)
                }
                rows = [row for row in rows if getattr(row, "area", None) in areas] or rows
            near = _name_nearest_figure(store, rows, asked) if name == "year" else ""
            said = _describe_no_match(rows, noun, name, common)
            yield f"{there if rest else 'there are'} {said}{near}"
    topics = pointed_topics(store, asked.option("measure"))
    found = {
        period_span(finding.period): finding
        for finding in reversed(store.findings)
        if finding.topic in topics and finding.period and in_years_asked(finding.period, common)
    }
    if found and common != EVERYTHING:
        newest = found[max(found)]
        yield f"in words: {newest.statement} (tip show {newest.id})"


def _name_nearest_figure(store: Store, rows: Sequence[Row], asked: Asked) -> str:
    """The figures of the nearest year, where one measure is asked for: `; 2023 has 66, Centre`."""
    figures = [row for row in rows if isinstance(row, StatisticRow) and row.year == row.last_year]
    totals = [row for row in figures if row.part_of is None and not row.group]
    figures = figures if asked.option("group") else totals
    years = [row.year for row in figures if row.year is not None]
    if not years or len({row.measure for row in figures}) > 1 or not asked.common.year:
        return ""
    nearest = min(years, key=lambda year: abs(year - asked.common.year[0]))
    words = Wording(store)
    own = [row for row in figures if row.year == nearest]
    told = dict.fromkeys(f"{words.value(row)}, {words.who(row)}" for row in own[:_MOST])
    return f"; {nearest} has {'; '.join(told)}"


def _no_match_filters(asked: Asked, required: Sequence[str]) -> Iterator[tuple[str, str, Asked]]:
    """Each filter: its name, what it asks for, and the question without it."""
    common, own = asked.common, asked.options
    for names in _COMMON:
        said = filter(None, (_say_match_filter(name, getattr(common, name)) for name in names))
        if text := " ".join(said):
            without = {name: getattr(EVERYTHING, name) for name in names}
            yield names[0], text, replace(asked, common=replace(common, **without))
    for name, value in own.items():
        if name in required:
            continue
        if name == "words":  # to be found in texts, each of them
            for word in asked.option(name):
                others = [each for each in asked.option(name) if each != word]
                yield name, word, replace(asked, options={**own, name: others})
        elif value:
            none: object = False if value is True else []
            yield name, _say_match_filter(name, value), replace(asked, options={**own, name: none})


def _say_match_filter(name: str, value: object) -> str:
    """A filter as it was asked for; empty if it was not."""
    label = _WAYS.get(name, name)
    match value:
        case None | () | [] | False:
            return ""
        case bool():
            return f"--{label}"
        case dict():  # what words mean, by the words
            return " and ".join(value)
        case list() | tuple():
            texts = map(str, value)
            return " and ".join(texts) if name == "year" else f"{label} {' or '.join(texts)}"
    return f"{label} {value}"


def _describe_no_match(rows: Sequence[Row], noun: str, name: str, common: Common) -> str:
    """What these rows have in place of the filter that was left out."""
    if name == "year":
        touched = sorted({year for row in rows for year in _no_match_years(row)})
        things = "facts" if isinstance(rows[0], CoverageRow) else f"{noun}s"
        if not touched:
            return f"undated {things}"
        said = say_runs(touched)
        near = [min(touched, key=lambda year: abs(year - asked)) for asked in common.year[:1]]
        nearest = f" (nearest: {near[0]})" if near and said.count(",") >= _RUNS else ""
        return f"{things} for {said}{nearest}"
    if name == "words":
        return count_noun(len(rows), noun)
    label = _WAYS.get(name, name)
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(
            {
                value
                for field in _FIELDS.get(name, (name,))
                for value in _no_match_values(row, field)
            }
        )
    if not counts:  # a switch
        return f"{count_noun(len(rows), noun)} without --{label}"
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    named = ", ".join(f"{value} ({count})" for value, count in most)
    more = f" and {len(counts) - _MOST} more" if len(counts) > _MOST else ""
    return f"{noun}s {'' if name in _WAYS else 'with '}{label} {named}{more}"


def _no_match_years(row: Row) -> Sequence[int]:
    if isinstance(row, CoverageRow) and not any(map(row.count, FACT_TYPES)):
        return []
    if period := getattr(row, "period", None) or getattr(row, "published", None):
        return period_years(period)
    year = getattr(row, "year", None)
    return [] if year is None else [year]


def _no_match_values(row: Row, field: str) -> list[str]:
    """The values of the row's field; of references, the sources."""
    value = getattr(row, field, None)
    values = value if isinstance(value, list) else [] if value is None else [str(value)]
    return [read_reference(text)[0] for text in values] if field == "sources" else values
