"""KT2xx: values that a code list lacks, and villages that the reference does not know."""

from __future__ import annotations

import polars as pl

from kalteng_data.validate.check import Check
from kalteng_data.validate.rules_fields import filled, raw, unread

SURE = 0.8
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


def _not_listed(field: str, code: str) -> Check:
    broken = unread(field) & ~raw(field).str.contains(_NUMBER)
    return Check(code, field, broken)


LISTS: tuple[Check, ...] = (
    *(_not_listed(field, code) for field, code in CODED.items()),
    # The same number means a wife in one codebook and a child in another: it is never guessed.
    *(
        Check("KT209", field, unread(field) & raw(field).str.contains(_NUMBER))
        for field in (*CODED, "agama", "pendidikan", "pekerjaan")
    ),
)

_FOUND = pl.col("desa_ditemukan").is_not_null()
_HOW = pl.col("cara").fill_null("")
_CODE_GIVEN = filled("kode_desa")
_NAME_GIVEN = filled("desa")

PLACES: tuple[Check, ...] = (
    Check("KT220", "kode_desa", ~_FOUND & _CODE_GIVEN, pl.col("calon")),
    Check(
        "KT221", "kode_desa",
        _FOUND & _CODE_GIVEN & _HOW.str.starts_with("nama"), pl.col("desa_ditemukan"),
    ),
    Check("KT222", "desa", ~_FOUND & ~_CODE_GIVEN & _NAME_GIVEN, pl.col("calon")),
    Check("KT223", "desa", ~_FOUND & ~_CODE_GIVEN & ~_NAME_GIVEN & pl.col("ada_tempat")),
    Check(
        "KT224", "desa",
        _FOUND & (pl.col("kepastian") < SURE) & ~_HOW.str.contains("beda|rancu")
        & ~(_CODE_GIVEN & _HOW.str.starts_with("nama")),
        pl.col("desa_ditemukan"),
    ),
    Check("KT225", "kode_desa", _HOW.str.contains("beda"), pl.col("calon")),
    Check("KT226", "kode_desa", _HOW.str.contains("rancu"), pl.col("calon")),
    # A desa holds one village; two in a cell are for a person to tell apart.
    Check("KT227", "desa", ~_FOUND & raw("desa").str.contains(r"\S{3,}\s*(&|;|\+|\bDAN\b)\s*\S{3,}")),
)  # fmt: skip
"""Rules of villages, for rows whose village was looked up."""

NO_VILLAGE: tuple[Check, ...] = (Check("KT053", "desa", ~_FOUND & ~_CODE_GIVEN & ~_NAME_GIVEN),)
"""A row about a village that names none."""
