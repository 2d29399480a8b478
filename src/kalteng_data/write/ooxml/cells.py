"""Cells of one sheet given other formats, row by row through its XML; all else passes as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kalteng_data.model import column_index, column_letter
from kalteng_data.write.ooxml.markup import attributes, children, main_prefix, with_attribute, without_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kalteng_data.model import Severity
    from kalteng_data.write.ooxml.styles import Styles

    Format = Callable[[int, int, int], int]
    """Row, column and the format a cell has -> the format it shall have."""

_ROW = re.compile(rb"<row(?=[\s/>])[^>]*>")
_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d+)[\"']")
_CELL = re.compile(r"<c(?=[\s/>])([^>]*?)(?:/>|>.*?</c>)", re.DOTALL)
_ENDS_A_NAME = (b" ", b">", b"/", b"\t", b"\n", b"\r")
_SHEET_DATA = b"</sheetData>"
_AFTER_NOTES = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
     "extLst", "mc:AlternateContent"}
)  # fmt: skip
"""What stands behind ``legacyDrawing`` in a sheet (ECMA-376, 18.3.1.99)."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What becomes of a cell's fill: the one it had before an earlier marking, and a severity's."""

    severity: Severity | None = None
    former: str | None = None

    def over(self, base: int, styles: Styles) -> int:
        """The format ``base`` so painted."""
        if self.former is not None:
            base = styles.unmarked(base, self.former)
        return base if self.severity is None else styles.marked(base, self.severity)


def repainted(
    blocks: Iterable[bytes],
    wanted: Mapping[int, Iterable[int]],
    formatted: Format,
    drawing: str | None = None,
) -> Iterator[bytes]:
    """The sheet with the cells ``wanted`` formatted anew; those that do not exist are made.

    Args:
        blocks: the part's bytes, cut anywhere.
        wanted: 1-based rows and their 0-based columns.
        formatted: asked for each wanted cell.
        drawing: the relation of the drawing that holds the notes' boxes, where the sheet has none.
    """
    todo = sorted(wanted, reverse=True)
    columns: list[tuple[int, int, int]] | None = None
    last = 0
    for piece, is_last in _at_rows(blocks):
        if columns is None:
            columns = _column_formats(piece.decode("utf-8", "replace"))
        out, position = bytearray(), 0
        for row in _ROW.finditer(piece):
            number = _NUMBER.search(row[0])
            last = int(number[1]) if number else last + 1
            if not todo or last < todo[-1]:
                continue
            out += piece[position : row.start()]
            position = row.start()
            while todo and todo[-1] < last:
                missing = todo.pop()
                out += _row(f'<row r="{missing}"/>', missing, wanted[missing], formatted, columns)
            if todo and todo[-1] == last:
                position = _row_end(piece, row)
                whole = piece[row.start() : position].decode()
                out += _row(whole, todo.pop(), wanted[last], formatted, columns)
        rest = piece[position:]
        if is_last:
            made = b"".join(_row(f'<row r="{r}"/>', r, wanted[r], formatted, columns) for r in reversed(todo))
            rest = _ended(rest, made, drawing)
        yield bytes(out) + rest


