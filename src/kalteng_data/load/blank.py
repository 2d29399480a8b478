"""Cells that look empty and are not: blanks, breaks and empty texts, read as nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_PRINTED, _LAST_PRINTED = "!", "\x7f"
"""All blanks of ASCII sort before the one, all others and all letters beyond ASCII after the other."""

_FEW_ROWS = 10_000
"""Up to so many, asking column by column takes longer than reading the cells: all are asked at once first."""


def blanks_as_null(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """``frame`` with null for the cells of String ``columns`` that hold nothing but blanks.

    Only columns in which some cell is empty, or begins with what may be a blank, are asked for the pattern:
    it costs ten times the comparison.
    """
    columns = list(columns)
    if columns and frame.height <= _FEW_ROWS:
        whole = pl.concat([frame.get_column(name) for name in columns])
        if not ((whole < _FIRST_PRINTED) | (whole >= _LAST_PRINTED)).any():
            return frame
    cells = pl.col(columns)
    likely = frame.select(((cells < _FIRST_PRINTED) | (cells >= _LAST_PRINTED)).any())
    asked = [name for name, some in zip(likely.columns, next(iter(likely.rows()), ()), strict=False) if some]
    return frame.with_columns(pl.when(pl.col(name).str.contains(r"\S")).then(pl.col(name)) for name in asked)
