"""What was read wrong when words, layouts and habits of many lists were mixed at random, each alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.golden.corpus.making import HEAD, LIST, PEOPLE, Entry, Person, at, at_rows, lines, sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAMILIES = tuple([p for p in PEOPLE if p.kk == card] for card in dict.fromkeys(p.kk for p in PEOPLE))
_HEADED = ("No", "Nama", "NIK", "Hub. Keluarga")
_ROOMS = (("001", "001"), ("002", "001"), ("003", "002"))
_ROOM_OF = {p: room for family, room in zip(_FAMILIES, _ROOMS, strict=True) for p in family}
_ROOMED = {row: dict(zip(("rt", "rw"), _ROOM_OF[p], strict=True)) for row, p in enumerate(PEOPLE, 2)}
_NOTES = ("", "16 digit", "16 digit", "sesuai KTP", "L/P", "tgl-bln-thn", "", "3 angka", "")
_TWO_LINES = tuple(text.replace("Nama Lengkap", "Nama Lengkap\n(huruf kapital)") for text in HEAD)
_WORDED = (
    "1. No",
    "2. No. KK",
    "3. N.I.K",
    "4. Nama Penduduk/Warga",
    "5. L/P",
    "6. Tgl Lahir",
    "7. Status KK",
)
_HANDS = (
    "Nmr", "No. Kartu Kel.", "Kolom 3: NIK", "Nama Lengkap sesuai KTP-el/KK", "Jenis kelamin 1)", "DOB",
    "SHDRT", "RT ke",
)  # fmt: skip
_LEGEND = ("No", "No KK", "NIK", "Nama Lengkap/Panggilan", "JK 1. Perempuan 2. Laki-laki", "Tgl Lahir")


def _first(person: Person) -> bool:
    return any(person == family[0] for family in _FAMILIES)


def _homes(*, carded: bool) -> list[list[Any]]:
    """A list with RT and RW in the first row of each family only."""
    rows = [["No", "No KK", "Nama", "NIK", "Hub. Keluarga", "RT", "RW"]]
    for number, person in enumerate(PEOPLE, 1):
        room = _ROOM_OF[person] if _first(person) else (None, None)
        rows.append([number, person.kk, person.nama, person.nik, person.peran, *room])  # type: ignore[list-item]
    return rows if carded else [row[:1] + row[2:] for row in rows]


def _called(head: str) -> list[list[Any]]:
    """A list with the card beside each head only, whose role is written ``head``."""
    rows: list[list[Any]] = [["No", "No KK", "Nama", "NIK", "Hubungan"]]
    for number, person in enumerate(PEOPLE, 1):
        first = _first(person)
        rows.append(
            [number, person.kk if first else None, person.nama, person.nik, head if first else person.peran]
        )
    return rows


def _under(*headings: str) -> list[list[Any]]:
    rows: list[list[Any]] = [list(_HEADED)]
    for heading, family in zip(headings, _FAMILIES, strict=True):
        rows += [[heading], *([i, p.nama, p.nik, p.peran] for i, p in enumerate(family, 1))]
    return rows


_CARDS = {row: {"no_kk": p.kk} for row, p in enumerate(PEOPLE, 2)}
_IN_FAMILIES = at_rows([3, 4, 5, 7, 8, 9, 11, 12])
_BLOCK_CARDS = {row: {"no_kk": p.kk} for (_, row), p in zip(_IN_FAMILIES, PEOPLE, strict=True)}
_HEADS = _CARDS | {2: {"no_kk": PEOPLE[0].kk, "shdk": "KEPALA KELUARGA"}}
_CALLED = (
    ("kepala", "Kepala"),
    ("kep-kel", "Kepala Kel."),
    ("kpl-kel", "Kpl. Keluarga"),
    ("kep-kk", "Kep. KK"),
)
_COUNTED = tuple(enumerate(_FAMILIES, 1))
_UNPLACED = [row[:8] for row in LIST]

_OFFICE = (["PEMERINTAH KABUPATEN KATINGAN"], ["KECAMATAN KAMIPANG"], ["KANTOR DESA BAUN BANGO"])
_TICKED: tuple[list[Any], ...] = (
    ["No", "NIK", "Nama", "JENIS KELAMIN", None],
    [None, None, None, "L", "P"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
)
_GROUPED: list[list[Any]] = [
    ["DATA PENDUDUK"],
    ["#", "National ID Number", "Nama Lengkap Tanpa Gelar", "Jenis Kel.", "KELAHIRAN", None],
    [None, None, None, None, "Tempat", "Tanggal"],
    *([i, p.nik, p.nama, p.sex, "SAMPIT", p.lahir] for i, p in enumerate(PEOPLE, 1)),
]


def _ticks(people: Sequence[Person]) -> list[list[Any]]:
    """Rows with a tick under the person's sex."""
    marks = {"L": ("v", None), "P": (None, "v")}
    return [[i, p.nik, p.nama, *marks[p.sex]] for i, p in enumerate(people, 1)]


