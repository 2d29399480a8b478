"""NIK and No. KK: cleaned digits, what is wrong with them, and the birth date and sex inside a NIK.

A NIK is 6 digits of the area of first registration, DDMMYY (day + 40 for women) and a serial from 0001
(PP 37/2007 art. 37, PP 40/2019 art. 30). A No. KK has the same shape with the date of issue. Excel keeps 15
digits, so a number cell ends in 0: serial 0000 proves it, an ending 0 alone does not, the whole column
decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.schemas import NIK_STATUS, SEX
from kalteng_data.standardise.calendar import longest_day, real_date
from kalteng_data.standardise.text import APOSTROPHES

if TYPE_CHECKING:
    from datetime import date

PROVINCES: tuple[int, ...] = (
    *range(11, 22), *range(31, 37), *range(51, 55), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98),
)  # fmt: skip
"""Area codes of provinces that a NIK may begin with; codes of before a split (54, 91, 94) stay valid for
life."""

FEMALE_DAY = 40
"""Added to the day of birth in a woman's NIK."""

COLUMN_MINIMUM = 10
"""Fewer distinct numbers than this say nothing about their column: by chance one in ten ends in 0."""

DAMAGED_SHARE = 0.5
"""Above this share of ending zeros (expected 0.1) a column went through a spreadsheet as numbers."""

MANY_NUMBERS, DRAWN_ONE_IN, DRAWN_LEAST = 100_000, 17, 50
"""Above so many rows one number in 17 is looked at for the share of ending zeros (a prime, so that every
digit counts), where that leaves 50: a column of which a tenth ends in 0 does not seem to have a half."""

SHAPES = pl.Enum(["digits", "rounded", "lost"])
"""What a cell's writing kept of a number (``digits_of``)."""

_LENGTH = 16
"""Digits of a NIK and of a No. KK."""

_SEQUENCES = (1234567890123456, 9876543210987654, 1234567812345678, 1234567891234567)
_REPUNIT = 1_111_111_111_111_111
_TEN_ONES = 1_111_111_111
_BLANKS = r"[\s\x{200b}-\x{200f}\x{feff}]"


def digits_of(raw: pl.Series) -> pl.DataFrame:
    """Digits of a column of identity numbers, whatever stands around them.

    Returns:
        ``digits`` String (null where no digit stands, or a few zeros alone); ``shape`` ``SHAPES``:
        ``rounded`` where scientific notation kept 15 digits, ``lost`` where it kept fewer, else ``digits``;
        ``value`` UInt64: the digits as an integer where there are 16, else null.
    """
    text, value = pl.col("text"), pl.col("value")
    cells = raw.alias("text").to_frame()
    # Nothing but 16 digits is read so: a sign or a leading zero leaves 15 at most.
    read = pl.when(text.str.len_bytes() == _LENGTH).then(text.cast(pl.UInt64, strict=False))
    cells = cells.with_columns(read.alias("value"))
    plain = value >= 10 ** (_LENGTH - 1)
    cells = cells.with_columns(pl.when(plain).then(value)).with_columns(
        pl.when(value.is_not_null()).then(text).alias("digits"), pl.lit("digits", SHAPES).alias("shape")
    )
    odd = cells.select(value.is_null() & text.is_not_null()).to_series().arg_true()
    if odd.is_empty():
        return cells.select("digits", "shape", "value")
    rest = _untangled(cells[odd].get_column("text"))
    whole = pl.when(pl.col("digits").str.len_bytes() == _LENGTH).then("digits").cast(pl.UInt64, strict=False)
    zeros = (pl.col("digits").str.len_bytes() < _LENGTH) & pl.col("digits").str.contains("^0+$")
    rest = rest.with_columns(whole.alias("value"), pl.when(~zeros).then("digits").alias("digits"))
    return pl.DataFrame(
        [cells.get_column(name).scatter(odd, rest.get_column(name)) for name in ("digits", "shape", "value")]
    )


