"""What a view says of a row is what the row's JSON says: for every fact of the shipped store."""

import re

import pytest

import serbia_tip
from serbia_tip.choice import load_function
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.kinds import KINDS
from serbia_tip.queries.rows import FactRow, FindingRow, LawRow, RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views import VIEWS
from serbia_tip.views.evidence import Doubts
from serbia_tip.views.render import render
from serbia_tip.views.wording import Wording, period

STORE = serbia_tip.load()
WORDS = Wording(STORE)
DOUBTS = Doubts(STORE, WORDS)
SIGNS = {
    **{"exact": "", "at_least": "≥ ", "more_than": "> "},
    **{"at_most": "≤ ", "less_than": "< ", "about": "≈ "},
}
ROWS = {kind.row.command: [*kind.query(STORE)] for kind in KINDS.values()}


def shown(command: str, row: FactRow) -> str:
    """What a person is shown of one row, as one line of words."""
    view = load_function(VIEWS[command])(STORE, [row], Asked(options={"measure": ["one"]}))
    text = render(view, STORE, Screen(None, color=False))
    return re.sub(r"\s+", " ", text.replace(NO_BREAK, " "))


def expected(row: FactRow) -> list[str]:
    """The words that the row's own fields call for."""
    words = DOUBTS.words(row)
    match row:
        case RouteRow():
            ends = [row.origin, row.destination] if row.role != "internal" else []
            if row.role != "internal" and row.origin is None and row.destination is None:
                ends = ["neither end is named"]
            return [*words, *filter(None, ends)]
        case StatisticRow():
            value = f"{SIGNS[row.bound]}{row.value:,}"
            return [*words, value, WORDS.measure(row.measure), period(row.period)]
        case TierRow():
            return [*words, str(row.year), row.tier]
        case FindingRow():
            return [*words, row.assessment, row.statement]
        case LawRow():
            return [*words, row.name, row.event, period(row.period)]
    raise AssertionError(row)


def test_every_kind_of_fact_is_here() -> None:
    """No fact is left out of what follows."""
    assert sum(map(len, ROWS.values())) == len(STORE.facts())


@pytest.mark.parametrize("command", ROWS)
def test_a_view_says_what_the_row_says(command: str) -> None:
    """Value, bound, period, names and doubts stand in what a person is shown."""
    missing = {
        row.id: [words for words in expected(row) if words not in text]
        for row in ROWS[command]
        if (text := shown(command, row)) is not None
        if any(words not in text for words in expected(row))
    }
    assert missing == {}


@pytest.mark.parametrize("command", ROWS)
def test_a_view_says_who_says_it(command: str) -> None:
    """One of those who say it, or the source by its short name, stands beside each row."""
    silent = []
    for row in ROWS[command]:
        text = shown(command, row)
        names = [*map(WORDS.body, row.said_by), *(WORDS.source(key) for key in _keys(row))]
        if not any(name in text for name in names):
            silent.append(row.id)
    assert silent == []


def _keys(row: FactRow) -> list[str]:
    return [text.partition("[")[0] for text in row.sources]
