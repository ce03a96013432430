"""Answers for people: on the terminal, as HTML, as SVG."""

from collections.abc import Iterator, Sequence
from html import escape

from serbia_tip.errors import UsageError
from serbia_tip.figures import figure
from serbia_tip.figures.svg import svg
from serbia_tip.figures.svg_paper import dark
from serbia_tip.queries.filters import Answer
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.terminal.text import Run, Styled, spelled
from serbia_tip.views import viewed
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.render import on_terminal
from serbia_tip.views.render import render as render_view
from serbia_tip.views.view import Section, View, said_once


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
    if answer.chart:
        drawn = figure(answer)
        if drawn is None:
            return _page(answer, answer.store.store.title, [])
        notes = "".join(f"<p>{_text(note)}</p>\n" for note in drawn.notes)
        style = f"<style>{dark()}</style>\n" if screen.theme == "auto" else ""
        return _page(answer, drawn.title, [style, svg(drawn, screen), notes])
    view = viewed(answer)
    return _page(answer, view.title, _body(view, answer))


def _page(answer: Answer, title: str, body: Sequence[str] | Iterator[str]) -> str:
    about = answer.store.store
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(f'{about.title}: {title} ({about.version})')}</title>\n"
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n{''.join(body)}</body>\n</html>\n"
    )


def _body(view: View, answer: Answer) -> Iterator[str]:
    """The body of the page: the view from its heading to its sources."""
    evidence = Evidence(answer.store, editions=view.editions)
    marks = evidence if answer.asked.sources != "none" and view.marks else None
    yield f"<h1>{_text(view.title)}</h1>\n"
    if view.aside:
        yield f'<p class="dim">{_text(view.aside)}</p>\n'
    for text in view.lead:
        yield f"<p>{_styled(text)}</p>\n"
    under = ""
    for section in view.sections:
        if section.under and section.under != under:
            yield f"<h2>{_text(section.under)}</h2>\n"
        under = section.under
        yield from _section(section, marks)
    notes = said_once(note for line in view.lines() for note in line.notes)
    for text in [*view.key, *view.remarks, *notes]:
        yield f"<p>{_styled(text)}</p>\n"
    sources = {"none": [], "short": [evidence.short()], "full": list(evidence.full())}
    for text in sources[answer.asked.sources]:
        if text:
            yield f"<p>{_styled(text)}</p>\n"


def _section(section: Section, marks: Evidence | None) -> Iterator[str]:
    table = on_terminal(section, marks)
    level = "h3" if section.under else "h2"
    if table.title:
        yield f"<{level}>{_text(spelled(table.title))}</{level}>\n"
    yield '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n'
    wide = max((len(row) for row in (table.headings, *table.rows)), default=1)
    if table.headings:
        heads = "".join(
            f'<th scope="col"{_class(section, place)}>{_text(spelled(heading))}</th>'
            for place, heading in enumerate(table.headings)
        )
        yield f"<thead><tr>{heads}</tr></thead>\n"
    yield "<tbody>\n"
    for row in table.rows:
        cells = "".join(
            f"<td{_class(section, place)}{_across(row, wide)}>{_styled(cell)}</td>"
            for place, cell in enumerate(row)
        )
        yield f"<tr>{cells}</tr>\n"
    yield "</tbody>\n</table></div>\n"


def _across(row: Sequence[Styled], wide: int) -> str:
    """The attribute of a single cell that spans all columns."""
    return f' colspan="{wide}"' if len(row) == 1 < wide else ""


def _class(section: Section, place: int) -> str:
    return ' class="number"' if place in section.numbers else ""


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


def render_svg(answer: Answer, screen: Screen) -> str:
    """The requested chart; nothing when there are no rows to draw."""
    if not answer.chart:
        raise UsageError("-f svg is the chart as a picture: add --chart")
    drawn = figure(answer)
    return "" if drawn is None else svg(drawn, screen)
