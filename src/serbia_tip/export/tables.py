"""The store as tables, and as one JSON object."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Struct, structs

from serbia_tip.formats.data import array, encoded
from serbia_tip.model import (
    Aliases,
    BreakBefore,
    Container,
    Copies,
    Doi,
    Fact,
    Note,
    PartitionedBy,
    Route,
    ShortName,
    Statistic,
    Store,
    TierRating,
    reference,
)
from serbia_tip.queries.filters import Common
from serbia_tip.queries.kinds import KINDS, sources
from serbia_tip.queries.rows import (
    Context,
    Dated,
    FactKind,
    FactRow,
    From,
    Row,
    SourceRow,
    StatisticRow,
    TierRow,
    Year,
    fields,
    rows,
)

WHOLE = Common(deprecated=True)
"""What an export asks for: every fact, with its rank."""


class StoreRow(Row, frozen=True):
    __doc__ = "The store itself: what it is about, its version, whom to call for help."

    title: Annotated[str, Meta(title="Title", description="What the store is about.")]
    country: Annotated[str, Meta(title="Country", description="The home country, by its code.")]
    version: Annotated[str, Meta(title="Version", description="When the facts were last changed.")]
    licence: Annotated[str | None, Meta(title="Licence", description="The terms of use.")]
    help_name: Annotated[str | None, Meta(title="Help", description="Whom victims can call.")]
    help_phone: Annotated[str | None, Meta(title="Help: phone", description="Their number.")]
    help_url: Annotated[str | None, Meta(title="Help: URL", description="Their page.")]


class CountryRow(Row, frozen=True):
    __doc__ = "A country that the store names."

    code: Annotated[str, Meta(title="Code", description="ISO 3166-1 alpha-2.")]
    alpha3: Annotated[str, Meta(title="Code of three", description="ISO 3166-1 alpha-3.")]
    name: Annotated[str, Meta(title="Name", description="Its name today.")]
    aliases: Annotated[list[str], Meta(title="Aliases", description="Its other names.")]
    lat: Annotated[float, Meta(title="Latitude", description="Of its place on a map, in degrees.")]
    lon: Annotated[float, Meta(title="Longitude", description="Of its place on a map, in degrees.")]


class WholeSourceRow(SourceRow, kw_only=True, frozen=True):
    __doc__ = "A publication, with what it takes to cite it, and how many facts rest on it."

    short: ShortName
    authors: Annotated[list[str], Meta(title="Authors", description="Who wrote it, if named.")]
    container: Container
    volume: Annotated[str | None, Meta(title="Volume", description="The container's volume.")]
    issue: Annotated[str | None, Meta(title="Issue", description="The container's issue.")]
    pages: Annotated[str | None, Meta(title="Pages", description="Its pages in the container.")]
    doi: Doi
    copies: Copies
    archived_on: Annotated[
        str | None, Meta(title="Archived on", description="When the web archive copied it.")
    ]
    note: Note


class BodyRow(Row, frozen=True):
    __doc__ = "A body that counts, says or publishes, with its short name and aliases."

    name: Annotated[str, Meta(title="Name", description="What facts and sources call it.")]
    short: ShortName
    aliases: Aliases


class TermRow(Row, frozen=True):
    __doc__ = "A word that facts are classified by, with its title and aliases."

    of: Annotated[str, Meta(title="Of", description="The field that has it: measure, topic, …")]
    name: Annotated[str, Meta(title="Name", description="The word, as facts have it.")]
    title: Annotated[str | None, Meta(title="Title", description="What people read instead.")]
    aliases: Aliases


class SectionRow(Row, frozen=True):
    __doc__ = "A section of a source, whose sentences locators number: `protection-02`."

    source: Annotated[str, Meta(title="Source", description="The source's id.")]
    section: Annotated[str, Meta(title="Section", description="Its name in locators.")]
    title: Annotated[str, Meta(title="Title", description="What it is called.")]


class WholeStatisticRow(StatisticRow, kw_only=True, frozen=True):
    __doc__ = "One figure, with its bound, its unit, its whole, and where its series breaks."

    partitioned_by: PartitionedBy
    break_before: BreakBefore


class WholeTierRow(TierRow, kw_only=True, frozen=True):
    __doc__ = "The tier that one year's report gives."

    period: Dated


def _names(context: Context, fact: Fact) -> list[str]:
    """The countries and instruments that the fact's own fields name."""
    names = [getattr(fact, "name", None)]
    if isinstance(fact, Route):
        names = [context.country(fact.origin), context.country(fact.destination)]
    return [name for name in dict.fromkeys(names) if name is not None]


class AnyFactRow(FactRow, frozen=True):
    __doc__ = "A fact of any kind: what all of them have."

    kind: FactKind
    period: Dated
    year: Year
    names: Annotated[
        list[str],
        Meta(title="Names", description="The countries, instruments and bodies that it is about."),
        From(_names),
    ]


class FactSourceRow(Row, frozen=True):
    __doc__ = "One source that a fact rests on."

    fact: Annotated[str, Meta(title="Fact", description="The fact's id.")]
    number: Annotated[int, Meta(title="Number", description="Its place in their list, from 1.")]
    source: Annotated[str, Meta(title="Source", description="The source's id.")]
    locator: Annotated[str | None, Meta(title="Locator", description="The place in the source.")]
    credit: Annotated[str | None, Meta(title="Credit", description="Whom the source credits.")]


class DisputeRow(Row, frozen=True):
    __doc__ = "Two facts that cannot both be right; each pair stands both ways."

    fact: Annotated[str, Meta(title="Fact", description="The fact's id.")]
    disputed_by: Annotated[str, Meta(title="Disputed by", description="The id of the other fact.")]


