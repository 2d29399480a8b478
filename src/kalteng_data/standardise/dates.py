"""Dates in every form that offices write: what a cell can mean, before its column is asked.

``readings`` looks at distinct texts only; ``dates_of`` takes the order of day and month that the whole column
decided. A single swapped cell is not mended: nothing in it tells.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.standardise.text import mapped, said
from kalteng_data.standardise.undressed import undressed

if TYPE_CHECKING:
    from datetime import date

EXCEL_DAY_ZERO = 25_569
"""Excel's serial of 1970-01-01 in the 1900 system."""

EXCEL_LEAP_BUG = 60
"""Excel's 29 February 1900, which never was: earlier serials stand one day ahead."""

FIRST_YEAR = 1900
"""No living person is born earlier; a date before is unreadable."""

_CLOCK = r"[T ]\s*\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?( ?[AP]M)?( ?(Z|WIB|WITA|WIT|[+-]\d{2}:?\d{2}))?$"
_PART = r"\s*[-\x{2010}-\x{2015}\x{2212}/.,:\\ ]{1,2}\s*"
"""What parts a date's numbers; texts pasted from Word have its dashes."""
_FORMS: dict[str, str] = {
    "iso": rf"^(?<c>\d{{4}}){_PART}(?<a>\d{{1,2}}){_PART}(?<b>\d{{1,2}})$",
    "parts": rf"^(?<a>\d{{1,2}}){_PART}(?<b>\d{{1,2}}){_PART}(?<c>\d{{4}}|\d{{2}})$",
    "word": r"^(?<a>\d{1,2})[^\p{L}\d]*(?<b>\p{L}{3,}|[IVX]{1,2})[^\p{L}\d]*(?<c>\d{4}|\d{2})$",
    "front": r"^(?<b>\p{L}{3,})[^\p{L}\d]*(?<a>\d{1,2})[^\p{L}\d]+(?<c>\d{4})$",
    "stuck": r"^(?<a>\d{2})(?<b>\d{2})(?<c>\d{2})$",
}
"""Forms with separate parts; ``a`` and ``b`` as written first and second, ``c`` the year."""


_USUAL = r"^[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}$"
"""The form of most lists."""


@cache
def month_words() -> dict[str, int]:
    """Names and abbreviations of months, Indonesian, English and their slips, to 1..12."""
    text = resources.files(__package__).joinpath("months.toml").read_text(encoding="utf-8")
    return {word: number for number, words in enumerate(tomllib.loads(text)["months"], 1) for word in words}


def readings(texts: pl.Series, today: date) -> pl.DataFrame:
    """What each cell can mean.

    Args:
        texts: cells, n rows.
        today: the day of the run: two-digit years above its own are of the last century.

    Returns:
        n rows of ``kind`` String (``iso``, ``parts``, ``word``, ``solid``, ``serial``, ``year``, ``other``;
        null for blank); ``a``, ``b`` Int32: the two numbers as written first and second (``iso``: month and
        day; ``word``: day and month; ``solid``: as ddmmyyyy); ``year`` Int32: the full year; ``ymd`` Int32:
        eight solid digits read as yyyymmdd, null where impossible; ``slash`` Boolean: parted by ``/``;
        ``serial`` Int32; ``first`` Int32: the full year that the first number is where three numbers of two
        digits are parted, else null.
    """
    return mapped(texts, lambda distinct: _read(distinct, today))


def _read(distinct: pl.DataFrame, today: date) -> pl.DataFrame:
    """``value`` and the columns of ``readings``: the usual form by its places, others by their patterns."""
    usual = distinct.get_column("value").str.contains(_USUAL)
    others = _by_patterns(distinct.filter(~usual), today)
    others = _undressed(others, today)
    value = pl.col("value")
    a, b, year = (value.str.slice(at, n).cast(pl.Int32) for at, n in ((0, 2), (3, 2), (6, 4)))
    said_so = {"kind": pl.lit("parts"), "a": a, "b": b, "year": year, "slash": value.str.slice(2, 1) == "/"}
    nothing = [pl.lit(None, dtype).alias(name) for name, dtype in others.schema.items()]
    read = distinct.filter(usual).with_columns(nothing[1:]).with_columns(**said_so)
    return pl.concat([read.select(others.columns), others])


def _undressed(read: pl.DataFrame, today: date) -> pl.DataFrame:
    """The frame of ``_by_patterns``, cells that no form fits read once more without what stands around."""
    strange = pl.col("kind") == "other"
    cells = read.filter(strange).select("value", undressed(said(pl.col("value"))).alias("bare"))
    if cells.is_empty():
        return read
    bare = cells.select(pl.col("bare").alias("value")).unique().drop_nulls()
    again = cells.join(_by_patterns(bare, today), left_on="bare", right_on="value", how="left")
    return pl.concat([read.filter(strange.ne_missing(other=True)), again.select(read.columns)])


