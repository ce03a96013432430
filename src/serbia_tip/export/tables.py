"""Tables of the whole store, on which exports rest; and all of them as one JSON object."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from msgspec import Struct, convert, structs

from serbia_tip import model
from serbia_tip.formats.data import as_json, json_array
from serbia_tip.model import Fact, Route, Statistic, Store, TierRating, read_reference, titled
from serbia_tip.queries import rows
from serbia_tip.queries.filters import Common
from serbia_tip.queries.kinds import KINDS, sources
from serbia_tip.queries.panel import MeasureRow, PanelRow, measures, panel, panel_fields
from serbia_tip.queries.rows import Field

WHOLE = Common(deprecated=True)  # what an export asks for: every fact, with its rank


class StoreRow(rows.Row, frozen=True):
    __doc__ = "The store itself: what it is about, its version, whom to call for help."
    title: Annotated[str, titled("Title", "What the store is about.")]
    country: Annotated[str, titled("Country", "The home country, by its code.")]
    version: Annotated[str, titled("Version", "When the facts were last changed.")]
    licence: Annotated[str | None, titled("Licence", "The terms of use.")]
    help_name: Annotated[str | None, titled("Help", "Whom victims can call.")]
    help_phone: Annotated[str | None, titled("Help: phone", "Their number.")]
    help_url: Annotated[str | None, titled("Help: URL", "Their page.")]


class CountryRow(rows.Row, frozen=True):
    __doc__ = "A country that the store names."
    code: Annotated[str, titled("Code", "ISO 3166-1 alpha-2.")]
    alpha3: Annotated[str, titled("Code of three", "ISO 3166-1 alpha-3.")]
    name: Annotated[str, titled("Name", "Its name today.")]
    aliases: Annotated[list[str], titled("Aliases", "Its other names.")]
    lat: Annotated[float, titled("Latitude", "Of its place on a map, in degrees.")]
    lon: Annotated[float, titled("Longitude", "Of its place on a map, in degrees.")]


class WholeSourceRow(rows.SourceRow, kw_only=True, frozen=True):
    __doc__ = "A publication, with what it takes to cite it, and how many facts rest on it."
    short: model.ShortName
    authors: Annotated[list[str], titled("Authors", "Who wrote it, if named.")]
    container: model.Container
    volume: Annotated[str | None, titled("Volume", "The container's volume.")]
    issue: Annotated[str | None, titled("Issue", "The container's issue.")]
    pages: Annotated[str | None, titled("Pages", "Its pages in the container.")]
    doi: model.Doi
    copies: model.Copies
    read: Annotated[list[str], titled("Read in", "In what copies it was read, and where.")]
    archived_on: Annotated[str | None, titled("Archived on", "When the web archive copied it.")]
    note: model.Note


class BodyRow(rows.Row, frozen=True):
    __doc__ = "A body that counts, says or publishes, with its short name and aliases."
    name: Annotated[str, titled("Name", "What facts and sources call it.")]
    short: model.ShortName
    aliases: model.Aliases


class TermRow(rows.Row, frozen=True):
    __doc__ = "A word that facts are classified by, with its title and aliases."
    of: Annotated[str, titled("Of", "The field that has it: measure, topic, …")]
    name: Annotated[str, titled("Name", "The word, as facts have it.")]
    title: Annotated[str | None, titled("Title", "What people read instead.")]
    definition: model.Definition
    aliases: model.Aliases
    apart: model.Apart


class SectionRow(rows.Row, frozen=True):
    __doc__ = "A section of a source, whose sentences locators number: `protection-02`."
    source: Annotated[str, titled("Source", "The source's id.")]
    section: Annotated[str, titled("Section", "Its name in locators.")]
    title: Annotated[str, titled("Title", "What it is called.")]


class WholeStatisticRow(rows.StatisticRow, kw_only=True, frozen=True):
    __doc__ = "One figure, with its bound, its unit, its whole, and where its series breaks."
    partitioned_by: model.PartitionedBy
    break_before: model.BreakBefore


class WholeTierRow(rows.TierRow, kw_only=True, frozen=True):
    __doc__ = "The tier that one year's report gives."
    period: rows.Dated


class AnyFactRow(rows.FactRow, frozen=True):
    __doc__ = "A fact of any kind: what all of them have."
    kind: rows.FactKind
    period: rows.Dated
    year: rows.Year
    last_year: rows.LastYear
    names: Annotated[
        list[str], titled("Names", "The countries, instruments and bodies that it is about.")
    ]


class FactSourceRow(rows.Row, frozen=True):
    __doc__ = "One source that a fact rests on."
    fact: Annotated[str, titled("Fact", "The fact's id.")]
    number: Annotated[int, titled("Number", "Its place in their list, from 1.")]
    source: Annotated[str, titled("Source", "The source's id.")]
    locator: Annotated[str | None, titled("Locator", "The place in the source.")]
    credit: Annotated[str | None, titled("Credit", "Whom the source credits.")]


class DisputeRow(rows.Row, frozen=True):
    __doc__ = "Two facts that cannot both be right; each pair stands both ways."
    fact: Annotated[str, titled("Fact", "The fact's id.")]
    disputed_by: Annotated[str, titled("Disputed by", "The id of the other fact.")]


class MeaningRow(rows.Row, frozen=True):
    __doc__ = "A field of a table, and what it means."
    of: Annotated[str, titled("Table", "The table that has it.")]
    field: Annotated[str, titled("Field", "Its name.")]
    title: Annotated[str, titled("Title", "Its name as a heading.")]
    meaning: Annotated[str, titled("Meaning", "What it means.")]


class Table(Struct, frozen=True):
    """Rows of one kind, with their primary key and their foreign keys."""

    name: str
    kind: type[rows.Row]
    rows: Sequence[rows.Row]
    key: tuple[str, ...]
    references: Mapping[str, tuple[str, str]] = {}  # the table and the field of each foreign key
    columns: Sequence[Field] = ()  # where the store says which there are

    @property
    def fields(self) -> Sequence[Field]:
        """The fields of its rows."""
        return self.columns or rows.row_fields(self.kind)


_FACT, _COUNTRY, _SOURCE = ("facts", "id"), ("countries", "code"), ("sources", "id")
_REFERENCES: Mapping[type[Fact], Mapping[str, tuple[str, str]]] = {  # besides the id, to `facts`
    Route: {"origin_code": _COUNTRY, "destination_code": _COUNTRY},
    Statistic: {"part_of": ("statistics", "id")},
}
_WHOLE: Mapping[type[Fact], type[rows.FactRow]] = {  # with more fields than commands print
    Statistic: WholeStatisticRow,
    TierRating: WholeTierRow,
}


def main_tables(store: Store) -> Iterator[Table]:
    """The store itself, then its countries, sources, sections, bodies, terms, and its facts."""
    about = store.store
    licence = about.licence.title if about.licence else None
    helper = structs.astuple(about.help) if about.help else (None, None, None)
    row = StoreRow(about.title, about.country, about.version, licence, *helper)
    yield Table("store", StoreRow, [row], ("title",), {"country": _COUNTRY})
    yield Table("countries", CountryRow, _table_rows(CountryRow, store.countries), ("code",))
    yield Table(
        "sources",
        WholeSourceRow,
        [_source_in_tables(store, row) for row in sources(store)],
        ("id",),
    )
    sections = [
        SectionRow(key, section, title)
        for key, source in sorted(store.sources.items())
        for section, title in source.sections.items()
    ]
    yield Table("sections", SectionRow, sections, ("source", "section"), {"source": _SOURCE})
    yield Table("bodies", BodyRow, _table_rows(BodyRow, store.bodies), ("name",))
    terms = [row for of, named in store.terms.items() for row in _table_rows(TermRow, named, of)]
    yield Table("terms", TermRow, terms, ("of", "name"))
    yield from fact_tables(store)


def _table_rows(kind: type[rows.Row], things: Mapping[str, Struct], *of: str) -> list[rows.Row]:
    names = kind.__struct_fields__[len(of) + 1 :]
    return [
        kind(*of, name, *(getattr(thing, field) for field in names))
        for name, thing in sorted(things.items())
    ]


def _source_in_tables(store: Store, row: rows.SourceRow) -> WholeSourceRow:
    source = store.sources[row.id]
    known = structs.asdict(source) | structs.asdict(row)
    known["authors"] = list(map(str, source.authors))
    known["read"] = list(map(str, source.read))
    known["archived_on"] = source.archived and source.archived.date
    return convert(known, WholeSourceRow)


def fact_tables(store: Store) -> Iterator[Table]:
    """The facts, a table for each kind, in the order in which its command prints them."""
    for kind in KINDS.values():
        facts = {fact.id: fact for fact in store.of(kind.fact)}
        printed = [facts[row.id] for row in kind.query(store, common=WHOLE)]
        row = _WHOLE.get(kind.fact, kind.row)
        references = {"id": _FACT, **_REFERENCES.get(kind.fact, {})}
        yield Table(kind.table, row, rows.make_rows(store, printed, row), ("id",), references)


def link_tables(store: Store) -> Iterator[Table]:
    """The facts of all kinds together, and what links them to their sources and to each other."""
    facts = rows.make_rows(store, store.facts(), AnyFactRow)
    yield Table("facts", AnyFactRow, facts, ("id",))
    yield source_table(store)
    disputes = [DisputeRow(fact.id, other) for fact in facts for other in fact.disputed_by]
    keys = {"fact": _FACT, "disputed_by": _FACT}
    yield Table("disputes", DisputeRow, disputes, ("fact", "disputed_by"), keys)


def source_table(store: Store) -> Table:
    """Which sources each fact rests on, and whom each of them credits."""
    cited = [
        FactSourceRow(fact.id, number, key, locator, "; ".join(fact.credits_by(key)) or None)
        for fact in store.facts()
        for number, (key, locator) in enumerate(map(read_reference, fact.sources), 1)
    ]
    keys = {"fact": _FACT, "source": _SOURCE}
    return Table("fact_sources", FactSourceRow, cited, ("fact", "number"), keys)


def panel_tables(store: Store) -> Iterator[Table]:
    """The panel, a row for each year, and the codebook of the measures."""
    fields = panel_fields(store)
    ids = [field.name for field in fields if field.name.endswith("_id")]
    keys = {name: (("tiers" if name == "tier_id" else "statistics"), "id") for name in ids}
    yield Table("panel", PanelRow, panel(store), ("year",), keys, fields)
    yield Table("measures", MeasureRow, measures(store), ("measure",))


def describe_tables(tables: Sequence[Table]) -> Table:
    """The meaning of each field of these tables."""
    meanings = [
        MeaningRow(table.name, field.name, field.title, field.meaning)
        for table in tables
        for field in table.fields
    ]
    return Table("fields", MeaningRow, meanings, ("of", "field"))


def tables_as_json(store: Store) -> bytes:
    """The object, a row on each line."""
    about, *tables = *main_tables(store), source_table(store)
    members = [f'"store":{as_json(about.rows[0])}']
    members += [
        f'"{table.name}":{json_array(map(as_json, table.rows)).rstrip()}' for table in tables
    ]
    return ("{\n" + ",\n".join(members) + "\n}\n").encode()
