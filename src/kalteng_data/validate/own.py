"""Findings of a workspace's own rules: conditions in SQL, of ``[[rule]]`` in ``kalteng.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import SettingsError
from kalteng_data.ownrules import RAW, columns, condition
from kalteng_data.validate.check import Check, findings_of, ordered

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Kind, OwnColumn
    from kalteng_data.settings import OwnRule

_AT = ("table", "row")


def own_findings(
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    kind: Kind,
    rules: Sequence[OwnRule],
    today: dt.date,
    own: Sequence[OwnColumn] = (),
) -> pl.DataFrame:
    """Rows about ``kind`` that break rules of the workspace's own.

    Args:
        raw: cells as text, with ``table`` and ``row``.
        clean: their standardised values in the same order; of people with ``kode_desa``, and of
            ``own`` with their values.
        kind: what the rows stand for.
        rules: those of other kinds are passed over.
        today: the day that ``usia`` (whole years) is counted to.
        own: columns that the workspace adds to the schemas.

    Returns:
        Findings of shape ``schemas.FINDINGS``, by table and row.

    Raises:
        SettingsError: a condition fails on the values of these rows.
    """
    of_kind = [column for column in own if column.kind is kind]
    mine = [(rule, condition(rule.sql, kind, of_kind)) for rule in rules if rule.table is kind]
    if not mine or raw.is_empty():
        return ordered([])
    named = _named(mine)
    types = {name: dtype for name, dtype in columns(kind, of_kind).items() if name in named}
    frame = _frame(raw, clean, types, today)
    parts = []
    for rule, broken in mine:
        try:
            # A condition without columns, or over all rows, is one value; beside a column it holds for each.
            mask = frame.select("row", broken.alias("_broken"))["_broken"].fill_null(value=False)
        except pl.exceptions.PolarsError as error:
            why = type(error).__name__  # the text of the error quotes values of the rows
            raise SettingsError(
                "settings-sql", place="kalteng.toml", key=f"rule {rule.code}", why=why
            ) from None
        if mask.any():
            parts.append(findings_of(frame.filter(mask), Check(rule.code, rule.field, pl.lit(value=True))))
    return ordered(parts)


def _named(rules: Sequence[tuple[OwnRule, pl.Expr]]) -> set[str]:
    """The columns that conditions name, and the cells that findings show."""
    shown = {RAW + rule.field for rule, _ in rules if rule.field is not None}
    return shown.union(*(expression.meta.root_names() for _, expression in rules))


def _frame(
    raw: pl.DataFrame, clean: pl.DataFrame, types: Mapping[str, type[pl.DataType]], today: dt.date
) -> pl.DataFrame:
    """``table``, ``row`` and the columns of ``types``: what the conditions were checked against."""
    if "tanggal_lahir" in clean.columns:
        days = (pl.lit(today).cast(pl.Date) - pl.col("tanggal_lahir")).dt.total_days()
        clean = clean.with_columns(usia=days // 365.25)
    made = [raw.get_column(name) for name in _AT]
    for name, dtype in types.items():
        frame, source = (raw, name.removeprefix(RAW)) if name.startswith(RAW) else (clean, name)
        if source in frame.columns:
            made.append(frame.get_column(source).cast(dtype).alias(name))
        else:
            made.append(pl.Series(name, [None], dtype=dtype).new_from_index(0, raw.height))
    return pl.DataFrame(made)
