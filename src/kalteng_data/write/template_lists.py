"""The sheet of a form that holds every list to choose from, and the formulas that name its ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kalteng_data.catalogue import word
from kalteng_data.model import column_letter
from kalteng_data.write.template_columns import PLACES, Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kalteng_data.write.template_columns import FormColumn

SHEET = "Kode Data"
"""The loader passes over a sheet of this name."""

_TOP = 2
"""Rows above a list: a line that speaks when there is nothing to choose yet, and the list's name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where one list stands.

    ``values`` is its range; a dependent list has the range of its ``keys`` beside it, its first cell
    ``start`` and the cell ``first`` that tells what to choose before.
    """

    values: str
    keys: str | None = None
    start: str = ""
    first: str = ""

    def source(self, above: str) -> str:
        """Formula of a drop-down; ``above`` is the cell on which a dependent list hangs."""
        if self.keys is None:
            return f"={self.values}"
        count = f"COUNTIF({self.keys},{above})"
        return f"=IF({count}=0,{self.first},OFFSET({self.start},MATCH({above},{self.keys},0)-1,0,{count},1))"

    def lacks(self, cell: str, above: str) -> str:
        """Condition that ``cell`` holds what the list does not."""
        if self.keys is None:
            return f"COUNTIF({self.values},{cell})=0"
        return f"COUNTIFS({self.keys},{above},{self.values},{cell})=0"


class ListSheet:
    """Lists written side by side from the left; each knows its range."""

    def __init__(self, sheet: Worksheet, heading: Format) -> None:
        self._sheet = sheet
        self._heading = heading
        self._column = 0
        sheet.freeze_panes(_TOP, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def add(self, name: str, values: Sequence[str | int]) -> str:
        """Write a list under ``name``; returns its range."""
        column = self._column
        self._column += 1
        self._sheet.write_string(_TOP - 1, column, name, self._heading)
        self._sheet.write_column(_TOP, column, values)
        longest = max((len(str(value)) for value in (name, *values)), default=0)
        self._sheet.set_column(column, column, min(longest + 2, 46))
        return self._range(column, len(values))

    def add_dependent(self, names: tuple[str, str], keys: Sequence[str], values: Sequence[str]) -> Choice:
        """Write a list and, before it, the key of each value; keys stand together."""
        key_range = self.add(names[0], keys)
        column = self._column
        value_range = self.add(names[1], values)
        return Choice(value_range, key_range, _cell(column, _TOP), _cell(column, 0))

    def say_first(self, choice: Choice, text: str) -> None:
        """Write what is offered while a dependent list has nothing to choose from."""
        self._sheet.write_string(choice.first.split("!")[1].replace("$", ""), text)

    @staticmethod
    def _range(column: int, count: int) -> str:
        letter = column_letter(column)
        return f"'{SHEET}'!${letter}${_TOP + 1}:${letter}${_TOP + max(count, 1)}"


def _cell(column: int, row: int) -> str:
    return f"'{SHEET}'!${column_letter(column)}${row + 1}"


def write_lists(
    sheet: Worksheet, heading: Format, columns: Sequence[FormColumn], villages: pl.DataFrame
) -> dict[str, Choice]:
    """Write all lists that ``columns`` choose from.

    Args:
        sheet: the sheet of lists, still blank.
        heading: format of the lists' names.
        columns: the form's columns, without ``kabupaten`` where the form is of one regency.
        villages: rows of ``reference.villages()`` that may be chosen.

    Returns:
        The list of each column with a choice, by its field.
    """
    lists = ListSheet(sheet, heading)
    villages = villages.sort("kabupaten", "kecamatan", "nama_desa")  # the order in which a name is sought
    header = {column.field: column.header for column in columns}
    found: dict[str, Choice] = {}
    districts = villages.select("kabupaten", "kecamatan").unique(maintain_order=True)
    kecamatan = districts["kecamatan"].to_list()
    if "kabupaten" in header:
        regencies = districts["kabupaten"].unique(maintain_order=True).to_list()
        found["kabupaten"] = Choice(lists.add(header["kabupaten"], regencies))
        names = (header["kabupaten"], header["kecamatan"])
        found["kecamatan"] = lists.add_dependent(names, districts["kabupaten"].to_list(), kecamatan)
        lists.say_first(found["kecamatan"], word("form.first.kabupaten", "id"))
    else:
        found["kecamatan"] = Choice(lists.add(header["kecamatan"], kecamatan))
    found["desa"] = lists.add_dependent(
        (header["kecamatan"], header["desa"]),
        villages["kecamatan"].to_list(),
        villages["nama_desa"].to_list(),
    )
    lists.say_first(found["desa"], word("form.first.kecamatan", "id"))
    lists.add("Kode Kemendagri", villages["kode_desa"].to_list())
    for column in columns:
        if column.check is Check.LIST and column.field not in PLACES:
            found[column.field] = Choice(lists.add(column.header, column.choices()))
    return found
