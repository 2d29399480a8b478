"""What a workspace's own layouts find in a file whose words nobody else knows: header row and separator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalteng_data.load.columns import HeaderCell
from kalteng_data.load.header import LOOKED_AT, Header, find_header
from kalteng_data.load.layouts.known import fit_of, written
from kalteng_data.settings.layout import Layout
from kalteng_data.settings.remembered import signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kalteng_data.load.grid import Grid
    from kalteng_data.load.layouts.known import Known

_HEAD = 1 << 16
_LINES = 60


def first_header(grid: Grid, known: Known, overrides: Mapping[str, str]) -> Header | None:
    """The first header of a sheet, by a layout of the workspace where one stands there, else by its words.

    Where no words tell one, it is the row of the headers that the settings name (``overrides``), or one that
    the workspace remembers.
    """
    by_words = find_header(grid)
    own = _own_header(grid, known.layouts) if known.layouts else None
    if own is not None and (by_words is None or own.top <= by_words.bottom):
        return own
    if by_words is not None or not (overrides or known.remembered):
        return by_words
    named = Layout(name="", columns=dict(overrides))
    return (_own_header(grid, (named,)) if overrides else None) or _remembered_header(grid, known)


def _remembered_header(grid: Grid, known: Known) -> Header | None:
    for top, row in enumerate(_rows(grid)):
        if signature(row) in known.remembered:
            return Header(top, top, _cells(grid, [row], top), 0.0)
    return None


def _rows(grid: Grid) -> list[list[str]]:
    return [[" ".join((cell or "").split()) for cell in row] for row in grid.frame.head(LOOKED_AT).rows()]


def _own_header(grid: Grid, layouts: Sequence[Layout]) -> Header | None:
    rows = _rows(grid)
    heights = {layout.header_rows for layout in layouts}
    found: list[tuple[int, int, Header]] = []
    for top, height in [(top, high) for high in heights for top in range(len(rows) - high + 1)]:
        cells = _cells(grid, rows[top : top + height], top)
        texts = {written(text) for cell in cells for text in cell.texts}
        fits = [fit_of(one, texts) for one in layouts if one.header_rows == height and _is(one, texts)]
        found += [(fit.columns, -top, Header(top, top + height - 1, cells, 0.0)) for fit in fits]
    return max(found, key=lambda one: one[:2])[2] if found else None


def _is(layout: Layout, texts: set[str]) -> bool:
    fit = fit_of(layout, texts)
    return fit.marks >= layout.share * fit.of_marks


def _cells(grid: Grid, rows: list[list[str]], top: int) -> tuple[HeaderCell, ...]:
    """Header cells of one to three rows: a column's texts together, then each alone, the lowest first."""
    *groups, fields = rows
    carried = [_carried(grid, group, fields, top + i) for i, group in enumerate(groups)]
    cells = []
    for place, index in enumerate(grid.indices):
        parts = [row[place] for row in (*carried, fields) if row[place]]
        together = " ".join(dict.fromkeys(parts))
        cells.append(HeaderCell(index, tuple(dict.fromkeys((together, *reversed(parts)))) if parts else ()))
    return tuple(cells)


def _carried(grid: Grid, group: list[str], fields: list[str], row: int) -> list[str]:
    """The texts of a group row, each also over the columns to its right that it spans."""
    merged = {m.left: m.right for m in grid.merges if m.top <= row <= m.bottom}
    spread, current, until = [], "", -1
    for index, text, below in zip(grid.indices, group, fields, strict=True):
        if text:
            current, until = text, merged.get(index, index if merged else 1 << 20)
        elif not below or index > until:
            current, until = "", -1
        spread.append(current)
    return spread


def own_separator(path: Path, known: Known) -> str | None:
    """The separator that a layout of the workspace names, where it makes a line of ``path`` its header."""
    named = [layout for layout in known.layouts if layout.separator is not None]
    if not named:
        return None
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    lines = head.decode(encoding, errors="replace").splitlines()[:_LINES]
    for layout in named:
        for line in lines:
            texts = {written(text.strip().strip('"')) for text in line.split(layout.separator)}
            if _is(layout, texts):
                return layout.separator
    return None
