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
_BARE = re.compile(
    r"(?i)^\W*(?:nama\s+|kode\s+)?(?:provinsi|prov|kabupaten(?:\s*/\s*kota)?|kab(?:\s*/\s*kota)?|kecamatan|kec|"
    r"desa(?:\s*/\s*kel(?:urahan)?)?|kel(?:urahan)?(?:\s*/\s*desa)?|dusun|rt|rw)\W*$"
)
"""A label without its value."""
_LEAST_LABELS = 2
_OF_OFFICE = frozenset({"alamat", "dusun", "rt", "rw", "rt_rw"})
_OF_FAMILY = frozenset({"no_kk", "nama_kepala_keluarga"})
_CARD_NUMBER = re.compile(r"(?i)^\W*(?:no(?:mor|mer)?\b)?\W*(\d{16})\W*$")
"""The number under the title of a printed family card: ``No. 6206...``."""


def _labelled(over: Sequence[str | None], row: Sequence[str | None]) -> list[str | None]:
    """A row whose values stand each below its label, label and value in one; any other row as it is."""
    filled = {i for i, cell in enumerate(row) if cell is not None and cell.strip()}
    labels = {i for i, cell in enumerate(over) if cell is not None and _BARE.match(cell)}
    if len(labels) < _LEAST_LABELS or filled != labels or any(_BARE.match(row[i] or "") for i in filled):
        return list(row)
    return [f"{over[i]} : {cell}" if i in labels else cell for i, cell in enumerate(row)]


def stated_places(rows: Iterable[Sequence[str | None]]) -> dict[str, str]:
    """Fields and their texts, from the rows above a header.

    Of each field the first one stated is kept; a labelled value goes before a title's.
    """
    stated: dict[str, str] = {}
    titled: dict[str, str] = {}
    office: set[str] = set()
    card = False
    over: list[str | None] = []
    for row in rows:
        line = read_line(_labelled(over, row))
        over = list(row)
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
