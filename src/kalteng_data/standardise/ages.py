"""The year of birth that an age tells, within a year or so, where a list holds ages in the place of dates."""

from __future__ import annotations

import polars as pl

from kalteng_data.standardise.text import mapped

OLDEST = 120
"""Ages above it are no ages."""

ENOUGH = 10
"""Rows of a table with both an age and a known year from which the year of the list is told."""


def years_by_age(rows: pl.DataFrame, this_year: int) -> pl.Series:
    """Year of birth of each row by its age.

    A list does not say when its ages were true. Rows that also tell the year otherwise (a date, the NIK)
    tell that; else the list counts as a year old: with birthdays still to come, the year told is then at
    most one off for lists of this year and of the last.

    Args:
        rows: ``table`` UInt32, ``umur`` String (the cell), ``year`` Int16 (known otherwise, or null),
            ``stamp`` Int32 (DDMMYY inside the row's NIK without the 40 of women, or null).
        this_year: the year of the run.

    Returns:
        Int16, null where there is no age.
    """
    last = this_year - 1
    frame = rows.with_columns(mapped(rows.get_column("umur"), _ages).get_column("age"))
    guess = last - pl.col("age")
    # The NIK has two digits of the year: the century is the one nearest to the age.
    nearest = guess + ((pl.col("stamp") % 100) - guess % 100 + 50) % 100 - 50
    known = pl.coalesce(pl.col("year").cast(pl.Int32), nearest)
    total = pl.when(pl.col("age").is_not_null()).then(known + pl.col("age"))
    told = pl.when(total.count().over("table") >= ENOUGH).then(total.median().over("table").floor())
    taken = told.cast(pl.Int32).fill_null(last)
    return frame.select((taken - pl.col("age")).cast(pl.Int16).alias("tahun_lahir")).to_series()


def _ages(distinct: pl.DataFrame) -> pl.DataFrame:
    """``value`` and ``age`` in whole years of each distinct cell; months and days are an age of 0."""
    text = pl.col("value").str.to_lowercase()
    young = text.str.contains(r"^\D*\d+\s*(?:bln|bulan|bl|hr|hari|mgg|minggu)\b")
    years = text.str.extract(r"^\D*?(\d{1,3})(?:[.,]\d+)?(?:\D|$)").cast(pl.Int32, strict=False)
    age = pl.when(young).then(0).otherwise(years)
    return distinct.select("value", pl.when(age <= OLDEST).then(age).alias("age"))
