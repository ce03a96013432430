"""What a view says of a row is what the row's JSON says: for every fact of the shipped store."""

import re
from pkgutil import resolve_name

import pytest

import serbia_tip
from serbia_tip.queries.filters import Asked, Common
from serbia_tip.queries.kinds import KINDS
from serbia_tip.queries.rows import FactRow, FindingRow, LawRow, RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views import VIEWS
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.render import render_view
from serbia_tip.views.wording import say_period

STORE = serbia_tip.load()
WORDS = FactWords(STORE)
SIGNS = {"at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "less_than": "< ", "about": "≈ "}
EVERY = Common(deprecated=True)
ROWS = {kind.row.command: [*kind.query(STORE, common=EVERY)] for kind in KINDS.values()}


def shown(command: str, row: FactRow) -> str:
    """What a person is shown of one row, as one line of words."""
    view = resolve_name(VIEWS[command])(STORE, [row], Asked(options={"measure": ["one"]}))
    text = render_view(view, STORE, Screen(None, color=False))
    return re.sub(r"\s+", " ", text.replace(NO_BREAK, " "))


def expected(row: FactRow) -> list[str]:
    """The words that the row's own fields call for."""
    match row:
        case RouteRow():
            ends = [end for end in (row.origin, row.destination) if end is not None]
            return [] if row.role == "internal" else ends or ["neither end is named"]
        case StatisticRow():
            value = f"{SIGNS.get(row.bound, '')}{row.value:,}"
            return [value, WORDS.measure(row.measure), say_period(row.period)]
        case TierRow():
            return [str(row.year), row.tier]
        case FindingRow():
            return [row.assessment, row.statement]
        case LawRow():
            return [row.name, row.event, say_period(row.period)]
    raise AssertionError(row)


@pytest.mark.parametrize("command", ROWS)
def test_a_view_says_what_the_row_says(command: str) -> None:
    """Value, bound, period, names, doubts, and who says it or the source by its short name."""
    assert sum(map(len, ROWS.values())) == len(STORE.facts())
    missing: dict[str, list[str]] = {}
    for row in ROWS[command]:
        text = shown(command, row)
        said = [*WORDS.doubts(row), *expected(row)]
        keys = [text.partition("[")[0] for text in row.sources]
        names = [*map(WORDS.body, row.said_by), *map(WORDS.source, keys)]
        lost = [words for words in said if words not in text]
        if lost or not any(name in text for name in names):
            missing[row.id] = lost or names
    assert missing == {}
