"""What people read: the view of each command's answer."""

from pkgutil import resolve_name

from msgspec.structs import replace

from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import SearchRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import styled
from serbia_tip.views.view import View

VIEWS = {
    "coverage": "serbia_tip.views.lists:view_coverage",
    "disputes": "serbia_tip.views.disputes:view",
    "fields": "serbia_tip.views.lists:view_fields",
    "laws": "serbia_tip.views.lists:view_laws",
    "policy": "serbia_tip.views.policy:view",
    "routes": "serbia_tip.views.routes:view",
    "search": "serbia_tip.views.lists:view_search",
    "sources": "serbia_tip.views.lists:view_sources",
    "stats": "serbia_tip.views.statistics:view",
    "timeline": "serbia_tip.views.lists:view_timeline",
    "tiers": "serbia_tip.views.tiers:view",
}
"""The functions that make views for reading; the rows of other commands have a line each."""


def viewed(answer: Answer) -> View:
    """The command's own view of the answer, or a line for each row."""
    if not answer.rows and answer.kind is not SearchRow:
        return View(title="")
    asked, command = answer.asked, answer.kind.command
    view: View
    if asked.each or command not in VIEWS:
        view = resolve_name("serbia_tip.views.records:view")(answer)
    else:
        view = resolve_name(VIEWS[command])(answer.store, answer.rows, asked)
        if asked.limit is not None:
            view = view.limited(asked.limit)
    lead = [*(styled(visible(reading)) for reading in asked.readings), *view.lead]
    if answer.header:
        return replace(view, lead=lead)
    sections = [replace(section, headings=()) for section in view.sections]
    return replace(view, title="", aside="", lead=lead, sections=sections)
