"""Choose the view of an answer: one made for reading, or a line for each row."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Asked
from serbia_tip.queries.rows import SearchRow
from serbia_tip.views import (
    coverage,
    fields,
    findings,
    laws,
    records,
    routes,
    search,
    sources,
    statistics,
    tiers,
    timeline,
)
from serbia_tip.views.view import View

ViewOf: TypeAlias = Callable[[Store, Sequence[Any], Asked], View]

VIEWS: dict[str, ViewOf] = {
    "coverage": coverage.view,
    "fields": fields.view,
    "laws": laws.view,
    "policy": findings.view,
    "routes": routes.view,
    "search": search.view,
    "sources": sources.view,
    "stats": statistics.view,
    "timeline": timeline.view,
    "tiers": tiers.view,
}
"""The views made for reading; the rows of other commands have a line each."""


def viewed(answer: Answer) -> View:
    """The command's own view of the answer, or a line for each row."""
    if not answer.rows and answer.kind is not SearchRow:
        return View(title="")
    view_of = VIEWS.get(answer.kind.command)
    if answer.asked.each or view_of is None:
        view = records.view(answer)
    else:
        view = view_of(answer.store, answer.rows, answer.asked)
        if answer.asked.limit is not None:
            view = view.limited(answer.asked.limit)
    return view if answer.header else view.without_headings()
