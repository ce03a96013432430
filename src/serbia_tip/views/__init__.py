"""What people read: the view of each command's answer."""

from pkgutil import resolve_name

from msgspec.structs import replace

from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import SearchRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import styled
from serbia_tip.views.view import View

VIEWS = {  # the functions that make views; the rows of other commands have a line each
    "coverage": "serbia_tip.views.lists:view_coverage",
    "disputes": "serbia_tip.views.disputes:view_disputes",
    "fields": "serbia_tip.views.lists:view_fields",
    "laws": "serbia_tip.views.lists:view_laws",
    "policy": "serbia_tip.views.policy:view_policy",
    "routes": "serbia_tip.views.routes:view_routes",
    "search": "serbia_tip.views.search:view_search",
    "sources": "serbia_tip.views.lists:view_sources",
    "stats": "serbia_tip.views.statistics:view_statistics",
    "timeline": "serbia_tip.views.lists:view_timeline",
    "tiers": "serbia_tip.views.tiers:view_tiers",
}


def view_answer(answer: Answer) -> View:
    """The command's own view of the answer, or a line for each row."""
    if not answer.rows and answer.kind is not SearchRow:
        return View(title="")
    asked, own = answer.asked, VIEWS.get(answer.kind.command)
    if asked.each or own is None:
        view: View = resolve_name("serbia_tip.views.records:view_records")(answer)
    else:
        view = resolve_name(own)(answer.store, answer.rows, asked)
        view = view if asked.limit is None else view.limited(asked.limit)
    view = replace(view, lead=[*(styled(visible(said)) for said in asked.readings), *view.lead])
    if answer.header:
        return view
    sections = [replace(section, headings=()) for section in view.sections]
    return replace(view, title="", aside="", sections=sections)
