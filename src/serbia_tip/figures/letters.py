"""Draw a figure in letters, as text for a terminal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, zip_longest
from math import ceil, floor

import serbia_tip.figures.shapes as shapes
from serbia_tip.figures.shapes import Bars, Bracket, Figure, Mark, Track, Value, Years
from serbia_tip.terminal.pages import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import GAP, Run, Style, cells, longest_word, styled, wrap_text

_SIGNS = {  # each letter one column wide: drawn, and in ASCII
    "block": ("█", "#"),
    "sideways": ("▏▎▍▌▋▊▉", ""),  # the partial cells of a bar, from the smallest
    "upwards": ("▁▂▃▄▅▆▇", "_="),
    "across": ("─", "-"),
    "down": ("│", "|"),
    "begins": ("╮╯", ".'"),  # the corners at which a line turns down, and up
    "ends": ("╭╰", ".'"),  # the corners at which a line arrives from below, and from above
    "stated": ("●", "*"),
    "inferred": ("○", "o"),
    "disputed": ("◆", "!"),
    "deprecated": ("×", "x"),  # noqa: RUF001  # a cross is meant
    "gap": ("·", "."),
    "divider": ("│", "|"),
    "bracket": ("├┤", "[]"),
    "parts": ("*", "*"),
}


class Sheet(Page):
    """A page with drawings, which have their own width where that of a page is unlimited."""

    def __init__(self, screen: Screen) -> None:
        """Start an empty sheet."""
        super().__init__(screen)
        self.columns = screen.width or 80  # in a pipe
        self.signs: Mapping[str, str] = {
            name: drawn if screen.is_unicode else plain for name, (drawn, plain) in _SIGNS.items()
        }

    def say(self, text: str, style: Style = "plain", hang: int = 4) -> None:
        """Add a paragraph, all lines but the first indented."""
        self.paragraph(styled(Run(text, style)), hang)

    def bar(self, share: float, room: int, partial: str) -> str:
        """The cells that a bar fills, the last one in part; the smallest share still shows."""
        signs = self.signs[partial]
        parts = len(signs) + 1
        whole, rest = divmod(max(round(share * room * parts), share > 0), parts)
        return self.signs["block"] * whole + (signs[rest - 1] if rest else "")


_LEAST_BAR = 8  # the shortest full bar that is worth drawing, in columns


def draw_letters(figure: Figure, screen: Screen) -> str:
    """Draw the figure, its legend, its notes and its sources."""
    sheet = Sheet(screen)
    sheet.say(figure.title, "bold", hang=0)
    if series := [panel for panel in figure.panels if isinstance(panel, Years)]:
        _draw_letter_years(series, sheet)
    for panel in figure.panels:
        sheet.line()
        if isinstance(panel, Bars):
            _draw_letter_bars(panel, sheet)
    legend = [
        f"{sheet.signs[entry]}  {meaning}" for entry, meaning in figure.legend if entry != "bound"
    ]
    for texts in (legend, figure.notes):
        sheet.line()
        for text in texts:
            sheet.say(text)
    sheet.line()
    sheet.say(f"Sources: {figure.sources}", "dim")
    return sheet.text()


def _draw_letter_bars(panel: Bars, sheet: Sheet) -> None:
    """Draw the bars of a panel; on a narrow page, list their values instead."""
    sheet.say(panel.title, "bold", hang=0)
    spell = sheet.screen.spell
    labels = [spell(f"{'  ' * min(bar.depth, 8)}{bar.label}") for bar in panel.bars]
    texts = [spell(bar.text) for bar in panel.bars]
    bare = all(bar.share is None for bar in panel.bars)
    room = sheet.columns - GAP * (1 if bare else 2)
    wide = _letter_column_width(labels, room // 2 if bare else room // 3)
    said = _letter_column_width(texts, room - wide if bare else (room - wide) // 2)
    longest = 0 if bare else min(room - wide - said, max(sheet.columns // 2, _LEAST_BAR))
    if wide + said > room or (not bare and longest < _LEAST_BAR):
        for bar in panel.bars:
            sheet.say(f"{bar.label}: {bar.text}")
        return
    rows = []
    for place, (bar, label, text) in enumerate(zip(panel.bars, labels, texts, strict=True)):
        indent = " " * (len(label) - len(label.lstrip()))
        lines = [indent + line for line in wrap_text(label.strip(), wide - len(indent))]
        is_same = place and label == labels[place - 1] and not bar.depth
        length = [] if bare else [sheet.bar(bar.share or 0, longest, "sideways")]
        rows.append(list(map(styled, ["" if is_same else "\n".join(lines), *length, text])))
    sheet.side_by_side(rows, [wide, said] if bare else [wide, longest, said])


def _letter_column_width(texts: Sequence[str], room: int) -> int:
    """The width of a column of these texts: within the room, unless a word is longer."""
    return min(max(map(cells, texts)), max(room, *map(longest_word, texts), 0))


_DIVIDER = 2  # the columns that a change takes
_HEIGHTS = {1: 8, 2: 4, 3: 3, 4: 2}  # of a track's bars in lines, by the number of tracks; else 1


class _Part:
    """Years that fit side by side, and their columns, of which there are `room`."""

    def __init__(self, columns: Mapping[int, int], step: int, room: int) -> None:
        self.columns, self.step, self.room = columns, step, room
        self.first, self.last = min(columns), max(columns)

    def column(self, moment: float, year: int) -> int:
        """The column of a moment of this year, or the nearer edge if the year isn't here."""
        if year not in self.columns:
            return self.columns[self.last] + self.step if year > self.last else 0
        return self.columns[year] + round((moment - year) * (self.step - 1))


