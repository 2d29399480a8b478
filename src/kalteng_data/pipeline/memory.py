"""What a merge learns of headers: their columns, schemes and orders, once settled, for the files to come.

In: the tables of a run, what was decided for their columns, what was remembered before. Out: what is
remembered from now on. Nothing is learned from a guess, nor where tables of one header differ.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.settings import Remembered
from kalteng_data.settings.remembered import SCHEMES, signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kalteng_data.model import Table
    from kalteng_data.settings.remembered import Scheming

CONFIDENT = 0.85
"""Least confidence of a column that is remembered: its header's words, or its cells without a doubt."""
_FIELDS = frozenset({*RAW_PERSON, *RAW_FAMILY, *RAW_VILLAGE})
_COLUMNS = {"codebook": "codebook", "dates": "tanggal_lahir", "codes": "kode_desa"}
_MEANINGS = {
    "codebook": ("adminduk", "regsosek"),
    "dates": ("dmy", "mdy", "ymd"),
    "codes": ("kemendagri", "bps"),
}
_HEARSAY = frozenset({"layout", "remembered", "sama", "berkas"})
"""Evidence that is none of the column's own."""
_COUNTED = re.compile(r"=[1-9]")
_LONG_NUMBER = re.compile(r"\d{8}")
_Schemes = dict[str, str | None]


class _Reading(NamedTuple):
    """One table's header as it was read: ``settled`` by the settings, ``read`` with confidence."""

    table: Table
    settled: dict[str, str]
    read: dict[str, str]
    schemes: _Schemes


def learned(
    tables: Sequence[Table], decisions: pl.DataFrame, before: Iterable[Remembered], today: date
) -> tuple[Remembered, ...]:
    """What is remembered after a run.

    Args:
        tables: the run's tables, in the order of their files.
        decisions: ``table, field, decision, evidence`` (and ``by``) for whole columns.
        before: what was remembered.
        today: the day of the run, since when a new header is remembered.
    """
    told = _schemes(decisions)
    readings: dict[tuple[str, ...], list[_Reading]] = {}
    for table in tables:
        if _is_header(table):
            reading = _read(table, told.get(table.index, {}))
            readings.setdefault(signature(column.header for column in table.columns), []).append(reading)
    entries = {entry.signature: entry for entry in before}
    for key, seen in readings.items():
        entry = _together(seen, entries.get(key), today)
        if entry.settled or entry.read or any(getattr(entry, name) for name in SCHEMES):
            entries[key] = entry
    return tuple(entries[key] for key in sorted(entries))


def _is_header(table: Table) -> bool:
    """Whether a header row was read that holds words, and no number of a person by mistake."""
    texts = [column.header for column in table.columns if column.header]
    return table.header_row > 0 and len(texts) > 1 and not any(map(_LONG_NUMBER.search, texts))


def _schemes(decisions: pl.DataFrame) -> dict[int, _Schemes]:
    """For each table what its own columns told: a meaning, or ``None`` where they were asked and did not."""
    found: dict[int, _Schemes] = {}
    by = pl.col("by") if "by" in decisions.columns else pl.lit(None, pl.String)
    rows = decisions.select("table", "field", "decision", "evidence", by.alias("by"))
    for table, field, decision, evidence, level in rows.rows():  # one a table and column
        for name, column in _COLUMNS.items():
            if field == column:
                sure = decision in _MEANINGS[name] and not {evidence, level} & _HEARSAY
                counted = name != "dates" or evidence == "declared" or _COUNTED.search(evidence or "")
                found.setdefault(table, {})[name] = decision if sure and counted else None
    return found


def _read(table: Table, schemes: _Schemes) -> _Reading:
    counts = Counter(signature([column.header]) for column in table.columns)
    alone = [c for c in table.columns if c.header.strip() and counts[signature([c.header])] == 1]
    ours = [c for c in alone if c.field is None or c.field in _FIELDS]
    settled = {c.header: c.field or "" for c in ours if c.reason == "override"}
    # With a schema given from outside, columns may have been bent to it.
    sure = [] if table.source.schema else [c for c in ours if c.field and c.confidence >= CONFIDENT]
    return _Reading(
        table, settled, {c.header: c.field for c in sure if c.field and c.header not in settled}, schemes
    )


def _together(seen: Sequence[_Reading], before: Remembered | None, today: date) -> Remembered:
    """One header's entry: what all its tables agree on, and what was remembered where they are silent."""
    first = seen[0].table
    entry = before or Remembered(
        since=today, header=tuple(c.header for c in first.columns if c.header.strip()), file=first.source.file
    )
    settled = entry.settled | _agreed([one.settled for one in seen if one.settled])
    read = _agreed([one.read for one in seen], everywhere=True)
    kept = {text: field for text, field in entry.read.items() if read.get(text, field) == field}
    layouts = {one.table.layout for one in seen}
    entry = replace(
        entry,
        layout=layouts.pop() if len(layouts) == 1 else entry.layout,
        settled=settled,
        read={text: field for text, field in (kept | read).items() if text not in settled},
    )
    for name in SCHEMES:
        entry = _with_scheme(entry, name, [one.schemes[name] for one in seen if name in one.schemes])
    return entry


def _agreed(readings: Sequence[Mapping[str, str]], *, everywhere: bool = False) -> dict[str, str]:
    """Fields by header on which the readings agree; ``everywhere``: which each of them has."""
    fields: dict[str, set[str]] = {}
    for reading in readings:
        for text, field in reading.items():
            fields.setdefault(text, set()).add(field)
    return {
        text: found.pop()
        for text, found in fields.items()
        if len(found) == 1 and (not everywhere or all(text in reading for reading in readings))
    }


def _with_scheme(entry: Remembered, name: Scheming, told: Sequence[str | None]) -> Remembered:
    """``entry`` with what its tables told of a scheme; where lists differ, it is never remembered again."""
    said = {one for one in told if one is not None}
    known = getattr(entry, name)
    if name in entry.varies or not said:
        return entry
    changed: dict[str, Any] = {}
    if len(said | ({known} if known else set())) > 1:
        changed = {name: None, "varies": (*entry.varies, name)}
    elif None not in told:
        # A list that left it open was read without it: learned now, the same files would be read otherwise.
        changed = {name: said.pop()}
    return replace(entry, **changed)
