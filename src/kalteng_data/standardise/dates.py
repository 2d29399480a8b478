"""Birth dates in every form that offices write: what a cell can mean, then what its column makes of it.

``readings`` looks at distinct texts only; ``orders`` decides day and month for a whole column from the cells that
leave no choice; ``birth_dates`` puts both together. A single swapped cell is not mended: nothing in it tells.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.standardise.text import mapped, squeezed

if TYPE_CHECKING:
    from datetime import date

EXCEL_DAY_ZERO = 25_569
"""Excel's serial of 1970-01-01 in the 1900 system (its day 60, 29 February 1900, never was)."""

FIRST_YEAR = 1900
"""No living person is born earlier; a date before is unreadable."""

_CLOCK = r"[T ]\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?( ?[AP]M)?(Z|[+-]\d{2}:?\d{2})?$"
_PAD = r"[\s,/;:]+"


@cache
def month_words() -> dict[str, int]:
    """Names and abbreviations of months, Indonesian, English and their slips, to 1..12."""
    text = resources.files(__package__).joinpath("months.toml").read_text(encoding="utf-8")
    return {word: number for number, words in enumerate(tomllib.loads(text)["months"], 1) for word in words}


def readings(texts: pl.Series, today: date) -> pl.DataFrame:
    """What each cell can mean, before its column is asked.

    Args:
        texts: cells, n rows.
        today: the day of the run: two-digit years above its own are of the last century.

    Returns:
        n rows of ``kind`` String (``iso``, ``parts``, ``word``, ``solid``, ``serial``, ``year``; null for blank),
        ``a``, ``b``, ``year`` Int32: two numbers as written first and second and the full year (for ``iso`` a is
        the month and b the day; for ``word`` a is the day and b the month); ``ymd`` Int32: for eight solid digits
        the other reading as yyyymmdd, null where impossible; ``slash`` Boolean: parted by ``/``; ``serial`` Int32.
    """
    return mapped(texts, lambda distinct: _read(distinct, today))


def _read(distinct: pl.DataFrame, today: date) -> pl.DataFrame:
    text = squeezed(pl.col("value")).str.strip_chars(" '`,.;:()[]").str.replace(_CLOCK, "")
    frame = distinct.with_columns(text.str.strip_chars(" ,").alias("text")).with_columns(
        pl.col("text").str.extract_groups(r"^(?<a>\d{4})\s*[-/. ]\s*(?<b>\d{1,2})\s*[-/. ]\s*(?<c>\d{1,2})$").alias("iso"),
        pl.col("text").str.extract_groups(
            r"^(?<a>\d{1,2})\s*[-/., :\\]+\s*(?<b>\d{1,2})\s*[-/., :\\]+\s*(?<c>\d{4}|\d{2})$"
        ).alias("parts"),
        pl.col("text").str.extract_groups(r"^(?<a>\d{1,2})[^\p{L}\d]*(?<b>\p{L}{3,})[^\p{L}\d]*(?<c>\d{4}|\d{2})$").alias("word"),
        pl.col("text").str.extract_groups(r"^(?<b>\p{L}{3,})[^\p{L}\d]*(?<a>\d{1,2})[^\p{L}\d]+(?<c>\d{4})$").alias("front"),
        pl.col("text").str.extract(r"^(\d{7,8})(?:[.,]0+)?$", 1).str.zfill(8).alias("solid"),
        pl.col("text").str.extract(r"^(\d{4,5})(?:[.,]\d+)?$", 1).cast(pl.Int32, strict=False).alias("number"),
        pl.col("text").str.contains("/").alias("slash"),
    )  # fmt: skip

    def part(struct: str, field: str) -> pl.Expr:
        return pl.col(struct).struct.field(field).cast(pl.Int32, strict=False)

    def solid(offset: int, length: int) -> pl.Expr:
        return pl.col("solid").str.slice(offset, length).cast(pl.Int32, strict=False)

    month = pl.coalesce(pl.col("word").struct.field("b"), pl.col("front").struct.field("b")).replace_strict(
        month_words(), default=None, return_dtype=pl.Int32
    )
    year = pl.col("number").is_between(FIRST_YEAR, today.year)
    kind = (
        pl.when(part("iso", "a").is_not_null()).then(pl.lit("iso"))
        .when(part("parts", "a").is_not_null()).then(pl.lit("parts"))
        .when(month.is_not_null()).then(pl.lit("word"))
        .when(pl.col("solid").is_not_null()).then(pl.lit("solid"))
        .when(year).then(pl.lit("year")).when(pl.col("number").is_not_null()).then(pl.lit("serial"))
        .when(pl.col("text").is_not_null()).then(pl.lit("other"))
    )  # fmt: skip
    short = pl.coalesce(pl.col("parts").struct.field("c"), pl.col("word").struct.field("c"))
    two = short.str.len_chars() == 2
    written = short.cast(pl.Int32, strict=False)
    full = pl.when(two).then(
        pl.when(written > today.year % 100).then(1900 + written).otherwise(2000 + written)
    ).otherwise(written)  # fmt: skip
    ymd = solid(0, 4)
    plausible = (
        ymd.is_between(FIRST_YEAR, today.year) & solid(4, 2).is_between(0, 12) & solid(6, 2).is_between(0, 31)
    )
    return frame.select(
        "value",
        kind.alias("kind"),
        pl.coalesce(part("iso", "b"), part("parts", "a"), part("word", "a"), part("front", "a"), solid(0, 2)).alias("a"),
        pl.coalesce(part("iso", "c"), part("parts", "b"), month, solid(2, 2)).alias("b"),
        pl.coalesce(part("iso", "a"), full, part("front", "c"), solid(4, 4), pl.when(year).then(pl.col("number")))
        .alias("year"),
        pl.when(plausible & (pl.col("text").str.starts_with(pl.col("solid")))).then(pl.col("solid").cast(pl.Int32)).alias("ymd"),
        "slash",
        pl.when(~year).then(pl.col("number")).alias("serial"),
    )  # fmt: skip


