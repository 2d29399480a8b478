"""Raw rows about people to standardised ones: same height, same order, originals left in the raw frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PERSON, PROGRAMMES, RAW_PERSON
from kalteng_data.reference import regencies
from kalteng_data.standardise.address import address, neighbourhoods
from kalteng_data.standardise.ages import years_by_age
from kalteng_data.standardise.aid import desil, flag
from kalteng_data.standardise.births import birth_dates
from kalteng_data.standardise.codebooks import codebooks
from kalteng_data.standardise.dates import month_words
from kalteng_data.standardise.identity import birth_stamp, identity_numbers, inside_nik, rounded_columns
from kalteng_data.standardise.labels import labels
from kalteng_data.standardise.names import names, printed_names
from kalteng_data.standardise.rows import Standardised, in_text, village_group, whole
from kalteng_data.standardise.text import clean, mapped, said, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kalteng_data.model import Settled, Table

OWN_PROVINCE = "62"
"""Code of the province whose regencies the reference knows."""

_PLACE_FIRST = (
    r"^(\D*?)(?:[\s,]+(?:PADA\s+)?(?:TGL|TANGGAL)\b\D*)?[\s,/;.\-\x{2010}-\x{2015}\x{2212}]*(?:\d.*)?$"
)
_DATE_FIRST = r"^(\d{1,2}[^\d].*?\d{4})[\s,/;.\-\x{2010}-\x{2015}\x{2212}]+(\p{L}{3}\D*)$"
"""``28-08-1991 PULANG PISAU``: the column of both, written the other way round."""

RELATIVES = ("nama_ayah", "nama_ibu", "nama_kepala_keluarga")
"""Names of others in a row about a person."""

HELPERS: tuple[str, ...] = (
    "nama_cocok", "nama_lain", "nama_bunyi", "nik_mentah", "kk_mentah", "alamat_cocok", "nik_tanggal",
    "nik_kelamin", "nik_cocok", "tahun_lahir",
)  # fmt: skip
"""Columns after ``PERSON``: forms to compare by, and what a NIK says."""


def standardise_persons(
    raw: pl.DataFrame,
    tables: Iterable[Table],
    *,
    today: date,
    wanted: frozenset[str] | None = None,
) -> Standardised:
    """Standardise rows about people.

    Args:
        raw: ``rid, table, row`` and the fields of ``RAW_PERSON`` as text; columns it lacks count as blank.
        tables: the tables the rows come from; what is settled of them tells codebooks and the order of dates.
        today: the day of the run; ages and centuries are judged by it.
        wanted: columns to make of ``PERSON`` and ``HELPERS``, by default all: forms to compare names and
            addresses by cost as much as all others.

    Returns:
        ``rid, table, row``, and of ``PERSON`` and ``HELPERS`` those ``wanted``, in their order, where
        words of closed lists are an Enum, else text; and the decisions taken for whole tables.
    """
    raw = whole(raw, RAW_PERSON)
    group = village_group(raw)
    nik = identity_numbers(raw, "nik", group)
    card = identity_numbers(raw, "no_kk", group)
    # Rounding takes the serial and leaves the birth date.
    dated = nik.select(pl.when(pl.col("status").is_in(["ok", "format", "excel"])).then("value")).to_series()
    place, moment = _birth_cells(raw)
    stamp = birth_stamp(dated).alias("stamp")
    listed = tuple(tables)
    dates = raw.select("table", group.alias("group"), moment.alias("text"), stamp)
    births = birth_dates(dates, today, _orders(listed))
    year = _years(raw, births.frame.get_column("tahun_lahir"), stamp, today)
    books = codebooks(raw, listed)
    coded, unread = labels(raw, books)
    asked = frozenset((*PERSON, *HELPERS)) if wanted is None else wanted
    columns = [
        *raw.select("rid", "table", "row").get_columns(),
        *(_names(raw, asked)),
        *_numbers(nik, "nik", "nik_status", "nik_mentah"),
        *_numbers(card, "no_kk", "kk_status", "kk_mentah"),
        *births.frame.drop("tahun_lahir").get_columns(),
        *coded.get_columns(),
        *(address(raw.get_column("alamat")).get_columns() if asked & {"alamat", "alamat_cocok"} else ()),
        *(neighbourhoods(raw) if asked & {"rt", "rw"} else ()),
        *(clean(text, said) for text in (place.alias("tempat_lahir"), raw["dusun"]) if text.name in asked),
        *(clean(raw.get_column(name), flag) for name in PROGRAMMES if name in asked),
        clean(raw.get_column("desil"), desil),
        *inside_nik(dated, year, today).get_columns(),
        year,
    ]
    frame = pl.DataFrame(columns)
    if "nik_cocok" in asked:
        frame = frame.with_columns(_trusted().alias("nik_cocok"))
    table = raw.get_column("table")
    rounded = [rounded_columns(table, nik, "nik"), rounded_columns(table, card, "no_kk")]
    decisions = pl.concat([births.decisions, books, unread, *rounded]).sort("table", "field")
    frame = frame.select("rid", "table", "row", *(n for n in (*PERSON, *HELPERS) if n in asked))
    return Standardised(in_text(frame) if wanted is None else frame, decisions)


def _orders(tables: Iterable[Table]) -> dict[int, Settled]:
    """The order of day, month and year in the birth dates of each table of which it is settled."""
    return {t.index: one for t in tables if (one := t.told("tanggal_lahir")) is not None}


def _names(raw: pl.DataFrame, asked: frozenset[str]) -> list[pl.Series]:
    """Names of the row's person, those to compare them by where they are ``asked`` for, and of relatives."""
    matched = asked & {"nama_cocok", "nama_lain", "nama_bunyi"}
    own = names(raw["nama"]).get_columns() if matched else [printed_names(raw["nama"])]
    return own + [printed_names(raw.get_column(name)) for name in RELATIVES if name in asked]


