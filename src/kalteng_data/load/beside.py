"""Tables side by side on a sheet: their headers repeat from left to right, often past a blank column."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from kalteng_data.load.columns import HeaderCell, best_claim
from kalteng_data.load.words import header_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kalteng_data.load.grid import Grid
    from kalteng_data.load.header import Header

_ONE_OF = frozenset({"nik", "nama", "no_kk"})
_LEAST = 2
"""Fields that the tables must share: one alone may be that of a parent or a spouse."""
_ALIKE = 0.7
"""Share of the fields of the narrower table that the other one holds too."""


def side_by_side(grid: Grid, header: Header) -> tuple[tuple[Grid, Header], ...]:
    """The tables under one header from the left, each with its columns; the whole where it is one table."""
    for groups in (_repeated(header.cells), _parted(header.cells)):
        if len(groups) > 1 and _are_tables(groups):
            return tuple(_only(grid, header, group, last=group is groups[-1]) for group in groups)
    return ((grid, header),)


def _repeated(cells: Sequence[HeaderCell]) -> list[Sequence[HeaderCell]]:
    """Cells parted before each one that reads like the first."""
    filled = [i for i, cell in enumerate(cells) if cell.texts]
    if not filled:
        return []
    first = header_key(cells[filled[0]].text)
    starts = [i for i in filled if header_key(cells[i].text) == first]
    return [cells[a:b] for a, b in zip(starts, (*starts[1:], len(cells)), strict=True)]


def _parted(cells: Sequence[HeaderCell]) -> list[Sequence[HeaderCell]]:
    """Cells parted at columns without a header; a column that the sheet leaves out is one too."""
    groups: list[list[HeaderCell]] = [[]]
    for cell in cells:
        gap = bool(groups[-1]) and cell.index > groups[-1][-1].index + 1
        if gap or not cell.texts:
            groups.append([])
        if cell.texts:
            groups[-1].append(cell)
    return [group for group in groups if group]


def _are_tables(groups: Sequence[Sequence[HeaderCell]]) -> bool:
    fields = [set(_fields(group)) for group in groups]
    shared = set.intersection(*fields)
    enough = max(_LEAST, _ALIKE * min(map(len, fields)))
    return len(shared) >= enough and bool(shared & _ONE_OF)


def _fields(cells: Sequence[HeaderCell]) -> Iterator[str]:
    for cell in cells:
        found = best_claim(cell) if cell.texts else None
        if found is not None and found.field is not None:
            yield found.field


def _only(grid: Grid, header: Header, cells: Sequence[HeaderCell], *, last: bool) -> tuple[Grid, Header]:
    """Grid and header with the columns of one table, from its first to the next table's first."""
    left, right = cells[0].index, cells[-1].index
    names = [name for name in grid.frame.columns if left <= int(name) and (last or int(name) <= right)]
    own = tuple(cell for cell in header.cells if str(cell.index) in names)
    return (
        dataclasses.replace(grid, frame=grid.frame.select(names)),
        dataclasses.replace(header, cells=own),
    )
