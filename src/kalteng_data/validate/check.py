"""A rule as data, and the one pass that finds the rows which break rules.

A rule's words stand in the catalogue under its code; what stands here is when it is broken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.schemas import FINDINGS, no_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

RAW = "raw_"
"""Prefix of the columns that hold a cell's text as the sheet shows it."""

_AT = ("table", "row")


@dataclass(frozen=True, slots=True)
class Check:
    """When a rule is broken.

    ``field`` is the canonical name of the cell at fault (``None`` when the row as a whole is). ``broken`` is
    a Boolean expression over a frame of rows, tables or villages, null counting as not broken. ``detail`` is
    evaluated on broken rows only and gives text without words of any language. ``shown`` names the column
    whose text is the finding's value, by default the field's own cell. ``among`` tells cheaply which rows can
    break the rule: ``broken`` is asked of these alone, so that no pattern runs over rows that are sound.
    """

    code: str
    field: str | None
    broken: pl.Expr
    detail: pl.Expr | None = None
    shown: str | None = None
    among: pl.Expr | None = None

    @property
    def value(self) -> str | None:
        """The column that holds the value a finding shows."""
        if self.shown is not None:
            return self.shown
        return None if self.field is None else RAW + self.field

    def columns(self) -> set[str]:
        """The columns that the rule and its findings are made of."""
        made = [self.broken, *([] if self.detail is None else [self.detail])]
        named = {name for expression in made for name in expression.meta.root_names()}
        return {*named, *_AT, *([] if self.value is None else [self.value])}


def among(rows: pl.Expr, *checks: Check) -> tuple[Check, ...]:
    """``checks`` that only ``rows`` can break."""
    return tuple(replace(check, among=rows) for check in checks)


def evaluate(frame: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
    """Findings of all ``checks`` on ``frame``, in the shape of ``schemas.FINDINGS``, grouped by check.

    Args:
        frame: rows with ``table``, ``row`` and every column the checks name.
        checks: rules; several may carry one code (the same rule on another field).
    """
    return pl.concat([no_findings(), *by_check(frame, checks)])


def by_check(frame: pl.DataFrame, checks: Sequence[Check]) -> list[pl.DataFrame]:
    """The findings of ``evaluate``, a frame for each check that is broken."""
    groups: dict[int, list[Check]] = {}
    for check in checks:
        groups.setdefault(id(check.among), []).append(check)
    masks = [
        mine[0].among.fill_null(value=False).alias(str(key))
        for key, mine in groups.items()
        if mine[0].among is not None
    ]
    asked = frame.lazy().select(masks).collect()
    parts = []
    for key, mine in groups.items():
        if str(key) not in asked.columns:
            parts += _broken(frame, mine)
        elif asked[str(key)].any():
            parts += _broken(_those(frame, asked[str(key)], mine), mine)
    return parts


def _those(frame: pl.DataFrame, mask: pl.Series, checks: Sequence[Check]) -> pl.DataFrame:
    """Rows of ``frame`` with what ``checks`` need of them; few columns make it cheap."""
    needed = set[str]().union(*(check.columns() for check in checks))
    some = frame.select(name for name in frame.columns if name in needed)
    return some if mask.all() else some.filter(mask)


def _broken(frame: pl.DataFrame, checks: Sequence[Check]) -> list[pl.DataFrame]:
    masks = (
        frame.lazy()
        .select(c.broken.fill_null(value=False).alias(str(i)) for i, c in enumerate(checks))
        .collect()
    )
    found = zip(checks, masks.iter_columns(), strict=True)
    return [findings_of(_those(frame, mask, [check]), check) for check, mask in found if mask.any()]


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


def place(table: pl.Expr, row: pl.Expr) -> pl.Expr:
    """A row's table and number as one integer: cheaper to sort by and to look up than two columns."""
    return table.cast(pl.UInt64) * 2**32 + row.cast(pl.UInt64)


def ordered(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All findings, by table, row, code and field: the order people read a sheet in.

    Args:
        parts: findings of one code and field each.
    """
    by_code = sorted((part for part in parts if part.height), key=_code_and_field)
    return pl.concat([no_findings(), *by_code]).sort(
        place(pl.col("table"), pl.col("row")), maintain_order=True
    )


def _code_and_field(part: pl.DataFrame) -> tuple[str, str]:
    return str(part["code"][0]), str(part["field"][0] or "")
