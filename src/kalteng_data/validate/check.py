"""A rule as data, and the one pass that finds the rows which break rules.

A rule's words stand in the catalogue under its code; what stands here is when it is broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.schemas import FINDINGS, no_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

RAW = "raw_"
"""Prefix of the columns that hold a cell's text as the sheet shows it."""


@dataclass(frozen=True, slots=True)
class Check:
    """When a rule is broken.

    ``field`` is the canonical name of the cell at fault (``None`` when the row as a whole is). ``broken`` is
    a Boolean expression over a frame of rows, tables or villages, null counting as not broken. ``detail`` is
    evaluated on broken rows only and gives text without words of any language. ``shown`` names the column
    whose text is the finding's value, by default the field's own cell.
    """

    code: str
    field: str | None
    broken: pl.Expr
    detail: pl.Expr | None = None
    shown: str | None = None

    @property
    def value(self) -> str | None:
        """The column that holds the value a finding shows."""
        if self.shown is not None:
            return self.shown
        return None if self.field is None else RAW + self.field


def evaluate(frame: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
    """Findings of all ``checks`` on ``frame``, in one select of masks.

    Args:
        frame: rows with ``table``, ``row`` and every column the checks name.
        checks: rules; several may carry one code (the same rule on another field).

    Returns:
        A frame in the shape of ``schemas.FINDINGS``, grouped by check.
    """
    masks = (
        frame.lazy()
        .select(c.broken.fill_null(value=False).alias(str(i)) for i, c in enumerate(checks))
        .collect()
    )
    parts = []
    for check, mask in zip(checks, masks.iter_columns(), strict=True):
        if mask.any():
            parts.append(findings_of(frame.filter(mask), check))
    return pl.concat(parts) if parts else no_findings()


def findings_of(rows: pl.DataFrame, check: Check) -> pl.DataFrame:
    """One finding for each of ``rows``, all of which break ``check``."""
    text = pl.lit(None, dtype=pl.String)
    shown = check.value
    return rows.select(
        code=pl.lit(check.code),
        severity=pl.lit(str(catalogue.rules()[check.code].severity)),
        table=pl.col("table").cast(pl.UInt32),
        row=pl.col("row").cast(pl.UInt32),
        field=pl.lit(check.field, dtype=pl.String),
        value=pl.col(shown).cast(pl.String) if shown in rows.columns else text,
        detail=text if check.detail is None else check.detail.cast(pl.String),
    ).select(pl.col(name).cast(dtype) for name, dtype in FINDINGS.items())


def ordered(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All findings, by table, row and code: the order people read a sheet in."""
    return pl.concat([no_findings(), *parts]).sort("table", "row", "code", "field", maintain_order=True)
