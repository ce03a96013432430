"""The drawings of the page: the ratings, the main series, the routes; the bars of each year."""

from collections.abc import Sequence

from msgspec import Struct

from serbia_tip.figures import ratings, routes, series, year
from serbia_tip.figures.routemap import routemap
from serbia_tip.figures.shapes import Bars, Figure, Flows
from serbia_tip.figures.svg import embedded
from serbia_tip.figures.svg.routemap import draw_map
from serbia_tip.model import Store
from serbia_tip.period import years
from serbia_tip.queries import lookups
from serbia_tip.queries.lookups import Common
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.wording import Wording

_MOST = 4
"""Where a store names no key figures, so many measures with most totals are drawn."""


class PageChart(Struct, frozen=True):
    """A drawing in a section of its own."""

    name: str
    title: str
    svg: str
    notes: Sequence[str]
    sources: str


class YearPage(Struct, frozen=True):
    """What is stored of one year, on one page."""

    year: int
    number: int
    """How many facts touch it."""
    rating: str
    bars: Sequence[Bars]
    routes: Sequence[str]
    """How many there are of each role."""


def charts(store: Store) -> list[PageChart]:
    """The ratings and the main series."""
    found = [("ratings", ratings.figure(store, lookups.tiers(store)))]
    for measure in _main(store):
        rows = lookups.statistics(store, measure=[measure], totals=True)
        found.append((f"series_{measure}", series.figure(store, rows)))
    return [_chart(name, figure) for name, figure in found if figure]


def _chart(name: str, figure: Figure) -> PageChart:
    return PageChart(name, figure.title, embedded(figure, name), figure.notes, figure.sources)


def _main(store: Store) -> list[str]:
    """The measures whose series are drawn: those of the profile, or those with most totals."""
    totals = [row.measure for row in lookups.statistics(store, totals=True)]
    profile = store.store.profile
    if profile is None:
        return sorted(dict.fromkeys(totals), key=lambda name: -totals.count(name))[:_MOST]
    return [name for name in (*profile.measures, profile.index) if name in totals]


def route_map(store: Store) -> str | None:
    """The routes on a map; None when none of them leads from one country to another."""
    drawn = routemap(store, lookups.routes(store))
    return None if drawn is None else draw_map(drawn, Wording(store).home, "map")


def route_chart(store: Store) -> PageChart | None:
    """The routes as a diagram; None when there are none."""
    figure = routes.figure(store, lookups.routes(store))
    return None if figure is None else _chart("routes", figure)


def year_pages(store: Store) -> list[YearPage]:
    """A page for each year that a fact touches, in their order."""
    touched = {year for fact in store.facts() if fact.dated for year in years(fact.dated)}
    doubts = Doubts(store, Wording(store))
    return [_year_page(store, doubts, each) for each in sorted(touched)]


def _year_page(store: Store, doubts: Doubts, number: int) -> YearPage:
    common = Common(year=[number])
    figure = year.figure(store, number, beyond=False, parts=False)
    rated = (
        f"{row.tier}{f' ({said})' if (said := ', '.join(doubts.words(row))) else ''}"
        for row in lookups.tiers(store, common=common)
    )
    panels = figure.panels if figure else ()
    return YearPage(
        number,
        len(lookups.timeline(store, common=common)),
        "; ".join(rated),
        [panel for panel in panels if isinstance(panel, Bars)],
        [panel.title for panel in panels if isinstance(panel, Flows)],
    )
