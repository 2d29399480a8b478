"""Codes of places as people write them, read under both schemes side by side.

In: unique combinations of the place columns. Out: the same with the village, kecamatan and regency that each
code means if it is Kemendagri's and if it is BPS's. Which of the two it is, ``schemes`` decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.places.atlas import PROVINCE

if TYPE_CHECKING:
    from kalteng_data.places.atlas import Atlas

KEMENDAGRI = "kemendagri"
BPS = "bps"
SCHEMES = (KEMENDAGRI, BPS)
CODE_COLUMNS = {"kode_desa": "desa", "kode_kecamatan": "kecamatan", "kode_kabupaten": "kabupaten"}
"""The columns of codes and the part of a place that each one names."""

_BPS_COLUMNS = {
    "kode_desa": "kode_bps",
    "kode_kecamatan": "kode_bps_kecamatan",
    "kode_kabupaten": "kode_bps_kabupaten",
}
"""Where the reference holds the BPS codes of the same places."""


def digits(column: str) -> pl.Expr:
    """Digits of a code cell, null when it holds anything but digits, dots, dashes and spaces.

    ``62.01.01.2003``, ``'6201012003`` and ``6201012003.0`` (a number as a spreadsheet writes it) are alike.
    """
    text = (
        pl.col(column)
        .str.replace_all("\u00a0", " ")
        .str.strip_chars(" '`\"")
        .str.replace(r"^(\d+)[.,]0$", "$1")
    )
    return pl.when(text.str.contains(r"^[\d.\s/-]*\d[\d.\s/-]*$")).then(text.str.replace_all(r"\D", ""))


def _sized(text: pl.Expr, least: int, most: int | None = None) -> pl.Expr:
    return pl.when(text.str.len_chars().is_between(least, most or least)).then(text)


def _written(scheme: str) -> dict[str, pl.Expr]:
    """Full codes without dots of a row under one scheme, by column, whole or put together from split columns.

    Kemendagri: 2 + 2 + 2 + 4 digits. BPS: 2 + 2 + 3 + 3 digits. Read from what ``digits`` makes of the cells.
    """
    district, village = (2, 4) if scheme == KEMENDAGRI else (3, 3)
    province = pl.coalesce(_sized(pl.col("_digits_kode_provinsi"), 2), pl.lit(PROVINCE))
    regency_cell, district_cell, village_cell = (
        pl.col(f"_digits_{column}") for column in reversed(CODE_COLUMNS)
    )
    short_village = _sized(village_cell, 4) if scheme == KEMENDAGRI else _sized(village_cell, 1, 3)
    regency = pl.coalesce(_sized(regency_cell, 4), province + _sized(regency_cell, 1, 2).str.zfill(2))
    short_district = _sized(district_cell, 1, district).str.zfill(district)
    full_district = pl.coalesce(_sized(district_cell, 4 + district), regency + short_district)
    full_village = pl.coalesce(_sized(village_cell, 10), full_district + short_village.str.zfill(village))
    return {"kode_desa": full_village, "kode_kecamatan": full_district, "kode_kabupaten": regency}


def _meant(column: str, scheme: str, places: Atlas) -> pl.Expr:
    """The dotted Kemendagri code that the written one of ``column`` means under a scheme, or null."""
    known = places.meanings(column, column if scheme == KEMENDAGRI else _BPS_COLUMNS[column])
    written = pl.col(f"_{column}_{scheme}")
    return written.replace_strict(known["written"], known["meant"], default=None, return_dtype=pl.String)


def read_codes(combos: pl.DataFrame, places: Atlas) -> pl.DataFrame:
    """Add what the codes mean under each scheme to unique combinations of the place columns.

    Adds ``<column>_ada`` (a code is written) and ``<column>_<scheme>`` (the dotted Kemendagri code meant, or
    null) for ``kode_desa``, ``kode_kecamatan`` and ``kode_kabupaten``. A whole village code also tells its
    kecamatan, and that its regency, where their own columns are empty.
    """
    read = [(column, scheme) for scheme in SCHEMES for column in CODE_COLUMNS]
    if all(combos.get_column(column).null_count() == combos.height for column in CODE_COLUMNS):
        return combos.with_columns(
            *(pl.lit(value=False).alias(f"{column}_ada") for column in CODE_COLUMNS),
            *(pl.lit(None, pl.String).alias(f"{column}_{scheme}") for column, scheme in read),
        )
    cells = (*CODE_COLUMNS, "kode_provinsi")
    frame = combos.with_columns(digits(column).alias(f"_digits_{column}") for column in cells)
    frame = frame.with_columns(
        *(pl.col(f"_digits_{column}").is_not_null().alias(f"{column}_ada") for column in CODE_COLUMNS),
        *(
            code.alias(f"_{column}_{scheme}")
            for scheme in SCHEMES
            for column, code in _written(scheme).items()
        ),
    )
    for finer, column, lengths in (
        ("kode_desa", "kode_kecamatan", (6, 7)),
        ("kode_kecamatan", "kode_kabupaten", (4, 4)),
    ):
        frame = frame.with_columns(
            pl.coalesce(f"_{column}_{scheme}", pl.col(f"_{finer}_{scheme}").str.slice(0, length))
            for scheme, length in zip(SCHEMES, lengths, strict=True)
        )
    return frame.with_columns(
        _meant(column, scheme, places).alias(f"{column}_{scheme}") for column, scheme in read
    ).drop(*(f"_digits_{column}" for column in cells), *(f"_{column}_{scheme}" for column, scheme in read))
