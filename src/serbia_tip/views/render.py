"""Put a view on a screen: fitted to a terminal, or in a pipe, unbroken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.period import reach
from serbia_tip.queries.answer import Sources
from serbia_tip.terminal.page import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Styled, bold, dim, doubt, spelled, styled
from serbia_tip.views.cells import Row, in_pipe, on_terminal
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Section, View
from serbia_tip.views.wording import years_in_words


def render(view: View, store: Store, screen: Screen, sources: Sources = "short") -> str:
    """The view as text for this screen, with as much of its sources as is wanted."""
    page = Page(screen)
    evidence = Evidence(store)
    page.ends([bold(view.title)], [dim(view.aside)] if view.aside else [])
    marks = evidence if sources != "none" and view.marks else None
    put = _unbroken if screen.width is None else _fitted
    for together in _together(view.sections):
        page.line()
        put(page, together, marks)
    for block in ([*view.key, *view.remarks], list(_notes(view))):
        if block:
            page.line()
        for text in block:
            page.paragraph(text)
    if sources != "none":
        _sources(page, evidence, sources)
    return page.text()


def _together(sections: Sequence[Section]) -> Iterator[Sequence[Section]]:
    """The sections, those together whose columns stand under each other."""
    begins = [number for number, section in enumerate(sections) if not (number and section.aligned)]
    for first, end in zip(begins, [*begins[1:], len(sections)], strict=True):
        yield sections[first:end]


def _notes(view: View) -> Iterator[Styled]:
    """The notes of the lines, each once, with the years of all lines that have it."""
    periods: defaultdict[tuple[str, str], list[str | None]] = defaultdict(list)
    texts: dict[tuple[str, str], Styled] = {}
    for line in view.lines():
        for note in line.notes:
            alike = note.word, spelled(note.text)
            periods[alike].append(note.period)
            texts[alike] = note.text
    for (word, said), text in texts.items():
        touched = reach(periods[word, said])
        when = f" ({years_in_words(*touched)})" if touched else ""
        yield styled(doubt(f"{word.capitalize()}{when}: "), text)


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


def _fitted(page: Page, sections: Sequence[Section], marks: Evidence | None) -> None:
    """Sections that have the same columns, fitted to the screen, each under its title."""
    tables = [on_terminal(section, marks) for section in sections]
    rows: list[Row] = []
    for number, table in enumerate(tables):
        if len(tables) > 1:
            rows += [[[]]] * (number > 0) + [[table.title]] * bool(table.title)
        elif table.title:
            page.paragraph(table.title)
        rows += table.rows
    page.columns(rows, sections[0].numbers, tables[0].headings)


def _unbroken(page: Page, sections: Sequence[Section], marks: Evidence | None) -> None:
    """Sections that have the same columns, each line whole and with the title of its section."""
    tables = [in_pipe(section, marks) for section in sections]
    shift = int(any(table.title for table in tables))
    page.columns(
        [row for table in tables for row in table.rows],
        [number + shift for number in sections[0].numbers],
        tables[-1].headings,
    )
