"""Birth dates of a frame of people: the column's order decided, the default dates flagged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.standardise.dates import FIRST_YEAR, readings, to_date, ymd_of

if TYPE_CHECKING:
    from datetime import date

_DEFAULT_DAYS = (101, 107, 3112)
"""Day * 100 + month: 1 January, 1 July, 31 December."""
_MIXED = 0.2
"""Evidence for the weaker order above this share of all evidence: the column holds both."""


@dataclass(frozen=True, slots=True)
class Births:
    """``frame``: ``tanggal_lahir``, ``tanggal_status``, ``tahun_lahir``, a row per person; ``decisions``."""

    frame: pl.DataFrame
    decisions: pl.DataFrame


def birth_dates(rows: pl.DataFrame, today: date) -> Births:
    """Birth dates with their status.

    Args:
        rows: ``table`` UInt32, ``group`` (table and village), ``text`` String (the cell), ``stamp`` Int32 (DDMMYY
            inside the row's NIK without the 40 of women, null when it has none).
        today: the day of the run; later births are wrong.

    Returns:
        Dates, statuses and years a row; the order decided for each table with its evidence.
    """
    read = readings(rows.get_column("text"), today)
    frame = pl.concat([rows.select("table", "group", "stamp"), read], how="horizontal")
    orders = _orders(frame)
    frame = frame.join(orders, on="table", how="left", maintain_order="left")
    when = ymd_of(read, frame.get_column("order"), frame.get_column("solid_order"))
    frame = pl.concat([frame, when], how="horizontal").with_columns(
        to_date(pl.col("y"), pl.col("m"), pl.col("d")).alias("moment")
    )
    born = pl.col("moment").is_between(pl.date(FIRST_YEAR, 1, 1), today)
    known = pl.col("y").is_between(FIRST_YEAR, today.year)
    yearly = known & ((pl.col("m") == 0) | (pl.col("d") == 0) | (pl.col("kind") == "year"))
    blank = pl.col("kind").is_null() | ((pl.col("y") == 0) & (pl.col("m") == 0) & (pl.col("d") == 0))
    open_order = (
        (pl.col("kind") == "parts") & (pl.col("a") <= 12) & (pl.col("b") <= 12) & (pl.col("a") != pl.col("b"))
        & ((pl.col("certainty") == "none") & pl.col("slash") | (pl.col("certainty") == "mixed"))
    )  # fmt: skip
    agrees = pl.col("stamp") == pl.col("d") * 10000 + pl.col("m") * 100 + pl.col("y") % 100
    frame = frame.with_columns(pl.when(born).then(pl.col("moment")).alias("tanggal_lahir"))
    status = (
        pl.when(blank).then(pl.lit("kosong")).when(yearly).then(pl.lit("tahun")).when(~born.fill_null(value=False))
        .then(pl.lit("salah")).when(open_order & ~agrees.fill_null(value=False)).then(pl.lit("rancu"))
        .when(_default(frame)).then(pl.lit("bawaan")).otherwise(pl.lit("ok"))
    )  # fmt: skip
    done = frame.select(
        pl.when(~yearly & ~blank).then(pl.col("tanggal_lahir")).alias("tanggal_lahir"),
        status.alias("tanggal_status"),
        pl.when(known).then(pl.col("y")).cast(pl.Int16).alias("tahun_lahir"),
    )
    return Births(done, _decisions(orders))


def _orders(frame: pl.DataFrame) -> pl.DataFrame:
    """For each table ``order``, ``solid_order``, ``certainty`` (sure, mixed, none) and the counts behind them."""
    a, b, year = pl.col("a"), pl.col("b"), pl.col("year")
    parted = pl.col("kind") == "parts"
    day_first = parted & a.is_between(13, 31) & b.is_between(1, 12)
    month_first = parted & b.is_between(13, 31) & a.is_between(1, 12)
    open_cell = parted & a.is_between(1, 12) & b.is_between(1, 12) & (a != b)
    nik_day = open_cell & (pl.col("stamp") == a * 10000 + b * 100 + year % 100)
    nik_month = open_cell & (pl.col("stamp") == b * 10000 + a * 100 + year % 100)
    solid = pl.col("kind") == "solid"
    dmy_solid = a.is_between(1, 31) & b.is_between(1, 12) & (year >= FIRST_YEAR)
    counted = frame.group_by("table").agg(
        parted.sum().alias("parted"),
        day_first.sum().alias("day_first"),
        month_first.sum().alias("month_first"),
        nik_day.sum().alias("nik_day"),
        nik_month.sum().alias("nik_month"),
        (solid & pl.col("ymd").is_not_null() & ~dmy_solid).sum().alias("solid_ymd"),
        (solid & pl.col("ymd").is_null() & dmy_solid).sum().alias("solid_dmy"),
    )
    by_day = pl.col("day_first") + pl.col("nik_day")
    by_month = pl.col("month_first") + pl.col("nik_month")
    total = by_day + by_month
    weaker = pl.min_horizontal(by_day, by_month)
    return counted.with_columns(
        pl.when(by_month > by_day).then(pl.lit("mdy")).otherwise(pl.lit("dmy")).alias("order"),
        pl.when(pl.col("solid_dmy") > pl.col("solid_ymd")).then(pl.lit("dmy")).otherwise(pl.lit("ymd")).alias("solid_order"),
        pl.when(total == 0).then(pl.lit("none")).when(weaker > total * _MIXED).then(pl.lit("mixed"))
        .otherwise(pl.lit("sure")).alias("certainty"),
    )  # fmt: skip


def _default(frame: pl.DataFrame) -> pl.Expr:
    """Whether a date is one that stands for "unknown": far more births on it than a year of 365 days allows."""
    day = pl.col("d") * 100 + pl.col("m")
    flags = []
    for group in ("table", "group"):
        size = pl.len().over(group)
        on_day = pl.len().over(group, day)
        on_date = pl.len().over(group, "moment")
        flags.append(day.is_in(list(_DEFAULT_DAYS)) & (on_day > 3 * size / 365 + 5))
        flags.append(on_date > 0.02 * size + 10)
    return pl.any_horizontal(flags)


def _decisions(orders: pl.DataFrame) -> pl.DataFrame:
    evidence = pl.format(
        "day_first={} month_first={} nik_day={} nik_month={}",
        "day_first",
        "month_first",
        "nik_day",
        "nik_month",
    )
    return orders.filter(pl.col("parted") > 0).sort("table").select(
        "table",
        pl.lit("tanggal_lahir").alias("field"),
        pl.when(pl.col("certainty") == "sure").then(pl.col("order"))
        .otherwise(pl.format("{}?", "order")).alias("decision"),
        evidence.alias("evidence"),
    )  # fmt: skip
