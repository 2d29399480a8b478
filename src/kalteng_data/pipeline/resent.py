"""The same content sent again under another name or level: recognised by fingerprints of the rows.

In: standardised rows of all tables. Out: which table repeats which, a finding on each, and whose voice its
rows are. A list that one office copied from another is no second witness of anything.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.schemas import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kalteng_data.model import Table

CODE = "KT067"
SHARE = 0.9
"""Least share of a table's different rows that stand in the other one too, alike in every field."""
LEAST = 20
"""Tables with fewer different rows are alike by chance, or forms with nothing filled in."""
PEOPLE = ("nama", "nik", "nik_mentah", "no_kk", "kk_mentah", "tanggal_lahir", "tahun_lahir",
          "jenis_kelamin", "tempat_lahir", "shdk", "kode_desa", "alamat", "rt", "rw", "nama_ayah",
          "nama_ibu", "pekerjaan", "pendidikan", "agama", "status_kawin", "status_dasar")  # fmt: skip
"""What a row about a person says, without where it stands."""
VILLAGES = ("kode_desa", "desa", "kecamatan", "jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan",
            "jumlah_kk", "luas", "kepala_desa", "status_idm", "skor_idm")  # fmt: skip
"""What a row about a village says."""


def resent(rows: pl.DataFrame, content: Sequence[str]) -> dict[int, int]:
    """Which tables repeat another one: by ``Table.index``, the table whose content it is.

    Of two that hold the same the later one (larger index) repeats the first; a part of a larger list repeats
    the whole. Tables are numbered in an order that does not depend on how files were given, so neither does
    this.

    Args:
        rows: standardised rows with ``table`` and the columns of ``content``.
        content: what makes two rows the same.
    """
    if rows.get_column("table").n_unique() < 2:
        return {}
    prints = rows.select(content).hash_rows().alias("print")
    unique = pl.DataFrame([rows.get_column("table"), prints]).unique().sort("print", "table")
    sizes = dict(unique.group_by("table").len().rows())
    # Four others are enough to find each copy, and keep the work linear where many tables are alike.
    others = ("first", "last", "before", "after")
    near = unique.with_columns(
        first=pl.col("table").first().over("print"),
        last=pl.col("table").last().over("print"),
        before=pl.col("table").shift(1).over("print"),
        after=pl.col("table").shift(-1).over("print"),
    )
    pairs = pl.concat([near.select("table", "print", other=pl.col(name)) for name in others])
    counts = pairs.filter(pl.col("other") != pl.col("table")).unique().group_by("table", "other").len()
    shares = {
        (table, other): n / sizes[table]
        for table, other, n in counts.rows()
        if sizes[table] >= LEAST and n >= SHARE * sizes[table]
    }
    found: dict[int, int] = {}
    for (table, other), _ in sorted(shares.items(), key=lambda one: (one[0][0], -one[1], one[0][1])):
        if (other, table) not in shares or other < table:
            found.setdefault(table, other)
    return found


def findings(repeats: Mapping[int, int], tables: Sequence[Table]) -> pl.DataFrame:
    """A finding on each table that repeats another, which it names; of shape ``schemas.FINDINGS``."""
    named = {table.index: name_of(table) for table in tables}
    severity = str(catalogue.rules()[CODE].severity)
    rows = [(CODE, severity, table, 0, None, None, named[repeats[table]]) for table in sorted(repeats)]
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


def name_of(table: Table) -> str:
    """A table as messages name it: level, file and sheet."""
    level = f"{table.source.level}/" if table.source.level else ""
    return f"{level}{table.source.file} {table.sheet}".strip()


def with_voices(rows: pl.DataFrame, repeats: Mapping[int, int], tables: Sequence[Table]) -> pl.DataFrame:
    """``rows`` with whose word they are: ``voice`` (UInt8, a number for each level) and ``copied`` (Boolean).

    The rows of a table that repeats another speak with the voice of that one's level.
    """
    levels = {table.index: str(table.source.level or "") for table in tables}
    numbers = {level: number for number, level in enumerate(sorted(set(levels.values())))}
    voices = {index: numbers[levels[_origin(index, repeats)]] for index in levels}
    return rows.with_columns(
        voice=pl.col("table").replace_strict(voices, return_dtype=pl.UInt8),
        copied=pl.col("table").is_in(list(repeats)),
    )


def _origin(table: int, repeats: Mapping[int, int]) -> int:
    """The table at the end of a chain of copies."""
    seen = {table}
    while (other := repeats.get(table)) is not None and other not in seen:
        seen.add(other)
        table = other
    return table


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
