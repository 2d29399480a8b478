"""Columns full of identity numbers that nothing was made of: people may stand in them whom nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.content import SAMPLE, profiles
from kalteng_data.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Column

_MOST = 0.5
"""Least share of 15 to 17 digit cells among the filled ones."""
_REASONS = ("unknown", "content-differs", "double")


def unread_numbers(records: pl.DataFrame, columns: Sequence[Column], kind: Kind) -> pl.DataFrame:
    """``code``, ``row`` (0) and ``difference`` (letter and header) of each such column of people or families.

    Headers that are known and stand for nothing we keep (a husband's NIK) are no such columns.

    Args:
        records: ``row`` and String columns named by absolute index.
        columns: the mapped columns.
        kind: what a record stands for.
    """
    left = [c for c in columns if c.field is None and c.header and c.reason.startswith(_REASONS)]
    found: list[Column] = []
    if left and kind is not Kind.DESA:
        sample = records.gather_every(max(1, records.height // SAMPLE)).select(str(c.index) for c in left)
        seen = profiles(sample)
        found = [c for c in left if seen[c.index].identity > _MOST]
    return pl.DataFrame(
        [("KT068", 0, f"{c.letter} ({c.header})") for c in found],
        schema={"code": pl.String, "row": pl.UInt32, "difference": pl.String},
        orient="row",
    )