def _by_patterns(distinct: pl.DataFrame, today: date) -> pl.DataFrame:
    text = said(pl.col("value")).str.strip_chars(" '`,.;:()[]").str.replace(_CLOCK, "")
    frame = distinct.with_columns(text.alias("text"))
    text = pl.col("text")
    # "PALANGKA RAYA, 17-08-1980" in the column of the date: the place is no part of it.
    placed = text.str.contains(r"^\p{L}") & text.str.contains(r"\d") & ~text.str.contains(_FORMS["front"])
    text = pl.when(placed).then(text.str.extract(r"(\d.*)$", 1)).otherwise(text)
    frame = frame.with_columns(text.str.strip_chars(" ,").alias("text"))
    frame = frame.with_columns(
        pl.col("text").str.extract_groups(form).alias(name) for name, form in _FORMS.items()
    )

    def part(name: str) -> pl.Expr:
        return pl.coalesce(pl.col(form).struct.field(name) for form in _FORMS)

    solid = pl.col("text").str.extract(r"^(\d{7,8})(?:[.,]0+)?$", 1)
    frame = frame.with_columns(
        part("a").cast(pl.Int32, strict=False).alias("a"),
        part("b").cast(pl.Int32, strict=False).alias("b"),
        part("b").replace_strict(month_words(), default=None, return_dtype=pl.Int32).alias("month"),
        part("c").alias("c"),
        solid.str.zfill(8).alias("solid"),
        (solid.str.len_bytes() == 8).alias("whole"),
        pl.col("text")
        .str.extract(r"^(\d{4,5})(?:[.,]\d+)?$", 1)
        .cast(pl.Int32, strict=False)
        .alias("number"),
        pl.col("text").str.contains("/", literal=True).alias("slash"),
    )
    return frame.select("value", *_meaning(today), "slash")


def _meaning(today: date) -> tuple[pl.Expr, ...]:
    """``kind``, ``a``, ``b``, ``year``, ``ymd``, ``serial`` from the parts that ``_read`` found."""
    a, b, month, number = pl.col("a"), pl.col("b"), pl.col("month"), pl.col("number")
    is_year = number.is_between(FIRST_YEAR, today.year)
    is_iso = pl.col("iso").struct.field("c").is_not_null()
    kind = (
        pl.when(is_iso).then(pl.lit("iso")).when(a.is_not_null() & b.is_not_null()).then(pl.lit("parts"))
        .when(month.is_not_null()).then(pl.lit("word")).when(pl.col("solid").is_not_null()).then(pl.lit("solid"))
        .when(is_year).then(pl.lit("year")).when(number.is_not_null()).then(pl.lit("serial"))
        .when(pl.col("text").is_not_null()).then(pl.lit("other"))
    )  # fmt: skip

    def solid(offset: int, length: int) -> pl.Expr:
        return pl.col("solid").str.slice(offset, length).cast(pl.Int32, strict=False)

    written = pl.col("c").cast(pl.Int32, strict=False)
    short = pl.col("c").str.len_bytes() == 2

    def in_century(number: pl.Expr) -> pl.Expr:
        return pl.when(number > today.year % 100).then(1900).otherwise(2000) + number

    full = pl.when(short).then(in_century(written)).otherwise(written)
    year_first = solid(0, 4).is_between(FIRST_YEAR, today.year)
    packed = pl.col("whole") & year_first & solid(4, 2).is_between(0, 12) & solid(6, 2).is_between(0, 31)
    return (
        kind.alias("kind"),
        pl.coalesce(a, solid(0, 2)).alias("a"),
        pl.coalesce(b, month, solid(2, 2)).alias("b"),
        pl.coalesce(full, solid(4, 4), pl.when(is_year).then(number)).alias("year"),
        pl.when(packed).then(solid(0, 8)).alias("ymd"),
        pl.when(~is_year).then(number).alias("serial"),
        pl.when(short & (kind == "parts")).then(in_century(a)).alias("first"),
    )


def parts_of(read: pl.DataFrame, order: pl.Series) -> pl.DataFrame:
    """Year, month and day of each reading under the order of its column.

    Args:
        read: the frame of ``readings``.
        order: ``dmy``, ``mdy`` or ``ymd`` a row, for numbers that are parted; the last holds where all three
            have two digits.

    Returns:
        ``y``, ``m``, ``d`` Int32; zero where the cell says 00, null where it says nothing.
    """
    frame = read.with_columns(order.alias("order"))
    kind, a, b = pl.col("kind"), pl.col("a"), pl.col("b")
    # The order of the column holds only where the cell allows it: 08/17/1980 has one reading.
    month_first = (a <= 12) & (
        ((kind == "parts") & ((pl.col("order") == "mdy") | (b > 12))) | (kind == "iso")
    )
    month_first |= (kind == "iso") & (b > 12)
    year_first = (pl.col("order") == "ymd") & pl.col("first").is_not_null() & (b <= 12)
    day_last = pl.col("year") % 100
    # Eight digits are never both: the 19.. or 20.. of ddmmyyyy would be the month of yyyymmdd.
    packed = (kind == "solid") & pl.col("ymd").is_not_null()
    serial = kind == "serial"
    shift = pl.when(pl.col("serial") < EXCEL_LEAP_BUG).then(1).otherwise(0) - EXCEL_DAY_ZERO
    moment = pl.from_epoch(pl.col("serial") + shift, time_unit="d")
    return frame.select(
        pl.when(serial).then(moment.dt.year()).when(packed).then(pl.col("ymd") // 10**4)
        .when(year_first).then("first").otherwise(pl.col("year")).alias("y"),
        pl.when(serial).then(moment.dt.month().cast(pl.Int32)).when(packed).then(pl.col("ymd") // 100 % 100)
        .when(year_first).then(b).when(month_first).then(a).otherwise(b).alias("m"),
        pl.when(serial).then(moment.dt.day().cast(pl.Int32)).when(packed).then(pl.col("ymd") % 100)
        .when(year_first).then(day_last).when(month_first).then(b).otherwise(a).alias("d"),
    )  # fmt: skip
