"""Names of places of the province, to tell where a name ends that stands among other words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kalteng_data import reference

if TYPE_CHECKING:
    import polars as pl

_COLUMNS = {"desa": "nama_desa", "kecamatan": "kecamatan", "kabupaten": "kabupaten"}

_LONGEST = 6
"""Words of a name: the longest of the province has five."""


def opening_name(field: str, text: str) -> str | None:
    """The longest run of first words of ``text`` that is a known place of this kind, or ``None``.

    ``BAUN BANGO PENERIMA BLT`` opens with ``BAUN BANGO``.
    """
    words = text.split()
    known = _names(field) if field in _COLUMNS else frozenset()
    for count in range(min(len(words), _LONGEST), 0, -1):
        name = " ".join(words[:count])
        if place_key(name) in known:
            return name
    return None


def place_key(text: str) -> str:
    """A name without case, blanks and marks; ``Kota`` before it falls away."""
    return re.sub(r"[^a-z0-9]", "", text.lower().removeprefix("kota "))


@cache
def districts_of() -> dict[str, frozenset[str]]:
    """Keys of the kecamatan in which villages of a name lie, by the keys of their names."""
    found: dict[str, set[str]] = {}
    for village, district in reference.villages().select("nama_desa", "kecamatan").rows():
        found.setdefault(place_key(village), set()).add(place_key(district))
    return {village: frozenset(districts) for village, districts in found.items()}


def share_known(field: str, cells: pl.Series) -> float:
    """Share (0 to 1) of the filled cells that are known places of this kind."""
    filled = cells.drop_nulls().value_counts(name="times").rows()
    if field not in _COLUMNS or not filled:
        return 0.0
    known = _names(field)
    hits = sum(int(times) for text, times in filled if place_key(text) in known)
    return hits / sum(int(times) for _, times in filled)


@cache
def _names(field: str) -> frozenset[str]:
    return frozenset(map(place_key, reference.villages().get_column(_COLUMNS[field]).unique()))