def _untangled(text: pl.Series) -> pl.DataFrame:
    """``digits`` and ``shape`` of cells that are not simply 16 digits."""
    # Step by step, for an expression that stands twice is computed twice.
    upper, bare, slips = pl.col("upper"), pl.col("bare"), pl.col("slips")
    is_science, mantissa, mended = pl.col("is_science"), pl.col("mantissa"), pl.col("mended")
    folded = text.str.normalize("NFKC").str.replace_all(_BLANKS, "").str.replace_all(APOSTROPHES, "")
    cells = folded.str.to_uppercase().alias("upper").to_frame()
    cells = cells.with_columns(
        # 6.203E+15 has lost its digits; 6.203011708800001E+15 has kept them all.
        upper.str.contains(r"^[0-9][.,]?[0-9]*E\+?[0-9]+$").alias("is_science"),
        upper.str.extract(r"^([0-9][.,]?[0-9]*)E\+?0*15$", 1).str.replace(r"[.,]", "").alias("mantissa"),
        upper.str.replace(r"[.,]0{1,2}$", "").alias("bare"),
    )
    # An O among digits is a zero, an I or L a one: typing slips, not other numbers.
    slipped = bare.str.replace_all("O", "0", literal=True).str.replace_all("[IL|]", "1")
    cells = cells.with_columns(slipped.alias("slips"))
    mends = pl.when(slips.str.contains(r"^[0-9.\-]*$")).then(slips).otherwise(bare)
    cells = cells.with_columns(mends.str.replace_all(r"[^0-9]", "").alias("mended"))
    kept = mantissa.str.len_bytes()
    digits = (
        pl.when(is_science & kept.is_between(15, 16)).then(mantissa.str.pad_end(16, "0"))
        .when(~is_science & (mended != "")).then(mended)
    )  # fmt: skip
    shape = (
        pl.when(is_science & (kept == 16)).then(pl.lit("digits"))
        .when(is_science & (kept == 15)).then(pl.lit("rounded"))
        .when(is_science).then(pl.lit("lost")).otherwise(pl.lit("digits")).cast(SHAPES)
    )  # fmt: skip
    has_digit = upper.str.contains("[0-9]")
    return cells.select(pl.when(has_digit).then(digits).alias("digits"), shape.alias("shape"))


def identity_numbers(raw: pl.DataFrame, field: str, group: pl.Series) -> pl.DataFrame:
    """Number, status and digits of ``field``.

    Args:
        raw: raw rows with ``table``, ``field`` and ``<field>_angka`` (the cell was a number).
        field: ``nik`` or ``no_kk``.
        group: where numbers were typed or pasted together (table and village), judged as one column.

    Returns:
        ``number`` String (16 digits, for ``ok`` and ``format``), ``status`` ``schemas.NIK_STATUS``,
        ``digits`` String (all that stood in the cell, null when nothing did), ``value`` UInt64 (the digits
        as an integer where there are 16, else null) and ``rounded`` Boolean: the row stands in a column
        whose numbers were rounded.
    """
    kind = f"{field}_angka"
    unknown = pl.repeat(None, raw.height, dtype=pl.Boolean, eager=True)
    angka = raw.get_column(kind) if kind in raw.columns else unknown
    frame = digits_of(raw.get_column(field)).with_columns(
        angka.alias("angka"), raw.get_column("table"), group.alias("group")
    )
    frame = frame.with_columns(_well_formed(frame, field), _placeholder(field).alias("fake"))
    frame = pl.concat([frame, _damage(frame)], how="horizontal")
    said = {word: pl.lit(word, NIK_STATUS) for word in NIK_STATUS.categories}
    status = (
        pl.when(pl.col("shape") == "lost").then(said["ilmiah"])
        .when(pl.col("digits").is_null()).then(said["kosong"])
        .when(pl.col("value").is_null()).then(said["panjang"]).when(pl.col("fake")).then(said["sementara"])
        .when(pl.col("damaged")).then(said["excel"]).when(~pl.col("well_formed")).then(said["format"])
        .otherwise(said["ok"])
    )  # fmt: skip
    number = pl.when((pl.col("status") == "ok") | (pl.col("status") == "format")).then(pl.col("digits"))
    return frame.with_columns(status.alias("status")).select(
        number.alias("number"), "status", "digits", "value", "rounded"
    )


