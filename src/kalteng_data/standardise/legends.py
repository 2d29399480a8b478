"""What a header or a whole column says of its own codes: ``1=Perempuan, 2=Laki-laki``, P beside W.

A legend is a codebook of one column, named as it is read (``1=P 2=L``); so decisions and ``inspect`` treat it
like any other.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import polars as pl

from kalteng_data.reference import variants

MEN_AND_WOMEN = "P=L W=P"
"""``pria`` and ``wanita``: the P that elsewhere is a woman is a man here."""

FREE: frozenset[str] = frozenset({"agama", "pendidikan", "pekerjaan", "disabilitas"})
"""Fields whose unknown words are kept as they stand; elsewhere an unknown word is no value."""

_CODED = re.compile(
    r"(?<!\w)(?P<code>\d{1,2}|[A-Za-z])\s*[)=:.-]\s*(?P<word>[^\W\d_][^\d=:;,|)]*?)\s*(?=[;,|)/]|\d|\s[A-Za-z]\s*=|$)"
)
"""A code and its meaning: ``1=Laki-laki``, ``(2) Perempuan``, ``1. L``."""
_WORDED = re.compile(r"(?<![\w-])(?P<word>[^\W\d_][^\d=:;,|(]*?)\s*[=:]\s*(?P<code>\d{1,2})(?!\w)")
"""A meaning and its code: ``L=1; P=2``."""
_PAIR = re.compile(r"(?i)(?<!\w)p(?:ria)?\s*(?:/|atau)\s*w(?:anita)?(?!\w)")
_LETTERS = re.compile(r"[^\w]+")


@lru_cache(maxsize=1024)
def legend(field: str, header: str) -> str | None:
    """The codebook that a header spells out for its own column, by its name; ``None`` where it does not.

    At least two codes must stand there with different meanings that are words of the field's code list.
    """
    if field == "jenis_kelamin" and _PAIR.search(header):
        return MEN_AND_WOMEN
    if not re.search(r"[=:.)-]", header) or len(header) > 300:
        return None
    for pattern in (_WORDED, _CODED):
        found: dict[str, str] = {}
        known = 0
        for match in pattern.finditer(header):
            label = _labels(field).get(_LETTERS.sub("", match["word"]).upper())
            known += label is not None
            if label is not None or field in FREE:
                found.setdefault(match["code"].upper(), label or match["word"].upper())
        if known > 1 and len(set(found.values())) == len(found):
            return _named(field, found)
    return None


def _named(field: str, found: dict[str, str]) -> str | None:
    """The name of a legend; of letters only those of the sex mean something else than they say."""
    name = " ".join(f"{code}={label}" for code, label in sorted(found.items()))
    if all(code.isdigit() for code in found):
        return name
    return name if field == "jenis_kelamin" and name == MEN_AND_WOMEN else None


@cache
def _labels(field: str) -> dict[str, str]:
    """Labels of a field's code list by their spellings, letters and digits only."""
    known = variants(field).select("variant", "label").rows()
    return {_LETTERS.sub("", variant): label for variant, label in reversed(known)}


def is_legend(book: str) -> bool:
    """Whether a codebook's name is that of a legend."""
    return "=" in book


def of_numbers(books: pl.DataFrame) -> pl.DataFrame:
    """``field, book, number`` and label ``by_book`` of the legends among ``books`` (``field, book``)."""
    rows = [
        (field, book, int(code), label)
        for field, book in books.drop_nulls().rows()
        if is_legend(book)
        for code, label in re.findall(r"(\d+)=(.*?)(?= \w+=|$)", book)
    ]
    schema = {"field": pl.String, "book": pl.String, "number": pl.Int16, "by_book": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def married_by_letter(cells: pl.DataFrame, read: pl.Series) -> pl.Series:
    """Marital states, S being married in tables where B stands too and no M.

    The voters' lists of the KPU write B (belum), S (sudah), P (pernah); in English lists S is single, beside
    M. A P stays unread: whether a spouse died or left is not said.

    Args:
        cells: ``table`` and ``value`` of the column.
        read: the labels read so far, a row per row.
    """
    letter = pl.col("value").str.to_uppercase().str.extract(r"^\W*([A-Z])\W*$")
    lettered = cells.select("table", letter.alias("letter"))
    seen = lettered.lazy().drop_nulls().unique().group_by("table").agg("letter").collect()
    has = {name: pl.col("letter").list.contains(name) for name in "BSM"}
    mine = seen.filter(has["B"] & has["S"] & ~has["M"]).get_column("table")
    married = (pl.col("letter") == "S") & pl.col("table").is_in(mine.implode())
    return lettered.select(
        pl.when(married).then(pl.lit("KAWIN")).otherwise(read).alias(read.name)
    ).to_series()


def men_and_women(cells: pl.DataFrame, told: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """The tables whose P are men: W stands there too, and no word or letter of a man.

    Args:
        cells: ``table`` and ``value`` of the column of the sex.
        told: tables whose header says so.

    Returns:
        The tables, and a row ``table, letters`` for each that was told by its cells.
    """
    letter = pl.col("value").str.strip_chars().str.to_uppercase().str.extract(r"^([A-Z])")
    seen = (
        cells.lazy().filter(pl.col("value").is_not_null()).unique().select("table", letter=letter)
        .group_by("table").agg(pl.col("letter").unique().sort()).collect()
    )  # fmt: skip
    has = {name: pl.col("letter").list.contains(name) for name in "LMPW"}
    mine = seen.filter(has["P"] & has["W"] & ~has["L"] & ~has["M"] & ~pl.col("table").is_in(told.implode()))
    return pl.concat([told, mine["table"]]).unique(), mine.select(
        "table", pl.lit("letters=P,W").alias("evidence")
    )
