"""Render views in parts, by one walk for all documents, and as text, with the marks of sources."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from serbia_tip.model import Store, read_reference
from serbia_tip.queries.filters import Sources
from serbia_tip.terminal.pages import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, bold, dim, styled, unstyled
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Section, View, merge_view_notes
from serbia_tip.views.wording import ABSENT

_INDENT = "  "
Cells: TypeAlias = Sequence[Styled]  # of a row; a single one goes across all columns


class TextTable(Struct, frozen=True):
    """A section as rows of cells."""

    title: Styled
    headings: Cells
    rows: Sequence[Cells]
    numbers: Sequence[int]  # the columns that are aligned to the right


def _render_table(section: Section, marks: Evidence | None) -> TextTable:
    """The section with its parts indented and a row for the text before a line."""
    table = _render_marks(section, marks, section.title)
    rows: list[Cells] = []
    for line, cells in zip(section.lines, table.rows, strict=True):
        if line.before:
            rows.append([styled(_INDENT, line.before)])
        indent = _INDENT * (line.depth + section.indented)
        if line.over:
            rows.append([styled(indent.removesuffix(_INDENT), dim(line.over))])
        rows.append([styled(indent, cells[0]), *cells[1:]])
    return TextTable(
        _render_bold(table.title), [*map(_render_bold, table.headings)], rows, table.numbers
    )


def _render_piped_table(section: Section, marks: Evidence | None) -> TextTable:
    """The section with its titles repeated before each line."""
    table = _render_marks(section, marks, section.piped or section.title)
    titles: Cells = [title for title in (styled(section.under), table.title) if title]
    rows: list[Cells] = []
    above: Cells = []
    for line, cells in zip(section.lines, table.rows, strict=True):
        if line.before:
            stands = [run for title in titles for run in (*title, Run(_INDENT))]
            rows.append([styled(stands, line.before)])
        said = list(cells)
        if line.within:
            said[0] = styled(f"{line.within}: ", cells[0])
        if line.repeats and above:
            said = [
                cell if unstyled(cell) else same for cell, same in zip(said, above, strict=True)
            ]
        unbroken = [
            [Run(run.text.replace("\n", "  "), run.style, run.link) for run in cell]
            for cell in said
        ]
        rows.append([*titles, *unbroken])
        above = said
    headings = [*([] for _ in titles), *table.headings] if table.headings else []
    return TextTable(table.title, headings, rows, [len(titles) + at for at in table.numbers])


def _render_bold(text: Styled) -> Styled:
    return [bold(run.text) if run.style == "plain" else run for run in text]


def _render_marks(section: Section, marks: Evidence | None, title: str) -> TextTable:
    """The section's cells with the numbers of sources, once if all cells or a column share them."""
    said = styled(title)
    headings: list[Styled] = list(map(styled, section.headings if any(section.headings) else ()))
    rows: list[list[Styled]] = [list(line.cells) for line in section.lines]
    if marks is None:
        return TextTable(said, headings, rows, section.numbers)
    single = {column for line in section.lines for column in line.cited}
    if said and (same := _rendered_references(section, single)):
        said = _render_mark(said, marks.mark(same), " ")
        single = set()
    for column in sorted(single) if headings else ():
        if same := _rendered_references(section, [column]):
            headings[column] = _render_mark(headings[column], marks.mark(same), " ")
            single.remove(column)
    tails: list[dict[int, str]] = [{} for _ in rows]
    for line, row, tail in zip(section.lines, rows, tails, strict=True):
        for column in sorted(single & line.cited.keys()):
            tail[column] = marks.mark(line.cited[column])
            row[column] = _render_mark(row[column], tail[column])
        if line.references:
            row[-1] = _render_mark(row[-1], marks.mark(line.references), " ")
    for column in section.numbers:
        _render_aligned(rows, column, [len(tail.get(column, "")) for tail in tails])
    return TextTable(said, headings, rows, section.numbers)


def _render_aligned(rows: Sequence[list[Styled]], column: int, marks: Sequence[int]) -> None:
    """Have the numbers in a column end at one place, whatever marks, so long, follow them."""
    for row, width in zip(rows, marks, strict=True):
        if blank := max(marks) - width:
            row[column] = styled(row[column], NO_BREAK * (blank + (not width)))


def _render_mark(cell: Styled, mark: str, blank: str = NO_BREAK) -> list[Run]:
    return styled(cell, blank if unstyled(cell) else "", dim(mark))


