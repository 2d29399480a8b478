"""The rows of a table with every column as the sender wrote it, for files that are handed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.grid import Grid
from kalteng_data.load.grids import read_grids

if TYPE_CHECKING:
    from kalteng_data.model import Table


def original_rows(table: Table, rows: pl.Series) -> pl.DataFrame:
    """All columns of ``table`` at the sheet rows ``rows`` (1-based), as text, in that order.

    Columns carry the sender's headers; a header that stands twice gets its column's letter.

    Raises:
        InputError: the file cannot be read any more.
    """
    source = table.source
    grids = read_grids(source.path, source.file, source.separator)
    grid = next(g for g in grids if isinstance(g, Grid) and g.sheet == table.sheet)
    names: dict[str, str] = {}
    for column in table.columns:
        header = column.header or column.letter
        names[str(column.index)] = f"{header} ({column.letter})" if header in names.values() else header
    return grid.frame[(rows - 1).to_list()].select(pl.col(index).alias(name) for index, name in names.items())
