"""A sheet named after the place whose rows it holds, where the sheet itself says nothing of it.

Offices keep one sheet a village or kecamatan and leave the name off the rows. A name counts only when it is
that of one village, kecamatan or regency alone among those that what is stated leaves open.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kalteng_data import reference
from kalteng_data.load.heading import read_line
from kalteng_data.load.placenames import place_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_FIELDS = ("desa", "kecamatan", "kabupaten")
_NUMBERING = re.compile(r"^\W*\d{1,3}\W+(?=\D)")
_LABEL = re.compile(
    r"(?i)^\W*(?:(?P<desa>desa|kelurahan|kel|ds)|(?P<kecamatan>kecamatan|kec)|(?P<kabupaten>kabupaten|kab))\b\W+"
)
_COVERED = {
    "desa": {"desa", "kode_desa"},
    "kecamatan": {"kecamatan", "kode_kecamatan", "kode_desa"},
    "kabupaten": {"kabupaten", "kode_kabupaten", "kode_kecamatan", "kode_desa"},
}
"""What tells a place already: its own name or code, or the code of one within it."""


def rooms_of_sheet(sheet: str, columns: Collection[str | None], stated: Mapping[str, str]) -> dict[str, str]:
    """RT, RW and dusun that a sheet is named after (``RT 01``, ``DUSUN II``), where nothing else tells them.

    Args:
        sheet: the sheet's name.
        columns: the fields that the table's columns hold.
        stated: what is stated above the table.
    """
    line = read_line([sheet])
    told = {*columns, *stated}
    if not line.whole or told & {"rt", "rw", "rt_rw"}:
        return {}
    return {
        name: text
        for name, text in line.fields.items()
        if name in {"rt", "rw", "rt_rw", "dusun"} and text is not None and name not in told
    }


def place_of_sheet(sheet: str, columns: Collection[str | None], stated: Mapping[str, str]) -> dict[str, str]:
    """The field and text that a sheet's name gives to its rows; empty when it names no place, or several.

    Args:
        sheet: the sheet's name.
        columns: the fields that the table's columns hold.
        stated: places stated above the table.
    """
    name = _NUMBERING.sub("", sheet)
    label = _LABEL.match(name)
    name = (name[label.end() :] if label else name).strip()
    told = {*columns, *stated}
    levels = (label.lastgroup,) if label and label.lastgroup else _FIELDS
    found = {
        field: places
        for field in levels
        if not told & _COVERED[field] and (places := _named(field).get(place_key(name)))
    }
    if len(found) != 1:
        return {}
    ((field, places),) = found.items()
    known = {upper: place_key(stated[upper]) for upper in _above(field) if upper in stated}
    fitting = [place for place in places if known.items() <= place.items()]
    return {field: name} if len(fitting) == 1 else {}


def _above(field: str) -> tuple[str, ...]:
    """The kinds of places that hold one of this kind."""
    return _FIELDS[_FIELDS.index(field) + 1 :]


@cache
def _named(field: str) -> dict[str, tuple[dict[str, str], ...]]:
    """Places of one kind by the keys of their names, each as the keys of the places that hold it."""
    upper = _above(field)
    listed = reference.villages().select("nama_desa" if field == "desa" else field, *upper)
    found: dict[str, tuple[dict[str, str], ...]] = {}
    # Two villages of one name in one kecamatan stay two.
    for name, *around in (listed if field == "desa" else listed.unique()).rows():
        place = dict(zip(upper, map(place_key, around), strict=True))
        found[place_key(name)] = (*found.get(place_key(name), ()), place)
    return found
