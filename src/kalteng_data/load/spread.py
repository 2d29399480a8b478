"""One value spread over several columns: day, month and year; a digit a box; the column beside its header.

Forms give a number a box for each digit and a date three columns; a header merged over two columns may have
its values in the second one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.columns import HeaderCell

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = re.compile(r"(?i)^(?:tgl|tanggal|hari|dd|day)\b")
_MONTH = re.compile(r"(?i)^(?:bln|bulan|mm|month)\b")
_YEAR = re.compile(r"(?i)^(?:thn|th|tahun|yyyy|year)\b")
_FIRST_NAME = re.compile(r"(?i)^(?:(?:nama|nm)\W*(?:depan|pertama)|first\W*name)\W*$")
_LATER_NAME = re.compile(r"(?i)^(?:(?:nama|nm)\W*(?:tengah|belakang|akhir)|(?:middle|last)\W*name)\W*$")
_BIRTH = re.compile(r"(?i)\b(?:lahir|lhr|kelahiran|birth)")
_DIGITS = 16
_MOST = 0.5
"""Least share of the filled rows in which the boxes hold a whole number."""

Pair = tuple[pl.DataFrame, tuple[HeaderCell, ...]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rows and the header's cells; ``joined`` are the columns whose values were made of several cells."""

    body: pl.DataFrame
    cells: tuple[HeaderCell, ...]
    joined: frozenset[int]


def values_in_one_column(body: pl.DataFrame, cells: Sequence[HeaderCell]) -> Gathered:
    """The rows below a header and its cells, each value in the first of the columns it was spread over.

    Args:
        body: ``row`` and String columns named by absolute index.
        cells: the header's cells.
    """
    made = _names(*_dates(body, tuple(cells)))
    joined: set[int] = set()
    for i, cell in enumerate(made[1]):
        bare = len(list(takewhile(lambda after: not after.texts, made[1][i + 1 :]))) if cell.texts else 0
        if bare >= _DIGITS - 1:
            boxes = _boxes(*made, i)
            if boxes is not None:
                made = boxes
                joined.add(cell.index)
        elif bare:
            made = _beside(*made, i)
    return Gathered(*made, frozenset(joined))


def _dates(body: pl.DataFrame, cells: tuple[HeaderCell, ...]) -> Pair:
    """Three columns of a birth date as one: ``17-08-1980``, or the year where no more is known."""
    for i, (one, two, three) in enumerate(zip(cells, cells[1:], cells[2:], strict=False)):
        parts = (one, two, three)
        if not (_says(one, _DAY) and _says(two, _MONTH) and _says(three, _YEAR)):
            continue
        if not any(_BIRTH.search(text) for cell in parts for text in cell.texts):
            continue
        tidy = [pl.col(str(cell.index)).str.strip_chars().str.replace(r"\.0+$", "") for cell in parts]
        date = pl.coalesce(pl.concat_str(tidy, separator="-"), tidy[2]).alias(str(one.index))
        whole = (
            HeaderCell(one.index, ("Tanggal Lahir",)), HeaderCell(two.index, ()), HeaderCell(three.index, ())
        )  # fmt: skip
        return body.with_columns(date), (*cells[:i], *whole, *cells[i + 3 :])
    return body, cells


def _names(body: pl.DataFrame, cells: tuple[HeaderCell, ...]) -> Pair:
    """First names, those between and last names as whole names."""
    for i, (one, two) in enumerate(pairwise(cells)):
        if not (_says(one, _FIRST_NAME) and _says(two, _LATER_NAME)):
            continue
        parts = (one, *takewhile(lambda cell: _says(cell, _LATER_NAME), cells[i + 1 :]))
        tidy = [pl.col(str(cell.index)).str.strip_chars() for cell in parts]
        filled = [pl.when(text != "").then(text) for text in tidy]
        name = pl.concat_str(filled, separator=" ", ignore_nulls=True)
        body = body.with_columns(pl.when(name != "").then(name).alias(str(one.index)))
        blank = [HeaderCell(cell.index, ()) for cell in parts[1:]]
        return body, (*cells[:i], HeaderCell(one.index, ("Nama",)), *blank, *cells[i + len(parts) :])
    return body, cells


def _says(cell: HeaderCell, part: re.Pattern[str]) -> bool:
    return any(part.search(text) for text in cell.texts)


def _boxes(body: pl.DataFrame, cells: tuple[HeaderCell, ...], i: int) -> Pair | None:
    """Sixteen columns of a digit each as one of numbers."""
    names = [str(cell.index) for cell in cells[i : i + _DIGITS]]
    whole = pl.concat_str(pl.col(names).str.strip_chars(), ignore_nulls=True)
    filled, numbers = body.select(
        filled=whole.str.contains(r"\S").sum(), numbers=whole.str.contains(rf"^\d{{{_DIGITS}}}$").sum()
    ).row(0)
    if not filled or numbers < _MOST * filled:
        return None
    return body.with_columns(pl.when(whole != "").then(whole).alias(names[0])), cells


def _beside(body: pl.DataFrame, cells: tuple[HeaderCell, ...], i: int) -> Pair:
    """The header over a blank column given to the filled one next to it, which has none."""
    own, after = (
        pl.col(str(cell.index)).str.contains(r"\S").fill_null(value=False) for cell in cells[i : i + 2]
    )
    mine, others = body.select(mine=own.sum(), others=after.sum()).row(0)
    if mine > 0 or others == 0:
        return body, cells
    moved = (HeaderCell(cells[i].index, ()), HeaderCell(cells[i + 1].index, cells[i].texts))
    return body, (*cells[:i], *moved, *cells[i + 2 :])
