"""The published tables of people, families and conflicts, from chosen values and the rows behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PROGRAMMES
from kalteng_data.merge.ids import FAMILY, PERSON, opaque_id

if TYPE_CHECKING:
    from collections.abc import Sequence

_NIK_STATUS = ("ok", "format", "panjang", "excel", "ilmiah", "sementara", "kosong")
"""A person's NIK status when the rows differ: the first of these that a row has."""

_MERGED = ("nama", "nik", "nik_status", "no_kk", "tanggal_lahir", "jenis_kelamin", "tempat_lahir", "agama",
           "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan", "golongan_darah",
           "disabilitas", "nama_ayah", "nama_ibu", "alamat", "dusun", "rt", "rw")  # fmt: skip


def penduduk(
    people: pl.DataFrame, rows: pl.DataFrame, identities: pl.DataFrame, own: Sequence[str] = ()
) -> pl.DataFrame:
    """One row a person.

    Args:
        people: chosen values, one row a ``person``.
        rows: accepted rows with ``person``, ``level``, ``nik``, ``nik_status``.
        identities: ``person, id_penduduk, id_keluarga, family_card`` (the present card, may be null).
        own: columns of the workspace's own, which stand last.
    """
    levels = _levels(rows)
    stands = rows.group_by("person").agg(*_stated(levels), pl.len().cast(pl.UInt32).alias("baris"))
    # Left joins leave the wide side as it stands, where inner ones gather every column of it anew.
    return (
        people.join(identities, on="person", how="left", maintain_order="left")
        .join(stands, on="person", how="left", maintain_order="left")
        .join(_nik_status(people, rows), on="person", how="left", maintain_order="left")
        .with_columns(pl.coalesce("family_card", "no_kk").alias("no_kk"))
        .select(
            "id_penduduk",
            *_MERGED,
            "id_keluarga",
            "kode_desa",
            _joined(levels).alias("sumber"),
            "baris",
            pl.col("status_dasar").fill_null("HIDUP").alias("status"),
            *own,
        )
        .sort("id_penduduk")
    )


def _levels(rows: pl.DataFrame) -> list[str]:
    """The levels that rows stand at, in the order in which they are listed."""
    return sorted(rows["level"].unique().to_list())


def _stated(levels: list[str]) -> list[pl.Expr]:
    """For a group of rows a Boolean a level: whether one of them stands at it."""
    return [(pl.col("level") == level).any().alias(f"@{level}") for level in levels]


def _joined(levels: list[str]) -> pl.Expr:
    """The levels of ``_stated`` as text, parted by semicolons."""
    named = [pl.when(pl.col(f"@{level}")).then(pl.lit(level)) for level in levels]
    return pl.concat_str(named, separator=";", ignore_nulls=True)


def _nik_status(people: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What is wrong with each person's NIK, judged by the rows that state the chosen one (or none at all)."""
    chosen = people.select("person", pl.col("nik").alias("chosen"))
    rank = pl.col("nik_status").replace_strict(
        {status: i for i, status in enumerate(_NIK_STATUS)}, default=None, return_dtype=pl.UInt8
    )
    best = (
        rows.select("person", "nik", rank.alias("rank"))
        .join(chosen, on="person", how="left", maintain_order="left")
        .select("person", pl.when(pl.col("nik").eq_missing(pl.col("chosen"))).then("rank").alias("rank"))
        .group_by("person")
        .agg(pl.col("rank").min())
    )
    status = pl.col("rank").replace_strict(dict(enumerate(_NIK_STATUS)), return_dtype=pl.String)
    return best.select("person", status.alias("nik_status"))


def keluarga(people: pl.DataFrame, rows: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """One row a family: its card, head, living members, village, aid flags and desil.

    A flag holds when any accepted row of a member says so, and is null when none speaks of the programme; the
    head is the living member whose role says so (the eldest of several), and null when no member's role does.
    """
    levels = _levels(rows)
    flags = (
        rows.select("person", "level", *PROGRAMMES)
        .join(identities.select("person", "id_keluarga"), on="person", how="left", maintain_order="left")
        .group_by("id_keluarga")
        .agg(
            *(pl.when(pl.col(f).is_not_null().any()).then(pl.col(f).any()).alias(f) for f in PROGRAMMES),
            *_stated(levels),
        )
    )
    living = pl.col("status_dasar").fill_null("HIDUP").ne("MENINGGAL")
    members = (
        people.select("person", "shdk", "status_dasar", "tanggal_lahir", "nama", "kode_desa", "alamat", "rt",
                      "rw", "desil")
        .join(identities, on="person", how="left", maintain_order="left")
        .with_columns(
            living.alias("living"),
            (pl.col("shdk") == "KEPALA KELUARGA").fill_null(value=False).alias("leads"),
        )
    )  # fmt: skip
    heads = (
        members.filter(pl.col("living") & pl.col("leads"))
        .sort("tanggal_lahir", "id_penduduk", nulls_last=True)
        .unique("id_keluarga", keep="first", maintain_order=True)
        .select(
            "id_keluarga", pl.col("id_penduduk").alias("id_kepala_keluarga"),
            pl.col("nama").alias("nama_kepala_keluarga"),
        )
    )  # fmt: skip
    place = (
        members.filter(pl.col("kode_desa").is_not_null())
        .select("id_keluarga", "leads", "living", "id_penduduk", "kode_desa", "alamat", "rt", "rw")
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
            "kode_desa", "alamat", "rt", "rw", "desil", *PROGRAMMES, _joined(levels).alias("sumber"),
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
        present.join(people, on="person", how="left", maintain_order="left")
        .join(homes, on="family", how="left", maintain_order="left")
        .select("person", "id_penduduk", "id_keluarga", pl.col("no_kk").alias("family_card"))
    )


def claims(raw_claims: pl.DataFrame, identities_: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Origin of every value on which rows differ: ``id, field, value, record_id, chosen, rule``.

    Sorted by ``id``, ``field`` and ``record_id``.
    """
    people = identities_.select("person", id="id_penduduk", place=pl.col("id_penduduk").rank("ordinal"))
    records = rows.select("rid", "record_id", line=pl.col("record_id").rank("ordinal"))
    fields = raw_claims["field"].unique().sort().to_list()
    field = pl.col("field").cast(pl.Enum(fields)).to_physical().cast(pl.UInt64)
    # One number in the order of the three texts sorts in a fraction of the time that they take.
    key = (pl.col("place").cast(pl.UInt64) * len(fields) + field) * (rows.height + 1) + pl.col("line")
    named = raw_claims.join(people, on="person", how="left", maintain_order="left").join(
        records, on="rid", how="left", maintain_order="left"
    )
    order = named.select(key.arg_sort()).to_series()
    return named.select("id", "field", "value", "record_id", "chosen", "rule")[order]


def conflicts(published_claims: pl.DataFrame) -> pl.DataFrame:
    """One row for each field of a person on which rows differ: how many values, which won, by what rule.

    ``published_claims`` in the order of :func:`claims`: the rows of one field of a person follow each other.
    """
    begins = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in ("id", "field"))
    return (
        published_claims.with_columns(begins.cum_sum().alias("run"))
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("id", "field").first(),
            pl.col("value").n_unique().cast(pl.UInt32).alias("values"),
            pl.col("value").filter(pl.col("chosen")).first().alias("value"),
            pl.col("rule").first(),
        )
        .drop("run")
    )
