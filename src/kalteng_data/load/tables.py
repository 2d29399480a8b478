"""The room's way through: look at each source, lay it out, read its sheets, stack their tables."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.diagnosis import cause_of
from kalteng_data.load.grid import Grid
from kalteng_data.load.grids import read_grids
from kalteng_data.load.headless import guessed_columns
from kalteng_data.load.kinds import FIELDS
from kalteng_data.load.layouts import Known, own_separator
from kalteng_data.load.own import EARLIER, LIST, listed, own_kind
from kalteng_data.load.owncolumns import refuse_known
from kalteng_data.load.safety import Container, look
from kalteng_data.load.sheet import Part, read_on, read_sheet
from kalteng_data.load.workbook import Unread, read_workbook
from kalteng_data.model import Kind, PassedOver, Source, Table
from kalteng_data.schemas import FINDINGS
from kalteng_data.settings.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that was read.

    ``persons``, ``villages`` and ``families`` are raw frames: ``rid`` (UInt32, 0 to n - 1), ``table``
    (UInt32, ``Table.index``), ``row`` (UInt32, sheet row), then every field of ``RAW_PERSON``,
    ``RAW_VILLAGE`` or ``RAW_FAMILY`` and the sources' own columns as String, and for people and families
    ``nik_angka`` and ``no_kk_angka`` (Boolean: the cell was a number; null when unknown). ``findings`` has
    the shape ``FINDINGS``; ``earlier`` (``own.EARLIER``) are findings that marked workbooks list of
    themselves.
    """

    tables: tuple[Table, ...]
    passed_over: tuple[PassedOver, ...]
    persons: pl.DataFrame
    villages: pl.DataFrame
    families: pl.DataFrame
    findings: pl.DataFrame
    earlier: pl.DataFrame = dataclasses.field(default_factory=lambda: pl.DataFrame(schema=EARLIER))


def read_tables(
    sources: Sequence[Source],
    overrides: Mapping[str, Mapping[str, str]] | None = None,
    advance: Callable[[], None] | None = None,
    unreadable: Callable[[InputError], None] | None = None,
    known: Known | None = None,
) -> Loaded:
    """Every table of every source, in the order of the sources and of their sheets.

    Args:
        sources: files with their levels; ``Source.schema`` decides the kind of their tables where set.
        overrides: by a source's name, its headers' texts (or header cells such as ``C6``) and the canonical
            fields they stand for; an empty field leaves a column out.
        advance: called after each source.
        unreadable: told of each file that cannot be read, which is then left out whole; without it such a
            file ends the reading.
        known: the layouts of the workspace and the headers it remembers; our own layouts are always there.

    Raises:
        InputError: a file that cannot be read or understood; the code and details name file, sheet and cell.
        SettingsError: a column of one's own has the header of a field of ours.
    """
    known = known or Known()
    parts: list[Part] = []
    passed_over: list[PassedOver] = []
    earlier = [pl.DataFrame(schema=EARLIER)]
    refuse_known({column for source in sources for column in source.own})
    for source in sources:
        try:
            outcomes = list(_read_source(source, (overrides or {}).get(source.name, {}), len(parts), known))
            found = [outcome for outcome in outcomes if isinstance(outcome, Part)]
            passed = [outcome for outcome in outcomes if isinstance(outcome, PassedOver)]
            lists = [outcome for outcome in outcomes if isinstance(outcome, pl.DataFrame)]
            if not found:
                _refuse(source, passed)
        except InputError as error:
            if unreadable is None:
                raise
            unreadable(error)
            continue
        parts += found
        passed_over += passed
        earlier += lists
        if advance is not None:
            advance()
    return Loaded(
        tuple(part.table for part in parts),
        tuple(passed_over),
        _stack(parts, Kind.PENDUDUK),
        _stack(parts, Kind.DESA),
        _stack(parts, Kind.KELUARGA),
        pl.concat([pl.DataFrame(schema=FINDINGS), *(part.findings for part in parts)]),
        pl.concat(earlier),
    )


