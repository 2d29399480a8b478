"""Lists of mothers, fathers or heads of families: the one person of the row under words for a relative.

A register of mothers says ``Nama Ibu`` and ``NIK Ibu`` and has no other person; beside a person of its own
the same columns are the parent's.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from kalteng_data.load.fits import LIKE_IDENTITY
from kalteng_data.load.synonyms import FILLED, claim
from kalteng_data.load.words import header_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.load.content import Profile
    from kalteng_data.model import Column

_WOMEN, _MEN = frozenset({"ibu", "istri", "isteri"}), frozenset({"ayah", "suami"})
_AROUND = frozenset({"kandung", "hamil", "dan"})
_PERSONAL = frozenset({"nama", "nik", "tanggal_lahir", "tempat_lahir", "ttl", "umur"})
_HEADS = frozenset({"nama_kepala_keluarga", "nik_kepala_keluarga"})
_OF_ONE_PERSON = frozenset({"tanggal_lahir", "ttl", "jenis_kelamin", "umur", "tempat_lahir"})
_SURE = 0.7
_NEARLY_ALL = 0.9
_DIFFERENT = 0.8
"""Least share of different names among heads of families that are the people of the list."""


def relatives_of_nobody(columns: Sequence[Column], seen: Mapping[int, Profile]) -> list[Column]:
    """The columns, those of the only relative being the person's where the rows have no person of their own.

    Where a NIK stands by itself, the sex in it tells of two relatives which one has it.

    Args:
        columns: every column of the table.
        seen: what the cells of each column (by ``Column.index``) look like.
    """
    settled = list(columns)
    taken = {c.field for c in settled}
    if "nama" in taken or taken & _HEADS:
        return settled
    groups: dict[str, dict[str, int]] = {}
    for at, column in enumerate(settled):
        told = _relative(column)
        if told is not None and told[1] not in groups.setdefault(told[0], {}):
            groups[told[0]][told[1]] = at
    if "nik" in taken:
        numbers = next(seen[c.index] for c in settled if c.field == "nik")
        of_women = numbers.woman / numbers.identity if numbers.identity else 0.5
        kept = _WOMEN if of_women >= _NEARLY_ALL else _MEN if of_women <= 1 - _NEARLY_ALL else frozenset()
        likely = [group for word, group in groups.items() if word in kept and "nama" in group]
    else:
        likely = [
            group
            for group in groups.values()
            if "nik" in group and seen[settled[group["nik"]].index].identity >= LIKE_IDENTITY
        ]
    if len(likely) == 1:
        for field, at in likely[0].items():
            if field not in taken:
                settled[at] = dataclasses.replace(
                    settled[at], field=field, confidence=_SURE, reason="neighbour"
                )
    return settled


def _relative(column: Column) -> tuple[str, str] | None:
    """Whose column it is by a word for a relative, and its field of a person."""
    words = header_words(column.header)
    relatives = {word for word in words if word in _WOMEN | _MEN}
    if len(relatives) != 1 or column.reason == "override":
        return None
    rest = [word for word in words if word not in relatives and word not in _AROUND]
    found = claim(" ".join(rest)) if rest else None
    if rest and (found is None or found.field not in _PERSONAL or found.confidence < FILLED):
        return None
    return relatives.pop(), "nama" if found is None else found.field or ""


def heads_as_people(columns: Sequence[Column], seen: Mapping[int, Profile]) -> list[Column]:
    """The columns, the heads' names being the people's where each row is a head: another NIK, another name.

    Aid lists name the receiver so, with the NIK, birth date and sex that are the head's own.
    """
    settled = list(columns)
    at = {c.field: i for i, c in enumerate(settled) if c.field is not None}
    if "nama" in at or "nik" not in at or "nik_kepala_keluarga" in at or not _OF_ONE_PERSON & at.keys():
        return settled
    place = at.get("nama_kepala_keluarga")
    alone = [seen[settled[at[field]].index].unique for field in ("nik", "no_kk") if field in at]
    if place is None or min(alone) < _NEARLY_ALL or seen[settled[place].index].unique < _DIFFERENT:
        return settled
    settled[place] = dataclasses.replace(settled[place], field="nama", confidence=_SURE, reason="content")
    return settled
