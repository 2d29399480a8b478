"""A published table as a file somebody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.publish import snapshot as snapshots
from kalteng_data.write.table import write_table

if TYPE_CHECKING:
    from pathlib import Path


def export(table: str, workspace: Path, *, snapshot: str | None, fmt: str, output: Path | None) -> int:
    """Write ``table`` of ``snapshot`` (by default the one in force); returns the number of rows.

    Raises:
        InputError: no such table or snapshot, or its file is damaged.
        SettingsError: a workbook cannot hold it or goes to no file.
        OutputError: ``output`` cannot be written.
    """
    path = snapshots.table_path(workspace, table, snapshot)
    try:
        frame = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        raise InputError("damaged-table", file=str(path)) from None
    write_table(frame, fmt, output, table)
    return frame.height
