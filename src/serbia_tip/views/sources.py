"""The view of `tip sources`: those that most facts rest on first."""

from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import SourceRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Run, Styled, dim, styled
from serbia_tip.views.evidence import address
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording, period, years_of
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[SourceRow], asked: Asked) -> View:
    """A line for each source: how many facts rest on it, what it is called, what it is."""
    words = Wording(store)

    def source(row: SourceRow) -> Iterator[Styled | Run | str]:
        short, title = words.source(row.id), visible(row.title)
        yield Run(short, "bold", address(row.url))
        if title != short:
            yield f". {title}"
        yield f". {visible(row.publisher)}, {period(row.published)} ({visible(row.kind)}). "
        yield dim(visible(row.id))
        if asked.sources == "full" and row.url:
            yield Run(f" {visible(row.url)}", "dim", address(row.url))

    lines = [
        Line(cells=[styled(f"{row.facts:,}"), styled(*source(row))])
        for row in sorted(rows, key=lambda row: -row.facts)
    ]
    return View(
        title=f"{number_of(len(rows), 'source')}{years_of(row.published for row in rows)}",
        sections=[Section(headings=["Facts", "Source"], numbers=[0], lines=lines)],
        remarks=[] if asked.sources == "full" else [styled("Addresses: --sources full.")],
    )
