"""Why a sheet held no table: what stands there instead, so that whoever sent it knows what to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kalteng_data.load.synonyms import FILLED, claim
from kalteng_data.model import column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.load.grid import Grid

_LOOKED_AT = 200
_LABELS = 3
"""Fields named in one column from which on its cells are labels of values beside them."""
_FEW_LABELS = 2
_ALIKE = 0.6
"""Share of a column's cells that are labels, where only two fields are named."""
_SHOWN = 8
"""Headers that a message names."""
_APART = re.compile(r"\s{2,}|[\^~|;,:#\t]")
_LONG_NUMBER = re.compile(r"\d{8}")
_OF_DATA = re.compile(r"(?:\d\D?){4}")
"""Digits that headers do not have: such a row is somebody's, and messages name nobody."""
_ALSO_VALUES = frozenset({"jumlah_laki_laki", "jumlah_perempuan"})
"""Fields whose headers are values of people too (``Perempuan``)."""

Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cause:
    """The code of an ``InputError`` and what its words need."""

    code: str
    details: Mapping[str, str | int]


def cause_of(grid: Grid) -> Cause | None:
    """What keeps a sheet from being a table, or ``None`` where nothing in it is known.

    ``no-separator``: a line of headers in one column. ``crosswise``: labels down a column, a person or
    village a column. ``one-person-form``: labels down a column, one value beside each. ``unknown-header``: a
    row of which some words are known.
    """
    head = grid.frame.head(_LOOKED_AT).rows()
    if grid.frame.width == 1:
        return _unparted([text or "" for (text,) in head])
    rows = [tuple(" ".join((cell or "").split()) for cell in row) for row in head]
    return _beside_labels(rows, grid.indices) or _nearest(rows)


def _field(text: str) -> str | None:
    label = text.rstrip(" :")
    found = claim(label) if label and not _LONG_NUMBER.search(label) else None
    if found is None or found.confidence < FILLED or found.field in _ALSO_VALUES:
        return None
    return found.field


def _unparted(lines: Sequence[str]) -> Cause | None:
    for number, text in enumerate(lines, start=1):
        parts = [part.strip() for part in _APART.split(text) if part.strip()] if len(text) < 1000 else []
        fields = {field for part in parts if (field := _field(part)) is not None}
        if len(fields) >= _FEW_LABELS:
            return Cause("no-separator", {"row": number, "known": _listed(parts)})
    return None


def _beside_labels(rows: Rows, indices: Sequence[int]) -> Cause | None:
    """Labels down a column with values beside them."""
    widest = max((len({f for cell in row if (f := _field(cell))}) for row in rows), default=0)
    for place, index in enumerate(indices):
        texts = [row[place] for row in rows]
        labelled = [at for at, text in enumerate(texts) if _field(text) is not None]
        fields = {_field(texts[at]) for at in labelled}
        plain = len(labelled) >= _ALIKE * sum(bool(text) for text in texts)
        if len(fields) <= widest or len(fields) < (_FEW_LABELS if plain else _LABELS):
            continue
        values = [sum(bool(cell.strip(" :")) for cell in rows[at][place + 1 :]) for at in labelled]
        if not any(values):
            continue
        code = "crosswise" if sum(values) > 1.5 * len(labelled) else "one-person-form"
        if code == "one-person-form" and len(fields) < _LABELS:
            continue
        known = _listed(list(dict.fromkeys(texts[at].rstrip(" :") for at in labelled)))
        return Cause(code, {"column": column_letter(index), "known": known})
    return None


def _nearest(rows: Rows) -> Cause | None:
    """The row of which most words are known."""
    best: tuple[int, int] | None = None
    for at, row in enumerate(rows):
        fields = {field for cell in row if (field := _field(cell)) is not None}
        if any(_OF_DATA.search(cell) for cell in row):
            continue
        if fields and sum(map(bool, row)) >= _FEW_LABELS and (best is None or len(fields) > best[0]):
            best = len(fields), at
    if best is None:
        return None
    texts = [text for text in dict.fromkeys(rows[best[1]]) if text and not text.isdigit()]
    unknown = [text for text in texts if claim(text) is None]
    known = [text for text in texts if text not in unknown]
    return Cause("unknown-header", {
        "row": best[1] + 1, "known": _listed(known), "unknown": _listed(unknown) if unknown else "-",
        "key": (unknown or known)[0].replace('"', "'"),
    })  # fmt: skip


def _listed(texts: Sequence[str]) -> str:
    shown = ", ".join(f'"{text[:40]}"' for text in texts[:_SHOWN])
    return f"{shown}, ..." if len(texts) > _SHOWN else shown
