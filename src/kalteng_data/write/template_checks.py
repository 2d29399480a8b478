"""What a form's cells let through while they are typed, and what turns red when it was pasted past that."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kalteng_data.catalogue import word
from kalteng_data.model import ColumnType, column_letter
from kalteng_data.write.template_columns import PLACES, Check
from kalteng_data.write.template_lists import SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kalteng_data.model import OwnColumn
    from kalteng_data.write.template_columns import FormColumn
    from kalteng_data.write.template_lists import Choice

FIRST_DAY = dt.date(1900, 1, 2)
"""A spreadsheet knows no day before 1900 and some call the first one 31 December 1899."""

TITLE_MOST, MESSAGE_MOST = 32, 255
"""Characters that Excel shows in the title and the text of a message."""


_WRITTEN = {
    # Rows of the protected sheet: rows of the form may be deleted, and the 16 would shrink with them.
    Check.NUMBER: "AND(ISTEXT({cell}),LEN({cell})=16,"
    f"SUMPRODUCT(--ISNUMBER(--MID({{cell}},ROW('{SHEET}'!$1:$16),1)))=16)",
    Check.DIGITS: "IFERROR(AND(LEN({cell})<=3,--{cell}>0),FALSE)",
}
"""What text must be."""

_TYPED: dict[Check, tuple[dict[str, Any], str]] = {
    Check.DATE: (
        {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": "=TODAY()"},
        "AND(ISNUMBER({cell}),{cell}>=2,{cell}<=TODAY())",
    ),
    Check.COUNT: (
        {"validate": "integer", "criteria": ">=", "value": 0},
        "AND(ISNUMBER({cell}),{cell}>=0,IFERROR({cell}=INT({cell}),FALSE))",
    ),
    Check.MEASURE: (
        {"validate": "decimal", "criteria": ">=", "value": 0},
        "AND(ISNUMBER({cell}),{cell}>=0)",
    ),
}
"""Rules that spreadsheets have for numbers and dates, and the same as a formula."""


def add_checks(
    sheet: Worksheet,
    columns: Sequence[FormColumn],
    choices: Mapping[str, Choice],
    rows: tuple[int, int],
    wrong: Format,
) -> None:
    """Check the cells of ``columns`` in ``rows``.

    Args:
        sheet: the sheet that is filled in.
        columns: its columns from the left.
        choices: lists by field.
        rows: first and last row of cells to fill in, 0-based.
        wrong: how a cell looks that holds what the check would have refused: pasting passes by checks.
    """
    top, bottom = rows
    at = {column.field: index for index, column in enumerate(columns)}
    for index, column in enumerate(columns):
        cell = _cell(index, top)
        above = _cell(at[_above(column.field, at)], top) if column.field in at else cell
        choice = choices.get(column.field)
        if column.own is not None and choice is None:
            rule, condition = _own_rule(column.own, cell)
        else:
            rule, condition = _rule(column.check, cell, above, choice)
        if rule:
            sheet.data_validation(top, index, bottom, index, {**rule, **_message(column)})
            sheet.conditional_format(
                top, index, bottom, index,
                {"type": "formula", "criteria": f'=AND({cell}<>"",{condition})', "format": wrong},
            )  # fmt: skip


def _cell(column: int, row: int) -> str:
    """A cell whose column stays when a rule is carried down: ``$D4``."""
    return f"${column_letter(column)}{row + 1}"


def _above(field: str, at: Mapping[str, int]) -> str:
    """The column that must be chosen before ``field``; itself where there is none."""
    place = PLACES.index(field) if field in PLACES else 0
    return PLACES[place - 1] if place and PLACES[place - 1] in at else field


def _rule(check: Check, cell: str, above: str, choice: Choice | None) -> tuple[dict[str, Any], str]:
    """A rule for typing and the condition under which a filled cell breaks it; both blank for free text."""
    if check is Check.LIST and choice is not None:
        return {"validate": "list", "source": choice.source(above)}, choice.lacks(cell, above)
    if check in _TYPED:
        rule, good = _TYPED[check]
        return {**rule}, f"NOT({good.format(cell=cell)})"
    if check in _WRITTEN:
        good = _WRITTEN[check].format(cell=cell)
        return {"validate": "custom", "value": f"={good}"}, f"NOT({good})"
    return {}, ""


_OWN_KINDS = {ColumnType.BULAT: "integer", ColumnType.DESIMAL: "decimal", ColumnType.TANGGAL: "date"}
_LEAST, _MOST = -1_000_000_000_000_000, 1_000_000_000_000_000
_LAST_DAY = dt.date(9999, 12, 31)


def _own_rule(own: OwnColumn, cell: str) -> tuple[dict[str, Any], str]:
    """Rule and condition of a column of ``kalteng.toml``: numbers and dates between its limits.

    A pattern is left to ``kalteng validate``: spreadsheets have none.
    """
    kind = _OWN_KINDS.get(own.type)
    if kind is None:
        return {}, ""
    first, last = (FIRST_DAY, _LAST_DAY) if own.type is ColumnType.TANGGAL else (_LEAST, _MOST)
    least = first if own.least is None else own.least
    most = last if own.most is None else own.most
    rule = {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    good = f"AND(ISNUMBER({cell}),{cell}>={_number(least)},{cell}<={_number(most)})"
    if own.type is ColumnType.BULAT:
        good = f"AND({good},IFERROR({cell}=INT({cell}),FALSE))"
    return rule, f"NOT({good})"


def _number(limit: float | dt.date) -> str:
    """A limit as a formula reads it: a date as a spreadsheet's day number."""
    return str((limit - dt.date(1899, 12, 30)).days) if isinstance(limit, dt.date) else f"{limit:.15g}"


def _message(column: FormColumn) -> dict[str, Any]:
    text = word(f"form.{column.check}_wrong", "id") if column.own is None else column.note("id")
    return {
        "error_title": word("form.wrong", "id")[:TITLE_MOST],
        "error_message": text[:MESSAGE_MOST],
        "ignore_blank": True,
    }
