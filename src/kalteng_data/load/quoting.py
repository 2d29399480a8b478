"""Text that is not even: ragged records and broken quoting, read as a column of lines, never row by row."""

from __future__ import annotations

import io
import re

import polars as pl

MOST_COLUMNS = 16_384
"""As many as a spreadsheet holds."""
MOST_CELLS = 250_000_000
"""Records times columns: everybody of the province in 50 columns has half as many."""
_FEW_COLUMNS = 64
"""As many are kept of any number of records."""
_ROOM = 8
"""Times the fields of nine tenths of the records."""


def parse_lines(data: bytes, separator: str, skip: int) -> tuple[pl.DataFrame, pl.Series, pl.Series]:
    """Frame of all records (String columns ``"0"``...), the fields of each, and which leave a quote open.

    Quotes that close make records over several lines; where they do not, each line stands for itself and the
    quotes of a line that makes no sense are taken as letters. Where a field of such a line opens with a quote
    that does not close before the separator, nobody can tell where the field was meant to end.

    Args:
        data: the file's bytes, UTF-8 without a mark.
        separator: one character.
        skip: lines at the top that are no records.
    """
    lines = _lines(data).slice(skip)
    records = _records(lines, separator)
    text = pl.col("text")
    records = records.with_row_index("record").with_columns(
        quoted=text.str.contains('"', literal=True),
    )
    records = records.with_columns(sound=~pl.col("quoted") | text.str.contains(_sound(separator)))
    bare = (
        pl.when(pl.col("quoted") & pl.col("sound")).then(text.str.replace_all(r'"[^"]*"', "")).otherwise(text)
    )
    records = records.with_columns(
        width=pl.when(text.str.strip_chars() == "")
        .then(0)
        .otherwise(bare.str.count_matches(separator, literal=True) + 1)
        .cast(pl.UInt32)
    )
    widest = _widest(records.get_column("width"))
    quoted = records.filter(pl.col("quoted") & pl.col("sound"))
    plain = records.filter(~(pl.col("quoted") & pl.col("sound")))
    parts = [
        _split_quoted(quoted, separator, widest),
        _split_plain(plain, separator, widest),
    ]
    whole = pl.concat(parts).sort("record").drop("record")
    open_ended = (~pl.col("sound") & text.str.contains(_unclosed(separator))).alias("unclosed")
    return whole, records.get_column("width"), records.select(open_ended).to_series()


def _widest(widths: pl.Series) -> int:
    """The columns of the frame: as many as the widest record has, unless it is out of all proportion.

    One endless line makes no table of all others; what stands beyond is told by that record's width alone.
    """
    filled = widths.filter(widths > 0)
    if filled.is_empty():
        return 1
    widest, usual = filled.max(), filled.quantile(0.9, "higher")
    assert isinstance(widest, int)  # noqa: S101  a UInt32's
    room = MOST_CELLS // widths.len()
    return min(widest, _ROOM * int(usual or 1) + _FEW_COLUMNS, MOST_COLUMNS, max(_FEW_COLUMNS, room))


def _lines(data: bytes) -> pl.DataFrame:
    """One row a line, blank ones included."""
    frame = pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        schema={"text": pl.String},
        separator="\x1f",
        quote_char=None,
        empty_string_is_null=False,
        extra_columns="ignore",
        missing_columns="insert",
    )
    return frame.with_columns(pl.col("text").fill_null("").str.strip_chars_end("\r"))


def _records(lines: pl.DataFrame, separator: str) -> pl.DataFrame:
    """Lines joined where a quote is open at the end, unless that swallows lines that are records."""
    opens = pl.col("text").str.count_matches('"', literal=True).cum_sum().shift(1, fill_value=0) % 2 == 0
    numbered = lines.with_columns(record=opens.cum_sum())
    if numbered.get_column("record").n_unique() == lines.height:
        return lines
    marks = pl.col("text").str.count_matches(separator, literal=True)
    joined = numbered.group_by("record", maintain_order=True).agg(
        pl.col("text").str.join("\n"),
        within=marks.filter(~pl.col("text").str.contains('"', literal=True)).max(),
        lines=pl.len(),
        marks=marks.first(),
    )
    usual = joined.filter((pl.col("lines") == 1) & (pl.col("marks") > 0)).get_column("marks").median()
    several = joined.filter(pl.col("lines") > 1)
    # A stray quote swallows whole records: its text does not end where a field ends, or a line within it,
    # without any quote of its own, has all separators of a record.
    broken = ~pl.col("text").str.contains(_sound(separator))
    if isinstance(usual, float):
        broken |= pl.col("within") >= usual
    if several.select(broken.fill_null(value=False).any()).item():
        return lines
    return joined.select("text")


def _sound(separator: str) -> str:
    """Pattern of a record whose quotes open at the start of a field and close at its end (RFC 4180)."""
    mark = re.escape(separator)
    field = rf'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
    return rf"(?s)^{field}(?:{mark}{field})*$"


def _unclosed(separator: str) -> str:
    """Pattern of a record with a field that opens with a quote, and between separators never closes it."""
    mark = re.escape(separator)
    within = rf'[^"{mark}]*'
    return rf'(?:^|{mark})\s*"(?:{within}"{within}")*{within}[^"\s{mark}]\s*(?:{mark}|$)'


def _split_quoted(records: pl.DataFrame, separator: str, width: int) -> pl.DataFrame:
    names = [str(i) for i in range(width)]
    if records.is_empty():
        return pl.DataFrame(schema={"record": pl.UInt32} | dict.fromkeys(names, pl.String))
    data = "\n".join(records.get_column("text").to_list()).encode()
    cells = pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        schema=dict.fromkeys(names, pl.String),
        separator=separator,
        missing_columns="insert",
        extra_columns="ignore",
    )
    return pl.concat([records.select("record"), cells], how="horizontal")


def _split_plain(records: pl.DataFrame, separator: str, width: int) -> pl.DataFrame:
    names = [str(i) for i in range(width)]
    if records.is_empty():
        return pl.DataFrame(schema={"record": pl.UInt32} | dict.fromkeys(names, pl.String))
    split = pl.col("text").str.split_exact(separator, width - 1).struct.rename_fields(names)
    cells = records.select("record", split.alias("cells")).unnest("cells")
    text = pl.col(names)
    tidy = text.str.strip_chars('" ')
    return cells.with_columns(
        pl.when(tidy != "").then(pl.when(text.str.contains('"')).then(tidy).otherwise(text))
    )
