"""The lower half of a printed family card: more fields of the same people, by the same running numbers.

A Kartu Keluarga lists its members twice, one table below the other: name, NIK and birth above, marriage,
role, citizenship and parents below. Only the number before each row says who is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.columns import HeaderCell, best_claim
from kalteng_data.load.words import header_words
from kalteng_data.model import Column, Kind, Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT = 500
"""Rows of a sheet of cards at most: a list goes on below with people, not with their other halves."""
_LEAST = 2
"""Fields that the lower half adds at least."""
_RUNNING = {header_words(text) for text in ("No", "No Urut", "Nomor")}
_NUMBER = r"^\W*0*(\d{1,3})(?:[.,]0*)?\W*$"
_WHO = frozenset({"nama", "nik"})

Cells = tuple[str | None, ...]


def numbers_rows(header: str) -> bool:
    """Whether a header says the running number: ``No``, ``Nomor Urut``."""
    return header_words(header) in _RUNNING


def with_lower_half(
    body: pl.DataFrame, columns: Sequence[Column], kind: Kind
) -> tuple[pl.DataFrame, tuple[Skipped, ...]]:
    """``body`` with the fields of its lower half in columns ``+field`` of the rows above; what was joined.

    As it is where there is no such half, or where a number above stands before two people.

    Args:
        body: ``row`` (UInt32, sheet row) and String columns named by absolute index, below the header.
        columns: the mapped columns.
        kind: what a record stands for.
    """
    number = next((c for c in columns if c.field is None and numbers_rows(c.header)), None)
    if kind is not Kind.PENDUDUK or number is None or body.height > _LOOKED_AT:
        return body, ()
    names = [name for name in body.columns if name != "row"]
    taken = {c.field for c in columns}
    lines: list[Cells] = body.select(names).rows()
    at = names.index(str(number.index))
    for i, line in enumerate(lines):
        if not numbers_rows(line[at] or ""):
            continue
        fields, depth = _fields(line, lines[i + 1] if i + 1 < len(lines) else (), at, taken)
        if len(fields) >= _LEAST:
            return _joined(body, i, depth, names, number.index, fields)
    return body, ()


def _fields(line: Cells, below: Cells, at: int, taken: set[str | None]) -> tuple[dict[int, str], int]:
    """New fields by position in the line, and the rows of their header; none where it names a person."""
    deep = bool(below) and not (below[at] or "").strip() and any(below)
    group = ""
    fields: dict[int, str] = {}
    for i, cell in enumerate(line):
        lower = " ".join((below[i] or "").split()) if deep else ""
        upper = " ".join((cell or "").split())
        group = upper or (group if lower else "")
        found = best_claim(HeaderCell(i, tuple(t for t in (f"{group} {lower}".strip(), lower, upper) if t)))
        if found is not None and found.field is not None and i != at:
            if found.field in _WHO:
                return {}, 1
            if found.field not in taken and found.field not in fields.values():
                fields[i] = found.field
    return fields, 2 if deep else 1


def _joined(
    body: pl.DataFrame, at: int, depth: int, names: list[str], number: int, fields: dict[int, str]
) -> tuple[pl.DataFrame, tuple[Skipped, ...]]:
    counted = body.with_columns(number_=pl.col(str(number)).str.extract(_NUMBER, 1).cast(pl.UInt16))
    above, lower = counted.head(at), counted.slice(at + depth)
    said = pl.any_horizontal(pl.col(names[i]).str.contains(r"\S") for i in fields)
    lower = lower.filter(pl.col("number_").is_not_null() & said.fill_null(value=False))
    people = above.get_column("number_").drop_nulls()
    if (
        lower.is_empty()
        or people.n_unique() < people.len()
        or lower.get_column("number_").is_duplicated().any()
    ):
        return body, ()
    more = lower.select("number_", *(pl.col(names[i]).alias(f"+{field}") for i, field in fields.items()))
    head = body.get_column("row").slice(at, depth).to_list()
    rest = counted.slice(at + depth).filter(~pl.col("row").is_in(lower.get_column("row").implode()))
    joined = pl.concat([above, rest]).join(more, on="number_", how="left", maintain_order="left")
    rows = lower.get_column("row").to_list()
    return joined.drop("number_"), (Skipped("header", tuple(head)), Skipped("continued", tuple(rows)))
