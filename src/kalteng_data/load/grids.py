"""Any file as its grids: a look at it first, then the reader for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalteng_data.load.columnar import read_columnar
from kalteng_data.load.safety import Container, look
from kalteng_data.load.text import read_text
from kalteng_data.load.workbook import Unread, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kalteng_data.load.grid import Grid


def read_grids(path: Path, file: str, separator: str | None = None) -> Iterator[Grid | Unread]:
    """Each sheet in the file's order, or why it was not read; a file without sheets is one grid.

    ``separator`` parts the fields of a text file where it is known (``Source.separator``).

    Raises:
        InputError: the file is refused or cannot be read.
    """
    match look(path, file):
        case Container.TEXT:
            yield read_text(path, file, separator)
        case Container.PARQUET:
            yield read_columnar(path, file)
        case Container.HTML:
            from kalteng_data.load.webpage import read_webpage  # a rare guest, with a parser of its own

            yield read_webpage(path, file)
        case container:
            yield from read_workbook(path, file, container)
