"""KT2xx: values that a code list lacks, and villages that the reference does not know."""

from __future__ import annotations

import polars as pl

from kalteng_data import reference
from kalteng_data.validate.check import Check, among
from kalteng_data.validate.rules_fields import raw, said, unread, where, without_value

SURE = 0.9
"""A village found with less certainty than this is shown to a person."""

CODED = {
    "shdk": "KT204",
    "status_kawin": "KT205",
    "kewarganegaraan": "KT206",
    "golongan_darah": "KT207",
    "status_dasar": "KT208",
}
"""Fields that hold a label of their code list or nothing, and the code of a word which the list lacks.

Religion, education and occupation keep unknown words as they stand: their lists are asked by the schema.
"""

_NUMBER = r"^\s*\d{1,2}(\.0)?\s*$"


def _not_listed(field: str) -> tuple[Check, ...]:
    """Rules of a coded cell from which no label was read: a word, or a number.

    The same number means a wife in one codebook and a child in another: it is never guessed.
    """
    number = without_value(field).str.contains(_NUMBER)
    words = [Check(CODED[field], field, unread(field) & ~number)] if field in CODED else []
    rows = pl.col(field).is_null() & raw(field).is_not_null()
    return among(rows, *words, Check("KT209", field, unread(field) & number))


LISTS: tuple[Check, ...] = tuple(
    check for field in (*CODED, "agama", "pendidikan", "pekerjaan") for check in _not_listed(field)
)

_FOUND = pl.col("desa_ditemukan").is_not_null()
_BY_NAME = pl.col("cara").fill_null("").str.starts_with("nama")
# A code and a name are read again only where they did not lead to a village.
_CODE_GIVEN = said(where(~_FOUND, raw("kode_desa")))
_NAME_GIVEN = said(where(~_FOUND, raw("desa")))
_SCHEMES = pl.col("kode_dikenal")
_TWINS = pl.col("cara").fill_null("").str.starts_with("kembar")
_TWO_NAMES = where(~_FOUND, raw("desa")).str.contains(r"(?i)\S{3,}.*( [&+] |;| DAN ).*\S{3,}")


UNSETTLED = ~(_FOUND & (pl.col("kepastian") >= SURE) & pl.col("cara").str.starts_with("kode_")).fill_null(
    value=False
)
"""Rows that rules of villages can speak of: a code that leads to its village leaves nothing to say."""


def with_known_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``kode_dikenal``: in how many code schemes a village code exists that did not settle its row.

    Only codes that gave way to a name, or to nothing, are looked up: 0, 1, or 2 where the same digits are
    another village in each scheme. ``calon_disebut`` names the candidates of namesakes, with where they lie.
    """
    text = where(~pl.col("cara").fill_null("").str.starts_with("kode_"), raw("kode_desa"))
    digits = pl.when(said(text)).then(text.str.replace_all(r"\D", ""))
    villages = reference.villages()
    schemes = (villages["kode_desa"].str.replace_all(r"\D", ""), villages["kode_bps"].drop_nulls())
    known = pl.sum_horizontal(pl.col("digits").is_in(codes.implode()).cast(pl.Int8) for codes in schemes)
    return (
        frame.lazy()
        .with_columns(digits=digits)
        .with_columns(kode_dikenal=pl.when(pl.col("digits").is_not_null()).then(known))
        .drop("digits")
        .collect()
        .pipe(_with_namesakes)
    )


def _with_namesakes(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``calon_disebut``: the candidates of villages of one name, each with its kecamatan and regency."""
    meant = frame.filter(_TWINS).select(pl.col("calon").unique())
    if meant.is_empty():
        return frame.with_columns(pl.lit(None, pl.String).alias("calon_disebut"))
    listed = meant.with_columns(pl.col("calon").str.split(";").alias("kode_desa")).explode("kode_desa")
    where_each = listed.join(reference.villages(), on="kode_desa", how="left", maintain_order="left")
    name = pl.format("{} (Kec. {}, {})", "kode_desa", "kecamatan", "kabupaten")
    named = where_each.group_by("calon", maintain_order=True).agg(name.str.join(", ").alias("calon_disebut"))
    return frame.join(named, on="calon", how="left", maintain_order="left")


PLACES: tuple[Check, ...] = (
    Check("KT220", "kode_desa", ~_FOUND & _CODE_GIVEN & (_SCHEMES == 0), pl.col("calon")),
    Check("KT221", "kode_desa", _FOUND & _BY_NAME & (_SCHEMES == 0), pl.col("desa_ditemukan")),
    Check("KT222", "desa", ~_FOUND & ~_CODE_GIVEN & _NAME_GIVEN & ~_TWO_NAMES & ~_TWINS, pl.col("calon")),
    Check("KT223", "desa", ~_FOUND & ~_CODE_GIVEN & ~_NAME_GIVEN & pl.col("ada_tempat")),
    Check(
        "KT224", "desa",
        _FOUND & (pl.col("kepastian") < SURE) & _SCHEMES.is_null(), pl.col("desa_ditemukan"),
    ),
    # The code is a village's, only not the one that the names beside it name.
    Check(
        "KT225", "kode_desa",
        (_SCHEMES == 1) | (_FOUND & (_SCHEMES == 2)), pl.coalesce("desa_ditemukan", "calon"),
    ),
    Check("KT226", "kode_desa", ~_FOUND & (_SCHEMES == 2), pl.col("calon")),
    # A row belongs to one village; two in a cell are for a person to tell apart.
    Check("KT227", "desa", ~_FOUND & ~_CODE_GIVEN & _TWO_NAMES),
    *(
        Check(code, "desa", ~_FOUND & ~_CODE_GIVEN & (pl.col("cara") == way), pl.col("calon_disebut"))
        for code, way in (("KT228", "kembar"), ("KT229", "kembar_nik"))
    ),
)  # fmt: skip
"""Rules of villages, for rows whose village was looked up and ``with_known_codes``."""

NO_VILLAGE: tuple[Check, ...] = (Check("KT053", "desa", ~_FOUND & ~_CODE_GIVEN & ~_NAME_GIVEN),)
"""A row about a village that names none."""
