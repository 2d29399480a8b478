"""Lines that number the columns: 1 2 3, (1) (2), -1 -2 as Excel reads it, a b c, I II III, kol 1.

And rows that a running number counts on to: whatever else such a row says, the list counts it as its own.
"""

from __future__ import annotations

import polars as pl

LABEL = r"(?i)^\W*(?:kol(?:om)?\W*)?(?:[a-z]|[ivx]{1,5}|\d{1,3}(?:[.,]0+)?)\W*$"
"""One cell of such a line. A name of one letter, or of these letters alone, is no sure sign of a person."""

_PARTS = r"^\W*(?:kol(?:om)?\W*)?([a-z]{1,5}|\d{1,3})(?:[.,]0+)?\W*$"
_SHORT = r"^[^\x1f]{0,12}(?:\x1f[^\x1f]{0,12})*$"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_TENS = ("", "x", "xx", "xxx")
_ROMANS = {
    tens + unit: 10 * i + j for i, tens in enumerate(_TENS) for j, unit in enumerate(("", *_ROMAN[:9]))
}
_LETTERS = {chr(97 + i): i + 1 for i in range(26)} | {f"a{chr(97 + i)}": i + 27 for i in range(26)}
_DIGITS = {str(i): i for i in range(1000)} | {f"{i:02}": i for i in range(10)}
_LEAST = 3
_RUNNING = r"^\s*(\d{1,5})(?:[.,]0+)?\s*[.)]?\s*$"


def numbering_rows(rows: pl.DataFrame, names: list[str]) -> pl.Series:
    """Which ``row`` of ``rows`` only number their columns.

    Three or more cells and four in five of all filled ones, that count on by about one from three at most,
    all in numbers, all in letters, or all in Roman numerals.

    Args:
        rows: ``row`` and String columns ``names``, blank cells null.
        names: columns by absolute index.
    """
    line = pl.concat_str(names, separator="\x1f", ignore_nulls=True)
    short = rows.filter(line.str.contains(_SHORT))
    if short.is_empty():
        return short.get_column("row")
    parts = short.select("row", *(pl.col(name).str.to_lowercase().str.extract(_PARTS) for name in names))
    filled = short.select(n=pl.sum_horizontal(pl.col(names).is_not_null())).get_column("n")
    counts = [
        _counts_on([pl.col(name).replace_strict(kind, default=None, return_dtype=pl.Int16) for name in names])
        for kind in (_DIGITS, _LETTERS, _ROMANS)
    ]
    return parts.with_columns(filled=filled).filter(pl.any_horizontal(counts)).get_column("row")


def _counts_on(cells: list[pl.Expr]) -> pl.Expr:
    numbers = pl.concat_list(cells).list.drop_nulls()
    steps = numbers.list.diff().list.drop_nulls()
    return (
        (numbers.list.len() >= _LEAST)
        & (numbers.list.len() * 10 >= pl.col("filled") * 8)
        & (steps.list.min() >= 0)
        & steps.list.mean().is_between(0.7, 1.5)
        & (numbers.list.first() <= 3)
    ).fill_null(value=False)


def counted_on(body: pl.DataFrame, column: str, rows: pl.Series) -> pl.Series:
    """Which of ``rows`` have the running number that follows the one above, and are followed by the next.

    The numbers may begin anew below, and end; the first of all is 1. A count of nothing but such rows, begun
    anew, is none.

    Args:
        body: ``row`` and String columns named by absolute index.
        column: the column of running numbers.
        rows: the rows in question, of ``body``.
    """
    number = pl.col(column).str.extract(_RUNNING, 1).cast(pl.UInt32, strict=False)
    numbers = body.select("row", number=number).drop_nulls()
    if not numbers.get_column("row").is_in(rows.implode()).any():
        return rows.clear()
    before = pl.col("number").shift(1).fill_null(0)
    after = pl.col("number").shift(-1)
    begins = (after == 1) & (pl.col("number") > 1)
    follows = (pl.col("number") == before + 1) & (after.is_null() | (after == pl.col("number") + 1) | begins)
    # Notes at the foot count on among themselves: a count holds others, or is the first of all.
    asked = pl.col("row").is_in(rows.implode())
    count = (pl.col("number") != before + 1).cum_sum()
    numbers = numbers.with_columns(follows=follows, asked=asked, count=count)
    own = (pl.col("count") == 0) | ~pl.col("asked").all().over("count")
    return numbers.filter(own & pl.col("asked") & pl.col("follows")).get_column("row")
