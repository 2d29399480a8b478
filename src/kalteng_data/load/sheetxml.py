"""What an xlsx says and no reader tells: sheets, farthest cell, merges, hidden rows, which cells are numbers.

Patterns over the sheet's XML, in blocks: no tree is built (100,000 x 20 cells take well under a second).
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from dataclasses import dataclass
from posixpath import join, normpath
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.grid import Merge
from kalteng_data.load.openings import Block, is_loose
from kalteng_data.model import cell_address, column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError)
"""What ``zipfile`` raises for archives that are cut, altered, or packed in ways it does not know."""

_BLOCK = 2 << 20
_KEPT = 160 << 20
"""Bytes of XML kept from the scan for a second look: 100,000 rows of 20 columns have about 100 MiB."""
MOST_CELLS = 50_000_000
"""Cells of the rectangle that a reader would lay out in memory; a full sheet of 47 columns has as many."""
MOST_COLUMNS = 16_384
"""Columns of a sheet: the last is XFD."""

_ROW_START, _CELL_START = re.compile(rb"<row[\s>/]"), re.compile(rb"<c[\s>/]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ROW_NUMBER = re.compile(rb'<(?:[^<>]*? )?r="(\d+)"')
_HIDDEN = re.compile(rb'<row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_FAR = re.compile(
    rb' r="([A-Za-z]{3,}(?=\d)|[Aa][V-Zv-z](?=\d)|[B-Zb-z][A-Za-z](?=\d)|[A-Za-z]{1,2}(?=\d{7}))(\d+)'
)
_MERGE = re.compile(rb'<mergeCell\s[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_COLUMN = re.compile(rb"<col\s[^>]*>")
_STRINGS = re.compile(rb'\b(?:uniqueCount|count)\s*=\s*["\'](\d+)')
_PREFIX = re.compile(rb"<(/?)\w+:(?=\w)")
_QUOTED = re.compile(rb"[\s]+(\w+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet of a workbook by its part's name; ``part`` is empty when it is no worksheet."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a scan of one sheet's XML found; rows are 1-based sheet rows, columns 0-based.

    ``blocks`` is the XML itself while it is small, so that it is unpacked once.
    """

    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    blocks: tuple[Block, ...] | None = None


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode().rpartition(":")[2]: html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def relations(part: bytes) -> dict[str, str]:
    """The targets that a part of relations names, by their ids."""
    return {
        a["Id"]: a.get("Target", "") for tag in _RELATION.findall(part) if "Id" in (a := _attributes(tag))
    }