def _rendered_references(section: Section, columns: Iterable[int]) -> list[str]:
    """The references of the cells of these columns, if they are two or more to the same sources."""
    cited = [line.cited[at] for at in columns for line in section.lines if at in line.cited]
    keys = {frozenset(read_reference(text)[0] for text in texts) for texts in cited}
    return [text for texts in cited for text in texts] if len(cited) > 1 and len(keys) == 1 else []


class Part(Struct, frozen=True, kw_only=True):
    """One part of a document of views."""

    kind: Literal["title", "lead", "heading", "table", "text", "source"]
    level: int = 0  # of a title or a heading
    text: Styled = ()
    aside: str = ""  # what stands at the other end of a title's line
    table: TextTable = TextTable((), (), (), ())
    begins: bool = False  # whether it stands apart from the part before it
    view: int = 0  # the number of its view
    aligned: bool = False  # whether its columns are as wide as those of its view's other tables
    gaps_hidden: bool = False  # whether cells that say nothing are left out of stacked lines

    @property
    def shares(self) -> tuple[int, int]:
        """What tables have in common that share widths: their view, how many columns they have."""
        return self.view, max(map(len, self.table.rows), default=0)


def render_parts(
    views: Sequence[View], store: Store, sources: Sources, *, piped: bool = False
) -> Iterator[Part]:
    """The parts of the views, then their notes and sources; `piped` tables say their headings."""
    evidence = Evidence(store, editions=all(view.editions for view in views))
    for at, view in enumerate(views):
        if view.title:
            title = [bold(view.title)]
            yield Part(kind="title", level=1, text=title, aside=view.aside, begins=True)
        yield from (Part(kind="lead", text=text) for text in view.lead)
        marks = evidence if sources != "none" and view.marks else None
        under = ""
        for section in view.sections:
            table = (_render_piped_table if piped else _render_table)(section, marks)
            parted = section.under != under
            begins = parted or not section.close
            under = section.under
            headings = [styled(bold(under)) if parted else [], table.title]
            for level, text in enumerate(headings if not piped else (), 2 if under else 1):
                if text:
                    yield Part(kind="heading", level=level, text=text, begins=begins)
                    begins = False
            shared = view.aligned and not section.apart
            yield Part(
                kind="table",
                table=table,
                begins=begins,
                view=at,
                aligned=shared,
                gaps_hidden=view.gaps_hidden,
            )
        yield from _rendered_texts("text", [*view.key, *view.remarks])
    notes = [note for view in views for line in view.lines() for note in line.notes]
    yield from _rendered_texts("text", merge_view_notes(notes))
    if sources != "none":
        yield from _rendered_texts(
            "source", [evidence.short()] if sources == "short" else evidence.full()
        )


def _rendered_texts(kind: Literal["text", "source"], texts: Iterable[Styled]) -> Iterator[Part]:
    for number, text in enumerate(filter(None, texts)):
        yield Part(kind=kind, text=text, begins=number == 0)


def render_view(view: View, store: Store, screen: Screen, sources: Sources = "short") -> str:
    """The view as text for this screen, with as much of its sources as is wanted."""
    return render_views([view], store, screen, sources)


def render_views(
    views: Sequence[View], store: Store, screen: Screen, sources: Sources = "short"
) -> str:
    """The views one below the other, then their notes and sources."""
    page = Page(screen)
    parts = list(render_parts(views, store, sources, piped=screen.width is None))
    # All rows of the sections that share widths: those of one view with equally many columns.
    aligned: dict[tuple[int, int], list[Cells]] = {}
    for part in parts:
        if part.aligned:
            aligned.setdefault(part.shares, []).extend([part.table.headings, *part.table.rows])
    above: set[tuple[int, Sequence[str]]] = set()
    for part in parts:
        if part.begins:
            page.line()
        if part.kind == "title":
            page.ends(part.text, [dim(part.aside)] if part.aside else [])
        elif part.kind == "table":
            table = part.table
            alike = aligned[part.shares] if part.aligned else [table.headings, *table.rows]
            widths = page.fitted(alike)
            named = part.view, tuple(map(unstyled, table.headings))
            known = part.aligned and named in above and widths is not None
            above.add(named)
            rows = table.rows
            if widths is None and part.gaps_hidden:
                rows = [[[] if unstyled(cell) == ABSENT else cell for cell in row] for row in rows]
            page.side_by_side(rows, widths, table.numbers, () if known else table.headings)
        else:
            hang = 4 if part.kind == "source" and sources == "full" else 0
            page.paragraph(part.text, hang)  # the further lines of a source in full are indented
    return page.text()
