"""Sheets that a marked copy holds beside its sender's: passed over as data, read for what was looked at.

In: the grid of such a sheet. Out: the findings it lists, with the fill each cell had before it was marked and
whether somebody wrote that it was looked at ("sudah diperiksa").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.catalogue import LANGUAGES, word

if TYPE_CHECKING:
    from kalteng_data.load.grid import Grid
    from kalteng_data.model import Source

LIST_SHEET = "Masalah"
SUMMARY_SHEET = "Ringkasan"
LIST_MARK = "kalteng:temuan:1"
SUMMARY_MARK = "kalteng:ringkasan:1"
"""Text in the first row of the hidden column; below it, in a list, stands the name of the file checked."""
LIST = "own-list"
SUMMARY = "own-summary"
"""Reasons for which these sheets are passed over."""
HEADER_ROW = 3
"""Row of the headers of a list, as a spreadsheet shows it."""
TEXT_SHEET = "Data"
"""The sheet that holds a text file's rows in its marked copy."""
YES = ("x", "v", "y", "ya", "yes", "sudah", "ok", "oke", "benar", "1", "✓", "✔", "true")
"""What people write for yes, in small letters."""

EARLIER: dict[str, type[pl.DataType]] = {
    "file": pl.String, "origin": pl.String, "code": pl.String, "cell": pl.String, "digest": pl.String,
    "sheet": pl.String, "fill": pl.String, "looked_at": pl.Boolean,
}  # fmt: skip
"""A finding of an earlier check: ``file`` is the workbook's ``Source.file``, ``origin`` the file checked."""


def own_kind(grid: Grid) -> str | None:
    """``LIST`` or ``SUMMARY`` for a sheet of our making."""
    if grid.frame.height == 0:
        return None
    first = set(grid.frame.row(0))
    return LIST if LIST_MARK in first else SUMMARY if SUMMARY_MARK in first else None


def listed(grid: Grid, source: Source) -> pl.DataFrame:
    """The findings of a list, of shape ``EARLIER``; lines changed past recognition are left out."""
    top = grid.frame.head(HEADER_ROW).rows()
    keys = grid.frame.columns[top[0].index(LIST_MARK)]
    origin = grid.frame.item(1, keys) if len(top) > 1 else None
    headers = {word("marked.looked_at", lang) for lang in LANGUAGES}
    answers = [
        name
        for name, header in zip(grid.frame.columns, top[-1], strict=True)
        if (header or "").strip() in headers
    ]
    fills = str(int(keys) + 1)
    nothing = pl.lit(None, dtype=pl.String)
    answer = pl.col(answers[0]).str.strip_chars().str.to_lowercase() if answers else nothing
    rows = grid.frame.slice(HEADER_ROW).select(
        pl.col(keys).str.extract_groups(
            r"^(?<code>[A-Z]{2,5}\d+) (?<cell>[A-Z]+\d+) (?<digest>[0-9a-f]+) (?<sheet>.*)$"
        ),
        fill=pl.col(fills) if fills in grid.frame.columns else nothing,
        looked_at=answer.is_in(YES).fill_null(value=False),
    )
    return (
        rows.unnest(keys)
        .filter(pl.col("code").is_not_null())
        .with_columns(file=pl.lit(source.file), origin=pl.lit(origin, dtype=pl.String))
        .select(pl.col(name).cast(dtype) for name, dtype in EARLIER.items())
    )
