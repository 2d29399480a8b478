"""One table as a file: written beside, then renamed, so that a reader never sees half of it."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from kalteng_data.errors import SettingsError
from kalteng_data.write.beside import written_beside
from kalteng_data.write.neutral import flat, neutral

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMATS = ("csv", "parquet", "xlsx")
SHEET_ROWS = 1_048_575


def write_table(frame: pl.DataFrame, fmt: str, output: Path | None, name: str) -> None:
    """Write ``frame`` as ``fmt`` to ``output``, or to stdout (csv and parquet) when it is ``None``.

    Raises:
        SettingsError: a workbook on stdout, or more rows than a sheet holds.
        OutputError: ``output`` cannot be written; nothing is left of it.
    """
    if fmt == "xlsx" and frame.height > SHEET_ROWS:
        raise SettingsError("too-many-rows", table=name, rows=frame.height)
    if output is None:
        if fmt == "xlsx":
            raise SettingsError("needs-output", format=fmt)
        _write_out(frame, fmt, name)
        return
    with written_beside(output) as target:
        _write(frame, fmt, target, name)


def _write_out(frame: pl.DataFrame, fmt: str, name: str) -> None:
    """Write to stdout; whatever stops it is an ``OSError`` that carries the system's number."""
    if fmt == "csv":
        _write(frame, fmt, sys.stdout.buffer, name)
    else:  # polars hides what a reader that has gone raises while it writes Parquet
        written = io.BytesIO()
        _write(frame, fmt, written, name)
        sys.stdout.buffer.write(written.getbuffer())
    sys.stdout.buffer.flush()


def _write(frame: pl.DataFrame, fmt: str, target: BinaryIO, name: str) -> None:
    if fmt == "parquet":
        frame.write_parquet(target)
    elif fmt == "csv":
        neutral(flat(frame)).write_csv(target)
    else:
        _write_workbook({name: frame}, target)


def write_sheets(sheets: Mapping[str, pl.DataFrame], output: Path) -> None:
    """Write a workbook of several sheets, by their names.

    Raises:
        SettingsError: more rows than a sheet holds.
        OutputError: ``output`` cannot be written; nothing is left of it.
    """
    for name, frame in sheets.items():
        if frame.height > SHEET_ROWS:
            raise SettingsError("too-many-rows", table=name, rows=frame.height)
    with written_beside(output) as target:
        _write_workbook(sheets, target)


def _write_workbook(sheets: Mapping[str, pl.DataFrame], target: BinaryIO) -> None:
    """Frozen headers with a filter; all text stays text, so that no NIK loses its last digit.

    Made in memory first: a disk that fills would leave the archive open, which complains on stderr later.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
               "in_memory": True}  # fmt: skip
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        for name, frame in sheets.items():
            neutral(flat(frame)).write_excel(
                book,
                worksheet=name[:31],
                freeze_panes=(1, 0),
                autofilter=True,
                autofit=frame.height < 20_000,
                dtype_formats={pl.Date: "yyyy-mm-dd", pl.UInt32: "0", pl.Int64: "0"},
                table_style="Table Style Light 1",
            )
    target.write(made.getbuffer())
