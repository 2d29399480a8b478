"""The room's way through: look, read, find the tables, map their columns, tell their rows, stack them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.columns import Place, map_columns
from kalteng_data.load.content import SAMPLE
from kalteng_data.load.header import Header, find_header
from kalteng_data.load.kinds import FIELDS, as_kind, tell_kind, tell_layout
from kalteng_data.load.preamble import stated_places
from kalteng_data.load.ragged import ragged_rows
from kalteng_data.load.rows import tell_rows
from kalteng_data.load.safety import Container, look
from kalteng_data.load.text import read_text
from kalteng_data.load.workbook import Unread, read_workbook
from kalteng_data.model import Column, Kind, PassedOver, Skipped, Source, Table
from kalteng_data.schemas import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kalteng_data.load.grid import Grid

_CODE_SHEETS = ("kode data", "kode", "referensi", "petunjuk", "panduan", "instruksi", "keterangan")


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that was read.

    ``persons``, ``villages`` and ``families`` are raw frames: ``rid`` (UInt32, 0 to n - 1), ``table``
    (UInt32, ``Table.index``), ``row`` (UInt32, sheet row), then every field of ``RAW_PERSON``,
    ``RAW_VILLAGE`` or ``RAW_FAMILY`` as String, and for people and families ``nik_angka`` and
    ``no_kk_angka`` (Boolean: the cell was a number; null when unknown). ``findings`` has the shape
    ``FINDINGS``.
    """

    tables: tuple[Table, ...]
    passed_over: tuple[PassedOver, ...]
    persons: pl.DataFrame
    villages: pl.DataFrame
    families: pl.DataFrame
    findings: pl.DataFrame


