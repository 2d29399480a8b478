"""NIK and No. KK: cleaned digits, what is wrong with them, and the birth date and sex inside a NIK.

A NIK is 6 digits of the area of first registration, DDMMYY (day + 40 for women) and a serial from 0001 (PP 37/2007
art. 37, PP 40/2019 art. 30). A No. KK has the same shape with the date of issue. Excel keeps 15 digits, so a number
cell ends in 0: serial 0000 proves it, an ending 0 alone does not, the whole column decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

PROVINCES: tuple[int, ...] = (
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 54, 61, 62, 63, 64, 65,
    71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96, 97,
)  # fmt: skip
"""Area codes of provinces ever used in a NIK (Kemendagri, with 54 Timor Timur and the Papuan provinces of 2022)."""

FEMALE_DAY = 40
"""Added to the day of birth in a woman's NIK."""

_COLUMN_MINIMUM = 10
"""Fewer numbers than this say nothing about their column: by chance one in ten ends in 0."""

_DAMAGED_SHARE = 0.5
"""Above this share of ending zeros (expected 0.1) a column went through Excel as numbers."""

_SEQUENCES = (
    "1234567890123456",
    "0123456789012345",
    "9876543210987654",
    "1234567812345678",
    "1234567891234567",
)


def digits_of(raw: pl.Series) -> pl.DataFrame:
    """Digits of a column of identity numbers, whatever stands around them.

    Returns:
        ``digits`` String (null where no digit stands) and ``shape`` String: ``digits``; ``rounded`` where
        scientific notation kept 15 digits; ``lost`` where it kept fewer.
    """
    text = raw.alias("text").to_frame().with_row_index("at")
    plain = (pl.col("text").str.len_bytes() == 16) & pl.col("text").cast(
        pl.UInt64, strict=False
    ).is_not_null()
    usual = text.filter(plain).select(
        "at", pl.col("text").alias("digits"), pl.lit("digits").alias("shape")
    )  # fmt: skip
    rare = text.filter(~plain & pl.col("text").is_not_null())
    done = pl.concat([usual, rare.select("at", *_untangled(pl.col("text")))])
    return text.select("at").join(done, on="at", how="left", maintain_order="left").drop("at")


