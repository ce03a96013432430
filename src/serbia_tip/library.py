"""The public names of `serbia_tip`, which loads this module at their first use."""

import os
from collections.abc import Sequence
from typing import Literal, Unpack

from serbia_tip.errors import NotThereError, StoreError, TipError, UsageError
from serbia_tip.model import Fact, Store
from serbia_tip.queries.fact_cards import (
    Card,
    SourceCard,
    SourcePlace,
    cited_store,
    cited_works,
    fact_cards,
    find_fact_or_source,
    source_card,
)
from serbia_tip.queries.fields import column_types
from serbia_tip.queries.filters import Common, Filters, list_values, read_filters
from serbia_tip.queries.gaps import EndedSeries, ended_series
from serbia_tip.queries.kinds import (
    KINDS,
    YearView,
    coverage,
    findings,
    laws,
    routes,
    sources,
    statistics,
    tiers,
    timeline,
    year,
)
from serbia_tip.queries.panel import MeasureRow, PanelRow, measures, panel
from serbia_tip.queries.quarrels import find_quarrels
from serbia_tip.queries.rows import (
    CoverageRow,
    FactRow,
    FindingRow,
    LawRow,
    RouteRow,
    Row,
    SearchRow,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    make_rows,
    records,
)
from serbia_tip.store.load import load as load_store
from serbia_tip.words import lookup_word

__all__ = ["Card", "Common", "Dispute", "EndedSeries", "Fact", "Filters", "NotThereError"]
__all__ += ["SourceCard", "Store", "StoreError", "TipError", "UsageError", "YearView"]
__all__ += ["CoverageRow", "FactRow", "FindingRow", "LawRow", "MeasureRow", "PanelRow", "RouteRow"]
__all__ += ["Row", "SearchRow", "SourceRow", "StatisticRow", "TierRow", "TimelineRow"]
__all__ += ["cite", "column_types", "coverage", "disputes", "ended_series", "findings", "laws"]
__all__ += ["load", "measures", "panel", "records", "routes", "search", "show", "sources"]
__all__ += ["statistics", "tiers", "timeline", "year"]


def load(path: str | os.PathLike[str] | None = None) -> Store:
    """Load the store at `path`, or the shipped one; raises StoreError with its first problem.

    All of it is read at once, so that it can be compared, copied and pickled.
    """
    found = load_store(path)
    return Store(**{table: getattr(found, table) for table in Store.__struct_fields__})


def search(
    store: Store, words: str, *, kind: str | Sequence[str] = (), **filters: Unpack[Filters]
) -> list[SearchRow]:
    """Return the facts that have all the words, or else the most of them, the best first.

    Raises UsageError if there is no word among them.
    """
    from serbia_tip.queries.search import search_facts  # it alone loads SQLite

    common = read_filters(search, Common(deprecated=True), filters)
    return search_facts(store, words, kind=kind, common=common)


def show(store: Store, name: str) -> Card | SourceCard:
    """Return all that is known of a fact or a source, or what rests on a place in one, by its id.

    Raises NotThereError, with near names, for an unknown one.
    """
    thing = find_fact_or_source(store, name)
    if isinstance(thing, SourcePlace):
        return source_card(store, thing)
    return fact_cards(store, [thing], {})[0]


def cite(
    store: Store,
    *names: str,
    style: Literal["text", "quote", "bibtex", "csl", "ris"] = "text",
) -> str:
    """Return the sources of facts, or named sources, as references; without names, the store.

    Raises NotThereError for an unknown name or style, UsageError for a quotation of no fact.
    """
    from serbia_tip.formats.citation_styles import STYLES

    render = STYLES[lookup_word("style", style, dict.fromkeys(STYLES, 0))].render
    things = [find_fact_or_source(store, name) for name in names]
    if render:
        return render(cited_works(store, things) if names else [cited_store(store)])
    facts = [thing for thing in things if isinstance(thing, Fact)]
    if not facts or len(facts) < len(things):
        raise UsageError("the style quote is of facts: name one, and no source")
    from serbia_tip.formats.quotations import quote_facts

    return quote_facts(store, facts)


class Dispute(Row, frozen=True):
    """Two facts that cannot both be right, each whole."""

    about: str
    period: str | None
    first: FactRow
    second: FactRow
    note: str | None


def disputes(
    store: Store, words: str | Sequence[str] = (), **filters: Unpack[Filters]
) -> list[Dispute]:
    """Return each two facts that exclude each other, the newest quarrel first.

    With `words`, those of quarrels that have all of them. Raises NotThereError for one that no
    quarrel has.
    """
    common = read_filters(disputes, Common(deprecated=True), filters)
    found = find_quarrels(store, words=list_values(words), common=common)
    named = {name for row in found for name in (row.first, row.second)}
    row_of: dict[str, FactRow] = {}
    for kind in KINDS.values():
        facts = [fact for fact in store.of(kind.fact) if fact.id in named]
        row_of |= {row.id: row for row in make_rows(store, facts, kind.row)}
    return [
        Dispute(row.about, row.period, row_of[row.first], row_of[row.second], row.note)
        for row in found
    ]
