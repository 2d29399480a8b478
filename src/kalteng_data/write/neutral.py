"""Cells that a spreadsheet would run as a formula are made text (OWASP, "CSV injection")."""

from __future__ import annotations

import polars as pl

_DANGEROUS = r"^[=+\-@\t\r]"


def neutral(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with an apostrophe before every text that begins with ``= + - @``, a tab or a return."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_DANGEROUS))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with lists of text joined by ``;``: CSV and workbooks have no lists."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).list.join(";") for name in lists)
