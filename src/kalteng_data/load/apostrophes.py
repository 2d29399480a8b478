"""Text files quoted with apostrophes: read as any other by letting the two kinds of marks change places."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from kalteng_data.load.grid import Grid

_FIRST_LINES = 20
_QUOTED = re.compile(rb"""(?:^|[;,|\t])\s*'[^'"\n]*'\s*(?=[;,|\t]|$)""")
_SHARE = 0.6
_SWAP = bytes.maketrans(b"\"'", b"'\"")


def quoted_with_apostrophes(head: bytes) -> bool:
    """Whether most cells of the first lines stand between apostrophes.

    An apostrophe before a number alone, which keeps it text in a spreadsheet, does not count.
    """
    if b"'" not in head:
        return False
    lines = [line.strip(b"\r") for line in head.split(b"\n")[:_FIRST_LINES] if line.strip()]
    between = sum(len(_QUOTED.findall(line)) for line in lines)
    cells = sum(1 + max(line.count(mark) for mark in (b";", b",", b"|", b"\t")) for line in lines)
    return cells > len(lines) and between >= _SHARE * cells


def swapped(data: bytes) -> bytes:
    """The text with apostrophes for quotation marks and quotation marks for apostrophes."""
    return data.translate(_SWAP)


def with_marks_back(grid: Grid) -> Grid:
    """The grid of a swapped text, its cells as they were written."""
    return dataclasses.replace(
        grid, frame=grid.frame.with_columns(pl.all().str.replace_many(['"', "'"], ["'", '"']))
    )
