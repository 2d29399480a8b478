"""Several traits in one file, as they come."""

from __future__ import annotations

from tests.golden.corpus.frames import FIELDS, FIRST, GROUPED, LAST, SIGNED, SPACED, UNDER, WIDTH
from tests.golden.corpus.layouts import HEADED, STATED
from tests.golden.corpus.making import HEAD, LIST, PEOPLE, Entry, at, at_rows, book, lines, raw, sheet, text
from tests.golden.corpus.values import niks

NUMBERED = [f"({i})" for i in range(1, WIDTH + 1)]

COMBINATIONS = (
    Entry(
        "titles-spaced-numbered-signed",
        "a.xlsx",
        sheet((["DAFTAR PENDUDUK"], (), SPACED, NUMBERED, *lines(), ["JUMLAH", 8], *SIGNED)),
        at(5),
        skipped={"numbering": (4,), "total": (13,)},
    ),
    Entry(
        "grouped-numbered-below-a-preamble",
        "a.xlsx",
        sheet((*STATED, UNDER, FIELDS, NUMBERED, *GROUPED)),
        at(8),
        skipped={"numbering": (7,)},
    ),
    Entry(
        "pages-with-headers-and-subtotals",
        "a.xlsx",
        sheet(
            (
                ["DAFTAR PENDUDUK"],
                HEAD,
                *lines(FIRST),
                ["SUB TOTAL", 4],
                ["Halaman 1"],
                HEAD,
                *lines(LAST, 5),
                ["SUB TOTAL", 4],
                ["Halaman 2"],
            )
        ),
        at_rows([3, 4, 5, 6, 10, 11, 12, 13]),
        skipped={"total": (7, 14), "page": (8, 15)},
    ),
    Entry(
        "hidden-everything",
        "a.xlsx",
        book(
            {"Data": [[None, *row] for row in LIST], "Lama": LIST},
            lambda pages: [
                pages["Lama"].hide(),
                pages["Data"].set_row(4, None, None, {"hidden": True}),
                pages["Data"].set_column(3, 3, None, None, {"hidden": True}),
            ],
        ),
        at(2),
        passed=frozenset({("Lama", "hidden")}),
        notes=(("hidden-rows", "1"), ("hidden-columns", "1")),
    ),
    Entry(
        "titles-in-a-pipe-file-of-windows",
        "a.txt",
        text((["DAFTAR PENDUDUK"], (), *LIST, ["###"]), "|", encoding="cp1252", ends="\r\n"),
        at(4, sheet=""),
    ),
    Entry(
        "preamble-in-utf-16",
        "a.csv",
        text((*STATED, *HEADED), "\t", encoding="utf-16", ends="\r\n"),
        at(6, sheet=""),
        every={"kode_desa": "62.06.01.2008"},
    ),
    Entry(
        "apostrophes-under-titles-in-semicolons",
        "a.csv",
        text((["DAFTAR PENDUDUK"], *niks(lambda p: "'" + p.nik)), ";", encoding="utf-8-sig", ends="\r\n"),
        at(3, sheet=""),
    ),
    Entry(
        "title-over-a-ragged-row",
        "a.csv",
        raw("DAFTAR\n" + "\n".join(";".join(map(str, r)) + ";X" * (i == 2) for i, r in enumerate(LIST))),
        {place: who for place, who in at(3, sheet="").items() if place[1] != 4},
        frozenset({("", 4)}),
        (("KT001", 4, None),),
        clean=False,
    ),
    Entry(
        "rounded-under-titles-with-a-total",
        "a.xlsx",
        sheet((["DAFTAR"], *niks(lambda p: int(p.nik[:15] + "0")), ["JUMLAH", 8])),
        {("Data", row): (p.nama, None) for row, p in enumerate(PEOPLE, 3)},
        findings=(("KT107", 3, "nik"), ("KT107", 10, "nik")),
        clean=False,
        skipped={"total": (11,)},
    ),
    Entry(
        "a-sheet-a-village-among-instructions",
        "a.xlsx",
        book(
            {
                "Petunjuk": [["CARA MENGISI"], ["1. Isi NIK 16 angka"]],
                "RT 1": (*STATED, *HEADED[:5], *SIGNED),
                "RT 2": (["RT 2"], HEAD, NUMBERED, *lines(LAST, 5)),
            }
        ),
        at(6, FIRST, "RT 1") | at(4, LAST, "RT 2"),
        passed=frozenset({("Petunjuk", "codes")}),
    ),
)
"""Traits together."""