def ymd_of(read: pl.DataFrame, order: pl.Series, solid: pl.Series) -> pl.DataFrame:
    """Year, month and day of each reading under the order of its column.

    Args:
        read: the frame of ``readings``.
        order: ``dmy`` or ``mdy`` a row, for numbers that are parted.
        solid: ``ymd`` or ``dmy`` a row, for eight digits without separators.

    Returns:
        ``y``, ``m``, ``d`` Int32; zero where the cell says 00, null where it says nothing.
    """
    frame = read.with_columns(order.alias("order"), solid.alias("solid_order"))
    kind = pl.col("kind")
    a, b = pl.col("a"), pl.col("b")
    parted = kind == "parts"
    # The order of the column holds only where the cell allows it: 08/17/1980 has one reading.
    monthly = parted & (((pl.col("order") == "mdy") & (a <= 12)) | ((b > 12) & (a <= 12)))
    calendar = kind == "iso"
    packed = (kind == "solid") & pl.col("ymd").is_not_null() & (
        (pl.col("solid_order") == "ymd") | ~(a.is_between(0, 31) & b.is_between(0, 12) & (pl.col("year") >= FIRST_YEAR))
    )  # fmt: skip
    iso_swapped = calendar & (a > 12) & (b <= 12)
    moment = pl.from_epoch(pl.col("serial") - EXCEL_DAY_ZERO, time_unit="d")
    serial = kind == "serial"
    return frame.select(
        pl.when(serial).then(moment.dt.year()).when(packed).then(pl.col("ymd") // 10000).otherwise(pl.col("year")).alias("y"),
        pl.when(serial).then(moment.dt.month().cast(pl.Int32)).when(packed).then(pl.col("ymd") // 100 % 100)
        .when((calendar & ~iso_swapped) | monthly).then(a).otherwise(b).alias("m"),
        pl.when(serial).then(moment.dt.day().cast(pl.Int32)).when(packed).then(pl.col("ymd") % 100)
        .when((calendar & ~iso_swapped) | monthly).then(b).otherwise(a).alias("d"),
    )  # fmt: skip


def to_date(y: pl.Expr, m: pl.Expr, d: pl.Expr) -> pl.Expr:
    """A date, null where the calendar has none."""
    packed = y * 10000 + m * 100 + d
    return pl.when(y.is_between(1000, 9999) & m.is_between(1, 12) & d.is_between(1, 31)).then(
        packed
    ).cast(pl.String).str.to_date("%Y%m%d", strict=False)  # fmt: skip