def _at_rows(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pieces that begin at the part's start or at a row, the last one said to be it, prefixes taken off."""
    prefix: str | None = None
    opening, rest = b"", b""
    for block in blocks:
        piece = rest + block
        if not opening:
            prefix = main_prefix(piece[:8192].decode("utf-8", "replace"))
            opening = f"<{prefix}:row".encode() if prefix else b"<row"
        cut = piece.rfind(opening)
        while cut > 0 and piece[cut + len(opening) : cut + len(opening) + 1] not in _ENDS_A_NAME:
            cut = piece.rfind(opening, 0, cut)  # a rowBreaks, or a name cut in two
        rest = piece[cut:] if cut > 0 else piece
        if cut > 0:
            yield _bare(piece[:cut], prefix), False
    yield _bare(rest, prefix), True


def _bare(piece: bytes, prefix: str | None) -> bytes:
    return piece if prefix is None else without_prefix(piece.decode(), prefix).encode()


def _row_end(piece: bytes, row: re.Match[bytes]) -> int:
    if row[0].endswith(b"/>"):
        return row.end()
    return piece.index(b"</row>", row.end()) + len(b"</row>")


def _row(
    whole: str, number: int, wanted: Iterable[int], formatted: Format, columns: list[tuple[int, int, int]]
) -> bytes:
    """One row with its ``wanted`` cells formatted anew."""
    opening = whole[: whole.index(">") + 1]
    content = "" if opening.endswith("/>") else whole[len(opening) : whole.rindex("</row>")]
    row = attributes(opening)
    row_format = int(row["s"]) if row.get("customFormat") in {"1", "true"} and "s" in row else None
    cells: dict[int, str] = {}
    column, end = -1, 0
    for cell in _CELL.finditer(content):
        a = attributes(cell[1])
        column = column_index(a["r"].rstrip("0123456789").lstrip("$")) if "r" in a else column + 1
        cells[column], end = cell[0], cell.end()
    new = False
    for column in wanted:
        if column in cells:
            tag = cells[column][: cells[column].index(">") + 1]
            base = int(attributes(tag).get("s", "0"))
            cells[column] = (
                with_attribute(tag, "s", str(formatted(number, column, base))) + cells[column][len(tag) :]
            )
        else:
            base = row_format if row_format is not None else _format_of(column, columns)
            made = formatted(number, column, base)
            cells[column] = f'<c r="{column_letter(column)}{number}" s="{made}"/>'
            new = True
    if new:  # the range of columns that a row announces would be too narrow
        opening = re.sub(r"\sspans\s*=\s*[\"'][^\"']*[\"']", "", opening)
    opening = opening.removesuffix("/>").removesuffix(">").rstrip()
    return f"{opening}>{''.join(cells[c] for c in sorted(cells))}{content[end:]}</row>".encode()


def column_widths(head: bytes) -> dict[int, int]:
    """Widths in pixels of the columns (0-based) that have one of their own; 0 for hidden ones.

    Args:
        head: the part's beginning, at least up to its first row.
    """
    text = head.decode("utf-8", "replace")
    found: dict[int, int] = {}
    for tag in re.findall(r"<(?:\w+:)?col\s[^>]*>", text.partition("sheetData")[0]):
        a = attributes(tag)
        if "width" in a and "min" in a and "max" in a:
            width = 0 if a.get("hidden") in {"1", "true"} else int(float(a["width"]) * 7 + 5)
            first, last = int(a["min"]) - 1, int(a["max"]) - 1
            found |= dict.fromkeys(range(first, min(last, first + 200) + 1), width)
    return found


def _column_formats(head: str) -> list[tuple[int, int, int]]:
    """First and last column (0-based) and the format of each run of columns that has one."""
    found = []
    for tag in re.findall(r"<col\s[^>]*>", head.partition("<sheetData")[0]):
        a = attributes(tag)
        if "style" in a:
            found.append((int(a["min"]) - 1, int(a["max"]) - 1, int(a["style"])))
    return found


def _format_of(column: int, columns: list[tuple[int, int, int]]) -> int:
    return next((style for first, last, style in columns if first <= column <= last), 0)


def _ended(rest: bytes, rows: bytes, drawing: str | None) -> bytes:
    """The sheet's end with ``rows`` behind its last row, and a reference to the notes' drawing."""
    cut = rest.rfind(_SHEET_DATA)
    if cut >= 0:
        rest = rest[:cut] + rows + rest[cut:]
    elif rows:
        rest = re.sub(rb"<sheetData\s*/>", lambda _: b"<sheetData>" + rows + _SHEET_DATA, rest, count=1)
    if drawing is None:
        return rest
    text = rest.decode()
    start = text.rfind("</sheetData>") + len("</sheetData>")
    followers = (begun for name, begun, _ in children(text, start) if name in _AFTER_NOTES)
    at = next(followers, text.rindex("</worksheet>"))
    return f"{text[:at]}{drawing}{text[at:]}".encode()
