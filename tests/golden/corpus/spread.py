"""Columns that do not say what they hold, or hold a part of it: told by cells and neighbours."""

from __future__ import annotations

from typing import Any

from tests.golden.corpus.making import DESA, HEAD, PEOPLE, Entry, Person, at, line, lines, sheet, text

CARDS = {row: {"no_kk": p.kk} for row, p in enumerate(PEOPLE, 2)}
SEXES = {row: {"jenis_kelamin": p.sex} for row, p in enumerate(PEOPLE, 2)}
ROLES = {row: {"shdk": p.peran} for row, p in enumerate(PEOPLE, 2)}


def _without(*names: str, header: str = "") -> list[list[Any]]:
    """A list in which the columns ``names`` are headed ``header``."""
    return [[header if word in names else word for word in HEAD], *lines()]


def _replaced(name: str, header: str, value: dict[str, str]) -> list[list[Any]]:
    """A list whose column ``name`` is headed ``header``, its values written as ``value`` says."""
    place = HEAD.index(name)
    rows = [list(HEAD), *lines()]
    rows[0][place] = header
    return [rows[0], *([*row[:place], value[row[place]], *row[place + 1 :]] for row in rows[1:])]


def _boxed(number: int, person: Person) -> list[Any]:
    return [number, person.nama, *map(int, person.nik), person.sex, person.lahir, DESA]


DATED: list[list[Any]] = [
    ["No", "NIK", "Nama", "Tanggal Lahir", None, None, "Desa"],
    [None, None, None, "Tgl", "Bln", "Thn", None],
    *([i, p.nik, p.nama, *map(int, p.lahir.split("-")), DESA] for i, p in enumerate(PEOPLE, 1)),
]
HEADS: list[list[Any]] = [
    ["No", "KEPALA KELUARGA", None, None, "ANGGOTA KELUARGA", None, None, None],
    [None, "Nama", "NIK", "No KK", "Nama", "NIK", "L/P", "Tgl Lahir"],
    *(
        [i, "BUDI SANTOSO", PEOPLE[0].nik, p.kk, p.nama, p.nik, p.sex, p.lahir]
        for i, p in enumerate(PEOPLE, 1)
    ),
]
GROUPED = [
    [None, "IDENTITAS", None, None, "LAHIR", None, "ALAMAT"],
    ["NO", "NAMA", "NIK", "L/P", "TEMPAT", "TANGGAL", "DESA"],
    *([i, p.nama, p.nik, p.sex, "KASONGAN", p.lahir, DESA] for i, p in enumerate(PEOPLE, 1)),
]
BORN = {"tempat_lahir": "KASONGAN"}

SPREAD = (
    Entry("nik-without-a-header", "a.xlsx", sheet(_without("NIK")), at(2), values=CARDS),
    Entry(
        "nik-and-card-headed-in-unknown-words", "a.xlsx", sheet(_without("NIK", header="Kode Unik")), at(2)
    ),
    Entry(
        "nik-in-boxes",
        "a.xlsx",
        sheet(
            (
                ["No", "Nama", "NIK", *[None] * 15, "L/P", "Tgl Lahir", "Desa"],
                *(_boxed(i, p) for i, p in enumerate(PEOPLE, 1)),
            )
        ),
        at(2),
    ),
    Entry(
        "values-beside-a-merged-header",
        "a.xlsx",
        sheet(
            (
                [*HEAD[:2], "NIK", None, *HEAD[3:]],
                *([*line(i, p)[:2], None, *line(i, p)[2:]] for i, p in enumerate(PEOPLE, 1)),
            ),
            lambda page: page.merge_range(0, 2, 0, 3, "NIK"),
        ),
        at(2),
    ),
    Entry(
        "birth-date-in-three-columns",
        "a.xlsx",
        sheet(DATED),
        at(3),
        values={row: {"tahun_lahir": int(p.lahir[-4:])} for row, p in enumerate(PEOPLE, 3)},
    ),
    Entry("heads-beside-members", "a.xlsx", sheet(HEADS), at(3)),
    Entry("few-groups-over-all-columns", "a.csv", text(GROUPED, ";"), at(3, sheet=""), every=BORN),
    Entry(
        "roles-under-status",
        "a.xlsx",
        sheet(_replaced("Hubungan", "Status", {"KEPALA KELUARGA": "KK", "ISTRI": "Istri", "ANAK": "Anak"})),
        at(2),
        values=ROLES,
    ),
    Entry(
        "sex-as-pria-and-wanita",
        "a.xlsx",
        sheet(_replaced("Jenis Kelamin", "JK", {"L": "P", "P": "W"})),
        at(2),
        values=SEXES,
    ),
    Entry(
        "deaths-in-remarks",
        "a.xlsx",
        sheet(
            (
                [*HEAD, "Ket"],
                [*line(1, PEOPLE[0]), "Meninggal"],
                *(line(i, p) for i, p in enumerate(PEOPLE[1:], 2)),
            )
        ),
        at(2),
        values={2: {"status_dasar": "MENINGGAL"}},
    ),
    Entry(
        "rw-before-rt",
        "a.xlsx",
        sheet(_replaced("RT", "RW/RT", {"001": "002/001"})),
        at(2),
        every={"rt": "001", "rw": "002"},
    ),
    Entry(
        "numbers-explained-by-their-header",
        "a.xlsx",
        sheet(_replaced("Jenis Kelamin", "Jenis Kelamin (1=Perempuan, 2=Laki-laki)", {"L": "2", "P": "1"})),
        at(2),
        values=SEXES,
    ),
    Entry(
        "members-across",
        "a.xlsx",
        sheet(
            (
                [*HEAD, "Nama Anggota 1", "NIK Anggota 1"],
                *([*line(i, p), PEOPLE[-i].nama, PEOPLE[-i].nik] for i, p in enumerate(PEOPLE, 1)),
            )
        ),
        at(2),
        findings=(("KT068", 0, None),),
    ),
    Entry("carets-between-fields", "a.txt", text((HEAD, *lines()), "^"), at(2, sheet="")),
)
"""Each habit alone."""
