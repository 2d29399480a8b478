"""The people of the corpus as families in blocks, under a line of their own each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.golden.corpus.making import PEOPLE, Person, at_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

FAMILIES = tuple([p for p in PEOPLE if p.kk == card] for card in dict.fromkeys(p.kk for p in PEOPLE))
HEAD = ("No", "Nama", "NIK", "L/P", "Tgl Lahir", "Hub. Keluarga")
IN_FAMILIES = at_rows([3, 4, 5, 7, 8, 9, 11, 12])
"""One line before each family, under a header in row 1."""
CARDS = {row: {"no_kk": p.kk} for (_, row), p in zip(IN_FAMILIES, PEOPLE, strict=True)}


def line_of(number: int, person: Person) -> list[Any]:
    """A person's line under ``HEAD``."""
    return [number, person.nama, person.nik, person.sex, person.lahir, person.peran]


def under(*headings: Sequence[Any]) -> list[Sequence[Any]]:
    """The families in blocks, one line over each."""
    rows: list[Sequence[Any]] = [HEAD]
    for heading, family in zip(headings, FAMILIES, strict=True):
        rows += [heading, *(line_of(i, p) for i, p in enumerate(family, 1))]
    return rows
