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
    evidence = Evidence(store)
    page.ends([Run(view.title, "bold")], [dim(view.aside)] if view.aside else [])
    marks = evidence if sources != "none" and view.marks else None
    for section in view.sections:
        page.line()
        if screen.width is None:
            page.columns(list(_in_pipe(section, marks)), _shifted(section))
        else:
            if section.title:
                page.paragraph([Run(section.title, "bold")])
            page.columns(list(_on_terminal(section, marks)), section.numbers)
    for block in (
        [*view.key, *view.remarks],
        list(said_once(note for line in view.lines() for note in line.notes)),
    ):
        if block:
            page.line()
        for text in block:
            page.paragraph(text)
    if sources != "none":
        _sources(page, evidence, sources)
    return page.text()


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
        if line.within:
            cells[0] = styled(_INDENT, cells[0])
        yield cells


def _in_pipe(section: Section, marks: Evidence | None) -> Iterator[Sequence[Styled]]:
    """The rows of a section, each with the words that it stands under before it, unbroken."""
    title = [[Run(section.title)]] if section.title else []
    if any(section.headings):
        yield [*([[]] if title else []), *([Run(heading)] for heading in section.headings)]
    for line in section.lines:
        cells = marked(section, line, marks)
        if line.within:
            cells[0] = styled(f"{line.within}: ", cells[0])
        yield [*title, *map(_unbroken, cells)]


def _shifted(section: Section) -> list[int]:
    """The columns of numbers in a pipe, where a title stands before the first column."""
    return [number + bool(section.title) for number in section.numbers]


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
