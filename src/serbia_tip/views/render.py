"""Print views on a terminal or in a pipe."""

from collections.abc import Sequence

from serbia_tip.model import Store
from serbia_tip.queries.filters import Sources
from serbia_tip.terminal.pages import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import dim, spelled
from serbia_tip.views.parts import Cells, Part, TextTable, walk_views
from serbia_tip.views.view import View
from serbia_tip.views.wording import ABSENT

_HANG = 4
"""How far the further lines of a source in full are indented."""


def render(view: View, store: Store, screen: Screen, sources: Sources = "short") -> str:
    """The view as text for this screen, with as much of its sources as is wanted."""
    return render_all([view], store, screen, sources)


def render_all(
    views: Sequence[View], store: Store, screen: Screen, sources: Sources = "short"
) -> str:
    """The views one below the other, then their notes and sources."""
    page = Page(screen)
    parts = list(walk_views(views, store, sources, piped=screen.width is None))
    shared = {
        view: (rows, page.fitted(rows))
        for view in {part.view for part in parts if part.aligned}
        for rows in [_shared_rows(parts, view)]
    }
    above: set[tuple[int, Sequence[str]]] = set()
    for part in parts:
        if part.begins:
            page.line()
        if part.kind == "title":
            page.ends(part.text, [dim(part.aside)] if part.aside else [])
        elif part.kind == "table":
            own = [part.table.headings, *part.table.rows]
            rows, widths = shared[part.view] if part.aligned else (own, page.fitted(own))
            headings = part.view, tuple(map(spelled, part.table.headings))
            known = part.aligned and headings in above
            above.add(headings)
            if widths is None and part.folds:
                _put_folded(page, part.table, rows)
            else:
                shown = () if known and widths is not None else part.table.headings
                page.side_by_side(part.table.rows, widths, part.table.numbers, shown)
        else:
            hang = _HANG if part.kind == "source" and sources == "full" else 0
            page.paragraph(part.text, hang)
    return page.text()


def _shared_rows(parts: Sequence[Part], view: int) -> list[Cells]:
    return [
        row
        for part in parts
        if part.aligned and part.view == view
        for row in (part.table.headings, *part.table.rows)
    ]


def _put_folded(page: Page, table: TextTable, rows: Sequence[Cells]) -> None:
    for columns in _fold_columns(page, rows):
        if columns[1:2] != [1]:
            page.line()
        block = _narrow(table, columns)
        widths = page.fitted([_narrow_row(row, columns) for row in rows])
        page.side_by_side(block.rows, widths, block.numbers, block.headings)


def _fold_columns(page: Page, rows: Sequence[Cells]) -> list[list[int]]:
    """The columns in as few blocks as fit on the page, each with the first column."""
    count = max(map(len, rows), default=0)
    for size in range(count - 2, 0, -1):
        blocks = [[0, *range(first, min(first + size, count))] for first in range(1, count, size)]
        narrowed = ([_narrow_row(row, block) for row in rows] for block in blocks)
        if all(page.fitted(each) is not None for each in narrowed):
            return blocks
    return [list(range(count))]


def _narrow(table: TextTable, columns: Sequence[int]) -> TextTable:
    """The table with these columns, and the rows that say something in them.

    A row across all columns stands in the first block alone.
    """
    wide = len(table.headings)
    return TextTable(
        table.title,
        _narrow_row(table.headings, columns),
        [
            _narrow_row(row, columns)
            for row in table.rows
            if (len(row) == wide and any(spelled(row[place]) != ABSENT for place in columns[1:]))
            or (len(row) < wide and columns[:2] == [0, 1])
        ],
        [place for place, column in enumerate(columns) if column in table.numbers],
    )


def _narrow_row(row: Cells, columns: Sequence[int]) -> Cells:
    return [row[place] for place in columns] if len(row) > max(columns) else row
