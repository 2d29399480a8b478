"""Kecamatan in the column of villages: rows of their own over their villages, as offices print them.

``I RUNGAN`` with its sums stands over ``1 Tumbang Malahoi``, ``2 Jakatan Raya``. Such a row is
no village; its name is the kecamatan of the rows below.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import reference
from kalteng_data.load.placenames import districts_of, place_key
from kalteng_data.load.words import header_words
from kalteng_data.model import Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Column

_OVER = "+kecamatan"
_ROMAN = r"(?i)^\W*(?:[ivx]{1,5}|[a-z])\W*$"
_CODED = r"^\W*\d[\d.\s]*[-\u2013.]?\s+|^\W*(?i:kec(?:amatan)?)\b\W*"
_MOST = 5_000
"""Rows of a table of villages of which there are 1,571."""
Under = tuple[pl.DataFrame, tuple[Skipped, ...]]


def under_districts(records: pl.DataFrame, columns: Sequence[Column]) -> Under:
    """Rows of villages, with ``+kecamatan`` where rows of kecamatan stood among them, and what was taken out.

    A row names a kecamatan where the next one is a village of it, or where it is numbered in Roman numerals
    or letters and the others are not. As they are where the table has a column of kecamatan or of codes.

    Args:
        records: ``row`` and String columns named by absolute index, in the order of the sheet.
        columns: the mapped columns of villages.
    """
    fields = {c.field: c for c in columns if c.field is not None}
    if "desa" not in fields or {"kecamatan", "kode_desa", "kode_kecamatan"} & fields.keys():
        return records, ()
    if records.height > _MOST or _OVER in records.columns:
        return records, ()
    names = records.get_column(str(fields["desa"].index))
    keys = {name: _key(name) for name in names.unique().drop_nulls()}
    if not set(keys.values()) & _kecamatan().keys():
        return records, ()
    key = names.replace_strict(keys, default=None, return_dtype=pl.String)
    inside = key.replace_strict(
        {name: sorted(keys) for name, keys in districts_of().items()},
        default=None,
        return_dtype=pl.List(pl.String),
    )
    numbered = _numbers(records, columns)
    frame = pl.DataFrame({"key": key, "inside": inside, "next": inside.shift(-1), "roman": numbered})
    over = frame.select(
        pl.col("key").is_in(list(_kecamatan()))
        & (pl.col("roman") | pl.col("next").list.contains(pl.col("key")).fill_null(value=False))
    ).to_series().fill_null(value=False)  # fmt: skip
    # A village called like its kecamatan stands among the others of it.
    current = pl.select(pl.when(over).then(key)).to_series().forward_fill().shift(1)
    over &= (current != key).fill_null(value=True) | numbered
    if not over.any():
        return records, ()
    said = pl.select(pl.when(over).then(names)).to_series().forward_fill().alias(_OVER)
    rows = tuple(records.filter(over).get_column("row").to_list())
    return records.hstack([said]).filter(~over), (Skipped("heading", rows),)


def _key(name: str) -> str:
    return place_key(pl.select(pl.lit(name).str.replace(_CODED, "")).item())


def _numbers(records: pl.DataFrame, columns: Sequence[Column]) -> pl.Series:
    """Which rows are numbered in Roman numerals or letters, where the others are in digits."""
    nothing = pl.repeat(value=False, n=records.height, eager=True)
    running = next((c for c in columns if header_words(c.header)[:1] == ("nomor",) and c.field is None), None)
    if running is None:
        return nothing
    cells = records.get_column(str(running.index)).str.strip_chars()
    roman = cells.str.contains(_ROMAN).fill_null(value=False)
    digits = cells.str.contains(r"^\W*\d{1,3}\W*$").fill_null(value=False)
    return roman if digits.sum() > roman.sum() else nothing


@cache
def _kecamatan() -> dict[str, str]:
    """Names of kecamatan by their keys."""
    return {place_key(name): name for name in reference.villages().get_column("kecamatan").unique()}
