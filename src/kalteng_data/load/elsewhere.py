"""Villages named where they are no statement: in a signature, in addresses, in the names of files and sheets.

They are never taken: a signature may be another village's, an address may lie in the next one. They are told,
so that whoever knows can write them where they count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.content import SAMPLE
from kalteng_data.load.heading import read_line
from kalteng_data.load.placenames import opening_name, place_key
from kalteng_data.load.sheetname import place_of_sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kalteng_data.load.grid import Grid
    from kalteng_data.model import Column, Skipped

_SIGNED = re.compile(r"(?i)\b(?:kepala\s+desa|kades|lurah|desa|kelurahan)\s+(?=[^\W\d])")
_FEET = frozenset({"signature", "note"})
_LOOKED_AT = 40
"""Lines of a foot that are read."""
_MOST = 0.8
"""Least share of the addresses that name the village, for it to be the list's."""


def villages_elsewhere(
    grid: Grid,
    records: pl.DataFrame,
    columns: Sequence[Column],
    skipped: Sequence[Skipped],
    stated: Mapping[str, str],
    headed: Collection[str],
    file: str,
) -> pl.DataFrame:
    """``code``, ``row`` (0) and ``difference`` of what else names a village.

    ``KT069``: the rows state none, a signature, the addresses or the file's name do. ``KT070``: the sheet is
    named after another village than its title.

    Args:
        grid: the sheet.
        records: ``row`` and String columns named by absolute index.
        columns: the mapped columns.
        skipped: lines of the sheet that hold no record.
        stated: what is stated above the table.
        headed: fields that lines between the rows state.
        file: the file's name without its ending.
    """
    fields = {c.field for c in columns}
    told: list[tuple[str, int, str]] = []
    if not {"desa", "kode_desa"} & {*fields, *stated, *headed}:
        names = dict.fromkeys((*_signed(grid, skipped), *_addressed(records, columns), *_filed(file)))
        told = [("KT069", 0, name) for name in names]
    elif "desa" in stated:
        around = {name: text for name, text in stated.items() if name in {"kecamatan", "kabupaten"}}
        sheet = place_of_sheet(grid.sheet, (), around).get("desa")
        if sheet is not None and place_key(sheet) != place_key(stated["desa"]):
            told = [("KT070", 0, f"{stated['desa']} / {sheet}")]
    schema = {"code": pl.String, "row": pl.UInt32, "difference": pl.String}
    return pl.DataFrame(told, schema=schema, orient="row")


def _filed(file: str) -> Iterator[str]:
    """The known village that the file is named after, behind its word."""
    said = read_line([file.replace("_", " ")]).fields.get("desa") or ""
    if (name := opening_name("desa", said)) is not None:
        yield name.upper()


def _signed(grid: Grid, skipped: Sequence[Skipped]) -> Iterator[str]:
    """Known villages that signatures and notes name."""
    rows = [row for one in skipped if one.reason in _FEET for row in one.rows][:_LOOKED_AT]
    for row in rows:
        for cell in grid.frame.row(row - 1):
            for match in _SIGNED.finditer(cell or ""):
                if (name := opening_name("desa", (cell or "")[match.end() :])) is not None:
                    yield name.strip(" ,.;").upper()


def _addressed(records: pl.DataFrame, columns: Sequence[Column]) -> Iterator[str]:
    """The known village that nearly all addresses name, if there is one."""
    column = next((str(c.index) for c in columns if c.field == "alamat"), None)
    if column is None:
        return
    cells = records.get_column(column).gather_every(max(1, records.height // SAMPLE)).drop_nulls()
    counted = cells.value_counts(name="rows").rows()
    named: dict[str, int] = {}
    for text, rows in counted:
        said = read_line([text]).fields.get("desa") or ""
        if (name := opening_name("desa", said)) is not None:
            named[name.upper()] = named.get(name.upper(), 0) + rows
    best = max(named, key=lambda name: named[name], default=None)
    if best is not None and named[best] >= _MOST * cells.len():
        yield best
