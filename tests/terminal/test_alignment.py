"""Columns stay aligned in any script, as an independent library measures them."""

from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests.conftest import Tip
from tests.pseudo_terminal import in_columns
from tests.small import small_store

NAMES = [
    *("plain", "日本語の法", "한국어", "cafe\u0301s", "Ђорђе", "חוק", "قانون", "ไทย", "Ελλάδα"),
    *("e\u0301\u0302\u0303", "\uff26\uff35\uff2c\uff2c", "ﷺ", "𐍈𐍈", "①", "👩 x", "🇷🇸"),
]
"""Wide, narrow, combining and right-to-left letters."""


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store in which every name is a country, a law and a group."""
    codes = [f"Q{chr(ord('A') + number)}" for number in range(len(NAMES))]
    path = small_store(
        tmp_path,
        routes=[{"destination": code, "period": "2001"} for code in codes],
        laws=[{"name": name, "kind": "|1", "event": "|2"} for name in NAMES],
        statistics=[
            {"measure": "m", "group": name, "dimension": "d", "period": "2001", "part_of": "whole"}
            for name in NAMES
        ]
        + [{"id": "whole", "measure": "m", "period": "2001", "value": 99}],
    )
    countries = (
        f'[countries.{code}]\nalpha3 = "{code}Q"\nname = "{name}"\nlat = 0\nlon = 0\n'
        for code, name in zip(codes, NAMES, strict=True)
    )
    with Path(path).open("a", encoding="utf-8") as file:
        file.writelines(countries)
    return path


@pytest.mark.parametrize("columns", [None, 70, 120])
@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("laws --fields name,kind,event", ["|1", "|2"]),
        ("routes --fields destination,role,origin", ["source", "Arden"]),
        ("stats --fields group,measure,unit", ["  m  ", "persons"]),
        ("stats --each", ["protection; "]),
        ("routes --chart", ["1 report, 2001"]),
        ("stats --chart --dimension d", ["1, 1.0 %"]),
    ],
)
def test_what_stands_below_one_another_starts_in_one_column(
    tip: Tip,
    monkeypatch: pytest.MonkeyPatch,
    store: str,
    line: str,
    signs: list[str],
    columns: int | None,
) -> None:
    """What follows a name starts in the same column, whatever script the name is in."""
    monkeypatch.setenv("NO_COLOR", "1")
    asked = [*line.split(), "--store", store]
    out = in_columns(monkeypatch, columns, *asked).out if columns else tip(*asked).out
    body = out.partition("\nSources\n")[0].splitlines()
    rows = [row for row in body if signs[0] in row and any(name in row for name in NAMES)]
    assert len(rows) >= len(NAMES)
    for sign in signs:
        assert len({wcswidth(row[: row.index(sign)]) for row in rows}) == 1
    if columns:
        assert max(map(wcswidth, body)) <= columns
