"""Several people in one row: members by number, husband and wife, the old and the new receiver of an aid.

``Nama Anggota 1 | NIK Anggota 1 | Nama Anggota 2 ...``: each of them becomes a table of its own over the same
rows, with the columns that are the family's; so every value keeps its cell. Only where the headers repeat
beyond doubt: a husband's name beside a person's own is the person's, as ever.
"""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kalteng_data.load.synonyms import FILLED, claim
from kalteng_data.load.words import header_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.load.columns import HeaderCell
    from kalteng_data.load.grid import Grid
    from kalteng_data.load.header import Header

_SPOUSES = frozenset({"suami", "istri", "isteri"})
_NEW, _OLD = "pengganti", frozenset({"lama", "diganti", "semula", "awal", "asal"})
_ROLES = frozenset({*_SPOUSES, "kepala", "anggota", "anak", "art", "orang", _NEW, *_OLD})
_AROUND = frozenset({"keluarga", "rumah", "tangga", "ke", "kk", "kpm", "penerima", "manfaat", "dan"})
"""Words that say no more once the role is known: ``Kepala Keluarga``, ``Anggota ke-2``."""
_PERSONAL = frozenset({
    "nik", "nama", "jenis_kelamin", "tempat_lahir", "tanggal_lahir", "ttl", "umur", "agama", "pendidikan",
    "pekerjaan", "status_kawin", "shdk", "golongan_darah", "disabilitas", "telepon",
})  # fmt: skip
_PERSON = frozenset({"nik", "nama"})
_MOST_PEOPLE = 20
_ATTACHED = re.compile(r"^([a-z]{2,})(\d{1,2})$")
_SAYS = {
    "suami": {"jenis_kelamin": "L"},
    "istri": {"jenis_kelamin": "P", "shdk": "ISTRI"},
    "isteri": {"jenis_kelamin": "P", "shdk": "ISTRI"},
    "kepala": {"shdk": "KEPALA KELUARGA"},
    "anak": {"shdk": "ANAK"},
}
"""What a role says of the person."""


class Role(NamedTuple):
    """Whose column it is: a word (empty for none) and the number of the repeat (0 for none)."""

    word: str
    number: int


class Person(NamedTuple):
    """One of the people of each row: a grid and header of its own, and what its headers say of it."""

    grid: Grid
    header: Header
    says: Mapping[str, str]


@lru_cache(maxsize=2048)
def role_of(text: str) -> tuple[Role, str] | None:
    """Whose column a header is and its field of a person; ``None`` for columns of nobody in particular."""
    words: list[str] = []
    for word in header_words(text):
        parted = _ATTACHED.match(word)
        words += parted.groups() if parted else (word,)
    numbers = [int(word) for word in words if word.isdigit()]
    roles = [word for word in words if word in _ROLES]
    if len(numbers) > 1 or len(set(roles)) > 1 or not (numbers or roles):
        return None
    number = numbers[0] if numbers else 0
    if number > _MOST_PEOPLE:
        return None
    if {"nomor", "kk"} <= set(words):
        return Role(roles[0] if roles else "", number), "no_kk"
    rest = [word for word in words if not word.isdigit() and word not in _ROLES and word not in _AROUND]
    found = claim(" ".join(rest)) if rest else None
    if rest and (found is None or found.confidence < FILLED or found.field not in _PERSONAL):
        return None
    return Role(roles[0] if roles else "", number), "nama" if found is None else found.field or ""


def people_across(grid: Grid, header: Header) -> tuple[Person, ...]:
    """The people of each row, each with the columns of all; empty where a row stands for one person.

    A header must name at least two of them by name or NIK: the same words numbered from 1, both spouses while
    no column is the person's own, or an old and a new one.
    """
    groups: dict[Role, dict[str, HeaderCell]] = {}
    common: list[HeaderCell] = []
    for cell in header.cells:
        told = role_of(cell.text) if cell.texts else None
        if told is not None and told[1] not in groups.setdefault(told[0], {}):
            groups[told[0]][told[1]] = cell
        else:
            common.append(cell)
    people = {role: group for role, group in groups.items() if _PERSON & group.keys()}
    plain = [cell for cell in common if _field(cell) in _PERSON]
    if not _repeats(people, plain):
        return ()
    common += [cell for role, group in groups.items() if role not in people for cell in group.values()]
    shared = [cell for cell in common if _field(cell) not in _PERSONAL]
    own = [cell for cell in common if cell not in shared and cell.texts]
    everyone = [(role, [*group.items()]) for role, group in people.items()]
    if plain:  # the person whose columns carry no mark comes first
        everyone.insert(0, (Role("", 0), [(_field(cell) or "", cell) for cell in own]))
    names = [[str(cell.index) for field, cell in group if field in _PERSON] for _, group in everyone]
    return tuple(
        _person(grid, header, role, group, shared, names, i) for i, (role, group) in enumerate(everyone)
    )


def _field(cell: HeaderCell) -> str | None:
    found = [told for text in cell.texts if (told := claim(text)) is not None and told.field is not None]
    return max(found, key=lambda told: told.confidence).field if found else None


def _repeats(people: Mapping[Role, Mapping[str, HeaderCell]], plain: Sequence[HeaderCell]) -> bool:
    numbered: dict[str, set[int]] = {}
    for role in people:
        if role.number:
            numbered.setdefault(role.word, set()).add(role.number)
    if any({1, 2} <= numbers for numbers in numbered.values()):
        return True
    words = {role.word for role in people}
    replaced = _NEW in words and (bool(words & _OLD) or bool(plain))
    return replaced or (len(words & _SPOUSES) > 1 and not plain)


def _person(
    grid: Grid,
    header: Header,
    role: Role,
    group: Sequence[tuple[str, HeaderCell]],
    shared: Sequence[HeaderCell],
    names: Sequence[Sequence[str]],
    place: int,
) -> Person:
    """One person's columns with those of all; a row that names others and not this one is left blank."""
    own = [dataclasses.replace(cell, told=field) for field, cell in group]
    cells = tuple(sorted((*own, *shared), key=lambda cell: cell.index))
    filled = [_any_filled(columns) for columns in names]
    others = pl.any_horizontal(other for i, other in enumerate(filled) if i != place)
    absent = others & ~filled[place] & (pl.int_range(pl.len()) > header.bottom)
    frame = grid.frame.select(pl.when(~absent).then(pl.col(name)).alias(name) for name in grid.frame.columns)
    frame = frame.select(str(cell.index) for cell in cells)
    says = {field: value for field, value in _SAYS.get(role.word, {}).items() if field not in dict(group)}
    return Person(dataclasses.replace(grid, frame=frame), dataclasses.replace(header, cells=cells), says)


def _any_filled(columns: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).str.contains(r"\S").fill_null(value=False) for name in columns)
