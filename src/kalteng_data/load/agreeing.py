"""Columns told by one another: a NIK holds its person's date of birth in the seventh to twelfth digit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.load.content import Profile
    from kalteng_data.model import Column

_MOST = 0.6
"""Least share of the rows with both in which they agree: chance makes one in some thousands do so."""
_DATES = 0.5
_SURE = 0.85
_UNKNOWN = frozenset({"unknown", "content-differs"})


def with_births(columns: Sequence[Column], seen: Mapping[int, Profile], sample: pl.DataFrame) -> list[Column]:
    """The columns, an unknown one of dates being that of births where the NIKs hold the same dates.

    Args:
        columns: every column of the table.
        seen: what the cells of each column (by ``Column.index``) look like.
        sample: rows below the header (String columns named by absolute index).
    """
    settled = list(columns)
    niks = [c for c in settled if c.field == "nik"]
    if len(niks) != 1 or {"tanggal_lahir", "ttl"} & {c.field for c in settled}:
        return settled
    for at, column in enumerate(settled):
        if column.field is not None or column.reason not in _UNKNOWN or seen[column.index].date <= _DATES:
            continue
        if agreement(sample, niks[0].index, column.index) >= _MOST:
            settled[at] = dataclasses.replace(
                column, field="tanggal_lahir", confidence=_SURE, reason="neighbour"
            )
            return settled
    return settled


def with_niks(columns: Sequence[Column], sample: pl.DataFrame) -> list[Column]:
    """The columns, of several that claim NIK or No. KK the one that holds the births being the NIK."""
    settled = list(columns)
    births = [c for c in settled if c.field == "tanggal_lahir"]
    for field in ("nik", "no_kk"):
        rivals = [at for at, c in enumerate(settled) if c.field == field and c.reason != "override"]
        others = [c for c in settled if c.field == "nik" and field != "nik"]
        if len(rivals) < 2 or len(births) != 1 or others:
            continue
        born = [at for at in rivals if agreement(sample, settled[at].index, births[0].index) >= _MOST]
        if len(born) != 1:
            continue
        for at in rivals:
            if at in born:
                settled[at] = dataclasses.replace(settled[at], field="nik")
            elif field == "nik":
                settled[at] = dataclasses.replace(settled[at], field=None, reason=f"double:{field}")
    return settled


def agreement(sample: pl.DataFrame, nik: int, date: int) -> float:
    """Share (0 to 1) of the rows with both in which a number holds the date of the other column."""
    digits = pl.col(str(nik)).str.replace_all(r"\D", "")
    day = digits.str.slice(6, 2).cast(pl.Int64, strict=False)
    month = digits.str.slice(8, 2).cast(pl.Int64, strict=False)
    year = digits.str.slice(10, 2).cast(pl.Int64, strict=False)
    text = pl.col(str(date)).str.strip_chars()
    first = text.str.extract_groups(r"^(\d{1,2})\W+(\d{1,2})\W+(?:\d{2})?(\d{2})\b")
    last = text.str.extract_groups(r"^\d{2}(\d{2})\W?(\d{2})\W?(\d{2})\b")
    told = [
        pl.coalesce(first.struct.field(one), last.struct.field(other)).cast(pl.Int64, strict=False)
        for one, other in (("1", "3"), ("2", "2"), ("3", "1"))
    ]
    both = (digits.str.len_bytes() == 16) & told[0].is_not_null()
    alike = (
        (pl.when(day > 40).then(day - 40).otherwise(day) == told[0]) & (month == told[1]) & (year == told[2])
    )
    share = sample.select(alike.filter(both).mean()).item()
    return float(share) if share is not None else 0.0