def _untangled(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """``digits`` and ``shape`` of cells that are not simply 16 digits."""
    upper = (
        text.str.normalize("NFKC")
        .str.replace_all(r"[\s\x{200b}-\x{200f}\x{feff}'`´’‘\"]", "")
        .str.to_uppercase()
    )
    science = upper.str.extract(r"^(\d[.,]?\d*)E\+?0*15$", 1).str.replace(r"[.,]", "")
    kept = science.str.len_chars()
    bare = upper.str.replace(r"[.,]0{1,2}$", "")
    slips = bare.str.replace_all("O", "0").str.replace_all("[IL|]", "1")
    mended = pl.when(slips.str.contains(r"^[\d.\-]+$")).then(slips).otherwise(bare).str.replace_all(r"\D", "")
    is_science = upper.str.contains(r"^\d[.,]?\d*E\+?\d+$")
    digits = (
        pl.when(is_science & kept.is_between(15, 16)).then(science.str.pad_end(16, "0"))
        .when(~is_science & (mended != "")).then(mended)
    )  # fmt: skip
    shape = (
        pl.when(is_science & (kept == 16)).then(pl.lit("digits")).when(is_science & (kept == 15))
        .then(pl.lit("rounded")).when(is_science).then(pl.lit("lost")).otherwise(pl.lit("digits"))
    )  # fmt: skip
    return digits.alias("digits"), shape.alias("shape")


def identity_numbers(raw: pl.DataFrame, field: str, group: pl.Series) -> pl.DataFrame:
    """Number, status and digits of ``field`` (``nik`` or ``no_kk``).

    Args:
        raw: raw rows with ``field`` and ``<field>_angka`` (the cell was a number).
        field: ``nik`` or ``no_kk``.
        group: where numbers were typed or pasted together (table and village), judged as one column.

    Returns:
        ``number`` String (16 digits, for ``ok`` and ``format``), ``status`` String, ``digits`` String, and
        ``value`` UInt64 (the digits as an integer where there are 16, else null).
    """
    frame = digits_of(raw.get_column(field)).with_columns(
        raw.get_column(f"{field}_angka").alias("angka"), raw.get_column("table"), group.alias("group")
    )
    frame = frame.with_columns(
        pl.when(pl.col("digits").str.len_bytes() == 16)
        .then(pl.col("digits").cast(pl.UInt64, strict=False))
        .alias("value")
    )
    value = pl.col("value")
    tail = value % 10**10
    issue = (tail // 10**4).cast(pl.UInt32)
    day, month, year = issue // 10**4, issue // 100 % 100, issue % 100
    birth = pl.when(day > FEMALE_DAY).then(day - FEMALE_DAY).otherwise(day) if field == "nik" else day
    longest = pl.when(month == 2).then(pl.when(year % 4 == 0).then(29).otherwise(28)).when(
        month.is_in([4, 6, 9, 11])
    ).then(30).otherwise(31)  # fmt: skip
    well_formed = (
        (value // 10**14).is_in(list(PROVINCES)) & month.is_between(1, 12) & birth.is_between(1, longest)
    )
    fake = (
        (value < 10**15) | pl.col("digits").is_in(list(_SEQUENCES)) | (value % 1111111111111111 == 0)
        | (tail % 1111111111 == 0) | ((value % 10000).is_in([9998, 9999]) if field == "no_kk" else pl.lit(value=False))
    )  # fmt: skip
    frame = frame.with_columns(
        well_formed.alias("well_formed"), fake.alias("fake"), (value % 10 == 0).alias("ends_zero"),
        (value % 10000 == 0).alias("no_serial"),
    )  # fmt: skip
    frame = frame.with_columns(_damaged(frame))
    status = (
        pl.when(pl.col("shape") == "lost").then(pl.lit("ilmiah"))
        .when(pl.col("digits").is_null() | ((pl.col("digits").str.len_bytes() < 16) & pl.col("digits").str.contains("^0+$")))
        .then(pl.lit("kosong")).when(value.is_null()).then(pl.lit("panjang"))
        .when(pl.col("fake")).then(pl.lit("sementara")).when(pl.col("damaged")).then(pl.lit("excel"))
        .when(~pl.col("well_formed")).then(pl.lit("format")).otherwise(pl.lit("ok"))
    )  # fmt: skip
    frame = frame.with_columns(status.alias("status"))
    number = pl.when(pl.col("status").is_in(["ok", "format"])).then(pl.col("digits"))
    digits = pl.when(pl.col("status") != "kosong").then(pl.col("digits"))
    return frame.select(number.alias("number"), "status", digits.alias("digits"), "value")


def _damaged(frame: pl.DataFrame) -> pl.Series:
    """Whether Excel rounded the number: proven by its serial, its cell's kind, or its column.

    Each distinct number counts once, so that one large family does not speak for a column of cards.
    """
    seen = (
        frame.lazy().filter(pl.col("value").is_not_null() & ~pl.col("fake"))
        .select("table", "group", "value", "angka", "ends_zero").unique(["group", "value"]).collect()
    )  # fmt: skip
    many = pl.len() >= _COLUMN_MINIMUM
    zeros = pl.col("ends_zero").mean()
    columns = seen.group_by("table").agg((many & (zeros > _DAMAGED_SHARE)).alias("table_rounded"))
    groups = seen.group_by("group").agg((many & (zeros > _DAMAGED_SHARE)).alias("group_rounded"))
    cells = seen.filter(pl.col("angka")).group_by("table").agg(
        (many & (zeros < _DAMAGED_SHARE)).alias("cells_exact")
    )  # fmt: skip
    judged = (
        frame.select("table", "group", "angka", "ends_zero", "no_serial", "shape")
        .join(columns, on="table", how="left", maintain_order="left")
        .join(groups, on="group", how="left", maintain_order="left")
        .join(cells, on="table", how="left", maintain_order="left")
    )
    typed = pl.col("angka").fill_null(value=False) & ~pl.col("cells_exact").fill_null(value=False)
    rounded = pl.col("table_rounded").fill_null(value=False) | pl.col("group_rounded").fill_null(value=False)
    verdict = (pl.col("ends_zero") & (typed | rounded)) | pl.col("no_serial") | (pl.col("shape") == "rounded")
    return judged.select(verdict.fill_null(value=False).alias("damaged")).to_series()


def birth_stamp(value: pl.Series) -> pl.Series:
    """The DDMMYY inside each NIK as an integer, without the 40 of women; null where there is none."""
    stamp = pl.col("value") // 10**4 % 10**6
    frame = value.alias("value").to_frame()
    woman = stamp > FEMALE_DAY * 10**4
    return frame.select(
        (stamp.cast(pl.Int32) - pl.when(woman).then(FEMALE_DAY * 10**4).otherwise(0)).alias("stamp")
    ).to_series()


def inside_nik(value: pl.Series, year: pl.Series, today: date) -> pl.DataFrame:
    """Birth date and sex that a NIK says.

    Args:
        value: the 16 digits as an integer, null where there is no usable NIK.
        year: the row's own year of birth, null when unknown; picks the century it is nearest to.
        today: the day of the run; without a year the youngest person who is born is taken.

    Returns:
        ``nik_tanggal`` Date and ``nik_kelamin`` String L/P, null where the digits hold no date.
    """
    frame = pl.DataFrame({"value": value, "year": year})
    stamp = (pl.col("value") // 10**4 % 10**6).cast(pl.Int32)
    day, month, short = stamp // 10**4, stamp // 100 % 100, stamp % 100
    real_day = pl.when(day > FEMALE_DAY).then(day - FEMALE_DAY).otherwise(day)
    young, old = 2000 + short, 1900 + short
    born = (young * 10000 + month * 100 + real_day) <= (today.year * 10000 + today.month * 100 + today.day)
    nearer = (young - pl.col("year")).abs() < (old - pl.col("year")).abs()
    century = pl.when(born & nearer.fill_null(value=True)).then(young).otherwise(old)
    real = month.is_between(1, 12) & real_day.is_between(1, 31)
    text = century * 10000 + month * 100 + real_day
    moment = pl.when(real).then(text).cast(pl.String).str.to_date("%Y%m%d", strict=False)
    sex = pl.when(day > FEMALE_DAY).then(pl.lit("P")).otherwise(pl.lit("L"))
    return frame.select(
        moment.alias("nik_tanggal"), pl.when(moment.is_not_null()).then(sex).alias("nik_kelamin")
    )
