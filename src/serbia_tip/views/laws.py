"""Laws as people read them: what happened to which instrument or body, by date."""

from collections.abc import Sequence

from serbia_tip.model import Store
from serbia_tip.period import reach
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import LawRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording, period, years_in_words
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[LawRow], asked: Asked) -> View:
    """A line for each event: its date, the instrument with its kind, the event."""
    words = Wording(store)
    doubts = Doubts(store, words)
    sentences = Sentences(store, words, asked.sources)
    kinds = {row.kind for row in rows}

    def line(row: LawRow) -> Line:
        aside = [visible(row.kind) if len(kinds) > 1 else "", words.state(row)]
        said = ", ".join(filter(None, aside))
        return Line(
            cells=[
                styled(period(row.period)),
                styled(
                    f"{visible(row.name)}: {visible(row.event)}",
                    dim(f" ({said})") if said else "",
                    doubts.marked(row),
                    " ",
                    sentences.cited(row),
                ),
            ],
            references=row.sources,
            notes=list(doubts.notes(row)),
        )

    what = f"Laws, {visible(kinds.pop())}" if len(kinds) == 1 else "Laws, plans and bodies"
    touched = reach(row.period for row in rows)
    when = f", {years_in_words(*touched)}" if touched and not asked.common.year else ""
    return View(
        title=f"{what}{words.narrowed(asked)}: {number_of(len(rows), 'event')}{when}",
        sections=[Section(lines=[line(row) for row in rows])],
    )
