"""The page as machines that list data sets read it: schema.org's Dataset, as JSON-LD."""

from typing import Any

from serbia_tip.formats.json import encoded
from serbia_tip.model import Store
from serbia_tip.period import reach
from serbia_tip.views.wording import Wording


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
