"""KT17x: columns that a workspace adds to a schema, held to what it says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import ColumnType
from kalteng_data.validate.check import RAW, Check, by_check, ordered
from kalteng_data.validate.rules_fields import said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kalteng_data.model import Kind, OwnColumn, Table

_HAS = "punya_"
"""Prefix of a Boolean a column: the row's table has it."""


def own_column_findings(
    raw: pl.DataFrame,
    values: pl.DataFrame,
    tables: Sequence[Table],
    kind: Kind,
    own: Sequence[OwnColumn],
) -> pl.DataFrame:
    """Cells of a workspace's own columns that break what it says of them.

    Args:
        raw: cells as text, with ``table`` and ``row``.
        values: the same cells read as their types, in the same order.
        tables: the tables the rows come from.
        kind: what the rows stand for.
        own: columns of that kind.

    Returns:
        Findings of shape ``schemas.FINDINGS``, by table and row.
    """
    mine = [table for table in tables if table.kind is kind]
    if not own or not mine:
        return ordered([])
    names = [column.name for column in own]
    has = pl.DataFrame(
        {
            "table": [table.index for table in mine],
            **{_HAS + name: [table.column_of(name) is not None for table in mine] for name in names},
        },
        schema_overrides={"table": pl.UInt32},
    )
    frame = pl.concat(
        [raw.select("table", "row", pl.col(names).name.prefix(RAW)), values.select(names)], how="horizontal"
    ).join(has, on="table", how="left", maintain_order="left")
    whole = has.with_columns(row=pl.lit(0, dtype=pl.UInt32))
    lacking = [Check("KT170", one.name, ~pl.col(_HAS + one.name)) for one in own if one.required]
    checks = [check for one in own for check in _checks(one)]
    return ordered([*by_check(whole, lacking), *by_check(frame, checks)])


def _checks(column: OwnColumn) -> list[Check]:
    name, value, cell = column.name, pl.col(column.name), pl.col(RAW + column.name)
    listed = ", ".join(column.values)
    checks = [Check("KT172", name, value.is_null() & said(cell), pl.lit(str(column.type)))]
    if column.required:
        blank = value.is_null() & ~said(cell) & pl.col(_HAS + name)
        checks.append(Check("KT171", name, blank))
    if column.values:
        checks.append(Check("KT173", name, ~value.is_in(list(column.values)), pl.lit(listed)))
    if column.pattern is not None:
        fits = value.str.contains(f"^(?:{column.pattern})$")
        checks.append(Check("KT174", name, ~fits, pl.lit(column.pattern)))
    for limit, beyond, sign in ((column.least, value.lt, ">="), (column.most, value.gt, "<=")):
        if limit is not None:
            checks.append(Check("KT175", name, beyond(limit), pl.lit(f"{sign} {_shown(column, limit)}")))
    return checks


def _shown(column: OwnColumn, limit: float | dt.date) -> str:
    """A limit as people write it: no decimals behind a whole number."""
    whole = column.type is ColumnType.BULAT or (isinstance(limit, float) and limit.is_integer())
    return f"{limit:.0f}" if isinstance(limit, float) and whole else str(limit)
