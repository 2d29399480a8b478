"""Rows about villages and family cards: numbers read, words cleaned, places left as they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PLACE, PROGRAMMES, RAW_FAMILY, RAW_VILLAGE
from kalteng_data.standardise.address import address, neighbourhoods
from kalteng_data.standardise.aid import desil, flag
from kalteng_data.standardise.identity import identity_numbers
from kalteng_data.standardise.names import printed_names
from kalteng_data.standardise.rows import DECISIONS, Standardised, in_text, village_group, whole
from kalteng_data.standardise.text import clean, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kalteng_data.model import Table

_COUNTS = ("jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk")
_MEASURES = ("luas", "skor_idm")


def number(text: pl.Expr) -> pl.Expr:
    """A number as Indonesian and English hands write it, as Float64; null where none stands.

    ``1.234,56`` and ``1,234.56`` are the same; a lone separator before exactly three digits groups thousands
    (``1.234`` is 1234) unless a zero leads (``0.123``); spaces group too. Units behind the number are left
    out.
    """
    bare = text.str.normalize("NFKC").str.replace_all(r"[\s']", "").str.extract(r"^(-?[\d.,]*\d)", 1)
    both = bare.str.contains(r"\.") & bare.str.contains(",")
    comma_last = bare.str.contains(r",\d*$")
    indonesian = bare.str.replace_all(r"\.", "").str.replace(",", ".")
    english = bare.str.replace_all(",", "")
    grouped = bare.str.contains(r"^-?[1-9]\d{0,2}([.,]\d{3})+$")
    plain = bare.str.replace(",", ".")
    written = (
        pl.when(both & comma_last).then(indonesian).when(both).then(english)
        .when(grouped).then(bare.str.replace_all("[.,]", "")).otherwise(plain)
    )  # fmt: skip
    value = written.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def measure(text: pl.Expr) -> pl.Expr:
    """A number that has decimals: one lone separator is the decimal one (``0,8312``, ``12.345`` hectares)."""
    bare = text.str.normalize("NFKC").str.replace_all(r"[\s']", "").str.extract(r"^(-?[\d.,]*\d)", 1)
    lone = bare.str.count_matches("[.,]") == 1
    value = (
        pl.when(lone).then(bare.str.replace(",", ".").cast(pl.Float64, strict=False)).otherwise(number(text))
    )
    return pl.when(value.is_finite()).then(value)


def count(text: pl.Expr) -> pl.Expr:
    """A whole number of people or families; null where a fraction stands."""
    value = number(text)
    return pl.when((value == value.round()) & (value.abs() < 1e15)).then(value).cast(pl.Int64, strict=False)


def standardise_villages(raw: pl.DataFrame, _tables: Iterable[Table]) -> Standardised:
    """Standardise rows about villages.

    Returns:
        ``rid, table, row`` and the columns of ``RAW_VILLAGE``: counts Int64, ``luas`` and ``skor_idm``
        Float64, words upper case, the fields of places as they came.
    """
    raw = whole(raw, RAW_VILLAGE)
    if raw.is_empty():
        numbers = [pl.col(_COUNTS).cast(pl.Int64), pl.col(_MEASURES).cast(pl.Float64)]
        nothing = raw.select("rid", "table", "row", *RAW_VILLAGE).with_columns(numbers)
        return Standardised(nothing, pl.DataFrame(schema=DECISIONS))
    words = [clean(raw.get_column(field), said) for field in ("status_idm", "telepon")]
    frame = pl.DataFrame([
        *raw.select("rid", "table", "row", *PLACE).get_columns(), *words,
        printed_names(raw.get_column("kepala_desa")),
        *(clean(raw.get_column(field), count) for field in _COUNTS),
        *(clean(raw.get_column(field), measure) for field in _MEASURES),
    ])  # fmt: skip
    return Standardised(frame.select("rid", "table", "row", *RAW_VILLAGE), pl.DataFrame(schema=DECISIONS))


def standardise_families(raw: pl.DataFrame, _tables: Iterable[Table]) -> Standardised:
    """Standardise rows about family cards.

    Returns:
        ``rid, table, row`` and the columns of ``RAW_FAMILY`` without ``rt_rw``, typed as those of people,
        with ``kk_status``, ``kk_mentah``, ``nik_status`` (of the head's NIK) and ``alamat_cocok``; places
        as they came.
    """
    raw = whole(raw, RAW_FAMILY)
    group = village_group(raw)
    card = identity_numbers(raw, "no_kk", group)
    head = identity_numbers(
        raw.select("table", pl.col("nik_kepala_keluarga").alias("nik"), "nik_angka"),
        "nik",
        group,
    )
    where = address(raw.get_column("alamat"))
    rt, rw = neighbourhoods(raw)
    frame = pl.DataFrame([
        *raw.select("rid", "table", "row", *PLACE).get_columns(),
        card.get_column("number").alias("no_kk"), card.get_column("status").alias("kk_status"),
        card.get_column("digits").alias("kk_mentah"), head.get_column("number").alias("nik_kepala_keluarga"),
        head.get_column("status").alias("nik_status"), printed_names(raw.get_column("nama_kepala_keluarga")),
        clean(raw.get_column("jumlah_anggota"), count).cast(pl.Int32, strict=False),
        *where.select("alamat", "alamat_cocok").get_columns(), clean(raw.get_column("dusun"), said), rt, rw,
        clean(raw.get_column("desil"), desil), *(clean(raw.get_column(field), flag) for field in PROGRAMMES),
    ])  # fmt: skip
    fields = [field for field in RAW_FAMILY if field != "rt_rw"]
    helpers = ["kk_status", "kk_mentah", "nik_status", "alamat_cocok"]
    frame = frame.select("rid", "table", "row", *fields, *helpers)
    return Standardised(in_text(frame), pl.DataFrame(schema=DECISIONS))
