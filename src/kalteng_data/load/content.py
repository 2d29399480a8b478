"""What the cells of a column look like, as shares of its filled cells."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

SAMPLE = 2_000
"""Rows looked at: enough for a share to be within a few percent, and no cost on large files."""

_DATE = (
    r"^\s*(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}-\d{2}-\d{2}.*|(?:19|20)\d{6}|"
    r"\d{1,2}[ -]\p{L}+[ -]\d{2,4}|\d{4,5})\s*$"
)
_SEX = r"(?i)^\s*(?:l|p|lk|pr|laki[ -]?laki|perempuan|pria|wanita|1|2|laki)\s*\.?\s*$"
_MARRIED = r"(?i)kawin|cerai|nikah|^\s*(?:bk|k|ch|cm|b)\s*$"
_ALIVE = r"(?i)hidup|mati|meninggal|pindah|aktif|hilang|valid|wafat"


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of the filled cells in the sample; ``filled`` is a share of all cells."""

    filled: float
    identity: float
    date: float
    sex: float
    married: float
    alive: float
    letters: float
    unique: float


_EMPTY = Profile(0, 0, 0, 0, 0, 0, 0, 0)


def profiles(frame: pl.DataFrame) -> dict[int, Profile]:
    """Profile of every column of a frame of String columns named by their absolute index."""
    if frame.is_empty() or not frame.columns:
        return {int(name): _EMPTY for name in frame.columns}
    found: dict[int, Profile] = {}
    for name in frame.columns:
        cells = frame.get_column(name).str.strip_chars().to_frame("v").filter(pl.col("v") != "")
        if cells.is_empty():
            found[int(name)] = _EMPTY
            continue
        v = pl.col("v")
        shares = cells.select(
            identity=v.str.replace_all(r"[^0-9]", "").str.len_bytes().is_between(15, 17).mean(),
            date=v.str.contains(_DATE).mean(),
            sex=v.str.contains(_SEX).mean(),
            married=v.str.contains(_MARRIED).mean(),
            alive=v.str.contains(_ALIVE).mean(),
            letters=v.str.contains(r"\p{L}").mean(),
            unique=v.n_unique() / pl.len(),
        ).row(0)
        found[int(name)] = Profile(cells.height / frame.height, *map(float, shares))
    return found
