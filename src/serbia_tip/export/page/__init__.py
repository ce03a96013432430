"""The page file: one self-contained HTML file of the whole store, whose markup its template has."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from pkgutil import resolve_name

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from serbia_tip.export.page.page_charts import count_page_years, draw_page_charts
from serbia_tip.export.page.page_tables import list_page_tables, number_page_sources
from serbia_tip.formats.citation_styles import bibtex, text_citations
from serbia_tip.model import Bound, Store, allowed_words
from serbia_tip.periods import period_reach
from serbia_tip.queries.country_profile import country_profile
from serbia_tip.queries.fact_cards import cited_store
from serbia_tip.queries.rows import RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import SIGNS, say_bound, say_period, say_range, say_routes

_PARTS = Path(__file__).parent


def page_file(store: Store) -> bytes:
    """The page as the file holds it."""
    environment = Environment(
        loader=FileSystemLoader(_PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless_in_page,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words, made, work = FactWords(store), list_page_tables(store), cited_store(store)
    rows = [row for table in made for row in table.rows]
    standing = [row for row in rows if getattr(row, "rank", None) != "deprecated"]
    ratings = [row for row in standing if isinstance(row, TierRow)]
    routes = [row for row in standing if isinstance(row, RouteRow)]
    totals = [row for row in standing if isinstance(row, StatisticRow) and row.is_total]
    profile = country_profile(store)
    latest = {row.measure: row for row in [*profile.figures, profile.index] if row}
    figures = sorted(latest.values(), key=lambda row: -(row.last_year or 0))
    css, js = ((_PARTS / f"page.{name}").read_text(encoding="utf-8") for name in ("css", "js"))
    charts, maps = draw_page_charts(
        store, ratings, routes, totals, [row.measure for row in figures]
    )
    dark = resolve_name("serbia_tip.figures.pictures:dark_style")(".figure") if charts else ""
    parts = {"css": css + dark, "js": js}
    digests = {name: sha256(part.encode()).digest() for name, part in parts.items()}
    template = environment.get_template("page.html.jinja")
    return template.render(
        about=store.store,
        home=store.home.name,
        facts=store.facts(),
        sources={
            key: (anchor, words.source(key)) for key, anchor in number_page_sources(store).items()
        },
        places={group.name: group.id for table in made for group in table.groups},
        reach=period_reach(fact.dated for fact in store.facts()),
        reference=(text_citations([work]).rstrip(), bibtex([work]).splitlines()),
        newline=Markup("\n"),
        words=words,
        period=say_period,
        range=say_range,
        rating=profile.tier,
        figures=figures,
        roles=[(summary, say_routes(summary.count, words.home)) for summary in profile.routes],
        charts=charts,
        maps=maps,
        years=list(count_page_years(store, ratings)),
        tables=made,
        bounds=[(SIGNS[it], say_bound(it)) for it in allowed_words(Bound) if it in SIGNS],
        parts={name: _page_markup(part) for name, part in parts.items()},
        hashes={name: b64encode(digest).decode() for name, digest in digests.items()},
    ).encode()


def _harmless_in_page(value: object) -> object:
    """Make a value of the template harmless: no control or invisible character stays as it is."""
    return value if isinstance(value, Markup) else visible(str(value))


def _page_markup(markup: str) -> Markup:
    """Mark our own markup, in which every text is escaped already, as safe."""
    return Markup(markup)  # noqa: S704  # see above
