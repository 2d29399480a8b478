"""Sheets that go on where the one before ended, without a header of their own: ``Hal 2`` under ``Hal 1``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.columns import HeaderCell
from kalteng_data.load.content import SAMPLE, profiles
from kalteng_data.load.header import Header

if TYPE_CHECKING:
    from kalteng_data.load.content import Profile
    from kalteng_data.load.grid import Grid
    from kalteng_data.model import Table

GOING_ON = "going-on"
"""Reason of the columns of such a sheet."""
_SURE = 0.8
_LEAST = 2
"""Fields whose cells must look as they do on the sheet before, a number of a person or a card among them."""
_NUMBERS = frozenset({"nik", "no_kk", "nik_kepala_keluarga"})


def header_before(grid: Grid, before: Table) -> Header | None:
    """The header of the table ``before`` over a sheet that has none, where its cells fit column by column."""
    filled = grid.frame.filter(pl.any_horizontal(pl.all().str.contains(r"\S").fill_null(value=False)))
    seen = profiles(filled.gather_every(max(1, filled.height // SAMPLE)))
    fitting = {
        column.field: _fits(column.field, seen[column.index])
        for column in before.columns
        if column.field is not None and column.index in seen
    }
    told = [field for field, fits in fitting.items() if fits]
    if False in fitting.values() or len(told) < _LEAST or not _NUMBERS & set(told):
        return None
    known = {column.index: column for column in before.columns}
    cells = tuple(
        HeaderCell(index, (known[index].header,), known[index].field, GOING_ON)
        if index in known
        else HeaderCell(index, ())
        for index in grid.indices
    )
    return Header(-1, -1, cells, 0.0)


def _fits(field: str, seen: Profile) -> bool | None:
    """Whether cells look like a field's; ``None`` where that cannot be told."""
    if seen.filled == 0:
        return None
    if field in _NUMBERS:
        return seen.identity > _SURE
    match field:
        case "tanggal_lahir":
            return seen.date > _SURE
        case "jenis_kelamin":
            return seen.sex > _SURE
        case "nama" | "nama_kepala_keluarga":
            return seen.letters > _SURE
        case _:
            return None
