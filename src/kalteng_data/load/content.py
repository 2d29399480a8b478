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
_SEX = r"(?i)^\s*(?:l|p|lk|pr|laki[ -]?laki|perempuan|pria|wanita|1|2|laki|male|female|m|f)\s*\.?\s*$"
_MALE = r"(?i)^\s*(?:l|lk|laki|laki[ -]?laki|pria|m|male)\W*$"
_FEMALE = r"(?i)^\s*(?:p|pr|perempuan|wanita|f|female)\W*$"
_KIN = (
    r"(?i)^\W*(?:k(?:ep(?:ala)?|pl)\b\W*(?:kel\w*|kk)?|kk|krt|suami|ist(?:e?ri)?|"
    r"a?na?k(?: angkat| kandung| tiri|(?:\W*ke)?\W*\d{1,2})?|menantu|"
    r"cucu|orang ?tua|mertua|fam(?:[il]+i)?(?: lain)?|keponakan|saudara|pembantu|lain\W?(?:lain|nya))\W*$"
)
_NAME = r"^\p{L}[\p{L} .,'\x{2019}`/()-]+$"
_NAME_LENGTHS = (3, 60)
"""Letters of a name, asked apart: a bound on so many letters makes a pattern that takes long to prepare."""
_BORN = r"^\s*\p{L}[^0-9]{2,}\d{1,2}\W.*\d{2,4}\s*$"
_WOMAN = r"^\D*\d{6}[4-7]\d{9}\D*$"
"""A NIK of a woman, whose day of birth has 40 added: no card number looks so."""
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
    woman: float


_EMPTY = Profile(*[0.0] * 14)


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
    "woman",
)


def profiles(frame: pl.DataFrame) -> dict[int, Profile]:
    """Profile of every column of a frame of String columns named by their absolute index.

    Every text is looked at once for each column in which it stands, however often: a sheet's columns repeat
    their values, and the patterns are what small workbooks, the daily case, cost.
    """
    found = dict.fromkeys(map(int, frame.columns), _EMPTY)
    if frame.is_empty() or not frame.columns:
        return found
    texts = (
        frame.unpivot(variable_name="column", value_name="text")
        .lazy()
        .with_columns(pl.col("text").str.strip_chars())
        .filter(pl.col("text") != "")
        .group_by("column", "text")
        .agg(pl.len().alias("times"))
    )
    text, times = pl.col("text"), pl.col("times")
    tests = {
        "identity": text.str.replace_all(r"[^0-9]", "").str.len_bytes().is_between(15, 17),
        "date": text.str.contains(_DATE),
        "sex": text.str.contains(_SEX),
        "married": text.str.contains(_MARRIED),
        "alive": text.str.contains(_ALIVE),
        "letters": text.str.contains(r"\p{L}"),
        "male": text.str.contains(_MALE),
        "female": text.str.contains(_FEMALE),
        "kin": text.str.contains(_KIN),
        "name": text.str.contains(_NAME) & text.str.len_chars().is_between(*_NAME_LENGTHS),
        "born": text.str.contains(_BORN),
        "woman": text.str.contains(_WOMAN),
    }
    shares = {test: (times * hit).sum() / times.sum() for test, hit in tests.items()}
    shares |= {"filled": times.sum() / frame.height, "unique": pl.len() / times.sum()}
    rows = texts.group_by("column").agg(**shares).select("column", "filled", *_TESTS).collect()
    return found | {int(column): Profile(*values) for column, *values in rows.rows()}
