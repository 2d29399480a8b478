"""Raw rows about people to standardised ones: same height, same order, originals left in the raw frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PERSON, PROGRAMMES, RAW_PERSON
from kalteng_data.standardise.address import address, neighbourhoods
from kalteng_data.standardise.births import birth_dates
from kalteng_data.standardise.identity import birth_stamp, identity_numbers, inside_nik
from kalteng_data.standardise.labels import FIELDS, codebooks, desil, flag, label
from kalteng_data.standardise.names import names, printed
from kalteng_data.standardise.rows import Standardised, village_group, whole
from kalteng_data.standardise.text import clean, mapped, said, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kalteng_data.model import Table

HELPERS: tuple[str, ...] = (
    "nama_cocok", "nama_lain", "nama_bunyi", "nik_mentah", "kk_mentah", "alamat_cocok", "nik_tanggal", "nik_kelamin",
    "nik_cocok", "tahun_lahir",
)  # fmt: skip
"""Columns after ``PERSON``: forms to compare by, and what a NIK says."""


def standardise_persons(
    raw: pl.DataFrame, tables: Iterable[Table], *, today: date, declared: Mapping[int, str] | None = None
) -> Standardised:
    """Standardise rows about people.

    Args:
        raw: ``rid, table, row`` and the fields of ``RAW_PERSON`` as text; columns it lacks count as blank.
        tables: the tables the rows come from; their layouts tell codebooks.
        today: the day of the run; ages and centuries are judged by it.
        declared: codebook by table index, from the settings.

    Returns:
        The standardised frame and the decisions taken for whole tables.
    """
    raw = whole(raw, RAW_PERSON)
    listed = tuple(tables)
    group = village_group(raw)
    nik = identity_numbers(raw, "nik", group)
    card = identity_numbers(raw, "no_kk", group)
    place, moment = _birth_cells(raw)
    usable = nik.select(
        pl.when(pl.col("status").is_in(["ok", "format"])).then(pl.col("value")).alias("value")
    ).to_series()
    rows = raw.select("table", group.alias("group"), moment.alias("text"), birth_stamp(usable).alias("stamp"))
    births = birth_dates(rows, today)
    books = codebooks(raw, listed, declared or {})
    labels = [label(raw, field, books) for field in FIELDS]
    where = address(raw.get_column("alamat"))
    rt, rw = neighbourhoods(raw, where)
    inside = inside_nik(usable, births.frame.get_column("tahun_lahir"), today)
    columns = [
        *raw.select("rid", "table", "row").get_columns(),
        *names(raw.get_column("nama")).get_columns(),
        *(clean(raw.get_column(field), printed) for field in ("nama_ayah", "nama_ibu", "nama_kepala_keluarga")),
        nik.get_column("number").alias("nik"), nik.get_column("status").alias("nik_status"),
        nik.get_column("digits").alias("nik_mentah"), card.get_column("number").alias("no_kk"),
        card.get_column("status").alias("kk_status"), card.get_column("digits").alias("kk_mentah"),
        *births.frame.get_columns(), place.alias("tempat_lahir"), *labels,
        where.get_column("alamat"), where.get_column("alamat_cocok"), clean(raw.get_column("dusun"), said),
        rt, rw, clean(raw.get_column("desil"), desil), *(clean(raw.get_column(field), flag) for field in PROGRAMMES),
        *inside.get_columns(),
    ]  # fmt: skip
    frame = pl.DataFrame(columns).with_columns(
        (
            (pl.col("nik_status") == "ok") & (pl.col("nik_tanggal") == pl.col("tanggal_lahir"))
            & (pl.col("nik_kelamin") == pl.col("jenis_kelamin"))
        ).fill_null(value=False).alias("nik_cocok")
    )  # fmt: skip
    decisions = pl.concat([births.decisions, books])
    return Standardised(
        frame.select("rid", "table", "row", *PERSON, *HELPERS), decisions.sort("table", "field")
    )


def _birth_cells(raw: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Birthplace and birth date as text, taken apart where one column holds both."""

    def parted(distinct: pl.DataFrame) -> pl.DataFrame:
        text = squeezed(pl.col("value"))
        return distinct.select(
            "value",
            text.str.extract(r"^([^\d]*?)[\s,/;.\-]*(?:\d.*)?$", 1).alias("place"),
            text.str.extract(r"(\d.*)$", 1).alias("moment"),
        )

    both = mapped(raw.get_column("ttl"), parted)
    place = raw.select(pl.coalesce(pl.col("tempat_lahir"), both.get_column("place"))).to_series()
    moment = raw.select(pl.coalesce(pl.col("tanggal_lahir"), both.get_column("moment"))).to_series()
    return clean(place, said), moment