def _years(raw: pl.DataFrame, dated: pl.Series, stamp: pl.Series, today: date) -> pl.Series:
    """``tahun_lahir``: the year of the date, else the one that the age tells."""
    if raw.get_column("umur").null_count() == raw.height:
        return dated
    ages = raw.select("table", "umur", dated.alias("year"), stamp)
    aged = dated.to_frame().select(pl.coalesce("tahun_lahir", years_by_age(ages, today.year)))
    return aged.to_series().alias("tahun_lahir")


def _numbers(found: pl.DataFrame, number: str, status: str, digits: str) -> list[pl.Series]:
    renamed = found.select(
        pl.col("number").alias(number), pl.col("status").alias(status), pl.col("digits").alias(digits)
    )
    return renamed.get_columns()


def _trusted() -> pl.Expr:
    """A NIK is trusted when it agrees with its own row's birth date and sex, and its area can exist.

    The date alone does not see a slip in the area: 6231 and 6236 are no regencies of this province, and none
    that it ever had (UU 5/2002 only added to them). Areas of other provinces are taken as they are.
    """
    ours = pl.col("nik").str.starts_with(OWN_PROVINCE)
    known = regencies().get_column("kode_kabupaten").str.replace(".", "", literal=True)
    exists = pl.col("nik").str.slice(0, 4).is_in(known.implode())
    agrees = pl.all_horizontal(
        pl.col("nik_status") == "ok",
        pl.col("nik_tanggal") == pl.col("tanggal_lahir"),
        pl.col("nik_kelamin") == pl.col("jenis_kelamin"),
        exists | ~ours,
    )
    return agrees.fill_null(value=False)


def _birth_cells(raw: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Birthplace and birth date as text, taken apart where one column holds both."""
    if raw.get_column("ttl").null_count() == raw.height:
        return raw.get_column("tempat_lahir"), raw.get_column("tanggal_lahir")

    def parted(distinct: pl.DataFrame) -> pl.DataFrame:
        text = squeezed(pl.col("value"))
        turned = text.str.extract_groups(_DATE_FIRST).struct
        return _month_first(
            distinct.select(
                "value",
                pl.coalesce(turned.field("2"), text.str.extract(_PLACE_FIRST, 1)).alias("place"),
                pl.coalesce(turned.field("1"), text.str.extract(r"(\d.*)$", 1)).alias("moment"),
            )
        )

    both = mapped(raw.get_column("ttl"), parted)
    frame = raw.select("tempat_lahir", "tanggal_lahir").with_columns(both.get_columns())
    # A filled cell of its own comes first; some sheets put both into the column of the date.
    cells = frame.select(
        pl.coalesce("tempat_lahir", "place").alias("place"), pl.coalesce("tanggal_lahir", "moment")
    )
    return cells.get_column("place"), cells.get_column("tanggal_lahir")


def _month_first(parted: pl.DataFrame) -> pl.DataFrame:
    """``KASONGAN, MARET 9, 1969``: the month's name stands with the place and goes to the date."""
    headless = parted.get_column("moment").str.contains(r"^\d{1,2}[\s,.]+\d{4}$").fill_null(value=False)
    if not headless.any():
        return parted
    words = "|".join(word for word in month_words() if word.strip("IVX"))
    ends = pl.col("place").str.extract_groups(rf"^(?:(.*?)[\s,/.\-]+)?({words})[\s.]*$").struct
    month = ends.field("2")
    moved = parted.filter(headless).with_columns(
        pl.when(month.is_null()).then("place").otherwise(ends.field("1").fill_null("")).alias("place"),
        pl.concat_str([month.fill_null(""), pl.col("moment")], separator=" ").alias("moment"),
    )
    return pl.concat([parted.filter(~headless), moved])