def _draw_letter_years(series: Sequence[Years], sheet: Sheet) -> None:
    """Draw all panels with the same columns; list the marks if there is no room for one year."""
    tracks = [track for panel in series for track in panel.tracks]
    if lanes := [lane for track in tracks for lane in track.lanes]:
        lanes += [panel.gap for panel in series if any(track.gaps for track in panel.tracks)]
        left = max(map(cells, lanes)) + 2
    else:
        left = _letter_column_width([track.title for track in tracks], sheet.columns // 4) + 2
    room = sheet.columns - left
    valued = [track for track in tracks if not track.lanes]
    labels = [_letter_label(same, sheet) for track in valued for same in track.by_year.values()]
    least = max([1, *map(cells, labels)]) + 1
    dividers = {year for panel in series for year, _ in panel.breaks}
    taken = len(dividers) * _DIVIDER
    steps = range(max(least, 5), least, -1)  # a year is airy with 5 columns
    step = next((it for it in steps if len(series[0].years) * it + taken <= room), least)
    for panel in series:
        sheet.line()
        if room < max(step, len("YYYY")):
            for track in panel.tracks:
                for each in (*track.marks, *track.brackets):
                    sheet.say(each.said)
        else:
            unit = f" ({panel.unit.lower()})" if panel.title else panel.unit
            if title := f"{panel.title}{unit}":
                sheet.say(title, "bold", hang=0)
            height = 1 if panel.is_flat else _HEIGHTS.get(len(tracks), 1)
            for part in _split_letter_years(panel.years, dividers, step, room):
                if part.first != panel.years[0]:
                    sheet.line()
                _draw_letter_part(panel, part, left, height, sheet)
        for text in panel.words:
            sheet.say(text)


def _split_letter_years(years: range, dividers: set[int], step: int, room: int) -> list[_Part]:
    """Split the years into parts that fit the room, each of one year at least."""
    parts: list[dict[int, int]] = [{}]
    width = 0
    for year in years:
        divider = _DIVIDER if parts[-1] and year in dividers else 0
        if parts[-1] and width + divider + step > room:
            parts.append({})
            width = divider = 0
        parts[-1][year] = width + divider
        width += divider + step
    return [_Part(columns, step, room) for columns in parts]


class _Grid(defaultdict[int, str]):
    """Lines of text that can be written in any order."""

    def __init__(self) -> None:
        super().__init__(str)

    def put(self, line: int, column: int, text: str) -> None:
        """Write the text over what is there."""
        there = self[line].ljust(column)
        self[line] = there[:column] + text + there[column + len(text) :]

    def drawn(self) -> list[str]:
        """All lines from the first to the last that is written."""
        return [self[number] for number in range(min(self), max(self) + 1)]


def _draw_letter_part(panel: Years, part: _Part, left: int, height: int, sheet: Sheet) -> None:
    changes = {year for year, _ in panel.breaks} & part.columns.keys() - {part.first}
    breaks = [part.columns[year] - _DIVIDER for year in changes]
    _letter_eras(panel, part, left, changes, sheet)

    def put_line(name: str, line: str) -> None:
        """Add a line after its name, with a divider at each change."""
        letters = list(f"{line:{max(breaks, default=-1) + 1}}")
        for place in breaks:
            if letters[place] in (" ", sheet.signs["across"]):
                letters[place] = sheet.signs["divider"]
        sheet.say(f"{name}{' ' * (left - cells(name))}{''.join(letters)}", hang=0)

    axis = ""
    for year, column in part.columns.items():  # the first, and each other for which there is room
        if not axis or len(axis) < column <= part.room - len("YYYY"):
            axis = f"{axis:{column}}{year:04}"
    sheet.say(" " * left + axis, hang=0)
    for number, track in enumerate(panel.tracks):
        if track.lanes:
            names, lines = _letter_lanes(panel, track, part, sheet)
        else:
            names, lines = (
                wrap_text(track.title, left - 2),
                _letter_bars(panel, track, part, height, sheet),
            )
            if number and height > 1 and lines:
                put_line("", "")
        for name, line in zip_longest(names, lines, fillvalue="") if lines else ():
            put_line(name, line)


def _letter_eras(panel: Years, part: _Part, left: int, changes: set[int], sheet: Sheet) -> None:
    """Draw the name of each state at the year in which its era begins."""
    if before := [state for year, state in panel.eras if year <= part.first]:
        sheet.say(f"{' ' * left}{before[-1]}", hang=left)
    for year, state in panel.eras:
        if part.first < year <= part.last:
            sign = sheet.signs["divider"] if year in changes else " "
            place = f"{' ' * (left + part.columns[year] - _DIVIDER)}{sign} "
            sheet.say(f"{place}{state}", hang=len(place))


def _letter_lanes(
    panel: Years, track: Track, part: _Part, sheet: Sheet
) -> tuple[list[str], list[str]]:
    """The names of the lanes, and their marks and the lines between them."""
    grid, columns = _Grid(), part.columns
    grid.put(0, 0, "")  # the first lane, which may be empty
    for here, there in (pair for line in track.lines for pair in pairwise(line)):
        if here.year in columns:
            _draw_letter_link(grid, part, here, there, sheet)
    for mark in (mark for mark in track.marks if mark.year in columns):
        grid.put(round(mark.at), columns[mark.year], sheet.signs[mark.sign])
    gaps = [columns[year] for year in track.gaps if year in columns]
    for column in gaps:
        grid.put(len(track.lanes), column, sheet.signs["gap"])
    return [*track.lanes, *([panel.gap] if gaps else [])], grid.drawn()


def _draw_letter_link(grid: _Grid, part: _Part, here: Mark, there: Mark, sheet: Sheet) -> None:
    """Draw the line from a mark to that of the next year."""
    column, width = part.columns[here.year] + 1, part.step - 1
    begin, end = round(here.at), round(there.at)
    if begin == end:
        grid.put(begin, column, sheet.signs["across"] * width)
        return
    upwards = end < begin
    grid.put(begin, column, sheet.signs["begins"][upwards])
    arrives = sheet.signs["ends"][not upwards]
    grid.put(end, column, arrives.ljust(width, sheet.signs["across"]))
    for between in range(min(begin, end) + 1, max(begin, end)):
        grid.put(between, column, sheet.signs["down"])


def _letter_bars(panel: Years, track: Track, part: _Part, height: int, sheet: Sheet) -> list[str]:
    """A vertical bar for each year under its value, the gaps, and below them the brackets."""
    marks = {year: same for year, same in track.by_year.items() if year in part.columns}
    begin, end = part.first, part.last + 1
    brackets = [each for each in track.brackets if each.begin < end and each.end > begin]
    if not marks and not brackets:
        return []
    grid = _Grid()
    for year, same in marks.items():
        column = part.columns[year]
        standing = (mark.at for mark in same if mark.sign != "deprecated")
        share = shapes.scale_share(max(standing, default=0), panel.top)
        bar = sheet.bar(share, height, "upwards")
        for number, sign in enumerate(bar):
            grid.put(height - number, column, sign * max(1, min(part.step - 2, 3)))
        grid.put(height - len(bar), column, _letter_label(same, sheet))
    for year in part.columns.keys() & {*track.gaps}:
        grid.put(height, part.columns[year], sheet.signs["gap"])
    below = height + 1 if marks else 0
    drawn = sorted(_letter_bracket(each, part, sheet) for each in brackets)
    rows = shapes.stack_track_spans((place, place + len(text)) for place, text in drawn)
    for row, (place, text) in zip(rows, drawn, strict=True):
        grid.put(below + row, place, text)
    return grid.drawn()


def _letter_label(said: Iterable[Value], sheet: Sheet) -> str:
    """The values with their signs of doubt: `16◆/23`."""
    doubts = {sign: sheet.signs[sign] for sign in ("disputed", "deprecated")}
    values = (sheet.screen.spell(f"{each.label}{doubts.get(each.sign, '')}") for each in said)
    return "/".join(values)


def _letter_bracket(bracket: Bracket, part: _Part, sheet: Sheet) -> tuple[int, str]:
    """The column at which a bracket over its period begins, and the bracket with its value."""
    begin = part.column(bracket.begin, floor(bracket.begin))
    end = max(part.column(bracket.end, ceil(bracket.end) - 1), begin + 2)
    across = sheet.signs["across"]
    opens = sheet.signs["bracket"][0] if bracket.begin >= part.first else across
    closes = sheet.signs["bracket"][1] if bracket.end <= part.last + 1 else across
    label, inside = _letter_label([bracket], sheet), end - begin - 2
    if len(label) <= inside:
        return begin, f"{opens}{label:{across}^{inside}}{closes}"
    drawn = f"{opens}{across * inside}{closes}"
    if end + 1 + len(label) <= part.room:
        return begin, f"{drawn} {label}"
    return max(begin - len(label) - 1, 0), f"{label} {drawn}"
