"""How the page is described to machines, and cited by people."""

from collections.abc import Sequence

from serbia_tip.formats.citation_styles import bibtex, text
from serbia_tip.formats.data import encoded
from serbia_tip.model import Store
from serbia_tip.periods import reach
from serbia_tip.queries.citations import fact_base
from serbia_tip.views.wording import Wording


def refer(store: Store) -> tuple[str, Sequence[str]]:
    """The store of this page as a reference, ready to be copied: in words, and BibTeX's lines."""
    work = fact_base(store)
    return text([work]).rstrip(), bibtex([work]).splitlines()


def describe(store: Store) -> str:
    """The description in the words of schema.org, as JSON in which nothing is markup."""
    about, licence = store.store, store.store.licence
    reached = reach(fact.dated for fact in store.facts())
    counted = f"{len(store.facts()):,} facts from {len(store.sources):,} sources"
    described = f"{counted}, each with who said it, when, how firmly, and who disagrees."
    measures = dict.fromkeys(figure.measure for figure in store.statistics)
    terms = licence and {"name": licence.name, "description": licence.title}
    known: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description or described,
        "version": about.version,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Country", "name": store.home.name},
        "variableMeasured": list(map(Wording(store).measure, measures)),
        "creator": [
            {"@type": "Organization" if isinstance(author, str) else "Person", "name": str(author)}
            for author in about.authors
        ],
        "url": about.homepage,
        "keywords": about.keywords,
        "temporalCoverage": reached and f"{reached[0]:04}/{reached[1]:04}",
        "license": terms and {"@type": "CreativeWork", **terms},
    }
    said = encoded({name: value for name, value in known.items() if value})
    return said.replace("<", r"\u003c").replace("&", r"\u0026").replace(">", r"\u003e")
