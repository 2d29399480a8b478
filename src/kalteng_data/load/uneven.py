"""What may be read line by line: a text file that no parser takes as it is, once it is known to be worth it.

Reading a line by itself takes several times the file's size. A file of the size of a kabupaten's list is
read whatever stands in it; beyond that, one whose quotes do not close or whose lines are no records is
refused with the line where that begins.
"""

from __future__ import annotations

import io
from itertools import islice
from typing import IO, TYPE_CHECKING

import numpy as np

from kalteng_data.errors import InputError
from kalteng_data.load.quoting import parse_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from kalteng_data.load.totals import Totals

_LARGE = 100 << 20
"""Bytes: a million people in twelve columns."""
_MOST_LINES = 10_000_000
"""Lines that are no records, in a file of any size: the province has under three million people."""
_NEAR = 1_000
"""Lines of one cell at most: a quote that is not closed within them was never meant to be."""
_BLOCK = 1 << 20
_QUOTE, _LINE = b'"\n'


def refuse_hopeless(
    source: Path | bytes, head: bytes, totals: Totals, separator: str, width: int, file: str
) -> None:
    """Refuse a text that is not even and too large to be read a line at a time for what little it may hold.

    Args:
        source: the file, or its bytes.
        head: its first bytes.
        totals: its quotes, lines and separators.
        separator: one character.
        width: fields of a record.
        file: its shown name.

    Raises:
        InputError: ``uneven-text``.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    hollow = _is_hollow(totals, width)
    if not (size > _LARGE or (hollow and totals.lines > _MOST_LINES)):
        return
    line = None
    if totals.quotes % 2:
        line = _first_unpaired(source, separator)
    elif totals.quotes:
        line = _first_unclosed(head, separator)
    if line is None and hollow:
        line = _first_hollow(head, separator, width)
    if line is not None:
        raise InputError("uneven-text", file=file, line=line, size=f"{size >> 20} MiB")


def _is_hollow(totals: Totals, width: int) -> bool:
    """Whether the lines have less than half of the separators that records of this width have."""
    return totals.separators * 2 < totals.lines * (width - 1)


def _first_unpaired(source: Path | bytes, separator: str) -> int | None:
    """The line (from 1) whose quote nothing closes near by, in a text with an odd number of quotes.

    ``None`` where that quote does not begin a field: it is a letter then, as for a spreadsheet.
    """
    odd = np.zeros(0, np.int64)
    passed = 0
    for block in _blocks(source):
        cells = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(cells == _LINE)
        quotes = np.bincount(np.searchsorted(ends, np.flatnonzero(cells == _QUOTE)))
        odd = np.concatenate([odd, np.flatnonzero(quotes % 2) + passed])
        passed += ends.size
        opens = _far(odd, passed)
        if opens is not None:
            break
        odd = odd[odd.size - odd.size % 2 :]
    else:
        opens = int(odd[0])
    return opens + 1 if _opens_a_field(source, opens, separator) else None


def _opens_a_field(source: Path | bytes, number: int, separator: str) -> bool:
    """Whether a field of the line with this number (from 0) begins with a quote."""
    with _opened(source) as stream:
        line = next(islice(stream, number, None), b"")
    return any(field.lstrip().startswith(b'"') for field in line.split(separator.encode()))


def _far(odd: NDArray[np.int64], passed: int) -> int | None:
    """The first of the odd lines, taken two by two, whose fellow is far or not in sight."""
    opens, closes = odd[0::2], odd[1::2]
    if opens.size > closes.size:
        closes = np.append(closes, passed)
    far = opens[closes - opens > _NEAR]
    return int(far[0]) if far.size else None


def _first_unclosed(head: bytes, separator: str) -> int | None:
    """The record among the first ones with a field whose quote nothing closes."""
    _, _, unclosed = parse_lines(head[: head.rfind(b"\n") + 1], separator, 0)
    first = unclosed.arg_true()
    return int(first[0]) + 1 if first.len() else None


def _first_hollow(head: bytes, separator: str, width: int) -> int:
    """The line among the first ones that is no record; if all of them are, the line after them."""
    _, fields, _ = parse_lines(head[: head.rfind(b"\n") + 1], separator, 0)
    first = (fields * 2 <= width).arg_true()
    return (int(first[0]) if first.len() else fields.len()) + 1


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    """The file in blocks that end with a line."""
    with _opened(source) as stream:
        while block := stream.read(_BLOCK):
            yield block + stream.readline()


def _opened(source: Path | bytes) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
