"""Web pages saved as workbooks, as most web applications export them: the rows of their tables as a grid.

Spreadsheet programs open such a file and show its tables below each other, a line of text beside them as a
row of one cell; so do we. Nothing is fetched and no script is run: ``html.parser`` of the standard library
reads tags and text, no more.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.grid import Grid, Merge

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 48 << 20
"""A page of 100,000 rows of 10 columns has less; reading one takes Python some seconds."""
_MOST_COLUMNS, _MOST_ROWS, _MOST_CELLS = 16_384, 1_048_576, 20_000_000
_PIECE = 1 << 16
_UNCLOSED = 1 << 20
"""Letters after a mark that nothing closes."""
_UNSEEN = frozenset({"script", "style", "title", "template", "noscript"})
_LINES = frozenset({"br", "p", "div", "li"})
_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "center", "caption", "body", "br", "hr"})
_LEAST = 2
"""Rows of tables from which on a page is a list."""


def read_webpage(path: Path, file: str) -> Grid:
    """The tables of a page.

    Raises:
        InputError: ``foreign-file`` for a page without a table of two rows, or of more than 48 MiB or 20
            million cells.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise InputError("foreign-file", file=file, kind="HTML/XML")
    text = _decoded(path.read_bytes())
    page = _Page()
    try:
        for start in range(0, len(text), _PIECE):
            page.feed(text[start : start + _PIECE])
            if len(page.rawdata) > _UNCLOSED:  # what is left open is looked through again with each piece
                raise InputError("foreign-file", file=file, kind="HTML/XML")
        page.close()
    except AssertionError as error:  # the library's word for marks that no page should hold
        raise InputError("foreign-file", file=file, kind="HTML/XML") from error
    page.end_line()
    too_large = len(page.rows) >= _MOST_ROWS or len(page.rows) * page.width > _MOST_CELLS
    if too_large or page.table_rows < _LEAST or not page.width:
        raise InputError("foreign-file", file=file, kind="HTML/XML")
    columns: list[dict[int, str]] = [{} for _ in range(page.width)]
    for at, row in enumerate(page.rows):
        for column, value in row.items():
            columns[column][at] = value
    height = range(len(page.rows))
    frame = pl.DataFrame(
        {str(i): [cells.get(at) for at in height] for i, cells in enumerate(columns)},
        schema={str(i): pl.String for i in range(page.width)},
    )
    return Grid("", frame, merges=tuple(page.merges))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


class _Page(HTMLParser):
    """Rows by column, filled as tags come; what lies outside of tables is a row of one cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[int, str]] = []
        self.merges: list[Merge] = []
        self.width = 0
        self.table_rows = 0
        self._tables = 0
        self._unseen = 0
        self._text: list[str] = []
        self._cell: tuple[int, int] | None = None
        self._next = 0
        self._down: dict[int, int] = {}
        """Rows that a cell above still covers, by column."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._end_cell()
            self.end_line()
            self._tables += 1
            self._down = {}
        elif tag == "tr" and self._tables:
            self._start_row()
        elif tag in {"td", "th"} and self._tables:
            self._start_cell(dict(attrs))
        elif self._cell is not None and tag in _LINES:
            self._text.append("\n")
        elif not self._tables and tag in _BLOCKS:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self._tables = max(0, self._tables - 1)
        elif not self._tables and tag in _BLOCKS:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._unseen and (self._cell is not None or not self._tables):
            self._text.append(data)

    def end_line(self) -> None:
        """Text outside of tables so far as a row of its own."""
        line = " ".join("".join(self._text).split()) if self._cell is None else ""
        if line and not self._tables and len(self.rows) < _MOST_ROWS:
            self.rows.append({0: line})
            self.width = max(self.width, 1)
        if self._cell is None:
            self._text = []

    def _start_row(self) -> None:
        self._end_cell()
        if len(self.rows) < _MOST_ROWS:
            self.rows.append({})
            self.table_rows += 1
        self._down = {column: left - 1 for column, left in self._down.items() if left > 1}
        self._next = 0

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        if not self.table_rows:
            self._start_row()
        column = self._next
        while column in self._down:
            column += 1
        across, down = (_span(attrs.get(name)) for name in ("colspan", "rowspan"))
        self._next = column + across
        if self._next > _MOST_COLUMNS:
            return
        row = len(self.rows) - 1
        if across > 1 or down > 1:
            self.merges.append(Merge(row, column, row + down - 1, column + across - 1))
        for covered in range(column, column + across) if down > 1 else ():
            self._down[covered] = down
        self._cell, self._text = (row, column), []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        row, column = self._cell
        lines = (" ".join(line.split()) for line in "".join(self._text).splitlines())
        value = "\n".join(line for line in lines if line)
        if value:
            self.rows[row][column] = value
        self.width = max(self.width, column + 1)
        self._cell, self._text = None, []


def _span(text: str | None) -> int:
    """Columns or rows that a cell covers."""
    return min(int(text), 1000) if text is not None and text.strip().isdecimal() and int(text) > 0 else 1
