"""Rows about villages and about family cards."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Kind
from kalteng_data.validate.check import by_check
from kalteng_data.validate.context import beside
from kalteng_data.validate.rules_across_fields import COUNTS, FAMILY_FIELDS, VILLAGE_FIELDS
from kalteng_data.validate.rules_across_rows import FAMILY_ROWS, VILLAGE_ROWS
from kalteng_data.validate.rules_lists import NO_VILLAGE, PLACES, with_known_codes
from kalteng_data.validate.verdict import Validated, field_findings, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Table

_VILLAGE_TYPES = {
    **dict.fromkeys(("jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk"), pl.Int64()),
    **dict.fromkeys(("luas", "skor_idm"), pl.Float64()),
}
_FAMILY_TYPES = {"no_kk": pl.String(), "jumlah_anggota": pl.Int32()}


def validate_villages(
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    _tables: Sequence[Table],
    places: pl.DataFrame | None = None,
    *,
    found: pl.DataFrame | None = None,
    today: dt.date | None = None,
) -> Validated:
    """Check rows about villages; arguments as for ``validate_persons``."""
    today = today if today is not None else dt.datetime.now(tz=dt.UTC).date()
    frame = beside(raw, clean, places, _VILLAGE_TYPES, ("kode_desa", "desa", *COUNTS)).with_columns(
        ada_tempat=pl.lit(value=False)
    )
    frame = _repeats(frame, "desa_ditemukan", "desa_ke")
    checks = VILLAGE_FIELDS
    if places is not None:
        frame = with_known_codes(frame)
        checks = (*VILLAGE_FIELDS, *PLACES, *NO_VILLAGE, *VILLAGE_ROWS)
    parts = [*by_check(frame, checks), *field_findings(Kind.DESA, clean, frame, today)]
    return verdict(raw, parts, found)


def validate_families(
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    _tables: Sequence[Table],
    places: pl.DataFrame | None = None,
    *,
    found: pl.DataFrame | None = None,
    today: dt.date | None = None,
) -> Validated:
    """Check rows about family cards for what is a card's own; its head is checked as a person."""
    today = today if today is not None else dt.datetime.now(tz=dt.UTC).date()
    fields = ("no_kk", "jumlah_anggota", "desil", "kode_desa", "desa")
    frame = _repeats(beside(raw, clean, places, _FAMILY_TYPES, fields), "no_kk", "kk_ke")
    parts = [
        *by_check(frame, (*FAMILY_FIELDS, *FAMILY_ROWS)),
        *field_findings(Kind.KELUARGA, clean, frame, today),
    ]
    return verdict(raw, parts, found)


def _repeats(frame: pl.DataFrame, key: str, name: str) -> pl.DataFrame:
    """Add how often ``key`` stood before in the table (``name``) and where first (``row_pertama``)."""
    keys = ["table", key]
    return frame.with_columns(
        pl.when(pl.col(key).is_not_null()).then(pl.int_range(pl.len()).over(keys)).alias(name),
        pl.col("row").first().over(keys).alias("row_pertama"),
    )
