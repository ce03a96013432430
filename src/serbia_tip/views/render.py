"""Print a view on a terminal, in a pipe, or as a picture: its cells, lines and sections."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.model import Store, reference
from serbia_tip.queries.filters import Sources
from serbia_tip.terminal.pages import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, bold, dim, spelled, styled
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Section, View, said_once

_INDENT = "  "


Cells: TypeAlias = Sequence[Styled]
"""The cells of a row; a single one goes across all columns."""


class TextTable(Struct, frozen=True):
    """A section as rows of cells."""

    title: Styled
    headings: Cells
    rows: Sequence[Cells]
    numbers: Sequence[int]
    """The columns that are aligned to the right."""


def on_terminal(section: Section, marks: Evidence | None) -> TextTable:
    """The section with its parts indented and a row for the text before a line."""
    table = _marked(section, marks, section.title)
    rows: list[Cells] = []
    for line, cells in zip(section.lines, table.rows, strict=True):
        if line.before:
            rows.append([styled(_INDENT, line.before)])
        indent = _INDENT * (line.depth + section.indented)
        if line.over:
            rows.append([styled(indent.removesuffix(_INDENT), dim(line.over))])
        rows.append([styled(indent, cells[0]), *cells[1:]])
    headings = [_bold(heading) for heading in table.headings]
    return TextTable(_bold(table.title), headings, rows, table.numbers)


def in_pipe(section: Section, marks: Evidence | None) -> TextTable:
    """The section with its titles repeated before each line."""
    table = _marked(section, marks, section.piped or section.title)
    titles: Cells = [title for title in (styled(section.under), table.title) if title]
    rows: list[Cells] = []
    above: Cells = []
    for line, cells in zip(section.lines, table.rows, strict=True):
        if line.before:
            stands = [run for title in titles for run in (*title, Run(_INDENT))]
            rows.append([styled(stands, line.before)])
        said = list(cells)
        if line.within:
            said[0] = styled(line.within, ": " if spelled(cells[0]) else "", cells[0])
        if line.repeats and above:
            said = [cell if spelled(cell) else same for cell, same in zip(said, above, strict=True)]
        rows.append([*titles, *map(_unbroken, said)])
        above = said
    headings = [*([] for _ in titles), *table.headings] if table.headings else []
    numbers = [number + len(titles) for number in table.numbers]
    return TextTable(table.title, headings, rows, numbers)


def _bold(text: Styled) -> Styled:
    return [bold(run.text) if run.style == "plain" else run for run in text]


def _unbroken(cell: Styled) -> Styled:
    return [Run(run.text.replace("\n", "  "), run.style, run.link) for run in cell]


def _marked(section: Section, marks: Evidence | None, title: str) -> TextTable:
    """The section's cells with the numbers of sources.

    Sources that a whole column or the whole section shares are marked once, beside its heading or
    title.
    """
    said = styled(title)
    headings: list[Styled] = list(map(styled, section.headings if any(section.headings) else ()))
    rows: list[list[Styled]] = [list(line.cells) for line in section.lines]
    if marks is None:
        return TextTable(said, headings, rows, section.numbers)
    single = {column for line in section.lines for column in line.cited}
    if said and (same := _same(section, single)):
        said = _with_mark(said, marks.mark(same), " ")
        single = set()
    for column in sorted(single) if headings else ():
        if same := _same(section, [column]):
            headings[column] = _with_mark(headings[column], marks.mark(same), " ")
            single.remove(column)
    tails = [[""] * len(row) for row in rows]
    for line, row, tail in zip(section.lines, rows, tails, strict=True):
        for column in sorted(single & line.cited.keys()):
            tail[column] = marks.mark(line.cited[column])
            row[column] = _with_mark(row[column], tail[column])
        if line.references:
            row[-1] = _with_mark(row[-1], marks.mark(line.references), " ")
    for column in section.numbers:
        _align(rows, column, [tail[column] for tail in tails])
    return TextTable(said, headings, rows, section.numbers)


def _with_mark(cell: Styled, mark: str, blank: str = NO_BREAK) -> list[Run]:
    return styled(cell, blank if spelled(cell) else "", dim(mark))


def _same(section: Section, columns: Iterable[int]) -> list[str]:
    """The references of the cells of these columns, if they are two or more to the same sources."""
    cited = [
        line.cited[column] for column in columns for line in section.lines if column in line.cited
    ]
    keys = {frozenset(reference(text)[0] for text in texts) for texts in cited}
    return [text for texts in cited for text in texts] if len(cited) > 1 and len(keys) == 1 else []


def _align(rows: Sequence[list[Styled]], column: int, tails: Sequence[str]) -> None:
    """Have the numbers in a column end at one place, whatever marks follow them."""
    widest = max(map(len, tails), default=0)
    for row, tail in zip(rows, tails, strict=True):
        if widest > len(tail):
            blank = widest - len(tail) + (0 if tail else 1)
            row[column] = styled(row[column], NO_BREAK * blank)


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
