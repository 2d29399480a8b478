"""Birth dates of a frame of people: the column's order decided, the default dates flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.schemas import DATE_STATUS
from kalteng_data.standardise.calendar import real_date
from kalteng_data.standardise.crowds import crowds
from kalteng_data.standardise.dates import FIRST_YEAR, parts_of, readings
from kalteng_data.standardise.rows import Standardised

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kalteng_data.model import Settled

DEFAULT_DAYS = (101, 107, 3112)
"""Day * 100 + month of the days written for "some time in that year": 1 January, 1 July, 31 December."""

MIXED_SHARE = 0.2
"""Evidence for the weaker order above this share of all: the column holds both (a spreadsheet of another
country swapped what it could). Below, the few are swapped cells and typing errors."""

DAY_FACTOR, DATE_SHARE, FEW = 3, 0.02, 8
"""A default day is one with over three times its 1/365 of the rows and 8 more; any one date may hold 2% and
8."""


def birth_dates(rows: pl.DataFrame, today: date, said: Mapping[int, Settled] | None = None) -> Standardised:
    """Birth dates with their status.

    Args:
        rows: ``table`` UInt32, ``group`` (table and village), ``text`` String (the cell), ``stamp`` Int32
            (DDMMYY
            inside the row's NIK without the 40 of women, null when it has none).
        today: the day of the run; later births are wrong.
        said: the order by table index where the settings, the layout or the workspace's memory say one; only
            the settings are believed against the cells.

    Returns:
        ``tanggal_lahir`` Date, ``tanggal_status`` ``schemas.DATE_STATUS``, ``tahun_lahir`` Int16, a row per
        row; the order of day and month of each table that needs one. A ``rancu`` date is given day first, as
        Indonesia writes.
    """
    at, cells = _distinct(rows, today)
    orders = _with_said(_orders(cells, _inside(rows, at, cells)), said or {})
    cells = cells.join(orders, on="table", how="left", maintain_order="left")
    cells = cells.hstack(parts_of(cells, cells.get_column("order"))).with_columns(
        real_date(pl.col("y"), pl.col("m"), pl.col("d")).alias("moment")
    )
    cells = cells.with_columns(_status(today).cast(DATE_STATUS).alias("tanggal_status"))
    dated = pl.col("tanggal_status").is_in(["ok", "rancu"])
    known = pl.col("y").is_between(FIRST_YEAR, today.year)
    cells = cells.with_columns(
        pl.when(dated).then(pl.col("moment")).alias("tanggal_lahir"),
        pl.when(known).then(pl.col("y")).cast(pl.Int16).alias("tahun_lahir"),
        (pl.col("d") * 100 + pl.col("m")).alias("day"),
    )
    made = ("tanggal_lahir", "tanggal_status", "tahun_lahir", "day")
    done = rows.select("table", "group").hstack([cells.get_column(name).gather(at) for name in made])
    done = done.with_columns(_agreed(rows, at, cells, done).fill_null("kosong").alias("tanggal_status"))
    status = pl.when(_defaults(done, cells)).then(pl.lit("bawaan")).otherwise("tanggal_status")
    frame = done.select("tanggal_lahir", status.alias("tanggal_status"), "tahun_lahir")
    return Standardised(frame, _decisions(orders))


def _distinct(rows: pl.DataFrame, today: date) -> tuple[pl.Series, pl.DataFrame]:
    """Each distinct cell of each table, read once.

    Returns:
        ``at``, for each row the index of its cell, null where it is blank; and a frame with a row a cell:
        ``table``, ``text``, ``n`` rows that hold it, and the columns of ``readings``.
    """
    keys = ["text"] if rows.get_column("table").n_unique() == 1 else ["table", "text"]
    table = [pl.col("table").first()] if keys == ["text"] else []
    counted = rows.lazy().filter(pl.col("text").is_not_null()).group_by(keys).agg(*table, pl.len().alias("n"))
    cells = counted.collect().with_row_index("at")
    at = rows.join(cells.select(*keys, "at"), on=keys, how="left", maintain_order="left").get_column("at")
    return at, cells.hstack(readings(cells.get_column("text"), today))


def _status(today: date) -> pl.Expr:
    """What is wrong with each date, default days aside."""
    y, m, d, a, b = (pl.col(name) for name in ("y", "m", "d", "a", "b"))
    born = pl.col("moment").is_between(pl.date(FIRST_YEAR, 1, 1), today)
    known = y.is_between(FIRST_YEAR, today.year)
    yearly = known & ((m == 0) | (d == 0) | (pl.col("kind") == "year"))
    nothing = pl.col("kind").is_null() | ((d == 0) & (m == 0) & ~known)
    undecided = (pl.col("certainty") == "mixed") | ((pl.col("certainty") == "none") & pl.col("slash"))
    return (
        pl.when(nothing.fill_null(value=False)).then(pl.lit("kosong"))
        .when(yearly.fill_null(value=False)).then(pl.lit("tahun"))
        .when(~born.fill_null(value=False)).then(pl.lit("salah"))
        .when((_either(a, b) & undecided).fill_null(value=False)).then(pl.lit("rancu"))
        .otherwise(pl.lit("ok"))
    )  # fmt: skip


def _either(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Whether two numbers may be day and month in either order."""
    return (pl.col("kind") == "parts") & a.is_between(1, 12) & b.is_between(1, 12) & (a != b)


def _agreed(rows: pl.DataFrame, at: pl.Series, cells: pl.DataFrame, done: pl.DataFrame) -> pl.Series:
    """The status of each row: a date that could be either is none in doubt where its row's NIK holds it."""
    status = done.get_column("tanggal_status")
    if not (cells.get_column("tanggal_status") == "rancu").any():
        return status
    stamp = pl.col("d") * 10**4 + pl.col("m") * 100 + pl.col("y") % 100
    agrees = cells.select(stamp).to_series().gather(at) == rows.get_column("stamp")
    doubt = (pl.col("tanggal_status") == "rancu") & agrees.fill_null(value=False)
    return done.select(pl.when(doubt).then(pl.lit("ok")).otherwise("tanggal_status")).to_series()


def _inside(rows: pl.DataFrame, at: pl.Series, cells: pl.DataFrame) -> pl.DataFrame:
    """For each table how many dates that could be either its NIKs hold: ``nik_day`` first, ``nik_month``."""
    a, b, short = pl.col("a"), pl.col("b"), pl.col("year") % 100
    ways = cells.select(
        pl.when(_either(a, b)).then(a * 10**4 + b * 100 + short).alias("nik_day"),
        pl.when(_either(a, b)).then(b * 10**4 + a * 100 + short).alias("nik_month"),
    )
    stamp = rows.get_column("stamp")
    fits = [(way.gather(at) == stamp).alias(way.name) for way in ways.iter_columns()]
    return rows.select("table").hstack(fits).group_by("table").agg(pl.col("nik_day", "nik_month").sum())


def _orders(cells: pl.DataFrame, inside: pl.DataFrame) -> pl.DataFrame:
    """For each table ``order``, ``certainty`` (sure, mixed, none) and the counts that speak for them.

    ``slashed`` counts the dates that could be either and are parted by ``/``: day first, as Indonesia writes,
    is taken for granted of no other sign.
    """
    a, b = pl.col("a"), pl.col("b")
    parted = pl.col("kind") == "parts"
    counts = {
        "parted": parted & a.is_between(1, 31) & b.is_between(1, 31),
        "day_first": parted & a.is_between(13, 31) & b.is_between(1, 12),
        "month_first": parted & b.is_between(13, 31) & a.is_between(1, 12),
        "year_first": parted & (a > 31) & b.is_between(1, 12) & pl.col("first").is_not_null(),
        "slashed": _either(a, b) & pl.col("slash"),
    }
    rows = [pl.col("n").filter(which).sum().alias(name) for name, which in counts.items()]
    counted = inside.join(cells.group_by("table").agg(rows), on="table", how="left").with_columns(
        pl.col(*counts).fill_null(0)
    )
    by_day, by_month = pl.col("day_first") + pl.col("nik_day"), pl.col("month_first") + pl.col("nik_month")
    total, weaker = by_day + by_month, pl.min_horizontal(by_day, by_month)
    # A first number beyond 31 is a year; the years up to 31 of such a column look like days.
    by_year = pl.col("year_first") > MIXED_SHARE * pl.col("parted").clip(1)
    mixed = weaker > total * MIXED_SHARE
    return counted.with_columns(
        pl.when(by_year).then(pl.lit("ymd")).when(by_month <= by_day).then(pl.lit("dmy"))
        .otherwise(pl.lit("mdy")).alias("order"),
        pl.when(by_year).then(pl.lit("sure")).when(total == 0).then(pl.lit("none"))
        .when(mixed).then(pl.lit("mixed")).otherwise(pl.lit("sure")).alias("certainty"),
    )  # fmt: skip


def _with_said(orders: pl.DataFrame, said: Mapping[int, Settled]) -> pl.DataFrame:
    """The orders with ``by``: who said it; what is declared goes before the cells, other words after them."""
    told = pl.DataFrame(
        [(table, one.decision, one.by) for table, one in said.items()],
        schema={"table": pl.UInt32, "said": pl.String, "by": pl.String},
        orient="row",
    )
    heard = (pl.col("by") == "declared") | (pl.col("said").is_not_null() & (pl.col("certainty") == "none"))
    return (
        orders.join(told, on="table", how="left", maintain_order="left")
        .with_columns(heard.fill_null(value=False).alias("heard"))
        .with_columns(
            pl.when("heard").then("said").otherwise("order").alias("order"),
            pl.when("heard").then(pl.lit("sure")).otherwise("certainty").alias("certainty"),
            pl.when("heard").then("by").alias("by"),
        )
        .drop("said", "heard")
    )


def _defaults(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.Series:
    """Whether a date stands for "unknown": more births in its table or village than chance puts there.

    Args:
        rows: ``table, group, tanggal_lahir, day`` and ``tanggal_status``.
        cells: the distinct cells of each table with ``n``, which count for the rows of a table.
    """
    numbered = rows.with_row_index("at")
    usual = numbered.lazy().filter(pl.col("day").is_in(list(DEFAULT_DAYS))).collect()
    dated = cells.lazy().filter(pl.col("tanggal_lahir").is_not_null())
    whole, lone = pl.col("n").sum().alias("len"), pl.len()
    by_table = (
        dated.group_by("table").agg(whole.alias("filled")).collect(),
        cells.group_by("table", "day").agg(whole),
        dated.group_by("table", "tanggal_lahir").agg(whole).collect(),
    )
    by_group = (
        rows.lazy().group_by("group").agg(pl.col("tanggal_lahir").count().alias("filled")).collect(),
        usual.group_by("group", "day").agg(lone),
        crowds(rows.select("group", "tanggal_lahir"), FEW),
    )
    marked = []
    for group, (filled, days, dates) in (("table", by_table), ("group", by_group)):
        often = days.join(filled, on=group).filter(pl.col("len") > DAY_FACTOR * pl.col("filled") / 365 + FEW)
        marked.append(usual.join(often, on=[group, "day"], how="semi")["at"])
        often = dates.join(filled, on=group).filter(pl.col("len") > DATE_SHARE * pl.col("filled") + FEW)
        among = numbered.lazy().filter(
            pl.col("tanggal_lahir").is_in(often["tanggal_lahir"].unique().implode())
        )
        marked.append(among.collect().join(often, on=[group, "tanggal_lahir"], how="semi")["at"])
    default = pl.repeat(value=False, n=rows.height, dtype=pl.Boolean, eager=True)
    return default.scatter(pl.concat(marked), True) & (rows.get_column("tanggal_status") == "ok")


def _decisions(orders: pl.DataFrame) -> pl.DataFrame:
    """The order of each table that parts its dates.

    ``dmy``, ``mdy``, ``ymd``; ``mixed`` when cells speak for both orders, ``ambiguous`` when none speaks and
    slashes part them: such dates are read day first, and marked as doubtful.
    """
    counts = pl.format(
        "day_first={} month_first={} nik_day={} nik_month={}",
        "day_first",
        "month_first",
        "nik_day",
        "nik_month",
    )
    told = pl.when(pl.col("order") == "ymd").then(pl.format("year_first={}", "year_first")).otherwise(counts)
    evidence = pl.coalesce("by", told)
    certainty = pl.col("certainty")
    sure = (
        pl.when(certainty == "mixed").then(pl.lit("mixed"))
        .when((certainty == "none") & (pl.col("slashed") > 0)).then(pl.lit("ambiguous"))
        .otherwise(pl.col("order"))
    )  # fmt: skip
    return orders.filter((pl.col("parted") + pl.col("year_first")) > 0).sort("table").select(
        "table",
        pl.lit("tanggal_lahir").alias("field"),
        sure.alias("decision"),
        evidence.alias("evidence"),
    )  # fmt: skip
