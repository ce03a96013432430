"""Print views on a terminal or in a pipe."""

from collections.abc import Sequence

from serbia_tip.model import Store
from serbia_tip.queries.filters import Sources
from serbia_tip.terminal.pages import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import dim, spelled
from serbia_tip.views.parts import Cells, TextTable, walk_views
from serbia_tip.views.view import View
from serbia_tip.views.wording import ABSENT

_HANG = 4  # how far the further lines of a source in full are indented


def render(view: View, store: Store, screen: Screen, sources: Sources = "short") -> str:
    """The view as text for this screen, with as much of its sources as is wanted."""
    return render_all([view], store, screen, sources)


def render_all(
    views: Sequence[View], store: Store, screen: Screen, sources: Sources = "short"
) -> str:
    """The views one below the other, then their notes and sources."""
    page = Page(screen)
    parts = list(walk_views(views, store, sources, piped=screen.width is None))
    aligned: dict[int, list[Cells]] = {}  # all rows of each view whose sections share widths
    for part in parts:
        if part.aligned:
            aligned.setdefault(part.view, []).extend([part.table.headings, *part.table.rows])
    shared = {view: page.fitted(rows) for view, rows in aligned.items()}
    above: set[tuple[int, Sequence[str]]] = set()
    for part in parts:
        if part.begins:
            page.line()
        if part.kind == "title":
            page.ends(part.text, [dim(part.aside)] if part.aside else [])
        elif part.kind == "table":
            table = part.table
            rows = aligned[part.view] if part.aligned else [table.headings, *table.rows]
            widths = shared[part.view] if part.aligned else page.fitted(rows)
            headings = part.view, tuple(map(spelled, table.headings))
            known = part.aligned and headings in above
            above.add(headings)
            if widths is None and part.folds:
                _put_folded(page, table, rows)
            else:
                shown = () if known and widths is not None else table.headings
                page.side_by_side(table.rows, widths, table.numbers, shown)
        else:
            hang = _HANG if part.kind == "source" and sources == "full" else 0
            page.paragraph(part.text, hang)
    return page.text()


def _put_folded(page: Page, table: TextTable, rows: Sequence[Cells]) -> None:
    """Add the table's columns in as few blocks as fit on the page, each with the first column.

    A row that says nothing in a block is left out; one across all columns is in the first alone.
    """
    for columns in _fold_columns(page, rows):
        is_first = columns[:2] == [0, 1]
        if not is_first:
            page.line()
        shown = [
            _pick(row, columns)
            for row in table.rows
            if (
                any(spelled(row[place]) != ABSENT for place in columns[1:]) if row[1:] else is_first
            )
        ]
        numbers = [place for place, column in enumerate(columns) if column in table.numbers]
        widths = page.fitted([_pick(row, columns) for row in rows])
        page.side_by_side(shown, widths, numbers, _pick(table.headings, columns))


def _fold_columns(page: Page, rows: Sequence[Cells]) -> list[list[int]]:
    count = max(map(len, rows))
    for size in range(count - 2, 0, -1):
        blocks = [[0, *range(first, min(first + size, count))] for first in range(1, count, size)]
        narrowed = ([_pick(row, block) for row in rows] for block in blocks)
        if all(page.fitted(each) is not None for each in narrowed):
            return blocks
    return [list(range(count))]


def _pick(row: Cells, columns: Sequence[int]) -> Cells:
    return [row[place] for place in columns] if len(row) > max(columns) else row
