"""Whether the cells of a column can be what its header says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kalteng_data.load.placenames import share_known
from kalteng_data.load.synonyms import EXACT
from kalteng_data.load.words import header_words

if TYPE_CHECKING:
    import polars as pl

    from kalteng_data.load.content import Profile

LIKE_IDENTITY = 0.3
"""Least share of 15 to 17 digit cells in a column of NIKs or KKs; real lists lack up to a third."""
_SMALL = r"^\s*\d{1,3}(?:[.,]?\d{3})?(?:[.,]0)?\s*$"
"""Counts of a village or a kecamatan."""
_BUILT = 0.3
"""Least share of 16-digit numbers with an area and a date, where they are of families."""
_ONE_VALUE = 0.1
"""Share of different texts up to which a column repeats one: a bank, an office."""
_VILLAGE = re.compile(r"(?i)desa|kelurahan|village")
_VILLAGE_FIRST = (["desa"], ["kelurahan"])
_BEFORE_VILLAGES = frozenset({"nama", "kode", "alamat"})
_NAMES, _KNOWN = 0.5, 0.3
"""Least shares of cells that may be names, and of cells that are known villages."""

_LEAST: dict[str, tuple[str, float]] = {
    "tanggal_lahir": ("date", 0.3),
    "jenis_kelamin": ("sex", 0.3),
    **dict.fromkeys(("nama", "nama_ayah", "nama_ibu", "nama_kepala_keluarga"), ("letters", 0.3)),
}
"""Fields with the share of a profile that their cells must reach."""
_NUMBERS = frozenset({"nik", "no_kk", "nik_ayah", "nik_ibu", "nik_kepala_keluarga"})


def fits(field: str | None, seen: Profile) -> bool | None:
    """Whether a column's cells look like the field; ``None`` when they tell nothing."""
    if field is None or seen.filled == 0:
        return None
    if field in _NUMBERS:
        if field == "no_kk" and seen.identity >= LIKE_IDENTITY and seen.built < _BUILT * seen.identity:
            return False
        return seen.identity >= LIKE_IDENTITY or None if seen.letters < 0.5 else False
    if field not in _LEAST or (field == "nama" and seen.unique <= _ONE_VALUE):
        return None if field not in _LEAST else False
    share, least = _LEAST[field]
    return float(getattr(seen, share)) >= least


def may_be_villages(header: str, confidence: float, seen: Profile, cells: pl.Series) -> bool:
    """Whether a column under words near to ``desa`` holds villages: only that very word says so alone.

    Under a bare abbreviation (``Kel``) names that nobody knows may be villages too, letters of groups are
    none.

    Args:
        header: the text over the column.
        confidence: of its claim to the field, 1.0 where it is one of the field's own words.
        seen: what the cells look like.
        cells: the cells of the sample.
    """
    words = [word for word in header_words(header) if word not in _BEFORE_VILLAGES]
    if seen.filled == 0 or (_VILLAGE.search(header) and (confidence == EXACT or words[:1] in _VILLAGE_FIRST)):
        return True
    return (confidence == EXACT and seen.name > _NAMES) or share_known("desa", cells) >= _KNOWN


def all_small(cells: pl.Series) -> bool:
    """Whether all filled cells are counts."""
    filled = cells.drop_nulls()
    filled = filled.filter(filled.str.contains(r"\S"))
    return bool(filled.len()) and bool(filled.str.contains(_SMALL).all())
