"""What is stated above a table: places, RT, dusun, a card; after a label or within a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kalteng_data.load.heading import read_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CARD_TITLE = re.compile(r"(?i)\bkartu\s+keluarga\b")
_CARD_NUMBER = re.compile(r"(?i)^\W*(?:no(?:mor|mer)?\b)?\W*(\d{16})\W*$")
"""The number under the title of a printed family card: ``No. 6206...``."""


def stated_places(rows: Iterable[Sequence[str | None]]) -> dict[str, str]:
    """Fields and their texts, from the rows above a header.

    Of each field the first one stated is kept; a labelled value goes before a title's.
    """
    stated: dict[str, str] = {}
    titled: dict[str, str] = {}
    card = False
    for row in rows:
        line = read_line(row)
        for name, text in line.fields.items():
            if text is not None:
                (stated if name in line.marked else titled).setdefault(name, text)
        cells = [cell for cell in row if cell is not None and cell.strip()]
        number = _CARD_NUMBER.match(cells[0]) if card and len(cells) == 1 else None
        if number is not None:
            stated.setdefault("no_kk", number[1])
        card = card or any(_CARD_TITLE.search(cell) for cell in cells)
    return titled | stated
