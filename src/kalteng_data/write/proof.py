"""A marked copy is proven before it takes its place: its parts are XML, and no cell says anything else.

A program that meets a part it cannot read offers to repair the workbook, and drops what it likes.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from kalteng_data.errors import InputError
from kalteng_data.load.grid import Grid
from kalteng_data.load.grids import read_grids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    import polars as pl

_COMPARED = 32 << 20
"""Bytes of XML of all sheets: about 50,000 rows of 20 columns are read twice within two seconds."""
_BLOCK = 1 << 20


def prove(copy: Path, source: Path | None, file: str, parts: Iterable[str], added: Collection[str]) -> None:
    """Hold a marked workbook against the one it was made of.

    The parts that were written anew are read to their ends. Where the sheets are not large, every cell of
    the shown ones is compared; what a larger copy says is left to the tests of the writer.

    Args:
        copy: the workbook just written.
        source: the workbook it was made of, ``None`` when it was made anew of another kind of file.
        file: the shown name of ``source``.
        parts: what was written anew in ``copy``.
        added: names of the sheets that are ours.

    Raises:
        InputError: ``cannot-mark``.
    """
    try:
        with zipfile.ZipFile(copy) as archive:
            for part in parts:
                if not part.endswith(".vml"):  # Excel's own drawings of notes are no XML at times
                    _parsed(archive, part)
            sizes = sum(i.file_size for i in archive.infolist() if i.filename.startswith("xl/worksheets/"))
        sound = sizes > _COMPARED or _is_kept(_shown(source, file), _shown(copy, file), added)
    except (expat.ExpatError, LookupError, InputError) as error:
        raise InputError("cannot-mark", file=file) from error
    if not sound:
        raise InputError("cannot-mark", file=file)


def _parsed(archive: zipfile.ZipFile, part: str) -> None:
    """Read a part to its end, building nothing."""
    parser = expat.ParserCreate()
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
    parser.Parse(b"", True)


def _shown(book: Path | None, file: str) -> dict[str, pl.DataFrame]:
    """The sheets that are read, by their names."""
    if book is None:
        return {}
    return {grid.sheet: grid.frame for grid in read_grids(book, file) if isinstance(grid, Grid)}


def _is_kept(before: dict[str, pl.DataFrame], after: dict[str, pl.DataFrame], added: Collection[str]) -> bool:
    """Whether each sheet that was read still is, and holds the same."""
    return all(
        name in after and _says_the_same(frame, after[name])
        for name, frame in before.items()
        if name not in added
    )


def _says_the_same(before: pl.DataFrame, after: pl.DataFrame) -> bool:
    """Whether all cells are equal; a mark on a cell that was not there makes a blank one."""
    if after.height < before.height or not set(before.columns) <= set(after.columns):
        return False
    beside = after.drop(before.columns)
    below = after.slice(before.height)
    blank = all(
        column.null_count() == column.len() for frame in (beside, below) for column in frame.get_columns()
    )
    return blank and after.select(before.columns).head(before.height).equals(before)
