"""Text as cells hold it: exotic blanks, full-width letters, dashes that mean nothing.

Columns of people repeat themselves (an address per family, a birthplace per village), so every cleaning
runs on the distinct values and is joined back: ``mapped``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

_INVISIBLE = r"[\x{00ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}\p{Cc}&&[^\s]]"
"""Soft hyphens, zero-width and direction marks, control characters that are no blanks."""

APOSTROPHES = "['`\"\u00b4\u2018\u2019\u201c\u201d\u02bb\u02bc\u2032]"
"""What hands type for an apostrophe, as a pattern: quotes, accents, primes, modifier letters."""

NOTHING: frozenset[str] = frozenset({
    "N/A", "NA", "NULL", "NONE", "NIHIL", "NAN", "#N/A", "#REF!", "#VALUE!", "#NAME?", "TIDAK ADA", "TDK ADA",
    "BELUM ADA", "BLM ADA", "KOSONG", "TIDAK DIKETAHUI", "TDK DIKETAHUI", "TIDAK TAHU", "TIDAK DIISI",
    "UNKNOWN",
})  # fmt: skip
"""Words that stand for an empty cell, upper case."""


def tidied(text: pl.Expr) -> pl.Expr:
    """Text with compatibility letters folded, invisible signs gone and runs of any blank made one space."""
    folded = text.str.normalize("NFKC").str.replace_all(_INVISIBLE, "").str.replace_all(r"\s+", " ")
    return folded.str.strip_chars()


def squeezed(text: pl.Expr) -> pl.Expr:
    """Upper-case text with compatibility letters folded and runs of any blank made one space.

    Blank, dash-only and zero-width-only cells become null.
    """
    upper = tidied(text).str.to_uppercase()
    # Matched, not asked and then taken: an expression that stands twice is computed twice.
    return upper.str.extract(r"^(.*[\p{L}\p{N}].*)$", 1)


def said(text: pl.Expr) -> pl.Expr:
    """``squeezed`` text, null where the words only say that there is nothing."""
    return without(squeezed(text))


def without(text: pl.Expr, words: frozenset[str] = NOTHING) -> pl.Expr:
    """The text, null where it is one of ``words``."""
    return text.replace(dict.fromkeys(words))


def unaccented(text: pl.Expr) -> pl.Expr:
    """Letters without their accents: ``RÉNÉ`` becomes ``RENE``."""
    return text.str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def mapped(values: pl.Series, step: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """What ``step`` makes of the distinct values of a column, brought back to every row.

    Args:
        values: a column of text, n rows.
        step: takes a frame with the one column ``value`` (distinct, without null) and returns it with columns
            added, rows in any order.

    Returns:
        A frame of n rows with the added columns only, null where the value is null.
    """
    column = values.alias("value").to_frame()
    if values.null_count() == values.len():  # a field that the list lacks
        return step(column.clear()).drop("value").clear(values.len())
    distinct = column.lazy().filter(pl.col("value").is_not_null()).unique().collect()
    return column.join(step(distinct), on="value", how="left", maintain_order="left").drop("value")


def clean(values: pl.Series, cleaning: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """One column cleaned by an expression over its distinct values; keeps the name and the height."""
    if values.null_count() == values.len():
        return empty(values.name, _type_of(cleaning), values.len())
    done = mapped(values, lambda distinct: distinct.with_columns(cleaning(pl.col("value")).alias("clean")))
    return done.get_column("clean").alias(values.name)


def empty(name: str, dtype: pl.DataType, height: int) -> pl.Series:
    """A column of ``height`` nulls."""
    return pl.Series(name, [None], dtype=dtype).new_from_index(0, height)


@lru_cache(maxsize=32)
def _type_of(cleaning: Callable[[pl.Expr], pl.Expr]) -> pl.DataType:
    """What ``cleaning`` makes of text; asked of no row: patterns cost even where nothing is to do."""
    text = pl.LazyFrame(schema={"value": pl.String})
    return text.select(cleaning(pl.col("value"))).collect_schema().dtypes()[0]
