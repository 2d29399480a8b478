"""How far the sheets of an ods reach, before a reader lays them out: repeated cells are only numbers.

A cell that stands ``number-columns-repeated="1000000"`` times in a row of which there are a million is a file
of a kilobyte. A reader makes room for all of them, and the process ends.
"""

from __future__ import annotations

import html
import re
import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from kalteng_data.errors import InputError
from kalteng_data.load.sheetxml import DAMAGED, MOST_CELLS, MOST_COLUMNS
from kalteng_data.model import cell_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PART, _LIST = "content.xml", "META-INF/manifest.xml"
_LOCKED = b"encryption-data"
_BLOCK = 8 << 20
_ROW, _ROW_END, _TABLE = b"<table:table-row", b"</table:table-row>", b"<table:table "
_CELL = re.compile(rb"<table:(?:covered-)?table-cell")
_FILLED = (b"office:", b"table:formula")
"""What stands in the tag of a cell that is not blank."""
_NAME = re.compile(rb"""\btable:name\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_WIDE = re.compile(rb"""\bnumber-columns-repeated\s*=\s*["']([^"']*)["']""")
_HIGH = re.compile(rb"""\bnumber-rows-repeated\s*=\s*["']([^"']*)["']""")
_BLANKS = re.compile(rb"""<text:s\s[^>]*\btext:c\s*=\s*["']([^"']*)["']""")


def check_extents(path: Path, file: str) -> None:
    """Let the workbook pass when what its sheets unfold to can be held in memory.

    Rows are counted to the last that is not blank, columns to the last cell of a row that is not: what a
    reader leaves out is left out here too.

    Raises:
        InputError: ``encrypted``, ``far-cell``, ``truncated``.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_PART) as stream:
            if _LIST in archive.namelist() and _LOCKED in archive.read(_LIST):
                raise InputError("encrypted", file=file)
            extent = _Extent(file)
            # A reader that waits for the end of a table, row or text that is never closed waits for ever.
            parser = expat.ParserCreate()
            rest = b""
            while block := stream.read(_BLOCK):
                parser.Parse(block, False)
                *pieces, rest = (rest + block).split(_ROW)
                for piece in pieces:
                    extent.take(piece)
            parser.Parse(b"", True)
            extent.take(rest)
    except (*DAMAGED, expat.ExpatError) as error:
        raise InputError("truncated", file=file) from error


class _Extent:
    """The filled rectangle of the sheet that is being passed, and the blanks written into cells so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheet = ""
        self.row = 0
        self.last = 0
        self.column = 0
        self.blanks = 0

    def take(self, piece: bytes) -> None:
        """Take in one row, from its tag's attributes on; what stands before the first row has no cells."""
        filled = _filled(piece[: max(piece.rfind(_ROW_END), 0)])
        opening = piece[: _next_cell(piece, 0)]
        self.row += 1 if b"-rows-repeated" not in opening else sum(_numbers(_HIGH, opening)) or 1
        if filled:
            self.last = self.row
            self.column = max(self.column, _width(filled))
        if b"text:c" in piece:
            self.blanks += sum(_numbers(_BLANKS, piece))
        # Tags in the row that are no cells' may count too: that it is too wide is said with some room.
        if self.last * self.column > MOST_CELLS or self.column > 4 * MOST_COLUMNS:
            cell = cell_address(min(self.column, 1 << 20) - 1, self.last)
            raise InputError("far-cell", file=self.file, sheet=self.sheet, cell=cell)
        if self.blanks > MOST_CELLS:
            raise InputError("truncated", file=self.file)
        if _TABLE in piece:
            self._begin(piece.rpartition(_TABLE)[2])

    def _begin(self, tag: bytes) -> None:
        name = _NAME.search(tag)
        found = (name[1] or name[2] or b"") if name else b""
        self.sheet = html.unescape(found.decode("utf-8", "replace"))
        self.row = self.last = self.column = 0


def _filled(piece: bytes) -> bytes:
    """The row up to its last cell that is not blank; nothing when all are."""
    last = max(piece.rfind(mark) for mark in _FILLED)
    if last < 0:
        return b""
    return piece[: _next_cell(piece, last)]


def _next_cell(piece: bytes, start: int) -> int:
    """Where the next cell's tag begins, or the end."""
    found = _CELL.search(piece, start)
    return len(piece) if found is None else found.start()


def _width(filled: bytes) -> int:
    """The columns that the cells take, or a few more: all tags of tables count."""
    cells = filled.count(b"<table:")
    return cells if b"-columns-repeated" not in filled else cells + sum(_numbers(_WIDE, filled))


def _numbers(pattern: re.Pattern[bytes], piece: bytes) -> Iterator[int]:
    """Whole numbers above 0 that attributes state; a reader refuses what is none."""
    for found in pattern.findall(piece):
        text = html.unescape(found.decode("ascii", "replace")).strip()
        if text.lstrip("+").isdecimal():
            yield int(text[:40])
