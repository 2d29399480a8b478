"""What cannot be decided for a whole column, said once of the column instead of once a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Level
from kalteng_data.settings.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Table

NUMBERS, DATES = "KT209", "KT136"
_KEYS = {NUMBERS: 'codebook = "adminduk"', DATES: 'dates = "dmy"'}
_BOOK, _BIRTH = "codebook", "tanggal_lahir"
_UNDECIDED = "ambiguous"
_SHARE = 0.2
"""Least share of a table's rows that makes it a matter of the column; fewer are slips of single cells."""
_MOST = 0.5
"""Share from which numbers are one even where the codebook is known: it has no such list."""


def once_a_column(findings: pl.DataFrame, tables: Sequence[Table], decisions: pl.DataFrame) -> pl.DataFrame:
    """The findings, with one for each column whose codebook or order of dates is not known.

    Args:
        findings: of shape ``schemas.FINDINGS``.
        tables: every table that findings name.
        decisions: ``table, field, decision`` for whole columns.

    Returns:
        Findings of the same shape; those of a column have row 0 and its first doubtful value. The detail of
        all of them are the lines of ``kalteng.toml`` that decide.
    """
    concerned = pl.col("code").is_in(list(_KEYS))
    doubtful = findings.filter(concerned)
    if doubtful.is_empty():
        return findings
    known = pl.DataFrame(
        [(t.index, t.rows, _lines(t)) for t in tables],
        schema={"table": pl.UInt32, "rows": pl.UInt32, "lines": pl.String},
        orient="row",
    )
    book = decisions.filter((pl.col("field") == _BOOK) & (pl.col("decision") != _UNDECIDED))
    birth = decisions.filter((pl.col("field") == _BIRTH) & (pl.col("decision") == _UNDECIDED))
    is_dates = pl.col("code") == DATES
    whole = (
        pl.when(is_dates)
        .then(pl.col("table").is_in(birth["table"].implode()))
        .otherwise(~pl.col("table").is_in(book["table"].implode()))
    )
    key = pl.col("code").replace_strict(_KEYS, return_dtype=pl.String)
    share = pl.len().over("code", "table", "field") / pl.col("rows")
    doubtful = (
        doubtful.join(known, on="table", how="left", maintain_order="left")
        .with_columns(detail=pl.format("{}, {}", "lines", key))
        .with_columns(whole=(whole & (share >= _SHARE)) | (~is_dates & (share >= _MOST)))
    )
    columns = (
        doubtful.filter("whole")
        .group_by("code", "table", "field", maintain_order=True)
        .agg(pl.col("severity", "value", "detail").first(), row=pl.lit(0, pl.UInt32))
    )
    parts = (findings.filter(~concerned), columns, doubtful.filter(~pl.col("whole")))
    return pl.concat([part.select(findings.columns) for part in parts])


def _lines(table: Table) -> str:
    name, level = quoted(table.source.name), table.source.level or Level.KABUPATEN
    return f'[[source]] name = {name}, level = "{level}"'