def read_earlier(path: Path) -> pl.DataFrame:
    """The findings that a marked copy lists, of shape ``own.EARLIER``.

    Raises:
        InputError: the file cannot be read, or holds no such list.
    """
    source = Source(path, path.name)
    container = look(path, source.file)
    sheetless = container in {Container.TEXT, Container.PARQUET, Container.HTML}
    grids = () if sheetless else read_workbook(path, source.file, container)
    lists = [listed(g, source) for g in grids if isinstance(g, Grid) and own_kind(g) == LIST]
    if not lists:
        raise InputError("no-list", file=source.file)
    return pl.concat(lists)


def _refuse(source: Source, passed: list[PassedOver]) -> None:
    reasons = {p.reason for p in passed}
    if reasons and reasons <= {"empty", "hidden", "chart"}:
        raise InputError("nothing-visible" if "hidden" in reasons else "empty-file", file=source.file)
    if "no-rows" in reasons:
        raise InputError("no-rows", file=source.file)
    looked = ", ".join(p.sheet for p in passed if p.sheet)
    named = source.name or source.path.stem
    looked = f" ({looked})" if looked else ""
    read = read_grids(source.path, source.file, source.separator)
    grids = [grid for grid in read if isinstance(grid, Grid) and grid.frame.width]
    columns = _guessed(grids)
    if columns:
        raise InputError("no-header", file=source.file, source=named, looked=looked, columns=columns)
    why = next((cause for grid in grids if (cause := cause_of(grid)) is not None), None)
    if why is not None:
        raise InputError(why.code, file=source.file, source=named, looked=looked, **why.details)
    raise InputError("no-table", file=source.file, source=named, looked=looked)


def _guessed(grids: Sequence[Grid]) -> str:
    """The columns of the first sheet that looks like a list, as a line of ``kalteng.toml`` names them."""
    found = next((columns for grid in grids if (columns := guessed_columns(grid))), {})
    return ", ".join(f"{quoted(key)} = {quoted(found[key])}" for key in found)


def _read_source(
    source: Source, overrides: Mapping[str, str], index: int, known: Known
) -> Iterator[Part | PassedOver | pl.DataFrame]:
    """Tables, sheets passed over, and the lists of earlier findings that the workbook carries."""
    if known.layouts:
        source = dataclasses.replace(source, separator=own_separator(source.path, known))
    before: Table | None = None
    for outcome in read_grids(source.path, source.file, source.separator):
        if isinstance(outcome, Unread):
            yield PassedOver(source, outcome.sheet, outcome.reason)
            continue
        if (own := own_kind(outcome)) is not None:
            yield PassedOver(source, outcome.sheet, own)
            if own == LIST:
                yield listed(outcome, source)
            continue
        for found in read_sheet(outcome, source, overrides, index, known):
            rest = None
            if isinstance(found, PassedOver) and found.reason == "no-table" and before is not None:
                rest = read_on(outcome, source, before, overrides, index, known)
            made = found if rest is None else rest
            if isinstance(made, Part):
                index += 1
                before = made.table
            yield made


def _stack(parts: Sequence[Part], kind: Kind) -> pl.DataFrame:
    schema: dict[str, type[pl.DataType]] = {"table": pl.UInt32, "row": pl.UInt32}
    schema |= dict.fromkeys(FIELDS[kind], pl.String)
    schema |= {c.name: pl.String for part in parts for c in part.table.source.own if c.kind is kind}
    if kind is not Kind.DESA:
        schema |= {"nik_angka": pl.Boolean, "no_kk_angka": pl.Boolean}
    frames = [part.frame for part in parts if part.table.kind is kind]
    if not frames:
        return pl.DataFrame(schema=schema).with_row_index("rid")
    # In one piece: of a frame in many, every filter and every pair of columns costs several times as much.
    whole = pl.concat(frames, how="diagonal").rechunk() if len(frames) > 1 else frames[0].rechunk()
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in whole.columns]
    return whole.with_columns(missing).select(list(schema)).with_row_index("rid")
