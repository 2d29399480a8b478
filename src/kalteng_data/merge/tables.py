"""The published tables of people, families and conflicts, from chosen values and the rows behind them."""

from __future__ import annotations

import polars as pl

from kalteng_data.fields import PROGRAMMES
from kalteng_data.merge.ids import FAMILY, PERSON, opaque_id

_NIK_STATUS = ("ok", "format", "panjang", "excel", "ilmiah", "sementara", "kosong")
"""A person's NIK status when the rows differ: the first of these that a row has."""

_MERGED = ("nama", "nik", "nik_status", "no_kk", "tanggal_lahir", "jenis_kelamin", "tempat_lahir", "agama",
           "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan", "golongan_darah",
           "disabilitas", "nama_ayah", "nama_ibu", "alamat", "dusun", "rt", "rw")  # fmt: skip


def penduduk(people: pl.DataFrame, rows: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """One row a person.

    Args:
        people: chosen values, one row a ``person``.
        rows: accepted rows with ``person``, ``level``, ``nik``, ``nik_status``.
        identities: ``person, id_penduduk, id_keluarga, family_card`` (the present card, may be null).
    """
    stands = rows.group_by("person").agg(
        pl.col("level").unique().sort().str.join(";").alias("sumber"), pl.len().cast(pl.UInt32).alias("baris")
    )
    return (
        people.join(identities, on="person")
        .join(stands, on="person")
        .join(_nik_status(people, rows), on="person", how="left")
        .with_columns(pl.coalesce("family_card", "no_kk").alias("no_kk"))
        .select(
            "id_penduduk",
            *_MERGED,
            "id_keluarga",
            "kode_desa",
            "sumber",
            "baris",
            pl.col("status_dasar").fill_null("HIDUP").alias("status"),
        )
        .sort("id_penduduk")
    )


def _nik_status(people: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What is wrong with each person's NIK, judged by the rows that state the chosen one (or none at all)."""
    chosen = people.select("person", pl.col("nik").alias("chosen"))
    rank = pl.col("nik_status").replace_strict(
        {status: i for i, status in enumerate(_NIK_STATUS)}, default=len(_NIK_STATUS), return_dtype=pl.Int8
    )
    return (
        rows.select("person", "nik", "nik_status", rank.alias("rank"))
        .join(chosen, on="person")
        .filter(pl.col("nik").eq_missing(pl.col("chosen")))
        .sort("rank")
        .unique("person", keep="first", maintain_order=True)
        .select("person", "nik_status")
    )


def keluarga(people: pl.DataFrame, rows: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """One row a family: its card, head, living members, village, aid flags and desil.

    A flag holds when any accepted row of a member says so, and is null when none speaks of the programme; the
    head is the living member whose role says so (the eldest of several), and null when no member's role does.
    """
    flags = (
        rows.join(identities.select("person", "id_keluarga"), on="person")
        .group_by("id_keluarga")
        .agg(
            *(pl.when(pl.col(f).is_not_null().any()).then(pl.col(f).any()).alias(f) for f in PROGRAMMES),
            pl.col("level").unique().sort().str.join(";").alias("sumber"),
        )
    )
    living = pl.col("status_dasar").fill_null("HIDUP").ne("MENINGGAL")
    members = people.join(identities, on="person").with_columns(living.alias("living"))
    heads = (
        members.filter(pl.col("living") & (pl.col("shdk") == "KEPALA KELUARGA"))
        .sort("tanggal_lahir", "id_penduduk", nulls_last=True)
        .unique("id_keluarga", keep="first", maintain_order=True)
        .select(
            "id_keluarga", pl.col("id_penduduk").alias("id_kepala_keluarga"),
            pl.col("nama").alias("nama_kepala_keluarga"),
        )
    )  # fmt: skip
    leading = members.with_columns(
        (pl.col("shdk") == "KEPALA KELUARGA").fill_null(value=False).alias("leads")
    )
    place = (
        leading.filter(pl.col("kode_desa").is_not_null())
        .sort("leads", "living", "id_penduduk", descending=[True, True, False])
        .unique("id_keluarga", keep="first", maintain_order=True)
        .select("id_keluarga", "kode_desa", "alamat", "rt", "rw")
    )
    counts = members.group_by("id_keluarga").agg(
        pl.col("family_card").drop_nulls().first().alias("no_kk"),
        pl.col("living").sum().cast(pl.UInt32).alias("jumlah_anggota"),
        pl.col("desil").min().alias("desil"),
    )
    return (
        counts.join(heads, on="id_keluarga", how="left")
        .join(place, on="id_keluarga", how="left")
        .join(flags, on="id_keluarga", how="left")
        .select(
            "id_keluarga", "no_kk", "id_kepala_keluarga", "nama_kepala_keluarga", "jumlah_anggota",
            "kode_desa", "alamat", "rt", "rw", "desil", *PROGRAMMES, "sumber",
        )
        .sort("id_keluarga")
    )  # fmt: skip


def identities(
    person_numbers: pl.DataFrame, family_numbers: pl.DataFrame, present: pl.DataFrame
) -> pl.DataFrame:
    """Ids of people and their present families: ``person, id_penduduk, id_keluarga, family_card``.

    Args:
        person_numbers: ``entity`` (the person) and ``number``.
        family_numbers: ``entity`` (the family key) and ``number``.
        present: ``person, family, no_kk`` as :func:`kalteng_data.resolve.families.families` gives it.
    """
    people = person_numbers.select(
        pl.col("entity").alias("person"), opaque_id(PERSON, pl.col("number")).alias("id_penduduk")
    )
    homes = family_numbers.select(
        pl.col("entity").alias("family"), opaque_id(FAMILY, pl.col("number")).alias("id_keluarga")
    )
    return (
        present.join(people, on="person")
        .join(homes, on="family")
        .select("person", "id_penduduk", "id_keluarga", pl.col("no_kk").alias("family_card"))
    )


def claims(raw_claims: pl.DataFrame, identities_: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Origin of every value on which rows differ: ``id, field, value, record_id, chosen, rule``."""
    return (
        raw_claims.join(identities_.select("person", pl.col("id_penduduk").alias("id")), on="person")
        .join(rows.select("rid", "record_id"), on="rid")
        .select("id", "field", "value", "record_id", "chosen", "rule")
        .sort("id", "field", "record_id")
    )


def conflicts(published_claims: pl.DataFrame) -> pl.DataFrame:
    """One row for each field of a person on which rows differ: how many values, which won, by what rule."""
    return (
        published_claims.group_by("id", "field")
        .agg(
            pl.col("value").n_unique().cast(pl.UInt32).alias("values"),
            pl.col("value").filter(pl.col("chosen")).first().alias("value"),
            pl.col("rule").first(),
        )
        .sort("id", "field")
    )
