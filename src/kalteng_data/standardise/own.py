"""Columns that a workspace adds to a schema, read as the type that it declares for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import ColumnType
from kalteng_data.standardise.aid import flag
from kalteng_data.standardise.calendar import real_date
from kalteng_data.standardise.dates import parts_of, readings
from kalteng_data.standardise.text import clean, mapped, said, squeezed, tidied
from kalteng_data.standardise.villages import count, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kalteng_data.model import OwnColumn

_MONEY = r"^(?i:RP\.?)\s*|\s*,-$"
_NUMBER = r"^-?[\d.,' ]*\d(\s*\p{L}[\p{L}\d.\u00b2\u00b3/ ]*)?\.?$"
"""Digits, and at most a unit behind them: of ``A12`` or ``12-14`` no number is read."""


def own_values(raw: pl.DataFrame, own: Iterable[OwnColumn], today: date) -> pl.DataFrame:
    """The values of columns of one's own.

    Args:
        raw: ``table`` and the cells as text; a column it lacks is null.
        own: columns of the rows' kind.
        today: the day of the run, by which years of two digits are completed.

    Returns:
        One column each, in the order of ``raw``: text tidied (a word of the code list as the list spells
        it, another one as it stands), Int64, Float64, Date or Boolean; null where the cell says nothing or
        cannot be read as its type.
    """
    made = [_value(raw, column, today).alias(column.name) for column in own]
    return pl.DataFrame(made)


def _value(raw: pl.DataFrame, column: OwnColumn, today: date) -> pl.Series:
    if column.name not in raw.columns:
        return pl.Series(column.name, [], dtype=pl.String).extend_constant(None, raw.height)
    cells = raw.get_column(column.name)
    match column.type:
        case ColumnType.TANGGAL:
            return _days(raw.select("table", pl.col(column.name).alias("text")), today)
        case ColumnType.BULAT:
            return clean(cells, lambda text: count(_digits(text)))
        case ColumnType.DESIMAL:
            return clean(cells, lambda text: measure(_digits(text)))
        case ColumnType.YA_TIDAK:
            return clean(cells, flag)
        case ColumnType.TEKS:
            return _text(cells, column.values)


def _digits(text: pl.Expr) -> pl.Expr:
    bare = tidied(text).str.replace_all(_MONEY, "")
    return pl.when(bare.str.contains(_NUMBER)).then(bare)


def _text(cells: pl.Series, values: Sequence[str]) -> pl.Series:
    """Tidied text, and what a code list knows as the list spells it: case, blanks and signs do not count."""
    listed = pl.DataFrame({"listed": list(values)}, schema={"listed": pl.String}).select(
        _compact(pl.col("listed")).alias("key"), "listed"
    )

    def read(distinct: pl.DataFrame) -> pl.DataFrame:
        text = pl.col("value")
        kept = pl.when(said(text).is_not_null()).then(tidied(text))
        return (
            distinct.with_columns(_compact(text).alias("key"), kept.alias("kept"))
            .join(listed, on="key", how="left")
            .select("value", pl.coalesce("listed", "kept").alias("read"))
        )

    return mapped(cells, read).get_column("read")


def _compact(text: pl.Expr) -> pl.Expr:
    return squeezed(text).str.replace_all(r"[^\p{L}\p{N}]", "")


def _days(rows: pl.DataFrame, today: date) -> pl.Series:
    """Days of ``text``; day before month, unless the table's own dates can only be read the other way."""
    read = readings(rows.get_column("text"), today)
    a, b = pl.col("a"), pl.col("b")
    parted = pl.col("kind") == "parts"
    frame = pl.concat([rows.select("table"), read], how="horizontal").with_columns(
        day_first=(parted & a.is_between(13, 31)).sum().over("table"),
        month_first=(parted & b.is_between(13, 31)).sum().over("table"),
    )
    turned = pl.col("month_first") > pl.col("day_first")
    order = frame.select(pl.when(turned).then(pl.lit("mdy")).otherwise(pl.lit("dmy"))).to_series()
    y, m, d = (pl.col(name) for name in ("y", "m", "d"))
    return parts_of(read, order).select(real_date(y, m, d)).to_series()
