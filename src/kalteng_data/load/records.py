"""How far the sheets of binary workbooks (xlsb, xls) reach, before a reader lays them out.

A cell's record states any row and column; a reader makes room for the whole rectangle up to it, and where
there is no such room the process ends. Runs of usual records are passed by one pattern, others one by one.
"""

from __future__ import annotations

import re
import struct
import zipfile
from posixpath import join, normpath
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError
from kalteng_data.load.sheetxml import DAMAGED, MOST_CELLS, MOST_COLUMNS, relations
from kalteng_data.model import cell_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LAST_ROW, _COLUMNS = 1 << 20, 47
"""Rows of a sheet, and the columns with which all of them still fit."""
_USUAL = re.compile(
    rb"(?s)(?:[\x02\x07]\x0c[\x00-\x2e]\x00\x00\x00.{8}|\x05\x10[\x00-\x2e]\x00\x00\x00.{12}"
    rb"|\x01\x08[\x00-\x2e]\x00\x00\x00.{4})+"
)
"""Cells of an xlsb within the first 47 columns: a small number or shared text, a double, a blank one."""
_ROW, _BUNDLE, _END_ROWS = 0, 156, 146
_FIRST_CELL, _LAST_CELL = 1, 11
_LEAST = 4
"""Bytes of a row's or a cell's record: both begin with a number."""
_NO_SHEET = 0xFFFFFFFF


def check_extents(path: Path, file: str) -> None:
    """Let an xlsb pass when its sheets can be held in memory.

    Raises:
        InputError: ``far-cell``, ``truncated``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = list(_sheets(archive))
            for name, part in sheets:
                _check_sheet(archive.read(part), name, file)
    except (*DAMAGED, struct.error, IndexError) as error:
        raise InputError("truncated", file=file) from error


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names and parts of the sheets ([MS-XLSB] 2.4.304)."""
    targets = relations(archive.read("xl/_rels/workbook.bin.rels"))
    data = archive.read("xl/workbook.bin")
    for kind, start, end in _records(data, 0):
        if kind != _BUNDLE:
            continue
        (length,) = struct.unpack_from("<I", data, start + 8)
        if length == _NO_SHEET:
            continue
        name = start + 12 + 2 * length
        link = data[start + 12 : name].decode("utf-16-le", "replace")
        part = normpath(join("xl", targets[link]))
        if part in archive.namelist():
            yield data[name + 4 : end].decode("utf-16-le", "replace"), part


def _records(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Types of the records from ``at`` on, and where their bytes begin and end."""
    while at < len(data):
        kind, at = _grouped(data, at, 2)
        size, at = _grouped(data, at, 4)
        yield kind, at, at + size
        at += size


def _grouped(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in groups of 7 bits, the lowest first, and the place behind it."""
    number = 0
    for group in range(most):
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << 7 * group
        if byte < 0x80:
            break
    return number, at


def _check_sheet(data: bytes, sheet: str, file: str) -> None:
    at, row, last, columns = 0, 0, 0, 1
    while at < len(data):
        usual = _USUAL.match(data, at)
        if usual is not None:
            at, last, columns = usual.end(), max(last, row + 1), max(columns, _COLUMNS)
            continue
        kind, at = _grouped(data, at, 2)
        size, at = _grouped(data, at, 4)
        if size < _LEAST and (kind == _ROW or _FIRST_CELL <= kind <= _LAST_CELL):
            # A reader takes what is missing from the record before.
            raise InputError("truncated", file=file)
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", data, at)
            if row > _LAST_ROW:  # where a reader stops
                break
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            (column,) = struct.unpack_from("<I", data, at)
            last, columns = max(last, row + 1), max(columns, column + 1)
        elif kind == _END_ROWS:
            break
        at += size
    if last * columns > MOST_CELLS or columns > MOST_COLUMNS:
        cell = cell_address(min(columns, 1 << 20) - 1, last)
        raise InputError("far-cell", file=file, sheet=sheet, cell=cell)
