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
_IDENTITY = r"^(?:[^0-9]*[0-9]){15,17}[^0-9]*$"
_NAME = r"^\p{L}[\p{L} .,'\x{2019}`/()-]+$"
_NAME_LENGTHS = (3, 60)
"""Letters of a name, asked apart: a bound on so many letters makes a pattern that takes long to prepare."""
_BORN = r"^\s*\p{L}[^0-9]{2,}\d{1,2}\W.*\d{2,4}\s*$"
_WOMAN = r"^\D*\d{6}[4-7]\d{9}\D*$"
"""A NIK of a woman, whose day of birth has 40 added: no card number looks so."""
_DAY = r"(?:[04]\D?[1-9]|[1256]\D?\d|[37]\D?[01])"
_MONTH = r"(?:0\D?[1-9]|1\D?[0-2])"
_BUILT = rf"^\D*[1-9]\D?[1-9](?:\D?\d){{4}}\D?{_DAY}\D?{_MONTH}(?:\D?\d){{6}}\D*$"
"""A NIK or No. KK by its build: an area, then a day (a woman's with 40 added) and a month."""
_MARRIED = r"(?i)kawin|cerai|nikah|^\s*(?:bk|k|ch|cm|b)\s*$"
_NOTHING = r"(?i)^(?:null|none|nan|n/a|[-.]*)$"
"""What databases and hands write into a cell that holds nothing: it tells no more than a blank does."""
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
    built: float


_EMPTY = Profile(*[0.0] * 15)
_TESTS = {
    "identity": pl.col("text").str.contains(_IDENTITY),
    "date": pl.col("text").str.contains(_DATE),
    "sex": pl.col("text").str.contains(_SEX),
    "married": pl.col("text").str.contains(_MARRIED),
    "alive": pl.col("text").str.contains(_ALIVE),
    "letters": pl.col("text").str.contains(r"\p{L}"),
    "male": pl.col("text").str.contains(_MALE),
    "female": pl.col("text").str.contains(_FEMALE),
    "kin": pl.col("text").str.contains(_KIN),
    "name": pl.col("text").str.contains(_NAME) & pl.col("text").str.len_chars().is_between(*_NAME_LENGTHS),
    "born": pl.col("text").str.contains(_BORN),
    "woman": pl.col("text").str.contains(_WOMAN),
    "built": pl.col("text").str.contains(_BUILT),
}
_FIRST = 1_000_000
"""Number of the first column, so that all have the same number of digits."""
_PARTS = {"column": pl.col("cell").str.slice(0, 7), "text": pl.col("cell").str.slice(7)}
_COUNTED = (pl.col(list(_TESTS)) * pl.col("times")).sum()
"""Expressions made once: making them anew for every sheet costs as much as asking them."""


def profiles(frame: pl.DataFrame) -> dict[int, Profile]:
    """Profile of every column of a frame of String columns named by their absolute index.

    Every text is looked at once for each column in which it stands, however often: a sheet's columns repeat
    their values, and the patterns are what small workbooks, the daily case, cost.
    """
    found = dict.fromkeys(map(int, frame.columns), _EMPTY)
    if frame.is_empty() or not frame.columns:
        return found
    # Each text behind the number of its column, so that one column is counted and not the pairs of two.
    number = (pl.int_range(pl.len()) // frame.height + _FIRST).cast(pl.String)
    cells = pl.concat(frame.get_columns()).alias("text").to_frame()
    counted = cells.select(cell=pl.concat_str(number, pl.col("text").str.strip_chars()))
    texts = counted.to_series().value_counts(name="times").select("times", **_PARTS)
    texts = texts.filter(~pl.col("text").str.contains(_NOTHING))
    counts = (
        texts.select("column", "times", **_TESTS)
        .group_by("column")
        .agg(pl.len().alias("different"), pl.col("times").sum().alias("all"), _COUNTED)
    )
    names = frame.columns
    for place, different, filled, *hits in counts.rows():
        shares = {test: hit / filled for test, hit in zip(_TESTS, hits, strict=True)}
        column = int(names[int(place) - _FIRST])
        found[column] = Profile(filled=filled / frame.height, unique=different / filled, **shares)
    return found
