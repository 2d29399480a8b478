"""Lines that number the columns: 1 2 3, (1) (2), -1 -2 as Excel reads it, a b c, I II III, kol 1."""

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
