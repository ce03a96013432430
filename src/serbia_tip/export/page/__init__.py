"""The page file: one self-contained HTML file of the whole store, whose markup its template has."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from serbia_tip.export.page.page_charts import count_page_years, draw_page_charts, list_page_roles
from serbia_tip.export.page.page_tables import list_page_tables, pack_page_table_rows
from serbia_tip.figures.route_map import draw_map
from serbia_tip.figures.svg_paper import dark_paper, light_paper
from serbia_tip.formats.citation_styles import bibtex, text_citations
from serbia_tip.model import Bound, Store, allowed_words
from serbia_tip.periods import period_reach
from serbia_tip.queries import country_profile
from serbia_tip.queries.fact_cards import cited_store
from serbia_tip.queries.rows import FactRow, RouteRow, StatisticRow, TierRow, row_fields
from serbia_tip.terminal.screen import visible
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import SIGNS, say_bound, say_period

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
    setup = store.store.profile or country_profile.usual_country_profile(store, totals)
    found = {
        name: country_profile.profile_key_figures(totals, name, setup.year)
        for name in setup.measures
    }
    figures = {name: same[::-1] for name, same in found.items() if same}  # the latest first
    if index := country_profile.profile_statistic(totals, lambda row: row.measure == setup.index):
        figures.setdefault(index.measure, [index])
    css, js = ((_PARTS / f"page.{name}").read_text(encoding="utf-8") for name in ("css", "js"))
    parts = {"css": css + light_paper() + dark_paper() + _page_file_style(), "js": js}
    digests = {name: sha256(part.encode()).digest() for name, part in parts.items()}
    template = environment.get_template("page.html.jinja")
    return template.render(
        about=store.store,
        home=store.home.name,
        facts=store.facts(),
        sources={key: words.source(key) for key in store.sources},
        measures=list({it.measure: words.measure(it.measure) for it in store.statistics}.values()),
        reach=period_reach(fact.dated for fact in store.facts()),
        reference=(text_citations([work]).rstrip(), bibtex([work]).splitlines()),
        newline=Markup("\n"),
        words=words,
        period=say_period,
        rating=country_profile.profile_rating(ratings),
        figures=figures,
        roles=list(list_page_roles(store, routes)),
        charts=draw_page_charts(store, ratings, totals, list(figures)),
        map=_page_markup(draw_map(store, routes) or ""),
        years=list(count_page_years(store, ratings)),
        tables=made,
        rows=pack_page_table_rows(made),
        fields=row_fields,
        shared=row_fields(FactRow),
        bounds=[(SIGNS[it], say_bound(it)) for it in allowed_words(Bound) if it in SIGNS],
        parts={name: _page_markup(part) for name, part in parts.items()},
        hashes={name: b64encode(digest).decode() for name, digest in digests.items()},
    ).encode()


def _page_file_style() -> str:
    """The style that names each field below the text of a cell."""
    names = (*FactRow.__struct_fields__, "part_of")
    titles = {field.name: field.title for field in row_fields(StatisticRow) if field.name in names}
    titles["credited"] = titles["said_by"]
    return "".join(f'p.{name}::before{{content:"{title}: "}}' for name, title in titles.items())


def _harmless_in_page(value: object) -> object:
    """Make a value of the template harmless: no control or invisible character stays as it is."""
    return value if isinstance(value, Markup) else visible(str(value))


def _page_markup(markup: str) -> Markup:
    """Mark our own markup, in which every text is escaped already, as safe."""
    return Markup(markup)  # noqa: S704  # see above
