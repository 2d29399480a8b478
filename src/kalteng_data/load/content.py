"""What the cells of a column look like, as shares of its filled cells."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

SAMPLE = 500
"""Rows looked at, spread over the table: shares within a few percent, and large files cost no more."""

_DATE = (
    r"^\s*(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}-\d{2}-\d{2}.*|(?:19|20)\d{6}|"
    r"\d{1,2}[ -]\p{L}+[ -]\d{2,4}|\d{4,5})\s*$"
)
_SEX = r"(?i)^\s*(?:l|p|lk|pr|laki[ -]?laki|perempuan|pria|wanita|1|2|laki)\s*\.?\s*$"
_MALE = r"(?i)^\s*(?:l|lk|laki|laki[ -]?laki|pria)\W*$"
_FEMALE = r"(?i)^\s*(?:p|pr|perempuan|wanita)\W*$"
_KIN = (
    r"(?i)^\W*(?:kepala keluarga|kep\W*kel\w*|kk|suami|iste?ri|anak(?: angkat| kandung| tiri)?|"
    r"menantu|cucu|orang ?tua|mertua|fam[il]+i(?: lain)?|keponakan|saudara|pembantu|lain\W?(?:lain|nya))\W*$"
)
_NAME = r"^\s*\p{L}[\p{L} .,'\x{2019}`/()-]{2,59}$"
_BORN = r"^\s*\p{L}[^0-9]{2,}\d{1,2}\W.*\d{2,4}\s*$"
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
    male: float
    female: float
    kin: float
    name: float
    born: float


_EMPTY = Profile(*[0.0] * 13)


_TESTS = (
    "identity",
    "date",
    "sex",
    "married",
    "alive",
    "letters",
    "unique",
    "male",
    "female",
    "kin",
    "name",
    "born",
)


def profiles(frame: pl.DataFrame) -> dict[int, Profile]:
    """Profile of every column of a frame of String columns named by their absolute index."""
    if frame.is_empty() or not frame.columns:
        return {int(name): _EMPTY for name in frame.columns}
    # One pass over all columns: small workbooks are the daily case, and calls are what they cost.
    text = frame.select(pl.all().str.strip_chars())
    text = text.with_columns(pl.when(pl.all() != "").then(pl.all()))
    every = pl.all()
    shares = {
        "filled": every.is_not_null().mean(),
        "identity": every.str.replace_all(r"[^0-9]", "").str.len_bytes().is_between(15, 17).mean(),
        "date": every.str.contains(_DATE).mean(),
        "sex": every.str.contains(_SEX).mean(),
        "married": every.str.contains(_MARRIED).mean(),
        "alive": every.str.contains(_ALIVE).mean(),
        "letters": every.str.contains(r"\p{L}").mean(),
        "unique": every.drop_nulls().n_unique() / every.count(),
        "male": every.str.contains(_MALE).mean(),
        "female": every.str.contains(_FEMALE).mean(),
        "kin": every.str.contains(_KIN).mean(),
        "name": every.str.contains(_NAME).mean(),
        "born": every.str.contains(_BORN).mean(),
    }
    row = text.select(share.name.prefix(f"{test}:") for test, share in shares.items()).row(0, named=True)
    return {
        int(name): Profile(row[f"filled:{name}"], *(float(row[f"{test}:{name}"]) for test in _TESTS))
        if row[f"filled:{name}"] > 0
        else _EMPTY
        for name in frame.columns
    }
