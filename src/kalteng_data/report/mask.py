"""Masks of personal data: what may be shown on a screen, in a report, in a log (UU 27/2022; UU 23/2006, 84).

In: text of a cell, and what kind of thing it is. Out: text from which no number, name or birth date can be
read. A cell may hold anything whatever its column says, so every mask hides long numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import polars as pl

from kalteng_data.model import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kalteng_data.model import OwnColumn

MaskKind: TypeAlias = Literal["number", "name", "date", "plain", "open"]

KINDS: Mapping[str, MaskKind] = {
    **dict.fromkeys(("nik", "no_kk", "nik_ayah", "nik_ibu", "nik_kepala_keluarga", "telepon"), "number"),
    **dict.fromkeys(("nama", "nama_ayah", "nama_ibu", "nama_kepala_keluarga", "kepala_desa"), "name"),
    **dict.fromkeys(("alamat", "nama_cocok"), "name"),
    **dict.fromkeys(("tanggal_lahir", "ttl", "nik_tanggal"), "date"),
}
"""What the canonical fields hold; a field that is not named is ``plain``."""

_OWN: Mapping[ColumnType, MaskKind] = {ColumnType.TEKS: "name", ColumnType.TANGGAL: "date"}
"""Free text of a workspace's own column may name anyone; what a code list lets through names no one."""


def mask_kinds(own: Iterable[OwnColumn]) -> dict[str, MaskKind]:
    """``KINDS`` and what columns of a workspace's own hold."""
    mine: dict[str, MaskKind] = {
        column.name: "plain" if column.values else _OWN.get(column.type, "plain") for column in own
    }
    return {**mine, **KINDS}


_YEAR = r"(?:18|19|20)\d{2}"
_LETTERS = r"[\p{L}\p{M}]"


def masked(value: pl.Expr, kind: MaskKind) -> pl.Expr:
    """Text without what tells who is meant.

    - ``number``: the first 4 and last 2 digits of 12 or more, the first 2 of a shorter number;
    - ``name``: two letters of each word, one of a word of three letters or less, no digits but single ones;
    - ``date``: the year alone, and nothing where no year stands;
    - ``plain``: everything but numbers long enough to be someone's;
    - ``open``: everything: words of the settings, which are no one's.
    """
    return {"number": _number, "name": _name, "date": _date, "plain": _plain, "open": _open}[kind](value)


def mask(value: str, kind: MaskKind) -> str:
    """One value, masked as ``masked`` does."""
    return str(pl.select(masked(pl.lit(value), kind)).item())


def mask_frame(frame: pl.DataFrame, column: str, kind: str) -> pl.Series:
    """``column`` masked, each row as the column ``kind`` (of ``MaskKind``) says; same order and height."""
    kinds: list[MaskKind] = frame.get_column(kind).unique().drop_nulls().to_list()
    if not kinds:
        return frame.get_column(column).clear(frame.height)
    # A column for each kind, null in the rows of others: no mask has work there.
    apart = frame.select(pl.when(pl.col(kind) == name).then(column).alias(name) for name in kinds)
    shown = apart.select(pl.coalesce(masked(pl.col(name), name) for name in kinds).alias(column))
    return shown.to_series()


def _digits(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(r"\D", "")


def _long(value: pl.Expr) -> pl.Expr:
    """Digits of a number whose length could be a NIK's: first 4 and last 2."""
    digits = _digits(value)
    stars = digits.str.slice(4, digits.str.len_chars() - 6).str.replace_all(r"\d", "*")
    return pl.concat_str(digits.str.slice(0, 4), stars, digits.str.slice(-2))


def _number(value: pl.Expr) -> pl.Expr:
    digits = _digits(value)
    length = digits.str.len_chars()
    short = pl.concat_str(digits.str.slice(0, 2), digits.str.slice(2).str.replace_all(r"\d", "*"))
    dated = value.str.contains(
        r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b[^-/.\d]|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$"
    )
    return (
        pl.when(dated & (length < 16)).then(_date(value))
        .when(length >= 12).then(_long(value))
        .when(length > 4).then(short)
        .otherwise(_name(value))
    )  # fmt: skip


def _name(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(
        rf"({_LETTERS}{{2}}){_LETTERS}{{2,}}|({_LETTERS}){_LETTERS}{{0,2}}", "$1$2***"
    ).str.replace_all(r"\d{2,}", "**")


def _date(value: pl.Expr) -> pl.Expr:
    year = pl.coalesce(
        value.str.extract(rf"(?:^|[^\d])({_YEAR})(?:$|[^\d])", 1),
        # 18011900 is the 18th of January: no month stands behind what looks like a year.
        value.str.extract(rf"^\s*({_YEAR})(?:0[1-9]|1[0-2])\d\d\s*$", 1),
        value.str.extract(rf"^\s*\d{{4}}({_YEAR})\s*$", 1),
    )
    hidden = _name(value).str.replace_all(r"\d", "*")
    return pl.when(year.is_not_null()).then(pl.concat_str(pl.lit("**-**-"), year)).otherwise(hidden)


def _plain(value: pl.Expr) -> pl.Expr:
    length = _digits(value).str.len_chars()
    # A village's code has ten digits and two dots at most; anything longer may be a person's number.
    return pl.when(length >= 12).then(_long(value)).otherwise(value)


def _open(value: pl.Expr) -> pl.Expr:
    return value
