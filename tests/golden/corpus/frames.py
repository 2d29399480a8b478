"""What stands around the rows: titles, headers of all shapes, pages, totals, signatures, hidden things."""

from __future__ import annotations

from typing import Any

from tests.golden.corpus.making import DESA, HEAD, LIST, PEOPLE, Entry, at, at_rows, book, line, lines, sheet

WIDTH = len(HEAD)
SPACED = tuple(" ".join(word) if word in {"NIK", "RT", "Desa"} else word for word in HEAD)
FIRST, LAST = PEOPLE[:4], PEOPLE[4:]
SIGNED = (
    (),
    (None, None, None, None, None, None, f"{DESA.title()}, 12 Januari 2025"),
    (None, None, None, None, None, None, "Kepala Desa Baun Bango"),
    (),
    (),
    (None, None, None, None, None, None, "H. SUPIANOR, S.Sos"),
    (None, None, None, None, None, None, "NIP. 19700101 199003 1 001"),
)
UNDER = ("No KK", "NIK", "Nama", "Kelahiran", None, None, "Alamat", None, None)
FIELDS = (None, None, None, "Tempat", "Tanggal", "L/P", "RT", "RW", "Desa")
GROUPED: list[list[Any]] = [
    [p.kk, p.nik, p.nama, "KASONGAN", p.lahir, p.sex, "001", "002", DESA] for p in PEOPLE
]
ON_CARD = [[i + 1, (p.kk if p.peran[0] == "K" else None), *line(i, p)[2:]] for i, p in enumerate(PEOPLE)]

FRAMES = (
    Entry("plain", "a.xlsx", sheet(LIST), at(2)),
    Entry(
        "titles",
        "a.xlsx",
        sheet((["DAFTAR PENDUDUK DESA"], ["TAHUN 2025"], *LIST)),
        at(4),
        every={"rt": "001"},
    ),
    Entry("blank-lines-above", "a.xlsx", sheet(((), (), (), *LIST)), at(5)),
    Entry("blank-columns", "a.xlsx", sheet([[None, None, *row] for row in LIST]), at(2)),
    Entry("blank-corner", "a.xlsx", sheet([(), (), *([None, *row] for row in LIST)]), at(4)),
    Entry(
        "numbering-in-brackets",
        "a.xlsx",
        sheet((HEAD, [f"({i})" for i in range(1, WIDTH + 1)], *lines())),
        at(3),
        skipped={"numbering": (2,)},
    ),
    Entry(
        "numbering-made-negative",
        "a.xlsx",
        sheet((HEAD, [-i for i in range(1, WIDTH + 1)], *lines())),
        at(3),
        skipped={"numbering": (2,)},
    ),
    Entry("group-over-fields", "a.xlsx", sheet((UNDER, FIELDS, *GROUPED)), at(3), every={"rw": "002"}),
    Entry(
        "group-merged",
        "a.xlsx",
        sheet(
            (UNDER, FIELDS, *GROUPED),
            lambda page: [
                page.merge_range(0, 3, 0, 5, "Kelahiran"),
                page.merge_range(0, 6, 0, 8, "Alamat"),
                *(page.merge_range(0, i, 1, i, UNDER[i]) for i in range(3)),
            ],
        ),
        at(3),
        every={"tempat_lahir": "KASONGAN", "rt": "001"},
    ),
    Entry("letters-apart", "a.xlsx", sheet((SPACED, *lines())), at(2)),
    Entry(
        "card-merged-down-a-family",
        "a.xlsx",
        sheet(
            (HEAD, *ON_CARD),
            lambda page: [
                page.merge_range(top, 1, bottom, 1, PEOPLE[top - 1].kk)
                for top, bottom in ((1, 3), (4, 6), (7, 8))
            ],
        ),
        at(2),
        values={row: {"no_kk": p.kk} for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "hidden-sheet",
        "a.xlsx",
        book({"Data": LIST, "Lama": LIST}, lambda pages: pages["Lama"].hide()),
        at(2),
        passed=frozenset({("Lama", "hidden")}),
    ),
    Entry(
        "hidden-row",
        "a.xlsx",
        sheet(LIST, lambda page: page.set_row(3, None, None, {"hidden": True})),
        at(2),
        notes=(("hidden-rows", "1"),),
    ),
    Entry(
        "hidden-column",
        "a.xlsx",
        sheet(LIST, lambda page: page.set_column(2, 2, None, None, {"hidden": True})),
        at(2),
        notes=(("hidden-columns", "1"),),
    ),
    Entry(
        "instructions-and-codes",
        "a.xlsx",
        book(
            {
                "Petunjuk": [["CARA MENGISI"], ["1. Isi NIK 16 angka"], ["2. Isi nama sesuai KTP"]],
                "Data": LIST,
                "Kode Data": [["Kode", "Agama"], [1, "ISLAM"], [2, "KRISTEN"]],
            }
        ),
        at(2),
        passed=frozenset({("Petunjuk", "codes"), ("Kode Data", "codes")}),
    ),
    Entry(
        "two-data-sheets",
        "a.xlsx",
        book({"RT 1": (HEAD, *lines(FIRST)), "RT 2": ((), HEAD, *lines(LAST))}),
        at(2, FIRST, "RT 1") | at(3, LAST, "RT 2"),
    ),
    Entry(
        "header-again",
        "a.xlsx",
        sheet((HEAD, *lines(FIRST), HEAD, *lines(LAST, 5))),
        at_rows([2, 3, 4, 5, 7, 8, 9, 10]),
        skipped={"header": (1, 6)},
    ),
    Entry(
        "page-numbers",
        "a.xlsx",
        sheet((HEAD, *lines(FIRST), ["Halaman 1 dari 2"], *lines(LAST, 5), ["Halaman 2 dari 2"])),
        at_rows([2, 3, 4, 5, 7, 8, 9, 10]),
        skipped={"page": (6, 11)},
    ),
    Entry(
        "subtotals-and-total",
        "a.xlsx",
        sheet((HEAD, *lines(FIRST), ["SUB TOTAL", 4], *lines(LAST, 5), ["SUB TOTAL", 4], ["JUMLAH", 8])),
        at_rows([2, 3, 4, 5, 7, 8, 9, 10]),
        skipped={"total": (6, 11, 12)},
    ),
    Entry("signatures", "a.xlsx", sheet((*LIST, *SIGNED)), at(2)),
    Entry(
        "end-mark",
        "a.xlsx",
        sheet((*LIST, ["###"], ["Baris di bawah tanda tidak dibaca"])),
        at(2),
        skipped={"end-mark": (10,)},
    ),
    Entry(
        "notes-below",
        "a.xlsx",
        sheet((*LIST, (), ["Keterangan :"], ["1. Data per Januari 2025"], ["*) belum diverifikasi"])),
        at(2),
    ),
    Entry(
        "two-tables-under-each-other",
        "a.xlsx",
        sheet(
            (
                HEAD,
                *lines(FIRST),
                (),
                ["DATA RT 002"],
                ["NIK", "NAMA", "L/P", "TGL LAHIR", "DESA"],
                *([p.nik, p.nama, p.sex, p.lahir, DESA] for p in LAST),
            )
        ),
        at(2, FIRST) | at(9, LAST),
    ),
)
"""Each trait of a sheet's frame alone."""
