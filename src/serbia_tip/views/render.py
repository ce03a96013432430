"""Put views on a screen: fitted to a terminal, or unbroken in a pipe."""

from collections.abc import Sequence

from serbia_tip.model import Store
from serbia_tip.queries.answer import Sources
from serbia_tip.terminal.page import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Styled, bold, dim
from serbia_tip.views.cells import in_pipe, on_terminal
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import View, said_once


def render(view: View, store: Store, screen: Screen, sources: Sources = "short") -> str:
    """The view as text for this screen, with as much of its sources as is wanted."""
    return render_all([view], store, screen, sources)


def render_all(
    views: Sequence[View], store: Store, screen: Screen, sources: Sources = "short"
) -> str:
    """The views one below the other, then their notes and sources."""
    page = Page(screen)
    put(views, store, page, sources)
    return page.text()


def put(views: Sequence[View], store: Store, page: Page, sources: Sources) -> None:
    """Put the views on a page, and below them what all of them rest on."""
    evidence = Evidence(store, editions=all(view.editions for view in views))
    for number, view in enumerate(views):
        if number:
            page.line()
        if view.title:
            page.ends([bold(view.title)], [dim(view.aside)] if view.aside else [])
        for text in view.lead:
            page.paragraph(text)
        marks = evidence if sources != "none" and view.marks else None
        _sections(page, view, marks, is_pipe=page.screen.width is None)
        _paragraphs(page, [*view.key, *view.remarks])
    notes = [note for view in views for line in view.lines() for note in line.notes]
    _paragraphs(page, list(said_once(notes)))
    if sources == "short":
        _paragraphs(page, list(filter(None, [evidence.short()])))
    elif sources == "full":
        _paragraphs(page, list(evidence.full()), hang=4)


def _paragraphs(page: Page, texts: Sequence[Styled], hang: int = 0) -> None:
    """A blank line and the texts, if there are any."""
    if texts:
        page.line()
    for text in texts:
        page.paragraph(text, hang)


def _sections(page: Page, view: View, marks: Evidence | None, *, is_pipe: bool) -> None:
    """The sections with their headings, in columns of their own or in shared ones."""
    table_of = in_pipe if is_pipe else on_terminal
    tables = [(section, table_of(section, marks)) for section in view.sections]
    together = [
        row
        for section, table in tables
        if view.aligned and not section.apart
        for row in (table.headings, *table.rows)
    ]
    shared = page.fitted(together)
    under = ""
    for section, table in tables:
        begins = section.under != under
        under = section.under
        if begins or not section.close:
            page.line()
        if not is_pipe:
            if begins and under:
                page.paragraph([bold(under)])
            if table.title:
                page.paragraph(table.title)
        own = not view.aligned or section.apart
        widths = page.fitted([table.headings, *table.rows]) if own else shared
        page.side_by_side(table.rows, widths, table.numbers, table.headings)
