"""The page: one self-contained HTML file of the whole store.

The template is the only writer of markup, and escapes every value; what is markup already comes
from `figures`. Ids of elements are numbers, or the ids of facts and sources.
"""

import re
from base64 import b64encode
from functools import partial
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from serbia_tip.export.page.page_answer import (
    count_years,
    find_key_figures,
    list_roles,
    say_in_short,
)
from serbia_tip.export.page.page_charts import draw_charts
from serbia_tip.export.page.page_reference import describe, refer
from serbia_tip.export.page.page_tables import pack_rows, tables
from serbia_tip.figures.route_map import draw_map
from serbia_tip.figures.svg_paper import dark, light
from serbia_tip.model import Bound, Store, vocabulary
from serbia_tip.queries.country_profile import latest_rating
from serbia_tip.queries.rows import FactRow, RouteRow, StatisticRow, TierRow, fields
from serbia_tip.terminal.screen import visible
from serbia_tip.views.evidence import is_total
from serbia_tip.views.wording import SIGNS, Wording, bound_in_words

_PARTS = Path(__file__).parent


def contents(store: Store) -> bytes:
    """The page as the file holds it."""
    environment = Environment(
        loader=FileSystemLoader(_PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words, made = Wording(store), tables(store)
    rows = [row for table in made for row in table.rows]
    standing = [row for row in rows if getattr(row, "rank", None) != "deprecated"]
    ratings = [row for row in standing if isinstance(row, TierRow)]
    routes = [row for row in standing if isinstance(row, RouteRow)]
    totals = [row for row in standing if isinstance(row, StatisticRow) and is_total(row)]
    figures, drawn = find_key_figures(store, totals), draw_map(store, routes)
    css, js = _part("css") + light() + dark() + _titles(), _part("js")
    text = environment.get_template("page.html.jinja").render(
        about=store.store,
        home=store.home.name,
        number=len(store.facts()),
        sources=store.sources,
        words=words,
        example=next((fact.id for fact in store.facts()), None),
        in_short=partial(say_in_short, words),
        rating=latest_rating(ratings),
        figures=figures,
        roles=list(list_roles(store, routes)),
        charts=draw_charts(store, ratings, totals, list(figures)),
        map=drawn and _own(re.sub("<[^<>]*>", _shorten_tag, drawn)),
        years=list(count_years(store, ratings)),
        tables=made,
        rows=pack_rows(made),
        fields=fields,
        shared=fields(FactRow),
        bounds=[(SIGNS[it], bound_in_words(it)) for it in vocabulary(Bound) if it in SIGNS],
        reference=refer(store),
        newline=Markup("\n"),
        dataset=_own(describe(store)),
        css=_own(css),
        css_hash=_hash(css),
        js=_own(js),
        js_hash=_hash(js),
    )
    return text.replace("&#39;", "'").encode()  # it ends nothing: values stand in double quotes


def _shorten_tag(tag: re.Match[str]) -> str:
    """The tag of a drawing without what only XML needs, its texts placed to the pixel."""
    whole = re.sub(r'( [xy]="-?\d+)\.\d+', r"\1", tag[0])
    return re.sub(r'="([\w.#-]+)"(/?)', lambda value: f"={value[1]}{value[2] and ' /'}", whole)


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


def _harmless(value: object) -> object:
    """Make a value of the template harmless: no control or invisible character stays as it is."""
    return value if isinstance(value, Markup) else visible(str(value))


def _own(markup: str) -> Markup:
    """Mark our own markup, in which every text is escaped already, as safe."""
    return Markup(markup)  # noqa: S704  # see above


def _hash(text: str) -> str:
    """The hash by which a Content Security Policy allows the text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
