"""The view of `tip laws`: what happened to each instrument or body, by date."""

from collections.abc import Sequence

from serbia_tip.model import Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import LawRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import period, when_asked, years_of
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[LawRow], asked: Asked) -> View:
    """A line for each event: its date, the instrument with its kind, the event."""
    sentences = Sentences(store, asked.sources)
    words = sentences.words
    kinds = {row.kind for row in rows}

    def line(row: LawRow) -> Line:
        aside = [visible(row.kind) if len(kinds) > 1 else "", words.state(row)]
        beside = ", ".join(filter(None, aside))
        said = styled(
            f"{visible(row.name)}: {visible(row.event)}", dim(f" ({beside})" if beside else "")
        )
        return sentences.line(row, styled(period(row.period)), said=said)

    what = f"Laws, {visible(min(kinds))}" if len(kinds) == 1 else "Laws, plans and bodies"
    when = "" if asked.common.year else years_of(row.period for row in rows)
    return View(
        title=f"{what}{when_asked(asked)}: {number_of(len(rows), 'event')}{when}",
        sections=[Section(lines=[line(row) for row in rows])],
    )
