"""Values of men and women in two columns, ``L`` and ``P``, brought into one beside one that says the sex.

Hand-made sheets give each sex a column of its own and put a tick, a cross or a 1 into one of the two; or the
age, the birth date, the name itself.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.columns import HeaderCell
from kalteng_data.load.synonyms import claim
from kalteng_data.load.words import header_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MALE = re.compile(r"(?i)^(.*?)\W*\b(?:l|lk|laki\W*(?:laki|2)|pria|male|m)\W*$", re.DOTALL)
_FEMALE = re.compile(r"(?i)^(.*?)\W*\b(?:p|pr|perempuan|wanita|female|f)\W*$", re.DOTALL)
_L, _P = r"(?i)^\W*(?:l|lk|laki\W*(?:laki|2)|pria)\W*$", r"(?i)^\W*(?:p|pr|perempuan|wanita)\W*$"
_SEX = "Jenis Kelamin"
_HEADERS = {"umur": "Umur", "tanggal_lahir": "Tanggal Lahir", "nama": "Nama", "nik": "NIK"}
"""Fields whose values may stand in either of the two columns, and a header that says each."""
_MARK = r"[^\s.\-\x{2010}-\x{2015}\x{2212}]"
_EITHER = 0.95
"""Least share of the rows with a mark that have one only."""
_ODD = 1
"""Rows with both that tell nothing: a line may number the columns."""
_AGE = r"^\s*\d{1,3}\s*(?:th|thn|tahun)?\W*$"
_AGES = 4
"""Different numbers from which on they are ages: marks are all alike."""


def one_column_of_sex(
    body: pl.DataFrame, cells: Sequence[HeaderCell]
) -> tuple[pl.DataFrame, tuple[HeaderCell, ...]]:
    """The rows below a header and its cells, a pair of columns by sex made one of L and P and one of values.

    Args:
        body: ``row`` and String columns named by absolute index.
        cells: the header's cells.

    Returns:
        Both with the sex read in one column of the pair, and in the other one what the two held: nothing
        under it where they held marks. As they are when no two neighbours are headed L and P, are told to
        hold something else, or both have values in one row (counts of men and women).
    """
    cells = tuple(cells)
    for i, (one, two) in enumerate(pairwise(cells)):
        group = group_of_sexes(one.text, two.text)
        if group is None:
            continue
        left, right = (pl.col(str(c.index)) for c in (one, two))
        male, female = _filled(left, right), _filled(right, left)
        value = pl.when(male).then(left).otherwise(right)
        again = (left.str.contains(_L) & right.str.contains(_P)).fill_null(value=False)
        either, both, men, again_rows, ages, different = body.select(
            either=(male | female).sum(), both=(male & female).sum(), men=male.sum(), again=again.sum(),
            ages=value.str.contains(_AGE).sum(), different=value.n_unique(),
        ).row(0)  # fmt: skip
        # Each repeated header, and a line that numbers the columns below it, has values in both.
        if both - _ODD - 2 * again_rows > (1 - _EITHER) * either or men in {0, either}:
            continue
        said = pl.when(male & ~female).then(pl.lit("L")).when(female & ~male).then(pl.lit("P"))
        held = _HEADERS.get(group)
        if group == "jenis_kelamin" and ages >= _EITHER * either and different > _AGES:
            held = _HEADERS["umur"]
        if held is None:
            body = body.with_columns(said.alias(str(one.index)))
            pair = (HeaderCell(one.index, (_SEX,)), HeaderCell(two.index, ()))
        else:
            body = body.with_columns(value.alias(str(one.index)), said.alias(str(two.index)))
            pair = (HeaderCell(one.index, (held,)), HeaderCell(two.index, (_SEX,)))
        return body, (*cells[:i], *pair, *cells[i + 2 :])
    return body, cells


def _filled(mine: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether a cell holds a mark or value: dashes are none, nor is a zero beside something else."""
    zero = (mine.str.strip_chars() == "0") & other.str.contains(r"[1-9\p{L}]")
    return (mine.str.contains(_MARK) & ~zero.fill_null(value=False)).fill_null(value=False)


def group_of_sexes(one: str, two: str) -> str | None:
    """The field over two headers L and P, sex where there is nothing; ``None`` when they are others."""
    left, right = _MALE.match(one), _FEMALE.match(two)
    if left is None or right is None or left[1].strip() != right[1].strip():
        return None
    return by_sex(left[1])


def by_sex(group: str) -> str | None:
    """The field that a text over L and P names, sex for none; ``None`` where both may hold values at once."""
    group = group.strip(" :")
    words = header_words(group)
    if not words or {"jenis", "kelamin"} <= set(words):
        return "jenis_kelamin"
    found = claim(group)
    return None if found is None or found.field not in {"jenis_kelamin", *_HEADERS} else found.field
