"""How a query becomes a command: its options, its answer, what is said besides."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import typer
from msgspec import Struct
from msgspec.structs import replace
from typer.models import ArgumentInfo

from serbia_tip.cli.app import Group, Settings, command, hint, present
from serbia_tip.cli.options import Filters, HelpOption, Output, Viewing, with_formats, years
from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.figures import CHARTS
from serbia_tip.formats import TABLE, Format, pictures, render
from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Asked
from serbia_tip.queries.lookups import EVERYTHING, Common, words_of_sources
from serbia_tip.queries.narrowing import disputed_only, latest_only, undated
from serbia_tip.queries.rows import CoverageRow, Row, SourceRow, StatisticRow
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import Screen, detect
from serbia_tip.terminal.write import message, stream
from serbia_tip.words import number_of

_PICTURE_WIDTH = 100
"""How many columns wide a picture is unless `--width` says it."""

Query: TypeAlias = Callable[..., Sequence[Row]]
Remarks: TypeAlias = Callable[[Store, Any, Common], Sequence[str]]

_CHART = inspect.Parameter(
    "chart",
    inspect.Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--chart", help="Draw the rows instead.")],
)
_HELP = inspect.Parameter(
    "_help", inspect.Parameter.KEYWORD_ONLY, annotation=HelpOption, default=False
)


class Question(Struct, frozen=True, kw_only=True):
    """A query that is a command: what it answers with, and what its readers are told besides."""

    row: type[Row]
    ask: Query
    """Takes the store, the common filters, and the command's own options."""
    remarks: Remarks | None = None
    """What is true of the rows together."""
    filtered: bool = True
    """Whether years and sources can narrow the answer."""
    row_of: Callable[[Mapping[str, Any]], type[Row]] | None = None
    """The kind of row, where it depends on the command's own options."""
    bare: Sequence[str] = ()
    """The command's own options whose values are understood without the option's name."""

    @property
    def own(self) -> Sequence[inspect.Parameter]:
        """The command's own options."""
        _, _, *own = inspect.signature(self.ask).parameters.values()
        return own

    @property
    def shared(self) -> Sequence[type[Struct]]:
        """The groups of options that it shares with others."""
        return [*([Filters] if self.filtered else []), Viewing, Output]

    def signature(self) -> inspect.Signature:
        """All options of the command, as Typer reads them."""
        shared = [inspect.signature(group).parameters.values() for group in self.shared]
        chart = [_CHART] if self.row.command in CHARTS else []
        return inspect.Signature(
            [
                inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
                *(option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in self.own),
                *chart,
                *(
                    with_formats(option, self.row.command) if option.name == "format" else option
                    for group in shared
                    for option in group
                ),
                _HELP,
            ]
        )

    def answer(self, ctx: typer.Context, given: Mapping[str, Any]) -> None:
        """Answer a command line, of which `given` are the values of the options."""
        viewing, output = _part(Viewing, given), _part(Output, given)
        own, years, words = self._words(given, ctx.args)
        common = (_part(Filters, given) if self.filtered else Filters()).common(years)
        chart = bool(given.get("chart"))
        kind = self.row_of(own) if self.row_of else self.row
        form = output.form(kind)
        fields, order = output.chosen(kind), output.order(kind)
        if chart:
            _refuse_beside_chart(output, form)
        settings: Settings = ctx.obj.but(output.store, output.color, output.no_hint)
        store = load(settings.store)
        for word in words:
            option = self._option(store, word)
            own[option] = [*own[option], word]
        rows = matching = self.ask(store, common, **own)
        for said in self._beside(store, common, own, rows):
            message(said)
        if viewing.disputed:
            rows = disputed_only(store, rows)
        if viewing.latest:
            rows = latest_only(rows)
        if order is not None:
            rows = order.sorted(rows)
        grouped = form.for_people or form.grouped
        each = not grouped or viewing.each or fields is not None or order is not None
        asked = Asked(
            common=common,
            options=own,
            latest=viewing.latest,
            disputed=viewing.disputed,
            each=each,
            limit=output.limit if form.for_people and not each else None,
            sources=viewing.amount,
        )
        shown = rows[: output.limit] if each or not form.for_people else rows
        screen = (
            Screen(output.width or _PICTURE_WIDTH, color=True)
            if form.picture
            else detect(settings.color)
        )
        answer = Answer(
            store=store,
            kind=kind,
            rows=shown,
            asked=asked,
            fields=fields,
            remarks=self.remarks(store, shown, common) if self.remarks and form.for_people else (),
            header=not output.no_header,
            chart=chart,
        )
        if form.for_people and not rows:
            message(self._nothing(store, kind, common, own, len(matching)))
        if form is TABLE:
            from serbia_tip.views.choice import shown as shown_to_people

            present(shown_to_people(answer, screen), screen, paged=not viewing.no_pager)
        else:
            stream(render(answer, form, screen))
        if form is TABLE and output.format is None:  # or else it excludes --json
            hint(ctx, settings, screen)

    def _words(
        self, given: Mapping[str, Any], words: Sequence[str]
    ) -> tuple[dict[str, Any], list[range], list[str]]:
        """The values of the command's own options, the years among the bare words, the others.

        An argument that must be there takes any words; years are none of the others' words.
        Raises UsageError for a word that nothing can be meant by.
        """
        own = {option.name: given[option.name] for option in self.own}
        arguments = [
            option.name
            for option in self.own
            if isinstance(option.annotation.__metadata__[0], ArgumentInfo)
            if self.filtered and option.default is not inspect.Parameter.empty
        ]
        found: list[range] = []
        left: dict[str, list[str]] = {}
        for name in ["", *arguments]:
            for word in own[name] or () if name else words:
                meant = years(word) if self.filtered else None
                if meant is None:
                    left.setdefault(name, []).append(word)
                else:
                    found.append(meant)
        others = left.pop("", [])
        if others and not self.bare:
            called = f"tip {self.row.command}"
            raise UsageError(
                f"{called} takes no word {others[0]!r}; {called} -h says what it takes"
            )
        return own | {name: left.get(name, []) for name in arguments}, found, others

    def _option(self, store: Store, word: str) -> str:
        """The option of those that go without saying that knows this word.

        Raises NotThereError, as the first of them does, when none knows it.
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

    def _beside(
        self, store: Store, common: Common, own: Mapping[str, Any], rows: Sequence[Row]
    ) -> Iterator[str]:
        """What must be said of how filters were understood, and of what they left out."""
        if common.reported:
            others = replace(common, reported=())
            whole = self.ask(store, others, **own)
            noun = "fact" if self.row is CoverageRow else self.row.noun
            if count := undated(store, whole, others):
                date = "date" if self.row is SourceRow else "dated source"
                yield f"left out: {number_of(count, noun)} without a {date}"
        figures = [row for row in rows if isinstance(row, StatisticRow)]
        for word, names in words_of_sources(store, own.get("group", ()), figures).items():
            yield f"group {word!r} is also {' or '.join(map(repr, names))} in the sources' words"

    def _nothing(
        self, store: Store, kind: type[Row], common: Common, own: Mapping[str, Any], matching: int
    ) -> str:
        """Say that nothing matches, and what would."""
        from serbia_tip.views.no_match import suggestions

        said = f"no {kind.noun} matches"
        if matching:  # but for what people want to see of it
            return f"{said}; {number_of(matching, kind.noun)} without --disputed"
        required = [option.name for option in self.own if option.default is option.empty]
        would = suggestions(store, kind.noun, self.ask, common, own, required)
        return "; ".join([said, *would])


def answers(
    row: type[Row],
    group: Group,
    example: str,
    help: str,  # noqa: A002  # as Typer calls it
    remarks: Remarks | None = None,
    filtered: bool = True,
    row_of: Callable[[Mapping[str, Any]], type[Row]] | None = None,
    bare: Sequence[str] = (),
) -> Callable[[Query], Query]:
    """Make a command of a query: see `Question`, and `command` for its `help`."""

    def decorate(ask: Query) -> Query:
        question = Question(
            row=row,
            ask=ask,
            remarks=remarks,
            filtered=filtered,
            bare=bare,
            row_of=row_of,
        )

        def answer(ctx: typer.Context, **given: Any) -> None:
            question.answer(ctx, given)

        answer.__signature__ = question.signature()  # type: ignore[attr-defined]  # Typer reads it
        command(row.command, group, example, help, more_words=True)(answer)
        return ask

    return decorate


def _part(group: type[Struct], given: Mapping[str, Any]) -> Any:
    """The options of this group, as they were given."""
    return group(**{name: given[name] for name in group.__struct_fields__})


def _refuse_beside_chart(output: Output, form: Format) -> None:
    """Raise UsageError when an option is given that a chart can't follow."""
    if not form.for_people:
        names = ", ".join(pictures())
        raise UsageError(f"--chart is for people: -f table, {names}, not {form.name}")
    if output.fields is not None or output.no_header:
        name = "--no-header" if output.fields is None else "--fields"
        raise UsageError(f"--chart and {name} exclude each other")
