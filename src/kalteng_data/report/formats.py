"""Findings for machines and for a line a finding: ``concise``, ``json``, ``jsonl``, ``csv``.

In: the frame of ``located`` and the rows of each table. Out: text. No finding is visited in Python: lines are
made column by column.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Severity, Tally
from kalteng_data.report.findings import SHOWN, by_severity, one_line, with_plain_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kalteng_data.model import Table

NEW_LINE = "\n"
_LEADS_A_FORMULA = r"^[=+\-@\t\r]"


def concise(frame: pl.DataFrame) -> str:
    """One line a finding: ``file:sheet!cell: KT203 error: message``."""
    place = pl.coalesce("cell", pl.format("{}", pl.col("row")), pl.lit("-"))
    sheet = pl.when(pl.col("sheet").fill_null("") == "").then(pl.lit("")).otherwise(pl.format("{}!", "sheet"))
    line = pl.format("{}:{}{}: {} {}: {}", "file", sheet, place, "code", "severity", "message")
    lines = frame.select(one_line(line)).to_series()
    return _joined(lines)


def as_jsonl(frame: pl.DataFrame) -> str:
    """One JSON object a finding."""
    names = {
        name for column in ("file", "sheet", "column") for name in frame[column].unique() if name is not None
    }
    return with_escapes(frame.select(SHOWN).write_ndjson(), names)


def with_escapes(document: str, names: Iterable[str]) -> str:
    """JSON in which the signs of ``names`` that no screen shows are written as escapes; it says the same.

    A sign that turns the direction of writing would make a line read as another one.
    """
    for sign in {sign for name in names for sign in name if ord(sign) > 0x7E and not sign.isprintable()}:
        document = document.replace(sign, json.dumps(sign)[1:-1])
    return document


def as_json(
    frame: pl.DataFrame,
    tables: Sequence[Table],
    tallies: Mapping[int, Tally],
    *,
    found: pl.DataFrame | None = None,
    reviewed: int = 0,
) -> str:
    """The report of a check as the contract has it: ``files`` with their findings, and ``totals``.

    Args:
        frame: the frame of ``located``.
        tables: every table read, with findings or without.
        tallies: rows, accepted and quarantined by ``Table.index``.
        found: all findings, where ``frame`` lists only some; the totals count them, and say how many are
            ``listed``.
        reviewed: findings that were looked at and stand in neither frame.
    """
    ordered = frame.sort("table", maintain_order=True)
    # Every new line within a value is escaped, so a line is a finding.
    lines = as_jsonl(ordered).split("\n")
    counts = dict(ordered.group_by("table").len().iter_rows())
    blocks, at = [], 0
    for table in sorted(tables, key=lambda t: t.index):
        tally = tallies.get(table.index, Tally(read=table.rows, accepted=table.rows))
        count = int(counts.get(table.index, 0))
        head = {
            "file": table.source.file, "sheet": table.sheet, "rows": tally.read, "accepted": tally.accepted,
            "quarantined": tally.quarantined,
        }  # fmt: skip
        body = ",\n".join(lines[at : at + count])
        opening = with_escapes(json.dumps(head, ensure_ascii=False), (table.source.file, table.sheet))
        blocks.append(f'{opening[:-1]}, "findings": [{body}]}}')
        at += count
    figures = _totals(frame if found is None else found, tables, tallies)
    if found is not None and found.height > frame.height:
        figures["listed"] = frame.height
    if reviewed:
        figures["reviewed"] = reviewed
    totals = json.dumps(figures)
    return '{"files": [' + ",\n".join(blocks) + f'],\n"totals": {totals}}}\n'


def _totals(frame: pl.DataFrame, tables: Sequence[Table], tallies: Mapping[int, Tally]) -> dict[str, int]:
    severities = by_severity(frame)
    return {
        "files": len({(t.source.level, t.source.file) for t in tables}),
        "rows": sum(t.read for t in tallies.values()),
        "accepted": sum(t.accepted for t in tallies.values()),
        "quarantined": sum(t.quarantined for t in tallies.values()),
        "findings": frame.height,
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "notes": severities[Severity.NOTE],
    }


def as_csv(frame: pl.DataFrame) -> str:
    """A header and one line a finding; what a spreadsheet would take for a formula begins with ``'``."""
    text = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = (
        pl.when(pl.col(name).str.contains(_LEADS_A_FORMULA))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(name)
        .alias(name)
        for name in text
    )
    plain = with_plain_names(frame).with_columns(one_line(pl.col("column")))
    return plain.with_columns(safe).select(SHOWN).write_csv()


def _joined(lines: pl.Series) -> str:
    return f"{lines.str.join(NEW_LINE).item()}\n" if lines.len() else ""
