"""Workbooks (xlsx, xlsm, xlsb, xls, ods) as grids, one for each visible sheet, every cell as text."""

from __future__ import annotations

import logging
import zipfile
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import fastexcel
import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from kalteng_data.errors import InputError
from kalteng_data.load import odsxml, oldbook, records
from kalteng_data.load.grid import Grid, Merge
from kalteng_data.load.safety import Container, panics_refused
from kalteng_data.load.sheetxml import (
    DAMAGED,
    SheetEntry,
    SheetFacts,
    claims_too_many_strings,
    number_rows,
    scan_sheet,
    sheet_entries,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The reader's own remarks on damaged files would reach stderr in English beside our error.
logging.getLogger("calamine").addHandler(logging.NullHandler())

_EXTENTS = {
    Container.XLSB: records.check_extents,
    Container.XLS: oldbook.check_extents,
    Container.ODS: odsxml.check_extents,
}
"""What looks at workbooks of each kind before a reader makes room for all that they state."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A sheet that is not read: ``hidden``, ``chart`` or ``empty``."""

    sheet: str
    reason: str


def read_workbook(path: Path, file: str, container: Container) -> Iterator[Grid | Unread]:
    """Each sheet in the workbook's order: a grid, or why it was not read.

    Rows and columns are the sheet's own: row k of the frame is sheet row k + 1, columns are named by their
    absolute index. Numbers come exact up to 2^53, dates as ``1980-08-17 00:00:00``.

    Raises:
        InputError: ``encrypted``, ``truncated``, ``far-cell``.
    """
    if container is Container.XLSX:
        try:
            archive = zipfile.ZipFile(path)
            entries = sheet_entries(archive)
            overstated = claims_too_many_strings(archive)
        except DAMAGED as error:
            raise InputError("truncated", file=file) from error
        if overstated:
            raise InputError("truncated", file=file)
        with archive:
            yield from _sheets(path, file, entries, archive)
    else:
        _EXTENTS[container](path, file)
        # Others lay out all sheets when they are opened, and once is enough: each tells then if it is shown.
        listed = _listed(path, file) if container is Container.XLSB else None
        yield from _sheets(path, file, listed, None)


def _sheets(
    path: Path, file: str, entries: list[SheetEntry] | None, archive: zipfile.ZipFile | None
) -> Iterator[Grid | Unread]:
    try:
        with panics_refused(file):
            reader = fastexcel.read_excel(path.read_bytes())
    except (fastexcel.FastExcelError, OSError) as error:
        code = "encrypted" if "assword" in str(error) or "ncrypt" in str(error) else "truncated"
        raise InputError(code, file=file) from error
    names = reader.sheet_names
    for entry in [SheetEntry(name, "", visible=True) for name in names] if entries is None else entries:
        if not entry.visible:
            yield Unread(entry.name, "hidden")
        elif entry.name not in names or (archive is not None and not entry.part):
            yield Unread(entry.name, "chart")
        elif archive is None:
            yield _grid(reader, entry, SheetFacts(), None, file)
        else:
            yield _grid(reader, entry, scan_sheet(archive, entry, file), path, file)


def _listed(path: Path, file: str) -> list[SheetEntry]:
    """Sheets of an xlsb, and whether they are shown."""
    try:
        with (
            panics_refused(file),
            path.open("rb") as stream,
            CalamineWorkbook.from_filelike(stream) as book,
        ):
            return [
                SheetEntry(meta.name, "", meta.visible == SheetVisibleEnum.Visible)
                for meta in book.sheets_metadata
            ]
    except PasswordError as error:
        raise InputError("encrypted", file=file) from error
    except (CalamineError, OSError) as error:
        raise InputError("truncated", file=file) from error


def _grid(
    reader: fastexcel.ExcelReader, entry: SheetEntry, facts: SheetFacts, path: Path | None, file: str
) -> Grid | Unread:
    try:
        with panics_refused(file):
            sheet = reader.load_sheet(entry.name, header_row=None, skip_rows=0, dtypes="string")
            if sheet.visible != "visible":
                return Unread(entry.name, "hidden")
            if sheet.width == 0 or sheet.total_height == 0:
                return Unread(entry.name, "empty")
            columns = [str(column.absolute_index) for column in sheet.available_columns()]
            frame = sheet.to_polars()
    except fastexcel.FastExcelError as error:
        raise InputError("truncated", file=file) from error
    frame.columns = columns
    if any(dtype != pl.String for dtype in frame.dtypes):
        frame = frame.cast(pl.String)
    return Grid(
        entry.name,
        _fill_merged(frame, facts.merges),
        merges=facts.merges,
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
        numbers=partial(number_rows, path, entry.part, facts.blocks)
        if path is not None
        else lambda _column: None,
    )


def _fill_merged(frame: pl.DataFrame, merges: tuple[Merge, ...]) -> pl.DataFrame:
    """Values of ranges merged down a column carried to their rows, as a reader of the sheet sees them."""
    down: dict[str, list[tuple[int, int]]] = {}
    for merge in merges:
        if merge.bottom > merge.top and merge.left == merge.right and str(merge.left) in frame.columns:
            down.setdefault(str(merge.left), []).append((merge.top, merge.bottom))
    if not down:
        return frame
    filled = []
    for name, ranges in down.items():
        marks = pl.DataFrame(ranges, schema={"top": pl.UInt32, "bottom": pl.UInt32}, orient="row")
        inside = (
            marks.with_columns(row=pl.int_ranges("top", pl.col("bottom") + 1, dtype=pl.UInt32))
            .explode("row")
            .filter(pl.col("row") < frame.height)
        )
        source = frame.get_column(name).gather(inside.get_column("top").clip(upper_bound=frame.height - 1))
        filled.append(frame.get_column(name).scatter(inside.get_column("row"), source))
    return frame.with_columns(filled)