def read_tables(
    sources: Sequence[Source],
    overrides: Mapping[str, Mapping[str, str]] | None = None,
    advance: Callable[[], None] | None = None,
    unreadable: Callable[[InputError], None] | None = None,
) -> Loaded:
    """Every table of every source, in the order of the sources and of their sheets.

    Args:
        sources: files with their levels; ``Source.schema`` decides the kind of their tables where set.
        overrides: by a source's name, its headers' texts (or header cells such as ``C6``) and the canonical
            fields they stand for; an empty field leaves a column out.
        advance: called after each source.
        unreadable: told of each file that cannot be read, which is then left out whole; without it such a
            file ends the reading.

    Raises:
        InputError: a file that cannot be read or understood; the code and details name file, sheet and cell.
    """
    parts: list[_Part] = []
    passed_over: list[PassedOver] = []
    for source in sources:
        try:
            outcomes = list(_read_source(source, (overrides or {}).get(source.name, {}), len(parts)))
            found = [outcome for outcome in outcomes if isinstance(outcome, _Part)]
            passed = [outcome for outcome in outcomes if isinstance(outcome, PassedOver)]
            if not found:
                _refuse(source, passed)
        except InputError as error:
            if unreadable is None:
                raise
            unreadable(error)
            continue
        parts += found
        passed_over += passed
        if advance is not None:
            advance()
    return Loaded(
        tuple(part.table for part in parts),
        tuple(passed_over),
        _stack(parts, Kind.PENDUDUK),
        _stack(parts, Kind.DESA),
        _stack(parts, Kind.KELUARGA),
        pl.concat([pl.DataFrame(schema=FINDINGS), *(part.findings for part in parts)]),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    table: Table
    frame: pl.DataFrame
    findings: pl.DataFrame


def _refuse(source: Source, passed: list[PassedOver]) -> None:
    reasons = {p.reason for p in passed}
    if reasons and reasons <= {"empty", "hidden", "chart"}:
        raise InputError("nothing-visible" if "hidden" in reasons else "empty-file", file=source.file)
    if "no-rows" in reasons:
        raise InputError("no-rows", file=source.file)
    looked = ", ".join(p.sheet for p in passed if p.sheet)
    raise InputError(
        "no-table",
        file=source.file,
        source=source.name or source.path.stem,
        looked=f" ({looked})" if looked else "",
    )


def _read_source(source: Source, overrides: Mapping[str, str], index: int) -> Iterator[_Part | PassedOver]:
    container = look(source.path, source.file)
    outcomes: Iterator[Grid | Unread] = (
        iter((read_text(source.path, source.file),))
        if container is Container.TEXT
        else read_workbook(source.path, source.file, container)
    )
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            yield PassedOver(source, outcome.sheet, outcome.reason)
            continue
        made = _table(outcome, source, overrides, index)
        if isinstance(made, _Part):
            index += 1
        yield made


def _table(grid: Grid, source: Source, overrides: Mapping[str, str], index: int) -> _Part | PassedOver:
    if grid.sheet.strip().lower() in _CODE_SHEETS:
        return PassedOver(source, grid.sheet, "codes")
    header = find_header(grid)
    if header is None:
        return PassedOver(source, grid.sheet, "no-table")
    body = grid.frame.with_row_index("row", offset=1).slice(header.bottom + 1)
    place = Place(source.file, source.name or source.path.stem, grid.sheet, header.bottom + 1)
    columns = map_columns(header.cells, body.head(SAMPLE), overrides, place)
    kind = source.schema or tell_kind(columns)
    if kind is None:
        return PassedOver(source, grid.sheet, "no-table")
    columns = as_kind(columns, kind)
    texts = grid.frame.slice(header.top, header.bottom - header.top + 1).rows()
    headers = [[" ".join((t or "").split()) for t in row] for row in texts]
    records, skipped = tell_rows(body, columns, headers, kind)
    if records.is_empty():
        return PassedOver(source, grid.sheet, "no-rows")
    places = {
        field: value
        for field, value in stated_places(grid.frame.head(header.top).rows()).items()
        if all(c.field != field for c in columns)
    }
    ragged = ragged_rows(grid, header, records, columns)
    table = Table(
        index=index,
        source=source,
        sheet=grid.sheet,
        kind=kind,
        header_row=header.bottom + 1,
        columns=tuple(c for c in columns if c.header or c.field),
        rows=records.height,
        layout=tell_layout(text for cell in header.cells for text in cell.texts),
        skipped=_by_reason((*_above(grid, header), *skipped)),
        notes=_notes(grid, places),
    )
    return _Part(table, _raw(records, table, grid, places), _findings(ragged, index))


def _above(grid: Grid, header: Header) -> tuple[Skipped, ...]:
    """Rows down to the header: titles and the header itself."""
    blank = (
        grid.frame.head(header.top)
        .select(blank=pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == ""))
        .get_column("blank")
        .to_list()
    )
    by_reason = (
        ("blank", [i + 1 for i, empty in enumerate(blank) if empty]),
        ("title", [i + 1 for i, empty in enumerate(blank) if not empty]),
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
    notes = [(f"stated-{field}", value) for field, value in places.items()]
    if grid.hidden_rows:
        notes.append(("hidden-rows", str(len(grid.hidden_rows))))
    if grid.hidden_columns:
        notes.append(("hidden-columns", str(len(grid.hidden_columns))))
    return tuple(notes)


def _raw(records: pl.DataFrame, table: Table, grid: Grid, places: Mapping[str, str]) -> pl.DataFrame:
    """Records under their canonical fields, blanks as null."""
    chosen = {c.field: c for c in table.columns if c.field is not None}
    fields: list[pl.Expr] = []
    for name in FIELDS[table.kind]:
        if name in chosen:
            cell = pl.col(str(chosen[name].index))
            fields.append(pl.when(cell.str.contains(r"\S")).then(cell).alias(name))
        else:
            fields.append(pl.lit(places.get(name), pl.String).alias(name))
    flags = [] if table.kind is Kind.DESA else _number_flags(chosen, table.kind, grid)
    return records.select(pl.lit(table.index, pl.UInt32).alias("table"), "row", *fields, *flags)


def _number_flags(chosen: Mapping[str, Column], kind: Kind, grid: Grid) -> list[pl.Expr]:
    flags = []
    nik = "nik_kepala_keluarga" if kind is Kind.KELUARGA else "nik"
    for field, name in ((nik, "nik_angka"), ("no_kk", "no_kk_angka")):
        rows = grid.numbers(chosen[field].index) if field in chosen else None
        known = pl.lit(None, pl.Boolean) if rows is None else pl.col("row").is_in(rows.implode())
        flags.append(known.alias(name))
    return flags


def _findings(ragged: pl.DataFrame, index: int) -> pl.DataFrame:
    return ragged.select(
        code=pl.lit("KT001"),
        severity=pl.lit("error"),
        table=pl.lit(index, pl.UInt32),
        row="row",
        field=pl.lit(None, pl.String),
        value=pl.lit(None, pl.String),
        detail=pl.col("difference").cast(pl.String),
    )


def _stack(parts: Sequence[_Part], kind: Kind) -> pl.DataFrame:
    schema: dict[str, type[pl.DataType]] = {"table": pl.UInt32, "row": pl.UInt32}
    schema |= dict.fromkeys(FIELDS[kind], pl.String)
    if kind is not Kind.DESA:
        schema |= {"nik_angka": pl.Boolean, "no_kk_angka": pl.Boolean}
    frames = [part.frame for part in parts if part.table.kind is kind]
    return pl.concat([pl.DataFrame(schema=schema), *frames]).with_row_index("rid")
