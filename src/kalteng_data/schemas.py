"""Schemas of the frames that travel between the steps.

Bulk data stays in polars frames; what stands here is their shape.
"""

from __future__ import annotations

import polars as pl

FINDINGS: dict[str, type[pl.DataType]] = {
    "code": pl.String,
    "severity": pl.String,
    "table": pl.UInt32,
    "row": pl.UInt32,
    "field": pl.String,
    "value": pl.String,
    "detail": pl.String,
}
"""One finding a row: ``table`` is a ``Table.index``, ``row`` a spreadsheet row (0 for the whole table)."""


def no_findings() -> pl.DataFrame:
    """An empty frame of findings."""
    return pl.DataFrame(schema=FINDINGS)
