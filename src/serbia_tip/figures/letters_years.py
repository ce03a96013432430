"""Draw tracks along the years as text: bars, lanes, brackets."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, floor

from msgspec import Struct

from serbia_tip.figures.letters_sheet import Sheet
from serbia_tip.figures.shapes import Bracket, Mark, Track, Years, stack
from serbia_tip.terminal.text import cells, longest_word, wrapped

_AIRIEST, _NARROWEST = 5, 2
"""The most columns of a year, unless its label is longer, and the fewest."""

_DIVIDER = 2  # the columns that a change takes
_HEIGHTS = {1: 8, 2: 4, 3: 3, 4: 2}
"""The height of a track's bars in lines, by the number of tracks; with more, it is 1."""

_WIDEST_BAR = 3


class _Part(Struct, frozen=True):
    """Years that fit side by side, and their columns."""

    columns: dict[int, int]
    """The column of each year."""
    step: int
    width: int
    room: int
    """The columns up to the right edge."""

    @property
    def first(self) -> int:
        return next(iter(self.columns))

    @property
    def last(self) -> int:
        return next(reversed(self.columns))

    def column(self, moment: float, year: int) -> int:
        """The column of a moment of this year, or the nearer edge if the year isn't here."""
        if year not in self.columns:
            return self.width if year > self.last else 0
        return self.columns[year] + round((moment - year) * (self.step - 1))

    def touches(self, bracket: Bracket) -> bool:
        """Whether the bracket's period overlaps these years."""
        return bracket.begin < self.last + 1 and bracket.end > self.first


def draw_years(panel: Years, beside: Sequence[Years], sheet: Sheet) -> None:
    """Draw the tracks, the years as wide as in the panels `beside` it.

    Without room for even one year, list the marks instead.
    """
    left = max(_room_for_names(each, sheet) for each in beside)
    height = 1 if panel.is_flat else _HEIGHTS.get(sum(len(each.tracks) for each in beside), 1)
    step = _step(beside, sheet, sheet.width - left)
    if sheet.width < left + max(step, len("YYYY")):
        for track in panel.tracks:
            for each in track.said:
                sheet.paragraph(each.said)
    else:
        if panel.title:
            sheet.heading(panel.title)
        dividers = {each.year for other in beside for each in other.breaks}
        for part in _parts(panel.years, dividers, step, sheet.width - left):
            if part.first != panel.first:
                sheet.blank()
            _draw_part(panel, part, left, height, sheet)
    for text in panel.words:
        sheet.paragraph(text)


