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
    (``dd-mm-yyyy`` text that becomes a date cell where it is a day); ``foot`` stands below, in ``foot_column``.
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
    line = 0
    for title in sheet.titles:
        target.write_string(line, 0, title)
        line += 1
    line += bool(sheet.titles)
    for column, header in enumerate(sheet.frame.columns):
        target.write_string(line, column, header)
    line += 1
    if sheet.numbered:
        for column in range(sheet.frame.width):
            target.write_string(line, column, f"({column + 1})")
        line += 1
    kinds = [_cells(sheet, name) for name in sheet.frame.columns]
    for values in zip(*kinds, strict=True):
        for column, value in enumerate(values):
            if value is None:
                continue
            if isinstance(value, str):
                target.write_string(line, column, value)
            elif isinstance(value, dt.date):
                target.write_datetime(line, column, value, day)
            else:
                target.write_number(line, column, value)
        line += 1
    for text in sheet.foot:
        if text:
            target.write_string(line, sheet.foot_column, text)
        line += 1


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
