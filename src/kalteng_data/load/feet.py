"""Small tables and notes below the people, a blank row apart: counts by age or RT, ``Petugas | ANDI``.

They stand in the same columns as the people, but their cells are of other kinds than the columns hold, and
none of their rows is a person's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.continued import numbers_rows
from kalteng_data.load.numbering import counted_on
from kalteng_data.model import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    Signs = tuple[str, str, str]

_NUMBERS = ("nik", "no_kk", "nik_kepala_keluarga")
_NAMES = ("nama", "nama_kepala_keluarga")
_NUMBER = r"^(?:\D*\d){13}|\d[.,]\d+E\+?1\d"
"""Digits of a NIK with slips in it, or what a spreadsheet made of one."""
_LIKE = r"^(?:\D*\d){8}|\d[.,]\d+E\+?1\d"
_UNLIKE = r"^\W*(?:62|0)\W?8(?:\W*\d){8,11}\W*$|^\W*\d{1,2}\W\d{1,2}\W\d{2,4}\b"
"""A number of a NIK cut short, and what is none: a telephone, a date."""
_NONE = (
    r"(?i)^[\W0xX_]*$|\b(?:belum|blm|tidak|tdk|tak|tanpa|proses|hilang|kosong|nihil|ada|baru|punya|lahir|"
    r"bayi|mati|meninggal)\b"
)
"""What stands for a number or date that somebody does not have."""
_DATE = r"^[^:]*?(?:\d{1,2}\D+(?:\d{1,2}|\p{L}{3,})\D+\d{2,4}|\d{4,8})"
_SEX = r"(?i)^\W*(?:[lp12]|lk|pr|laki\p{L}*\W*(?:laki)?|perempuan|pria|wanita)\W*$"
_WORD = r"\p{L}{2}"
_OTHER = 2
"""Cells of another kind than their columns hold, from which on rows apart are no people."""


def foot_rows(
    body: pl.DataFrame, blank: pl.Series, columns: Sequence[Column], kind: Kind, again: pl.Expr, signs: Signs
) -> pl.Series:
    """Which ``row`` of ``body`` belong to such a foot: blocks between blank rows, below the first person.

    Args:
        body: ``row`` and String columns named by absolute index, heading lines left out.
        blank: the blank rows, in order.
        columns: the mapped columns.
        kind: what a record stands for.
        again: whether a row repeats the header: its block is no foot.
        signs: patterns of cells: of signatures, whose blocks are told apart elsewhere, of totals, which
            count for nothing, and of notes.
    """
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    own = [mapped[field] for field in _NUMBERS if field in mapped]
    name = next((mapped[field] for field in _NAMES if field in mapped), None)
    none = body.get_column("row").clear()
    if kind is Kind.DESA or not own or name is None or blank.is_empty():
        return none
    held = body.filter((pl.col("row") > blank[0]) & ~pl.col("row").is_in(blank.implode()))
    if held.is_empty():
        return none
    numbered = pl.any_horizontal(pl.col(column).str.contains(_NUMBER) for column in own).fill_null(
        value=False
    )
    block = blank.search_sorted(held.get_column("row"))
    held = held.with_columns(block=block, numbered=numbered | again)
    held = held.filter(~pl.col("numbered").any().over("block"))
    if held.is_empty():
        return none
    first = body.select(first=pl.col("row").filter(numbered).min()).item()
    held = held.filter(pl.col("row") > first) if first is not None else held.clear()
    return held.clear().get_column("row") if held.is_empty() else _feet(body, held, columns, name, signs)


def _feet(
    body: pl.DataFrame, held: pl.DataFrame, columns: Sequence[Column], name: str, signs: Signs
) -> pl.Series:
    """The rows of blocks without numbers of people that are no people's."""
    apart, total, note = signs
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    names = [column for column in body.columns if column.isdigit()]
    running = next((str(c.index) for c in columns if c.field is None and numbers_rows(c.header)), None)
    counted = None if running is None else counted_on(body, running, held.get_column("row"))
    text = pl.concat_str(pl.col(names).fill_null(""), separator="\x1f")
    first = pl.coalesce(pl.when(pl.col(names).str.contains(r"\S")).then(pl.col(names)))
    numbers = [_is_other(f, mapped[f]) for f in _NUMBERS if f in mapped]
    others = [_is_other(f, mapped[f]) for f in ("tanggal_lahir", "ttl", "jenis_kelamin") if f in mapped]
    named = pl.col(name).str.contains(_WORD).fill_null(value=False)
    nameless = ~named & pl.col(name).str.contains(r"\S").fill_null(value=False)
    said = [
        pl.col(mapped[f]).str.contains(_SEX if f == "jenis_kelamin" else _DATE)
        for f in ("tanggal_lahir", "ttl", "jenis_kelamin")
        if f in mapped
    ]
    told = [test.fill_null(value=False) for test in said]
    if running is not None and counted is not None:
        others.append(pl.col(running).str.contains(_WORD).fill_null(value=False))
        told.append(pl.col("row").is_in(counted.implode()))
    known = held.select(
        "row",
        "block",
        other=pl.when(first.str.contains(total).fill_null(value=False))
        .then(0)
        .otherwise(pl.sum_horizontal(*numbers, *others, nameless)),
        person=named & ~pl.any_horizontal(numbers) & pl.any_horizontal([*told, pl.lit(value=False)]),
        apart=text.str.contains(apart) | text.str.contains(r"\d{15}"),
        note=first.str.contains(note).fill_null(value=False),
    )
    blocks = known.filter(~(pl.col("person") | pl.col("apart")).any().over("block"))
    cells = pl.col("other").sum().over("block")
    foot = (cells >= _OTHER) | ((cells > 0) & pl.col("note").first().over("block"))
    return blocks.filter(foot).get_column("row")


def _is_other(field: str, column: str) -> pl.Expr:
    """Whether a cell is filled with something that its column does not hold."""
    kind = {"tanggal_lahir": _DATE, "ttl": _DATE, "jenis_kelamin": _SEX}.get(field, _LIKE)
    cell = pl.col(column)
    other = ~cell.str.contains(kind)
    if field in _NUMBERS:
        other |= cell.str.contains(_UNLIKE)
    return (cell.str.contains(r"\S") & other & ~cell.str.contains(_NONE)).fill_null(value=False)
