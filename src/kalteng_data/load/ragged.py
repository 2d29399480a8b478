"""Records of a text file with more or fewer fields than their header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.load.grid import Grid
    from kalteng_data.load.header import Header
    from kalteng_data.model import Column

_OFTEN_BLANK = 0.95
"""Excel leaves trailing blanks out from the sixteenth row on: a field blank this often may be missing."""


def ragged_rows(grid: Grid, header: Header, records: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """``row`` and ``difference`` (fields too many) of records that do not fit their header.

    A record with more fields counts when one beyond the header is filled; one with fewer when a field that it
    lacks is mapped and filled in more than 5% of the other records.
    """
    nothing = pl.DataFrame(schema={"row": pl.UInt32, "difference": pl.UInt32})
    if grid.widths is None:
        return nothing
    wanted = int(grid.widths[header.bottom])
    widths = grid.widths.gather(records.get_column("row") - 1)
    beyond = [name for name in grid.frame.columns if int(name) >= wanted]
    extra = pl.any_horizontal(pl.col(beyond).str.contains(r"\S")) if beyond else pl.lit(value=False)
    needed = _needed(records, columns, wanted)
    framed = records.with_columns(width=widths)
    return (
        framed.filter(((pl.col("width") > wanted) & extra) | (pl.col("width") < needed))
        .select("row", difference=(pl.col("width").cast(pl.Int64) - wanted).abs().cast(pl.UInt32))
    )  # fmt: skip


def _needed(records: pl.DataFrame, columns: Sequence[Column], wanted: int) -> int:
    """Fields a record must have: up to the last mapped column that is usually filled."""
    needed = 0
    for column in columns:
        if column.field is None or column.index >= wanted:
            continue
        filled = records.get_column(str(column.index)).str.contains(r"\S").fill_null(value=False).mean()
        if isinstance(filled, float) and filled > 1 - _OFTEN_BLANK:
            needed = max(needed, column.index + 1)
    return needed
