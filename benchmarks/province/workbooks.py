"""Write workbooks row by row: the same bytes for the same sheets, whenever they are written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

CREATED = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
"""The date in every workbook's properties, so that a workbook's bytes do not depend on the day."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``frame`` (text, null is blank) below ``titles``, a header, perhaps a row "(1) (2) ...".

    ``numbers`` tells for a column which cells are written as numbers, ``dates`` which columns hold dates
    (``dd-mm-yyyy`` text that becomes a date cell where it is a day); ``foot`` stands below, in
    ``foot_column``.
    """

    name: str
    frame: pl.DataFrame
    titles: tuple[str, ...] = ()
    numbered: bool = False
    foot: tuple[str, ...] = ()
    foot_column: int = 0
    numbers: Mapping[str, pl.Series] = field(default_factory=dict)
    dates: tuple[str, ...] = ()

    @property
    def first_row(self) -> int:
        """Number, as a spreadsheet shows it, of the first data row (a blank row follows the titles)."""
        return len(self.titles) + bool(self.titles) + 1 + self.numbered + 1


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write ``sheets`` to ``path``.

    Raises:
        OSError: the file cannot be written.
    """
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": CREATED, "title": path.stem})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, day)


def _write(target: Any, sheet: Sheet, day: Any) -> None:  # noqa: ANN401 -- xlsxwriter carries no types
    """Fill one worksheet from top to bottom, as constant memory asks for."""
    for line, title in enumerate(sheet.titles):
        target.write_string(line, 0, title)
    header = sheet.first_row - 2 - sheet.numbered
    for column, name in enumerate(sheet.frame.columns):
        target.write_string(header, column, name)
    for column in range(sheet.frame.width if sheet.numbered else 0):
        target.write_string(header + 1, column, f"({column + 1})")
    columns = [_cells(sheet, name) for name in sheet.frame.columns]
    for line, values in enumerate(zip(*columns, strict=True), start=sheet.first_row - 1):
        for column, value in enumerate(values):
            _write_cell(target, line, column, value, day)
    for line, text in enumerate(sheet.foot, start=sheet.first_row - 1 + sheet.frame.height):
        if text:
            target.write_string(line, sheet.foot_column, text)


def _write_cell(target: Any, line: int, column: int, value: str | int | dt.date | None, day: Any) -> None:  # noqa: ANN401 -- as above
    if isinstance(value, str):
        target.write_string(line, column, value)
    elif isinstance(value, dt.date):
        target.write_datetime(line, column, value, day)
    elif value is not None:
        target.write_number(line, column, value)


def _cells(sheet: Sheet, name: str) -> list[str | int | dt.date | None]:
    """The cells of one column as they are written: text, numbers, dates, None for a blank."""
    texts = [v or None for v in sheet.frame[name].to_list()]
    if name in sheet.numbers:
        flags = sheet.numbers[name].to_list()
        return [int(v) if v and f and v.isdigit() else v for v, f in zip(texts, flags, strict=True)]
    if name in sheet.dates:
        return [_date(v) for v in texts]
    return list(texts)


def _date(text: str | None) -> str | dt.date | None:
    """A day for ``dd-mm-yyyy``, the text itself where that is no day (00-00-1960, 29-02-1979)."""
    if text is None:
        return None
    day, month, year = (int(part) for part in text.split("-"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return text
