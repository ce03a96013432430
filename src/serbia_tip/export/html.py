"""One page that holds everything: drawings, and every fact in tables; it fetches nothing."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec.structs import asdict

from serbia_tip.export.web.charts import Chart, charts, route_chart, route_map, year_pages
from serbia_tip.export.web.dataset import dataset
from serbia_tip.export.web.tables import Table, bodies, tables
from serbia_tip.figures.svg.paper import dark, light
from serbia_tip.model import Bound, Store, vocabulary
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
    content = _content(store)
    parts = {
        "css": _part("css") + light() + dark() + _headings(content["tables"]),
        "js": _part("js"),
    }
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "sort_keys": True}
    text = environment.get_template("page.html.jinja").render(
        **content,
        **{name: Markup(text) for name, text in parts.items()},  # noqa: S704  # our own files
        **{f"{name}_hash": _hash(text) for name, text in parts.items()},
    )
    return text.replace("&#39;", "'")  # which ends nothing: values stand between double quotes


def _part(name: str) -> str:
    """One of the files that the page consists of, without its indentation."""
    text = (_PARTS / f"page.{name}").read_text(encoding="utf-8")
    return re.sub(r"\n\s+", "\n", text)


def _headings(tables: Sequence[Table]) -> str:
    """The style that names each cell where there is no room for columns, and each detail."""
    cells = "".join(
        f'.{table.name} td:nth-child({place})::before{{content:"{column.title}"}}'
        for table in tables
        for place, column in enumerate(table.columns, 1)
        if column.name != "statement"
    )
    titles = {field.name: field.title for table in tables for field in table.fields}
    titles["credited"] = titles["said_by"]
    details = "".join(f'p.{name}::before{{content:"{title}: "}}' for name, title in titles.items())
    return f"@media screen and (max-width:72rem),print{{{cells}}}{details}"


def _harmless(value: Any) -> Any:
    """What a template says, with no letter that acts on the page or on the text around it."""
    if isinstance(value, Markup):
        return value
    return visible(str(value))


def _content(store: Store) -> Mapping[str, Any]:
    """All that the template needs to know."""
    return {
        "about": store.store,
        "home": store.home.name,
        "number": len(store.facts()),
        "example": next((fact.id for fact in store.facts()), None),
        "sources": store.sources,
        "bodies": bodies(store),
        "tables": tables(store),
        "charts": list(map(_drawn, charts(store))),
        "map": _safe(route_map(store)),
        "routes": _drawn(route_chart(store)),
        "years": [{**asdict(page), "chart": _drawn(page.chart)} for page in year_pages(store)],
        "dataset": _safe(dataset(store)),
        "bounds": [
            (SIGNS[word], word.replace("_", " ")) for word in vocabulary(Bound) if word in SIGNS
        ],
    }


def _drawn(chart: Chart | None) -> Any:
    """A chart whose drawing a template takes as it is."""
    return None if chart is None else {**asdict(chart), "svg": _safe(chart.svg)}


def _safe(markup: str | None) -> Markup | None:
    """Markup of our own, in which every text is escaped already."""
    if markup is None:
        return None
    return Markup(markup)  # noqa: S704  # see above


def _hash(text: str) -> str:
    """The text as a Content Security Policy names it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
