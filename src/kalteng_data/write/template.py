"""A form for villages as a workbook: what it lets through, ``kalteng validate`` has nothing to say about.

In: what the rows are about, the villages that may be chosen. Out: one xlsx with the sheet to fill in, the
instructions and the lists of choices. Pasting passes by every check of a spreadsheet, so cells that break
one turn red too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kalteng_data.catalogue import word
from kalteng_data.write import template_guide, template_lists
from kalteng_data.write.beside import written_beside
from kalteng_data.write.template_checks import add_checks
from kalteng_data.write.template_columns import PLACES, Check, form_columns, own_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kalteng_data.model import Kind, OwnColumn
    from kalteng_data.write.template_columns import FormColumn

HEADER = 2
"""0-based row of the headers: a title and the place stand above."""

LAST_COLUMN = 16_383
_ALLOWED = (
    "sort",
    "autofilter",
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_rows",
    "delete_rows",
)

_DARK, _LIGHT, _LINE = "#1F4E78", "#BDD7EE", "#D9D9D9"
_CELL: dict[str, Any] = {"border": 1, "border_color": _LINE, "locked": False, "valign": "top"}
_HEAD: dict[str, Any] = {
    "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1,
    "border_color": "#FFFFFF",
}  # fmt: skip
_LOOKS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "font_color": _DARK},
    "place": {"bold": True, "valign": "vcenter"},
    "legend": {"italic": True, "valign": "vcenter", "font_color": "#595959"},
    "needed": {**_HEAD, "bg_color": _DARK, "font_color": "#FFFFFF"},
    "known": {**_HEAD, "bg_color": _LIGHT, "font_color": "#1F1F1F"},
    "wrapped": {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": _LINE},
    "strong": {"bold": True, "valign": "top", "bottom": 1, "bottom_color": _LINE},
    "wrong": {"bg_color": "#F8CBAD", "font_color": "#9C0006"},
    "locked": {
        "locked": True,
        "valign": "vcenter",
    },  # a format that says nothing would leave the column's in force
    "open": {"locked": False},
    Check.TEXT: {**_CELL, "num_format": "@"},
    Check.DATE: {**_CELL, "num_format": "dd-mm-yyyy"},
    Check.COUNT: {**_CELL, "num_format": "0"},
    Check.MEASURE: _CELL,
}
_AS_TEXT = (Check.NUMBER, Check.DIGITS, Check.LIST)
_NUMBERS = ("desil",)


def write_template(
    kind: Kind,
    villages: pl.DataFrame,
    output: Path,
    *,
    rows: int,
    regency: str | None,
    filled: bool = False,
    own: Sequence[OwnColumn] = (),
) -> None:
    """Write the form.

    Args:
        kind: what a row is about.
        villages: rows of ``reference.villages()`` that may be chosen.
        output: the workbook's place; what stands there is replaced.
        rows: how many rows the checks cover.
        regency: name of the one regency the form is for; it then stands above the header once.
        filled: write a row for each village (for forms about villages).
        own: columns that the workspace adds to the schemas; those of ``kind`` stand last.

    Raises:
        OutputError: ``output`` cannot be written.
    """
    import xlsxwriter

    columns = [
        c for c in (*form_columns(kind), *own_columns(own, kind)) if regency is None or c.field != PLACES[0]
    ]
    with written_beside(output) as target, xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        formats = {name: book.add_format(look) for name, look in _LOOKS.items()}
        form = book.add_worksheet(f"Data {kind.value.title()}")
        guide = book.add_worksheet(template_guide.SHEET)
        lists = book.add_worksheet(template_lists.SHEET)
        choices = template_lists.write_lists(lists, formats["needed"], columns, villages)
        lists.protect()
        template_guide.write_guide(guide, kind, columns, formats)
        _lay_out(form, kind, columns, formats, regency)
        add_checks(form, columns, choices, (HEADER + 1, HEADER + rows), formats["wrong"])
        if filled:
            _fill(form, columns, villages)
        form.autofilter(HEADER, 0, HEADER + rows, len(columns) - 1)
        form.ignore_errors({"number_stored_as_text": f"A{HEADER + 2}:XFD{HEADER + rows + 1}"})
        form.protect("", dict.fromkeys(_ALLOWED, True))
        _print_setup(form, kind, columns)
        _properties(book, kind)
        form.activate()


def _look(column: FormColumn) -> str:
    """The format of a column's cells: NIK, RT and choices are text, so that nothing is reckoned with them."""
    if column.field in _NUMBERS:
        return Check.COUNT
    return Check.TEXT if column.check in _AS_TEXT else column.check


def _lay_out(
    form: Worksheet,
    kind: Kind,
    columns: Sequence[FormColumn],
    formats: Mapping[str, Format],
    regency: str | None,
) -> None:
    """Title, place, headers with their notes; cells below open, everything above them locked."""
    form.set_column(0, LAST_COLUMN, None, formats["open"])
    for index, column in enumerate(columns):
        form.set_column(index, index, column.width, formats[_look(column)])
    for row, height in ((0, 22), (1, 18), (HEADER, 34)):
        form.set_row(row, height, formats["locked"])
    form.write_string(0, 0, word(f"form.title.{kind}", "id"), formats["title"])
    place = f"KABUPATEN/KOTA : {regency.removeprefix('Kota ')}" if regency else "PROVINSI : Kalimantan Tengah"
    form.write_string(1, 0, place, formats["place"])
    held = _held(columns)
    form.write_string(1, held, word("form.legend", "id"), formats["legend"])
    for index, column in enumerate(columns):
        form.write_string(HEADER, index, column.header, formats["needed" if column.needed else "known"])
        note = {"author": "kalteng", "x_scale": 1.8, "y_scale": 0.9, "font_size": 9}
        form.write_comment(HEADER, index, column.note("id"), note)
    form.freeze_panes(HEADER + 1, held)


def _held(columns: Sequence[FormColumn]) -> int:
    """How many columns stay in view: up to the one that names the row."""
    names = {"nama", "nama_kepala_keluarga", "desa"}
    return next(index for index, column in enumerate(columns, 1) if column.field in names)


def _fill(form: Worksheet, columns: Sequence[FormColumn], villages: pl.DataFrame) -> None:
    """One row for each village, its place written."""
    named = villages.rename({"nama_desa": "desa"})
    for index, column in enumerate(columns):
        if column.field in PLACES:
            form.write_column(HEADER + 1, index, named[column.field].to_list())


def _print_setup(form: Worksheet, kind: Kind, columns: Sequence[FormColumn]) -> None:
    form.set_landscape()
    form.set_paper(9)
    form.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    form.repeat_rows(HEADER)
    # A dozen columns of a person fit one page and stay readable; the others follow beside the name.
    wide = sum(column.width for column in columns) > 260
    if wide:
        form.repeat_columns(0, _held(columns) - 1)
    form.fit_to_pages(3 if wide else 1, 0)
    form.set_footer(f"&L{word(f'form.title.{kind}', 'id')}&R&P / &N")


def _properties(book: Workbook, kind: Kind) -> None:
    book.set_properties({"title": word(f"form.title.{kind}", "id"), "author": "kalteng", "comments": ""})
