"""What an entry of the corpus is, the people in its lists, and how sheets and text files are made.

All people and numbers are invented. Everything is made by code, so that what is nasty can be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    Grid = Sequence[Sequence[Any]]


class Person(NamedTuple):
    """One invented person as a sound list holds it."""

    nama: str
    nik: str
    kk: str
    sex: str
    lahir: str
    peran: str


_ONE, _TWO, _THREE = "6206110101100001", "6206110202120002", "6206110303150003"
PEOPLE = (
    Person("BUDI SANTOSO", "6206111708800001", _ONE, "L", "17-08-1980", "KEPALA KELUARGA"),
    Person("SITI AMINAH", "6206114503830012", _ONE, "P", "05-03-1983", "ISTRI"),
    Person("ANDI SAPUTRA", "6206112111060003", _ONE, "L", "21-11-2006", "ANAK"),
    Person("RUSDI", "6206113009750024", _TWO, "L", "30-09-1975", "KEPALA KELUARGA"),
    Person("NORHAYATI", "6206115402780005", _TWO, "P", "14-02-1978", "ISTRI"),
    Person("DEWI LESTARI", "6206114912210036", _TWO, "P", "09-12-2021", "ANAK"),
    Person("I MADE JOKO", "6206112505900007", _THREE, "L", "25-05-1990", "KEPALA KELUARGA"),
    Person("MARIA MAGDALENA", "6206116806920048", _THREE, "P", "28-06-1992", "ISTRI"),
)
HEAD = ("No", "No KK", "NIK", "Nama Lengkap", "Jenis Kelamin", "Tanggal Lahir", "Hubungan", "RT", "Desa")
DESA = "BAUN BANGO"


def line(number: int, person: Person) -> list[Any]:
    """A row under ``HEAD``."""
    return [number, person.kk, person.nik, person.nama, person.sex, person.lahir, person.peran, "001", DESA]


def lines(people: Sequence[Person] = PEOPLE, first: int = 1) -> list[list[Any]]:
    """Rows under ``HEAD``, numbered from ``first``."""
    return [line(number, person) for number, person in enumerate(people, first)]


LIST: Grid = (HEAD, *lines())


Rows = dict[tuple[str, int], tuple[str, str | None]]
"""Name and NIK (``None`` when it must not be presented as sound) of each (sheet, row)."""


def at(first: int, people: Sequence[Person] = PEOPLE, sheet: str = "Data") -> Rows:
    """``people`` in one row each from spreadsheet row ``first``."""
    return {(sheet, row): (p.nama, p.nik) for row, p in enumerate(people, first)}


def at_rows(rows: Sequence[int], people: Sequence[Person] = PEOPLE, sheet: str = "Data") -> Rows:
    """``people`` in the spreadsheet rows ``rows``."""
    return {(sheet, row): (p.nama, p.nik) for row, p in zip(rows, people, strict=True)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One nasty file and what a careful person reads in it.

    ``rows`` are the accepted people and ``kept_out`` the (sheet, row) of quarantined ones: together all that
    is read. ``findings`` holds (code, row or ``None``, field or ``None``) that must be among those found;
    a ``clean`` entry gives no error. ``values`` states more fields of rows, ``every`` of all rows;
    ``skipped`` rows by reason, ``passed`` (sheet, reason) of sheets not read, ``notes`` what is said of the
    tables. ``refused`` is the code of the error that the file meets, ``says`` words of its hint.
    """

    name: str
    file: str
    make: Callable[[Path], None]
    rows: Rows = field(default_factory=dict)
    kept_out: frozenset[tuple[str, int]] = frozenset()
    findings: tuple[tuple[str, int | None, str | None], ...] = ()
    clean: bool = True
    values: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    every: Mapping[str, object] = field(default_factory=dict)
    skipped: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    passed: frozenset[tuple[str, str]] = frozenset()
    notes: tuple[tuple[str, str], ...] = ()
    refused: str | None = None
    says: tuple[str, ...] = ()


def book(
    pages: Mapping[str, Grid], more: Callable[[dict[str, Worksheet]], None] | None = None
) -> Callable[[Path], None]:
    """A maker of a workbook with the sheets ``pages``; text stays text, numbers stay numbers.

    ``more`` gets the worksheets by name, to hide and merge.
    """

    def make(path: Path) -> None:
        with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as workbook:
            sheets = {name: workbook.add_worksheet(name) for name in pages}
            for name, grid in pages.items():
                for row, cells in enumerate(grid):
                    for column, cell in enumerate(cells):
                        if isinstance(cell, str):
                            sheets[name].write_string(row, column, cell)
                        elif cell is not None:
                            sheets[name].write(row, column, cell)
            if more is not None:
                more(sheets)

    return make


def sheet(grid: Grid, more: Callable[[Worksheet], None] | None = None) -> Callable[[Path], None]:
    """A maker of a workbook whose only sheet is ``Data``."""
    return book({"Data": grid}, None if more is None else lambda pages: more(pages["Data"]))


def text(
    grid: Grid, separator: str = ",", *, encoding: str = "utf-8", ends: str = "\n"
) -> Callable[[Path], None]:
    """A maker of a text file; cells are written as they are."""
    body = "".join(separator.join("" if c is None else str(c) for c in row) + ends for row in grid)
    return raw(body, encoding)


def raw(body: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    """A maker of a text file with ``body`` as it is."""

    def make(path: Path) -> None:
        path.write_bytes(body.encode(encoding))

    return make


def copy(name: str) -> Callable[[Path], None]:
    """A maker that copies a file that stands beside the tests, of a format nothing here can write."""

    def make(path: Path) -> None:
        path.write_bytes((Path(__file__).parents[1] / name).read_bytes())

    return make


def parquet(grid: Grid) -> Callable[[Path], None]:
    """A maker of a Parquet file whose columns are named by the first row."""
    head, *rows = grid
    return pl.DataFrame(rows, schema=list(head), orient="row").write_parquet
