"""Parquet files as grids: the columns' names as the first row, every value as a spreadsheet would show it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.grid import Grid
from kalteng_data.load.safety import panics_refused

if TYPE_CHECKING:
    from pathlib import Path

_MOST_CELLS = 250_000_000
"""Rows times columns: everybody of the province in 50 columns has half as many."""
_MOST_COLUMNS = 16_384
"""As many as a spreadsheet holds."""


def read_columnar(path: Path, file: str) -> Grid:
    """The file as a grid: row 1 holds the names, the first record stands in row 2.

    Whole numbers come without a point, dates as ``1980-08-17``; nested and binary values are no text and come
    blank.

    Raises:
        InputError: ``truncated`` for a damaged file, ``zip-bomb`` for one that states an absurd size.
    """
    try:
        with panics_refused(file):
            lazy = pl.scan_parquet(path, glob=False)
            schema = lazy.collect_schema()
            rows = lazy.select(pl.len()).collect().item()
            if len(schema) > _MOST_COLUMNS or rows * len(schema) > _MOST_CELLS:
                raise InputError("zip-bomb", file=file, size=f"{rows:,} x {len(schema):,}")
            frame = lazy.select(_as_shown(name, dtype) for name, dtype in schema.items()).collect()
            numeric = {
                str(i): lazy.select(pl.col(name).is_not_null()).collect().to_series()
                for i, (name, dtype) in enumerate(schema.items())
                if dtype.is_numeric()
            }
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError("truncated", file=file) from error
    names = [str(i) for i in range(len(schema))]
    header = pl.DataFrame([list(schema)], schema=dict.fromkeys(names, pl.String), orient="row")
    frame.columns = names
    return Grid("", pl.concat([header, frame]), numbers=partial(_number_rows, numeric))


def _as_shown(name: str, dtype: pl.DataType) -> pl.Expr:
    """The values of a column as text."""
    value = pl.col(name)
    if dtype.is_float():
        whole = (value == value.round()) & (value.abs() < 2.0**63)
        shown = pl.when(whole).then(value.cast(pl.Int64, strict=False).cast(pl.String))
        return shown.when(value.is_finite()).then(value.cast(pl.String)).alias(name)
    if dtype.is_decimal():
        return value.cast(pl.String).str.replace(r"\.0+$", "")
    if isinstance(dtype, pl.Datetime):
        return value.dt.to_string("%Y-%m-%d %H:%M:%S")
    if dtype.is_nested() or dtype in {pl.Binary, pl.Object, pl.Duration}:
        return pl.lit(None, pl.String).alias(name)
    return value.cast(pl.String)


def _number_rows(filled: dict[str, pl.Series], column: int) -> pl.Series:
    """Sheet rows of the column's numbers; none for a column of text."""
    if str(column) not in filled:
        return pl.Series("row", [], pl.UInt32)
    return (filled[str(column)].arg_true() + 2).cast(pl.UInt32).rename("row")
