"""Findings with their place and words: the frame that every format is made from.

In: findings (``schemas.FINDINGS``), the tables they stand in, a language. Out: one row a finding with file,
sheet, cell, the column's header, the masked value, the message and the fix.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.model import Severity
from kalteng_data.report.mask import mask_frame, mask_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table

SHOWN: tuple[str, ...] = (
    "code", "severity", "file", "sheet", "cell", "row", "column", "field", "value", "message", "fix",
)  # fmt: skip
"""Keys of a finding in JSON and CSV; part of the contract."""

_LOCATED = {"table": pl.UInt32(), **{key: pl.UInt32() if key == "row" else pl.String() for key in SHOWN}}

_STANDS_IN: Mapping[str, str] = {
    "tanggal_lahir": "ttl",
    "tempat_lahir": "ttl",
    "rt": "rt_rw",
    "rw": "rt_rw",
    "nama": "nama_kepala_keluarga",
    "nik": "nik_kepala_keluarga",
    "desa": "kode_desa",
    "kode_desa": "desa",
}
"""Where a field's cell is when the table has no column of its own for it."""

LONGEST = 120
"""Characters of a value that are shown."""

_NOTHING = "-"


def located(
    findings: pl.DataFrame, tables: Sequence[Table], lang: str, *, unmask: bool = False
) -> pl.DataFrame:
    """Findings with place and words, in the order they came.

    Args:
        findings: of shape ``schemas.FINDINGS``.
        tables: every table the findings name.
        lang: a language of the catalogue.
        unmask: show values as they stand.

    Returns:
        ``table`` and the columns of ``SHOWN``. ``row`` is the header's for a finding of a whole column,
        null for one of a whole table; ``cell`` is null where no one cell is at fault.
    """
    if findings.is_empty():
        return pl.DataFrame(schema=_LOCATED)
    own = {column for table in tables for column in table.source.own}
    there = placed(findings, tables).with_row_index("at")
    shown = there if unmask else _masked(there, mask_kinds(own))
    # A cell can hold signs that steer a terminal; people see a space.
    clean = shown.with_columns(one_line(pl.col("value", "detail")).str.head(LONGEST))
    parts = [_worded(part, lang) for part in clean.partition_by("code", maintain_order=True)]
    return pl.concat(parts).sort("at").select(*_LOCATED)


def placed(findings: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """Findings with ``file``, ``sheet``, ``cell`` and ``column``, and ``row`` as ``located`` has it."""
    at_header = pl.col("letter").is_not_null() & (pl.col("header_row") > 0)
    return (
        findings.join(_places(tables), on="table", how="left", maintain_order="left")
        .join(_columns(tables), on=["table", "field"], how="left", maintain_order="left")
        .with_columns(row=pl.when(pl.col("row") > 0).then("row").when(at_header).then("header_row"))
        .with_columns(cell=pl.concat_str("letter", pl.col("row").cast(pl.String)))
    )


def _places(tables: Sequence[Table]) -> pl.DataFrame:
    rows = [(t.index, t.source.file, t.sheet, max(t.header_row, 0)) for t in tables]
    schema = {"table": pl.UInt32, "file": pl.String, "sheet": pl.String, "header_row": pl.UInt32}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _columns(tables: Sequence[Table]) -> pl.DataFrame:
    rows = []
    for table in tables:
        first = {c.field: c for c in reversed(table.columns) if c.field is not None}
        stand_ins = {
            field: first[other]
            for field, other in _STANDS_IN.items()
            if field not in first and other in first
        }
        rows += [(table.index, field, c.letter, c.header) for field, c in {**first, **stand_ins}.items()]
    schema = {"table": pl.UInt32, "field": pl.String, "letter": pl.String, "column": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _masked(frame: pl.DataFrame, kinds_of: Mapping[str, str]) -> pl.DataFrame:
    details = {code: rule.detail_kind for code, rule in catalogue.rules().items()}
    kinds = frame.with_columns(
        # A finding of a whole village shows the village's name, one of a whole row the person's.
        value_kind=pl.when(pl.col("field").is_null()).then(pl.lit("name"))
        .when(pl.col("code").str.starts_with("KT5") & (pl.col("code") != "KT501")).then(pl.lit("plain"))
        .otherwise(pl.col("field").replace_strict(kinds_of, default="plain", return_dtype=pl.String)),
        detail_kind=pl.col("code").replace_strict(details, default="plain", return_dtype=pl.String),
    )  # fmt: skip
    # Both below each other, for the masks cost something even where they find little to do.
    texts = pl.concat([
        kinds.select("value", kind="value_kind"), kinds.select(value="detail", kind="detail_kind"),
    ])  # fmt: skip
    shown = mask_frame(texts, "value", "kind")
    return frame.with_columns(shown.head(frame.height), shown.tail(frame.height).alias("detail"))


def _worded(part: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Message and fix of the findings of one code, by its templates."""
    rule = catalogue.rules()[part.item(0, "code")]
    return part.with_columns(message=_filled(rule.message[lang]), fix=_filled(rule.fix[lang]))


def one_line(text: pl.Expr) -> pl.Expr:
    """Text without signs that steer a terminal or break a line."""
    return text.str.replace_all(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]", " ")


def plain_name(name: str) -> str:
    """The name of a file or sheet without such signs: a sender may have given it any."""
    return "".join(sign if sign.isprintable() else " " for sign in name)


def with_plain_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Findings whose ``file`` and ``sheet`` steer nothing; nearly all frames stay as they are."""
    names = {name for column in ("file", "sheet") for name in frame[column].unique() if name is not None}
    if all(map(str.isprintable, names)):
        return frame
    return frame.with_columns(one_line(pl.col("file", "sheet")))


def _filled(template: str) -> pl.Expr:
    parts: list[pl.Expr] = []
    for text, field, _, _ in string.Formatter().parse(template):
        if text:
            parts.append(pl.lit(text))
        if field is not None:
            parts.append(pl.col(field).fill_null(_NOTHING))
    return pl.concat_str(parts) if parts else pl.lit("")


def count_at(findings: pl.DataFrame, severity: Severity) -> int:
    """How many findings are at or above ``severity``; above none, a check ends with exit code 1."""
    reached = [str(s) for s in Severity if s.rank >= severity.rank]
    return findings.filter(pl.col("severity").is_in(reached)).height


def worst(findings: pl.DataFrame) -> Severity | None:
    """The highest severity found, or ``None``."""
    seen = set(findings["severity"].unique())
    return max((s for s in Severity if str(s) in seen), key=lambda s: s.rank, default=None)


def by_severity(findings: pl.DataFrame) -> dict[Severity, int]:
    """Findings of each severity, the highest first, noughts included."""
    counts = dict(findings.group_by("severity").len().iter_rows())
    return {s: int(counts.get(str(s), 0)) for s in sorted(Severity, key=lambda s: -s.rank)}
