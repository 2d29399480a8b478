"""Deaths and moves told in a column of remarks, where a list has no column of its own for them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.words import header_words
from kalteng_data.reference.status import told_by_remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Column

_FIELD = "status_dasar"
REASON = "remarks"
"""Reason of such a column."""
_REMARKS = frozenset({"ket", "keterangan", "catatan"})
_SURE = 0.7


def status_in_remarks(
    records: pl.DataFrame, columns: Sequence[Column]
) -> tuple[pl.DataFrame, tuple[Column, ...]]:
    """The records and columns, remarks of deaths and moves being the column ``status_dasar``.

    All other remarks are blanked: they are no status, and nothing is wrong with them.

    Args:
        records: ``row`` and String columns named by absolute index.
        columns: the mapped columns of people.
    """
    columns = tuple(columns)
    remarks = [c for c in columns if c.field in {None, _FIELD} and _REMARKS & set(header_words(c.header))]
    if any(c.field == _FIELD and c not in remarks for c in columns):
        return records, columns
    for column in remarks:
        cell = pl.col(str(column.index))
        texts = records.select(cell.unique()).drop_nulls()
        told = texts.filter(told_by_remark(cell).is_not_null()).to_series()
        if told.is_empty():
            continue
        kept = records.with_columns(pl.when(cell.is_in(told.implode())).then(cell))
        found = dataclasses.replace(column, field=_FIELD, confidence=_SURE, reason=REASON)
        return kept, tuple(found if c is column else c for c in columns)
    return records, columns
