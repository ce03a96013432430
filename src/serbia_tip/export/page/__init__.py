"""The page: one self-contained HTML file of the whole store."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import asdict

from serbia_tip.export.page.page_tables import bodies, tables
from serbia_tip.figures import bars, routes, statistics, tiers
from serbia_tip.figures.route_map import draw_map, routemap
from serbia_tip.figures.shapes import Bars, Figure, Flows
from serbia_tip.figures.svg import embedded
from serbia_tip.figures.svg_paper import dark, light
from serbia_tip.formats.data import encoded
from serbia_tip.model import Bound, Store, vocabulary
from serbia_tip.periods import reach, years
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import FactRow, StatisticRow, fields
from serbia_tip.terminal.screen import visible
from serbia_tip.views.evidence import Doubts
from serbia_tip.views.wording import SIGNS, Wording

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
    found = [("ratings", tiers.figure(store, kinds.tiers(store)))]
    for measure in _main(store):
        rows = kinds.statistics(store, measure=[measure], totals=True)
        found.append((f"series_{measure}", statistics.draw_series(store, rows)))
    return [_chart(name, figure) for name, figure in found if figure]


def _chart(name: str, figure: Figure) -> PageChart:
    return PageChart(name, figure.title, embedded(figure, name), figure.notes, figure.sources)


def _main(store: Store) -> list[str]:
    """The measures whose series are drawn: those of the profile, or those with most totals."""
    totals = [row.measure for row in kinds.statistics(store, totals=True)]
    profile = store.store.profile
    if profile is None:
        return sorted(dict.fromkeys(totals), key=lambda name: -totals.count(name))[:_MOST]
    return [name for name in (*profile.measures, profile.index) if name in totals]


def route_map(store: Store) -> str | None:
    """The routes on a map; None when none of them leads from one country to another."""
    drawn = routemap(store, kinds.routes(store))
    return None if drawn is None else draw_map(drawn, Wording(store).home, "map")


def route_chart(store: Store) -> PageChart | None:
    """The routes as a diagram; None when there are none."""
    figure = routes.figure(store, kinds.routes(store))
    return None if figure is None else _chart("routes", figure)


def year_pages(store: Store) -> list[YearPage]:
    """A page for each year that a fact touches, in their order."""
    touched = {year for fact in store.facts() if fact.dated for year in years(fact.dated)}
    doubts = Doubts(store, Wording(store))
    return [_year_page(store, doubts, each) for each in sorted(touched)]


def _year_page(store: Store, doubts: Doubts, number: int) -> YearPage:
    common = Common(year=[number])
    figure = bars.draw_year(store, number, beyond=False, parts=False)
    rated = (
        f"{row.tier}{f' ({said})' if (said := ', '.join(doubts.words(row))) else ''}"
        for row in kinds.tiers(store, common=common)
    )
    panels = figure.panels if figure else ()
    return YearPage(
        number,
        len(kinds.timeline(store, common=common)),
        "; ".join(rated),
        [panel for panel in panels if isinstance(panel, Bars)],
        [panel.title for panel in panels if isinstance(panel, Flows)],
    )


def dataset(store: Store) -> str:
    """The description as JSON in which nothing is markup."""
    about, words = store.store, Wording(store)
    reached = reach(fact.dated for fact in store.facts())
    measures = dict.fromkeys(figure.measure for figure in store.statistics)
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title,
        "description": f"{len(store.facts()):,} facts from {len(store.sources):,} sources, each "
        "with who said it, when, how firmly, and who disagrees.",
        "version": about.version,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Country", "name": store.home.name},
        "variableMeasured": list(map(words.measure, measures)),
    }
    if reached:
        said["temporalCoverage"] = f"{reached[0]:04}/{reached[1]:04}"
    if about.licence:
        said["license"] = {
            "@type": "CreativeWork",
            "name": about.licence.name,
            "description": about.licence.title,
        }
    return encoded(said).replace("<", r"\u003c").replace("&", r"\u0026").replace(">", r"\u003e")


_PARTS = Path(__file__).parent


def contents(store: Store) -> bytes:
    """The page as the file holds it."""
    return page(store).encode()


def page(store: Store) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(_PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts = {
        "css": _part("css") + light() + dark() + _titles(),
        "js": _part("js"),
    }
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "sort_keys": True}
    text = environment.get_template("page.html.jinja").render(
        **_content(store),
        **{name: Markup(text) for name, text in parts.items()},  # noqa: S704  # our own files
        **{f"{name}_hash": _hash(text) for name, text in parts.items()},
    )
    return text.replace("&#39;", "'")  # which ends nothing: values stand between double quotes


def _part(name: str) -> str:
    """One of the files that the page consists of, without its comments and indentation."""
    text = (_PARTS / f"page.{name}").read_text(encoding="utf-8")
    text = re.sub(r"\n\s+", "\n", re.sub(r"(?s:/\*.*?\*/)|(?m:^//.*$)", "", text))
    # In a style, the blanks outside of texts that set nothing apart.
    blanks = r'("[^"]*")|(?<=[:,;{}])\s+|;?\s+(?=[{}])'
    return re.sub(blanks, r"\1", text) if name == "css" else text


def _titles() -> str:
    """The style that names each field below the text of a cell."""
    names = (*FactRow.__struct_fields__, "part_of")
    titles = {field.name: field.title for field in fields(StatisticRow) if field.name in names}
    titles["credited"] = titles["said_by"]
    return "".join(f'p.{name}::before{{content:"{title}: "}}' for name, title in titles.items())


def _harmless(value: Any) -> Any:
    """Make a value of the template harmless: no control or invisible character stays as it is."""
    if isinstance(value, Markup):
        return value
    return visible(str(value))


def _content(store: Store) -> Mapping[str, Any]:
    """The values that the template takes."""
    return {
        "about": store.store,
        "home": store.home.name,
        "number": len(store.facts()),
        "example": next((fact.id for fact in store.facts()), None),
        "sources": store.sources,
        "bodies": bodies(store),
        "shared": fields(FactRow),
        "tables": tables(store),
        "charts": list(map(_drawn, charts(store))),
        "map": _embedded(route_map(store)),
        "routes": _drawn(route_chart(store)),
        "years": year_pages(store),
        "dataset": _safe(dataset(store)),
        "bounds": [
            (SIGNS[word], word.replace("_", " ")) for word in vocabulary(Bound) if word in SIGNS
        ],
    }


def _drawn(chart: PageChart | None) -> Any:
    """The chart with its drawing marked as safe."""
    return None if chart is None else {**asdict(chart), "svg": _embedded(chart.svg)}


def _embedded(svg: str | None) -> Markup | None:
    """A drawing without what only XML needs, its texts placed to the pixel."""
    return None if svg is None else _safe(re.sub("<[^<>]*>", _shorter, svg))


def _shorter(tag: re.Match[str]) -> str:
    whole = re.sub(r'( [xy]="-?\d+)\.\d+', r"\1", tag[0])
    return re.sub(r'="([\w.#-]+)"(/?)', lambda value: f"={value[1]}{value[2] and ' /'}", whole)


def _safe(markup: str) -> Markup:
    """Mark our own markup, in which every text is escaped already, as safe."""
    return Markup(markup)  # noqa: S704  # see above


def _hash(text: str) -> str:
    """The hash by which a Content Security Policy allows the text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
