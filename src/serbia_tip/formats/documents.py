"""Documents for people: an answer for the terminal, as HTML, as Markdown."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from serbia_tip.figures import draw_figure, render_figure
from serbia_tip.formats.data import data_lines
from serbia_tip.queries.filters import Answer
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, cut_text, unstyled
from serbia_tip.views import view_answer
from serbia_tip.views.render import TextTable, render_parts
from serbia_tip.views.render import render_view as render_view

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
_TAGS = {"bold": "b", "doubt": "strong", "dim": 'span class="dim"'}  # in HTML, by style
# Markup, or the start of what GitHub and others take for a person, an issue or an emoji.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]|(?P<begin>@(?=\w)|(?<!/)#(?=\d)|:(?=[\w+-]+:))")
# What in Markdown would begin a list, a heading or a rule; and end an address, or change it.
_BLOCK = re.compile(r"^(\d*)([-+#=]|(?<=\d)[.)])")
_ADDRESS = str.maketrans({each: f"%{ord(each):02X}" for each in "()<>\\|`"} | {"&": "&amp;"})


def render_table(answer: Answer, screen: Screen) -> str:
    """The answer for this screen; raises UsageError when no chart can show the rows."""
    if answer.chart:
        from serbia_tip.figures.letters import draw_letters

        drawn = draw_figure(answer)
        return "" if drawn is None else draw_letters(drawn, screen)
    view = view_answer(answer)
    if answer.fields is not None and screen.width is None:
        view = view.values_alone()
    if not answer.rows and not view.lead:  # a search finds a helpline even without a fact
        return ""
    return render_view(view, answer.store, screen, answer.asked.sources)


def render_html(answer: Answer, screen: Screen) -> str:
    """A page called after the store, with the requested chart and its notes, or else the view."""
    body = ""
    if not answer.chart:
        for part in render_parts([view_answer(answer)], answer.store, answer.asked.sources):
            if part.kind == "table":
                body += _html_table(part.table)
            elif part.level:
                body += f"<h{part.level}>{_escape_html(unstyled(part.text))}</h{part.level}>\n"
            else:
                body += f"<p>{_html_text(part.text)}</p>\n"
    elif drawn := draw_figure(answer):
        notes = "".join(f"<p>{_escape_html(note)}</p>\n" for note in drawn.notes)
        body = f"{render_figure(drawn, 'svg', screen).decode()}{notes}"
    about = answer.store.store
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{_escape_html(f'{about.title} ({about.version})')}</title>\n"
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _html_table(table: TextTable) -> str:
    wide = max(map(len, (table.headings, *table.rows)), default=1)
    classes = [' class="number"' if place in table.numbers else "" for place in range(wide)]
    headings = zip(classes, map(unstyled, table.headings), strict=False)
    heads = "".join(f'<th scope="col"{each}>{_escape_html(name)}</th>' for each, name in headings)
    said = '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n'
    said += f"<thead><tr>{heads}</tr></thead>\n<tbody>\n" if heads else "\n<tbody>\n"
    for row in table.rows:
        across = f' colspan="{wide}"' if len(row) == 1 < wide else ""
        cells = zip(classes, row, strict=False)
        row_said = (f"<td{each}{across}>{_html_cell(cell)}</td>" for each, cell in cells)
        said += f"<tr>{''.join(row_said)}</tr>\n"
    return f"{said}</tbody>\n</table></div>\n"


def _html_cell(cell: Styled) -> str:
    """The cell with blanks at its beginning that every program keeps."""
    text = unstyled(cell)
    blank = len(text) - len(text.lstrip(" "))
    return _html_text([Run(NO_BREAK * 2 * blank), *cut_text(cell, blank, len(text))])


def _html_text(text: Styled) -> str:
    said = ""
    for run in text:
        words = _escape_html(run.text).replace("\n", "<br>")
        if run.link:
            words = f'<a href="{escape(run.link)}" rel="noreferrer">{words}</a>'
        tag = _TAGS.get(run.style)
        said += f"<{tag}>{words}</{tag.partition(' ')[0]}>" if tag else words
    return said


def _escape_html(text: str) -> str:
    return escape("\n".join(map(visible, text.split("\n"))), quote=False)


def render_markdown(answer: Answer, screen: Screen) -> Iterator[str]:
    """The view with its parts, notes and sources; with `--fields`, these fields of the rows."""
    if answer.fields is not None:
        yield from _markdown_rows(answer)
        return
    for part in render_parts([view_answer(answer)], answer.store, answer.asked.sources):
        if part.kind == "table":
            yield from _markdown_table(part.table)
        elif part.level:
            yield f"{'#' * part.level} {_markdown_text([Run(unstyled(part.text))])}\n\n"
        else:
            yield f"{_markdown_block(part.text)}\n\n"


def _markdown_rows(answer: Answer) -> Iterator[str]:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    table = (_markdown_row(map(_escape_markdown, line)) for line in data_lines(answer))
    if answer.header:
        yield next(table)
        yield _markdown_row(["---"] * len(answer.columns))
    yield from table


def _escape_markdown(text: str) -> str:
    """The text as it reads in Markdown, on one line."""
    # A backslash doesn't help where GitHub looks at the rendered text; there a comment parts.
    safe = visible(text)
    return _MARKUP.sub(lambda it: f"{it[0]}<!-- -->" if it["begin"] else f"\\{it[0]}", safe)


def _markdown_row(cells: Iterable[str]) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(cells)} |\n"


def _markdown_table(table: TextTable) -> Iterator[str]:
    """A table, or a list where each row is a single cell."""
    wide = max(map(len, (table.headings, *table.rows)), default=0)
    if wide == 1 and not table.headings:
        for [cell] in table.rows:
            yield f"- {_markdown_block(cell)}\n"
    else:
        headings = [_markdown_text([Run(unstyled(heading))]) for heading in table.headings]
        yield _markdown_row(headings or [""] * wide)
        yield _markdown_row("---:" if place in table.numbers else "---" for place in range(wide))
        for row in table.rows:
            yield _markdown_row([*map(_markdown_text, row), *[""] * (wide - len(row))])
    yield "\n"


def _markdown_block(text: Styled) -> str:
    """The text as a paragraph of its own, not as a list or a heading."""
    return _BLOCK.sub(r"\1\\\2", _markdown_text(text))


def _markdown_text(text: Styled) -> str:
    """The text with its links and doubts, on one line, the blanks at its beginning kept."""
    said = ""
    for run in text:
        words = "\n".join(map(_escape_markdown, run.text.split("\n")))
        bare = words.strip()
        marked = f"**{bare}**" if run.style in ("bold", "doubt") else bare
        if run.link:
            marked = f"[{marked}]({run.link.translate(_ADDRESS)})"
        said += words.replace(bare, marked) if bare else words
    bare = said.lstrip(" ")
    indent = "&nbsp;" * 2 * (len(said) - len(bare))
    return f"{indent}{bare}".replace(NO_BREAK, " ").replace("\n", "<br>")
