"""One sheet turned into its tables: header, columns, kind, records, and what stands around them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.errors import InputError
from kalteng_data.load.across import Person, people_across
from kalteng_data.load.beside import side_by_side
from kalteng_data.load.blank import blanks_as_null
from kalteng_data.load.blocks import Headings, headings_of
from kalteng_data.load.carried import from_head_of_family, one_name
from kalteng_data.load.columns import Place, map_columns
from kalteng_data.load.composite import part_of
from kalteng_data.load.content import SAMPLE
from kalteng_data.load.continued import with_lower_half
from kalteng_data.load.districts import under_districts
from kalteng_data.load.ditto import without_dittos
from kalteng_data.load.elsewhere import villages_elsewhere
from kalteng_data.load.force import FAMILY, Force
from kalteng_data.load.goingon import header_before
from kalteng_data.load.header import Header, declared_header, next_header
from kalteng_data.load.headless import header_of_letters
from kalteng_data.load.kinds import FIELDS, as_kind, tell_kind
from kalteng_data.load.layouts import Known, first_header, hints, overruled, settled_by
from kalteng_data.load.marks import one_column_of_sex
from kalteng_data.load.owncolumns import own_overrides, settled
from kalteng_data.load.preamble import stated_places
from kalteng_data.load.ragged import misshapen_rows
from kalteng_data.load.remarks import status_in_remarks
from kalteng_data.load.rows import tell_rows
from kalteng_data.load.sections import titles_told
from kalteng_data.load.sheetname import place_of_sheet, rooms_of_sheet
from kalteng_data.load.spread import values_in_one_column
from kalteng_data.load.unread import unread_numbers
from kalteng_data.model import Column, Kind, PassedOver, Skipped, Source, Table
from kalteng_data.schemas import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kalteng_data.load.grid import Grid
    from kalteng_data.load.layouts import Hint, Match
    from kalteng_data.settings.remembered import Remembered

_SEVERITY = {code: str(rule.severity) for code, rule in catalogue.shipped().items()}
_ROOMS = {"rt", "rw", "rt_rw", "dusun"}
_PLACES = {"kabupaten", "kecamatan", "desa", "kode_desa"}
STATED = "stated-"
"""Before the field in notes of what is stated around a table."""
_CODE_SHEETS = frozenset({"kode data", "kode", "referensi", "petunjuk", "panduan", "instruksi", "keterangan"})


@dataclass(frozen=True, slots=True)
class Part:
    """One table with its raw rows and findings."""

    table: Table
    frame: pl.DataFrame
    findings: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Region:
    """The rows of a grid that belong to one table: titles from ``start``, its header, rows up to ``end``."""

    start: int
    header: Header
    end: int


@dataclass(frozen=True, slots=True)
class _Mapped:
    """The rows below a header with their columns, and what layouts and memory say of them."""

    grid: Grid
    body: pl.DataFrame
    columns: tuple[Column, ...]
    kind: Kind
    match: Match | None
    recalled: Remembered | None
    hints: Mapping[int, Hint]


def read_sheet(
    grid: Grid, source: Source, overrides: Mapping[str, str], index: int, known: Known
) -> Iterator[Part | PassedOver]:
    """The tables of one sheet from the top down, numbered from ``index``; or why it holds none.

    ``known`` are the layouts of the workspace and the headers it remembers.

    Raises:
        InputError: ``double-claim`` (see ``map_columns``).
    """
    if source.sheet is not None and grid.sheet and grid.sheet != source.sheet:
        yield PassedOver(source, grid.sheet, "not-asked")
        return
    if grid.sheet.strip().lower() in _CODE_SHEETS:
        yield PassedOver(source, grid.sheet, "codes")
        return
    places = Force()
    reason = "no-table"
    found = False
    for region in _regions(grid, source, known, overrides):
        above = grid.frame.slice(region.start, max(0, region.header.top - region.start))
        places = places.after(stated_places(above.rows()))
        declared = source.header_row is not None or region.header.top < 0
        tables = ((grid, region.header),) if declared else side_by_side(grid, region.header)
        for own, header in tables:
            named = places
            if len(tables) > 1:
                named = places.after(stated_places(above.select(own.frame.columns).rows()))
            people = () if declared else people_across(own, header)
            for person in people or (Person(own, header, {}),):
                part = dataclasses.replace(region, header=person.header)
                made = _table(person.grid, part, source, overrides, named.said, index, known)
                if isinstance(made, Part):
                    found = True
                    index += 1
                    yield _with_said(made, person.says)
                else:
                    reason = made
    if not found:
        yield PassedOver(source, grid.sheet, reason)


def read_on(
    grid: Grid, source: Source, before: Table, overrides: Mapping[str, str], index: int, known: Known
) -> Part | None:
    """A sheet without a header as the rest of the table ``before``; ``None`` where its cells do not fit."""
    header = header_before(grid, before)
    if header is None:
        return None
    stated = {name.removeprefix(STATED): text for name, text in before.notes if name.startswith(STATED)}
    made = _table(grid, Region(0, header, grid.frame.height), source, overrides, stated, index, known)
    return made if isinstance(made, Part) and made.table.kind is before.kind else None


def _with_said(part: Part, says: Mapping[str, str]) -> Part:
    """The table with what its headers say of all its people."""
    if not says:
        return part
    said = [
        pl.coalesce(name, pl.lit(value)).alias(name)
        for name, value in says.items()
        if name in part.frame.columns
    ]
    notes = (*part.table.notes, *((f"{STATED}{name}", value) for name, value in says.items()))
    table = dataclasses.replace(part.table, notes=notes)
    return dataclasses.replace(part, table=table, frame=part.frame.with_columns(said))


def _regions(grid: Grid, source: Source, known: Known, overrides: Mapping[str, str]) -> Iterator[Region]:
    if source.header_row is not None:
        declared = declared_header(grid, source.header_row)
        if declared is None:
            raise InputError(
                "no-header-row", file=source.file, sheet=grid.sheet or source.file, row=source.header_row
            )
        yield Region(0, declared, grid.frame.height)
        return
    header, start = first_header(grid, known, overrides), 0
    if header is None:
        lettered = header_of_letters(grid, overrides)
        if lettered is not None:
            yield Region(0, lettered, grid.frame.height)
        return
    while header is not None:
        following = next_header(grid, header)
        end = grid.frame.height if following is None else _title_top(grid, header, following)
        yield Region(start, header, end)
        header, start = following, end


def _title_top(grid: Grid, header: Header, following: Header) -> int:
    """First row of the titles above a second table: rows of one or two cells next above its header."""
    between = grid.frame.slice(header.bottom + 1, following.top - header.bottom - 1)
    filled = between.select(n=pl.sum_horizontal(pl.all().str.contains(r"\S").fill_null(value=False)))["n"]
    full = (filled > 2).arg_true()
    return header.bottom + 1 + (0 if full.is_empty() else int(full[-1]) + 1)


def _mapped(
    grid: Grid, region: Region, source: Source, overrides: Mapping[str, str], known: Known
) -> _Mapped | None:
    """The columns of a region and what its rows stand for; ``None`` where they stand for nothing."""
    header = region.header
    body = grid.frame.with_row_index("row", offset=1).slice(header.bottom + 1, region.end - header.bottom - 1)
    gathered = values_in_one_column(body, header.cells)
    if gathered.joined:
        grid = dataclasses.replace(grid, numbers=partial(_unless_joined, gathered.joined, grid.numbers))
    body, cells = one_column_of_sex(gathered.body, gathered.cells)
    place = Place(source.file, source.name or source.path.stem, grid.sheet, header.bottom + 1)
    named = {**overrides, **own_overrides(cells, source.own, place.row)}
    match, recalled = known.match(header.cells, grid.separator), known.recall(cells)
    told = hints(cells, match, recalled)
    step = max(1, body.height // SAMPLE)
    columns = map_columns(cells, body if step == 1 else body.gather_every(step), named, place, told)
    declared = match.layout.schema if match is not None and match.own else None
    kind = source.schema or declared or tell_kind(columns)
    if kind is None:
        return None
    columns = settled(as_kind(columns, kind, source.own), cells, source.own, kind)
    return _Mapped(grid, body, columns, kind, match, recalled, told)


def _table(
    grid: Grid,
    region: Region,
    source: Source,
    overrides: Mapping[str, str],
    places: Mapping[str, str],
    index: int,
    known: Known,
) -> Part | str:
    """The table of one region, or why it is none."""
    header = region.header
    mapped = _mapped(grid, region, source, overrides, known)
    if mapped is None:
        return "no-table"
    grid, body, columns, kind = mapped.grid, mapped.body, mapped.columns, mapped.kind
    match, recalled = mapped.match, mapped.recalled
    headers = _texts(grid, header)
    headings = headings_of(body, columns, headers, kind, places)
    body, halves = with_lower_half(one_name(headings.without(body), columns, kind), columns, kind)
    if match is not None and match.needs_headings and not headings.skipped:
        match = None  # what it carries from heading rows is nowhere
    records, skipped = tell_rows(body, columns, headers, kind)
    if records.is_empty():
        return "no-rows"
    records, dittos = without_dittos(records, columns, kind)
    if kind is Kind.PENDUDUK:
        records, columns = status_in_remarks(records, columns)
    elif kind is Kind.DESA:
        records, districts = under_districts(records, columns)
        skipped = (*skipped, *districts)
    fields = {c.field for c in columns}
    places = _with_sheet_name(grid.sheet, places, headings, fields)
    missing = {field: value for field, value in places.items() if field not in fields}
    ragged = misshapen_rows(grid, header, records, columns)
    elsewhere = villages_elsewhere(grid, records, columns, skipped, places, headings.said, source.path.stem)
    titles = titles_told(headings.skipped)
    table = Table(
        index=index,
        source=source,
        sheet=grid.sheet,
        kind=kind,
        header_row=header.bottom + 1,
        columns=tuple(c for c in columns if c.header or c.field),
        rows=records.height,
        layout=None if match is None else match.layout.name,
        skipped=_by_reason((*_above(grid, region), *headings.skipped, *halves, *skipped)),
        notes=(*_notes(grid, missing), *dittos, *overruled(columns, mapped.hints)),
        fit=None if match is None else match.fit,
        settled=settled_by(match, recalled),
        remembered=None if recalled is None else recalled.since,
    )
    return Part(
        table,
        _raw(from_head_of_family(records, columns, kind, headings.said), table, grid, missing, headings),
        _findings((ragged, unread_numbers(records, columns, kind), elsewhere, titles), index),
    )


def _texts(grid: Grid, header: Header) -> list[list[str]]:
    """For each row of the header its texts, in the order of the frame's columns."""
    height = header.bottom - header.top + 1 if header.top >= 0 else 0
    rows = grid.frame.slice(max(0, header.top), height).rows()
    return [[" ".join((text or "").split()) for text in row] for row in rows]


