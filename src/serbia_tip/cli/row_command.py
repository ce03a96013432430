"""Make a command of a query: its options, its answer, and the messages beside the answer."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, TypeAlias

import typer
from msgspec import Struct
from msgspec.structs import replace
from typer.models import ArgumentInfo

from serbia_tip.cli.app import HelpGroup, command, present
from serbia_tip.cli.options import (
    Chart,
    Filters,
    Output,
    Settings,
    Viewing,
    chosen_format,
    format_option,
    years,
)
from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.figures import CHARTS
from serbia_tip.formats import TABLE, formats, render
from serbia_tip.model import Store
from serbia_tip.queries.filters import EVERYTHING, Answer, Asked, Common, undated, words_of_sources
from serbia_tip.queries.rows import CoverageRow, Row, SourceRow, StatisticRow
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import Screen, detect, message, stream
from serbia_tip.words import number_of

Query: TypeAlias = Callable[..., Sequence[Row]]
"""Takes the store, the common filters, and the command's own options."""


Own: TypeAlias = dict[str, Any]
"""The values of a command's own options, by the names of the query's parameters."""


Remarks: TypeAlias = Callable[[Store, Any, Common], Sequence[str]]
"""What is true of the rows together: gaps, breaks."""


class Question(Struct, frozen=True, kw_only=True):
    """A query that is a command."""

    row: type[Row]
    ask: Query
    remarks: Remarks | None
    filtered: bool
    """Whether years and sources can narrow the answer."""
    row_of: Callable[[Own], type[Row]] | None
    """The kind of row, where it depends on the command's own options."""
    bare: Sequence[str]
    """The command's own options whose values are understood without the option's name."""

    @property
    def own(self) -> Sequence[inspect.Parameter]:
        """The command's own options: the query's parameters after the store and the filters."""
        _, _, *own = inspect.signature(self.ask).parameters.values()
        return own

    def run(
        self,
        *,
        ctx: typer.Context,
        chart: Chart = False,
        filters: Filters = Filters(),  # noqa: B008  # it can't change
        viewing: Viewing,
        format: str | None = None,  # noqa: A002  # as the option is called
        output: Output,
        settings: Settings,
        **own: Any,
    ) -> None:
        """Run the command: check the options, ask the store, print the answer."""
        own, spans, words = self._words(own, ctx.args)
        common = filters.common(spans)
        kind = self.row_of(own) if self.row_of else self.row
        form = chosen_format(formats(kind.command), format, json=output.json, chart=chart)
        output.check(form, chart=chart)
        columns, order = output.columns(kind), output.order(kind)
        each = not form.merged or viewing.each or columns is not None or order is not None
        limits_lines = form.for_people and not each  # the view has fewer lines than rows

        store = load(settings.store)
        for word in words:
            option = self._option(store, word)
            own[option] = [*own[option], word]
        matching = self.ask(store, common, **own)
        for notice in self._notices(store, common, own, matching):
            message(notice)
        rows = viewing.narrowed(store, matching)
        if form.for_people and not rows:
            message(self._no_match(store, common, own, kind, len(matching)))
        if order is not None:
            rows = order.sorted(rows)
        if not limits_lines:
            rows = rows[: output.limit]

        answer = Answer(
            store=store,
            kind=kind,
            rows=rows,
            asked=Asked(
                common=common,
                options=own,
                latest=viewing.latest,
                disputed=viewing.disputed,
                each=each,
                all=viewing.all,
                limit=output.limit if limits_lines else None,
                sources=viewing.sources,
            ),
            fields=columns,
            remarks=self.remarks(store, rows, common) if self.remarks and form.for_people else (),
            header=not output.no_header,
            chart=chart,
        )
        if form is TABLE:
            from serbia_tip.formats import documents

            screen = detect(settings.color)
            hinted = format is None and not settings.no_hint  # -f would exclude --json
            text = documents.render_table(answer, screen)
            present(ctx, text, screen, paged=not viewing.no_pager, hinted=hinted)
        else:
            screen = Screen(output.width, color=True) if form.picture else detect(settings.color)
            stream(render(answer, form, screen))

    def signature(self) -> inspect.Signature:
        """The parameters of `run` as Typer reads them: the command's own options, then others."""
        own = [option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in self.own]
        shared = {**inspect.signature(self.run).parameters}
        del shared["own"]
        if self.row.command not in CHARTS:
            del shared["chart"]
        if not self.filtered:
            del shared["filters"]
        option = format_option(formats(self.row.command))
        shared["format"] = shared["format"].replace(annotation=Annotated[str | None, option])
        return inspect.Signature([*own, *shared.values()])

    def _words(self, own: Own, bare: Sequence[str]) -> tuple[Own, list[range], list[str]]:
        """Separate the years from the other bare words, and from the values of arguments.

        An argument that must be given takes any word, so it keeps its years. Raises UsageError for
        a word that can have no meaning.
        """
        spans, words = _separated(bare) if self.filtered else ([], list(bare))
        if words and not self.bare:
            called = f"tip {self.row.command}"
            raise UsageError(f"{called} takes no word {words[0]!r}; {called} -h says what it takes")
        for option in self.own:
            is_argument = isinstance(option.annotation.__metadata__[0], ArgumentInfo)
            if self.filtered and is_argument and option.default is not option.empty:
                more, own[option.name] = _separated(own[option.name] or ())
                spans += more
        return own, spans, words

    def _option(self, store: Store, word: str) -> str:
        """The first of the `bare` options that has this value.

        Raises the NotThereError of the first option when none has it.
        """
        unknown = []
        for option in self.bare:
            try:
                self.ask(store, EVERYTHING, **{option: [word]})
            except NotThereError as error:
                unknown.append(error)
            else:
                return option
        raise unknown[0]

    def _notices(
        self, store: Store, common: Common, own: Own, rows: Sequence[Row]
    ) -> Iterator[str]:
        """What --reported left out, and which other words the sources use for a group."""
        if common.reported:
            others = replace(common, reported=())
            noun = "fact" if self.row is CoverageRow else self.row.noun
            if count := undated(store, self.ask(store, others, **own), others):
                date = "date" if self.row is SourceRow else "dated source"
                yield f"left out: {number_of(count, noun)} without a {date}"
        figures = [row for row in rows if isinstance(row, StatisticRow)]
        for word, names in words_of_sources(store, own.get("group", ()), figures).items():
            yield f"group {word!r} is also {' or '.join(map(repr, names))} in the sources' words"

    def _no_match(
        self, store: Store, common: Common, own: Own, kind: type[Row], matching: int
    ) -> str:
        """Say that nothing matches, and what would match without one of the filters."""
        from serbia_tip.views.no_match import suggestions

        noun = kind.noun
        if matching:
            return f"no {noun} matches; {number_of(matching, noun)} without --disputed"
        required = [option.name for option in self.own if option.default is option.empty]
        would = suggestions(store, noun, self.ask, common, own, required)
        return "; ".join([f"no {noun} matches", *would])


def _separated(words: Sequence[str]) -> tuple[list[range], list[str]]:
    """The years among the words, and the others."""
    meant = {word: years(word) for word in words}
    return [span for span in meant.values() if span], [word for word in meant if not meant[word]]


def answers(
    row: type[Row],
    group: HelpGroup,
    example: str,
    help: str,  # noqa: A002  # as Typer calls it
    remarks: Remarks | None = None,
    filtered: bool = True,
    row_of: Callable[[Own], type[Row]] | None = None,
    bare: Sequence[str] = (),
) -> Callable[[Query], Query]:
    """Make a command of a query: see `Question`, and `command` for its `help`."""

    def decorate(ask: Query) -> Query:
        question = Question(
            row=row, ask=ask, remarks=remarks, filtered=filtered, row_of=row_of, bare=bare
        )

        def run(**given: Any) -> None:
            question.run(**given)

        run.__signature__ = question.signature()  # type: ignore[attr-defined]  # Typer reads it
        command(row.command, group, example, help, more_words=True)(run)
        return ask

    return decorate
