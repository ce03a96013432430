"""Put a view on a screen: fitted to a terminal, or in a pipe, unbroken."""

from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.queries.answer import Sources
from serbia_tip.terminal.page import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Run, Styled, dim, spelled, styled
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Line, Section, View, said_once

_INDENT = "  "


def render(view: View, store: Store, screen: Screen, sources: Sources = "short") -> str:
    """The view as text for this screen, with as much of its sources as is wanted."""
    page = Page(screen)
    evidence = Evidence(store, editions=view.editions)
    page.ends([Run(view.title, "bold")], [dim(view.aside)] if view.aside else [])
    for text in view.lead:
        page.paragraph(text)
    marks = evidence if sources != "none" and view.marks else None
    _sections(page, view, marks, in_pipe=screen.width is None)
    notes = [note for line in view.lines() for note in line.notes]
    for block in ([*view.key, *view.remarks], list(said_once(notes))):
        if block:
            page.line()
        for text in block:
            page.paragraph(text)
    if sources != "none":
        _sources(page, evidence, sources)
    return page.text()


def _sections(page: Page, view: View, marks: Evidence | None, *, in_pipe: bool) -> None:
    """The sections with their headings, in columns of their own or in the same ones."""
    rows_of = _in_pipe if in_pipe else _on_terminal
    tables = [list(rows_of(section, marks)) for section in view.sections]
    shared = page.fitted([row for rows in tables for row in rows]) if view.aligned else None
    under = ""
    for section, rows in zip(view.sections, tables, strict=True):
        begins = section.under != under
        under = section.under
        if begins or not section.close:
            page.line()
        if not in_pipe:
            if begins and under:
                page.paragraph([Run(under, "bold")])
            if section.title:
                page.paragraph([Run(section.title, "bold")])
        numbers = _shifted(section) if in_pipe else section.numbers
        page.side_by_side(rows, shared if view.aligned else page.fitted(rows), numbers)


def _sources(page: Page, evidence: Evidence, sources: Sources) -> None:
    if sources == "short":
        if listed := evidence.short():
            page.line()
            page.paragraph(listed)
    else:
        for number, text in enumerate(evidence.full()):
            if not number:
                page.line()
            page.paragraph(text, hang=4)


def _on_terminal(section: Section, marks: Evidence | None) -> Iterator[Sequence[Styled]]:
    """The rows of a section under its headings; what is a part is indented."""
    if any(section.headings):
        yield [[Run(heading, "bold")] for heading in section.headings]
    for line in section.lines:
        cells = marked(section, line, marks)
        depth = bool(line.within) + section.indented
        cells[0] = styled(_INDENT * depth, cells[0])
        yield cells


def _in_pipe(section: Section, marks: Evidence | None) -> Iterator[Sequence[Styled]]:
    """The rows of a section, each with the words that it stands under before it, unbroken."""
    titles = [[Run(title)] for title in _titles(section)]
    if any(section.headings):
        yield [*([] for _ in titles), *([Run(heading)] for heading in section.headings)]
    for line in section.lines:
        cells = marked(section, line, marks)
        if line.within:
            cells[0] = styled(f"{line.within}: ", cells[0])
        yield [*titles, *map(_unbroken, cells)]


def _titles(section: Section) -> list[str]:
    """The headings that a section stands under."""
    return [title for title in (section.under, section.title) if title]


def _shifted(section: Section) -> list[int]:
    """The columns of numbers in a pipe, where the headings stand before the first column."""
    return [number + len(_titles(section)) for number in section.numbers]


def _unbroken(cell: Styled) -> Styled:
    return [Run(run.text.replace("\n", "  "), run.style, run.link) for run in cell]


def marked(section: Section, line: Line, marks: Evidence | None) -> list[Styled]:
    """The cells of the line, the numbers of its sources in the marked one."""
    cells = list(line.cells)
    if marks and line.references:
        mark = marks.mark(line.references)
        blank = " " if spelled(cells[section.marked]) else ""
        cells[section.marked] = styled(cells[section.marked], blank, dim(mark))
    return cells
