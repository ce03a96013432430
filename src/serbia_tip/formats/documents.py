"""Answers for people: on the terminal, as HTML, as Markdown, as SVG."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from serbia_tip.figures import figure
from serbia_tip.figures.svg import svg
from serbia_tip.figures.svg_paper import dark
from serbia_tip.formats.data import escape_markdown, markdown_line, render_markdown_rows
from serbia_tip.queries.filters import Answer
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, cut, spelled
from serbia_tip.views import viewed
from serbia_tip.views.parts import Cells, Part, TextTable, walk_views
from serbia_tip.views.render import render as render_view


def render_table(answer: Answer, screen: Screen) -> str:
    """The answer for this screen; raises UsageError when no chart can show the rows."""
    if answer.chart:
        from serbia_tip.figures.letters import draw

        drawn = figure(answer)
        return "" if drawn is None else draw(drawn, screen)
    view = viewed(answer)
    if answer.fields is not None and screen.width is None:
        view = view.values_alone()
    if not answer.rows and not view.lead:  # a search finds a helpline even without a fact
        return ""
    return render_view(view, answer.store, screen, answer.asked.sources)


def render_svg(answer: Answer, screen: Screen) -> str:
    """The chart; nothing when there are no rows to draw."""
    drawn = figure(answer)
    return "" if drawn is None else svg(drawn, screen)


_STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; \
overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th, td { padding: 0.2rem 1.5rem 0.2rem 0; text-align: left; vertical-align: top; }
.number { text-align: right; }
td { white-space: pre-wrap; }
.dim { opacity: 0.75; }
.scroll { overflow-x: auto; }
svg { max-width: 100%; height: auto; }
"""


def render_html(answer: Answer, screen: Screen) -> str:
    """The requested chart with its notes, or else the view."""
    if not answer.chart:
        return _page(answer, map(_html_part, _walk(answer)))
    drawn = figure(answer)
    if drawn is None:
        return _page(answer, [])
    notes = "".join(f"<p>{_text(note)}</p>\n" for note in drawn.notes)
    style = f"<style>{dark()}</style>\n" if screen.theme == "auto" else ""
    return _page(answer, [style, svg(drawn, screen), notes])


def _page(answer: Answer, body: Iterable[str]) -> str:
    """A page called after the store; what is asked stands in its first heading, once."""
    about = answer.store.store
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(f'{about.title} ({about.version})')}</title>\n"
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n{''.join(body)}</body>\n</html>\n"
    )


def _walk(answer: Answer) -> Iterator[Part]:
    return walk_views([viewed(answer)], answer.store, answer.asked.sources)


def _html_part(part: Part) -> str:
    if part.kind == "table":
        return _html_table(part.table)
    if part.level:
        aside = f'<p class="dim">{_text(part.aside)}</p>\n' if part.aside else ""
        return f"<h{part.level}>{_text(spelled(part.text))}</h{part.level}>\n{aside}"
    return f"<p>{_styled(part.text)}</p>\n"


def _html_table(table: TextTable) -> str:
    wide = max((len(row) for row in (table.headings, *table.rows)), default=1)
    heads = "".join(
        f'<th scope="col"{_class(table, place)}>{_text(spelled(heading))}</th>'
        for place, heading in enumerate(table.headings)
    )
    rows = []
    for row in table.rows:
        cells = "".join(
            f"<td{_class(table, place)}{_across(row, wide)}>{_styled(_indented(cell))}</td>"
            for place, cell in enumerate(row)
        )
        rows.append(f"<tr>{cells}</tr>\n")
    return (
        '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n'
        f"{f'<thead><tr>{heads}</tr></thead>' if heads else ''}\n<tbody>\n"
        f"{''.join(rows)}</tbody>\n</table></div>\n"
    )


def _across(row: Cells, wide: int) -> str:
    return f' colspan="{wide}"' if len(row) == 1 < wide else ""


def _class(table: TextTable, place: int) -> str:
    return ' class="number"' if place in table.numbers else ""


def _indented(cell: Styled) -> Styled:
    """The cell with blanks at its beginning that every program keeps."""
    text = spelled(cell)
    blank = len(text) - len(text.lstrip(" "))
    return [Run(NO_BREAK * 2 * blank), *cut(cell, blank, len(text))] if blank else cell


def _styled(text: Styled) -> str:
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    said = _text(run.text).replace("\n", "<br>")
    if run.link:
        said = f'<a href="{escape(run.link)}" rel="noreferrer">{said}</a>'
    tag = {"bold": "b", "doubt": "strong", "dim": 'span class="dim"'}.get(run.style)
    return f"<{tag}>{said}</{tag.partition(' ')[0]}>" if tag else said


def _text(text: str) -> str:
    return escape("\n".join(map(visible, text.split("\n"))), quote=False)


def render_markdown(answer: Answer, screen: Screen) -> Iterator[str]:
    """The view with its parts, notes and sources; with `--fields`, these fields of the rows."""
    if answer.fields is not None:
        yield from render_markdown_rows(answer, screen)
    else:
        for part in _walk(answer):
            yield from _markdown_part(part)


def _markdown_part(part: Part) -> Iterator[str]:
    if part.kind == "table":
        yield from _markdown_table(part.table)
    elif part.level:
        yield f"{'#' * part.level} {_markdown([Run(spelled(part.text))])}\n\n"
        if part.aside:
            yield f"{escape_markdown(part.aside)}\n\n"
    else:
        yield f"{_markdown_block(part.text)}\n\n"


def _markdown_table(table: TextTable) -> Iterator[str]:
    """A table, or a list where each row is a single cell."""
    wide = max((len(row) for row in (table.headings, *table.rows)), default=0)
    if wide == 1 and not table.headings:
        for [cell] in table.rows:
            yield f"- {_markdown_block(cell)}\n"
    else:
        rules = ["---:" if place in table.numbers else "---" for place in range(wide)]
        headings = [Run(spelled(heading)) for heading in table.headings]
        yield markdown_line([_markdown([run]) for run in headings] or [""] * wide)
        yield markdown_line(rules)
        for row in table.rows:
            yield markdown_line([*map(_markdown, row), *[""] * (wide - len(row))])
    yield "\n"


def _markdown_block(text: Styled) -> str:
    """The text as a paragraph of its own, not as a list or a heading."""
    return _BLOCK.sub(r"\1\\\2", _markdown(text))


_BLOCK = re.compile(r"^(\d*)([-+#=]|(?<=\d)[.)])")
"""What would begin a list, a heading or a rule."""


def _markdown(text: Styled) -> str:
    """The text with its links and doubts, on one line, the blanks at its beginning kept."""
    said = "".join(map(_markdown_run, text))
    bare = said.lstrip(" ")
    indent = "&nbsp;" * 2 * (len(said) - len(bare))
    return f"{indent}{bare}".replace(NO_BREAK, " ").replace("\n", "<br>")


def _markdown_run(run: Run) -> str:
    said = "\n".join(escape_markdown(line) for line in run.text.split("\n"))
    bare = said.strip()
    if run.link and bare:
        said = said.replace(bare, f"[{bare}]({_ADDRESS.sub(_escape_address, run.link)})")
    if run.style in ("bold", "doubt") and bare:
        said = said.replace(bare, f"**{bare}**")
    return said


_ADDRESS = re.compile(r"[()<>\\|`&]")
"""What would end an address in Markdown, or change it."""


def _escape_address(match: re.Match[str]) -> str:
    return "&amp;" if match[0] == "&" else f"%{ord(match[0]):02X}"
