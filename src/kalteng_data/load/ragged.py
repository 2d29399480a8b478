"""Records of a text file that cannot be trusted: more or fewer fields than the header, a quote left open."""

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

_ONE = 1
"""A single record may break the rule in a list however short."""


def misshapen_rows(
    grid: Grid, header: Header, records: pl.DataFrame, columns: Sequence[Column]
) -> pl.DataFrame:
    """``code``, ``row`` and ``difference`` (fields too many or too few) of records that do not fit.

    A record with more fields counts when one beyond the header's words is filled; one with fewer when a field
    that it lacks is mapped and filled in more than 5% of the other records. ``KT002`` are records of the
    right width that leave a quote open.
    """
    if grid.widths is None or grid.unclosed is None:
        return pl.DataFrame(schema={"code": pl.String, "row": pl.UInt32, "difference": pl.String})
    wanted = int(grid.widths[header.bottom] if header.bottom >= 0 else grid.widths.mode().max())  # type: ignore[arg-type]  # a UInt32's mode is an int
    place = records.get_column("row") - 1
    beyond = [name for name in grid.frame.columns if int(name) >= wanted]
    beyond += _unheaded(records, header, wanted)
    extra = pl.any_horizontal(pl.col(beyond).str.contains(r"\S")) if beyond else pl.lit(value=False)
    needed = _needed(records, columns, wanted)
    framed = records.with_columns(width=grid.widths.gather(place), unclosed=grid.unclosed.gather(place))
    ragged = ((pl.col("width") > wanted) & extra) | (pl.col("width") < needed)
    difference = (pl.col("width").cast(pl.Int64) - wanted).abs().cast(pl.String)
    return framed.select(
        "row",
        code=pl.when(ragged).then(pl.lit("KT001")).when("unclosed").then(pl.lit("KT002")),
        difference=pl.when(ragged).then(difference),
    ).filter(pl.col("code").is_not_null()).select("code", "row", "difference")  # fmt: skip


def _unheaded(records: pl.DataFrame, header: Header, wanted: int) -> list[str]:
    """Columns after the last header word (``...;Kecamatan;``) in which hardly a record has anything."""
    last = max((cell.index for cell in header.cells if cell.texts), default=wanted)
    names = [str(index) for index in range(last + 1, wanted) if str(index) in records.columns]
    if not names:
        return []
    shares = records.select(pl.col(names).str.contains(r"\S").fill_null(value=False).mean()).row(0)
    seldom = max(1 - _OFTEN_BLANK, _ONE / records.height)
    return [name for name, share in zip(names, shares, strict=True) if share <= seldom]


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
