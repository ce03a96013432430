"""A reported zero is a figure: it is shown, drawn, sorted and exported like any other."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from serbia_tip.formats import formats_of_command
from tests.conftest import Tip
from tests.pseudo_terminal import in_columns
from tests.small import small_store

AWARDS: Mapping[str, Any] = {"measure": "awards", "unit": "awards", "value": 0}
FIGURES: list[Mapping[str, Any]] = [
    {**AWARDS, "period": "2001", "partitioned_by": ["sex"]},
    {**AWARDS, "period": "2002", "bound": "at_most"},
    {**AWARDS, "measure": "score", "unit": "points", "period": "2001", "out_of": 10},
    {**AWARDS, "period": "2001", "dimension": "sex", "group": "women", "part_of": "statistics-0"},
    {**AWARDS, "period": "2001", "dimension": "sex", "group": "men", "part_of": "statistics-0"},
]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store whose figures are all 0."""
    profile = '[store.profile]\nyear = 2001\nmeasures = ["awards"]\nindex = "score"\nlaws = []\n'
    return small_store(tmp_path, statistics=FIGURES, more=profile)


VIEWS = {
    **{"stats": 2, "stats awards": 2, "stats awards --each": 4, "stats --each": 5},
    **{"stats --year 2001": 4, "stats --year 2002": 1, "stats --since 2001": 2},
    **{"stats --totals": 3, "stats --latest": 3, "stats awards --dimension sex": 2},
    **{"stats --group women": 1, "stats --source book --measure score": 1},
    **{"stats --fields value": 5, "stats --fields id,value --sort -value": 5},
    **{"stats awards --chart": 2, "stats awards --dimension sex --chart": 2},
    **{"year 2001": 4, "year 2001 --all": 4, "year 2001 2002": 2},
    **{"fields stats value": 1, "show statistics-0": 3, "show statistics-1": 1, "profile": 3},
}  # command lines for people, and how many zeros at least they show
ZERO = re.compile(r"(?<![\w,.:–-])0(?!\w|[,.]\d)")  # no year, id, count or larger figure


def words_of(markup: str) -> str:
    """The text of a page or a picture."""
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", markup, flags=re.DOTALL)
    return unescape(text).replace("\N{NO-BREAK SPACE}", " ")


def test_every_view_shows_it(tip: Tip, monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    """On a terminal and in a pipe."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TIP_PAGER", "")
    for line, zeros in VIEWS.items():
        given = [*line.split(), "--store", store]
        for columns in (None, 40, 80):
            shown = tip(*given) if columns is None else in_columns(monkeypatch, columns, *given)
            assert shown.code == 0, line
            assert len(ZERO.findall(shown.out)) >= zeros, (line, columns)


def test_every_format_carries_it(tip: Tip, store: str) -> None:
    """Each row's value is there, and is 0, or is drawn and said in words."""
    zeros, count = [0] * len(FIGURES), len(FIGURES)
    asked = ["stats", "--each", "--store", store, "-f"]
    assert [row["value"] for row in tip(*asked, "json").json] == zeros
    for form in {*formats_of_command("stats")} - {"json", "jsonl", "svg", "png", "pdf", "vega"}:
        shown = words_of(tip(*asked, form).out).replace(",", " ")
        assert len(ZERO.findall(shown)) >= count, form
    for form in ("svg", "html"):
        for more in ([], ["--dimension", "sex"]):
            drawn = tip("stats", "awards", *more, "--chart", "--store", store, "-f", form).out
            assert len(ZERO.findall(words_of(drawn))) >= 2, (form, more)


def test_it_is_sorted_as_a_figure(tip: Tip, tmp_path: Path) -> None:
    """It stands below 1, not with what is absent."""
    path = small_store(tmp_path, statistics=[{"value": value} for value in (1, 0, 2)])
    rows = tip("stats", "--sort", "value", "--json", "--store", path).json
    assert [row["value"] for row in rows] == [0, 1, 2]


def test_the_exported_page_has_it(tip: Tip, tmp_path: Path, store: str) -> None:
    """With its unit; the other exports hold what the commands print."""
    path = tmp_path / "facts.html"
    assert tip("--store", store, "export", str(path)).code == 0
    page = words_of(path.read_text())
    assert len(re.findall(r"\b0 awards|\b0 of 10 points", page)) >= len(FIGURES)
