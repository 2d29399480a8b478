"""Quotes, lines and separators of a whole text file, counted in blocks of bytes that end with a line."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    _Bytes = NDArray[np.uint8]

_BLOCK = 1 << 18
"""Bytes at a time: a block and what is computed of it stay in the processor's cache."""
_QUOTE, _LINE, _RETURN = b'"\n\r'
_SPARSE = 16
"""Quoted bytes are looked at one by one while they are at most this fraction of a block."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file holds.

    ``inside`` are the separators between quotes, known where the file is plain: every quote opens or closes
    a whole cell, or is one of a pair within such a cell (RFC 4180), and no line ends between quotes. It is
    ``None`` otherwise. ``longest`` are the bytes of the longest line, or up to half a MiB more.
    """

    quotes: int
    lines: int
    separators: int
    inside: int | None
    longest: int = field(default=0, compare=False)  # the blocks decide how exact it is


def count(source: Path | bytes, separator: str) -> Totals:
    """Count the bytes of a file, or those given."""
    mark = ord(separator)
    quotes = lines = separators = 0
    inside: int | None = 0
    last = b"\n"
    longest = running = 0
    stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with stream:
        while block := stream.read(_BLOCK):
            rest = stream.readline(_BLOCK)
            block += rest
            last = block[-1:]
            running += len(block)
            longest = max(longest, running)
            if last == b"\n":
                running = 0
            elif len(rest) == _BLOCK:
                inside = None  # a line longer than a block
            cells = np.frombuffer(block, np.uint8)
            lines += int(np.count_nonzero(cells == _LINE))
            separators += int(np.count_nonzero(cells == mark))
            if b'"' in block:
                at = np.flatnonzero(cells == _QUOTE)
                quotes += at.size
                start = 3 if block.startswith(codecs.BOM_UTF8) else 0
                within = None if inside is None else _inside(cells, at, mark, start)
                inside = None if inside is None or within is None else inside + within
    return Totals(quotes, lines + (last != b"\n"), separators, inside, longest)


def _inside(cells: _Bytes, at: NDArray[np.intp], mark: int, start: int) -> int | None:
    """Separators between the quotes of a block, ``None`` when its quotes are not plain.

    Args:
        cells: the bytes of whole lines.
        at: where the quotes are among them.
        mark: the separator's byte.
        start: where the first cell begins.
    """
    opens, closes = at[0::2], at[1::2]
    if opens.size != closes.size:
        return None
    # Two quotes next to each other, the one closing and the other opening, are a quote within a cell.
    before = cells[opens - 1]
    opening = (opens == start) | (before == mark) | (before == _LINE) | (before == _QUOTE)
    after = cells.take(closes + 1, mode="clip")
    returned = (after == _RETURN) & (cells.take(closes + 2, mode="clip") == _LINE)
    closing = (closes == cells.size - 1) | (after == mark) | (after == _LINE) | (after == _QUOTE) | returned
    if not (opening.all() and closing.all()):
        return None
    lengths = closes - opens
    quoted = int(lengths.sum())
    if quoted * _SPARSE <= cells.size:
        first = np.repeat(opens - np.cumsum(lengths) + lengths, lengths)
        text = cells[first + np.arange(quoted)]
    else:
        text = cells[np.bitwise_xor.accumulate(cells == _QUOTE)]
    if (text == _LINE).any():
        return None
    return int(np.count_nonzero(text == mark))