def _with_sheet_name(
    sheet: str, places: Mapping[str, str], headings: Headings, fields: set[str | None]
) -> Mapping[str, str]:
    """The places stated above a table, and those its sheet is named after where no heading says others."""
    if not headings.said & _PLACES:
        places = dict(places) | place_of_sheet(sheet, fields, places)
    if not headings.said & _ROOMS:
        places = dict(places) | rooms_of_sheet(sheet, fields, places)
    return places


def _above(grid: Grid, region: Region) -> tuple[Skipped, ...]:
    """Rows of a region down to its header: titles and the header itself."""
    header, start = region.header, region.start
    if header.top < 0:
        return ()
    # A handful of rows, looked at one by one.
    titles = grid.frame.slice(start, header.top - start).rows()
    blank = [not any(cell and cell.strip() for cell in row) for row in titles]
    by_reason = (
        ("blank", [start + i + 1 for i, empty in enumerate(blank) if empty]),
        ("title", [start + i + 1 for i, empty in enumerate(blank) if not empty]),
        ("header", list(range(header.top + 1, header.bottom + 2))),
    )
    return tuple(Skipped(reason, tuple(rows)) for reason, rows in by_reason if rows)


def _by_reason(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    """One entry a reason, its rows in order."""
    rows: dict[str, list[int]] = {}
    for one in skipped:
        rows.setdefault(one.reason, []).extend(one.rows)
    return tuple(Skipped(reason, tuple(sorted(found))) for reason, found in rows.items())


def _notes(grid: Grid, places: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    # A family's card and home are somebody's own: they are read, and shown nowhere.
    notes = [(f"{STATED}{field}", value) for field, value in places.items() if field not in FAMILY]
    if grid.hidden_rows:
        notes.append(("hidden-rows", str(len(grid.hidden_rows))))
    if grid.hidden_columns:
        notes.append(("hidden-columns", str(len(grid.hidden_columns))))
    return tuple(notes)


def _raw(
    records: pl.DataFrame, table: Table, grid: Grid, places: Mapping[str, str], headings: Headings
) -> pl.DataFrame:
    """Records under their canonical fields, blanks as null; what stands above them fills what they lack."""
    chosen = {c.field: c for c in table.columns if c.field is not None}
    records = headings.carried(records, places, {name: str(c.index) for name, c in chosen.items()})
    cells = records.select(_own_part(c, table.columns).alias(f"={field}") for field, c in chosen.items())
    records = records.hstack(blanks_as_null(cells, cells.columns).get_columns())
    fields: list[pl.Expr] = []
    own = [column.name for column in table.source.own if column.kind is table.kind]
    for name in (*FIELDS[table.kind], *own):
        if name in chosen:
            cell = pl.col(f"={name}")
            stated = name in headings.said
            fields.append((pl.coalesce(cell, f"+{name}") if stated else cell).alias(name))
        elif f"+{name}" in records.columns:
            fields.append(pl.col(f"+{name}").alias(name))
        else:
            fields.append(pl.lit(None, pl.String).alias(name))
    flags = [] if table.kind is Kind.DESA else _number_flags(chosen, table.kind, grid)
    return records.select(pl.lit(table.index, pl.UInt32).alias("table"), "row", *fields, *flags)


def _unless_joined(
    joined: frozenset[int], numbers: Callable[[int], pl.Series | None], column: int
) -> pl.Series | None:
    """Sheet rows of the numbers of a column; not known of one whose values were made of several cells."""
    return None if column in joined else numbers(column)


def _own_part(column: Column, columns: Sequence[Column]) -> pl.Expr:
    """The column's cells, or its part of them where they hold another field's values too."""
    cell = pl.col(str(column.index))
    # What another column says better is in these cells all the same.
    fields = [
        c.field or c.reason.removeprefix("double:")
        for c in columns
        if c.index == column.index and (c.field is not None or c.reason.startswith("double:"))
    ]
    if len(fields) < 2 or column.field is None:
        return cell
    other = next(field for field in fields if field != column.field)
    return part_of(column.field, other, cell, first=fields[0] == column.field)


def _number_flags(chosen: Mapping[str, Column], kind: Kind, grid: Grid) -> list[pl.Expr]:
    flags = []
    nik = "nik_kepala_keluarga" if kind is Kind.KELUARGA else "nik"
    for field, name in ((nik, "nik_angka"), ("no_kk", "no_kk_angka")):
        rows = grid.numbers(chosen[field].index) if field in chosen else None
        if rows is None:
            known = pl.lit(None, pl.Boolean)
        elif rows.is_empty():
            known = pl.lit(value=False)
        else:
            known = pl.col("row").is_in(rows.implode())
        flags.append(known.alias(name))
    return flags


def _findings(told: Iterable[pl.DataFrame], index: int) -> pl.DataFrame:
    some = [frame for frame in told if not frame.is_empty()]
    if not some:
        return pl.DataFrame(schema=FINDINGS)
    return pl.concat(some).select(
        "code",
        severity=pl.col("code").replace_strict(_SEVERITY, return_dtype=pl.String),
        table=pl.lit(index, pl.UInt32),
        row="row",
        field=pl.lit(None, pl.String),
        value=pl.lit(None, pl.String),
        detail="difference",
    )