def _room_for_names(panel: Years, sheet: Sheet) -> int:
    """The columns of the tracks' and lanes' names; those of lanes are never wrapped."""
    names = [name for track in panel.tracks for name in track.lanes or (track.title,)]
    has_lanes = any(track.lanes for track in panel.tracks)
    if has_lanes and any(track.gaps for track in panel.tracks):
        names.append(panel.gap)
    most = max(map(cells, names))
    return 2 + (most if has_lanes else min(most, max(sheet.width // 4, *map(longest_word, names))))


def _step(panels: Sequence[Years], sheet: Sheet, room: int) -> int:
    """The columns that a year takes: what its label needs, and more if all years still fit."""
    tracks = [track for panel in panels for track in panel.tracks if not track.lanes]
    labels = (_label(marks, sheet) for track in tracks for marks in _by_year(track).values())
    need = max(map(cells, labels), default=0) + 1
    extra = _DIVIDER * len({each.year for panel in panels for each in panel.breaks})
    steps = range(max(need, _AIRIEST), max(need, _NARROWEST) - 1, -1)
    fitting = (step for step in steps if len(panels[0].years) * step + extra <= room)
    return next(fitting, steps[-1])


def _by_year(track: Track) -> dict[int, list[Mark]]:
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in track.marks:
        found[mark.year].append(mark)
    return found


def _parts(
    years: Sequence[int], dividers: Collection[int], step: int, room: int
) -> Iterator[_Part]:
    """Split the years into parts that fit the room, each of one year at least."""
    columns: dict[int, int] = {}
    width = 0
    for year in years:
        divider = _DIVIDER if columns and year in dividers else 0
        if columns and width + divider + step > room:
            yield _Part(columns, step, width, room)
            columns, width, divider = {}, 0, 0
        columns[year] = width + divider
        width += divider + step
    yield _Part(columns, step, width, room)


class _Lines:
    """A grid of characters that can be written in any order."""

    def __init__(self) -> None:
        self._lines: defaultdict[int, dict[int, str]] = defaultdict(dict)

    def put(self, line: int, column: int, text: str) -> None:
        """Write the text over what is there."""
        self._lines[line].update(enumerate(text, column))

    def line(self, number: int) -> str:
        """The text of one line."""
        letters = self._lines[number]
        return "".join(letters.get(place, " ") for place in range(max(letters, default=-1) + 1))

    @property
    def span(self) -> range:
        """The numbers of the lines from the first to the last that isn't empty."""
        written = [number for number, line in self._lines.items() if line]
        return range(min(written, default=0), max(written, default=-1) + 1)


def _draw_part(panel: Years, part: _Part, left: int, height: int, sheet: Sheet) -> None:
    changes = {each.year for each in panel.breaks} & part.columns.keys() - {part.first}
    breaks = [part.columns[year] - _DIVIDER for year in sorted(changes)]
    _draw_eras(panel, part, left, changes, sheet)
    sheet.line(f"{' ' * left}{_axis(part, sheet.width - left)}")
    for number, track in enumerate(panel.tracks):
        if track.lanes:
            names, lines = _lanes(panel, track, part, sheet)
            span = range(lines.span.stop)
        elif part.columns.keys() & _by_year(track) or any(map(part.touches, track.brackets)):
            names = wrapped(track.title, left - 2)
            lines = _bars(track, part, height, sheet)
            span = lines.span
            if number and height > 1:
                sheet.line(_divided("", left, "", breaks, sheet))
        else:
            continue
        for place in range(max(len(span), len(names))):
            name = names[place] if place < len(names) else ""
            sheet.line(_divided(name, left, lines.line(span.start + place), breaks, sheet))


def _divided(name: str, left: int, line: str, breaks: Sequence[int], sheet: Sheet) -> str:
    """The line after its name, with a divider at each change."""
    letters = list(f"{line:{max(breaks, default=-1) + 1}}")
    for place in breaks:
        if letters[place] in (" ", sheet.signs["across"]):
            letters[place] = sheet.signs["divider"]
    return f"{name}{' ' * (left - cells(name))}{''.join(letters)}"


def _draw_eras(
    panel: Years, part: _Part, left: int, changes: Collection[int], sheet: Sheet
) -> None:
    """Draw the name of each state at the year in which its era begins."""
    before = [era for era in panel.eras if era.year <= part.first]
    line = " " * left
    if before:
        sheet.paragraph(f"{line}{before[-1].meaning}", left)
    for era in panel.eras:
        if part.first < era.year <= part.last:
            sign = sheet.signs["divider"] if era.year in changes else " "
            place = f"{line}{' ' * (part.columns[era.year] - _DIVIDER)}{sign} "
            sheet.paragraph(f"{place}{era.meaning}", len(place))


def _axis(part: _Part, room: int) -> str:
    """The labels of the years: the first, and each other for which there is room."""
    line = ""
    for year, column in part.columns.items():
        if not line or len(line) < column <= room - len("YYYY"):
            line = f"{line:{column}}{year:04}"
    return line


def _lanes(panel: Years, track: Track, part: _Part, sheet: Sheet) -> tuple[Sequence[str], _Lines]:
    """The names of the lanes, and their marks and the lines between them."""
    lines = _Lines()
    for here, there in (pair for line in track.lines for pair in pairwise(line)):
        if here.year in part.columns:
            _link(lines, part, here, there, sheet)
    for mark in track.marks:
        if mark.year in part.columns:
            lines.put(round(mark.at), part.columns[mark.year], sheet.signs[mark.sign])
    gaps = [year for year in track.gaps if year in part.columns]
    for year in gaps:
        lines.put(len(track.lanes), part.columns[year], sheet.signs["gap"])
    return [*track.lanes, *([panel.gap] if gaps else [])], lines


def _link(lines: _Lines, part: _Part, here: Mark, there: Mark, sheet: Sheet) -> None:
    """Draw the line from a mark to that of the next year."""
    column, width = part.columns[here.year] + 1, part.step - 1
    begin, end = round(here.at), round(there.at)
    if begin == end:
        lines.put(begin, column, sheet.signs["across"] * width)
        return
    upwards = end < begin
    lines.put(begin, column, sheet.signs["begins"][upwards])
    arrives = sheet.signs["ends"][not upwards]
    lines.put(end, column, arrives.ljust(width, sheet.signs["across"]))
    for between in range(min(begin, end) + 1, max(begin, end)):
        lines.put(between, column, sheet.signs["down"])


def _bars(track: Track, part: _Part, height: int, sheet: Sheet) -> _Lines:
    """A vertical bar for each year under its value, the gaps, and below them the brackets."""
    lines = _Lines()
    by_year = {year: marks for year, marks in _by_year(track).items() if year in part.columns}
    for year, marks in by_year.items():
        column = part.columns[year]
        standing = [mark.at for mark in marks if mark.sign != "deprecated"]
        tops = _bar(lines, column, max(standing, default=0), height, part, sheet)
        lines.put(height - tops, column, _label(marks, sheet))
    for year in track.gaps:
        if year in part.columns:
            lines.put(height, part.columns[year], sheet.signs["gap"])
    below = height + 1 if by_year else 0
    drawn = sorted(_bracket(each, part, sheet) for each in track.brackets if part.touches(each))
    rows = stack((begin, begin + len(text)) for begin, text in drawn)
    for row, (begin, text) in zip(rows, drawn, strict=True):
        lines.put(below + row, begin, text)
    return lines


def _label(said: Iterable[Mark | Bracket], sheet: Sheet) -> str:
    """The values with their signs of doubt: `16◆/23`."""
    doubts = {sign: sheet.signs[sign] for sign in ("disputed", "deprecated")}
    values = (sheet.spell(f"{each.label}{doubts.get(each.sign, '')}") for each in said)
    return "/".join(values).replace(" ", "")


def _bar(lines: _Lines, column: int, share: float, height: int, part: _Part, sheet: Sheet) -> int:
    """Draw a vertical bar and return its height in lines; the smallest share still shows."""
    upwards = sheet.signs["upwards"]
    parts = len(upwards) + 1
    whole, rest = divmod(max(round(share * height * parts), 1 if share > 0 else 0), parts)
    wide = max(1, min(part.step - 2, _WIDEST_BAR))
    for number in range(whole):
        lines.put(height - number, column, sheet.signs["block"] * wide)
    if rest:
        lines.put(height - whole, column, upwards[rest - 1] * wide)
    return whole + bool(rest)


def _bracket(bracket: Bracket, part: _Part, sheet: Sheet) -> tuple[int, str]:
    """The column at which a bracket over its period begins, and the bracket with its value."""
    begin = part.column(bracket.begin, floor(bracket.begin))
    end = max(part.column(bracket.end, ceil(bracket.end) - 1), begin + 2)
    across = sheet.signs["across"]
    opens = sheet.signs["bracket"][0] if bracket.begin >= part.first else across
    closes = sheet.signs["bracket"][1] if bracket.end <= part.last + 1 else across
    label = _label([bracket], sheet)
    inside = end - begin - 2
    if len(label) <= inside:
        return begin, f"{opens}{label:{across}^{inside}}{closes}"
    if end + 1 + len(label) <= part.room:
        return begin, f"{opens}{across * inside}{closes} {label}"
    return max(begin - len(label) - 1, 0), f"{label} {opens}{across * inside}{closes}"
