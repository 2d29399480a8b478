"""Lines among the rows of people that are no people, and people that look like such lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.golden.corpus.families import CARDS, FAMILIES, HEAD, IN_FAMILIES, line_of, under
from tests.golden.corpus.making import PEOPLE, Entry, at_rows, sheet

if TYPE_CHECKING:
    from collections.abc import Sequence


_TITLED = [
    f"Kartu Keluarga Nomor {FAMILIES[0][0].kk} atas nama SALEH [RT 007 RW 002]",
    f"KK Nomor : {FAMILIES[1][0].kk} a/n AMINAH, Alamat Jl. Hulu RT 004",
    f"N. KK {FAMILIES[2][0].kk} Kepala Keluarga UDIN RT 005",
]
_ALL_NAMED: list[Sequence[Any]] = [("DATA WARGA DESA BAUN BANGO",), (_TITLED[0],)]
_ALL_NAMED += under([""], [_TITLED[1]], ["", _TITLED[2]])
_IN_COLUMN: list[Sequence[Any]] = [["No. KK", "No", "Nama", "NIK", "Hub. Keluarga"]]
for _family in FAMILIES:
    _IN_COLUMN += [[_family[0].kk], *([None, i, p.nama, p.nik, p.peran] for i, p in enumerate(_family, 1))]

_OF_FAMILIES = (
    Entry(
        "cards-with-names-and-rooms",
        "a.xlsx",
        sheet(_ALL_NAMED),
        at_rows([5, 6, 7, 9, 10, 11, 13, 14]),
        values={
            5: {"no_kk": FAMILIES[0][0].kk, "rt": "007", "rw": "002"},
            9: {"no_kk": FAMILIES[1][0].kk, "rt": "004", "rw": None},
            14: {"no_kk": FAMILIES[2][0].kk, "rt": "005", "rw": None},
        },
        skipped={"family": (8, 12)},
    ),
    Entry(
        "card-alone-in-its-column",
        "a.xlsx",
        sheet(_IN_COLUMN),
        IN_FAMILIES,
        values=CARDS,
        skipped={"family": (2, 6, 10)},
    ),
    Entry(
        "card-alone-in-the-column-of-names",
        "a.xlsx",
        sheet(under(*([n, family[0].kk] for n, family in enumerate(FAMILIES, 1)))),
        IN_FAMILIES,
        values=CARDS,
        skipped={"family": (2, 6, 10)},
    ),
)

_WORDS = (
    "Ketua RW 01",
    "LURAH",
    "NIP lama",
    "mengetahui kepala dusun",
    "a.n. ibunya",
    "Camat",
    "Sekretaris",
    "ttd",
)
"""What would be a signature below the list stands beside people here."""

_NOTES = (["Catatan:"], [1, "Daftar dibuat pendamping"], [2, "NIK kosong menyusul"], [3, "P = Perempuan"])

_NUMBERED = (
    Entry(
        "numbered-notes-below-the-people",
        "a.xlsx",
        sheet([HEAD, *(line_of(i, p) for i, p in enumerate(PEOPLE, 1)), *_NOTES]),
        at_rows(range(2, 10)),
        skipped={"note": (10, 11, 12, 13)},
    ),
    Entry(
        "words-of-signatures-beside-people",
        "a.xlsx",
        sheet(
            [
                ["No", "Nama", "NIK", "Ket"],
                *([i, p.nama, None, w] for i, (p, w) in enumerate(zip(PEOPLE, _WORDS, strict=True), 1)),
            ]
        ),
        {("Data", row): (p.nama, None) for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "how-to-fill-in-brackets",
        "a.xlsx",
        sheet(
            [
                HEAD,
                [None, "(sesuai KTP)", "(tanpa spasi)", "(Lk/Pr)", "(hh-bb-tttt)"],
                *(line_of(i, p) for i, p in enumerate(PEOPLE, 1)),
            ]
        ),
        at_rows(range(3, 11)),
        skipped={"instruction": (2,)},
    ),
)

_VILLAGES = ("TALINGKE", "Hiyang Bana", "* LUWUK KIRI *")
_PARTS = ("KPM LAMA", "Kpm Tambahan", "(tidak aktif)")
_DESA = {
    row: {"kode_desa": code}
    for code, rows in zip(
        ("62.06.11.2001", "62.06.11.2002", "62.06.11.2008"),
        (range(3, 6), range(7, 10), range(11, 13)),
        strict=True,
    )
    for row in rows
}

_SECTIONS = (
    *(
        Entry(
            f"villages-without-their-word-{name}",
            "a.xlsx",
            sheet(under(*headings)),
            IN_FAMILIES,
            values=_DESA,
            skipped={"heading": (2, 6, 10)},
        )
        for name, headings in (
            ("lettered", [["a.", _VILLAGES[0]], ["b.", _VILLAGES[1]], ["c.", _VILLAGES[2]]]),
            ("among-names", [[None, v] for v in _VILLAGES]),
            ("across", [[v] for v in _VILLAGES]),
            ("counted", [[v, None, "Jml", n] for v, n in zip(_VILLAGES, (3, 3, 2), strict=True)]),
        )
    ),
    Entry(
        "parts-of-a-numbered-list",
        "a.xlsx",
        sheet(under(*([n, part] for n, part in zip((None, "II", "C."), _PARTS, strict=True)))),
        IN_FAMILIES,
        findings=tuple(("KT072", row, None) for row in (2, 6, 10)),
        skipped={"section": (2, 6, 10)},
    ),
    Entry(
        "parts-of-a-list-without-numbers",
        "a.xlsx",
        sheet(
            [
                HEAD[1:],
                *(line_of(i, p)[1:] for i, p in enumerate(PEOPLE[:4])),
                ["Kelompok Tani Hulu"],
                *(line_of(i, p)[1:] for i, p in enumerate(PEOPLE[4:])),
            ]
        ),
        at_rows([2, 3, 4, 5, 7, 8, 9, 10]),
        findings=(("KT072", 6, None),),
        skipped={"section": (6,)},
    ),
    Entry(
        "a-newborn-and-a-wrapped-address",
        "a.xlsx",
        sheet(
            [
                ("Nama", "NIK", "L/P", "Alamat"),
                *([p.nama, p.nik, p.sex, "JL. HULU"] for p in PEOPLE[:3]),
                ["Bayi Ny. AMINAH"],
                *([p.nama, p.nik, p.sex, "JL. HULU"] for p in PEOPLE[3:]),
                [None, None, None, "Talingke"],
            ]
        ),
        {**at_rows([2, 3, 4, 6, 7, 8, 9, 10]), ("Data", 5): ("BAYI NY. AMINAH", None)},
        clean=False,
    ),
)

_LIST: list[Sequence[Any]] = [HEAD, *(line_of(i, p) for i, p in enumerate(PEOPLE, 1))]
_FEET = (
    Entry(
        "counts-below-the-people",
        "a.xlsx",
        sheet([*_LIST, [], [None, "Agama", "Jiwa", "KK"], [None, "Islam", 6, 2], [None, "Kristen", 2, 1]]),
        at_rows(range(2, 10)),
        skipped={"note": (11, 12, 13)},
    ),
    Entry(
        "counts-between-the-people",
        "a.xlsx",
        sheet(
            [
                *_LIST[:5],
                [],
                [None, "Wilayah", "Banyaknya"],
                [None, "Hulu", "4 jiwa"],
                [None, "Hilir", "2 jiwa"],
                [],
                *_LIST[5:],
            ]
        ),
        at_rows([2, 3, 4, 5, 11, 12, 13, 14]),
        skipped={"note": (7, 8, 9)},
    ),
    Entry(
        "who-wrote-the-list",
        "a.xlsx",
        sheet(
            [
                *_LIST,
                [],
                [None, "Pendata", "RAHMAT"],
                [None, "Telepon", "0812-3456-7890"],
                [None, "Selesai", "12/11/2026"],
            ]
        ),
        at_rows(range(2, 10)),
        skipped={"note": (11, 12, 13)},
    ),
    Entry(
        "people-without-numbers-apart",
        "a.xlsx",
        sheet(
            [
                *_LIST[:7],
                [],
                [None, "MARIA", "belum ada", "P"],
                [None, "UDIN", "62061112", "L", "01-02-1990"],
                [None, "AMIN", "62061113", "L", "01-03-1990"],
            ]
        ),
        {
            **at_rows(range(2, 8), PEOPLE[:6]),
            ("Data", 9): ("MARIA", None),
            ("Data", 10): ("UDIN", None),
            ("Data", 11): ("AMIN", None),
        },
        clean=False,
    ),
)

_STAGGERED = [
    [p.nama, None, p.nik, p.kk] if p.peran[0] == "K" else [None, p.nama, p.nik, p.kk] for p in PEOPLE
]
_WHERE = ("Jahanjang", *[None] * 4, "Baun Bango", None, None)

_ONCE = (
    Entry(
        "heads-and-members-in-columns-of-their-own",
        "a.xlsx",
        sheet([["Nama KK", "Nama Anggota Keluarga", "NIK", "No KK"], *_STAGGERED]),
        at_rows(range(2, 10)),
    ),
    Entry(
        "village-where-it-changes",
        "a.xlsx",
        sheet(
            [
                ["Desa", "Nama", "NIK", "Kecamatan"],
                *(
                    [d, p.nama, p.nik, "Kamipang" if i == 0 else None]
                    for i, (d, p) in enumerate(zip(_WHERE, PEOPLE, strict=True))
                ),
            ]
        ),
        at_rows(range(2, 10)),
        values={row: {"kode_desa": "62.06.01.2008"} for row in (7, 8, 9)},
    ),
)

BETWEEN = (*_ONCE, *_FEET, *_SECTIONS, *_OF_FAMILIES, *_NUMBERED)
