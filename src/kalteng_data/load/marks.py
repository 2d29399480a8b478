"""Sex marked in two columns, ``L`` and ``P``, brought into one as a single column says it.

Hand-made sheets give each sex a column of its own and put a tick, a cross or a 1 into one of the two.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.columns import HeaderCell
from kalteng_data.load.synonyms import claim

if TYPE_CHECKING:
    from collections.abc import Sequence

_MALE = re.compile(r"(?i)^(.*?)\W*\b(?:l|lk|laki\W*laki|pria)\W*$", re.DOTALL)
_FEMALE = re.compile(r"(?i)^(.*?)\W*\b(?:p|pr|perempuan|wanita)\W*$", re.DOTALL)
_SEX = "Jenis Kelamin"
_EITHER = 0.95
"""Least share of the rows with a mark that have one only."""


def one_column_of_sex(
    body: pl.DataFrame, cells: Sequence[HeaderCell]
) -> tuple[pl.DataFrame, tuple[HeaderCell, ...]]:
    """The rows below a header and its cells, a pair of columns of marks made one column of L and P.

    Args:
        body: ``row`` and String columns named by absolute index.
        cells: the header's cells.

    Returns:
        Both with the mark read in the first column of the pair and no header over the second; as they are
        when no two neighbours are headed L and P, are told to hold something else, or both have marks in one
        row (counts of men and women).
    """
    cells = tuple(cells)
    for i, (one, two) in enumerate(pairwise(cells)):
        if not _are_sexes(one.text, two.text):
            continue
        male, female = (pl.col(str(c.index)).str.contains(r"\S").fill_null(value=False) for c in (one, two))
        either, both, men = body.select(
            either=(male | female).sum(), both=(male & female).sum(), men=male.sum()
        ).row(0)
        if both > (1 - _EITHER) * either or men in {0, either}:
            continue
        said = pl.when(male & ~female).then(pl.lit("L")).when(female & ~male).then(pl.lit("P"))
        body = body.with_columns(said.alias(str(one.index)))
        return body, (*cells[:i], HeaderCell(one.index, (_SEX,)), HeaderCell(two.index, ()), *cells[i + 2 :])
    return body, cells


def _are_sexes(one: str, two: str) -> bool:
    """Whether two headers are L and P under one group, which names the sex if it names anything."""
    left, right = _MALE.match(one), _FEMALE.match(two)
    if left is None or right is None or left[1].strip() != right[1].strip():
        return False
    group = claim(left[1]) if left[1].strip() else None
    return not left[1].strip() or (group is not None and group.field == "jenis_kelamin")