def sheet_entries(archive: zipfile.ZipFile) -> list[SheetEntry]:
    """The workbook's sheets in order, with their parts and whether they are shown."""
    book = archive.read("xl/workbook.xml")
    targets = relations(archive.read("xl/_rels/workbook.xml.rels"))
    entries = []
    for tag in _SHEET.findall(book):
        a = _attributes(tag)
        target = targets.get(a.get("id", ""), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        entries.append(
            SheetEntry(
                a.get("name", ""),
                part if "worksheet" in part and part in archive.namelist() else "",
                a.get("state", "visible") == "visible",
            )
        )
    return entries


def claims_too_many_strings(archive: zipfile.ZipFile) -> bool:
    """Whether the list of texts says that it holds more than its bytes can.

    A reader makes room for the number claimed, and a wrong one asks for more memory than there is.
    """
    part = "xl/sharedStrings.xml"
    if part not in archive.namelist():
        return False
    with archive.open(part) as stream:
        head = stream.read(4096)
    claimed = max(map(int, _STRINGS.findall(head)), default=0)
    return claimed > MOST_CELLS or (claimed > 1_000_000 and claimed > archive.getinfo(part).file_size)


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part's bytes in blocks that end at a tag, written the usual way: no prefixes, double quotes."""
    rest = b""
    unusual = False
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            block = rest + block
            cut = block.rfind(b"<")
            if cut <= 0 or len(block) > 8 * _BLOCK:
                cut = len(block)
            rest = block[cut:]
            unusual = unusual or _is_unusual(block)
            yield _usual(block[:cut]) if unusual else block[:cut]
    if rest:
        yield rest


def _is_unusual(block: bytes) -> bool:
    """Prefixes, single quotes or odd blanks; single bytes are sought first, which costs next to nothing."""
    return is_loose(block) or any(
        blank in block and (blank + b"r=") in block for blank in (b"\n", b"\t", b"\r")
    )


def _usual(block: bytes) -> bytes:
    return _QUOTED.sub(rb' \1="\2\3"', _PREFIX.sub(rb"<\1", block))


@dataclass(slots=True)
class _Extent:
    """The farthest row and column seen so far; ``row`` is 1-based, ``column`` 0-based.

    The first 47 columns (to AU) count from row 1,000,000 on: above, all of them fit. A cell counts by its
    own address: no reader looks at its row's.
    """

    row: int = 1
    counted: int = 0
    column: int = 46

    @property
    def is_too_far(self) -> bool:
        """Whether a reader could not lay out the rectangle, or no spreadsheet has such columns."""
        return self.column >= MOST_COLUMNS or self.row * (self.column + 1) > MOST_CELLS

    def widen(self, block: Block) -> None:
        """Take in a block, whose rows may be fewer than they seem."""
        self.row = max(self.row, block.last_row())
        if block.may_be_far():
            self._take_far(block.xml)

    def widen_exactly(self, block: bytes) -> None:
        """Take in a block, by patterns that no text deceives."""
        openings = b"<".join(piece[:256] for piece in block.split(b"<row ")[1:])
        self.row = max([self.row, *map(int, _ROW_NUMBER.findall(b"<" + openings))])
        self._take_far(block)

    def _take_far(self, block: bytes) -> None:
        far = _FAR.findall(block)
        if far:
            self.column = max(self.column, *map(_column_index, {letters for letters, _ in far}))
            self.row = max(self.row, *(int(row) for _, row in far))

    def count(self, block: bytes) -> None:
        """Take in a block whose cells may stand without addresses: a reader counts them then.

        A row that goes on from the block before is left out; one that has more than a block for the columns
        of a spreadsheet leaves no room for many of its kind.
        """
        pieces = _ROW_START.split(block)[1:]
        self.counted += len(pieces)
        self.row = max(self.row, self.counted)
        self.column = max([self.column, *(len(_CELL_START.findall(piece)) - 1 for piece in pieces)])


def _exactly(archive: zipfile.ZipFile, part: str) -> _Extent:
    """The extent of a sheet that seemed too large, in which a text may look like an address."""
    extent = _Extent()
    for block in _blocks(archive, part):
        extent.widen_exactly(block)
        extent.count(block)
    return extent


def scan_sheet(archive: zipfile.ZipFile, entry: SheetEntry, file: str) -> SheetFacts:
    """Facts of one sheet, once its cells are known to fit into memory.

    Raises:
        InputError: ``far-cell`` when the rectangle up to the farthest cell is larger than 50 million cells (a
            reader would ask for hundreds of GiB and abort the process), ``truncated``.
    """
    merges: list[Merge] = []
    hidden: list[int] = []
    columns: list[int] = []
    extent = _Extent()
    info = archive.getinfo(entry.part)
    kept: list[Block] | None = [] if info.file_size <= _KEPT else None
    try:
        for block in _blocks(archive, entry.part):
            told = Block.of(block)
            if kept is not None:
                kept.append(told)
            extent.widen(told)
            if told.unplaced:
                extent.count(block)
            if told.remarkable and b"hidden" in block:
                hidden += map(int, _HIDDEN.findall(block))
                columns += _hidden_columns(block)
            if told.remarkable and b"<mergeCell" in block:
                merges += [
                    Merge(int(r0) - 1, _column_index(c0), int(r1) - 1, _column_index(c1))
                    for c0, r0, c1, r1 in _MERGE.findall(block)
                ]
        if extent.is_too_far:
            extent = _exactly(archive, entry.part)
    except DAMAGED as error:
        raise InputError("truncated", file=file) from error
    if extent.is_too_far:
        cell = cell_address(extent.column, extent.row)
        raise InputError("far-cell", file=file, sheet=entry.name, cell=cell)
    blocks = None if kept is None else tuple(kept)
    return SheetFacts(tuple(merges), tuple(hidden), tuple(sorted(set(columns))), blocks)


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
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1


def number_rows(path: Path, part: str, blocks: tuple[Block, ...] | None, column: int) -> pl.Series | None:
    """Sheet rows whose cell in ``column`` is a number, or ``None`` when cells carry no address."""
    if blocks is not None:
        return _number_rows(blocks, column)
    with zipfile.ZipFile(path) as archive:
        return _number_rows(map(Block.of, _blocks(archive, part)), column)


def _number_rows(blocks: Iterable[Block], column: int) -> pl.Series | None:
    letters = column_letter(column).encode()
    loose = re.compile(
        rb'<c\s(?=[^>]* r="' + letters + rb'(\d+)")(?![^>]*\bt="(?:s|str|inlineStr|b|e|d)")[^>]*[^/]>'
    )
    rows: list[int] = []
    addressed = False
    for block in blocks:
        found, seen = block.numbers(letters)
        addressed = addressed or seen
        rows += found if b'<c r="' in block.xml else map(int, loose.findall(block.xml))
    return pl.Series("row", rows, pl.UInt32) if addressed else None
