"""What an old workbook (xls) states of its cells and texts, before a reader makes room for it ([MS-XLS])."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError
from kalteng_data.load.compound import streams

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROWS, _COLUMNS = 65_536, 256
_USUAL = re.compile(
    rb"(?s)(?:\xfd\x00\x0a\x00..[\x00-\xff]\x00.{6}|\x7e\x02\x0a\x00..[\x00-\xff]\x00.{6}"
    rb"|\x03\x02\x0e\x00..[\x00-\xff]\x00.{10}|\x01\x02\x06\x00.{6}|\x08\x02\x10\x00.{16})+"
)
"""Cells with a shared text, a small number, a number or nothing, within 256 columns; beginnings of rows."""
_EXTENT, _TEXTS, _SHEET, _MANY, _END, _LOCKED = 0x0200, 0x00FC, 0x0085, 0x00BD, 0x000A, 0x002F
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, _MANY})
_PASSES = 4
"""Sheets may share what stands in the stream only so often: each is read for itself."""


def check_extents(path: Path, file: str) -> None:
    """Let the workbook pass when what it states is possible in a workbook of its kind.

    Raises:
        InputError: ``encrypted``, ``truncated``.
    """
    data = path.read_bytes()
    try:
        found = streams(data)
        book = found.get("Workbook") or found.get("Book") or b""
        locked = any(kind == _LOCKED for kind, _, _ in _records(book, 0))
        sound = locked or (bool(book) and _is_sound(book))
    except (ValueError, struct.error) as error:
        raise InputError("truncated", file=file) from error
    if locked:  # a reader stops there, and does not say why
        raise InputError("encrypted", file=file)
    if not sound:
        raise InputError("truncated", file=file)


def _is_sound(book: bytes) -> bool:
    sheets: list[int] = []
    for kind, at, size in _records(book, 0):
        if kind == _SHEET and size >= 4:
            sheets.append(struct.unpack_from("<I", book, at)[0])
        # A text has three bytes at least.
        if kind == _TEXTS and size >= 8 and struct.unpack_from("<I", book, at + 4)[0] > len(book):
            return False
    passed = 0
    for start in sheets:
        for kind, at, size in _records(book, start):
            passed += size + 4
            if passed > _PASSES * len(book) or not _is_possible(book, kind, at, size):
                return False
    return True


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Types of the records from ``at`` to the end of their part, where their bytes begin and how many."""
    while at + 4 <= len(book):
        usual = _USUAL.match(book, at)
        if usual is not None:
            yield 0, at, usual.end() - at
            at = usual.end()
            continue
        kind, size = struct.unpack_from("<2H", book, at)
        yield kind, at + 4, size
        if kind == _END:
            break
        at += 4 + size


def _is_possible(book: bytes, kind: int, at: int, size: int) -> bool:
    """Whether a record's rows and columns exist in an old sheet; a reader refuses one that is too short."""
    if kind == _EXTENT and size in {10, 14}:
        top, bottom, left, right = struct.unpack_from(
            "<4H" if size == 10 else "<2I2H", book[at : at + size].ljust(14)
        )
        return bool(top <= bottom <= _ROWS and left <= right <= _COLUMNS)
    if kind not in _CELLS or size < 4 or at + 4 > len(book):
        return True
    (column,) = struct.unpack_from("<H", book, at + 2)
    return bool(column < _COLUMNS)
