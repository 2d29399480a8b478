"""The sheet of a form that tells how to fill it in, in Indonesian and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalteng_data.catalogue import LANGUAGES, word
from kalteng_data.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kalteng_data.write.template_columns import FormColumn

SHEET = "Petunjuk"
"""The loader passes over a sheet of this name."""

_STEPS = ("fill", "choose", "paste", "number", "header", "send", "secret")
_OF_PEOPLE = ("number", "secret")
"""Steps that a form about villages needs not."""

_WIDTHS = (28, 62, 62, 10)
_LINE = 15
"""Height of a line of text in points."""


def write_guide(
    sheet: Worksheet, kind: Kind, columns: Sequence[FormColumn], formats: Mapping[str, Format]
) -> None:
    """Write the steps, then what each column wants.

    ``formats`` has ``title``, ``needed`` (heads of columns), ``wrapped`` and ``strong``.
    """
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, word(f"form.title.{kind}", "id"), formats["title"])
    row = 2
    steps = [step for step in _STEPS if kind is not Kind.DESA or step not in _OF_PEOPLE]
    for number, step in enumerate(steps, 1):
        texts = [
            word(f"form.intro.{step}", lang, thing=word(f"form.thing.{kind}", lang)) for lang in LANGUAGES
        ]
        sheet.write_string(row, 0, word("form.step", "id", n=number), formats["strong"])
        _texts(sheet, row, texts, formats["wrapped"])
        row += 1
    row += 1
    heads = [
        word("form.column", "id"),
        *(word("form.how", lang) for lang in LANGUAGES),
        word("form.needed", "id"),
    ]
    for index, head in enumerate(heads):
        sheet.write_string(row, index, head, formats["needed"])
    for column in columns:
        row += 1
        sheet.write_string(row, 0, column.header, formats["strong"])
        _texts(sheet, row, [column.note(lang) for lang in LANGUAGES], formats["wrapped"])
        sheet.write_string(row, 3, word("form.yes", "id") if column.needed else "", formats["wrapped"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect()


def _texts(sheet: Worksheet, row: int, texts: Sequence[str], wrapped: Format) -> None:
    """Both languages beside each other, the row as high as the longer text needs."""
    lines = max(-(-len(text) // (width - 2)) for text, width in zip(texts, _WIDTHS[1:3], strict=True))
    sheet.set_row(row, _LINE * lines + 3)
    for index, text in enumerate(texts, 1):
        sheet.write_string(row, index, text, wrapped)
