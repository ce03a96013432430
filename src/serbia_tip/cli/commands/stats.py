"""`tip stats`: the figures."""

from collections.abc import Sequence
from typing import Annotated

import typer

from serbia_tip.cli import completion
from serbia_tip.cli.options import repeatable
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Statistic, Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.gaps import statistic_remarks
from serbia_tip.queries.rows import Row, StatisticRow


@answers(
    StatisticRow,
    group="Look up",
    example="tip stats --area protection --totals",
    remarks=statistic_remarks,
    bare=("measure", "area", "group", "dimension"),
    help="""The figures: what is counted, one measure through the years, or all of one year.

    Words without an option are measures, areas, groups, dimensions or years; without any, the
    answer is an index of the measures.
    """,
)
def stats(
    store: Store,
    common: Common,
    area: Annotated[
        list[str],
        repeatable(
            "AREA",
            "situation, prosecution, protection, prevention",
            completes=completion.values(Statistic, "area"),
        ),
    ] = [],
    measure: Annotated[
        list[str],
        repeatable("NAME", "What is counted", completes=completion.values(Statistic, "measure")),
    ] = [],
    dimension: Annotated[
        list[str],
        repeatable(
            "NAME",
            "How totals are divided: age, sex, …",
            completes=completion.values(Statistic, "dimension"),
        ),
    ] = [],
    group: Annotated[
        list[str],
        repeatable(
            "NAME",
            "Which part: children, women, …",
            completes=completion.values(Statistic, "group"),
        ),
    ] = [],
    totals: Annotated[bool, typer.Option("--totals", help="Only totals, not their parts.")] = False,
) -> Sequence[Row]:
    return kinds.statistics(
        store,
        area=area,
        measure=measure,
        dimension=dimension,
        group=group,
        totals=totals,
        common=common,
    )