class MeaningRow(Row, frozen=True):
    __doc__ = "A field of a table, and what it means."

    of: Annotated[str, Meta(title="Table", description="The table that has it.")]
    field: Annotated[str, Meta(title="Field", description="Its name.")]
    title: Annotated[str, Meta(title="Title", description="Its name as a heading.")]
    meaning: Annotated[str, Meta(title="Meaning", description="What it means.")]


class Table(Struct, frozen=True):
    """Rows of one kind, with their primary key and their foreign keys."""

    name: str
    kind: type[Row]
    rows: Sequence[Row]
    key: tuple[str, ...]
    references: Mapping[str, tuple[str, str]] = {}
    """For each field that is a foreign key, the table and the field that it refers to."""

    @property
    def meaning(self) -> str:
        """What one row stands for."""
        return str(self.kind.__doc__)


_FACT = ("facts", "id")
_COUNTRY = ("countries", "code")
_SOURCE = ("sources", "id")
_REFERENCES: Mapping[type[Fact], Mapping[str, tuple[str, str]]] = {
    Route: {"origin_code": _COUNTRY, "destination_code": _COUNTRY},
    Statistic: {"part_of": ("statistics", "id")},
}
"""The foreign keys of each kind of fact, besides its id, which refers to `facts`."""
_WHOLE: Mapping[type[Fact], type[FactRow]] = {
    Statistic: WholeStatisticRow,
    TierRating: WholeTierRow,
}
"""The kinds of fact that have more fields here than the commands print."""


def store_table(store: Store) -> Table:
    """The store itself: a table of one row."""
    about, helper = store.store, store.store.help
    row = StoreRow(
        title=about.title,
        country=about.country,
        version=about.version,
        licence=about.licence.title if about.licence else None,
        help_name=helper.name if helper else None,
        help_phone=helper.phone if helper else None,
        help_url=helper.url if helper else None,
    )
    return Table("store", StoreRow, [row], ("title",), {"country": _COUNTRY})


def entity_tables(store: Store) -> Iterator[Table]:
    """The countries, sources, sections, bodies and terms, then the facts, kind by kind."""
    countries = [
        CountryRow(code=code, **structs.asdict(country))
        for code, country in sorted(store.countries.items())
    ]
    yield Table("countries", CountryRow, countries, ("code",))
    yield Table("sources", WholeSourceRow, list(_sources(store)), ("id",))
    sections = [
        SectionRow(key, section, title)
        for key, source in sorted(store.sources.items())
        for section, title in source.sections.items()
    ]
    yield Table("sections", SectionRow, sections, ("source", "section"), {"source": _SOURCE})
    bodies = [
        BodyRow(name=name, **structs.asdict(body)) for name, body in sorted(store.bodies.items())
    ]
    yield Table("bodies", BodyRow, bodies, ("name",))
    terms = [
        TermRow(of=of, name=name, **structs.asdict(term))
        for of, named in store.terms.items()
        for name, term in sorted(named.items())
    ]
    yield Table("terms", TermRow, terms, ("of", "name"))
    yield from fact_tables(store)


def _sources(store: Store) -> Iterator[WholeSourceRow]:
    own = {"authors", "archived_on"}
    more = {*WholeSourceRow.__struct_fields__} - {*SourceRow.__struct_fields__, *own}
    for row in sources(store):
        source = store.sources[row.id]
        yield WholeSourceRow(
            **structs.asdict(row),
            **{name: getattr(source, name) for name in more},
            authors=list(map(str, source.authors)),
            archived_on=source.archived.date if source.archived else None,
        )


def fact_tables(store: Store) -> Iterator[Table]:
    """The facts, a table for each kind, in the order in which its command prints them."""
    for kind in KINDS.values():
        facts = {fact.id: fact for fact in store.of(kind.fact)}
        printed = [facts[row.id] for row in kind.query(store, common=WHOLE)]
        row = _WHOLE.get(kind.fact, kind.row)
        references = {"id": _FACT, **_REFERENCES.get(kind.fact, {})}
        yield Table(kind.table, row, rows(store, printed, row), ("id",), references)


def link_tables(store: Store) -> Iterator[Table]:
    """The facts of all kinds together, and what links them to their sources and to each other."""
    facts = rows(store, store.facts(), AnyFactRow)
    yield Table("facts", AnyFactRow, facts, ("id",))
    cited = [
        FactSourceRow(fact.id, number, key, locator, "; ".join(fact.credits_by(key)) or None)
        for fact in store.facts()
        for number, text in enumerate(fact.sources, 1)
        for key, locator in [reference(text)]
    ]
    keys = {"fact": _FACT, "source": _SOURCE}
    yield Table("fact_sources", FactSourceRow, cited, ("fact", "number"), keys)
    disputes = [DisputeRow(fact.id, other) for fact in facts for other in fact.disputed_by]
    keys = {"fact": _FACT, "disputed_by": _FACT}
    yield Table("disputes", DisputeRow, disputes, ("fact", "disputed_by"), keys)


def field_table(tables: Sequence[Table]) -> Table:
    """The meaning of each field of these tables."""
    meanings = [
        MeaningRow(table.name, field.name, field.title, field.meaning)
        for table in tables
        for field in fields(table.kind)
    ]
    return Table("fields", MeaningRow, meanings, ("of", "field"))


def contents(store: Store) -> bytes:
    """The object, a row on each line."""
    [about] = store_table(store).rows
    members = {"store": encoded(about)}
    members |= {
        table.name: array(map(encoded, table.rows)).rstrip() for table in entity_tables(store)
    }
    lines = ",\n".join(f'"{name}":{value}' for name, value in members.items())
    return f"{{\n{lines}\n}}\n".encode()
