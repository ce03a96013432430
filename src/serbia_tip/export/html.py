"""One page that holds everything: drawings, and every fact in tables; it fetches nothing."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from serbia_tip.export.web.routemap import routemap
from serbia_tip.export.web.tables import tables
from serbia_tip.export.web.timeline import timeline
from serbia_tip.field_types import Bound, vocabulary
from serbia_tip.figures.flows import flows
from serbia_tip.model import Store
from serbia_tip.queries import lookups
from serbia_tip.queries.gaps import tier_remarks
from serbia_tip.queries.lookups import EVERYTHING
from serbia_tip.terminal.escape import visible
from serbia_tip.views.values import SIGNS
from serbia_tip.views.wording import ABSENT

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
    parts = {name: (_PARTS / f"page.{name}").read_text(encoding="utf-8") for name in ("css", "js")}
    return environment.get_template("page.html.jinja").render(
        **_content(store),
        **{name: Markup(text) for name, text in parts.items()},  # noqa: S704  # our own files
        **{f"{name}_hash": _hash(text) for name, text in parts.items()},
    )


def _harmless(value: Any) -> Any:
    """What a template says, with no letter that acts on the page or on the text around it."""
    if isinstance(value, Markup):
        return value
    return visible(str(value))


def _content(store: Store) -> Mapping[str, Any]:
    """All that the template needs to know."""
    ratings, routes = lookups.tiers(store), lookups.routes(store)
    return {
        "about": store.store,
        "home": store.home.name,
        "countries": store.countries,
        "number": len(store.facts()),
        "example": next((fact.id for fact in store.facts()), None),
        "sources": store.sources,
        "tables": tables(store),
        "timeline": timeline(store, ratings),
        "tier_remarks": tier_remarks(store, ratings, EVERYTHING),
        "routemap": routemap(store, routes),
        "flows": flows(routes),
        "bounds": [(SIGNS[word], word.replace("_", " ")) for word in vocabulary(Bound)],
        "absent": ABSENT,
    }


def _hash(text: str) -> str:
    """The text as a Content Security Policy names it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
