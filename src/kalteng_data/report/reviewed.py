"""Findings that somebody looked at and let stand: quiet for as long as the cell's value stays.

A finding is known again by its file, sheet, cell and code and by a digest of its value. The digest is short
on purpose: 20 bits tell a changed value from the same in all but one of a million cases, yet a NIK cannot be
tried out from them, as it could from a whole hash (a dozen NIKs of one kecamatan share each digest).
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.own import TEXT_SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table

LINE = re.compile(r"([A-Z]{2,5}\d+) ([A-Z]+\d+) ([0-9a-f]{5}) (.+)")
"""A finding looked at, as a list's hidden column and ``[reviewed]`` of ``kalteng.toml`` write it."""
_DIGITS = 5
_MARKS: dict[str, type[pl.DataType]] = {
    "file": pl.String, "sheet": pl.String, "code": pl.String, "spot": pl.String, "digest": pl.String,
}  # fmt: skip


def spotted(frame: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """The frame of ``located`` with ``spot``: the cell to look at, also where no one cell is at fault.

    A finding of a row stands at its first column, one of a table at its header.
    """
    first = pl.DataFrame(
        [(t.index, t.columns[0].letter if t.columns else "A", max(t.header_row, 1)) for t in tables],
        schema={"table": pl.UInt32, "first": pl.String, "header": pl.UInt32},
        orient="row",
    )
    row = pl.coalesce("row", "header").cast(pl.String)
    return (
        frame.join(first, on="table", how="left", maintain_order="left")
        .with_columns(spot=pl.coalesce("cell", pl.concat_str("first", row)))
        .drop("first", "header")
    )


def with_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds ``key``, one line that tells a finding and its value, to a frame with ``spot`` and the raw texts.

    Args:
        frame: of ``spotted``, with ``raw_value`` and ``raw_detail``, the finding's texts as they stand.
    """
    return frame.with_columns(key=pl.concat_str("code", "spot", _digests(frame), _sheet(), separator=" "))


def marks(
    earlier: pl.DataFrame,
    lines: Mapping[str, Sequence[str]],
    tables: Sequence[Table],
    lent: pl.DataFrame | None,
) -> pl.DataFrame:
    """What was looked at: file, sheet, code, spot and digest.

    Args:
        earlier: lists that the checked workbooks themselves carry (``load.own.EARLIER``).
        lines: of ``kalteng.toml``, by file.
        tables: the tables of this check.
        lent: the list of another marked copy: it counts for the file of the name it was made for, and where
            a single file is checked for this one, whatever its name.
    """
    files = sorted({table.source.file for table in tables})
    own = earlier.filter("looked_at")
    other = (earlier.clear() if lent is None else lent).filter("looked_at")
    if len(files) == 1:
        other = other.with_columns(origin=pl.lit(files[0]))
    written = [
        (file, found[4], found[1], found[2], found[3])
        for file, entries in lines.items()
        for entry in entries
        if (found := LINE.fullmatch(entry))
    ]
    columns = [pl.col("sheet"), pl.col("code"), pl.col("cell").alias("spot"), pl.col("digest")]
    return pl.concat(
        [
            own.select("file", *columns),
            other.select(pl.col("origin").alias("file"), *columns),
            pl.DataFrame(written, schema=_MARKS, orient="row"),
        ]
    ).unique()


def looked_at(frame: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """Whether each finding was looked at and still has the value it had then.

    Args:
        frame: as ``with_keys`` takes it.
        known: of ``marks``.
    """
    if known.is_empty():
        return pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
    place = ["file", "sheet", "code", "spot"]
    rows = frame.with_columns(_sheet().alias("sheet")).with_row_index("at")
    near = rows.join(known.select(place).unique(), on=place, how="semi")
    same = near.with_columns(digest=_digests(near)).join(known, on=[*place, "digest"], how="semi")
    return rows.select(pl.col("at").is_in(same["at"].implode())).to_series()


def _sheet() -> pl.Expr:
    return pl.when(pl.col("sheet").fill_null("") == "").then(pl.lit(TEXT_SHEET)).otherwise("sheet")


def _digests(frame: pl.DataFrame) -> pl.Series:
    """Digest of code, value and detail, computed once for equal ones."""
    text = frame.select(
        pl.concat_str(
            "code", pl.col("raw_value").fill_null(""), pl.col("raw_detail").fill_null(""), separator="\x1f"
        )
    ).to_series()
    unique = text.unique()
    digests = [hashlib.sha256(value.encode()).hexdigest()[:_DIGITS] for value in unique]
    return text.replace_strict(unique, digests, return_dtype=pl.String).alias("digest")
