"""Birth dates of a frame of people: the column's order decided, the default dates flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.standardise.calendar import real_date
from kalteng_data.standardise.crowds import crowds
from kalteng_data.standardise.dates import FIRST_YEAR, parts_of, readings
from kalteng_data.standardise.rows import Standardised

if TYPE_CHECKING:
    from datetime import date

DEFAULT_DAYS = (101, 107, 3112)
"""Day * 100 + month of the days written for "some time in that year": 1 January, 1 July, 31 December."""

MIXED_SHARE = 0.2
"""Evidence for the weaker order above this share of all: the column holds both (a spreadsheet of another
country swapped what it could). Below, the few are swapped cells and typing errors."""

DAY_FACTOR, DATE_SHARE, FEW = 3, 0.02, 8
"""A default day is one with over three times its 1/365 of the rows and 8 more; any one date may hold 2% and
8."""


def birth_dates(rows: pl.DataFrame, today: date) -> Standardised:
    """Birth dates with their status.

    Args:
        rows: ``table`` UInt32, ``group`` (table and village), ``text`` String (the cell), ``stamp`` Int32
            (DDMMYY
            inside the row's NIK without the 40 of women, null when it has none).
        today: the day of the run; later births are wrong.

    Returns:
        ``tanggal_lahir`` Date, ``tanggal_status`` String, ``tahun_lahir`` Int16, a row per row; the order
        of day and month of each table that needs one. A ``rancu`` date is given day first, as Indonesia
        writes.
    """
    read = readings(rows.get_column("text"), today)
    frame = pl.concat([rows.select("table", "group", "stamp"), read], how="horizontal")
    orders = _orders(frame)
    frame = frame.join(orders, on="table", how="left", maintain_order="left")
    parts = parts_of(read, frame.get_column("order"))
    frame = pl.concat([frame, parts], how="horizontal").with_columns(
        real_date(pl.col("y"), pl.col("m"), pl.col("d")).alias("moment")
    )
    frame = frame.with_columns(_status(today).alias("tanggal_status"))
    dated = pl.col("tanggal_status").is_in(["ok", "rancu"])
    frame = frame.with_columns(pl.when(dated).then(pl.col("moment")).alias("tanggal_lahir"))
    known = pl.col("y").is_between(FIRST_YEAR, today.year)
    status = pl.when(_defaults(frame)).then(pl.lit("bawaan"))
    done = frame.select(
        "tanggal_lahir",
        status.otherwise("tanggal_status").alias("tanggal_status"),
        pl.when(known).then(pl.col("y")).cast(pl.Int16).alias("tahun_lahir"),
    )
    return Standardised(done, _decisions(orders))


def _status(today: date) -> pl.Expr:
    """What is wrong with each date, default days aside."""
    y, m, d, a, b = (pl.col(name) for name in ("y", "m", "d", "a", "b"))
    born = pl.col("moment").is_between(pl.date(FIRST_YEAR, 1, 1), today)
    known = y.is_between(FIRST_YEAR, today.year)
    yearly = known & ((m == 0) | (d == 0) | (pl.col("kind") == "year"))
    nothing = pl.col("kind").is_null() | ((d == 0) & (m == 0) & ~known)
    undecided = (pl.col("certainty") == "mixed") | ((pl.col("certainty") == "none") & pl.col("slash"))
    either = (pl.col("kind") == "parts") & a.is_between(1, 12) & b.is_between(1, 12) & (a != b)
    agrees = (pl.col("stamp") == d * 10**4 + m * 100 + y % 100).fill_null(value=False)
    return (
        pl.when(nothing.fill_null(value=False)).then(pl.lit("kosong"))
        .when(yearly.fill_null(value=False)).then(pl.lit("tahun"))
        .when(~born.fill_null(value=False)).then(pl.lit("salah"))
        .when((either & undecided & ~agrees).fill_null(value=False)).then(pl.lit("rancu"))
        .otherwise(pl.lit("ok"))
    )  # fmt: skip


def _orders(frame: pl.DataFrame) -> pl.DataFrame:
    """For each table ``order``, ``certainty`` (sure, mixed, none) and the counts that speak for them."""
    a, b, year, stamp = pl.col("a"), pl.col("b"), pl.col("year"), pl.col("stamp")
    parted = pl.col("kind") == "parts"
    either = parted & a.is_between(1, 12) & b.is_between(1, 12) & (a != b)
    counted = frame.group_by("table").agg(
        (parted & a.is_between(1, 31) & b.is_between(1, 31)).sum().alias("parted"),
        (parted & a.is_between(13, 31) & b.is_between(1, 12)).sum().alias("day_first"),
        (parted & b.is_between(13, 31) & a.is_between(1, 12)).sum().alias("month_first"),
        (either & (stamp == a * 10**4 + b * 100 + year % 100)).sum().alias("nik_day"),
        (either & (stamp == b * 10**4 + a * 100 + year % 100)).sum().alias("nik_month"),
    )
    by_day, by_month = pl.col("day_first") + pl.col("nik_day"), pl.col("month_first") + pl.col("nik_month")
    total, weaker = by_day + by_month, pl.min_horizontal(by_day, by_month)
    return counted.with_columns(
        pl.when(by_month <= by_day).then(pl.lit("dmy")).otherwise(pl.lit("mdy")).alias("order"),
        pl.when(total == 0).then(pl.lit("none")).when(weaker > total * MIXED_SHARE).then(pl.lit("mixed"))
        .otherwise(pl.lit("sure")).alias("certainty"),
    )  # fmt: skip


def _defaults(frame: pl.DataFrame) -> pl.Series:
    """Whether a date stands for "unknown": more births in its table or village than chance puts there."""
    day = (pl.col("d") * 100 + pl.col("m")).alias("day")
    rows = frame.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), "table", "group",
                        "tanggal_lahir", day)  # fmt: skip
    sound = frame.get_column("tanggal_status") == "ok"
    usual = rows.lazy().filter(pl.col("day").is_in(list(DEFAULT_DAYS))).collect()
    marked = [pl.Series("at", [], dtype=pl.UInt32)]
    for group in ("table", "group"):
        filled = rows.lazy().group_by(group).agg(pl.col("tanggal_lahir").count().alias("filled")).collect()
        often = usual.group_by(group, "day").len().join(filled, on=group)
        days = often.filter(pl.col("len") > DAY_FACTOR * pl.col("filled") / 365 + FEW)
        often = crowds(rows.select(group, "tanggal_lahir"), FEW).join(filled, on=group)
        dates = often.filter(pl.col("len") > DATE_SHARE * pl.col("filled") + FEW)
        among = rows.lazy().filter(pl.col("tanggal_lahir").is_in(dates["tanggal_lahir"].unique().implode()))
        marked.append(usual.join(days, on=[group, "day"], how="semi")["at"])
        marked.append(among.collect().join(dates, on=[group, "tanggal_lahir"], how="semi")["at"])
    return sound & rows.get_column("at").is_in(pl.concat(marked).unique().implode())


def _decisions(orders: pl.DataFrame) -> pl.DataFrame:
    """The order of each table that parts its dates: ``dmy``, ``mdy``, or ``ambiguous`` when nothing tells."""
    evidence = pl.format(
        "day_first={} month_first={} nik_day={} nik_month={}",
        "day_first",
        "month_first",
        "nik_day",
        "nik_month",
    )
    sure = pl.when(pl.col("certainty") == "sure").then(pl.col("order"))
    return orders.filter(pl.col("parted") > 0).sort("table").select(
        "table",
        pl.lit("tanggal_lahir").alias("field"),
        sure.otherwise(pl.lit("ambiguous")).alias("decision"),
        evidence.alias("evidence"),
    )  # fmt: skip
