"""One page that holds everything: drawings, and every fact in tables; it fetches nothing."""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec.structs import asdict

from serbia_tip.export.web.charts import PageChart, charts, route_chart, route_map, year_pages
from serbia_tip.export.web.dataset import dataset
from serbia_tip.export.web.tables import bodies, tables
from serbia_tip.figures.svg.paper import dark, light
from serbia_tip.model import Bound, Store, vocabulary
from serbia_tip.queries.rows import FactRow, StatisticRow, fields
from serbia_tip.terminal.escape import visible
from serbia_tip.views.wording import SIGNS

_PARTS = Path(__file__).parent / "web"


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
