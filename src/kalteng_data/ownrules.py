"""Rules of a workspace's own: SQL conditions over the columns of a standardised table.

In: the text of a condition and what rows stand for. Out: a polars expression that is true where the rule is
broken, checked against the columns' names and types before any file is read. polars reads an expression only:
no statement, no table and no file can be named in one.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PERSON, PLACE, PROGRAMMES, RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.model import ColumnType, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kalteng_data.model import OwnColumn

RAW = "raw_"
"""Prefix of the columns that hold a cell's text as the sheet shows it."""

_TYPES: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(PROGRAMMES, pl.Boolean),
    **dict.fromkeys(("tanggal_lahir", "nik_tanggal"), pl.Date),
    **dict.fromkeys(("jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk"), pl.Int64),
    **dict.fromkeys(("luas", "skor_idm"), pl.Float64),
    "desil": pl.Int8,
    "jumlah_anggota": pl.Int32,
    "nik_cocok": pl.Boolean,
    "usia": pl.Int32,
}
_UNREAD = {"rt_rw", "ttl", "umur"}
"""Cells that are read into other fields and have no standardised column."""

_CLEAN: Mapping[Kind, tuple[str, ...]] = {
    Kind.PENDUDUK: (*PERSON, "kode_desa", "usia", "nik_tanggal", "nik_kelamin", "nik_cocok"),
    Kind.KELUARGA: (*(f for f in RAW_FAMILY if f not in _UNREAD), "kk_status", "nik_status"),
    Kind.DESA: RAW_VILLAGE,
}
CELLS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PENDUDUK: RAW_PERSON,
    Kind.KELUARGA: RAW_FAMILY,
    Kind.DESA: RAW_VILLAGE,
}
"""Fields whose cells a rule may name, as ``raw_<field>``."""


OWN_TYPES: Mapping[ColumnType, type[pl.DataType]] = {
    ColumnType.TEKS: pl.String,
    ColumnType.BULAT: pl.Int64,
    ColumnType.DESIMAL: pl.Float64,
    ColumnType.TANGGAL: pl.Date,
    ColumnType.YA_TIDAK: pl.Boolean,
}
"""Types of the columns that a workspace adds to a schema."""


class RefusedError(Exception):
    """A condition that cannot be: ``why``, or the ``column`` that does not exist and names ``near`` it."""

    def __init__(self, why: str, column: str | None = None, near: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.column = column
        self.near = near


def columns(kind: Kind, own: Iterable[OwnColumn] = ()) -> dict[str, type[pl.DataType]]:
    """The columns that a condition about ``kind`` may name, with their types; ``own`` are columns of it."""
    clean = {name: _TYPES.get(name, pl.String) for name in _CLEAN[kind]}
    if kind is not Kind.PENDUDUK:
        clean |= dict.fromkeys(PLACE, pl.String)
    more = {column.name: OWN_TYPES[column.type] for column in own}
    return clean | more | {RAW + name: pl.String for name in (*CELLS[kind], *more)}


def condition(sql: str, kind: Kind, own: Iterable[OwnColumn] = ()) -> pl.Expr:
    """The expression of a condition, true where the rule is broken.

    Raises:
        RefusedError: it is no expression, names an unknown column, or is not true or false.
    """
    known = columns(kind, own)
    try:
        expression = pl.sql_expr(sql)
        strangers = sorted(set(expression.meta.root_names()) - known.keys())
        if strangers:
            near = difflib.get_close_matches(strangers[0], known, n=3)
            raise RefusedError("unknown-column", strangers[0], ", ".join(near or list(known)[:8]))
        made = pl.DataFrame(schema=known).select(expression)
    except pl.exceptions.PolarsError as error:
        raise RefusedError(" ".join(str(error).split())[:160]) from None
    if made.dtypes != [pl.Boolean]:
        raise RefusedError(f"{made.dtypes[0]} != Boolean")
    return expression


def is_pattern(pattern: str) -> bool:
    """Whether polars takes ``pattern`` for a regular expression."""
    try:
        pl.select(pl.lit("").str.contains(f"^(?:{pattern})$"))
    except pl.exceptions.PolarsError:
        return False
    return bool(pattern)
