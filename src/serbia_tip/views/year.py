"""The views of `tip year`: one year of each command, one below the other."""

from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Asked, Sources
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.one_year import ORDER, YearView
from serbia_tip.terminal.escape import visible
from serbia_tip.views.choice import viewed
from serbia_tip.views.view import View
from serbia_tip.words import number_of


def views(store: Store, found: YearView, sources: Sources = "short") -> list[View]:
    """A heading and the views of each kind of fact; none if no fact touches the year."""
    asked = Asked(common=Common(year=[found.year]), sources=sources)
    parts = [(kind.row, getattr(found, kind.table)) for kind in ORDER]
    counted = number_of(sum(len(rows) for _, rows in parts), "fact")
    heading = View(title=visible(f"{store.store.title}, {found.year:04}"), aside=counted)
    shown = [
        viewed(Answer(store=store, kind=kind, rows=rows, asked=asked))
        for kind, rows in parts
        if rows
    ]
    return [heading, *shown] if shown else []
