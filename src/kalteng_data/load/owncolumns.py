"""Columns that a workspace adds to a schema, recognised by the headers it names for them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from kalteng_data.errors import SettingsError
from kalteng_data.load.columns import HeaderCell, best_claim
from kalteng_data.load.synonyms import EXACT, LEAST_LENGTH, LEAST_RATIO, SPELLED, claim
from kalteng_data.load.words import header_key
from kalteng_data.model import Column, cell_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kalteng_data.model import Kind, OwnColumn

OWN = "own"
"""Reason of a column that the settings declare: its header is one of those named."""


def refuse_known(own: Iterable[OwnColumn]) -> None:
    """Refuse headers that stand for a field of ours: a column would vanish from every list.

    Raises:
        SettingsError: names the column and the field.
    """
    for column in own:
        for header in column.headers:
            known = claim(header)
            if known is not None and known.field is not None and known.confidence == EXACT:
                raise SettingsError(
                    "settings-value",
                    place="kalteng.toml",
                    key=f'schema.{column.kind}.column "{column.name}" header',
                    expected=f'!= "{header}" ({known.field})',
                )


def own_overrides(cells: Iterable[HeaderCell], own: Sequence[OwnColumn], row: int) -> dict[str, str]:
    """The columns of one's own under a header row, as overrides: header cell (``C6``) to name.

    A header that the settings name goes before every synonym of ours; one that is merely spelled alike is
    taken where we know nothing of it. ``row`` is the header's, as a spreadsheet shows it.
    """
    if not own:
        return {}
    names = _names(own)
    return {
        cell_address(cell.index, row): name for cell in cells if (name := _named(cell, names)[0]) is not None
    }


def settled(
    columns: Iterable[Column], cells: Iterable[HeaderCell], own: Sequence[OwnColumn], kind: Kind
) -> tuple[Column, ...]:
    """The columns, those of one's own under the name they have among rows of ``kind``, with their reason."""
    columns = tuple(columns)
    if not own:
        return columns
    by_index = {cell.index: cell for cell in cells}
    known = {column.name for column in own}
    mine = _names([column for column in own if column.kind is kind])
    taken: set[str] = set()
    found: list[Column] = []
    for column in columns:
        if column.field not in known:
            found.append(column)
            continue
        cell = by_index.get(column.index, HeaderCell(column.index, (column.header,)))
        name, confidence, reason = _named(cell, mine)
        if name is None and column.field in mine.values():
            name, confidence, reason = column.field, column.confidence, column.reason  # named by its cell
        if name is None:
            reason = "of-another-kind"
        elif name in taken:
            name, reason = None, f"double:{name}"
        taken.add(name or "")
        found.append(dataclasses.replace(column, field=name, confidence=confidence, reason=reason))
    return tuple(found)


def _names(own: Iterable[OwnColumn]) -> dict[str, str]:
    """Keys of the headers to the columns' names."""
    return {header_key(text): column.name for column in own for text in (*column.headers, column.name)}


def _named(cell: HeaderCell, names: Mapping[str, str]) -> tuple[str | None, float, str]:
    """Name, confidence and reason of the column under a header; no name where it is none of one's own."""
    keys = [key for text in cell.texts if (key := header_key(text))]
    for key in keys:
        if key in names:
            return names[key], 1.0, OWN
    ours = best_claim(cell)
    if ours is None or ours.field is None:
        for key in keys:
            if len(key) < LEAST_LENGTH or any(c.isdigit() for c in key):
                continue
            near = process.extractOne(key, tuple(names), scorer=fuzz.ratio, score_cutoff=LEAST_RATIO)
            if near is not None:
                return names[near[0]], SPELLED, f"spelling:{near[0]}"
    return None, 0.0, ""