def _born(person: Person) -> tuple[int, int, int]:
    day, month, year = map(int, person.lahir.split("-"))
    return year, month, day


MIXTURES = (
    Entry("home-in-the-first-row-of-each-card", "a.xlsx", sheet(_homes(carded=True)), at(2), values=_ROOMED),
    Entry("home-beside-the-head-without-cards", "a.xlsx", sheet(_homes(carded=False)), at(2), values=_ROOMED),
    *(
        Entry(f"card-beside-{name}", "a.xlsx", sheet(_called(head)), at(2), values=_HEADS)
        for name, head in _CALLED
    ),
    Entry(
        "family-numbered-head-and-card",
        "a.xlsx",
        sheet(_under(*(f"{i}. {f[0].nama} / {f[0].kk}" for i, f in enumerate(_FAMILIES, 1)))),
        _IN_FAMILIES,
        values=_BLOCK_CARDS,
        skipped={"family": (2, 6, 10)},
    ),
    Entry(
        "family-counted-before-its-head",
        "a.xlsx",
        sheet(_under(*(f"KK {i} : {f[0].nama} ({f[0].kk})" for i, f in enumerate(_FAMILIES, 1)))),
        _IN_FAMILIES,
        values=_BLOCK_CARDS,
        skipped={"family": (2, 6, 10)},
    ),
    Entry(
        "family-of-somebody",
        "a.xlsx",
        sheet(_under(*(f"Keluarga ke-{i} No. KK {f[0].kk} a.n. {f[0].nama}" for i, f in _COUNTED))),
        _IN_FAMILIES,
        values=_BLOCK_CARDS,
        skipped={"family": (2, 6, 10)},
    ),
    Entry(
        "family-in-three-cells",
        "a.xlsx",
        sheet(
            [
                ("Nama", "L/P", "NIK", "Hub. Keluarga"),
                *(
                    row
                    for f in _FAMILIES
                    for row in (["KK", f[0].kk, f[0].nama], *([p.nama, p.sex, p.nik, p.peran] for p in f))
                ),
            ]
        ),
        _IN_FAMILIES,
        values=_BLOCK_CARDS,
        skipped={"family": (2, 6, 10)},
    ),
    Entry(
        "rt-and-rw-with-a-point",
        "a.xlsx",
        sheet([[*row[:7], "RT/RW" if i == 0 else "003.001", row[8]] for i, row in enumerate(LIST)]),
        at(2),
        every={"rt": "003", "rw": "001"},
    ),
    Entry(
        "numbered-headers-of-letters",
        "a.xlsx",
        sheet([_WORDED, *(row[:7] for row in lines())]),
        at(2),
        values={row: {"jenis_kelamin": p.sex, "shdk": p.peran} for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "legend-with-points",
        "a.xlsx",
        sheet([_LEGEND, *([*row[:4], 2 if row[4] == "L" else 1, row[5]] for row in lines())]),
        at(2),
        values={row: {"jenis_kelamin": p.sex} for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "name-of-heads-and-members",
        "a.xlsx",
        sheet([[("Nama KK dan Anggota Keluarga" if c == "Nama Lengkap" else c) for c in HEAD], *lines()]),
        at(2),
    ),
    Entry(
        "pages-that-repeat-what-to-fill-in",
        "a.xlsx",
        sheet([HEAD, _NOTES, *lines(PEOPLE[:4]), HEAD, _NOTES, *lines(PEOPLE[4:], 5)]),
        at(3, PEOPLE[:4]) | at(9, PEOPLE[4:]),
        skipped={"header": (1, 7), "instruction": (2, 8)},
    ),
    Entry(
        "pages-with-a-header-of-two-lines-a-cell",
        "a.xlsx",
        sheet([_TWO_LINES, *lines(PEOPLE[:4]), _TWO_LINES, *lines(PEOPLE[4:], 5)]),
        at(2, PEOPLE[:4]) | at(7, PEOPLE[4:]),
        skipped={"header": (1, 6)},
    ),
    Entry(
        "kecamatan-named-with-a-label",
        "a.xlsx",
        sheet([["KECAMATAN : DUSUN SELATAN"], ["DESA : SABABILAH"], *_UNPLACED]),
        at(4),
        every={"kode_desa": "62.04.06.2010", "dusun": None},
    ),
    Entry(
        "places-below-their-labels",
        "a.xlsx",
        sheet(
            [
                ["DATA WARGA"],
                ["Provinsi", "Kabupaten", "Kecamatan", "Desa/Kelurahan"],
                ["KALIMANTAN TENGAH", "KATINGAN", "KAMIPANG", "BAUN BANGO"],
                [],
                *_UNPLACED,
            ]
        ),
        at(6),
        every={"kode_desa": "62.06.01.2008"},
    ),
    Entry(
        "headers-of-many-hands",
        "a.xlsx",
        sheet(
            [
                _HANDS,
                *_UNPLACED[1:],
            ]
        ),
        at(2),
        every={"rt": "001"},
        values={
            row: {"no_kk": p.kk, "jenis_kelamin": p.sex, "shdk": p.peran} for row, p in enumerate(PEOPLE, 2)
        },
    ),
    Entry(
        "kecamatan-named-kota",
        "a.xlsx",
        sheet([["DESA KOTA BESI HILIR"], ["KECAMATAN KOTA BESI KAB. KOTAWARINGIN TIMUR"], *_UNPLACED]),
        at(4),
        every={"kode_desa": "62.02.01.1010"},
    ),
    Entry(
        "pages-under-a-letterhead",
        "a.xlsx",
        sheet([*_OFFICE, *_UNPLACED[:5], *_OFFICE, _UNPLACED[0], *_UNPLACED[5:]]),
        at(5, PEOPLE[:4]) | at(13, PEOPLE[4:]),
        every={"kode_desa": "62.06.01.2008"},
    ),
    Entry(
        "pages-of-ticks",
        "a.xlsx",
        sheet([row for i in range(4) for row in (*_TICKED, *_ticks(PEOPLE[2 * i : 2 * i + 2]))]),
        {place: who for i in range(4) for place, who in at(4 + 5 * i, PEOPLE[2 * i : 2 * i + 2]).items()},
        values={
            4 + 5 * i + k: {"jenis_kelamin": p.sex}
            for i in range(4)
            for k, p in enumerate(PEOPLE[2 * i : 2 * i + 2])
        },
    ),
    Entry(
        "title-in-one-cell-over-two-rows-of-header",
        "a.xlsx",
        sheet(_GROUPED, lambda page: page.merge_range(0, 0, 0, 5, "DATA PENDUDUK")),
        at(4),
        values={row: {"tanggal_lahir": dt.date(*_born(p))} for row, p in enumerate(PEOPLE, 4)},
    ),
    Entry(
        "village-named-with-a-label",
        "a.xlsx",
        sheet([["DAFTAR PENDUDUK DESA TUMBANG BULAN KECAMATAN MENDAWAI"], *_UNPLACED]),
        at(3),
        every={"kode_desa": "62.06.09.2007"},
    ),
)  # fmt: skip
"""Traits that predicted a wrong reading."""
