"""What is stated above a table: places, RT, dusun, a card; after a label or within a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kalteng_data.load.heading import read_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CARD_TITLE = re.compile(r"(?i)\bkartu\s+keluarga\b")
_OFFICE = re.compile(
    r"(?i)(?<!\w)(?:jl|jln|jalan|alamat|sekretariat|kantor|telp|telepon|e-?mail|website|kode\s*pos)(?!\w)"
)
"""Words of an office's own address in its letterhead."""
_OF_OFFICE = frozenset({"alamat", "dusun", "rt", "rw", "rt_rw"})
_OF_FAMILY = frozenset({"no_kk", "nama_kepala_keluarga"})
_CARD_NUMBER = re.compile(r"(?i)^\W*(?:no(?:mor|mer)?\b)?\W*(\d{16})\W*$")
"""The number under the title of a printed family card: ``No. 6206...``."""


def stated_places(rows: Iterable[Sequence[str | None]]) -> dict[str, str]:
    """Fields and their texts, from the rows above a header.

    Of each field the first one stated is kept; a labelled value goes before a title's.
    """
    stated: dict[str, str] = {}
    titled: dict[str, str] = {}
    office: set[str] = set()
    card = False
    for row in rows:
        line = read_line(row)
        for name, text in line.fields.items():
            if text is not None:
                (stated if name in line.marked else titled).setdefault(name, text)
        cells = [cell for cell in row if cell is not None and cell.strip()]
        if any(_OFFICE.search(cell) for cell in cells):
            office |= line.fields.keys() & _OF_OFFICE
        number = _CARD_NUMBER.match(cells[0]) if card and len(cells) == 1 else None
        if number is not None:
            stated.setdefault("no_kk", number[1])
        card = card or any(_CARD_TITLE.search(cell) for cell in cells)
    found = titled | stated
    if not _OF_FAMILY & found.keys():  # the letterhead's address is nobody's home
        found = {name: text for name, text in found.items() if name not in office}
    return found
