"""What an xlsx says and no reader tells: sheets, farthest cell, merges, hidden rows, which cells are numbers.

Patterns over the sheet's XML, in blocks: no tree is built (100,000 x 20 cells take well under a second).
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass
from posixpath import join, normpath
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.grid import Merge
from kalteng_data.model import column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 8 << 20
_MOST_CELLS = 50_000_000
"""Cells of the rectangle that a reader would lay out in memory; a full sheet of 47 columns has as many."""
_NARROW = 702
"""Columns up to ZZ: with fewer rows than fit, two-letter columns need no look."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*>")
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_WIDE = re.compile(rb'\br="([A-Z]{3})(\d+)"')
_TWO = re.compile(rb'\br="([A-Z]{2})\d')
_CELL_ROW = re.compile(rb'\br="[A-Z]{1,3}(\d{5,})"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet of a workbook by its part's name; ``part`` is empty when it is no worksheet."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a scan of one sheet's XML found; rows are 1-based sheet rows, columns 0-based."""

    merges: tuple[Merge, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode().rpartition(":")[2]: html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def sheet_entries(archive: zipfile.ZipFile) -> list[SheetEntry]:
    """The workbook's sheets in order, with their parts and whether they are shown."""
    book = archive.read("xl/workbook.xml")
    relations = {
        a["Id"]: a.get("Target", "")
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
        if "Id" in (a := _attributes(tag))
    }
    entries = []
    for tag in _SHEET.findall(book):
        a = _attributes(tag)
        target = relations.get(a.get("id", ""), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        entries.append(
            SheetEntry(
                a.get("name", ""),
                part if "worksheet" in part and part in archive.namelist() else "",
                a.get("state", "visible") == "visible",
            )
        )
    return entries


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part's bytes in blocks that end at a tag."""
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            block = rest + block
            cut = block.rfind(b"<")
            if cut <= 0 or len(block) > 8 * _BLOCK:
                cut = len(block)
            rest = block[cut:]
            yield block[:cut]
    if rest:
        yield rest


def scan_sheet(archive: zipfile.ZipFile, entry: SheetEntry, file: str) -> SheetFacts:
    """Facts of one sheet, once its cells are known to fit into memory.

    Raises:
        InputError: ``far-cell`` when the rectangle up to the farthest cell is larger than 50 million cells (a
            reader would ask for hundreds of GiB and abort the process), ``truncated``.
    """
    merges: list[Merge] = []
    hidden: list[int] = []
    columns: list[int] = []
    last_row = last_column = 0
    twos: set[bytes] = set()
    try:
        for block in _blocks(archive, entry.part):
            rows = _ROW_NUMBER.findall(block)
            if rows:
                last_row = max(last_row, int(rows[-1]), max(map(int, rows)))
            if b'r="' in block:
                for letters, row in _WIDE.findall(block):
                    last_column = max(last_column, _column_index(letters))
                    last_row = max(last_row, int(row))
            if not rows or last_row * _NARROW > _MOST_CELLS:
                last_row = max([last_row, *map(int, _CELL_ROW.findall(block))])
            if last_row * _NARROW > _MOST_CELLS:
                twos.update(_TWO.findall(block))
            if b"hidden" in block:
                hidden += map(int, _HIDDEN.findall(block))
                columns += _hidden_columns(block)
            if b"mergeCell" in block:
                merges += [
                    Merge(int(r0) - 1, _column_index(c0), int(r1) - 1, _column_index(c1))
                    for c0, r0, c1, r1 in _MERGE.findall(block)
                ]
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise InputError("truncated", file=file) from error
    widest = max([last_column, *map(_column_index, twos), 25])
    if last_row * (widest + 1) > _MOST_CELLS:
        cell = f"{column_letter(widest)}{last_row}"
        raise InputError("far-cell", file=file, sheet=entry.name, cell=cell)
    return SheetFacts(tuple(merges), tuple(hidden), tuple(sorted(set(columns))))


def _hidden_columns(block: bytes) -> list[int]:
    found: list[int] = []
    for tag in _COLUMN.findall(block):
        a = _attributes(tag)
        if a.get("hidden") in {"1", "true"} and "min" in a and "max" in a:
            first, last = int(a["min"]) - 1, int(a["max"]) - 1
            if last - first < 256:  # beyond, it is the empty rest of the sheet that is hidden
                found += range(first, last + 1)
    return found


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def number_rows(path: Path, part: str, column: int) -> pl.Series | None:
    """Sheet rows whose cell in ``column`` is a number, or ``None`` when cells carry no address."""
    letter = column_letter(column).encode()
    plain = re.compile(rb'<(?:\w+:)?c r="' + letter + rb'(\d+)"(?: s="\d+")?(?: t="n")?>')
    loose = re.compile(
        rb'<(?:\w+:)?c\s(?=[^>]*\br="'
        + letter
        + rb'(\d+)")(?![^>]*\bt="(?:s|str|inlineStr|b|e|d)")[^>]*[^/]>'
    )
    rows: list[int] = []
    addressed = False
    with zipfile.ZipFile(path) as archive:
        for block in _blocks(archive, part):
            pattern = plain if b'<c r="' in block or b':c r="' in block else loose
            addressed = addressed or b'r="' + letter in block
            rows += map(int, pattern.findall(block))
    return pl.Series("row", rows, pl.UInt32) if addressed else None