def _well_formed(frame: pl.DataFrame, field: str) -> pl.Series:
    """Whether the area is in a known province and DDMMYY is a day of the calendar in some century."""
    parts = _stamped(frame.select("value"))
    if field == "nik":
        woman = pl.col("day") > FEMALE_DAY
        parts = parts.with_columns(
            pl.when(woman).then(pl.col("day") - FEMALE_DAY).otherwise("day").alias("day")
        )
    # 1900 had no leap day and 2000 had one: a NIK of 29 February 00 is of 2000.
    longest = longest_day(2000 + pl.col("short"), pl.col("month"))
    province = (pl.col("value") // 10**14).cast(pl.Int32).is_in(list(PROVINCES))
    whole = province & pl.col("month").is_between(1, 12) & pl.col("day").is_between(1, longest)
    return parts.select(whole.alias("well_formed")).to_series()


def _placeholder(field: str) -> pl.Expr:
    """Numbers typed to fill a cell, and temporary ones: 0, the village's ten digits, five of a sequence."""
    value = pl.col("value")
    fake = (
        (value < 10**15)
        | (value % _REPUNIT == 0)
        | (value % 10**10 % _TEN_ONES == 0)
        | value.is_in(list(_SEQUENCES))
    )
    return fake | (value % 10**4).is_in([9998, 9999]) if field == "no_kk" else fake


def _damage(frame: pl.DataFrame) -> pl.DataFrame:
    """Whether Excel rounded a number: proven by its serial, its cell's kind, or its column.

    Each distinct number counts once, so that one large family does not speak for a column of cards.

    Returns:
        ``damaged`` (the number itself) and ``rounded`` (its column), a row per row of ``frame``.
    """
    zero = pl.col("value") % 10 == 0
    rows = frame.lazy().filter(pl.col("value").is_not_null() & ~pl.col("fake"))
    seen = rows.select("table", "group", "value", "angka", zero.alias("zero")).collect()
    bad = (pl.col("n") >= COLUMN_MINIMUM) & (pl.col("share") > DAMAGED_SHARE)
    drawn = _drawn(seen)
    groups = _ending_in_zero(seen, drawn, "group").filter(bad).get_column("group")
    tables = _ending_in_zero(seen, drawn, "table").filter(bad).get_column("table")
    # Number cells of a program that writes all 16 digits end in 0 as rarely as text does.
    typed_in = seen.filter(pl.col("angka"))
    written = _ending_in_zero(typed_in, _drawn(typed_in), "table")
    exact = written.filter((pl.col("n") >= COLUMN_MINIMUM) & (pl.col("share") < DAMAGED_SHARE))
    exact_tables = exact.get_column("table")
    rounded = pl.col("group").is_in(groups.implode()) | pl.col("table").is_in(tables.implode())
    typed = pl.col("angka").fill_null(value=False) & ~pl.col("table").is_in(exact_tables.implode())
    proven = (pl.col("value") % 10**4 == 0) | (pl.col("shape") == "rounded")
    damaged = (zero & (typed | rounded)) | proven
    return frame.select(damaged.fill_null(value=False).alias("damaged"), rounded.alias("rounded"))


def _drawn(seen: pl.DataFrame) -> pl.DataFrame:
    """The distinct numbers of each group; where there are very many, a part that speaks for all.

    It is drawn by their own digits but for the last, so that neither order nor repeats matter.
    """
    rows = seen.lazy()
    if seen.height > MANY_NUMBERS:
        rows = rows.filter(pl.col("value") // 10 % DRAWN_ONE_IN == 0)
    return rows.unique(["group", "value"]).collect()


def _ending_in_zero(seen: pl.DataFrame, drawn: pl.DataFrame, by: str) -> pl.DataFrame:
    """``n`` distinct numbers of each ``by`` and the ``share`` of them that ends in 0.

    Counted in ``drawn``; where only a part was drawn and little of it stands in a group, all are counted.
    """

    def counted(once: pl.DataFrame) -> pl.DataFrame:
        return once.group_by(by).agg(pl.len().alias("n"), pl.col("zero").mean().alias("share"))

    if seen.height <= MANY_NUMBERS:
        return counted(drawn)
    told = counted(drawn).filter(pl.col("n") >= DRAWN_LEAST)
    others = seen.lazy().filter(~pl.col(by).is_in(told.get_column(by).implode()))
    return pl.concat([told, counted(others.unique(["group", "value"]).collect())])


def birth_stamp(value: pl.Series) -> pl.Series:
    """The DDMMYY inside each NIK as an integer, without the 40 of women; null where there is none."""
    stamp = pl.col("stamp")
    inside = (pl.col("value") // 10**4 % 10**6).cast(pl.Int32).alias("stamp")
    stamped = value.alias("value").to_frame().select(inside)
    woman = stamp > FEMALE_DAY * 10**4
    return stamped.select(pl.when(woman).then(stamp - FEMALE_DAY * 10**4).otherwise(stamp)).to_series()


def inside_nik(value: pl.Series, year: pl.Series, today: date) -> pl.DataFrame:
    """Birth date and sex that a NIK says.

    Args:
        value: the 16 digits as an integer, null where there is no usable NIK.
        year: the row's own year of birth, null when unknown; picks the century it is nearest to.
        today: the day of the run; without a year the youngest person who is born is taken.

    Returns:
        ``nik_tanggal`` Date and ``nik_kelamin`` ``schemas.SEX``, null where the digits hold no date.
    """
    day, month, short, year_of = pl.col("day"), pl.col("month"), pl.col("short"), pl.col("year")
    # Each name stands for a computed column: an expression used twice is computed twice.
    parts = _stamped(pl.DataFrame({"value": value, "year": year.cast(pl.Int32)})).with_columns(
        (day > FEMALE_DAY).alias("woman"),
        pl.when(day > FEMALE_DAY).then(day - FEMALE_DAY).otherwise(day).alias("day"),
    )
    born = (2000 + short) * 10**4 + month * 100 + day <= today.year * 10**4 + today.month * 100 + today.day
    nearer = (2000 + short - year_of).abs() < (1900 + short - year_of).abs()
    century = pl.when(born & nearer.fill_null(value=True)).then(2000 + short).otherwise(1900 + short)
    dated = parts.with_columns(century.alias("year")).with_columns(
        real_date(year_of, month, day).alias("nik_tanggal")
    )
    sex = pl.when("woman").then(pl.lit("P", SEX)).otherwise(pl.lit("L", SEX))
    known = pl.col("nik_tanggal").is_not_null()
    return dated.select("nik_tanggal", pl.when(known).then(sex).alias("nik_kelamin"))


def _stamped(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with ``day`` (women's with their 40), ``month`` and ``short`` year of ``value``, as Int32."""
    stamp = pl.col("stamp")
    return (
        frame.with_columns((pl.col("value") // 10**4 % 10**6).cast(pl.Int32).alias("stamp"))
        .with_columns(
            (stamp // 10**4).alias("day"), (stamp // 100 % 100).alias("month"), (stamp % 100).alias("short")
        )
        .drop("stamp")
    )


def rounded_columns(table: pl.Series, numbers: pl.DataFrame, field: str) -> pl.DataFrame:
    """A decision ``excel`` for each table with rounded numbers, in all of a column or a village's part."""
    counted = numbers.select(table.alias("table"), "rounded").group_by("table").agg(pl.col("rounded").sum())
    return counted.filter(pl.col("rounded") > 0).select(
        "table",
        pl.lit(field).alias("field"),
        pl.lit("excel").alias("decision"),
        pl.format("rounded={}", "rounded").alias("evidence"),
    )
